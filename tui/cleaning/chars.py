"""The characters of all lines of a text, looked up at once: what kinds each line has, and the words in it.

One table gives for every character its kind, whether words are made of it, and the number that it has in a word's hash,
so that a text is read once, by numpy, whatever script it is in.
"""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.constants import ONE_PLACE, of_bytes, of_hashes
from tui.cleaning.words import Places, Words, character_numbers, word_numbers

Column = NDArray[np.float32]
Codes = NDArray[np.unsignedinteger]

_CHUNK = 1 << 15  # characters looked up at a time, so that what lies between fits into the cache of a processor
_TABLE_SIZE = 0x3040  # beyond stand scripts without case and symbols: letters here

SPACE, LOWER, UPPER, DIGIT, COMMA, QUOTE, STOP, ASK, CALL, PIPE, MONEY, MARK, BRACKET, COLON, OTHER, CAPITAL = range(16)
"""Kinds of characters; a `CAPITAL` is an upper-case letter that begins a word."""

_KINDS = {
    COMMA: ",\u060c\u3001", QUOTE: "\"'\u2018\u2019\u201c\u201d\u201e\u201a\u00ab\u00bb\u2039\u300c\u300d\u300e\u300f",
    STOP: ".\u2026\u0589\u0964\u0965\u06d4\u1362\u104b\u17d4\u3002", ASK: "?\u061f\u037e", CALL: "!",
    PIPE: "|\u2022\u00b7\u203a/>\u2192", MONEY: "$\u00a3\u20ac%\u00a5", MARK: "@#\u00a9", BRACKET: "()[]\u3010\u3011",
    COLON: ":",
}  # fmt: skip
_WIDE = {chr(ord(char) + 0xFEE0): kind for kind, members in _KINDS.items() for char in members if "!" <= char <= "~"}
"""The full-width forms of these, which Chinese and Japanese are written with."""
TOLD_KINDS = (PIPE, MARK, BRACKET, COLON, COMMA, MONEY)
"""Kinds of characters that few lines have, by which it is told where a search for one of them is in vain."""


def has_kind(text: str, kind: int) -> bool:
    """Return whether a text has a character of one of `TOLD_KINDS`."""
    return not frozenset(_KINDS[kind]).isdisjoint(text)


_CLOSES = np.isin(range(16), (QUOTE, BRACKET))


def _rows(*kinds: int | tuple[int, ...]) -> NDArray[np.float32]:
    """Return a row for each of `kinds` that has 1 where it stands in the order of kinds."""
    return np.array([np.isin(range(16), kind) for kind in kinds], np.float32)


_SENTENCE_OR_QUESTION = _rows((STOP, ASK, CALL), ASK)
_COLON_OR_COMMA = _rows(COLON, COMMA)
_BEGINS_ITEMS = np.isin(range(16), (PIPE, DIGIT, OTHER))
_BACK = np.array([[1], [2], [3]])  # from the end of a line to its last three characters
_BEGINNINGS = _rows(QUOTE, LOWER, (UPPER, CAPITAL), DIGIT)

# What a character is, in a byte: its kind in the lower four bits, and these.
_IN_WORD, _JOINS, _IS_DIGIT, _IS_MARK, _KIND = map(of_bytes, (0x80, 0x40, 0x20, 0x10, 0x0F))
_NONE, _LAST_PLAIN, _SPACE, _LOWER, _UPPER, _TO_CAPITAL = map(
    of_bytes, (0, DIGIT, SPACE, LOWER, UPPER, CAPITAL - UPPER)
)
_BITS_BELOW = of_hashes(8)
_DOT, _ELLIPSIS = np.array((0x2E, 0x2026), np.uint16)[:, None]
APOSTROPHES = "'\u2019\u2018\u02bc"
_UNEVEN = "\u0130\u03a3"  # in lower case the one is two characters, and the other depends on what follows

UNSPACED = ((0x3005, 0x3007), (0x3041, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
"""Characters of scripts without spaces between words: Chinese, and what is written with it in Japanese."""
_FIRST_UNSPACED = UNSPACED[0][0]
_NO_SPACE = "".join(f"{chr(first)}-{chr(last)}" for first, last in UNSPACED)

MARKS = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0963"
    "\u0981-\u09e3\u09fe-\u0a75\u0a81-\u0ae3\u0afa-\u0b63\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0d4d\u0d57-\u0d63\u0d81-\u0df3"
)
"""Where signs of vowels stand that are no letters, but part of a word: Hebrew, Arabic and Indic scripts. What else
there is in these ranges are letters and digits. In Thai, which has no spaces between words, they part what serves as
words here: with them it was no better."""
_FIRST_MARK = ord(MARKS[0])

_PART = rf"[^\W_{_NO_SPACE}]++(?:[{MARKS}]++[^\W_{_NO_SPACE}]*+)*+"
WORD = re.compile(rf"{_PART}(?:['.-]{_PART})*|(?:[{_NO_SPACE}](?<!\W)){{1,2}}")
"""A word of a line in lower case with straight apostrophes, as `Words` has them.

Where there are no spaces between words, two characters are one: as long as most words of Chinese are.
"""


@cache
def _table() -> NDArray[np.uint64]:
    """Return for each character what it is, in the lowest byte, and above it its number in the hash of a word."""
    chars = list(map(chr, range(_TABLE_SIZE)))
    is_letter, is_upper, is_in_word = (
        np.fromiter(map(test, chars), np.bool_, _TABLE_SIZE)
        for test in (str.isalpha, str.istitle, str.isalnum)  # a single capital is a title
    )
    is_digit = [i for i in (is_in_word & ~is_letter).nonzero()[0].tolist() if chars[i].isdigit()]
    is_space = [i for i in (~is_in_word).nonzero()[0].tolist() if chars[i].isspace()]
    what = np.full(_TABLE_SIZE, OTHER, np.uint64)
    for kind, is_of_it in ((LOWER, is_letter), (UPPER, is_upper), (DIGIT, is_digit), (SPACE, is_space)):
        what[is_of_it] = kind
    for kind, members in _KINDS.items():
        what[list(map(ord, members))] = kind
    what[is_digit] |= _IS_DIGIT
    what[[match.start() for match in re.finditer(rf"(?!\w)[{MARKS}]", "".join(chars))]] |= _IS_MARK
    what[is_in_word] |= _IN_WORD
    what[list(map(ord, APOSTROPHES))] &= _KIND
    what[list(map(ord, APOSTROPHES + ".-"))] |= _JOINS
    lower = "".join(chars).replace("\u0130", "i").lower()
    small = np.frombuffer(lower.encode("utf-16-le"), np.uint16).copy()
    small[list(map(ord, APOSTROPHES))] = ord("'")
    return character_numbers(small) << np.uint64(8) | what


@cache
def spaces() -> NDArray[np.bool_]:
    """Return which characters are white space, up to one behind the last that is."""
    return np.asarray(_table() & _KIND == SPACE)


@dataclass(frozen=True, eq=False)
class Characters:
    """What the characters of the lines say.

    `total` counts the characters of each line, `by_kind` those of each kind (kinds, lines); an upper-case letter counts
    as `UPPER` or as `CAPITAL`. `edges` (9, lines) says with 1 or 0 whether a line ends a sentence, ends with a colon,
    a comma, an ellipsis, a question mark, and begins with a quote mark, in lower case, in upper case, with a digit.
    `may_be_items` says which lines begin with a digit or a mark: only those can be items of a list.
    """

    total: Column
    by_kind: NDArray[np.float32]
    edges: NDArray[np.float32]
    may_be_items: NDArray[np.bool_]
    words: Words

    def part(self, low: int, high: int) -> "Characters":
        """Return the same of the lines from number `low` on, up to and without number `high`."""
        return Characters(
            self.total[low:high], self.by_kind[:, low:high], self.edges[:, low:high], self.may_be_items[low:high],
            self.words.part(low, high),
        )  # fmt: skip


def code_points(text: str) -> Codes:
    """Return the code points of `text` and of a space behind it, as numbers of 16 bits where they fit."""
    text += " "
    data = text.encode("utf-16-le")
    return (
        np.frombuffer(data, np.uint16)
        if len(data) == 2 * len(text)
        else np.frombuffer(text.encode("utf-32-le"), np.uint32)
    )


def read_characters(text: str, codes: Codes, starts: Places, ends: Places) -> Characters:
    """Read the lines of `text` that stand at `starts` to `ends`, in order, with nothing but white space between them.

    `codes` are the `code_points` of `text`. Linear in the length of the text.
    """
    by_kind = np.empty((16, len(starts)), np.float32)
    edges = np.empty((9, len(starts)), np.float32)
    may_be_items = np.empty(len(starts), np.bool_)
    found = []
    low = 0
    while low < len(starts):
        high = max(low + 1, int(ends.searchsorted(starts[low] + _CHUNK)))
        chunk = _Chunk(
            codes[starts[low] : ends[high - 1] + 1], starts[low:high] - starts[low], ends[low:high] - starts[low]
        )
        found.append(chunk.words())
        chunk.count(by_kind[:, low:high])
        chunk.look_at_edges(edges[:, low:high], may_be_items[low:high])
        low = high
    if has_uneven(text):
        found = [_uneven_words(text, starts, ends)]
    return Characters((ends - starts).astype(np.float32), by_kind, edges, may_be_items, _together(found))


def has_uneven(text: str) -> bool:
    """Return whether characters of `text` can't be brought to lower case one by one; all its words then take longer."""
    return _UNEVEN[0] in text or _UNEVEN[1] in text


class _Chunk:
    """Some lines in a row, as arrays with an entry a character, and white space behind the last."""

    def __init__(self, codes: Codes, starts: Places, ends: Places) -> None:
        self.first, self.end, self.codes = starts, ends, codes
        at = codes.astype(np.intp)
        self.highest = codes.max()
        has_beyond = self.highest >= _TABLE_SIZE
        if has_beyond:
            beyond = np.flatnonzero(at >= _TABLE_SIZE)
            at[beyond] = 0
        entries = _table().take(at)
        if has_beyond:
            found, numbers = np.unique(codes[beyond], return_inverse=True)
            entries[beyond] = _entries_beyond(found.tolist()).take(numbers)
        self.what = entries.astype(np.uint8)
        self.kind = self.what & _KIND
        entries >>= _BITS_BELOW
        self.numbers = entries

    def count(self, out: NDArray[np.float32]) -> None:
        """Write how many characters of each kind each line has; the white space behind it counts too."""
        others = (self.kind != _LOWER).nonzero()[0]  # few, beside lower-case letters
        kinds, before = self.kind.take(others), self.kind.take(others - ONE_PLACE)  # white space before the first
        is_capital = before > _LAST_PLAIN
        is_capital |= before == _SPACE
        is_capital &= kinds == _UPPER
        kinds += is_capital * _TO_CAPITAL
        count = len(self.first)
        edges = np.empty((2, count + 1), np.intp)  # of the lines among all characters, and among the others
        edges[0, :-1] = self.first
        edges[1, :-1] = others.searchsorted(self.first)
        edges[:, -1] = len(self.kind), len(others)
        sizes = edges[:, 1:] - edges[:, :-1]
        at = np.arange(0, 16 * count, 16).repeat(sizes[1])
        at += kinds
        out[:] = np.bincount(at, minlength=16 * count).reshape(count, 16).T
        np.subtract(sizes[0], sizes[1], out=out[LOWER], casting="same_kind")

    def look_at_edges(self, out: NDArray[np.float32], may_be_items: NDArray[np.bool_]) -> None:
        """Write what each line begins and ends with."""
        at = self.end - _BACK
        np.maximum(at, self.first, out=at)
        kinds, codes = self.kind.take(at), self.codes.take(at)
        last, second, third = kinds
        closes, closes_too = _CLOSES.take(kinds[:2])
        end = np.where(closes, np.where(closes_too, third, second), last)
        out[0:5:4] = _SENTENCE_OR_QUESTION.take(end, axis=1)
        out[1:3] = _COLON_OR_COMMA.take(last, axis=1)
        is_dot = codes == _DOT
        out[3] = (codes[0] == _ELLIPSIS) | (is_dot[0] & is_dot[2])
        first = self.what.take(self.first)
        begins = first & _KIND
        out[5:] = _BEGINNINGS.take(begins, axis=1)
        may_be_items[:] = _BEGINS_ITEMS.take(begins)
        may_be_items |= (first & _IS_DIGIT) > _NONE

    def words(self) -> Words:
        """Return the words of the lines."""
        what = self.what
        inside = np.zeros(len(what) + 1, np.bool_)
        np.greater_equal(what, _IN_WORD, out=inside[1:])
        unspaced = None
        if self.highest >= _FIRST_MARK:
            unspaced = self._unspaced(inside[1:])
            self._take_marks_in(inside, unspaced)
        edges = (inside[1:] != inside[:-1]).nonzero()[0]
        if unspaced is not None:
            cuts = _cuts(inside, unspaced)
            edges = np.sort(np.concatenate((edges, cuts, cuts)), kind="stable")
        starts, ends = edges[::2], edges[1::2]  # of parts; one that goes on has a joint behind it, and the next one
        goes_on = (what.take(ends[:-1]) & _JOINS) > _NONE
        goes_on &= starts[1:] - ends[:-1] == ONE_PLACE
        if unspaced is not None:
            goes_on &= ~(unspaced.take(ends[:-1] - ONE_PLACE) | unspaced.take(starts[1:]))
        begins = np.empty(len(starts) + 1, np.bool_)
        begins[0] = begins[-1] = True
        np.logical_not(goes_on, out=begins[1:-1])
        splits = begins.nonzero()[0]
        numbers_of = word_numbers(self.numbers)
        parts = numbers_of(starts, ends)
        starts = starts.take(splits[:-1])
        bounds = np.empty(len(self.first) + 1, np.intp)
        bounds[:-1] = starts.searchsorted(self.first)
        bounds[-1] = len(starts)
        words = Words(
            parts.take(splits[:-1]), bounds, self.codes.take(starts), (what.take(starts) & _IS_DIGIT) > _NONE, parts,
            splits,
        )  # fmt: skip
        compound = words.compound
        ends = ends.take(splits.take(compound + ONE_PLACE) - ONE_PLACE)
        words.numbers[compound] = numbers_of(starts.take(compound), ends)
        return words

    def _take_marks_in(self, inside: NDArray[np.bool_], unspaced: NDArray[np.bool_] | None) -> None:
        """Make marks part of the words that they follow on; `inside` begins one place before the characters."""
        marks = ((self.what & _IS_MARK) > _NONE).nonzero()[0]
        if not len(marks):
            return
        is_first = np.append(True, marks[1:] - marks[:-1] > ONE_PLACE)
        firsts = marks[is_first]
        follow = inside.take(firsts)
        if unspaced is not None:
            follow &= ~unspaced.take(np.maximum(firsts - 1, 0))
        inside[marks + 1] = follow.take(is_first.cumsum() - 1)

    def _unspaced(self, inside: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
        """Return which characters stand in words without space between them; None where none does, as in most texts."""
        codes = self.codes
        if self.highest < _FIRST_UNSPACED:
            return None
        found = np.zeros(len(codes), np.bool_)
        for first, last in UNSPACED:
            found |= (codes >= first) & (codes <= last)
        found &= inside
        return found if found.any() else None


def _cuts(inside: NDArray[np.bool_], unspaced: NDArray[np.bool_]) -> Places:
    """Return where words begin right behind others: every other character of those without space, and beside them."""
    is_unspaced = np.append(False, unspaced)
    begins = (is_unspaced[1:] & ~is_unspaced[:-1]).nonzero()[0]
    at = unspaced.nonzero()[0]
    since = at - begins.take(begins.searchsorted(at, side="right") - ONE_PLACE)
    within = at[(since > 0) & (since % 2 == 0)]
    beside = (inside[1:] & inside[:-1] & (is_unspaced[1:] != is_unspaced[:-1])).nonzero()[0]
    return np.concatenate((within, beside))


def _entries_beyond(codes: list[int]) -> NDArray[np.uint64]:
    """Return the entries of characters beyond the table."""
    chars = list(map(chr, codes))
    what = [_WIDE.get(c, LOWER) | _IN_WORD * c.isalnum() | _IS_DIGIT * c.isdigit() for c in chars]
    small = np.array([ord(c.lower()) for c in chars], np.uint32)
    return character_numbers(small) << np.uint64(8) | np.array(what, np.uint64)


def _uneven_words(text: str, starts: Places, ends: Places) -> Words:
    """Return the words of lines whose characters can't be brought to lower case one by one."""
    straight = text.translate(dict.fromkeys(map(ord, APOSTROPHES), "'"))
    lines = [
        " ".join(WORD.findall(straight[start:end].lower()))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
    ]
    sizes = np.array(list(map(len, lines)), np.intp)
    last = np.cumsum(sizes + 1) - 1
    return _Chunk(code_points("\n".join(lines)), last - sizes, last).words()


def _together(parts: list[Words]) -> Words:
    """Return the words of some lines and of those that follow as one."""
    if len(parts) == 1:
        return parts[0]
    return Words(
        np.concatenate([part.numbers for part in parts] or [np.zeros(0, np.uint64)]),
        _bounds_together([part.bounds for part in parts]),
        np.concatenate([part.initial for part in parts] or [np.zeros(0, np.uint16)]),
        np.concatenate([part.is_digit for part in parts] or [np.zeros(0, np.bool_)]),
        np.concatenate([part.parts for part in parts] or [np.zeros(0, np.uint64)]),
        _bounds_together([part.splits for part in parts]),
    )  # fmt: skip


def _bounds_together(parts: list[Places]) -> Places:
    """Return bounds, each from 0, as those of all one after the other."""
    found, at = [np.zeros(1, np.intp)], 0
    for bounds in parts:
        found.append(bounds[1:] + at)
        at += int(bounds[-1])
    return np.concatenate(found)
