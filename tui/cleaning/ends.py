"""Where an article ends: what is kept behind a gap may be other texts, one after the other.

Teasers and readers' comments in full sentences look like an article's paragraphs, line by line. Taken together they do
not: they are less sure than the paragraphs before the gap, come in shorter stretches, and stand among times and names.
A forest looks at every gap in the kept lines, and at what is kept before and behind it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress, pairwise

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.constants import ONE_PLACE, of_places
from tui.cleaning.features import NAMES as LINE_NAMES
from tui.cleaning.features import Matrix
from tui.cleaning.once import once
from tui.cleaning.segments import Places, Segments
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
    "end marks in the gap",
)  # fmt: skip
TELLS = (1, 1, 1, 1, 1, 1, -1, -1, 1, -1, 1, 1, -1, 1, -1, -1, -1, -1)
"""Which way each column speaks: whether more of it makes it likelier, or less likely, that the article goes on."""

_REPEATS, _THEMES = LINE_NAMES.index("repeats"), LINE_NAMES.index("themes of the body")
_MOST_ODDS = 6.0
_MOST_WORDS = 80  # words of a line that count
_REACH = 25  # lines
_ON_COMMENTS = of_places(int(by_kind({BlockKind.COMMENTS: 1}).argmax()))
_BEHIND, _LESS, _COMMENTS_IN_GAP = map(
    NAMES.index, ("odds behind", "odds behind less those before", "comments in the gap")
)
_LIKELY_BEHIND = 2.0  # log-odds of what is behind a gap (7 to 1) from which the article goes on in any case
_LESS_SURE = -1.0  # log-odds by which what is behind a gap is less sure than what is before it, if the article ends


@dataclass(frozen=True)
class Gaps:
    """The gaps in the kept lines: the first kept line behind each, and what is said of it (the columns `NAMES`)."""

    behind: list[int]
    rows: Matrix


def gaps_in(
    odds: NDArray[np.float32], signs: Sequence[Sign | None], sizes: Places, rows: Matrix,
    keep: NDArray[np.bool_],
) -> Gaps:  # fmt: skip
    """Return the gaps in the kept lines of a text, from the first to the last.

    `odds`, `signs`, `sizes` (words) and `rows` (features) say of each line what they do in the verdict.
    """
    (found,) = _gaps_of_texts(_Said(odds, kinds_of(signs), sizes, rows, keep), Segments([0, len(keep)]), [True])
    return found


def gaps_of_verdict(verdict: Verdict, sizes: Places, keep: NDArray[np.bool_], of_texts: Segments) -> list[Gaps]:
    """Return the gaps in the kept lines of each text that a verdict is on; none where the text ends at none of them.

    That is so where no gap has less sure lines behind it than before it, and in doubt, as in most texts.
    """
    said = _Said(verdict.odds, verdict.kinds, sizes, verdict.rows, keep)
    kept = bytes(keep)
    may_end = [
        _has_gap(kept[here])
        and _may_end(kept[here], *said.of_lines(here), has_comments=bool((said.kinds[here] == _ON_COMMENTS).any()))
        for here in of_texts.slices
    ]
    return _gaps_of_texts(said, of_texts, may_end)


def _has_gap(kept: bytes) -> bool:
    return b"\0" in kept.strip(b"\0")


def _may_end(kept: bytes, weights: Sequence[int], odds: Sequence[float], *, has_comments: bool) -> bool:
    """Return whether a text may end at one of the gaps in its kept lines, given the words of each and its log-odds.

    What is behind one is less sure than what is before it, and in doubt unless the text has readers' comments: as the
    columns `_LESS`, `_BEHIND` and `_COMMENTS_IN_GAP` say.
    """
    lines = list(compress(range(len(kept)), kept))
    above = [n for n, (line, below) in enumerate(pairwise(lines), 1) if below > line + 1]  # kept lines above each gap
    words = [0, *accumulate(weights[i] for i in lines)]
    sums = [0.0, *accumulate(weights[i] * odds[i] for i in lines)]
    for n in above:
        behind, before = (sums[-1] - sums[n]) / max(words[-1] - words[n], 1), sums[n] / max(words[n], 1)
        is_in_doubt = has_comments or np.float32(behind) < _LIKELY_BEHIND
        if is_in_doubt and np.float32(behind - before) < _LESS_SURE:
            return True
    return False


@dataclass(frozen=True, eq=False)
class _Said:
    """What is said of each line: log-odds, kind of sign, words, features, and whether it is kept."""

    odds: NDArray[np.float32]
    kinds: Places
    sizes: Places
    rows: Matrix
    keep: NDArray[np.bool_]

    @once
    def clear(self) -> NDArray[np.float64]:
        """The log-odds within bounds."""
        return np.minimum(np.maximum(self.odds, -_MOST_ODDS), _MOST_ODDS).astype(np.float64)

    @once
    def weight(self) -> Places:
        """The words of each kept line that count, 0 for all others."""
        return np.asarray(np.minimum(self.sizes, _MOST_WORDS) * self.keep)

    def of_lines(self, here: slice) -> tuple[list[int], list[float]]:
        """Return `weight` and `clear` of some lines."""
        return self.weight[here].tolist(), self.clear[here].tolist()


def _gaps_of_texts(said: _Said, of_texts: Segments, wanted: Sequence[bool]) -> list[Gaps]:
    """Return the gaps of each text that is wanted, none of all others."""
    none = Gaps([], np.empty((0, len(NAMES)), np.float32))
    if not any(wanted):
        return [none] * of_texts.count
    kept = (said.keep & of_texts.spread(np.array(wanted))).nonzero()[0]
    text = of_texts.number.take(kept)
    at = ((kept[1:] - kept[:-1] > ONE_PLACE) & (text[1:] == text[:-1])).nonzero()[0]
    before, behind, text = kept.take(at) + ONE_PLACE, kept.take(at + ONE_PLACE), text.take(at)  # the gap lies between
    if not len(behind):
        return [none] * of_texts.count
    counts = np.bincount(text, minlength=of_texts.count)
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


def _sums(said: _Said, of_texts: Segments, counts: Places) -> NDArray[np.float64]:
    """Return running sums over the lines of each text with gaps: a row for each of the constants above."""
    columns = np.empty((11, len(said.keep)))
    columns[: len(_SIGNED)] = _SIGNED.take(said.kinds, axis=1)
    columns[_MARKS : _COMMENTS + 1] *= said.sizes <= SHORT_MARK
    clear, weight = said.clear, said.weight
    columns[_KEPT], columns[_WORDS], columns[_SURENESS] = said.keep, weight, weight * clear
    columns[_ODDS], columns[_LIKELY] = clear, 1 / (1 + np.exp(-clear))
    columns[_REPEATED], columns[_SHARED] = said.rows[:, _REPEATS] > 1, weight * said.rows[:, _THEMES]
    return _running_sums(columns, of_texts, counts)


def _running_sums(columns: NDArray[np.float64], of_texts: Segments, counts: Places) -> NDArray[np.float64]:
    """Return the running sums of rows over the lines of each text with gaps, each from 0.

    The sum above line `i` of text `k` stands at `i + k`.
    """
    sums = np.zeros((len(columns), columns.shape[1] + of_texts.count))
    for number, (here, count) in enumerate(zip(of_texts.slices, counts.tolist(), strict=True), 1):
        if count:
            np.add.accumulate(columns[:, here], axis=1, out=sums[:, here.start + number : here.stop + number])
    return sums


def _columns(said: _Said, of_texts: Segments, before: Places, behind: Places, counts: Places) -> Matrix:
    """Return the columns `NAMES` of gaps that begin at the lines `before` and end above the lines `behind`.

    `counts` says how many gaps each text has.
    """
    words = said.sizes * said.keep
    sums = _sums(said, of_texts, counts)
    with_words = words.nonzero()[0]
    text = np.arange(of_texts.count).repeat(counts)
    first = with_words.take(with_words.searchsorted(of_texts.starts), mode="clip").take(text)
    ends = with_words.take(with_words.searchsorted(of_texts.last, side="right") - 1) + 1
    end = ends.take(text)
    last_gap = np.append(text[1:] != text[:-1], True)

    def above_line(line: Places) -> NDArray[np.float64]:
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
    highest, longest = _highest(np.stack((said.clear, words)), of_texts.starts, ends, counts).take(behind, axis=1)
    return np.stack((
        odds, odds - odds_above, highest, _mean(stretch, _SURENESS),
        below[_KEPT] / (counts.take(text) + 1 - stretches) - above[_KEPT] / stretches, longest,
        below[_TIMES] / lines, near[_TIMES] / (reach - behind), near[_LIKELY] / (reach - behind),
        below[_REPEATED] / lines, themes, themes - themes_above,
        behind - before - gap[_INSERTED], gap[_ODDS], gap[_COMMENTS], at_behind[_COMMENTS],
        at_behind[_MARKS] - at_first[_MARKS], gap[_MARKS],
    ), axis=1).astype(np.float32)  # fmt: skip


def _mean(sums: NDArray[np.float64], row: int) -> NDArray[np.float64]:
    """Return the mean of a row over kept words."""
    return np.asarray(sums[row] / np.maximum(sums[_WORDS], 1))


def _highest(columns: NDArray[np.float64], starts: Places, ends: Places, counts: Places) -> NDArray[np.float64]:
    """Return for each line of the texts that have gaps the highest values from there up to the last kept line."""
    out = np.zeros_like(columns)
    for start, end, count in zip(starts.tolist(), ends.tolist(), counts.tolist(), strict=True):
        if count:
            out[:, start:end] = np.maximum.accumulate(columns[:, start:end][:, ::-1], axis=1)[:, ::-1]
    return out


def first_lines_behind(
    found: Sequence[Gaps], forest: Forest, goes_on: Iterable[Collection[int]]
) -> list[int | None]:  # fmt: skip
    """Return the first kept line of each text that is no longer the article, None where all kept lines are.

    `found` are the gaps of each text, and `goes_on` the lines of each at which none ends.
    """
    if not any(gaps.behind for gaps in found):
        return [None] * len(found)
    rows = np.concatenate([gaps.rows for gaps in found])
    is_less_sure = rows[:, _LESS] < _LESS_SURE  # else a live report could end at any of its posts' times
    is_in_doubt = (rows[:, _BEHIND] < _LIKELY_BEHIND) | (rows[:, _COMMENTS_IN_GAP] > 0)
    ended = ((forest.log_odds(rows)[0] < 0) & is_less_sure & is_in_doubt).tolist()
    ends: list[int | None] = []
    at = 0
    for gaps, within in zip(found, goes_on, strict=True):
        here = zip(gaps.behind, ended[at : at + len(gaps.behind)], strict=True)
        ends.append(next((line for line, is_end in here if is_end and line not in within), None))
        at += len(gaps.behind)
    return ends
