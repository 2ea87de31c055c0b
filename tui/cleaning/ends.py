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
from tui.cleaning.segments import Segments
from tui.cleaning.signs import SHORT_MARK, Sign, by_kind, kinds_of
from tui.cleaning.stretches import END_MARKS, INSERTED
from tui.cleaning.trees import Forest
from tui.cleaning.verdict import Verdict
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
    """Return the gaps in the kept lines of a text, from the first to the last.

    `odds`, `signs`, `sizes` (words) and `rows` (features) say of each line what they do in the verdict.
    """
    (found,) = _gaps_of_texts(_Said(odds, kinds_of(signs), sizes, rows, keep), Segments([0, len(keep)]))
    return found


def gaps_of_verdict(
    verdict: Verdict, sizes: NDArray[np.intp], keep: NDArray[np.bool_], of_texts: Segments
) -> list[Gaps]:
    """Return the gaps in the kept lines of each text that a verdict is on."""
    return _gaps_of_texts(_Said(verdict.odds, verdict.kinds, sizes, verdict.rows, keep), of_texts)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of each line: log-odds, kind of sign, words, features, and whether it is kept."""

    odds: NDArray[np.float32]
    kinds: NDArray[np.intp]
    sizes: NDArray[np.intp]
    rows: Matrix
    keep: NDArray[np.bool_]


def _gaps_of_texts(said: _Said, of_texts: Segments) -> list[Gaps]:
    kept = said.keep.nonzero()[0]
    is_gap = kept[1:] - kept[:-1] > 1
    if of_texts.count > 1:
        text = of_texts.number.take(kept)
        is_gap &= text[1:] == text[:-1]
    at = is_gap.nonzero()[0]
    before, behind = kept[at] + 1, kept[at + 1]  # the gap is what lies between
    if not len(behind):
        return [Gaps([], np.empty((0, len(NAMES)), np.float32))] * of_texts.count
    counts = np.bincount(text[at], minlength=of_texts.count) if of_texts.count > 1 else np.array([len(behind)])
    columns = _columns(said, of_texts, before, behind, counts)
    inside = (behind - of_texts.starts.repeat(counts)).tolist()
    ends = np.cumsum(counts).tolist()
    return [
        Gaps(inside[end - count : end], columns[end - count : end])
        for count, end in zip(counts.tolist(), ends, strict=True)
    ]  # fmt: skip


_TIMES, _INSERTED, _MARKS, _COMMENTS, _KEPT, _WORDS, _SURENESS, _ODDS, _LIKELY, _REPEATED, _SHARED = range(11)


_SIGNED = np.array([
    by_kind(dict.fromkeys(kinds, 1)) for kinds in ((BlockKind.TIMESTAMP,), INSERTED, END_MARKS, (BlockKind.COMMENTS,))
])  # fmt: skip
"""The first four of these rows for each kind of sign."""


def _sums(said: _Said, clear: NDArray[np.float64], of_texts: Segments, counts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return running sums over the lines of each text with gaps, each from 0: a row for each of the constants above.

    The sum above line `i` of text `k` stands at `i + k`.
    """
    columns = np.empty((11, len(said.keep)))
    columns[: len(_SIGNED)] = _SIGNED.take(said.kinds, axis=1)
    columns[_MARKS : _COMMENTS + 1] *= said.sizes <= SHORT_MARK
    weight = np.minimum(said.sizes, _MOST_WORDS) * said.keep
    columns[_KEPT], columns[_WORDS], columns[_SURENESS] = said.keep, weight, weight * clear
    columns[_ODDS], columns[_LIKELY] = clear, 1 / (1 + np.exp(-clear))
    columns[_REPEATED], columns[_SHARED] = said.rows[:, _REPEATS] > 1, weight * said.rows[:, _THEMES]
    sums = np.zeros((11, len(said.keep) + of_texts.count))
    for number, (here, count) in enumerate(zip(of_texts.slices, counts.tolist(), strict=True), 1):
        if count:
            np.add.accumulate(columns[:, here], axis=1, out=sums[:, here.start + number : here.stop + number])
    return sums


def _columns(
    said: _Said, of_texts: Segments, before: NDArray[np.intp], behind: NDArray[np.intp], counts: NDArray[np.intp]
) -> Matrix:
    """Return the columns `NAMES` of gaps that begin at the lines `before` and end above the lines `behind`.

    `counts` says how many gaps each text has.
    """
    clear = np.minimum(np.maximum(said.odds, -_MOST_ODDS), _MOST_ODDS).astype(np.float64)
    words = said.sizes * said.keep
    sums = _sums(said, clear, of_texts, counts)
    with_words = words.nonzero()[0]
    text = np.arange(of_texts.count).repeat(counts)
    first = with_words.take(with_words.searchsorted(of_texts.starts), mode="clip").take(text)
    ends = with_words.take(with_words.searchsorted(of_texts.last, side="right") - 1) + 1
    end = ends.take(text)
    last_gap = np.append(text[1:] != text[:-1], True)

    def above_line(line: NDArray[np.intp]) -> NDArray[np.float64]:
        return sums.take(line + text, axis=1)

    at_first, at_before, at_behind, at_end = map(above_line, (first, before, behind, end))
    above, gap, below = at_before - at_first, at_behind - at_before, at_end - at_behind
    reach = np.minimum(behind + _REACH, of_texts.last.take(text) + 1)
    near = above_line(reach) - at_behind
    stretch = above_line(np.where(last_gap, end, np.append(before[1:], 0))) - at_behind
    stretches = np.arange(1, len(text) + 1) - (counts.cumsum() - counts).take(text)  # above each gap
    odds, odds_above = _mean(below, _SURENESS), _mean(above, _SURENESS)
    themes, themes_above = _mean(below, _SHARED), _mean(above, _SHARED)
    lines = end - behind
    highest, longest = _highest(np.stack((clear, words)), of_texts.starts, ends, counts).take(behind, axis=1)
    return np.stack((
        odds, odds - odds_above, highest, _mean(stretch, _SURENESS),
        below[_KEPT] / (counts.take(text) + 1 - stretches) - above[_KEPT] / stretches, longest,
        below[_TIMES] / lines, near[_TIMES] / (reach - behind), near[_LIKELY] / (reach - behind),
        below[_REPEATED] / lines, themes, themes - themes_above,
        behind - before - gap[_INSERTED], gap[_ODDS], gap[_COMMENTS], at_behind[_COMMENTS],
        at_behind[_MARKS] - at_first[_MARKS],
    ), axis=1).astype(np.float32)  # fmt: skip


def _mean(sums: NDArray[np.float64], row: int) -> NDArray[np.float64]:
    """Return the mean of a row over kept words."""
    return np.asarray(sums[row] / np.maximum(sums[_WORDS], 1))


def _highest(
    columns: NDArray[np.float64], starts: NDArray[np.intp], ends: NDArray[np.intp], counts: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return for each line of the texts that have gaps the highest values from there up to the last kept line."""
    out = np.zeros_like(columns)
    for start, end, count in zip(starts.tolist(), ends.tolist(), counts.tolist(), strict=True):
        if count:
            out[:, start:end] = np.maximum.accumulate(columns[:, start:end][:, ::-1], axis=1)[:, ::-1]
    return out


def first_line_behind(gaps: Gaps, forest: Forest) -> int | None:
    """Return the first kept line that is no longer the article, None where all kept lines are."""
    return first_lines_behind([gaps], forest)[0]


def first_lines_behind(found: Sequence[Gaps], forest: Forest) -> list[int | None]:
    """Return the same for the gaps of several texts."""
    if not any(gaps.behind for gaps in found):
        return [None] * len(found)
    rows = np.concatenate([gaps.rows for gaps in found])
    is_less_sure = rows[:, _LESS] < _LESS_SURE  # else a live report could end at any of its posts' times
    ended = ((forest.log_odds(rows)[0] < 0) & is_less_sure).tolist()
    ends: list[int | None] = []
    at = 0
    for gaps in found:
        here = zip(gaps.behind, ended[at : at + len(gaps.behind)], strict=True)
        ends.append(next((line for line, is_end in here if is_end), None))
        at += len(gaps.behind)
    return ends
