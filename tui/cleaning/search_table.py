"""Which searches may find something in which lines, told of all lines at once by what each search needs."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.chars import TOLD_KINDS
from tui.cleaning.constants import ONE_PLACE, ZERO
from tui.cleaning.lexicon import lexicon
from tui.cleaning.lines import Lines
from tui.cleaning.literals import Needs
from tui.cleaning.searches import Pattern
from tui.cleaning.words import Places, joined

_COLUMN, _USED = 64, 62  # bits of a column, and how many of them stand for a search
_AT_ONCE = 512  # lines whose searches are told at a time
_WEIGHTS = np.array([1 << place for place in range(len(TOLD_KINDS))], np.float32)
_KINDS = np.array(TOLD_KINDS)

Bits = NDArray[np.int64]
"""Columns (columns, lines) whose bits stand for searches."""


class SearchTable:
    """Searches for some patterns, in groups; each has a bit in one of the columns of its group.

    The pattern of a search may be None: it needs nothing.
    """

    def __init__(self, *groups: Sequence[Pattern | None]) -> None:
        self.groups: list[slice] = []
        """The columns of each group."""
        self.numbers: list[list[int]] = []
        """The number of each search of a group among the bits of its columns."""
        searches: list[tuple[int, int, Pattern | None]] = []
        end = 0
        for group in groups:
            start, end = end, end + len(group) // _USED + 1
            self.groups.append(slice(start, end))
            places = [divmod(number, _USED) for number in range(len(group))]
            self.numbers.append([column * _COLUMN + bit for column, bit in places])
            searches += ((start + column, bit, each) for (column, bit), each in zip(places, group, strict=True))
        self._columns = end
        self._note_needs(searches)

    def _note_needs(self, searches: Sequence[tuple[int, int, Pattern | None]]) -> None:
        known, choices = lexicon(), np.arange(1 << len(TOLD_KINDS))
        needing = np.zeros((4, self._columns, len(known.number) + 1), np.int64)
        self._needless = np.zeros((3, self._columns, 1), np.int64)
        """The bits of the searches that need no word, those that need none besides, and those that need no pair."""
        self._beginning = np.zeros((self._columns, len(known.number) + 1), np.int64)
        """For each word the bits of the searches that may find something in a line that begins with it."""
        self._with_kinds = np.zeros((self._columns, len(choices)), np.int64)
        """For each choice of `TOLD_KINDS` the bits of the searches that need no others."""
        anywhere = np.zeros((self._columns, 1), np.int64)
        for column, bit, pattern in searches:
            own = 1 << bit
            needs, marks = (pattern.needs, pattern.kinds) if pattern is not None else (Needs((), ()), 0)
            for row, needed in (*enumerate(needs.words), *enumerate(needs.pair, 2)):
                needing[row, column, known.places(needed)] |= own
            for row, is_needed in enumerate((len(needs.words) > 0, len(needs.words) > 1, len(needs.pair) > 0)):
                self._needless[row, column] |= 0 if is_needed else own
            if needs.first:
                self._beginning[column, known.places(needs.first)] |= own
            else:
                anywhere[column] |= own
            self._with_kinds[column, choices & marks == marks] |= own
        self._beginning |= anywhere
        # Most words are needed by no search: those have the number 0.
        some = needing.any(axis=(0, 1)).ravel().nonzero()[0]
        self._number = np.zeros(needing.shape[-1], np.intp)
        self._number[some] = range(1, len(some) + 1)
        self._needing = needing.take([0, *some.tolist()], axis=2)

    def may_find(self, lines: Lines, asked: NDArray[np.bool_]) -> Bits:
        """Return the bits of the searches that may find something in each line.

        Where it is not asked, only those that need no words.
        """
        words, parts = lines.characters.words, lines.known_parts
        bounds = words.splits.take(words.bounds)
        numbers = self._number.take(parts)
        numbers *= asked.repeat(bounds[1:] - bounds[:-1])
        at = numbers.nonzero()[0]
        values = self._needing.take(numbers.take(at), axis=2)
        first, second = values[2:]
        first[:, -1:] = 0
        first[:, :-1] &= second[:, 1:]
        first[:, :-1] *= at[1:] - at[:-1] == ONE_PLACE
        found, besides, beside = joined(values[:3], np.bitwise_or, at.searchsorted(bounds)) | self._needless
        found &= besides
        found &= beside
        found &= self._beginning.take(words.first(parts.take(words.splits[:-1])), axis=1)
        has = _WEIGHTS.dot(lines.characters.by_kind.take(_KINDS, axis=0) > ZERO)
        found &= self._with_kinds.take(has.astype(np.intp), axis=1)
        return np.asarray(found)

    def pairs(self, found: Bits, lines: Places, group: int) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """Yield, some hundreds of `lines` at a time, each line with the number of each search of a group, in order."""
        columns = found[self.groups[group]].T
        width = columns.shape[1] * _COLUMN
        for low in range(0, len(lines), _AT_ONCE):
            here = lines[low : low + _AT_ONCE]
            bits = np.unpackbits(columns.take(here, axis=0).view(np.uint8), bitorder="little")
            place = bits.view(np.bool_).nonzero()[0]
            row = place // width
            yield here.take(row), place - row * width
