"""Kinds of characters, counted for all lines of a text at once."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.lines import Lines

Column = NDArray[np.float32]

_CHUNK = 1 << 20  # characters counted at a time, so that memory stays small for texts of any size
_TABLE_SIZE = 0x3040  # beyond stand scripts without case and symbols: letters here

_SPACE, _LOWER, _UPPER, _DIGIT, _COMMA, _QUOTE, _STOP, _ASK, _CALL, _PIPE, _MONEY, _MARK, _BRACKET, _COLON, _OTHER = (
    range(15)
)
_KINDS = {
    _COMMA: ",\u060c\u3001", _QUOTE: "\"'\u2018\u2019\u201c\u201d\u201e\u201a\u00ab\u00bb\u2039", _STOP: ".\u2026",
    _ASK: "?\u061f\u037e", _CALL: "!", _PIPE: "|\u2022\u00b7\u203a/>\u2192", _MONEY: "$\u00a3\u20ac%\u00a5",
    _MARK: "@#\u00a9", _BRACKET: "()[]", _COLON: ":",
}  # fmt: skip
_CLOSES = np.isin(range(15), (_QUOTE, _BRACKET))
_ENDS = np.isin(range(15), (_STOP, _ASK, _CALL))


@cache
def _table() -> NDArray[np.uint8]:
    table = np.full(_TABLE_SIZE + 1, _LOWER, np.uint8)
    for code in range(_TABLE_SIZE):
        char = chr(code)
        if char.isspace():
            table[code] = _SPACE
        elif char.isdigit():
            table[code] = _DIGIT
        elif char.isupper() or char.istitle():
            table[code] = _UPPER
        elif not char.isalpha():
            table[code] = _OTHER
    for kind, chars in _KINDS.items():
        for char in chars:
            table[ord(char)] = kind
    return table


@dataclass(frozen=True, slots=True)
class CharCounts:
    """Counts for each line, and what its first and last characters are (1 or 0)."""

    total: Column
    letters: Column
    upper: Column
    digits: Column
    commas: Column
    quotes: Column
    sentence_ends: Column
    separators: Column
    money: Column
    marks: Column
    brackets: Column
    exclamations: Column
    capitalised: Column
    ends_sentence: Column
    ends_ellipsis: Column
    ends_colon: Column
    ends_comma: Column
    ends_question: Column
    starts_quote: Column
    starts_lower: Column
    starts_upper: Column
    starts_digit: Column


def count_chars(lines: Lines) -> CharCounts:
    """Count the characters of every line. Linear in the length of the text."""
    starts, ends = np.array(lines.starts), np.array(lines.ends)
    counts = np.zeros((len(starts), 15), np.float32)
    capitalised = np.zeros(len(starts), np.float32)
    edges = np.zeros((4, len(starts)), np.uint8)
    ellipsis = np.zeros(len(starts), np.float32)
    low = 0
    while low < len(starts):
        high = max(low + 1, int(np.searchsorted(ends, starts[low] + _CHUNK)))
        here = slice(low, high)
        joined = "".join(map(lines.text.__getitem__, map(slice, lines.starts[here], lines.ends[here])))
        codes = np.frombuffer(joined.encode("utf-32-le"), np.uint32)
        kinds = _table().take(np.minimum(codes, _TABLE_SIZE))
        sizes = ends[here] - starts[here]
        after = np.cumsum(sizes)
        first, last = after - sizes, after - 1
        line_of = np.repeat(np.arange(high - low), sizes)
        counts[here] = np.bincount(line_of * 15 + kinds, minlength=15 * (high - low)).reshape(-1, 15)
        begins = np.empty(len(kinds), np.bool_)
        begins[1:] = (kinds[:-1] > _DIGIT) | (kinds[:-1] == _SPACE)
        begins[first] = True
        capitalised[here] = np.bincount(line_of[begins & (kinds == _UPPER)], minlength=high - low)
        for row, at in enumerate((first, last, np.maximum(last - 1, first), np.maximum(last - 2, first))):
            edges[row, here] = kinds[at]
        ellipsis[here] = (codes[last] == 0x2026) | (
            (codes[last] == 0x2E) & (codes[np.maximum(last - 2, first)] == 0x2E)
        )
        low = high
    return _counts(counts, capitalised, edges, ellipsis)


def _counts(counts: NDArray[np.float32], capitalised: Column, edges: NDArray[np.uint8], ellipsis: Column) -> CharCounts:
    first, last, second, third = edges
    end = np.where(_CLOSES[last], np.where(_CLOSES[second], third, second), last)

    def flag(condition: NDArray[np.bool_]) -> Column:
        return condition.astype(np.float32)

    return CharCounts(
        counts.sum(axis=1), counts[:, _LOWER] + counts[:, _UPPER], counts[:, _UPPER], counts[:, _DIGIT],
        counts[:, _COMMA], counts[:, _QUOTE],
        counts[:, _STOP] + counts[:, _ASK] + counts[:, _CALL], counts[:, _PIPE], counts[:, _MONEY],
        counts[:, _MARK], counts[:, _BRACKET], counts[:, _CALL], capitalised,
        flag(_ENDS[end]), ellipsis, flag(last == _COLON), flag(last == _COMMA),
        flag(end == _ASK), flag(first == _QUOTE), flag(first == _LOWER), flag(first == _UPPER), flag(first == _DIGIT),
    )  # fmt: skip
