"""How sure a score is, and whether two extractors differ, by resampling documents.

Documents, not spans, are drawn: errors within one article hang together (one misread name is wrong ten times), and
intervals that treat spans as independent are too narrow. A resample is a vector of weights, how often each document
is drawn; multiplied with the counts per document, it gives the counts of a resampled corpus.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tui.evaluation.metrics import Floats, values_of
from tui.evaluation.spans import SpanScores
from tui.evaluation.tally import Tally
from tui.model import CopydeskError

LEVEL = 0.95
FEW_DOCUMENTS = 10
LEAST_DOCUMENTS = 5
SEED = 20240229

_MOST_RESAMPLES, _FEWEST_RESAMPLES = 10_000, 1_000
_DRAWS = 20_000_000  # resamples x documents, at most; bounds the time on a large corpus
_CHUNK = 2_000_000  # draws that are held in memory at a time


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % interval (None where it is undefined) over `documents` documents."""

    value: float | None
    low: float | None
    high: float | None
    documents: int

    @property
    def caution(self) -> str | None:
        """What to keep in mind, or None."""
        if self.documents >= FEW_DOCUMENTS:
            return None
        documents = f"{self.documents} document{'' if self.documents == 1 else 's'}"
        return f"only {documents}: intervals from fewer than {FEW_DOCUMENTS} are rough and often too narrow"

    def as_json(self) -> dict[str, float | int | None]:
        """Return value, low, high and documents."""
        return {"value": self.value, "low": self.low, "high": self.high, "documents": self.documents}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference of two extractors on the same documents: `second` minus `first`.

    `p` is from approximate randomisation; `more_documents` estimates how many more documents like these it takes
    until the interval of the difference excludes 0 with a probability of 80 % (0: enough already; None: the two don't
    differ here, so no number of documents can be given).
    """

    name: str
    metric: str
    first: float | None
    second: float | None
    difference: Interval
    p: float
    more_documents: int | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """Half the width of the 95 % interval that a gold set of `documents` documents like these would give."""

    documents: int
    half_width: float


def interval(tally: Tally, metric: str = "f1", resamples: int | None = None, seed: int = SEED) -> Interval:
    """Return the metric of a tally with its bootstrap interval (percentiles; Efron and Tibshirani 1993, ch. 13).

    Takes 10,000 resamples unless told otherwise, fewer (but at least 1,000) for more than 2,000 documents.
    """
    return intervals([tally], metric, resamples, seed)[0]


def intervals(
    tallies: Sequence[Tally], metric: str = "f1", resamples: int | None = None, seed: int = SEED
) -> list[Interval]:
    """Return the intervals of several tallies of the same documents, from the same resamples."""
    if not tallies:
        return []
    rows = np.concatenate([tally.rows for tally in tallies], axis=1)
    return _intervals(rows, lambda sums: values_of(sums.reshape(len(sums), -1, 3), metric), resamples, seed)


def macro_interval(scores: SpanScores, metric: str = "f1", resamples: int | None = None, seed: int = SEED) -> Interval:
    """Return the macro average over the labels that the gold supports, with its interval."""
    supported = scores.label_rows[:, scores.label_rows[:, :, 2].sum(axis=0) > 0]
    shape = supported.shape[1:]

    def mean(sums: Floats) -> Floats:
        values = values_of(sums.reshape(len(sums), *shape), metric)
        # A label that a resample happens not to draw is left out of that resample's average.
        defined = ~np.isnan(values)
        count = defined.sum(axis=1)
        total: Floats = np.where(defined, values, 0.0).sum(axis=1)
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)

    return _interval(supported.reshape(len(supported), 3 * supported.shape[1]), mean, resamples, seed)


def compare(
    first: Tally, second: Tally, metric: str = "f1", resamples: int | None = None, seed: int = SEED
) -> Comparison:
    """Compare two extractors that were scored on the same documents in the same order.

    Two paired methods: the bootstrap, with the same resampled documents for both, gives the interval of the
    difference (Koehn 2004); approximate randomisation, which swaps all predictions of a document between the two,
    gives p (Noreen 1989). Raises `CopydeskError` for fewer than 5 documents, or where they aren't the same.
    """
    documents = len(first.rows)
    if documents != len(second.rows) or (first.rows[:, 2] != second.rows[:, 2]).any():
        raise CopydeskError(f"{first.name}: the two extractors weren't scored on the same gold; score both on the same")
    if documents < LEAST_DOCUMENTS:
        raise CopydeskError(
            f"{first.name}: {documents} documents are too few to test a difference; at least {LEAST_DOCUMENTS} "
            "are needed"
        )
    rows = np.concatenate([first.rows, second.rows], axis=1)
    difference = _interval(rows, lambda sums: _difference(sums, metric), resamples, seed)
    values = [_float(values_of(tally.rows.sum(axis=0), metric)) for tally in (first, second)]
    p = _randomisation(rows, metric, resamples, seed)
    return Comparison(first.name, metric, values[0], values[1], difference, p, _more_documents(difference))


def holm(values: Sequence[float]) -> list[float]:
    """Return p values adjusted for how many there are, by the step-down method of Holm (1979), in the same order."""
    order = sorted(range(len(values)), key=values.__getitem__)
    adjusted, least = [0.0] * len(values), 0.0
    for rank, i in enumerate(order):
        least = max(least, min(1.0, (len(values) - rank) * values[i]))
        adjusted[i] = least
    return adjusted


def compare_groups(
    first: Tally, second: Tally, metric: str = "f1", resamples: int | None = None, seed: int = SEED
) -> Interval:
    """Return the difference `second` minus `first` between two groups of documents, each resampled on its own.

    For groups such as articles annotated blind and with suggestions: documents aren't paired. `documents` of the
    result is the size of the smaller group.
    """
    number = _resamples(len(first.rows) + len(second.rows), resamples)
    draws = [
        _resampled(t.rows, number, seed + i, lambda s: values_of(s, metric)) for i, t in enumerate((first, second))
    ]
    values = [values_of(tally.rows.sum(axis=0), metric) for tally in (first, second)]
    low, high = _percentiles(draws[1] - draws[0])
    return Interval(_float(values[1] - values[0]), low, high, min(len(first.rows), len(second.rows)))


def width_curve(tally: Tally, metric: str = "f1", resamples: int = 2_000, seed: int = SEED) -> tuple[CurvePoint, ...]:
    """Return how narrow the interval gets with 5, 10, 20, ... documents, up to four times as many as there are."""
    documents = len(tally.rows)
    points, size = [], LEAST_DOCUMENTS
    while documents >= LEAST_DOCUMENTS and size <= 4 * documents:
        low, high = _percentiles(_resampled(tally.rows, resamples, seed, lambda s: values_of(s, metric), size))
        if low is not None and high is not None:
            points.append(CurvePoint(size, (high - low) / 2))
        size *= 2
    return tuple(points)


def _interval(rows: Floats, value_of: Callable[[Floats], Floats], resamples: int | None, seed: int) -> Interval:
    return _intervals(rows, lambda sums: value_of(sums)[:, None], resamples, seed)[0]


def _intervals(
    rows: Floats, values_of_sums: Callable[[Floats], Floats], resamples: int | None, seed: int
) -> list[Interval]:
    """Return an interval for each column of values that `values_of_sums` makes of summed rows (one row a resample)."""
    documents, values = len(rows), values_of_sums(rows.sum(axis=0)[None, :])[0]
    if documents < 2:
        return [Interval(_float(value), None, None, documents) for value in values]
    drawn = _resampled(rows, _resamples(documents, resamples), seed, values_of_sums)
    found = []
    for i, value in enumerate(values):
        low, high = (None, None) if np.isnan(value) else _percentiles(drawn[:, i])
        found.append(Interval(_float(value), low, high, documents))
    return found


def _resamples(documents: int, wanted: int | None) -> int:
    return wanted or max(_FEWEST_RESAMPLES, min(_MOST_RESAMPLES, _DRAWS // max(1, documents)))


def _chunks(resamples: int, documents: int) -> Iterator[int]:
    """Yield numbers of resamples that add up to `resamples`, each small enough to hold."""
    most = max(1, _CHUNK // max(1, documents))
    for done in range(0, resamples, most):
        yield min(most, resamples - done)


def _resampled(
    rows: Floats, resamples: int, seed: int, value_of: Callable[[Floats], Floats], size: int | None = None
) -> Floats:
    """Return the value of each resample of `size` documents (default: as many as there are)."""
    documents, generator, values = len(rows), np.random.default_rng(seed), []
    for count in _chunks(resamples, max(documents, size or 0)):
        drawn = generator.integers(0, documents, (count, size or documents))
        drawn += np.arange(count)[:, None] * documents
        weights = np.bincount(drawn.ravel(), minlength=count * documents).reshape(count, documents)
        values.append(value_of(weights.astype(float) @ rows))
    return np.concatenate(values)


def _randomisation(rows: Floats, metric: str, resamples: int | None, seed: int) -> float:
    """Return how likely a difference at least this large is when the two systems are interchangeable."""
    observed = abs(_difference(rows.sum(axis=0)[None, :], metric)[0])
    number, generator, as_large = _resamples(len(rows), resamples), np.random.default_rng(seed), 0
    half = rows.shape[1] // 2
    total, change = rows.sum(axis=0), rows[:, half:] - rows[:, :half]
    for count in _chunks(number, len(rows)):
        moved = (generator.random((count, len(rows))) < 0.5).astype(float) @ change
        swapped = total + np.concatenate([moved, -moved], axis=1)
        as_large += int((np.abs(_difference(swapped, metric)) >= observed - 1e-12).sum())
    return (1 + as_large) / (number + 1)


def _difference(sums: Floats, metric: str) -> Floats:
    """Return the difference of the metric between the second and the first three columns; NaN counts as 0."""
    first, second = (np.nan_to_num(values_of(part, metric)) for part in np.split(sums, 2, axis=-1))
    return second - first


def _more_documents(difference: Interval) -> int | None:
    """Return how many more documents make the difference visible, from the width of its interval.

    The standard error shrinks with the square root of the number of documents; 1.96 and 0.84 are the normal
    quantiles for a two-sided test at 5 % and a power of 80 %.
    """
    value, low, high = difference.value, difference.low, difference.high
    if not value or low is None or high is None:
        return None
    error = (high - low) / (2 * 1.96)
    needed = difference.documents * ((1.96 + 0.84) * error / abs(value)) ** 2
    return max(0, int(np.ceil(needed)) - difference.documents)


def _percentiles(values: Floats) -> tuple[float | None, float | None]:
    defined = values[~np.isnan(values)]
    if not len(defined):
        return None, None
    low, high = np.percentile(defined, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return float(low), float(high)


def _float(value: float | np.float64 | Floats) -> float | None:
    return None if np.isnan(value) else float(value)
