"""Reports of one or more extractors: the formats by name, and those that are plain text."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from tui.evaluation.context import ErrorInContext, Side, errors
from tui.evaluation.evaluation import MACRO, Evaluation
from tui.evaluation.groups import groups_table
from tui.evaluation.matching import SCHEMES
from tui.evaluation.metrics import shown
from tui.evaluation.report_html import html
from tui.evaluation.report_terminal import terminal
from tui.evaluation.tables import Cell, Table, comparison, notes, tables

SCHEMA = "copydesk.evaluation/1"
FORMATS = ("terminal", "json", "csv", "markdown", "html")

_MARKDOWN_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_{}[]<>#|~"} | {"\n": " ", "\r": " "})


def render(evaluations: Sequence[Evaluation], form: str) -> str:
    """Return the report in one of `FORMATS`. Raises `KeyError` for another."""
    renderers: dict[str, Callable[[Sequence[Evaluation]], str]] = {
        "terminal": terminal, "json": as_json, "csv": as_csv, "markdown": markdown, "html": html,
    }  # fmt: skip
    return renderers[form](evaluations)


def as_json(evaluations: Sequence[Evaluation]) -> str:
    """Return every number and every error as JSON; undefined values are null."""
    data = {
        "schema": SCHEMA,
        "extractors": [_evaluation_json(evaluation) for evaluation in evaluations],
        "comparison": _table_json(comparison(evaluations)),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def as_csv(evaluations: Sequence[Evaluation]) -> str:
    """Return the numbers as one row for each extractor and score, undefined values empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = ("precision", "recall", "f1", "hits", "predicted", "gold")
    writer.writerow(["extractor", "score", *columns, "f1_low", "f1_high", "articles"])
    for evaluation in evaluations:
        for name, tally in evaluation.tallies.items():
            values, interval = tally.score.as_json(), evaluation.interval(name)
            row = [*(values[column] for column in columns), interval.low, interval.high, interval.documents]
            writer.writerow([no_formula(evaluation.extractor), no_formula(name), *row])
    return out.getvalue()


def markdown(evaluations: Sequence[Evaluation]) -> str:
    """Return the tables as Markdown, for a build's summary page."""
    parts = [as_markdown(e.extractor, notes(e), [*tables(e), groups_table(e)]) for e in evaluations]
    different = comparison(evaluations)
    if different.rows:
        parts.append(_markdown_table(different) + "\n")
    return "\n".join(parts)


def as_markdown(title: str, remarks: Sequence[str], shown_tables: Sequence[Table]) -> str:
    """Return a heading, remarks, and the tables that have rows."""
    parts = [f"# {_escaped(title)}", *(f"> {_escaped(remark)}" for remark in remarks)]
    parts += [_markdown_table(table) for table in shown_tables if table.rows]
    return "\n\n".join(parts) + "\n"


def _evaluation_json(evaluation: Evaluation) -> dict[str, Any]:
    scores: dict[str, Any] = {
        name: {**tally.score.as_json(), "interval": evaluation.interval(name).as_json()}
        for name, tally in evaluation.tallies.items()
    }
    data: dict[str, Any] = {"extractor": evaluation.extractor, "articles": len(evaluation.documents)}
    data["notes"] = notes(evaluation)
    spans = evaluation.entities
    if spans is not None:
        scores[MACRO] = {
            **{metric: spans.macro(metric) for metric in ("precision", "recall", "f1")},
            "interval": evaluation.interval(MACRO).as_json(),
        }
        data["schemes"] = {scheme: spans.counts(scheme) for scheme in SCHEMES}
        data["confusion"] = {"labels": list(spans.labels), "counts": spans.confusion.tolist()}
    data["scores"] = scores
    data["tables"] = [_table_json(table) for table in (*tables(evaluation), groups_table(evaluation)) if table.rows]
    data["errors"] = [_error_json(error) for error in errors(evaluation)]
    return data


def _table_json(table: Table) -> dict[str, Any]:
    return {"id": table.id, "title": table.title, "columns": list(table.columns), "rows": [list(r) for r in table.rows]}


def _error_json(error: ErrorInContext) -> dict[str, Any]:
    return {
        "layer": error.layer.value, "kind": error.kind, "article": error.document,
        "gold": _side_json(error.gold), "predicted": _side_json(error.predicted),
    }  # fmt: skip


def _side_json(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {"start": side.start, "end": side.end, "label": side.label, "text": side.inside, "note": side.note}


def _markdown_table(table: Table) -> str:
    lines = [f"## {_escaped(table.title)}", ""]
    lines.append("| " + " | ".join(_escaped(column) for column in table.columns) + " |")
    lines.append("|---" + "|---:" * (len(table.columns) - 1) + "|")
    lines += ["| " + " | ".join(_escaped(cell_text(cell)) for cell in row) + " |" for row in table.rows]
    return "\n".join([*lines, *(["", f"*{_escaped(table.note)}*"] if table.note else [])])


def cell_text(cell: Cell) -> str:
    """Return a cell as text: three digits for a value, a dash for what is undefined."""
    return shown(cell) if cell is None or isinstance(cell, float) else str(cell)


def _escaped(text: str) -> str:
    return text.translate(_MARKDOWN_SPECIAL)


def no_formula(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
