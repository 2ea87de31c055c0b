"""Screens of rows: the same keys lead from one to the next everywhere, and a table has the same lines around it."""

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from tui.app.screens.base import CommandScreen
from tui.app.widgets.lines import FooterLine, StatusLine
from tui.app.widgets.prompt import Prompt
from tui.app.widgets.rows import Rows


class RowsScreen(CommandScreen):
    """A screen with rows, one of which has the cursor."""

    @property
    def row_total(self) -> int:
        """How many rows there are to go to."""
        raise NotImplementedError

    @property
    def screenful(self) -> int:
        """How many rows are a screen."""
        raise NotImplementedError

    def step(self, rows: int) -> None:
        """Go so many rows down, as far as there are some."""
        raise NotImplementedError

    def do_row_down(self) -> None:
        """Go down a row."""
        self.step(1)

    def do_row_up(self) -> None:
        """Go up a row."""
        self.step(-1)

    def do_row_page_down(self) -> None:
        """Go down a screen."""
        self.step(self.screenful)

    def do_row_page_up(self) -> None:
        """Go up a screen."""
        self.step(-self.screenful)

    def do_row_first(self) -> None:
        """Go to the first row."""
        self.step(-self.row_total)

    def do_row_last(self) -> None:
        """Go to the last row."""
        self.step(self.row_total)


class TableScreen(RowsScreen):
    """A screen with one table between a heading and the lines below."""

    ROWS: ClassVar[type[Rows]] = Rows

    def compose(self) -> ComposeResult:
        """Make the heading, the table, what stands below it, and the lines."""
        yield Static(id="masthead")
        yield self.ROWS()
        yield from self.below()
        yield StatusLine()
        yield FooterLine()
        yield Prompt()

    def below(self) -> Iterable[Widget]:
        """Make what stands below the table: where nothing is in it, what that means."""
        yield Static(id="empty")

    @property
    def table(self) -> Rows:
        """The table."""
        return self.query_one(Rows)

    @property
    def row_total(self) -> int:
        """How many rows there are to go to."""
        return self.table.row_count

    @property
    def screenful(self) -> int:
        """How many rows are a screen, but for two that stay in sight."""
        return max(1, self.table.size.height - 2)

    def to_row(self, row: int) -> None:
        """Go to a row; there is one of that number."""
        self.table.move_cursor(row=row, animate=False)

    def step(self, rows: int) -> None:
        """Go so many rows down, as far as there are some."""
        if total := self.row_total:
            self.to_row(max(0, min(self.table.cursor_row + rows, total - 1)))
