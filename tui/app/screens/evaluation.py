"""The evaluation screen: what the desk's extractors score against the project's gold, and what is behind a number."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events, on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Static

from tui.app.commands import Place
from tui.app.screens.chooser import Chooser, Item
from tui.app.screens.spans import Number, SpansScreen
from tui.app.screens.table import RowsScreen
from tui.app.widgets.lines import FooterLine, StatusLine
from tui.app.widgets.prompt import Prompt
from tui.app.widgets.score_cells import BAR, cell_text, column_titles, interval_bar
from tui.app.widgets.score_plots import ScorePlots
from tui.evaluation.tables import Table
from tui.model import CopydeskError, screen_safe

if TYPE_CHECKING:
    from tui.app.scoring import Scoring

PLOTS = "plots"
_NARROW, _WITH_BARS = 100, 104
_SIDES = 6  # cells beside the table: its margins and the scroll bar
_TALL, _BESIDE = 34, 9  # lines of the screen, and those that neither a table nor a plot gets


class EvaluationScreen(RowsScreen):
    """One table at a time. The cursor is on a number; Enter shows the spans behind it."""

    PLACE: ClassVar[Place] = Place.EVALUATION

    def __init__(self, scoring: "Scoring") -> None:
        super().__init__()
        self.scoring = scoring
        self.at = "summary"
        self.progress: tuple[int, int] | None = None
        self.trouble = ""
        self._places: dict[str, Coordinate] = {}

    def compose(self) -> ComposeResult:
        """Make the heading, the names of the tables, the table, the plots and the lines below."""
        yield Static(id="masthead")
        yield Static(id="sections")
        table: DataTable[Text] = DataTable(cursor_type="cell", cell_padding=1, fixed_columns=1, id="numbers")
        table.can_focus = False
        yield table
        yield ScorePlots()
        yield Static(id="empty")
        yield Static(id="remarks")
        yield StatusLine()
        yield FooterLine()
        yield Prompt()

    @property
    def numbers(self) -> "DataTable[Text]":
        """The table of numbers."""
        return self.query_one("#numbers", DataTable)

    @property
    def table(self) -> Table | None:
        """What the table shows; None for the plots, and before anything is scored."""
        return self.scoring.table(self.at)

    def on_mount(self) -> None:
        """Score."""
        self.query_one(ScorePlots).display = False
        self.show()
        self.score()

    def on_screen_resume(self) -> None:
        """Score again: gold may have been corrected."""
        if self.scoring.evaluation is not None:
            self.score()

    def on_resize(self, event: events.Resize) -> None:
        """Put the plots beside each other where there is room."""
        self.query_one(ScorePlots).set_class(event.size.width < _NARROW, "-narrow")
        self.call_after_refresh(self.show)

    # Scoring

    @work(exclusive=True, group="score")
    async def score(self) -> None:
        """Run the extractors where they have not run yet, and work out every number."""
        self.trouble = ""
        try:
            await self.scoring.run(self._progressed)
        except CopydeskError as error:
            self.trouble = str(error)
        finally:
            self.progress = None
        self.show()

    def _progressed(self, done: int, of: int) -> None:
        self.progress = (done, of)
        self.refresh_lines_below()

    # Showing

    def show(self) -> None:
        """Show the table that is chosen, or the plots."""
        evaluation = self.scoring.evaluation
        tables = [table.id for table in self.scoring.tables]
        if evaluation is not None and self.at not in (*tables, PLOTS):
            self.at = tables[0] if tables else PLOTS
        plots, numbers, empty = self.query_one(ScorePlots), self.numbers, self.query_one("#empty", Static)
        # A tall screen has room for the plots below the main scores.
        below = self.at == "summary" and self.size.height >= _TALL
        plots.display = evaluation is not None and (self.at == PLOTS or below)
        numbers.display = self.table is not None
        numbers.set_class(below, "-short")
        plots.set_class(below, "-below")
        empty.display = not plots.display and not numbers.display
        if plots.display and evaluation is not None:
            taken = _BESIDE + (len(self.table.rows) + 4 if self.table is not None else 0)
            self.call_after_refresh(plots.show, evaluation, self.size.height - taken)
        if numbers.display:
            self._fill()
        self.refresh_lines_below()

    def _fill(self) -> None:
        table, numbers = self.table, self.numbers
        assert table is not None
        numbers.clear(columns=True)
        rows = [[cell_text(table, row, i) for i in range(len(row))] for row in table.rows]
        titles = column_titles(table, self.desk.scheme)
        # A table that is painted at once has not measured its columns by then, and would keep the cut off cells.
        widths = [max(cell_len(title), *(row[i].cell_len for row in rows)) for i, title in enumerate(titles)]
        tight = sum(widths) + 2 * len(widths) > self.size.width - _SIDES
        numbers.cell_padding = 0 if tight else 1  # then one cell between two numbers, in place of two
        gap = " " if tight else ""
        for i, (title, width) in enumerate(zip(titles, widths, strict=True)):
            name = Text(title, justify="right") if i else Text(gap + title)
            numbers.add_column(name, width=width + len(gap))
        bars = self.size.width >= _WITH_BARS and interval_bar(table.rows[0], table.columns) is not None
        if bars:
            numbers.add_column(Text(f"0{'F1 with its interval':^{BAR - 2}}1", style="muted"), width=BAR)
        for row, cells in zip(table.rows, rows, strict=True):
            cells[0].pad_left(len(gap))
            numbers.add_row(*cells, *([interval_bar(row, table.columns) or Text("")] if bars else []))
        at = self._places.get(self.at, Coordinate(0, min(1, len(table.columns) - 1)))
        self._move_to(at.row, at.column)

    def _move_to(self, row: int, column: int) -> None:
        table = self.table
        if table is None:
            return
        row = max(0, min(row, len(table.rows) - 1))
        column = max(0, min(column, len(table.columns) - 1))
        self._places[self.at] = Coordinate(row, column)
        self.numbers.move_cursor(row=row, column=column, animate=False)

    def refresh_lines_below(self) -> None:
        """Bring the heading, the names of the tables, the remarks, the status line and the footer up to date."""
        evaluation = self.scoring.evaluation
        name = screen_safe(self.desk.project_name)
        who = screen_safe(evaluation.extractor) if evaluation is not None else ""
        heading = Content.assemble(("Evaluation", "bold $accent"), (f"   {name}", "bold"), (f"   {who}", "$muted"))
        self.query_one("#masthead", Static).update(heading, layout=False)
        self.query_one("#sections", Static).update(self._sections(), layout=False)
        done = f"scoring: {self.progress[0]} of {self.progress[1]} articles" if self.progress else "scoring\u2026"
        self.query_one("#empty", Static).update(Content(screen_safe(self.trouble or done)))
        self.query_one("#remarks", Static).update(self._remarks())
        facts = self._facts()
        trouble = self.trouble if evaluation is not None else ""
        self.query_one(StatusLine).say(facts, self.desk.news or trouble, problem=bool(trouble))
        self.show_footer(self.footer_keys())

    def _sections(self) -> Content:
        """Return the names of the tables, the one that is shown in the middle where not all fit."""
        if self.scoring.evaluation is None:
            return Content("")
        names = [*((table.id, table.title) for table in self.scoring.tables), (PLOTS, "Plots")]
        at = next((i for i, (table, _) in enumerate(names) if table == self.at), 0)
        room, first, last = self.size.width - 8, at, at + 1
        used = len(names[at][1]) if names else 0
        while True:
            more = [i for i in (last, first - 1) if 0 <= i < len(names) and used + len(names[i][1]) + 3 <= room]
            if not more:
                break
            used += len(names[more[0]][1]) + 3
            first, last = min(first, more[0]), max(last, more[0] + 1)
        parts = [("\u2039 " if first else "  ", "$muted")]
        for i in range(first, last):
            style = "bold reverse $accent" if i == at else "$muted"
            parts += [(screen_safe(names[i][1]), style), ("   ", "")]
        return Content.assemble(*parts, ("\u203a" if last < len(names) else "", "$muted"))

    def _remarks(self) -> Content:
        table = self.table
        remarks = [table.note] if table is not None and table.note else []
        if self.at == "summary":
            remarks += self.scoring.notes
        return Content.styled(screen_safe("\n".join(remarks), keep_newlines=True), "$muted")

    def _facts(self) -> list[str]:
        facts = []
        if self.progress is not None and self.scoring.evaluation is not None:
            facts.append(f"scoring again: {self.progress[0]} of {self.progress[1]}")
        number = self.number
        if number is not None:
            facts.append(screen_safe(number.title))
        return facts

    def footer_commands(self) -> list[str]:
        """Return the commands of most use."""
        if self.scoring.evaluation is None:
            return ["back", "refresh", "help"]
        return ["spans", "next_table", "table_list", "score_with", "write_report", "refresh", "back", "help"]

    # Commands

    @property
    def number(self) -> Number | None:
        """The number under the cursor."""
        table, at = self.table, self._places.get(self.at)
        if table is None or at is None or at.row >= len(table.rows):
            return None
        return Number(table.id, table.title, table.rows[at.row], table.columns[at.column])

    def do_spans(self) -> None:
        """Show the spans behind the number under the cursor."""
        number = self.number
        if number is None:
            raise CopydeskError("there is no number under the cursor here; {next_table} goes to a table")
        self.app.push_screen(SpansScreen(self.scoring, number))

    @property
    def row_total(self) -> int:
        """How many rows the table has."""
        return len(self.table.rows) if self.table else 0

    @property
    def screenful(self) -> int:
        """How many rows are a screen, but for two that stay in sight."""
        return max(1, self.numbers.size.height - 2)

    def step(self, rows: int, columns: int = 0) -> None:
        """Go so many rows down and columns to the right."""
        at = self._places.get(self.at, Coordinate(0, 0))
        self._move_to(at.row + rows, at.column + columns)

    def do_cell_left(self) -> None:
        """Go to the number on the left."""
        self.step(0, -1)

    def do_cell_right(self) -> None:
        """Go to the number on the right."""
        self.step(0, 1)

    def _turn(self, by: int) -> None:
        names = [*(table.id for table in self.scoring.tables), PLOTS]
        if self.scoring.evaluation is not None:
            self.at = names[(names.index(self.at) + by) % len(names)]
            self.show()

    def do_next_table(self) -> None:
        """Show the next table."""
        self._turn(1)

    def do_previous_table(self) -> None:
        """Show the table before."""
        self._turn(-1)

    def do_table_list(self) -> None:
        """Choose a table by name."""
        items = [Item(table.id, table.title, about=table.note) for table in self.scoring.tables]

        def chosen(table_id: str | None) -> None:
            if table_id is not None:
                self.at = table_id
                self.show()

        self.app.push_screen(Chooser("Tables", [*items, Item(PLOTS, "Plots")]), chosen)

    def do_refresh(self) -> None:
        """Score again."""
        self.score()

    def do_score_with(self) -> None:
        """Choose the extractor to score; it is compared with those scored before."""
        known = self.desk.extractors
        items = [Item(name, name, about=known.about(name)) for name in known.names()]

        def chosen(name: str | None) -> None:
            if name is not None:
                self.scoring.name = name
                self.score()

        self.app.push_screen(Chooser("Score an extractor", items), chosen)

    def do_write_report(self) -> None:
        """Ask for a file and write the report to it."""
        if self.scoring.evaluation is None:
            raise CopydeskError("nothing is scored yet, so there is nothing to report")
        names = ("report.html", *(f"report-{n}.html" for n in range(2, 1000)))
        free = next(name for name in names if not Path(name).exists())
        self.ask("report", "write the report to (.html, .md, .csv, .json)", free, self._report_to)

    def _report_to(self, name: str) -> None:
        if name.strip():
            self.desk.say("writing the report …")
            self._write_report(Path(name.strip()).expanduser())

    @work(exclusive=True, group="report")
    async def _write_report(self, path: Path) -> None:
        try:
            await asyncio.to_thread(self.scoring.write_report, path)
        except CopydeskError as error:
            self.desk.say("")
            self.refuse(str(error))
        else:
            self.desk.say(f"written to {path.absolute()}")

    def do_back(self) -> None:
        """Go back to the library."""
        self.app.pop_screen()

    def do_leave(self) -> None:
        """Go back to the library."""
        self.do_back()

    @on(DataTable.CellHighlighted)
    def _moved(self, event: DataTable.CellHighlighted) -> None:
        table = self.table
        if table is not None and event.coordinate.row < len(table.rows):
            column = min(event.coordinate.column, len(table.columns) - 1)
            self._places[self.at] = Coordinate(event.coordinate.row, column)
        self.refresh_lines_below()

    @on(DataTable.CellSelected)
    def _clicked_cell(self) -> None:
        self.run_command("spans")
