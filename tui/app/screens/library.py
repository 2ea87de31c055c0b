"""The library: every article of the project, what is done of it, and which comes next."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import DataTable, Static

from tui.app.commands import Place
from tui.app.screens.base import CommandScreen
from tui.app.widgets.lines import FooterLine, StatusLine
from tui.app.widgets.prompt import Prompt
from tui.gold import Summary
from tui.model import screen_safe

_LAYERS = ("blocks", "entities", "quotes")
_SORTS = ("project order", "title", "words", "to review", "last touched")
_FIXED = 50
"""Cells that the columns beside the title take."""


def is_done(row: Summary) -> bool:
    """Whether every layer of the article is approved."""
    return bool(row.layers) and all(row.layers.get(layer) == "complete" for layer in _LAYERS)


def pending(row: Summary) -> int:
    """Return how many labels nobody has decided."""
    return row.labels.get("pending", 0)


def decided(row: Summary) -> int:
    """Return how many labels are gold."""
    return sum(row.labels.get(status, 0) for status in ("accepted", "corrected", "added"))


def arranged(rows: list[Summary], words: str, sort: int) -> list[Summary]:
    """Return the rows that hold every word, sorted by one of the orders; what can't be read comes last."""
    wanted = words.casefold().split()

    def about(row: Summary) -> str:
        state = "approved done" if is_done(row) else "open"
        flag = "flagged" if row.flagged else ""
        return f"{row.id} {row.title} {row.who or ''} {state} {flag} {row.note} {row.error or ''}".casefold()

    found = [row for row in rows if all(word in about(row) for word in wanted)]
    keys = (
        lambda row: (row.error is not None,),
        lambda row: (row.error is not None, row.title.casefold()),
        lambda row: (row.error is not None, -row.words),
        lambda row: (row.error is not None, -pending(row)),
        lambda row: (row.error is not None, "" if row.when is None else row.when),
    )
    ordered = sorted(found, key=keys[sort])
    if sort == len(keys) - 1:
        readable = [row for row in ordered if row.error is None]
        return [*reversed(readable), *(row for row in ordered if row.error is not None)]
    return ordered


class LibraryScreen(CommandScreen):
    """A table of articles. Enter opens one."""

    PLACE: ClassVar[Place] = Place.LIBRARY

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Summary] = []
        self.shown: list[Summary] = []
        self.words = ""
        self.sort = 0

    def compose(self) -> ComposeResult:
        """Make the heading, the table and the lines below."""
        yield Static(id="masthead")
        table: DataTable[Text] = DataTable(cursor_type="row", zebra_stripes=False, cell_padding=1)
        table.can_focus = False
        yield table
        yield Static(id="empty")
        yield StatusLine()
        yield FooterLine()
        yield Prompt()

    @property
    def table(self) -> "DataTable[Text]":
        """The table of articles."""
        return self.query_one(DataTable)

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

    def show_arranged(self, at: str | None) -> None:
        """Filter and sort, and put the cursor on the article `at`."""
        self.shown = arranged(self.rows, self.words, self.sort)
        self._fill()
        ids = [row.id for row in self.shown]
        if at in ids:
            self.table.move_cursor(row=ids.index(at), animate=False)
        self.refresh_lines_below()

    def _fill(self) -> None:
        table = self.table
        row = table.cursor_row
        table.clear(columns=True)
        title_width = max(16, self.size.width - _FIXED - 6)
        narrow = self.size.width < 100
        table.add_column("Title", width=title_width if not narrow else max(16, self.size.width - 40))
        for name, width in (("Words", 6), ("Labels", 6), ("To review", 9), ("Layers", 6)):
            table.add_column(Text(name, justify="right" if name != "Layers" else "left"), width=width)
        if not narrow:
            table.add_column("Last", width=17)
        for summary in self.shown:
            table.add_row(*(_cells(summary, title_width)[: 5 if narrow else 6]), key=summary.id)
        if self.shown:
            table.move_cursor(row=min(row, len(self.shown) - 1), animate=False)
        table.display = bool(self.shown)
        empty = self.query_one("#empty", Static)
        empty.display = not self.shown
        empty.update(
            "No article has these words. Esc shows all." if self.words else "This project has no articles yet."
        )

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
            (f"  {done} of {len(readable)} approved", "$foreground 60%"),
        )
        self.query_one("#masthead", Static).update(heading, layout=False)
        facts = [f"{len(self.shown)} article{'' if len(self.shown) == 1 else 's'}", f"by {_SORTS[self.sort]}"]
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

    def footer_commands(self) -> list[str]:
        """Return the commands of most use."""
        return ["open", "next_unreviewed", "filter", "sort", "theme", "palette", "help", "quit_library"]

    # Commands

    def do_open(self) -> None:
        """Open the article under the cursor."""
        if self.current is not None and self.current.error is None:
            self.desk.open_article(self.current.id, [row.id for row in self.shown if row.error is None])
        elif self.current is not None:
            self.desk.bell()

    def _move(self, rows: int) -> None:
        row = max(0, min(self.table.cursor_row + rows, len(self.shown) - 1))
        self.table.move_cursor(row=row, animate=False)

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
        self._move(-len(self.shown))

    def do_row_last(self) -> None:
        """Go to the last row."""
        self._move(len(self.shown))

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
        self.sort = (self.sort + 1) % len(_SORTS)
        self.show_arranged(self.current_id)

    def do_refresh(self) -> None:
        """Read the project again."""
        self.read()

    def do_leave(self) -> None:
        """Show every article again."""
        self.words = ""
        self.show_arranged(self.current_id)

    def do_quit_library(self) -> None:
        """Leave Copydesk."""
        self.do_quit()

    @on(Prompt.Typed)
    def _typed(self, message: Prompt.Typed) -> None:
        if message.purpose == "filter":
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


def _cells(row: Summary, width: int) -> list[Text]:
    title = " ".join(screen_safe(row.title or row.id).split())
    if row.error is not None:
        return [
            Text(title, style="dim"),
            Text(""),
            Text(""),
            Text("unreadable", style="bold red", justify="right"),
            Text(""),
            Text(""),
        ]
    done = is_done(row)
    flag = Text("! ", style="bold red") if row.flagged else Text("")
    name = Text.assemble(flag, (title, "dim" if done else ""))
    name.truncate(width, overflow="ellipsis")
    layers = Text(" ").join(
        Text(layer[0].upper(), style="bold green")
        if row.layers.get(layer) == "complete"
        else Text(layer[0], style="dim")
        for layer in _LAYERS
    )
    waiting = pending(row)
    last = f"{row.when[:10]} {row.who or ''}" if row.when else ""
    return [
        name,
        Text(f"{row.words:,}", justify="right", style="dim" if done else ""),
        Text(str(decided(row)), justify="right", style="dim" if done else ""),
        Text(str(waiting) if waiting else "·", justify="right", style="bold" if waiting else "dim"),
        layers,
        Text(screen_safe(last)[:17], style="dim"),
    ]
