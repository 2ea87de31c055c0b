"""The characters of all lines of a text, looked up at once: what kinds each line has, and the words in it.

One table gives for every character its kind, whether words are made of it, and its lower case, so that a text is read
once, by numpy, whatever script it is in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float32]

_CHUNK = 1 << 20  # characters looked up at a time, so that memory stays small for texts of any size
_TABLE_SIZE = 0x3040  # beyond stand scripts without case and symbols: letters here

SPACE, LOWER, UPPER, DIGIT, COMMA, QUOTE, STOP, ASK, CALL, PIPE, MONEY, MARK, BRACKET, COLON, OTHER, CAPITAL = range(16)
"""Kinds of characters; a `CAPITAL` is an upper-case letter that begins a word."""

_KINDS = {
    COMMA: ",\u060c\u3001", QUOTE: "\"'\u2018\u2019\u201c\u201d\u201e\u201a\u00ab\u00bb\u2039", STOP: ".\u2026",
    ASK: "?\u061f\u037e", CALL: "!", PIPE: "|\u2022\u00b7\u203a/>\u2192", MONEY: "$\u00a3\u20ac%\u00a5",
    MARK: "@#\u00a9", BRACKET: "()[]", COLON: ":",
}  # fmt: skip
_CLOSES = np.isin(range(16), (QUOTE, BRACKET))


def _rows(*kinds: int | tuple[int, ...]) -> NDArray[np.float32]:
    """Return a row for each of `kinds` that has 1 where it stands in the order of kinds."""
    return np.array([np.isin(range(16), kind) for kind in kinds], np.float32)


_SENTENCE_OR_QUESTION = _rows((STOP, ASK, CALL), ASK)
_COLON_OR_COMMA = _rows(COLON, COMMA)
_BEGINNINGS = _rows(QUOTE, LOWER, (UPPER, CAPITAL), DIGIT)

# The upper bits of an entry of the table; the lower four are the kind.
_IN_WORD, _JOINS, _KIND = 0x80, 0x40, 0x0F
_APOSTROPHES = "'\u2019\u2018\u02bc"
_UNEVEN = "\u0130\u03a3"  # in lower case the one is two characters, and the other depends on what follows

_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")


@cache
def _tables() -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
    """Return what each character is, and its lower case: a space where it stands in no word."""
    chars = "".join(map(chr, range(_TABLE_SIZE)))
    what = np.full(_TABLE_SIZE, OTHER, np.uint8)
    for kind, test in (
        (LOWER, str.isalpha), (UPPER, str.istitle), (UPPER, str.isupper), (DIGIT, str.isdigit),
        (SPACE, str.isspace),
    ):  # fmt: skip
        what[np.fromiter(map(test, chars), np.bool_, _TABLE_SIZE)] = kind
    for kind, members in _KINDS.items():
        what[list(map(ord, members))] = kind
    what[np.fromiter(map(str.isalnum, chars), np.bool_, _TABLE_SIZE)] |= _IN_WORD
    what[list(map(ord, _APOSTROPHES))] &= _KIND
    what[list(map(ord, _APOSTROPHES + ".-"))] |= _JOINS
    small = np.frombuffer(chars.replace("\u0130", "i").lower().encode("utf-16-le"), np.uint16).copy()
    small[what < _JOINS] = ord(" ")
    small[list(map(ord, _APOSTROPHES))] = ord("'")
    return what, small


@dataclass(frozen=True, eq=False)
class Characters:
    """What the characters of the lines say.

    `keys` holds the words of each line in lower case with a space between two, `sizes` how many there are. A word is
    letters and digits, with an apostrophe, full stop or hyphen between two of them. `total` counts the characters of
    each line, `by_kind` those of each kind (kinds, lines); an upper-case letter counts as `UPPER` or as `CAPITAL`.
    `edges` (9, lines) says with 1 or 0 whether a line ends a sentence, ends with a colon, a comma, an ellipsis, a
    question mark, and begins with a quote mark, in lower case, in upper case, with a digit.
    """

    keys: list[str]
    sizes: NDArray[np.intp]
    total: Column
    by_kind: NDArray[np.float32]
    edges: NDArray[np.float32]


def read_characters(text: str, starts: Sequence[int], ends: Sequence[int]) -> Characters:
    """Read the lines of `text` that stand at `starts` to `ends`, in order, with nothing but white space between them.

    Linear in the length of the text.
    """
    firsts, lasts = np.array(starts, np.intp), np.array(ends, np.intp)
    by_kind = np.empty((16, len(firsts)), np.float32)
    edges = np.empty((9, len(firsts)), np.float32)
    keys: list[str] = []
    low = 0
    while low < len(firsts):
        high = max(low + 1, int(np.searchsorted(lasts, firsts[low] + _CHUNK)))
        chunk = _Chunk(text, firsts[low:high], lasts[low:high])
        chunk.count(by_kind[:, low:high])
        chunk.look_at_edges(edges[:, low:high])
        keys += chunk.words()
        low = high
    sizes = np.array([key.count(" ") + 1 if key else 0 for key in keys], np.intp)
    return Characters(keys, sizes, (lasts - firsts).astype(np.float32), by_kind, edges)


class _Chunk:
    """Some lines in a row, as arrays with an entry a character, and a space behind the last."""

    def __init__(self, text: str, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> None:
        self.text = text[starts[0] : ends[-1]] + " "
        self.first = starts - starts[0]
        self.end = ends - starts[0]
        data = self.text.encode("utf-16-le")
        if len(data) == 2 * len(self.text):
            self.codes: NDArray[np.unsignedinteger] = np.frombuffer(data, np.uint16)
        else:
            self.codes = np.frombuffer(self.text.encode("utf-32-le"), np.uint32)
        what, small = _tables()
        at = self.codes.astype(np.intp)
        has_beyond = at.max() >= _TABLE_SIZE
        if has_beyond:
            beyond = np.flatnonzero(at >= _TABLE_SIZE)
            at[beyond] = 0
        self.what = what.take(at)
        self.small: NDArray[np.unsignedinteger] = small.take(at)
        if has_beyond:
            found, numbers = np.unique(self.codes[beyond], return_inverse=True)
            chars = list(map(chr, found.tolist()))
            lower = [ord(c.lower()) if c.isalnum() else ord(" ") for c in chars]
            self.what[beyond] = np.array([LOWER | _IN_WORD * c.isalnum() for c in chars], np.uint8)[numbers]
            self.small = self.small.astype(self.codes.dtype)
            self.small[beyond] = np.array(lower, self.codes.dtype)[numbers]
        self.kind = self.what & _KIND

    def count(self, out: NDArray[np.float32]) -> None:
        """Write how many characters of each kind each line has; the white space behind it counts too."""
        kind = self.kind
        upper = np.flatnonzero(kind == UPPER)
        before = kind.take(upper - 1)  # before the first character stands the space behind the last
        capitals = upper[(before == SPACE) | (before > DIGIT)]
        kind[capitals] = CAPITAL
        count = len(self.first)
        sizes = np.empty(count, np.intp)
        np.subtract(self.first[1:], self.first[:-1], out=sizes[:-1])
        sizes[-1] = len(kind) - self.first[-1]
        at = np.repeat(np.arange(0, 16 * count, 16), sizes)
        at += kind
        out[:] = np.bincount(at, minlength=16 * count).reshape(count, 16).T

    def look_at_edges(self, out: NDArray[np.float32]) -> None:
        """Write what each line begins and ends with."""
        last = self.end - 1
        second, third = np.maximum(last - 1, self.first), np.maximum(last - 2, self.first)
        first_kind, last_kind, second_kind, third_kind = self.kind.take((self.first, last, second, third))
        end = np.where(_CLOSES[last_kind], np.where(_CLOSES[second_kind], third_kind, second_kind), last_kind)
        last_code = self.codes.take(last)
        out[0:5:4] = _SENTENCE_OR_QUESTION.take(end, axis=1)
        out[1:3] = _COLON_OR_COMMA.take(last_kind, axis=1)
        out[3] = (last_code == 0x2026) | ((last_code == 0x2E) & (self.codes.take(third) == 0x2E))
        out[5:] = _BEGINNINGS.take(first_kind, axis=1)

    def words(self) -> list[str]:
        """Return the words of each line, with a space between two."""
        if any(char in self.text for char in _UNEVEN):
            return self._words_one_by_one()
        stays = self.what >= _IN_WORD
        joints = np.flatnonzero(self.what & _JOINS)
        joins = stays[joints - 1] & stays[joints + 1]
        self.small[joints[~joins]] = 0x20
        stays[joints[joins]] = True
        self.small[self.end] = 0x0A
        stays[1:] |= stays[:-1]  # and one space behind each word
        stays[self.end] = True
        shown = self.small.take(np.flatnonzero(stays))
        joined = shown.tobytes().decode("utf-16-le" if shown.itemsize == 2 else "utf-32-le")
        return [line.rstrip(" ") for line in joined[:-1].split("\n")]

    def _words_one_by_one(self) -> list[str]:
        straight = self.text.translate(dict.fromkeys(map(ord, _APOSTROPHES), "'"))
        return [
            " ".join(_WORD.findall(straight[start:end].lower()))
            for start, end in zip(self.first.tolist(), self.end.tolist(), strict=True)
        ]
