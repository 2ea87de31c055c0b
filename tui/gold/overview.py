"""A line about each article of a project, through a cache that may be lost at any time."""

import contextlib
import json
import os
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tui.cleaning.ids import is_legal
from tui.gold.errors import MALFORMED, StoreError, reading
from tui.gold.project import Project
from tui.gold.remembered import Tables
from tui.gold.storage import AtomicJSONStorage
from tui.model import BlockKind, Layer

# A file that changed this short a time ago may change again without its time stamp showing it.
_SETTLED_NS = 100_000_000
_VERSION = 2
_BY_MACHINES = frozenset({"open", "suggest", "import"})


@dataclass(frozen=True, slots=True)
class Summary:
    """What the library shows of one article.

    `labels` counts labels by status; `progress` says of entities and quotes how many labels are decided on and how many
    there are; `layers` maps layer to state, `who` and `when` are of the last act of a person,
    `words` counts the kept text. `error` says why the file can't be read (everything else is then empty).
    """

    id: str
    title: str = ""
    words: int = 0
    labels: dict[str, int] = field(default_factory=dict)
    progress: dict[str, list[int]] = field(default_factory=dict)
    layers: dict[str, str] = field(default_factory=dict)
    who: str | None = None
    when: str | None = None
    flagged: bool = False
    note: str = ""
    error: str | None = None

    @property
    def is_article(self) -> bool:
        """Whether this is a file with an article's name (a copy that a sync tool made is not)."""
        return is_legal(self.id)


def overview(project: Project) -> tuple[Summary, ...]:
    """Return a summary of each file in the project's folder of articles, by id.

    Only files that have changed since the cache was written are read. Raises `StoreError` where the folder can't be
    read.
    """
    cached = _cached(project.index)
    rows: dict[str, list[Any]] = {}
    now = time.time_ns()
    with reading(project.articles):
        try:
            entries = sorted(os.scandir(project.articles), key=lambda entry: entry.name)
        except FileNotFoundError:
            entries = []
    for entry in entries:
        if not entry.name.endswith(".json"):
            continue
        name = entry.name.removesuffix(".json")
        try:
            status = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        stamp = [status.st_ino, status.st_mtime_ns, status.st_size]
        row = cached.get(name)
        if row is None or row[0] != stamp:
            settled = status.st_mtime_ns < now - _SETTLED_NS
            row = [stamp if settled else None, asdict(_summary(name, Path(entry.path), entry.is_symlink()))]
        rows[name] = row
    if rows != cached:
        _write_cache(project.index, rows)
    return tuple(Summary(**row[1]) for row in rows.values())


def _summary(name: str, path: Path, is_link: bool) -> Summary:
    if not is_legal(name):
        return Summary(name, error=f"{path} is not named like an article; is it a copy that a sync tool made?")
    if is_link:
        return Summary(name, error=f"{path} is a link; a project holds its articles itself: copy the file in")
    try:
        tables = AtomicJSONStorage(path).read()
        if tables is None:
            return Summary(name, error=f"{path} has just gone")
        return summary(name, tables)
    except StoreError as error:
        return Summary(name, error=str(error))
    except MALFORMED as error:
        return Summary(name, error=f"{path} is damaged ({error!r}); `copydesk check --repair` tries to mend it")


def summary(name: str, tables: Tables) -> Summary:
    """Return the summary of an article's tables. Raises `KeyError` and the like where rows lack fields."""
    article, review = tables["article"]["1"], tables["review"]["1"]
    text: str = article["text"]
    blocks = sorted(tables["blocks"].values(), key=lambda block: block["start"])
    title = next((text[b["start"] : b["end"]] for b in blocks if b["kind"] == BlockKind.TITLE.value), "")
    last = next((e for e in reversed(tables["events"].values()) if e["do"] not in _BY_MACHINES), None)
    return Summary(
        name,
        title,
        words=sum(len(text[block["start"] : block["end"]].split()) for block in blocks if block["keep"]),
        labels=dict(sorted(Counter(label["status"] for label in tables["labels"].values()).items())),
        progress={layer.value: _progress(tables, layer.value) for layer in (Layer.ENTITIES, Layer.QUOTES)},
        layers=review["layers"],
        who=last["by"] if last else None,
        when=last["at"] if last else None,
        flagged=review["flagged"],
        note=review["note"],
    )


def _progress(tables: Tables, layer: str) -> list[int]:
    """Return how many labels of a layer are decided on, and how many there are."""
    statuses = [row["status"] for row in tables["labels"].values() if row["layer"] == layer]
    return [len(statuses) - statuses.count("pending"), len(statuses)]


def _cached(index: Path) -> dict[str, Any]:
    """Return the cached rows; none where the cache is absent, of another version, or not what was written."""
    try:
        data = json.loads(index.read_bytes())
        if data["version"] != _VERSION:
            return {}
        rows: dict[str, Any] = data["rows"]
        for row in rows.values():
            Summary(**row[1])
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return {}
    return rows


def _write_cache(index: Path, rows: dict[str, list[Any]]) -> None:
    temporary = index.with_name(f"{index.name}.{os.getpid()}")
    with contextlib.suppress(OSError):  # losing a cache costs only time
        temporary.write_text(json.dumps({"version": _VERSION, "rows": rows}), encoding="utf-8")
        temporary.replace(index)
