"""A table of which a row has the cursor, with the rows around it in sight; of some tables several can be selected."""

from typing import Any, ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.widgets import DataTable

_AROUND = 3
"""Rows that are shown on either side of the cursor, where there are so many: what comes next is half of the reason."""


class Rows(DataTable[Text], can_focus=False):
    """A table whose screen takes the keys. Its cells are styled by the names of `tui.app.themes.CELL_STYLES`."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (the name all widgets use)
        super().__init__(cursor_type="row", cell_padding=1, id=id)

    @property
    def around(self) -> int:
        """How many rows on either side of the cursor are kept in sight."""
        return _AROUND

    def scroll_to_region(self, region: Region, **options: Any) -> Offset:
        """Bring a region into view, and some rows above and below it."""
        around = min(self.around, max(0, self.size.height - self.header_height - 1) // 3)
        top = max(self.header_height, region.y - around)
        bottom = min(self.virtual_size.height, region.bottom + around)
        return super().scroll_to_region(Region(region.x, top, region.width, max(1, bottom - top)), **options)


class SelectableRows(Rows):
    """Rows of which a stretch can be selected; the mouse tells which row it is on, and down to which it was dragged.

    The cursor is where the screen puts it: a click does not move it by itself.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--selected"}

    class Pointed(Message):
        """The left button was pressed on the row `first`, and is on `last` now; `done` when it has been let go."""

        def __init__(self, first: int, last: int, *, done: bool) -> None:
            super().__init__()
            self.first, self.last, self.done = first, last, done

    selected = range(0)
    """The rows that are selected."""
    _pressed: int | None = None
    _at = 0

    @property
    def around(self) -> int:
        """Keep the rows where they are under a mouse that is dragged, but for those at the edges."""
        return super().around if self._pressed is None else 1

    def select(self, rows: range) -> None:
        """Show these rows as selected, and no others."""
        if rows != self.selected:
            self.selected = rows
            self._update_count += 1  # else rows that were drawn before are shown as they were
            self.refresh()

    def _get_row_style(self, row_index: int, base_style: Style) -> Style:
        style = super()._get_row_style(row_index, base_style)
        return style + self.get_component_rich_style("rows--selected") if row_index in self.selected else style

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin at a row."""
        row = event.style.meta.get("row", -1)
        if event.button == 1 and row >= 0:
            self._pressed = self._at = row
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Go to another row with the button down; what the table does for the row below the mouse, ours don't show."""
        event.prevent_default()
        row = event.style.meta.get("row", -1)
        if self._pressed is not None and row not in (-1, self._at):
            self._at = row
            self.post_message(self.Pointed(self._pressed, row, done=False))

    def on_mouse_up(self, event: events.MouseUp) -> None:  # noqa: ARG002
        """End there."""
        self.release_mouse()
        if self._pressed is not None:
            first, self._pressed = self._pressed, None
            self.post_message(self.Pointed(first, self._at, done=True))

    async def _on_click(self, event: events.Click) -> None:
        """Leave the click to the press and the release before it."""
        event.prevent_default()
        event.stop()
