"""Short pieces of text beside each other, none of which is broken."""

from collections.abc import Iterable

from textual.content import Content


def packed(cells: Iterable[Content], between: str, width: int) -> list[Content]:
    """Return lines with as many of the cells beside each other as `width` has room for; none ends in the middle."""
    lines: list[Content] = []
    for cell in cells:
        if lines and lines[-1].cell_length + len(between) + cell.cell_length <= width:
            lines[-1] = Content.assemble(lines[-1], between, cell)
        else:
            lines.append(cell)
    return lines
