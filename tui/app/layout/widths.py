"""Cells: which column each grapheme cluster of a line takes, and which cluster stands in a column.

Texts are the screen-safe copy (`tui.model.screen_safe`), in which what joins or colours emoji has become zero-width
spaces; a cluster is then a character with the zero-width characters behind it, the same on every terminal.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import split_graphemes

# Scripts and signs of which every character is one cell wide and a cluster of its own, on every terminal.
_PLAIN = re.compile(
    "[\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0482"
    "\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u218b\u2400-\u2426]*"
)


def is_plain(text: str, start: int, end: int) -> bool:
    """Return whether every character of `text[start:end]` is a cluster of its own, one cell wide."""
    return _PLAIN.fullmatch(text, start, end) is not None


@dataclass(frozen=True, slots=True)
class CellMap:
    """The clusters of one line: `starts[i]` (offset, ascending) stands at cell `cells[i]`.

    Both have one entry more than there are clusters, for the end of the line.
    """

    starts: Sequence[int]
    cells: Sequence[int]

    @classmethod
    def plain(cls, start: int, end: int) -> "CellMap":
        """Return the map of a line in which every character is one cell wide."""
        return cls(range(start, end + 1), range(end - start + 1))

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "CellMap":
        """Measure `text[start:end]`. Zero-width characters at its start join the first cluster that has a width."""
        starts, cells = array("L"), array("L")
        cell = 0
        for cluster_start, _, width in split_graphemes(text[start:end])[0]:
            if cells and cells[-1] == cell:
                cell += width
                continue
            starts.append(start + cluster_start)
            cells.append(cell)
            cell += width
        starts.append(end)
        cells.append(cell)
        return cls(starts, cells)

    @property
    def width(self) -> int:
        """Cells of the whole line, trailing blanks included."""
        return self.cells[-1]

    def cluster(self, offset: int) -> tuple[int, int]:
        """Return the offsets of the cluster at `offset` (the last one where the offset is behind the line)."""
        i = min(max(bisect_right(self.starts, offset) - 1, 0), max(len(self.starts) - 2, 0))
        return self.starts[i], self.starts[min(i + 1, len(self.starts) - 1)]

    def cell_of(self, offset: int) -> int:
        """Return the first cell of the cluster at `offset`, or the cell behind the line for an offset behind it."""
        return self.cells[min(max(bisect_right(self.starts, offset) - 1, 0), len(self.cells) - 1)]

    def offset_at(self, cell: int) -> int | None:
        """Return the start of the cluster that covers `cell`, or None beside the line."""
        if not 0 <= cell < self.width:
            return None
        return self.starts[bisect_right(self.cells, cell) - 1]

    def snapped(self, start: int, end: int) -> tuple[int, int]:
        """Return `start, end` moved outwards to the edges of clusters, within the line."""
        first = self.starts[max(bisect_right(self.starts, start) - 1, 0)]
        last = bisect_right(self.starts, end) - 1
        if last < 0 or (self.starts[last] < end and last + 1 < len(self.starts)):
            last += 1
        return first, self.starts[last]
