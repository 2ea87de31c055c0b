"""Where an article ends: what is kept behind a gap may be other texts, one after the other.

Teasers and readers' comments in full sentences look like an article's paragraphs, line by line. Taken together they do
not: they are less sure than the paragraphs before the gap, come in shorter stretches, and stand among times and names.
A forest looks at every gap in the kept lines, and at what is kept before and behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.features import NAMES as LINE_NAMES
from tui.cleaning.features import Matrix
from tui.cleaning.signs import SHORT_MARK, Sign
from tui.cleaning.stretches import END_MARKS, INSERTED
from tui.cleaning.trees import Forest
from tui.model import BlockKind

NAMES = (
    "odds behind", "odds behind less those before", "highest odds behind", "odds of the stretch behind",
    "lines of a stretch behind less those before", "words of the longest line behind",
    "share of times behind", "share of times in the 25 lines behind", "body text in the 25 lines behind",
    "share of repeats behind", "themes behind", "themes behind less those before",
    "lines of the gap", "odds of the gap", "comments in the gap", "comments above", "end marks above",
)  # fmt: skip
TELLS = (1, 1, 1, 1, 1, 1, -1, -1, 1, -1, 1, 1, -1, 1, -1, -1, -1)
"""Which way each column speaks: whether more of it makes it likelier, or less likely, that the article goes on."""

_REPEATS, _THEMES = LINE_NAMES.index("repeats"), LINE_NAMES.index("themes of the body")
_MOST_ODDS = 6.0
_MOST_WORDS = 80  # words of a line that count
_REACH = 25  # lines
_LESS = NAMES.index("odds behind less those before")
_LESS_SURE = -1.0  # log-odds by which what is behind a gap is less sure than what is before it, if the article ends


@dataclass(frozen=True)
class Gaps:
    """The gaps in the kept lines: the first kept line behind each, and what is said of it (the columns `NAMES`)."""

    behind: list[int]
    rows: Matrix


def gaps_in(
    odds: NDArray[np.float32], signs: Sequence[Sign | None], sizes: NDArray[np.intp], rows: Matrix,
    keep: NDArray[np.bool_],
) -> Gaps:  # fmt: skip
    """Return the gaps in the kept lines, from the first to the last.

    `odds`, `signs`, `sizes` (words) and `rows` (features) say of each line what they do in the verdict.
    """
    kept = keep.nonzero()[0]
    jumps = (kept[1:] - kept[:-1] > 1).nonzero()[0]
    before, behind = kept[jumps] + 1, kept[jumps + 1]  # the gap is what lies between
    if not len(behind):
        return Gaps([], np.empty((0, len(NAMES)), np.float32))
    clear = np.minimum(np.maximum(odds, -_MOST_ODDS), _MOST_ODDS).astype(np.float64)
    words = sizes * keep
    return Gaps(behind.tolist(), _columns(before, behind, _sums(clear, signs, sizes, rows, keep), clear, words))


_TIMES, _INSERTED, _MARKS, _COMMENTS, _KEPT, _WORDS, _SURENESS, _ODDS, _LIKELY, _REPEATED, _SHARED = range(11)


def _sums(
    clear: NDArray[np.float64], signs: Sequence[Sign | None], sizes: NDArray[np.intp], rows: Matrix,
    keep: NDArray[np.bool_],
) -> NDArray[np.float64]:  # fmt: skip
    """Return running sums over the lines, from 0: a row for each of the constants above."""
    columns = np.zeros((11, len(keep)))
    for i, sign in enumerate(signs):
        if sign is None:
            continue
        if sign.kind is BlockKind.TIMESTAMP:
            columns[_TIMES, i] = 1
        if sign.kind in INSERTED:
            columns[_INSERTED, i] = 1
        elif sign.kind in END_MARKS and sizes[i] <= SHORT_MARK:
            columns[_MARKS, i] = 1
            columns[_COMMENTS, i] = sign.kind is BlockKind.COMMENTS
    weight = np.minimum(sizes, _MOST_WORDS) * keep
    columns[_KEPT], columns[_WORDS], columns[_SURENESS] = keep, weight, weight * clear
    columns[_ODDS], columns[_LIKELY] = clear, 1 / (1 + np.exp(-clear))
    columns[_REPEATED], columns[_SHARED] = rows[:, _REPEATS] > 1, weight * rows[:, _THEMES]
    sums = np.zeros((11, len(keep) + 1))
    np.cumsum(columns, axis=1, out=sums[:, 1:])
    return sums


def _columns(
    before: NDArray[np.intp], behind: NDArray[np.intp], sums: NDArray[np.float64], clear: NDArray[np.float64],
    words: NDArray[np.intp],
) -> Matrix:  # fmt: skip
    """Return the columns `NAMES` of gaps that begin at the lines `before` and end above the lines `behind`."""
    kept = words.nonzero()[0]
    first, end = kept[0], kept[-1] + 1
    at_first, at_before, at_behind, at_end = sums[:, first, None], sums[:, before], sums[:, behind], sums[:, end, None]
    above, gap, below = at_before - at_first, at_behind - at_before, at_end - at_behind
    reach = np.minimum(behind + _REACH, sums.shape[1] - 1)
    near = sums[:, reach] - at_behind
    stretch = sums[:, np.append(before[1:], end)] - at_behind
    stretches = np.arange(1, len(behind) + 1)  # above each gap
    odds, odds_above = _mean(below, _SURENESS), _mean(above, _SURENESS)
    themes, themes_above = _mean(below, _SHARED), _mean(above, _SHARED)
    lines = end - behind
    return np.stack((
        odds, odds - odds_above, _highest(clear[:end])[behind], _mean(stretch, _SURENESS),
        below[_KEPT] / stretches[::-1] - above[_KEPT] / stretches, _highest(words[:end])[behind],
        below[_TIMES] / lines, near[_TIMES] / (reach - behind), near[_LIKELY] / (reach - behind),
        below[_REPEATED] / lines, themes, themes - themes_above,
        behind - before - gap[_INSERTED], gap[_ODDS], gap[_COMMENTS], at_behind[_COMMENTS],
        at_behind[_MARKS] - at_first[_MARKS],
    ), axis=1).astype(np.float32)  # fmt: skip


def _mean(sums: NDArray[np.float64], row: int) -> NDArray[np.float64]:
    """Return the mean of a row over kept words."""
    return np.asarray(sums[row] / np.maximum(sums[_WORDS], 1))


def _highest(column: NDArray[np.float64] | NDArray[np.intp]) -> NDArray[np.float64]:
    """Return for each line the highest value from there on."""
    return np.maximum.accumulate(column[::-1].astype(np.float64))[::-1]


def first_line_behind(gaps: Gaps, forest: Forest) -> int | None:
    """Return the first kept line that is no longer the article, None where all kept lines are."""
    return first_lines_behind([gaps], forest)[0]


def first_lines_behind(found: Sequence[Gaps], forest: Forest) -> list[int | None]:
    """Return the same for the gaps of several texts."""
    rows = np.concatenate([gaps.rows for gaps in found])
    if not len(rows):
        return [None] * len(found)
    is_less_sure = rows[:, _LESS] < _LESS_SURE  # else a live report could end at any of its posts' times
    ended = ((forest.log_odds(rows)[0] < 0) & is_less_sure).tolist()
    ends: list[int | None] = []
    at = 0
    for gaps in found:
        here = zip(gaps.behind, ended[at : at + len(gaps.behind)], strict=True)
        ends.append(next((line for line, is_end in here if is_end), None))
        at += len(gaps.behind)
    return ends
