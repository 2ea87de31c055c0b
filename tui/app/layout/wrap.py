"""The wrap index: which line of the screen shows which part of the text.

Paragraphs in which every character is one cell wide (nearly all of them) are wrapped by one regular expression, 100,000
words in some 10 ms; for the others the words are measured once and each wrap is a sum of widths. A line takes the
blanks behind its last word with it; they may hang over the edge.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache, lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from tui.app.layout.widths import CellMap, is_plain

# Scripts that are written without spaces: a line may break at any character, but not before closing punctuation.
_IDEOGRAPH = "\u2e80-\u2fdf\u3003-\u3007\u3021-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff10-\uff5a\uff66-\uff9f"
_CLOSING = "\u3001\u3002\u3009\u300b\u300d\u300f\u3011\u3015\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f"
_ZERO_WIDTH = "\u0300-\u036f\u0483-\u0489\u200b\u2060-\u2064\u3099\u309a"
_BLANKS = rf"(?: [{_ZERO_WIDTH}]*)"  # what has no width stays with the blank before it


@cache  # made when it is first needed: in most articles never, and the ideographs take milliseconds
def _word() -> re.Pattern[str]:
    return re.compile(
        rf"\n|[{_IDEOGRAPH}][{_ZERO_WIDTH}]*[{_CLOSING}]*{_BLANKS}*|[^ \n{_IDEOGRAPH}]+{_BLANKS}*|{_BLANKS}+"
    )


@cache
def _blank_end() -> re.Pattern[str]:
    return re.compile(rf"{_BLANKS}+\Z")


@lru_cache(maxsize=256)
def _plain_lines(width: int) -> re.Pattern[str]:
    # As much as fits up to blanks or the end; or a hard break in a word that is longer than the line.
    return re.compile(rf"[^\n]{{1,{width}}}(?:[ ]+\n?|\n|\Z)|[^\n]{{{width}}}|[ ]*\n")


def wrap_plain(text: str, start: int, end: int, width: int) -> list[int]:
    """Return the offsets at which the lines of `text[start:end]` begin; every character must be one cell wide."""
    return [match.start() for match in _plain_lines(width).finditer(text, start, end)]


class Words(NamedTuple):
    """The words of a paragraph: where each begins, its cells without and with the blanks behind it."""

    starts: "array[int]"
    bare: "array[int]"
    full: "array[int]"
    end: int


def measure(text: str, start: int, end: int) -> Words:
    """Measure the words of `text[start:end]` once, for any number of wraps."""
    words = Words(array("L"), array("L"), array("L"), end)
    for match in _word().finditer(text, start, end):
        word = match.group()
        cells = cell_len(word)
        blanks = _blank_end().search(word) if " " in word else None
        words.starts.append(match.start())
        words.bare.append(cells - blanks.group().count(" ") if blanks else cells)
        words.full.append(cells)
    return words


def wrap_measured(text: str, words: Words, width: int) -> list[int]:
    """Return the offsets at which the lines of measured text begin. A cluster wider than `width` has its own line."""
    lines: list[int] = []
    cell = 0
    open_line = False
    for i, start in enumerate(words.starts):
        if text[start] == "\n":
            if not open_line:
                lines.append(start)
            open_line = False
            continue
        bare, full = words.bare[i], words.full[i]
        if not open_line or cell + bare > width:
            lines.append(start)
            cell = 0
            open_line = True
        if bare > width:
            end = words.starts[i + 1] if i + 1 < len(words.starts) else words.end
            cell = _break_word(text, start, end, width, lines) + full - bare
        else:
            cell += full
    return lines


def _break_word(text: str, start: int, end: int, width: int, lines: list[int]) -> int:
    """Add the lines of a word longer than the line, by cluster; return the cells of its last line."""
    clusters = CellMap.of(text, start, end)
    line_cell = 0
    for i, offset in enumerate(clusters.starts[:-1]):
        if clusters.cells[i + 1] - line_cell > width and clusters.cells[i] > line_cell:
            lines.append(offset)
            line_cell = clusters.cells[i]
    return clusters.width - line_cell


class LineKind(Enum):
    """Text of a block, the label of a folded (or opened) block, or the blank between blocks."""

    TEXT = auto()
    LABEL = auto()
    BLANK = auto()


class Line(NamedTuple):
    """One line of the screen: the row it belongs to (-1 above the first), and what it shows of the text."""

    kind: LineKind
    row: int
    start: int
    end: int
    first: bool = False


class Shape(NamedTuple):
    """What wrapping needs to know of a row: has it a label line, is its text shown, blanks above, cells indented."""

    start: int
    end: int
    labelled: bool = False
    folded: bool = False
    space_above: int = 1
    indent: int = 0


class Wrapper:
    """Wraps rows of one text to any width; measures each odd paragraph only once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain: dict[tuple[int, int], bool] = {}
        self._words: dict[tuple[int, int], Words] = {}

    def is_plain(self, start: int, end: int) -> bool:
        """Return whether all of a row is one cell wide, from the cache."""
        key = (start, end)
        plain = self._plain.get(key)
        if plain is None:
            plain = self._plain[key] = is_plain(self._text, start, end)
        return plain

    def wrap(self, rows: Sequence[Shape], width: int) -> "WrapIndex":
        """Return the lines of `rows`, which are in order and do not overlap, at `width` cells."""
        starts, first_lines, tops = array("L"), array("L"), array("L")
        y = 0
        for row in rows:
            y += row.space_above
            tops.append(y)
            first_lines.append(len(starts))
            y += row.labelled or row.folded
            if not row.folded:
                lines = self._wrap_row(row.start, row.end, max(1, width - row.indent))
                starts.extend(lines)
                y += len(lines)
        first_lines.append(len(starts))
        return WrapIndex(rows, starts, first_lines, tops, y)

    def _wrap_row(self, start: int, end: int, width: int) -> list[int]:
        if self.is_plain(start, end):
            return wrap_plain(self._text, start, end, width)
        words = self._words.get((start, end))
        if words is None:
            words = self._words[start, end] = measure(self._text, start, end)
        return wrap_measured(self._text, words, width)


class WrapIndex:
    """The lines of a document at one width. `height` counts them."""

    def __init__(
        self,
        rows: Sequence[Shape],
        starts: "array[int]",
        first_lines: "array[int]",
        tops: "array[int]",
        height: int,
    ) -> None:
        self.height = height
        self._rows = rows
        self._row_starts = array("L", [row.start for row in rows])
        self._starts = starts
        self._first_lines = first_lines
        self._tops = tops

    @classmethod
    def empty(cls) -> "WrapIndex":
        """Return the lines of nothing."""
        return cls((), array("L"), array("L", [0]), array("L"), 0)

    def line(self, y: int) -> Line:
        """Return what stands in line `y` of the document."""
        i = bisect_right(self._tops, y) - 1
        if i < 0:
            return Line(LineKind.BLANK, -1, 0, 0)
        row = self._rows[i]
        k = y - self._tops[i]
        if row.labelled or row.folded:
            if k == 0:
                return Line(LineKind.LABEL, i, row.start, row.start, first=True)
            k -= 1
        line = self._first_lines[i] + k
        behind = self._first_lines[i + 1]
        if line >= behind:
            return Line(LineKind.BLANK, i, row.end, row.end)
        end = self._starts[line + 1] if line + 1 < behind else row.end
        return Line(LineKind.TEXT, i, self._starts[line], end, first=k == 0)

    def row_of(self, offset: int) -> int:
        """Return the row that `offset` is in, or the last one that begins before it (0 where none does)."""
        return max(0, bisect_right(self._row_starts, offset) - 1)

    def y_of(self, offset: int) -> int:
        """Return the line that shows `offset`: a folded row's label for all of the row, the line before for a gap."""
        if not self._rows:
            return 0
        i = self.row_of(offset)
        row = self._rows[i]
        if row.folded:
            return self._tops[i]
        first, behind = self._first_lines[i], self._first_lines[i + 1]
        line = max(first, bisect_right(self._starts, offset, first, behind) - 1)
        return self._tops[i] + row.labelled + line - first
