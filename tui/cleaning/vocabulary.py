"""The different words of a text by number, so that what lines share is counted for all of them at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, repeat
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Number = TypeVar("Number", np.int32, np.int64, np.float32)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The different words of a text, and which lines have them.

    `number` numbers the words in the order in which they first occur, and `times` says how often each occurs. `first`
    holds the number of the first word of each line, -1 where it has none. `of_line` and `of_word` are the pairs of a
    line and the number of a word in it, each pair once, by line; those of line `i` stand from `starts[i]` to
    `starts[i + 1]`.
    """

    number: Mapping[str, int]
    times: NDArray[np.intp]
    first: NDArray[np.intp]
    starts: NDArray[np.intp]
    of_line: NDArray[np.intp]
    of_word: NDArray[np.intp]

    @classmethod
    def of(cls, keys: Sequence[str], sizes: NDArray[np.intp]) -> Self:
        """Number the words of lines, given with a space between two words, and how many words each has."""
        words = " ".join(keys).split()
        number: defaultdict[str, int] = defaultdict(count().__next__)
        numbers = np.fromiter(map(number.__getitem__, words), np.intp, len(words))
        width = max(len(number), 1)
        pairs = np.repeat(np.arange(0, width * len(sizes), width), sizes)
        pairs += numbers
        pairs.sort()
        is_new = np.ones(len(pairs), np.bool_)
        np.not_equal(pairs[1:], pairs[:-1], out=is_new[1:])
        of_line, of_word = np.divmod(pairs[is_new], width)
        first = np.full(len(sizes), -1, np.intp)
        some = np.flatnonzero(sizes)
        first[some] = numbers[(np.cumsum(sizes) - sizes)[some]]
        starts = np.searchsorted(of_line, np.arange(len(sizes) + 1))
        return cls(dict(number), np.bincount(numbers, minlength=len(number)), first, starts, of_line, of_word)

    def marks(self, known: Mapping[str, int]) -> NDArray[np.int64]:
        """Return for each word the number that `known` gives it, 0 for a stranger."""
        return np.fromiter(map(known.get, self.number, repeat(0)), np.int64, len(self.number))

    def leading(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return for each line what `values` (one a word) says of its first word; 0 where it has none."""
        if not len(values):
            return np.zeros(len(self.first), np.int64)
        return np.where(self.first >= 0, values[self.first], 0)

    def sums(self, values: NDArray[Number], ufunc: np.ufunc = np.add) -> NDArray[Number]:
        """Return for each line the sum (or what `ufunc` makes) of the rows of `values`, one a pair; 0 without words."""
        out = np.zeros((len(self.first), *values.shape[1:]), values.dtype)
        some = np.flatnonzero(self.first >= 0)
        if len(some):
            out[some] = ufunc.reduceat(values, self.starts[some], axis=0)
        return out
