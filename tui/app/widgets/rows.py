"""A table of which a row has the cursor, with the rows around it in sight."""

from typing import Any

from rich.text import Text
from textual.geometry import Offset, Region
from textual.widgets import DataTable

_AROUND = 3
"""Rows that are shown on either side of the cursor, where there are so many: what comes next is half of the reason."""


class Rows(DataTable[Text], can_focus=False):
    """A table whose screen takes the keys. Its cells are styled by the names of `tui.app.themes.CELL_STYLES`."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (the name all widgets use)
        super().__init__(cursor_type="row", cell_padding=1, id=id)

    def scroll_to_region(self, region: Region, **options: Any) -> Offset:
        """Bring a region into view, and some rows above and below it."""
        around = min(_AROUND, max(0, self.size.height - self.header_height - 1) // 3)
        top = max(self.header_height, region.y - around)
        bottom = min(self.virtual_size.height, region.bottom + around)
        return super().scroll_to_region(Region(region.x, top, region.width, max(1, bottom - top)), **options)
