"""Where a character stands in wrapped lines, and what stands in a place. Lines count from the top of the document."""

from collections.abc import Callable
from dataclasses import dataclass

from tui.app.layout.widths import CellMap
from tui.app.layout.wrap import Line, LineKind, WrapIndex


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one layout: its lines, and the cells of the text in each. Cells count from a line's first one."""

    index: WrapIndex
    cells: Callable[[Line], CellMap]

    def line(self, y: int) -> Line | None:
        """Return what stands in line `y`, or None outside of the document."""
        return self.index.line(y) if 0 <= y < self.index.height else None

    def at(self, cell: int, line: Line | None) -> int | None:
        """Return the offset of the cluster at a cell of a line, or None where no text stands."""
        return self.cells(line).offset_at(cell) if line is not None and line.kind is LineKind.TEXT else None

    def nearest(self, cell: int, line: Line) -> int:
        """Return the offset at a cell of a line, or the one nearest to it."""
        if line.kind is not LineKind.TEXT:
            return line.start
        cells = self.cells(line)
        return cells.offset_at(min(max(0, cell), max(0, cells.width - 1))) or line.start

    def below(self, offset: int, lines: int, cell: int | None = None) -> tuple[int, int]:
        """Return the offset `lines` lines of text below `offset` (above: negative), and the cell of its line aimed at.

        `cell` is the cell that an earlier move aimed at, so that a short line on the way does not bend the path.
        """
        y = self.index.y_of(offset)
        if cell is None:
            line = self.index.line(y)
            cell = self.cells(line).cell_of(offset) if line.kind is LineKind.TEXT else 0
        step = 1 if lines > 0 else -1
        left = abs(lines)
        found = offset
        while left and (line_there := self.line(y + step)) is not None:
            y += step
            if line_there.kind is not LineKind.BLANK:
                left -= 1
                found = self.nearest(cell, line_there)
        return found, cell

    def between(self, top: int, bottom: int) -> tuple[int, int]:
        """Return the offsets of the first character in these lines and after the last one (equal where none is)."""
        lines = (self.index.line(y) for y in range(max(0, top), min(bottom, self.index.height)))
        shown = [line for line in lines if line.kind is LineKind.TEXT]
        return (shown[0].start, shown[-1].end) if shown else (0, 0)
