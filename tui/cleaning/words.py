"""The words of a text as numbers: each is hashed from its characters, all of them at once, and never made a string.

The hash of a word is the polynomial of its characters in lower case, modulo 2**64 (Karp and Rabin, 1987), and that of
what a line says the polynomial of its words' hashes. From the running sum of a text's characters times rising powers,
every word is one difference, divided by the power where it stands; an odd base has an inverse, so that the division is
exact. Two words of a text of a million are given the same number with a probability below one in ten million, unless
somebody has worked such words out; then a verdict may be another, no more.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.constants import ONE_PLACE, of_hashes
from tui.cleaning.once import once

Numbers = NDArray[np.uint64]
Places = NDArray[np.intp]

_BASE, _BASE_OF_LINES = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
_REACH = 1 << 16  # characters whose powers are kept; of a longer word, the beginning and the length count


@dataclass(frozen=True, eq=False)
class Words:
    """The words of some lines, in order: letters and digits, with an apostrophe, full stop or hyphen between two.

    `numbers` holds the same number for the same word in any letter case. The words of line `i` stand from `bounds[i]`
    to `bounds[i + 1]`. `initial` is the first character of each, as a code point, and `is_digit` says whether that is
    a digit of any script. `parts` are the numbers of what stands between the marks in words: those of word `w` stand
    from `splits[w]` to `splits[w + 1]`.
    """

    numbers: Numbers
    bounds: Places
    initial: NDArray[np.unsignedinteger]
    is_digit: NDArray[np.bool_]
    parts: Numbers
    splits: Places

    @once
    def compound(self) -> Places:
        """The words that have several parts."""
        return (self.splits[1:] - self.splits[:-1] > ONE_PLACE).nonzero()[0]

    @once
    def sizes(self) -> Places:
        """How many words each line has."""
        return self.bounds[1:] - self.bounds[:-1]

    @once
    def line(self) -> Places:
        """The line of each word."""
        return np.arange(len(self.sizes)).repeat(self.sizes)

    @once
    def spoken(self) -> Places:
        """The lines that have a word."""
        return self.sizes.nonzero()[0]

    def first(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return for each line what `values` (one a word) says of its first word, 0 where it has none."""
        out = np.zeros(len(self.sizes), np.int64)
        out[self.spoken] = values[self.bounds[self.spoken]]
        return out

    def joined(self, values: NDArray[np.int64], ufunc: np.ufunc) -> NDArray[np.int64]:
        """Return for each line what `ufunc` makes of the `values` (one a word) of its words, 0 where it has none."""
        return joined(values, ufunc, self.bounds)

    def lines_with(self, i: int, low: int, high: int) -> list[int]:
        """Return the other lines from `low` up to and without `high` that have all words of line `i` in a row.

        The line has some. Searches the bytes of the numbers, in time linear in the text.
        """
        found, at = self._bytes
        wanted = found[at[i] : at[i + 1]]
        lines: list[int] = []
        place = found.find(wanted, at[low], at[high])
        while place >= 0:
            line = bisect_right(at, place) - 1
            if place % self.numbers.itemsize:
                place += 1  # across two numbers
            else:
                if line != i and place + len(wanted) <= at[line + 1]:
                    lines.append(line)
                place = at[line + 1]
            place = found.find(wanted, place, at[high])
        return lines

    @once
    def _bytes(self) -> tuple[bytes, list[int]]:
        """The numbers as bytes, and where those of each line begin."""
        return self.numbers.tobytes(), (self.bounds * self.numbers.itemsize).tolist()

    def beginnings(self, lines: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Return the numbers of the first two words of some lines, all of which have two."""
        at = self.bounds.take(lines)
        return zip(self.numbers.take(at).tolist(), self.numbers.take(at + 1).tolist(), strict=True)

    def part(self, low: int, high: int) -> "Words":
        """Return the words of the lines from number `low` on, up to and without number `high`."""
        bounds = self.bounds[low : high + 1]
        first, end = bounds[[0, -1]].tolist()
        splits = self.splits[first : end + 1]
        return Words(
            self.numbers[first:end], bounds - first, self.initial[first:end], self.is_digit[first:end],
            self.parts[splits[0] : splits[-1]], splits - splits[0],
        )  # fmt: skip

    @once
    def said(self) -> Numbers:
        """The number of what each line says: the same for lines of the same words in the same order, 0 for no words."""
        # With a base of its own, or the words "1" and "2" would say what the word "12" does.
        return word_numbers(self.numbers, _BASE_OF_LINES)(self.bounds[:-1], self.bounds[1:])


def joined(values: NDArray[np.int64], ufunc: np.ufunc, bounds: Places) -> NDArray[np.int64]:
    """Return for each line what `ufunc` makes of the `values` from `bounds[i]` to `bounds[i + 1]`, 0 where it has none.

    Values may be rows of values.
    """
    starts = bounds[:-1]
    some = (starts < bounds[1:]).nonzero()[0]
    if len(some) == len(starts) > 0:
        return np.asarray(ufunc.reduceat(values, starts, axis=-1))
    out = np.zeros((*values.shape[:-1], len(starts)), np.int64)
    if len(some):
        out[..., some] = ufunc.reduceat(values, starts.take(some), axis=-1)
    return out


_PLACE_BITS = 16
_BITS, _PLACE = of_hashes(_PLACE_BITS), of_hashes((1 << _PLACE_BITS) - 1)


@dataclass(frozen=True, eq=False)
class Different:
    """The pairs of a line and a word in it, each pair once, in no order of lines.

    `line` is the line of each pair, `at` where its word stands among all words of the texts, and `word` counts the
    different words of each text, all from 0; there are `count` of these. Words are compared by 48 bits of their number.
    """

    line: Places
    at: Places
    word: Places
    count: int

    @classmethod
    def of(cls, words: Words, texts: Places | None) -> "Different":
        """Sort the words, those that are the same by place, so that equal pairs stand together.

        `texts` says which text each line is of, if there are several.
        """
        size = len(words.numbers)
        ordered = words.numbers << _BITS
        if size <= 1 << _PLACE_BITS:  # to sort is quicker than to find out the order: the place goes with the number
            ordered |= np.arange(size, dtype=np.uint64)
            ordered.sort()
            at = (ordered & _PLACE).astype(np.intp)
            ordered >>= _BITS
        else:
            at = ordered.argsort(kind="stable")
            ordered = ordered.take(at)
        line = words.line.take(at)
        is_new = np.empty((2, size), np.bool_)  # a word that stands in no line before; one that is new in its line
        is_new[:, :1] = True
        np.not_equal(ordered[1:], ordered[:-1], out=is_new[0, 1:])
        if texts is not None:
            text = texts.take(line)
            is_new[0, 1:] |= text[1:] != text[:-1]
        np.not_equal(line[1:], line[:-1], out=is_new[1, 1:])
        is_new[1] |= is_new[0]
        word = np.add.accumulate(is_new[0].astype(np.intp))
        word -= ONE_PLACE
        pairs = is_new[1].nonzero()[0]
        return cls(line.take(pairs), at.take(pairs), word.take(pairs), int(word[-1]) + 1 if size else 0)

    def table(self, states: Places, width: int, lines: int) -> Places:
        """Return how many pairs of each line are in each of `width` states (lines, width); `states` has one a pair."""
        return np.bincount(self.line * width + states, minlength=lines * width).reshape(lines, width)


def character_numbers(codes: NDArray[np.integer]) -> Numbers:
    """Return for each code point, of a character in lower case, the number of 56 bits that it has in a hash."""
    mixed = codes.astype(np.uint64) + np.uint64(0x632BE59BD9B4E019)  # the steps of SplitMix64 (Steele and others, 2014)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed ^= mixed >> np.uint64(shift)
        mixed *= np.uint64(factor)
    return mixed >> np.uint64(8)


def word_numbers(characters: Numbers, base: int = _BASE) -> Callable[[Places, Places], Numbers]:
    """Return what gives the numbers of words among `characters` (numbers of these), by where they start and end.

    Those that are asked together must be in order.
    """
    if len(characters) <= _REACH:
        return partial(_between, _running_sums(characters, base), base)
    return partial(_numbers_in_blocks, characters, base)


def _numbers_in_blocks(characters: Numbers, base: int, starts: Places, ends: Places) -> Numbers:
    out = np.empty(len(starts), np.uint64)
    low = 0
    while low < len(starts):
        first = int(starts[low])
        high = max(low + 1, int(ends.searchsorted(first + _REACH, side="right")))
        last = np.minimum(ends[low:high], first + _REACH)
        sums = _running_sums(characters[first : first + _REACH], base)
        out[low:high] = _between(sums, base, starts[low:high] - first, last - first)
        out[low:high] += (ends[low:high] - last).astype(np.uint64)
        low = high
    return out


def _running_sums(characters: Numbers, base: int) -> Numbers:
    sums = np.empty(len(characters) + 1, np.uint64)
    sums[0] = 0
    np.multiply(characters, _powers(base)[0][: len(characters)], out=sums[1:])
    np.add.accumulate(sums, out=sums)
    return sums


def _between(sums: Numbers, base: int, starts: Places, ends: Places) -> Numbers:
    numbers = sums.take(ends)
    numbers -= sums.take(starts)
    numbers *= _powers(base)[1].take(starts)
    return numbers


@cache
def _powers(base: int) -> tuple[Numbers, Numbers]:
    """Return the powers of a base, and of its inverse."""
    size = _REACH + 1
    first, second = (np.full(size, number, np.uint64) for number in (base, pow(base, -1, 1 << 64)))
    first[0] = second[0] = 1
    return np.cumprod(first), np.cumprod(second)


class Lexicon:
    """Some words, numbered from 1 in the order given, so that a text's words are looked up all at once."""

    def __init__(self, words: Iterable[str]) -> None:
        self.number = {word: i for i, word in enumerate(dict.fromkeys(words), 1)}
        text = "".join(self.number)
        sizes = np.array([len(word) for word in self.number], np.intp)
        ends = np.cumsum(sizes)
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        hashes = word_numbers(character_numbers(codes))(ends - sizes, ends)
        self._hashes = np.concatenate((np.zeros(1, np.uint64), hashes))
        # A hash's first bits are its place, one of so many that hardly two words share one; those that do are chained.
        bits = len(self.number).bit_length() + 5
        self._shift = of_hashes(64 - bits)
        self._first = np.zeros(1 << bits, np.min_scalar_type(len(self.number)))
        self._next = np.zeros(len(self._hashes), np.intp)
        places = (hashes >> self._shift).astype(np.intp)
        numbers = np.arange(1, len(self._hashes))
        self._first[places] = numbers
        for number in numbers[self._first.take(places) != numbers].tolist():
            place = places[number - 1]
            self._next[number] = self._next[self._first[place]]
            self._next[self._first[place]] = number
        self._is_followed = self._next > 0
        self._links = int(np.bincount(places).max(initial=1)) - 1  # of the longest chain

    def numbers_of(self, words: Numbers) -> Places:
        """Return the number of each of a text's words, 0 for a stranger."""
        at = self._first.take((words >> self._shift).view(np.intp)).astype(np.intp)
        is_found = self._hashes.take(at) == words
        found: Places = at * is_found
        others = (self._is_followed.take(at) > is_found).nonzero()[0]
        if len(others):
            at, words = at.take(others), words.take(others)
            for _ in range(self._links):
                at = self._next.take(at)
                found[others] += at * (self._hashes.take(at) == words)
        return found

    def table(self, words: Iterable[str], value: int = 1) -> NDArray[np.int64]:
        """Return `value` for each of `words`, by its number, and 0 for all others and for strangers."""
        out = np.zeros(len(self.number) + 1, np.int64)
        out[self.places(words)] = value
        return out

    def places(self, words: Iterable[str]) -> list[int]:
        """Return the numbers of those of `words` that are known."""
        return [self.number[word] for word in words if word in self.number]
