"""Several blocks at once in the blocks view: selected with keys or the mouse, or counted before a command."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.coordinate import Coordinate

from tui.app.blocks_table import mark_cell
from tui.app.edits import Edits
from tui.app.modes import Count, Mode
from tui.app.screens.table import TableScreen
from tui.app.screens.unsaved import UnsavedScreen
from tui.app.widgets.rows import Rows, SelectableRows

_TIMES = frozenset({
    "row_page_down", "row_page_up", "search_next", "search_previous", "next_run", "previous_run", "next_doubtful",
    "previous_doubtful", "repeat", "undo", "redo",
})  # fmt: skip
"""What a count before it does as often."""
_ON_MANY = frozenset({"keep_block", "drop_block", "block_keep", "join_blocks"})
"""What a count before it does to as many blocks from the cursor on. Not a kind: its digit would be one of the count."""


class BlockSelection(TableScreen, UnsavedScreen):
    """A table of blocks of which a stretch can be selected: from where that was begun to the cursor."""

    ROWS: ClassVar[type[Rows]] = SelectableRows

    editor: Edits
    starts: list[int]
    mode: Mode | None = None
    times = 0
    """The count that was typed for the next command; 0 where there is none."""

    def show_blocks(self) -> None:
        """Bring the table up to date."""
        raise NotImplementedError

    def to_row(self, row: int) -> None:
        """Go to the block in a row."""
        self.editor.cursor = self.starts[row]

    def go_to(self, offset: int) -> None:
        """Put the cursor on the block at `offset`."""
        raise NotImplementedError

    @property
    def rows(self) -> SelectableRows:
        """The table."""
        return self.query_one(SelectableRows)

    @property
    def is_selecting(self) -> bool:
        """Whether blocks are selected."""
        return self.editor.block_anchor is not None

    def selected_rows(self) -> range:
        """Return the rows of the blocks that are selected."""
        anchor = self.editor.block_anchor
        if anchor is None:
            return range(0)
        low, high = sorted((anchor, self.editor.cursor))
        return range(bisect_left(self.starts, low), bisect_right(self.starts, high))

    def show_selection(self) -> None:
        """Show which rows are selected: the marks of those for which that has changed."""
        before, now = self.rows.selected, self.selected_rows()
        blocks = self.editor.state.blocks
        for row in {*before} ^ {*now}:
            if row < len(self.starts):
                mark = mark_cell(blocks[self.starts[row]], selected=row in now)
                self.rows.update_cell_at(Coordinate(row, 0), mark)
        self.rows.select(now)

    # Counts

    def press(self, name: str) -> None:
        """Give a key to the count that is being typed, else to the keymap."""
        if self.mode is None or self._pressed:
            super().press(name)
            if not self._pressed:
                self.times = 0
            return
        then = self.mode.press(name)
        if then is None:
            self.status.say([], self.mode.prompt, asking=True)
            return
        self.mode = None
        self.refresh_lines_below()
        then()

    def do_count(self) -> None:
        """Read a number for the next command."""

        def give_on(times: int, key: str) -> None:
            self.times = max(1, times)
            self.press(key)

        self.mode = Count(give_on)

    def run_command(self, command_id: str) -> None:
        """Run a command, as often as a count says, or on as many blocks."""
        counted, self.times = self.times, 0
        run = self.find(command_id)
        self.attempt(self._counted(command_id, counted, run) if counted else run)
        if self.mode is not None:
            self.status.say([], self.mode.prompt, asking=True)

    def _counted(self, command_id: str, counted: int, run: Callable[[], object]) -> Callable[[], object]:
        if command_id in ("row_first", "row_last"):
            return partial(self.to_row, min(counted, self.row_total) - 1)
        if command_id in ("row_down", "row_up"):
            return partial(self.step, counted if command_id == "row_down" else -counted)
        if self.is_selecting and command_id not in _TIMES:  # that says how many blocks it is about
            return run
        if command_id in ("select_blocks", "block_kind"):
            return partial(self._select_then, counted, run if command_id == "block_kind" else lambda: None)
        if command_id in _ON_MANY:
            return partial(self.editor.on_blocks, counted, run)

        def all_of_them() -> None:
            for _ in range(counted):
                run()
                self.show_blocks()  # each begins where the one before it has gone

        return all_of_them if command_id in _TIMES else run

    def _select_then(self, counted: int, run: Callable[[], object]) -> None:
        self.editor.select_blocks(counted)
        run()

    def clicked_command(self, command_id: str) -> None:
        """Run a command that was clicked on the footer; a count that was begun is forgotten."""
        self.mode = None
        super().clicked_command(command_id)

    # The selection

    def do_select_blocks(self) -> None:
        """Begin to select blocks, or leave the selection."""
        self.editor.block_anchor = None if self.is_selecting else self.editor.block.start

    def do_other_end(self) -> None:
        """Go to where the selection began; it reaches to where the cursor was."""
        if self.editor.block_anchor is not None:
            here = self.editor.block.start
            self.editor.cursor, self.editor.block_anchor = self.editor.block_anchor, here

    def do_next_run(self) -> None:
        """Go to the first block with another verdict; while selecting, to the last one with this verdict."""
        keeps = self._keeps()
        row = self.table.cursor_row
        if not self.is_selecting:
            self.to_row(next((i for i in range(row, len(keeps)) if keeps[i] is not keeps[row]), len(keeps) - 1))
            return
        row = min(row + 1, len(keeps) - 1)  # at the end of a run, on through the next one
        self.to_row(next((i - 1 for i in range(row, len(keeps)) if keeps[i] is not keeps[row]), len(keeps) - 1))

    def do_previous_run(self) -> None:
        """Go to the first block of those with this verdict, or of those before them."""
        keeps = self._keeps()
        row = max(0, self.table.cursor_row - 1)
        self.to_row(next((i + 1 for i in range(row, -1, -1) if keeps[i] is not keeps[row]), 0))

    def _keeps(self) -> list[bool]:
        return [self.editor.state.blocks[start].keep for start in self.starts]

    # The mouse

    @on(SelectableRows.Pointed)
    def _pointed(self, message: SelectableRows.Pointed) -> None:
        message.stop()
        if max(message.first, message.last) >= len(self.starts):
            return
        first, last = self.starts[message.first], self.starts[message.last]
        if message.done and first == last:
            self.row_clicked(first)
        elif message.done:
            self.rows_dragged(first, last)
        else:
            self._select_rows(first, last)

    def row_clicked(self, start: int) -> None:
        """Go to the block whose row was clicked."""
        if start != self.editor.cursor or self.is_selecting:
            self.desk.recorder.press(f"block:{start}")
            self.editor.block_anchor = None
            self.go_to(start)
            self.show_selection()

    def rows_dragged(self, first: int, last: int) -> None:
        """Select the blocks over whose rows the mouse was dragged, from the block at `first` to that at `last`."""
        self.desk.recorder.press(f"blocks:{first}:{last}")
        self._select_rows(first, last)

    def _select_rows(self, first: int, last: int) -> None:
        self.editor.block_anchor, self.editor.cursor = first, last
        self.show_blocks()
