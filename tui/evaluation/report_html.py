"""A report as one HTML file: tables, plots, confusion matrix, and every error in context. It needs no network.

Everything that comes from articles, labels or extractors is escaped, and control characters are made visible. The
page has no script: the number in a confusion cell or beside an error class is a link to the errors behind it.
"""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from tui.evaluation.context import ErrorInContext, Side, errors
from tui.evaluation.evaluation import Evaluation
from tui.evaluation.groups import groups_table
from tui.evaluation.intervals import width_curve
from tui.evaluation.matching import ERROR_CLASSES
from tui.evaluation.metrics import shown
from tui.evaluation.plots import Dot, bars, curve, dots
from tui.evaluation.tables import (
    MAIN,
    Cell,
    Table,
    comparison,
    confusion_table,
    extractor_names,
    notes,
    tables,
)
from tui.model import Layer, screen_safe

_NAME = 30  # characters of a name that a plot has room for


def html(evaluations: Sequence[Evaluation]) -> str:
    """Return the whole page."""
    title = "Evaluation of " + ", ".join(evaluation.extractor for evaluation in evaluations)
    style = files("tui.evaluation").joinpath("report.css").read_text("utf-8")
    body = [f"<h1>{_text(title)}</h1>"]
    if len(evaluations) > 1:
        body += _side_by_side(evaluations)
    for number, evaluation in enumerate(evaluations, start=1):
        body += _section(evaluation, f"x{number}")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{_text(title)}</title><style>{style}</style></head><body>\n" + "\n".join(body) + "\n</body></html>\n"
    )


def _side_by_side(evaluations: Sequence[Evaluation]) -> Iterator[str]:
    short = extractor_names([evaluation.extractor for evaluation in evaluations])
    rows = [
        _dot(evaluation, name, f"{name}, {short[evaluation.extractor]}")
        for name in MAIN
        for evaluation in evaluations
        if name in evaluation.tallies
    ]
    yield "<h2>Side by side</h2>" + dots("F1 of each extractor with its 95 % interval", rows)
    different = comparison(evaluations)
    if different.rows:
        yield _table(different)


def _section(evaluation: Evaluation, anchor: str) -> Iterator[str]:
    yield f'<section id="{anchor}"><h2>{_text(evaluation.extractor)}</h2>'
    for note in notes(evaluation):
        yield f'<p class="note">{_text(note)}</p>'
    found = list(errors(evaluation))
    linked = {_anchor(anchor, error, what) for error in found for what in ("kind", "cell")}
    for table in (*tables(evaluation), groups_table(evaluation)):
        if not table.rows:
            continue
        if table.id == "confusion" and evaluation.entities is not None:
            yield _confusion(evaluation, anchor, linked)
        elif table.id in ("errors", "quote-errors"):
            layer = Layer.ENTITIES if table.id == "errors" else Layer.QUOTES
            yield _classes(table, anchor, layer, linked)
        elif table.id == "curve":
            yield _table(table) + _curves(evaluation)
        else:
            yield _table(table)
        if table.id == "labels":
            yield _label_plot(evaluation)
    yield from _errors(found, anchor)
    yield "</section>"


def _label_plot(evaluation: Evaluation) -> str:
    names = [f"entities.{label}" for label in (evaluation.entities.labels if evaluation.entities else ())]
    return dots("F1 of each label with its 95 % interval", [_dot(evaluation, n, n.partition(".")[2]) for n in names])


def _dot(evaluation: Evaluation, name: str, title: str) -> Dot:
    found = evaluation.interval(name)
    hover = f"{title}: {shown(found.value)}, 95 % interval {shown(found.low)} to {shown(found.high)}"
    name = title if len(title) <= _NAME else f"{title[: _NAME - 1]}\u2026"
    return Dot(screen_safe(name), found.value, found.low, found.high, screen_safe(hover))


def _curves(evaluation: Evaluation) -> str:
    parts = []
    for name in MAIN:
        if name in evaluation.tallies:
            tally = evaluation.tally(name)
            points = [(point.documents, point.half_width) for point in width_curve(tally)]
            if points:
                parts.append(curve(f"Half the width of the interval of {name}, by articles", points, len(tally.rows)))
    return "".join(parts)


def _table(table: Table) -> str:
    rows = "".join("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in table.rows)
    return _around(table, rows)


def _around(table: Table, rows: str) -> str:
    head = "".join(f'<th scope="col">{_text(column)}</th>' for column in table.columns)
    note = f'<p class="note">{_text(table.note)}</p>' if table.note else ""
    return f"<h3>{_text(table.title)}</h3><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}"


def _classes(table: Table, anchor: str, layer: Layer, linked: set[str]) -> str:
    """Return the error classes with their counts linked to the first error of each, and a bar for each."""
    rows = []
    for name, count in table.rows:
        target = f"{anchor}-{layer.value}-{name}"
        value = f'<a href="#{_text(target)}">{count}</a>' if target in linked else f"{count}"
        rows.append(f"<tr><td>{_text(str(name))}</td><td>{value}</td></tr>")
    wrong = [(str(name), int(count or 0)) for name, count in table.rows if name != "correct"]
    return _around(table, "".join(rows)) + (bars(table.title, wrong) if wrong else "")


def _confusion(evaluation: Evaluation, anchor: str, linked: set[str]) -> str:
    """Return the matrix, each count shaded by its share of the gold label (of the predictions, in the last row)."""
    assert evaluation.entities is not None
    table = confusion_table(evaluation.entities)
    rows = []
    for i, (name, *counts) in enumerate(table.rows):
        total = sum(int(count or 0) for count in counts) or 1
        cells = [f"<td>{_cell(name)}</td>"]
        for j, count in enumerate(counts):
            if not count:
                cells.append("<td></td>")
                continue
            names = evaluation.entities.labels
            key = _cell_key(*(names[k] if k < len(names) else None for k in (i, j)))
            value = f'<a href="#{anchor}-{key}">{count}</a>' if f"{anchor}-{key}" in linked else f"{count}"
            kind = "hit" if i == j else "miss"
            share = round(70 * int(count) / total)
            cells.append(f'<td class="{kind}" style="--share: {share}%">{value}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return _around(table, "".join(rows))


def _errors(found: Sequence[ErrorInContext], anchor: str) -> Iterator[str]:
    """Yield the errors by layer and class; the first of a class and of a confusion cell carries its anchor."""
    if found:
        yield f"<h3>Errors in context ({len(found)})</h3>"
    used: set[str] = set()
    order = {name: i for i, name in enumerate(ERROR_CLASSES)}
    for layer in Layer:
        mine = [error for error in found if error.layer is layer]
        for kind in sorted({error.kind for error in mine}, key=lambda name: (order.get(name, 99), name)):
            group = [error for error in mine if error.kind == kind]
            opening = f'<details open id="{_text(f"{anchor}-{layer.value}-{kind}")}">'
            yield f"{opening}<summary>{layer.value}: {_text(kind)} ({len(group)})</summary>"
            for error in sorted(group, key=_by_labels):
                target = _anchor(anchor, error, "cell")
                marked = "" if target in used else f' id="{_text(target)}"'
                used.add(target)
                yield f'<div class="error"{marked}>{_error(error)}</div>'
            yield "</details>"


def _error(error: ErrorInContext) -> str:
    lines = [f'<p class="where">{_text(error.document)}, character {error.start}</p>']
    for name, side in (("gold", error.gold), ("predicted", error.predicted)):
        if side is not None:
            lines.append(
                f'<p class="{name}"><span class="tag">{name}: {_text(side.label)}</span> {_in_context(side)}</p>'
            )
    return "".join(lines)


def _in_context(side: Side) -> str:
    note = f' <span class="where">({_text(side.note)})</span>' if side.note else ""
    return f"{_text(side.before)}<mark>{_text(side.inside)}</mark>{_text(side.after)}{note}"


def _anchor(anchor: str, error: ErrorInContext, what: str) -> str:
    if what == "kind":
        return f"{anchor}-{error.layer.value}-{error.kind}"
    gold, predicted = (side.label if side is not None else None for side in (error.gold, error.predicted))
    key = _cell_key(gold, predicted)
    return f"{anchor}-{key}" if error.layer is Layer.ENTITIES else f"{anchor}-{error.layer.value}-{key}"


def _cell_key(gold: str | None, predicted: str | None) -> str:
    """Return the part of an anchor that names a confusion cell, in characters that are safe in a link."""
    return "-".join("none" if label is None else label.encode().hex() for label in (gold, predicted))


def _by_labels(error: ErrorInContext) -> tuple[str, str, str, int]:
    gold, predicted = (side.label if side is not None else "" for side in (error.gold, error.predicted))
    return gold, predicted, error.document, error.start


def _cell(cell: Cell) -> str:
    return _text(shown(cell) if cell is None or isinstance(cell, float) else str(cell))


def _text(text: str) -> str:
    return escape(screen_safe(text))
