"""A screen with a table: the way from row to row, the same keys everywhere."""

from tui.app.screens.base import CommandScreen
from tui.app.widgets.rows import Rows


class TableScreen(CommandScreen):
    """A screen with one table, whose cursor is a row."""

    @property
    def table(self) -> Rows:
        """The table."""
        return self.query_one(Rows)

    @property
    def row_total(self) -> int:
        """How many rows there are to go to."""
        return self.table.row_count

    def to_row(self, row: int) -> None:
        """Go to a row; there is one of that number."""
        self.table.move_cursor(row=row, animate=False)

    def _move(self, rows: int) -> None:
        if total := self.row_total:
            self.to_row(max(0, min(self.table.cursor_row + rows, total - 1)))

    def do_row_down(self) -> None:
        """Go down a row."""
        self._move(1)

    def do_row_up(self) -> None:
        """Go up a row."""
        self._move(-1)

    def do_row_page_down(self) -> None:
        """Go down a screen."""
        self._move(max(1, self.table.size.height - 2))

    def do_row_page_up(self) -> None:
        """Go up a screen."""
        self._move(-max(1, self.table.size.height - 2))

    def do_row_first(self) -> None:
        """Go to the first row."""
        self._move(-self.row_total)

    def do_row_last(self) -> None:
        """Go to the last row."""
        self._move(self.row_total)
