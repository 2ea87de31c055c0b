"""Precision, recall and F1 from counts. What is undefined is None, never 0 or 1, and shown as a dash."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

DASH = "\u2013"
METRICS = ("precision", "recall", "f1")


@dataclass(frozen=True, slots=True)
class Score:
    """`hits` of `predicted` and of `gold` items; half a hit is a partial match under the partial scheme."""

    hits: float
    predicted: float
    gold: float

    @property
    def precision(self) -> float | None:
        """Share of the predicted that is right; None without predictions."""
        return self.hits / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Share of the gold that was found; None without gold."""
        return self.hits / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """2 hits / (predicted + gold); None with neither."""
        total = self.predicted + self.gold
        return 2 * self.hits / total if total else None

    def metric(self, name: str) -> float | None:
        """Return the value of "precision", "recall" or "f1"."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}[name]

    def as_json(self) -> dict[str, Any]:
        """Return counts and values, None where undefined."""
        return {
            "precision": self.precision, "recall": self.recall, "f1": self.f1,
            "hits": self.hits, "predicted": self.predicted, "gold": self.gold,
        }  # fmt: skip


def score_of(counts: npt.ArrayLike) -> Score:
    """Return the score of rows `(hits, predicted, gold)`, summed over all but the last axis."""
    array = np.asarray(counts, dtype=float)
    hits, predicted, gold = array.reshape(-1, 3).sum(axis=0)
    return Score(float(hits), float(predicted), float(gold))


def values_of(counts: npt.ArrayLike, metric: str) -> Floats:
    """Return the metric of each row `(..., 3)` of `(hits, predicted, gold)`; NaN where it is undefined."""
    array = np.asarray(counts, dtype=float)
    hits, predicted, gold = array[..., 0], array[..., 1], array[..., 2]
    above, below = {
        "precision": (hits, predicted), "recall": (hits, gold), "f1": (2 * hits, predicted + gold),
    }[metric]  # fmt: skip
    defined = below > 0
    result: Floats = np.where(defined, above / np.where(defined, below, 1.0), np.nan)
    return result


def mean_defined(values: list[float | None]) -> float | None:
    """Return the mean of the values that are defined, None where none is."""
    defined = [value for value in values if value is not None]
    return sum(defined) / len(defined) if defined else None


def shown_beside(value: float | None, least: float) -> str:
    """Return a value with four digits, or with as many as it takes to see on which side of `least` it is."""
    for digits in (4, 6, 8):
        text = shown(value, digits)
        if value is None or (float(text) >= least) == (value >= least):
            return text
    return f"{value!r}"


def articles_in_words(count: int) -> str:
    """Return "1 article", "2 articles"."""
    return f"{count} article{'' if count == 1 else 's'}"


class Chance(float):
    """A p value: never 0, and never shown as if it were."""

    __slots__ = ()


def shown(value: float | None, digits: int = 3) -> str:
    """Return a value as people read it: fixed digits, a dash where it is undefined, a tiny p value as "<0.001"."""
    if value is None or np.isnan(value):
        return DASH
    least = 10.0**-digits
    return f"<{least:.{digits}f}" if isinstance(value, Chance) and value < least else f"{value:.{digits}f}"
