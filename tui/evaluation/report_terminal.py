"""A report as tables for the terminal."""

import io
from collections import Counter
from collections.abc import Sequence
from itertools import chain, combinations

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from tui.evaluation.context import ErrorInContext, Side, errors
from tui.evaluation.evaluation import Evaluation
from tui.evaluation.groups import groups_table
from tui.evaluation.metrics import shown
from tui.evaluation.tables import Cell, Table, comparison, notes, tables
from tui.model import screen_safe

_SUMMARY = ("summary", "labels", "quotes", "errors", "quote-errors", "groups")
"""The tables that are shown unless all are asked for."""

_MOST_CONFUSIONS = 30


def terminal(
    evaluations: Sequence[Evaluation], *, every_table: bool = False, most_errors: int = 0, width: int = 100,
    color: bool = False,
) -> str:  # fmt: skip
    """Return the report for a terminal of `width` columns; with `most_errors`, that many errors in context.

    Colour only as ANSI styles that a plain terminal can do without. Control characters of the articles are made
    harmless.
    """
    console, out = _console(width, color=color)
    for evaluation in evaluations:
        found = [*tables(evaluation), groups_table(evaluation)]
        wanted = [table for table in found if every_table or table.id in _SUMMARY]
        _print_all(console, evaluation.extractor, notes(evaluation), wanted)
        for number, error in enumerate(errors(evaluation)):
            if number == most_errors:
                break
            console.print(error_text(error))
    different = comparison(evaluations)
    if different.rows:
        _print_table(console, different)
    return out.getvalue()


def tables_text(
    title: str, remarks: Sequence[str], shown_tables: Sequence[Table], width: int = 100, *, color: bool = False,
    after: Sequence[Text] = (),
) -> str:  # fmt: skip
    """Return a heading, remarks, the tables that have rows, and what comes `after`, for so many columns."""
    console, out = _console(width, color=color)
    _print_all(console, title, remarks, shown_tables)
    for text in after:
        console.print(text)
    return out.getvalue()


def error_text(error: ErrorInContext) -> Text:
    """Return one error as lines: what is wanted, and what was found, each in its context."""
    text = Text(f"{error.kind:<15}", style="bold")
    text.append(screen_safe(error.document), style="dim")
    for sign, side, style in (("-", error.gold, "green"), ("+", error.predicted, "red")):
        if side is not None:
            text.append(f"\n  {sign} ")
            text.append_text(side_text(side, style))
    return text


def side_text(side: Side, style: str) -> Text:
    """Return one side of an error or a difference in its context."""
    text = Text(f"{screen_safe(side.label)} {side.start}:{side.end} ")
    text.append(screen_safe(side.before[-25:]), style="dim")
    text.append(f"[{screen_safe(side.inside)}]", style=style)
    text.append(screen_safe(side.after[:25]), style="dim")
    if side.note:
        text.append(f" ({screen_safe(side.note)})")
    return text


def _console(width: int, *, color: bool) -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=color, no_color=not color, highlight=False, legacy_windows=False
    )
    return console, out


def _print_all(console: Console, title: str, remarks: Sequence[str], shown_tables: Sequence[Table]) -> None:
    console.print(Text(screen_safe(title), style="bold"))
    for remark in remarks:
        console.print(Text(screen_safe(remark), style="italic"))
    for table in shown_tables:
        if table.rows and table.id == "confusion":
            _print_table(console, _matrix_for(table, console.width), tight=True)
        elif table.rows:
            _print_table(console, table)


def _matrix_for(table: Table, width: int) -> Table:
    """Return a confusion matrix with short column names; where it is too wide even so, the confusions one by one."""
    names = [str(row[0]) for row in table.rows]
    short = short_names(names)
    rows = tuple((name, *(count or "\u00b7" for count in row)) for name, *row in table.rows)
    columns = [(name, *(row[i] for row in rows)) for i, name in enumerate((table.columns[0], *short))]
    if sum(max(len(str(cell)) for cell in column) + 1 for column in columns) < width:
        note = f"{table.note} Columns stand in the order of the rows."
        return Table(table.id, table.title, (table.columns[0], *short), rows, note)
    pairs = [
        (str(row[0]), names[i], int(count or 0))
        for row in table.rows
        for i, count in enumerate(row[1:])
        if count and row[0] != names[i]
    ]
    worst = tuple(sorted(pairs, key=lambda pair: -pair[2])[:_MOST_CONFUSIONS])
    note = f"{table.note} The matrix itself is too wide for {width} columns; the other formats have it."
    return Table(table.id, "Most frequent confusions", ("gold", "predicted", "spans"), worst, note)


def short_names(names: Sequence[str], length: int = 3) -> list[str]:
    """Return names of at most `length` characters that are still told apart: their first ones, or others in order.

    First letters that two names share stand for neither, so that PER is not PERCENT beside PERSON.
    """
    beginnings = Counter(name[:length] for name in names)
    short: dict[str, None] = {}
    for name in names:
        others = ("".join(some) for some in combinations(name, length) if some[0] == name[0])
        taken = {*short, *(text for text, count in beginnings.items() if count > 1 or text != name[:length])}
        short[next((one for one in chain([name[:length]], others) if one not in taken), name)] = None
    return list(short)


def _print_table(console: Console, table: Table, *, tight: bool = False) -> None:
    console.print(Text(f"\n{table.title}", style="bold"))
    made = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0) if tight else (0, 1))
    for i, column in enumerate(table.columns):
        # A name that is too long for the screen goes on in the next line; numbers are never cut.
        made.add_column(Text(screen_safe(column)), justify="right" if i else "left", no_wrap=bool(i), overflow="fold")
    for row in table.rows:
        made.add_row(*(Text(_cell(cell)) for cell in row))
    console.print(made)
    if table.note:
        console.print(Text(table.note, style="dim"))


def _cell(cell: Cell) -> str:
    return shown(cell) if cell is None or isinstance(cell, float) else screen_safe(str(cell))
