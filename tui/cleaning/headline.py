"""Which line is the headline: the likeliest of those up to the article's first lines.

A forest says of every line how likely it is the headline, by itself (`Verdict.title_odds`). On a whole page that leaves
many in doubt: the names of sections, and the headlines of other articles. Those are compared side by side, by what they
share with the text that is kept and what stands below them, and one of them is chosen, or none.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count, islice
from math import log1p

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.confidence import right_title
from tui.cleaning.lexicon import lexicon
from tui.cleaning.lines import Lines
from tui.cleaning.segments import Segments
from tui.cleaning.shapes import is_path
from tui.cleaning.trees import Matrix
from tui.cleaning.verdict import Verdict
from tui.cleaning.words import Numbers, Words
from tui.model import BlockKind

NAMES = (
    "odds", "odds less the highest", "words", "words of the text", "words of the first paragraph", "lines to the text",
    "long lines to the text", "lines to a time or byline", "lines repeated in it", "kept", "odds of the body", "place",
    "space above",
)  # fmt: skip
NOBODY = -20.0
"""The value of every column in the row that stands for no line at all: what a forest says of it is worth 0."""

_LEAST = -1.5  # log-odds of the likeliest line, below which there is none where nothing compares them
_SURE, _AHEAD = 0.0, 2.0  # log-odds of a line that is the headline without a comparison, and how far it is ahead
_HOPELESS = -2.5  # log-odds of the likeliest line below which there is none
_LEAST_CHOSEN = -0.5  # worth of the line that is chosen, beside that of none
_COMPARED = 6  # lines at most
_HEADLINE = 4  # words that a headline has at least, to be known within another line
_LONGEST = 40  # words: a longer line is a paragraph
_LONG_LINE = 8  # words
_LEAST_REPEATED = 16  # characters of a line that stands within another
_BELOW = 6  # lines
_ABOVE_TEXT = (BlockKind.TIMESTAMP, BlockKind.BYLINE)
_FULL_STOPS = (".", "\u3002", "\uff61", "\u0964", "\u06d4", "\u104b")  # also of Chinese, Hindi, Urdu and Burmese


@dataclass(frozen=True, slots=True)
class Headline:
    """The line that is the headline of a text, why, and how often that is right (`tui.cleaning.confidence`)."""

    line: int
    reason: str
    right: float


def title_line(lines: Lines, verdict: Verdict, keep: Sequence[bool]) -> Headline | None:
    """Return the line of a text that is its headline, None where none is likely enough."""
    odds = verdict.title_odds(range(reach(keep))).tolist()
    return _headline(likeliest(lines, verdict, keep, odds), odds)


def _headline(line: int | None, odds: Sequence[float]) -> Headline | None:
    return None if line is None else Headline(line, "likeliest headline", right_title(odds[line]))


def title_lines(
    of_texts: Segments,
    whole: Verdict,
    texts: Iterable[tuple[Lines, Verdict]],
    keeps: Sequence[Sequence[bool]],
    wanted: Sequence[bool],
) -> list[Headline | None]:
    """Return the same for each text that is `wanted`, all of them looked up at once."""
    ranges = [
        range(here.start, here.start + reach(keep)) if is_wanted else range(0)
        for here, keep, is_wanted in zip(of_texts.slices, keeps, wanted, strict=True)
    ]
    odds = whole.title_odds(*ranges).tolist()
    titles: list[Headline | None] = []
    at = 0
    for text, keep, looked_up in zip(texts, keeps, ranges, strict=True):
        own = odds[at : at + len(looked_up)]
        at += len(looked_up)
        titles.append(_headline(likeliest(*text, keep, own), own) if own else None)
    return titles


def reach(keep: Sequence[bool]) -> int:
    """Return how many lines may be the headline: those up to the third that is kept."""
    first = _first_kept(keep)
    return first[-1] + 1 if first else 1


def likeliest(lines: Lines, verdict: Verdict, keep: Sequence[bool], odds: Sequence[float]) -> int | None:
    """Return the likeliest of the first lines of a text, given the log-odds of each; None where it is not likely.

    A paragraph of the body is none: it would be lost if it became the headline. Nor is the path to the page.
    """
    possible = _possible(lines, verdict, keep, odds)
    chosen = _chosen(lines, verdict, keep, odds, possible)
    within = [i for i in possible if chosen is not None and _stands_within(lines, i, chosen)]
    return max(within, key=lines.sizes.__getitem__) if within else chosen


def _chosen(
    lines: Lines, verdict: Verdict, keep: Sequence[bool], odds: Sequence[float], possible: Sequence[int]
) -> int | None:
    if not possible:
        return None
    best, *others = possible
    forest = verdict.headlines
    if forest is None:
        return best if odds[best] >= _LEAST else None
    if odds[best] < _HOPELESS:
        return None
    if odds[best] >= _SURE and not (others and odds[best] - odds[others[0]] < _AHEAD):
        return best
    worth = forest.log_odds(_rows(lines, verdict, keep, odds, possible))[0]
    chosen = int(worth.argmax())
    return possible[chosen] if worth[chosen] >= _LEAST_CHOSEN else None


def _stands_within(lines: Lines, i: int, other: int) -> bool:
    """Return whether a line is part of another one: of the path to the page, or of what is to be shared."""
    part, whole = lines.plain[i], lines.plain[other]
    return lines.sizes[i] >= _HEADLINE and len(part) < len(whole) and whole.endswith(part)


def side_by_side(
    lines: Lines, verdict: Verdict, keep: Sequence[bool], odds: Sequence[float]
) -> tuple[list[int], Matrix]:
    """Return the lines that may be the headline, the likeliest first, and what is said of them (columns `NAMES`)."""
    possible = _possible(lines, verdict, keep, odds)
    return possible, _rows(lines, verdict, keep, odds, possible)


def _possible(lines: Lines, verdict: Verdict, keep: Sequence[bool], odds: Sequence[float]) -> list[int]:
    plain, sizes = lines.plain, lines.sizes
    none = {i for i in _first_kept(keep) if plain[i].endswith(_FULL_STOPS)}
    none.update(i for i in verdict.signed_as(BlockKind.FOOTER, sure=True) if i < len(odds))
    likeliest_first = sorted(range(len(odds)), key=odds.__getitem__, reverse=True)[: _COMPARED + len(none)]
    possible = (i for i in likeliest_first if i not in none and 0 < sizes[i] <= _LONGEST and not is_path(plain[i]))
    return list(islice(possible, _COMPARED))


def _first_kept(keep: Sequence[bool]) -> list[int]:
    return list(islice(compress(count(), keep), 3))


def _rows(
    lines: Lines, verdict: Verdict, keep: Sequence[bool], odds: Sequence[float], possible: Sequence[int]
) -> Matrix:  # fmt: skip
    plain, sizes, words = lines.plain, lines.sizes, lines.characters.words
    themes = _themes(lines, possible)
    rivals = {i: lines.words_of(i, i + 1) for i in possible if keep[i]}
    text = _among(words.numbers[_others(words, keep, rivals)], set().union(*themes))
    kept = _first_kept(keep)
    first = {i: lines.words_of(i, i + 1) for i in kept[:2]}
    text_at = kept[0] if kept else len(odds)
    long_lines = [i for i in range(text_at) if sizes[i] >= _LONG_LINE]
    together = "\n".join(map(plain.__getitem__, possible))  # most lines are in none of them
    repeated = [line for line in plain[: len(odds)] if len(line) >= _LEAST_REPEATED and line in together]
    odds_of_body = verdict.odds[: len(odds)].tolist()
    return np.array([
        (
            odds[i], odds[i] - odds[possible[0]], sizes[i],
            _share(own, text, *(numbers for j, numbers in rivals.items() if j != i)),
            _share(own, next((numbers for j, numbers in first.items() if j != i), ())),
            log1p(max(text_at - i, 0)), len(long_lines) - bisect_right(long_lines, i), _lines_to_a_time(verdict, i),
            sum(map(plain[i].__contains__, repeated)), keep[i], odds_of_body[i], i / len(odds), lines.blank_before[i],
        )
        for i, own in zip(possible, themes, strict=True)
    ], np.float32)  # fmt: skip


def _others(words: Words, keep: Sequence[bool], rivals: Collection[int]) -> NDArray[np.bool_]:
    """Return for each word whether it stands in a line that is kept and is no rival."""
    lines = np.array(keep, np.bool_)
    lines[list(rivals)] = False
    return lines.repeat(words.sizes)


def _among(numbers: Numbers, wanted: Collection[int]) -> set[int]:
    """Return which of the wanted are among many numbers; few become numbers of Python's, which takes longest."""
    if not wanted:
        return set()
    known = np.array(sorted(wanted), np.uint64)
    is_wanted = known.take(known.searchsorted(numbers), mode="clip") == numbers
    return set(numbers[is_wanted].tolist())


def _themes(lines: Lines, possible: Sequence[int]) -> list[set[int]]:
    """Return for each line the numbers of its words that are no common ones, nor words of the trade."""
    numbers = [lines.words_of(i, i + 1) for i in possible]
    is_theme = iter((lexicon().numbers_of(np.array([*chain(*numbers)], np.uint64)) == 0).tolist())
    return [set(compress(own, islice(is_theme, len(own)))) for own in numbers]


def _share(themes: set[int], *others: Iterable[int]) -> float:
    """Return which share of themes is in one of the others."""
    found = set().union(*map(themes.intersection, others))
    return len(found) / max(len(themes), 1)


def _lines_to_a_time(verdict: Verdict, i: int) -> int:
    """Return how many lines below line `i` a time or a byline stands; one more than are looked at if there is none."""
    below = verdict.signs[i + 1 : i + 1 + _BELOW]
    return next((n for n, sign in enumerate(below) if sign is not None and sign.kind in _ABOVE_TEXT), _BELOW)
