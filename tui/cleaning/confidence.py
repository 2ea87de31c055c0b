"""How sure the cleaner is of what it says: the share of such verdicts that are right.

What a forest says of a line is not that share: lines are chosen together (`tui.cleaning.stretches`), and rules know
better. `benchmarks/cleaning_confidence.py` counts how many verdicts on labelled pages are right, each by forests that
saw no page of its domain, and prints the figures below. They were counted on English news: in other languages they are
a guess.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of `tui.cleaning.rules` or `live` that decided a line against the forests: why, and how often rightly."""

    reason: str
    right: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Which lines of a text are kept, and the rule that decided it where one knew better than the forests."""

    keep: list[bool]
    ruled: dict[int, Rule]

    def decide(self, lines: Sequence[int], is_kept: bool, rule: Rule) -> None:
        """Keep some lines, or drop them, as a rule knows."""
        for i in lines:
            if self.keep[i] != is_kept:
                self.keep[i] = is_kept
                self.ruled[i] = rule


LABEL = Rule("labels an advertisement, or where it was written", 0.53)
WORDLESS = Rule("has no word", 0.97)
POST = Rule("belongs to a live report", 0.91)
OPENING = Rule("begins with a dateline, as only articles do", 0.65)
LAST = Rule("a sentence right below the text", 0.42)
CLOSING = Rule("a fact that closes the article", 0.8)
QUOTED = Rule("repeats words of the body", 0.55)
QUOTED_NAME = Rule("names who said it", 0.8)
WRITER = Rule("begins with the writer's name", 0.93)
BOXED = Rule("stands between two lines of clutter", 0.89)
OFFERED = Rule("goes on an offer", 0.8)
PICTURE = Rule("stands in for a picture", 0.56)
LINK = Rule("goes on a list of links", 0.42)
FIGURES = Rule("table of figures", 0.8)
TEASER = Rule("a teaser with its date", 0.99)
EXTRACTED = Rule("as trafilatura has it", 0.96)
EITHER = Rule("as trafilatura or the text alone has it", 0.96)
BEHIND = Rule("stands behind the article's end", 0.95)
TRAILING = Rule("a heading or note without text below it", 0.77)


def all_by(rule: Rule, keep: NDArray[np.bool_]) -> Choice:
    """Return a choice of lines that one rule decided."""
    return Choice(keep.tolist(), dict.fromkeys(range(len(keep)), rule))


class Curve:
    """The share of verdicts that are right, by the probability of a line to be the body, where it is kept or not."""

    def __init__(self, dropped: Mapping[float, float], kept: Mapping[float, float]) -> None:
        self._at = np.array([*dropped, 1.0, _APART, *(_APART + probability for probability in kept)])
        *_, last = dropped.values()
        first = next(iter(kept.values()))
        self._right = np.array([*dropped.values(), last, first, *kept.values()])

    def right(self, body: NDArray[np.float32], keep: NDArray[np.bool_]) -> list[float]:
        """Return how sure it is of each line that it is kept, or that it is not; with four places."""
        right = np.interp(body + _APART * keep, self._at, self._right)
        return [*(np.rint(right * _PLACES) / _PLACES).tolist()]


_APART = 2.0  # between the two halves of a curve
_PLACES = 1e4

OF_TEXT = Curve(
    {
        0.003: 0.999, 0.025: 0.991, 0.057: 0.975, 0.102: 0.952, 0.16: 0.911, 0.242: 0.894, 0.344: 0.828, 0.523: 0.756,
        0.852: 0.675,
    },
    {
        0.207: 0.235, 0.334: 0.291, 0.45: 0.364, 0.553: 0.434, 0.652: 0.549, 0.752: 0.658, 0.837: 0.719, 0.897: 0.821,
        0.944: 0.907, 0.975: 0.959, 0.993: 0.992,
    },
)  # fmt: skip
"""Of lines of text."""
OF_PAGE = Curve(
    {0.001: 0.999, 0.026: 0.975, 0.145: 0.905, 0.569: 0.847, 0.797: 0.846},
    {
        0.287: 0.131, 0.456: 0.422, 0.541: 0.455, 0.735: 0.707, 0.874: 0.727, 0.939: 0.833, 0.977: 0.934, 0.997: 0.995,
    },
)  # fmt: skip
"""Of blocks of pages."""
_OF_TITLE = np.array([
    (-0.3, 0.56), (1.2, 0.72), (1.9, 0.78), (2.5, 0.845), (3.2, 0.9), (4.2, 0.92), (5.2, 0.96), (5.8, 0.98),
]).T  # fmt: skip
"""Of headlines, by their log-odds."""


def right_title(log_odds: float) -> float:
    """Return how often a line is the headline that was chosen, and has these log-odds to be it."""
    return round(float(np.interp(log_odds, *_OF_TITLE)), 4)
