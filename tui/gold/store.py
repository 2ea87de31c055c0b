"""Articles on disk: what a person did is one event and the rows it changed, in one atomic replace, under one lock.

Saving costs the same whatever the number of articles, because each is a file of its own. Readers need no lock: they see
the file before or after a save, never half of one. Only TinyDB's public interface is used: `CachingMiddleware` with one
explicit `flush` is a transaction, and a database object lives no longer than its transaction, so that nothing stale
(query cache, next id, a change whose write failed) outlives it.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.middlewares import CachingMiddleware
from tinydb.table import Document

from tui import __version__
from tui.annotation import ActionError, Change, History, Label, State, fold, step
from tui.gold import trail as trails
from tui.gold.errors import MALFORMED, ConflictError, DamagedError, NoSuchArticleError, StoreError
from tui.gold.overview import Summary, overview
from tui.gold.project import LOCK_SECONDS, Project
from tui.gold.remembered import Remembered, Tables
from tui.gold.rows import difference, tables_of, write_changes
from tui.gold.storage import AtomicJSONStorage, compact, schema_version
from tui.gold.trail import Trail
from tui.model import Article, Block, Event, Source, freeze

Clock = Callable[[], str]


def utc_now() -> str:
    """Return the time as the log writes it: ISO 8601, UTC, milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Stored:
    """An article as it is on disk: its log and what the log folds to. The log of a stored article is never empty."""

    article: Article
    history: History
    events: tuple[Event, ...]

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def state(self) -> State:
        """The state after the last event."""
        return self.history.state


class Store:
    """The articles of one project."""

    def __init__(self, project: Project, *, clock: Clock = utc_now, lock_seconds: float = LOCK_SECONDS) -> None:
        self.project = project
        self._clock = clock
        self._lock = project.lock(lock_seconds)
        self._remembered = Remembered()

    def ids(self) -> list[str]:
        """Return the ids of the articles, in order, damaged ones included."""
        return [row.id for row in self.overview() if row.is_article]

    def add(self, article: Article, by: str) -> bool:
        """Put a new article into the project. Return False where it is there already with the same text.

        Raises `StoreError` where another text has that id, the text is not frozen, or the disk refuses.
        """
        args = {"sha256": article.text_sha256, "length": len(article.text), "app": f"copydesk {__version__}"}
        return self.add_log(article, [Event(1, self._clock(), by, "open", args)])

    def add_log(self, article: Article, events: Sequence[Event]) -> bool:
        """Put a new article into the project with the log that it has. Returns and raises what `add` does.

        Raises `ActionError` or `SpanError`, too, where the log does not fold.
        """
        if freeze(article.text) != article.text:
            raise StoreError(f"the text of {article.id!r} holds control characters; `tui.model.freeze` takes them out")
        path = self._file(article.id)
        history = fold(article, events)
        with self._lock:
            self.project.make_room()
            storage = AtomicJSONStorage(path)
            if (tables := storage.read()) is not None:
                there = _article(tables, path)
                if (there.id, there.text_sha256) != (article.id, article.text_sha256):
                    raise StoreError(
                        f"the project has another text under the id {there.id!r}; give this one its own (the name of "
                        'its file, or "id" in JSONL)'
                    )
                return False
            meta = {"schema": schema_version()}
            storage.write(tables_of(meta, article_row(article), history.state, list(events)))
        return True

    def load(self, article_id: str) -> Stored:
        """Return an article, its log and what the log folds to.

        Raises `NoSuchArticleError`; `DamagedError` where the log does not fold or the label rows are not what it folds
        to; and what `AtomicJSONStorage.read` raises.
        """
        path = self.project.article_path(article_id)
        tables = self.tables(article_id)
        article = _article(tables, path)
        if article.id != article_id:
            raise DamagedError(f"{path} holds the article {article.id!r}; give the file back its own name")
        stored = folded(article, self._events(tables, article_id, 1), path)
        try:
            where = difference(tables, stored.state)
        except MALFORMED:
            where = "a row is not one of ours"
        if where:
            raise DamagedError(
                f"{path} is damaged ({where}: not what the log says); `copydesk check --repair` makes the rows anew "
                f"from the log and keeps the damaged file"
            )
        return stored

    def append(self, seen: Stored, events: Sequence[Event]) -> Stored:
        """Save events that a person made who had seen `seen`, and return the article as it is then.

        Events that another session has saved since are folded in first, and these are renumbered after them, if the
        two touch different things. Saving the same events again, after a save that failed, saves them once.

        Raises `ConflictError` where another session changed the same label, span, block, cluster or layer;
        `ActionError` or `SpanError` where an event does not fit; `LockedError`, `NotSavedError`. Nothing is saved then.
        """
        with self._lock, _transaction(self._file(seen.id), self._remembered) as db:
            if (tables := db.storage.read()) is None:
                raise self._no_such(seen.id)
            events = [as_stored(event) for event in events]
            theirs = self._since(tables, seen)
            if theirs == tuple(events):  # a save of these that failed at its very last step
                db.storage.write(tables)
                return _followed(seen, theirs)[0]
            current, made, changes = _merged(seen, theirs, events)
            db.table("events").insert_multiple(Document(event.as_json(), doc_id=event.n) for event in made)
            write_changes(db, current.state, changes)
            self._shorten(db, seen.id)
        return current

    def overview(self) -> tuple[Summary, ...]:
        """Return a line about each article, by id; a file that can't be read is a line with its error."""
        return overview(self.project)

    def tables(self, article_id: str) -> Tables:
        """Return the raw tables of an article's file. Raises `NoSuchArticleError` and what reading raises."""
        if (tables := AtomicJSONStorage(self._file(article_id)).read()) is None:
            raise self._no_such(article_id)
        return tables

    def _file(self, article_id: str) -> Path:
        path = self.project.article_path(article_id)
        if path.is_symlink():
            raise StoreError(f"{path} is a link; a project holds its articles itself: copy the file in")
        return path

    def _no_such(self, article_id: str) -> NoSuchArticleError:
        return NoSuchArticleError(f"there is no article {article_id!r} in {self.project.root}")

    def _trail(self, tables: Tables, article_id: str) -> Trail:
        path = self.project.trail_path(article_id)
        try:
            return Trail.of(tables, path)
        except MALFORMED as error:
            raise DamagedError(
                f"{path.name} can't be found: the file of {article_id!r} is damaged ({error})"
            ) from error

    def _events(self, tables: Tables, article_id: str, first: int) -> tuple[Event, ...]:
        """Return the events from number `first` on, those of the trail included where they are needed."""
        trail = self._trail(tables, article_id)
        older = trail.read()[first - 1 :] if first <= trail.events else ()
        path = self.project.article_path(article_id)
        newer = []
        for position, (number, row) in enumerate(tables.get("events", {}).items(), trail.events + 1):
            if int(number) != position or row.get("n") != position:
                raise DamagedError(
                    f"{path} is damaged (event {number} stands where {position} should); `copydesk check --repair` "
                    f"saves what can be read and keeps the damaged file"
                )
            if position >= first:
                newer.append(_event(row, path))
        return (*older, *newer)

    def _since(self, tables: Tables, seen: Stored) -> tuple[Event, ...]:
        """Return what other sessions have saved since `seen`. Raises `ConflictError` where the log is another one."""
        events = self._events(tables, seen.id, seen.state.n)
        if not events or events[0] != seen.events[-1]:
            raise ConflictError(
                f"the log of {seen.id!r} on disk is another one than the one you see (a backup or a checkout may have "
                f"replaced it); nothing was saved, reload the article"
            )
        return events[1:]

    def _shorten(self, db: TinyDB, article_id: str) -> None:
        """Move the oldest events to the trail where there are too many."""
        table = db.table("events")
        rows = list(table)
        if len(rows) <= trails.LIMIT:
            return
        moved = rows[: -trails.KEPT]
        meta = db.table("meta")
        (meta_row,) = meta
        trail = self._trail({"meta": {"1": meta_row}}, article_id).extended([dict(row) for row in moved])
        meta.update({"trail": trail.as_json()}, doc_ids=[1])
        table.remove(doc_ids=[row.doc_id for row in moved])


def as_stored(event: Event) -> Event:
    """Return the event as it will be read back: with lists for tuples, and with arguments that nobody else holds."""
    return Event.from_json(json.loads(compact(event.as_json())))


def article_row(article: Article) -> dict[str, Any]:
    """Return an article as it was when it came into the project, as one row."""
    row: dict[str, Any] = {"id": article.id, "text_sha256": article.text_sha256}
    if article.lang is not None:
        row["lang"] = article.lang
    if source := article.source.as_json():
        row["source"] = source
    return row | {"blocks": [block.as_json() for block in article.blocks], "text": article.text}


def article_from(row: Mapping[str, Any]) -> Article:
    """Return the article that `article_row` wrote. Raises what its parts raise."""
    blocks = tuple(Block.from_json(block) for block in row["blocks"])
    source = Source.from_json(row.get("source", {}))
    return Article(row["id"], row["text"], blocks, source, row.get("lang"), row["text_sha256"])


def folded(article: Article, events: Iterable[Event], path: Path) -> Stored:
    """Return the article with its log folded. Raises `DamagedError` where the log does not fold."""
    events = tuple(events)
    if not events:
        raise DamagedError(f"{path} is damaged (it has no log); restore it from a copy")
    try:
        return Stored(article, fold(article, events), events)
    except MALFORMED as error:
        raise DamagedError(f"{path} is damaged (its log does not fold: {error}); restore it from a copy") from error


def _article(tables: Tables, path: Path) -> Article:
    try:
        return article_from(tables["article"]["1"])
    except MALFORMED as error:
        raise DamagedError(f"{path} is damaged (its article can't be read: {error}); restore it from a copy") from error


def _event(row: Mapping[str, Any], path: Path) -> Event:
    try:
        return Event.from_json(row)
    except MALFORMED as error:
        raise DamagedError(f"{path} is damaged (event {row.get('n')} can't be read: {error})") from error


class _Buffer(CachingMiddleware):
    """Holds every write back until `flush`."""

    WRITE_CACHE_SIZE = sys.maxsize


@contextmanager
def _transaction(path: Path, remembered: Remembered) -> Iterator[TinyDB]:
    """Yield a database whose changes are written by one replace at the end, or not at all where anything is raised."""
    buffer = _Buffer(AtomicJSONStorage)  # type: ignore[no-untyped-call]
    yield TinyDB(path, remembered, storage=buffer)
    buffer.flush()  # type: ignore[no-untyped-call]


def _followed(stored: Stored, events: Iterable[Event]) -> tuple[Stored, tuple[Change, ...]]:
    history = stored.history
    made: list[Change] = []
    events = tuple(events)
    for event in events:
        history, changes = step(history, event)
        made += changes
    return replace(stored, history=history, events=(*stored.events, *events)), tuple(made)


def _merged(
    seen: Stored, theirs: tuple[Event, ...], mine: Sequence[Event]
) -> tuple[Stored, tuple[Event, ...], tuple[Change, ...]]:
    """Return the article after both, my events as they are numbered now, and the changes they make."""
    if not theirs:
        current, changes = _followed(seen, mine)
        return current, tuple(mine), changes
    _, intended = _followed(seen, mine)
    between, their_changes = _followed(seen, theirs)
    made = renumbered(mine, between.state.n + 1, seen.state)
    try:
        current, changes = _followed(between, made)
    except ActionError as error:
        raise _conflict(seen, theirs) from error
    undoing = any(event.do in ("undo", "redo") for event in made)
    if undoing or _touched(their_changes) & (_touched(intended, but_new=True) | _touched(changes)):
        raise _conflict(seen, theirs)
    return current, made, changes


def _conflict(seen: Stored, theirs: tuple[Event, ...]) -> ConflictError:
    last = theirs[-1]
    return ConflictError(
        f"{last.by} has changed the same part of {seen.id!r} meanwhile ({last.do}); this was not saved: look at "
        f"it, and do it again"
    )


def _touched(changes: Iterable[Change], *, but_new: bool = False) -> set[tuple[Any, ...]]:
    """Return what changes touch: their rows, and the stretches of text that labels came to or left.

    With `but_new`, the rows of labels and clusters that did not exist are left out: they are given other ids.
    """
    touched: set[tuple[Any, ...]] = set()
    new: set[Any] = set()
    for change in changes:
        if but_new and change.table in ("labels", "clusters") and change.before is None:
            new.add(change.key)
        if change.key not in new:
            touched.add((change.table, change.key))
        for label in (change.before, change.after):
            if isinstance(label, Label):
                touched.add(("spans", label.layer, label.spans))
    return touched


def renumbered(events: Sequence[Event], first: int, seen: State) -> tuple[Event, ...]:
    """Return the events numbered from `first`, with the ids that they give to new labels and clusters renamed to fit.

    A new id holds the number of its event, so two sessions that start from the same state give the same ones.
    """
    names: dict[str, str] = {}
    for n, event in enumerate(events, first):
        for name in _ids(event.args):
            prefix, _, i = name[1:].partition(".")
            if prefix == str(event.n) and i and name not in seen.labels and name not in seen.clusters:
                names[name] = f"{name[0]}{n}.{i}"
    return tuple(replace(event, n=n, args=_renamed(event.args, names)) for n, event in enumerate(events, first))


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key in ("id", "cluster") and isinstance(part, str):
                yield part
            yield from _ids(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _ids(part)


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {
            key: names.get(part, part) if key in ("id", "cluster") and isinstance(part, str) else _renamed(part, names)
            for key, part in value.items()
        }
    return [_renamed(part, names) for part in value] if isinstance(value, list | tuple) else value
