"""Is a project whole? And where a file is damaged: its labels made anew from its log, the damaged file kept beside it.

An article's file has one document a line, so that of a file that is no longer JSON (cut short, a byte flipped, a merge
gone wrong) every whole line can still be read. The log is the truth: the longest run of events that follow on each
other and fold is kept, and every other row is made from it.
"""

import json
import re
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tui.annotation import History, step
from tui.cleaning.ids import is_legal
from tui.gold.durable import replace_file
from tui.gold.errors import MALFORMED, DamagedError, StoreError, reading, writing
from tui.gold.project import Project
from tui.gold.remembered import Tables
from tui.gold.rows import tables_of
from tui.gold.storage import AtomicJSONStorage, decode, migrated
from tui.gold.store import Store, article_from, article_row
from tui.gold.trail import Trail
from tui.model import Article, CopydeskError, Event

_TABLE = re.compile(rb'\s*"([a-z]+)"\s*:\s*\{\}?,?\s*')
_DOCUMENT = re.compile(rb'\s*"(\d+)"\s*:\s*(\{.*\})\s*,?\s*')


@dataclass(frozen=True, slots=True)
class ProjectFinding:
    """Something wrong with a file of a project, and what was done about it (None: nothing)."""

    path: Path
    what: str
    mended: str | None = None

    def __str__(self) -> str:
        return self.what if self.mended is None else f"{self.what} - {self.mended}"


def check_project(path: str | Path, *, repair: bool = False) -> list[ProjectFinding]:
    """Return everything wrong with a project: each file opens, its log folds, and its rows are what the log says.

    With `repair`, rows are made anew from the log where that is possible, and the damaged file is kept under a name
    that ends with `.damaged-N`. A file of a newer schema is never touched.

    Raises `StoreError` where there is no project.
    """
    store = Store(Project.open(path))
    found: list[ProjectFinding] = []
    for row in store.overview():
        file = store.project.articles / f"{row.id}.json"
        try:
            if not is_legal(row.id):
                raise StoreError(row.error or f"{file} is not named like an article")
            store.load(row.id)
        except DamagedError as error:
            found.append(ProjectFinding(file, str(error), _repaired(store, row.id) if repair else None))
        except StoreError as error:
            found.append(ProjectFinding(file, str(error)))
    for file in sorted(store.project.articles.glob("*.trail.jsonl")):
        name = file.name.removesuffix(".trail.jsonl")
        if not (store.project.articles / f"{name}.json").exists():
            found.append(ProjectFinding(file, f"{file} is the older part of a log, but its article {name!r} is gone"))
    return found


def _repaired(store: Store, article_id: str) -> str | None:
    """Mend an article's file and return what was done, or None where it can't be mended."""
    path = store.project.article_path(article_id)
    with store.project.lock():
        with reading(path):
            blob = path.read_bytes()
        try:
            tables, lost, whole = _salvaged(blob, path)
            article = article_from(tables["article"]["1"])
            trail = Trail.of(tables, store.project.trail_path(article_id))
            history, events = _longest_log(article, (*trail.read(), *_in_a_row(tables, trail.events + 1)))
        except MALFORMED:
            return None
        if article.id != article_id or len(events) < max(1, trail.events):
            return None
        kept = _spare_name(path)
        with writing(kept):
            replace_file(kept, blob)
        newer = events[trail.events :]
        rows = tables_of(tables["meta"]["1"], article_row(article), history.state, newer)
        AtomicJSONStorage(path).write(rows)
    lost += len(tables.get("events", {})) - len(newer)
    outcome = (
        "no event is lost"
        if whole and not lost
        else f"{lost} lines could not be used: look whether anything done after {events[-1].at} is missing"
    )
    return f"made anew from {len(events)} events ({outcome}); the damaged file is {kept.name}"


def _salvaged(blob: bytes, path: Path) -> tuple[Tables, int, bool]:
    """Return the tables in a file, how many of its lines could not be used, and whether it was all there."""
    try:
        return decode(blob, path), 0, True
    except DamagedError:
        tables: Tables = {}
        table: dict[str, Any] | None = None
        lost = 0
        for line in blob.splitlines():
            if opened := _TABLE.fullmatch(line):
                table = tables.setdefault(opened[1].decode(), {})
            elif (document := _DOCUMENT.fullmatch(line)) and table is not None:
                number = document[1].decode()
                try:
                    row = json.loads(document[2])
                except (ValueError, RecursionError):
                    lost += 1
                    continue
                # Where a merge left two versions of an event, the first is kept: that side is a log that folds.
                lost += number in table
                table.setdefault(number, row)
            elif line.strip(b" \t\r{},"):
                lost += 1
        return migrated(tables, path), lost, False


def _in_a_row(tables: Tables, first: int) -> list[Event]:
    """Return the events from number `first` on, up to the first that is missing or can't be read."""
    rows = tables.get("events", {})
    events = []
    for n in range(first, first + len(rows)):
        row = rows.get(str(n), {})
        if not {"n", "at", "by", "do"} <= row.keys():
            break
        events.append(Event.from_json(row))
    return events


def _longest_log(article: Article, events: tuple[Event, ...]) -> tuple[History, tuple[Event, ...]]:
    """Return the history after as many events as fold, and those events."""
    history = History.start(article)
    for i, event in enumerate(events):
        try:
            history, _ = step(history, event)
        except CopydeskError:
            return history, events[:i]
    return history, events


def _spare_name(path: Path) -> Path:
    names = (path.with_name(f"{path.name}.damaged-{i}") for i in count(1))
    return next(name for name in names if not name.exists())
