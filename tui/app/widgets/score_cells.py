"""How numbers and spans look on the evaluation screens: cells of tables, drawn intervals, errors in context."""

from collections.abc import Sequence

from rich.text import Text
from textual.content import Content

from tui.evaluation.behind import Behind
from tui.evaluation.context import Side
from tui.evaluation.metrics import shown
from tui.evaluation.tables import Cell, Table
from tui.model import screen_safe
from tui.model.scheme import Scheme

BAR = 25
"""Cells of a drawn interval, from 0 to 1."""


def column_titles(table: Table, scheme: Scheme) -> list[str]:
    """Return the column names as they are shown: the labels of a confusion matrix by their tags, which are short."""
    if table.id != "confusion":
        return [screen_safe(column) for column in table.columns]
    tags = {label.name: label.tag for label in scheme.entities}
    return ["gold \\ predicted", *(tags.get(column, screen_safe(column)[:4]) for column in table.columns[1:])]


def cell_text(table: Table, row: Sequence[Cell], at: int) -> Text:
    """Return a cell: names left, numbers right, what is undefined as a dash, hits and misses of a matrix in colour."""
    cell = row[at]
    if at == 0:
        total = str(cell) in ("micro", "macro", "macro, all labels")
        return Text(screen_safe(str(cell)), style="italic" if total else "")
    if table.id == "confusion":
        return _matrix_cell(table, row, at)
    if cell is None or isinstance(cell, float):
        style = "muted" if cell is None or table.columns[at] in ("low", "high") else ""
        return Text(shown(cell), style="bold" if table.columns[at] == "F1" else style, justify="right")
    return Text(screen_safe(str(cell)), justify="right")


def _matrix_cell(table: Table, row: Sequence[Cell], at: int) -> Text:
    count = int(row[at] or 0)
    if not count:
        return Text("\u00b7", style="muted", justify="right")
    hit = row[0] == table.columns[at]
    share = count / max(1, sum(int(x or 0) for x in row[1:]))
    return Text(
        str(count), style=f"{'bold ' if hit or share > 0.1 else ''}{'success' if hit else 'error'}", justify="right"
    )


def interval_bar(row: Sequence[Cell], columns: Sequence[str]) -> Text | None:
    """Return value and interval of a row drawn on a line from 0 to 1, None for a table without intervals."""
    if not {"F1", "low", "high"} <= set(columns):
        return None
    value, low, high = (row[columns.index(name)] for name in ("F1", "low", "high"))
    if not isinstance(value, float):
        return Text("")
    line = ["\u00b7"] * BAR
    if isinstance(low, float) and isinstance(high, float):
        first, last = _place(low), _place(high)
        line[first : last + 1] = "\u2500" * (last + 1 - first)
        line[first], line[last] = "\u251c", "\u2524"
    text = Text("".join(line), style="muted")
    at = _place(value)
    return Text.assemble(text[:at], ("\u25cf", "bold"), text[at + 1 :])


def _place(value: float) -> int:
    return round(max(0.0, min(1.0, value)) * (BAR - 1))


def span_row(one: Behind) -> list[Text]:
    """Return the cells of a span in the list: class, gold, predicted, text, article."""
    error = one.shown
    sides = [error.gold, error.predicted]
    said = next(side for side in sides if side is not None)
    kind = Text(error.kind, style="success" if one.right else "error")
    labels = [Text(screen_safe(side.label) if side else "\u2013", style="" if side else "muted") for side in sides]
    return [kind, *labels, Text(screen_safe(said.inside)), Text(screen_safe(error.document), style="muted")]


def detail(one: Behind | None) -> Content:
    """Return both sides of a span in the words around it."""
    if one is None:
        return Content("")
    error = one.shown
    where = f"{error.kind}  \u00b7  {screen_safe(error.document)}, character {error.start}"
    lines = [Content.styled(where, "$muted")]
    for name, side, style in (("gold", error.gold, "$success"), ("predicted", error.predicted, "$error")):
        if side is None:
            lines.append(Content.assemble((f"{name:<10}", f"bold {style}"), ("nothing", "$muted")))
        else:
            lines.append(_in_context(name, side, style))
    return Content("\n").join(lines)


def _in_context(name: str, side: Side, style: str) -> Content:
    note = f"  ({screen_safe(side.note)})" if side.note else ""
    return Content.assemble(
        (f"{name:<10}", f"bold {style}"), (f"{screen_safe(side.label)}  ", "bold"),
        (screen_safe(side.before), "$muted"), (screen_safe(side.inside), f"reverse {style}"),
        (screen_safe(side.after), "$muted"), (note, "$muted"),
    )  # fmt: skip
