"""A state as rows of tables, and the tables brought up to date with a state.

The rows are derived: `fold(events)` gives them again. They are kept so that the library needs no fold, and so that
anyone can read the labels with a stock TinyDB.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from tinydb import TinyDB

from tui.annotation import Change, State
from tui.gold.keyed import Row, with_rows
from tui.gold.remembered import Tables
from tui.model import Event

# The field by which the rows of each table are known. `review` has one row.
KEYS = {"blocks": "start", "clusters": "id", "labels": "id"}
_REVIEW_TABLES = frozenset({"layers", "proposers", "verdicts", "fields"})


def review_row(state: State) -> Row:
    """Return what is known of the article as a whole: its layers, who proposed, verdicts on differences, note, flag."""
    verdicts = {"verdicts": [verdict.as_json() for verdict in state.verdicts.values()]} if state.verdicts else {}
    return {
        "layers": {layer.value: value.value for layer, value in state.layers.items()},
        "proposers": {layer.value: provenance.as_json() for layer, provenance in state.proposers.items()},
        "note": state.note,
        "flagged": state.flagged,
        **verdicts,
    }


def tables_of(meta: Row, article: Row, state: State, events: Iterable[Event]) -> Tables:
    """Return all tables of an article's file; `events` are those that the file itself holds."""
    tables: Tables = {"meta": {"1": meta}, "article": {"1": article}, "review": {"1": review_row(state)}}
    for name in KEYS:
        rows: Mapping[Any, Any] = getattr(state, name)
        tables[name] = {str(i): row.as_json() for i, row in enumerate(rows.values(), 1)}
    return tables | {"events": {str(event.n): event.as_json() for event in events}}


def write_changes(db: TinyDB, state: State, changes: Iterable[Change]) -> None:
    """Write the rows that `changes` touched, as they stand in `state`, which is the state after them.

    A keyed table goes straight to the storage: see `tui.gold.keyed`.
    """
    touched: dict[str, set[Any]] = {}
    for change in changes:
        touched.setdefault("review" if change.table in _REVIEW_TABLES else change.table, set()).add(change.key)
    if "review" in touched:
        db.table("review").update(_to(review_row(state)), doc_ids=[1])
    for name, field in KEYS.items():
        if keys := touched.get(name):
            current: Mapping[Any, Any] = getattr(state, name)
            rows = {key: current[key].as_json() if key in current else None for key in keys}
            tables = db.storage.read() or {}
            db.storage.write({**tables, name: with_rows(tables.get(name, {}), field, rows)})


def _to(row: Row) -> Any:
    def overwrite(document: Any) -> None:
        document.clear()
        document.update(row)

    return overwrite


def difference(tables: Tables, state: State) -> str | None:
    """Return where the tables say something else than the state, as "labels e2.1", or None where they agree."""
    if tables.get("review", {}).get("1") != review_row(state):
        return "review"
    for name, field in KEYS.items():
        found = {row.get(field): row for row in tables.get(name, {}).values()}
        rows: Mapping[Any, Any] = getattr(state, name)
        expected = {key: row.as_json() for key, row in rows.items()}
        if len(found) != len(tables.get(name, {})):
            return f"{name}, where one {field} is there twice"
        for key in [*expected, *found]:
            if found.get(key) != expected.get(key):
                return f"{name} {key}"
    return None
