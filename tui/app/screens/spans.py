"""The spans behind a number, wrong ones first, each in its context; Enter opens the article there."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual import on, work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Static

from tui.app.commands import Place
from tui.app.scoring import NAMED, Scoring
from tui.app.screens.table import TableScreen
from tui.app.widgets.lines import StatusLine
from tui.app.widgets.prompt import Prompt
from tui.app.widgets.score_cells import detail, span_row
from tui.evaluation.behind import Behind
from tui.evaluation.tables import Cell
from tui.model import CopydeskError, Layer, screen_safe

MOST = 1_000
"""Rows that are listed at most; words narrow down all of them."""
PAGE = 100
"""Rows that are made at once; more come when the cursor nears the last."""

_COLUMNS = ("class", "gold", "predicted", "text", "article")


@dataclass(frozen=True)
class Number:
    """A number of a table: its row (known by its name) and its column."""

    table_id: str
    table_title: str
    row: tuple[Cell, ...]
    column: str

    @property
    def title(self) -> str:
        """What it is, in words."""
        names = [str(cell) for cell in self.row[: NAMED.get(self.table_id, 1)]]
        if self.table_id == "confusion":
            return f"gold {names[0]}, predicted {self.column}" if "\\" not in self.column else f"gold {names[0]}"
        return " \u00b7 ".join([*names, self.column])


def words_of(one: Behind) -> str:
    """Return what words are looked for in: the span's text, its labels, class and article."""
    error = one.shown
    sides = [f"{side.label} {side.inside} {side.note}" for side in (error.gold, error.predicted) if side]
    return f"{error.kind} {error.document} {' '.join(sides)}".casefold()


class SpansScreen(TableScreen):
    """A list of spans; the one under the cursor is shown in its context below."""

    PLACE: ClassVar[Place] = Place.SPANS

    def __init__(self, scoring: Scoring, number: Number) -> None:
        super().__init__()
        self.scoring, self.number = scoring, number
        self.found: list[tuple[Behind, str]] = []
        """Every span behind the number, with the words that it can be found by."""
        self.fitting: list[Behind] = []
        self.rows = self.wrong = 0
        self.words = ""
        self.looked = False
        self._widths: list[int] = []

    def below(self) -> Iterable[Widget]:
        """Make what stands in the place of an empty list, and the context of the span in the row."""
        yield from super().below()
        yield Static(id="detail")

    @property
    def shown(self) -> list[Behind]:
        """The spans that are listed."""
        return self.fitting[:MOST]

    @property
    def current(self) -> Behind | None:
        """The span under the cursor."""
        row = self.table.cursor_row
        return self.shown[row] if 0 <= row < len(self.shown) else None

    def on_mount(self) -> None:
        """Look for the spans."""
        self.show()
        self.look()

    def on_resize(self) -> None:
        """Give the text what width there is."""
        self.call_after_refresh(self.show)

    def on_screen_resume(self) -> None:
        """Score again: gold may have been corrected."""
        if self.is_mounted and self.shown:
            self.score()

    @work(exclusive=True, group="score")
    async def score(self) -> None:
        """Work out the numbers anew and show what is behind this one now."""
        try:
            await self.scoring.run(lambda *_: None)
        except CopydeskError as error:
            self.desk.say(str(error))
            return
        await self._look()

    @work(exclusive=True, group="score")
    async def look(self) -> None:
        """Show what is behind the number."""
        await self._look()

    async def _look(self) -> None:
        """Find the spans, which takes seconds for a large project, while keys go on working."""
        number = self.number

        def find() -> list[tuple[Behind, str]]:
            found = self.scoring.behind(number.table_id, number.row, number.column)
            return [(one, words_of(one)) for one in found]

        self.found = await asyncio.to_thread(find)
        self.looked = True
        if self.is_attached:
            self.show()

    def show(self) -> None:
        """Fill the list, with the cursor where it was."""
        wanted = self.words.casefold().split()
        self.fitting = [one for one, about in self.found if all(word in about for word in wanted)]
        self.wrong = sum(not one.right for one in self.fitting)
        table, row = self.table, self.table.cursor_row
        table.clear(columns=True)
        self.rows = 0
        first = [span_row(one) for one in self.shown[:PAGE]]
        widths = [
            max([len(title), *(min(16, cells[i].cell_len) for cells in first)]) for i, title in enumerate(_COLUMNS)
        ]
        widths[3] = max(10, self.size.width - 4 - sum(widths[:3]) - widths[4] - 2 * len(_COLUMNS) - 1)
        for title, width in zip(_COLUMNS, widths, strict=True):
            table.add_column(title, width=width)
        self._widths = widths
        self._add_rows(max(PAGE, row + 1))
        table.display = bool(self.rows)
        empty = self.query_one("#empty", Static)
        empty.display = not self.rows
        nothing = (
            self.desk.keymap.told("No span has these words. {leave} shows all.")
            if self.words
            else "No span is behind this number."
        )
        empty.update(nothing if self.looked else "looking for the spans …")
        if self.rows:
            table.move_cursor(row=min(row, self.rows - 1), animate=False)
        self.refresh_lines_below()

    def _add_rows(self, count: int) -> None:
        """List the first `count` spans, where there are so many."""
        for one in self.shown[self.rows : count]:
            cells = span_row(one)
            for cell, width in zip(cells, self._widths, strict=True):
                cell.truncate(width, overflow="ellipsis")
            self.table.add_row(*cells)
            self.rows += 1

    def refresh_lines_below(self) -> None:
        """Bring the heading, the context, the status line and the footer up to date."""
        heading = Content.assemble(
            ("Evaluation", "bold $accent"), (f"   {screen_safe(self.number.table_title)}", "bold"),
            (f"   {screen_safe(self.number.title)}", "$muted"),
        )  # fmt: skip
        self.query_one("#masthead", Static).update(heading, layout=False)
        self.query_one("#detail", Static).update(detail(self.current))
        facts = [f"{len(self.fitting):,} spans", f"{self.wrong:,} wrong"] if self.looked else []
        facts += [f"the first {MOST:,} are listed; / narrows them down"] if len(self.fitting) > MOST else []
        facts += [f"with {screen_safe(self.words)}"] if self.words else []
        self.query_one(StatusLine).say(facts, self.desk.news)
        self.show_footer(self.footer_keys())

    def footer_commands(self) -> list[str]:
        """Return the commands of most use."""
        return ["open_span", "row_down", "filter", "guideline", "edit_guideline", "back", "help"]

    # Commands

    def do_open_span(self) -> None:
        """Open the article with the span in focus; y goes on to the next one of this list."""
        if self.current is None:
            raise CopydeskError("there is no span here to open")
        self.desk.open_error([one.shown for one in self.fitting], self.table.cursor_row)

    def guideline_of(self) -> tuple[Layer | None, str]:
        """Return the label of the span under the cursor: the gold's, else what was predicted."""
        shown = self.current.shown if self.current is not None else None
        side = (shown.gold or shown.predicted) if shown is not None else None
        return (shown.layer, side.label) if shown is not None and side is not None else (None, "")

    @property
    def row_total(self) -> int:
        """How many spans there are; rows are made for them as the cursor comes near."""
        return len(self.shown)

    def to_row(self, row: int) -> None:
        """Go to a row, and make some behind it."""
        if row + PAGE // 2 > self.rows:
            self._add_rows(row + PAGE)
        super().to_row(row)

    def do_filter(self) -> None:
        """Ask for words."""
        self.ask("filter", "show only", self.words, self._filter, given_up="")

    def _filter(self, words: str) -> None:
        self.words = words
        self.show()

    def do_back(self) -> None:
        """Go back to the numbers."""
        self.app.pop_screen()

    def do_leave(self) -> None:
        """Show every span again; when all are shown, go back to the numbers."""
        if self.words:
            self.words = ""
            self.show()
        else:
            self.do_back()

    @on(Prompt.Typed)
    def _typed(self, message: Prompt.Typed) -> None:
        if message.still_stands:
            self._filter(message.text)

    @on(DataTable.RowHighlighted)
    def _highlighted(self, event: DataTable.RowHighlighted) -> None:
        if event.cursor_row + PAGE // 2 > self.rows:  # by the mouse
            self._add_rows(event.cursor_row + PAGE)
        self.refresh_lines_below()

    @on(DataTable.RowSelected)
    def _clicked_row(self) -> None:
        self.run_command("open_span")
