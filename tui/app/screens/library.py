"""The library: every article of the project, what is done of it, and which comes next."""

import asyncio
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.content import Content
from textual.widgets import DataTable, Static

from tui.app.commands import Place
from tui.app.library_rows import LAYERS, ORDERS, Column, arranged, cells, columns, is_done
from tui.app.screens.chooser import Item
from tui.app.screens.table import TableScreen
from tui.app.widgets.lines import StatusLine
from tui.app.widgets.prompt import Prompt
from tui.gold import Summary
from tui.model import screen_safe


class LibraryScreen(TableScreen):
    """A table of articles. Enter opens one."""

    PLACE: ClassVar[Place] = Place.LIBRARY

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Summary] = []
        self.shown: list[Summary] = []
        self.words = ""
        self.order = ORDERS[0]
        self.turned = False
        self.differ: dict[str, str] = {}
        self._columns: list[Column] = []

    def on_mount(self) -> None:
        """Read the project."""
        self.read()

    def on_screen_resume(self) -> None:
        """Read the project again: an article was worked on."""
        if self.is_mounted:
            self.read()

    def on_resize(self) -> None:
        """Give the title what width there is."""
        if self.shown:
            self._fill()

    def read(self, article_id: str | None = None) -> None:
        """Read the project and keep the cursor on its article, or put it on `article_id`."""
        at = article_id or self.desk.current_id or self.current_id
        self.rows = self.desk.summaries()
        self.show_arranged(at)
        self._count_differences()

    def show_arranged(self, at: str | None) -> None:
        """Filter and sort, and put the cursor on the article `at`."""
        self.shown = arranged(self.rows, self.words, self.order, turned=self.turned)
        self._fill()
        ids = [row.id for row in self.shown]
        if at in ids:
            self.table.move_cursor(row=ids.index(at), animate=False)
        self.refresh_lines_below()

    def _fill(self) -> None:
        table = self.table
        row = table.cursor_row
        table.clear(columns=True)
        self._columns = columns(self.size.width, compared=self.desk.other is not None)
        for column in self._columns:
            right = column.name in ("Words", "Labels", "To review", "Differ")
            mark = (" ▴" if self._ascending else " ▾") if column.order == self.order.name else ""
            name = Text(column.name + mark, justify="right" if right else "left")
            table.add_column(name, width=column.width, key=column.name)
        for summary in self.shown:
            table.add_row(*cells(summary, self._columns, self.differ.get(summary.id, "")), key=summary.id)
        if self.shown:
            table.move_cursor(row=min(row, len(self.shown) - 1), animate=False)
        table.display = bool(self.shown)
        empty = self.query_one("#empty", Static)
        empty.display = not self.shown
        empty.update(
            self.desk.keymap.told("No article has these words. {leave} shows all.")
            if self.words
            else "This project has no articles yet."
        )

    @property
    def _ascending(self) -> bool:
        return self.order.descending == self.turned

    @property
    def current(self) -> Summary | None:
        """The article under the cursor."""
        row = self.table.cursor_row
        return self.shown[row] if 0 <= row < len(self.shown) else None

    @property
    def current_id(self) -> str | None:
        """The id of the article under the cursor."""
        return self.current.id if self.current else None

    def refresh_lines_below(self) -> None:
        """Bring the heading, the status line and the footer up to date."""
        done = sum(is_done(row) for row in self.rows)
        readable = [row for row in self.rows if row.error is None]
        name = screen_safe(self.desk.project_name)
        heading = Content.assemble(
            ("Copydesk", "bold $accent"),
            (f"   {name}", "bold"),
            "   ",
            _bar(done, len(readable)),
            (f"  {done} of {len(readable)} approved", "$muted"),
            *self._layer_bars(readable),
        )
        self.query_one("#masthead", Static).update(heading, layout=False)
        order = f"by {self.order.name}{', turned round' if self.turned else ''}"
        facts = [f"{len(self.shown)} article{'' if len(self.shown) == 1 else 's'}", order]
        if self.desk.other is not None:
            facts.append(f"compared with {self.desk.other.name}")
        if self.words:
            facts.append(f"with “{screen_safe(self.words)}”")
        flagged = sum(row.flagged for row in self.rows)
        facts += [f"{flagged} flagged"] if flagged else []
        current = self.current
        if current is not None and current.error is not None:
            self.query_one(StatusLine).say([], current.error, problem=True)
        else:
            note = f"note: {current.note}" if current and current.note else ""
            self.query_one(StatusLine).say(facts, note or self.desk.news)
        self.show_footer(self.footer_keys())

    def _layer_bars(self, rows: list[Summary]) -> list[Content | str]:
        """Return a bar a layer where there is room: how many articles have it approved."""
        if self.size.width < 132:
            return []
        bars: list[Content | str] = []
        for layer in LAYERS:
            done = sum(row.layers.get(layer) == "complete" for row in rows)
            bars += ["    ", Content.styled(f"{layer} ", "$muted"), _bar(done, len(rows), 8)]
        return bars

    def footer_commands(self) -> list[str]:
        """Return the commands of most use."""
        return [
            "open", "next_unreviewed", "blocks", "filter", "sort", "compare", "theme", "palette", "help",
            "quit_library",
        ]  # fmt: skip

    # Commands

    def do_open(self) -> None:
        """Open the article under the cursor."""
        self._open()

    def _open(self, *, blocks: bool = False) -> None:
        if self.current is not None and self.current.error is None:
            queue = [row.id for row in self.shown if row.error is None]
            self.desk.open_article(self.current.id, queue, blocks=blocks)
        elif self.current is not None:
            self.desk.bell()

    def do_blocks(self) -> None:
        """Open the blocks of the article under the cursor."""
        self._open(blocks=True)

    def do_next_unreviewed(self) -> None:
        """Go to the next article that is not approved, round the end."""
        at = self.table.cursor_row
        around = [*range(at + 1, len(self.shown)), *range(at + 1)]
        for row in around:
            if self.shown[row].error is None and not is_done(self.shown[row]):
                self.table.move_cursor(row=row, animate=False)
                return
        self.desk.say("every article here is approved")

    def do_filter(self) -> None:
        """Ask for words."""
        self.ask("filter", "show only", self.words, self._filter, given_up="")

    def _filter(self, words: str) -> None:
        self.words = words
        self.show_arranged(self.current_id)

    def do_sort(self) -> None:
        """Sort by the next order."""
        self.order, self.turned = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)], False
        self.show_arranged(self.current_id)

    def do_sort_turned(self) -> None:
        """Turn the order round."""
        self.turned = not self.turned
        self.show_arranged(self.current_id)

    @on(DataTable.HeaderSelected)
    def _clicked_heading(self, message: DataTable.HeaderSelected) -> None:
        """Sort by the column that was clicked; a second click turns the order round."""
        wanted = next((x.order for x in self._columns if x.name == message.column_key.value), "")
        order = next((x for x in ORDERS if x.name == wanted), None)
        if order is not None:
            self.turned = order is self.order and not self.turned
            self.order = order
            self.show_arranged(self.current_id)

    def do_compare(self) -> None:
        """Choose with whom every article is compared."""
        items = [Item(f"other:{other}", str(other), about="another project, or gold") for other in self.desk.others]
        items.append(Item("path", "another project or a gold file", about="type where it is"))
        if self.desk.other is not None:
            items.append(Item("nobody", "stop comparing"))
        self.choose("Compare every article with", items, self._compare_with)

    def _compare_with(self, chosen: str) -> None:
        kind, _, path = chosen.partition(":")
        if kind == "path":
            self.ask("compare", "project's folder or gold file", "", self._compare_at)
        else:
            self._compare_at(path)

    def _compare_at(self, path: str) -> None:
        self.desk.other = self.desk.other_at(Path(path.strip())) if path.strip() else None
        self.differ = {}
        self.read()

    @work(exclusive=True, group="differ")
    async def _count_differences(self) -> None:
        """Count what differs in each article, one after the other, while the library can be used."""
        from tui.gold.others import told_differences  # noqa: PLC0415 - what reads gold files is seldom needed here

        other, store = self.desk.other, self.desk.store
        if other is None or store is None:
            return
        for row in [row for row in self.rows if row.error is None]:
            self.differ[row.id] = await asyncio.to_thread(told_differences, store, other, row.id)
            if row.id in self.table.rows:
                self.table.update_cell(row.id, "Differ", Text(self.differ[row.id], justify="right"))

    def do_refresh(self) -> None:
        """Read the project again."""
        self.read()

    def do_evaluation(self) -> None:
        """Show the scores of the extractors."""
        self.desk.show_evaluation()

    def do_rules(self) -> None:
        """Show the project's own rules."""
        self.desk.show_rules()

    def do_leave(self) -> None:
        """Show every article again."""
        self.words = ""
        self.show_arranged(self.current_id)

    def do_quit_library(self) -> None:
        """Leave Copydesk."""
        self.do_quit()

    @on(Prompt.Typed)
    def _typed(self, message: Prompt.Typed) -> None:
        if message.purpose == "filter" and message.still_stands:
            self._filter(message.text)

    @on(DataTable.RowHighlighted)
    def _moved(self) -> None:
        self.refresh_lines_below()

    @on(DataTable.RowSelected)
    def _clicked_row(self) -> None:
        self.run_command("open")


def _bar(done: int, of: int, width: int = 20) -> Content:
    """Return a bar of `width` cells."""
    filled = round(width * done / of) if of else 0
    return Content.assemble(("━" * filled, "$success"), ("━" * (width - filled), "$foreground 20%"))
