"""The promises of docs/reliability.md, on a disk that fails, with power that is cut and processes that are killed."""

import multiprocessing
import os
import random
import resource
import shutil
import signal
import stat
import tempfile
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from tests.gold import promises
from tests.gold.desk import new_session, new_store, span
from tui.gold import NotSavedError, Project, Session, Store, durable, rows, storage, store, trail

PROCESSES = multiprocessing.get_context("fork")
NOBODY = 65534


def test_what_was_acknowledged_survives_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert promises.acknowledged_survives_power_cuts(tmp_path, monkeypatch) > 300


def test_a_save_that_fails_changes_nothing_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert promises.failed_saves_change_nothing(tmp_path, monkeypatch) > 80


def test_two_sessions_never_overwrite_each_other(tmp_path: Path) -> None:
    promises.two_sessions_never_overwrite_each_other(tmp_path)


def test_the_rows_are_always_what_the_log_says(tmp_path: Path) -> None:
    promises.rows_are_what_the_log_says(tmp_path)


def test_a_long_log_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    promises.long_logs_lose_nothing(tmp_path, monkeypatch)


# Ways to spoil a store. Each must be noticed by the promise beside it; else the tests above prove nothing.


def no_sync_of_files(patch: pytest.MonkeyPatch) -> None:
    sync = durable._sync
    patch.setattr(durable, "_sync", lambda fd: sync(fd) if stat.S_ISDIR(os.fstat(fd).st_mode) else None)


def no_sync_of_folders(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(durable, "sync_folder", lambda path: None)


def write_in_place(patch: pytest.MonkeyPatch) -> None:
    def replace_file(path: Path, blob: bytes) -> None:
        fd = durable.os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        durable._write(fd, blob)
        durable._sync(fd)
        os.close(fd)

    patch.setattr(storage, "replace_file", replace_file)


def sync_after_the_rename(patch: pytest.MonkeyPatch) -> None:
    def replace_file(path: Path, blob: bytes) -> None:
        temporary = path.with_name(path.name + ".tmp")
        fd = durable.os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        durable._write(fd, blob)
        durable.os.replace(temporary, path)
        durable._sync(fd)
        os.close(fd)
        durable.sync_folder(path.parent)

    patch.setattr(storage, "replace_file", replace_file)


def trail_not_synced(patch: pytest.MonkeyPatch) -> None:
    def append_at(path: Path, length: int, blob: bytes) -> None:
        fd = durable.os.open(path, os.O_WRONLY | os.O_CREAT, 0o666)
        durable.os.ftruncate(fd, length)
        os.lseek(fd, length, os.SEEK_SET)
        durable._write(fd, blob)
        os.close(fd)

    patch.setattr(trail, "append_at", append_at)


def trail_not_cut(patch: pytest.MonkeyPatch) -> None:
    """Append where the file ends, also behind what a failed save left."""

    def append_at(path: Path, length: int, blob: bytes) -> None:
        fd = durable.os.open(path, os.O_WRONLY | os.O_CREAT, 0o666)
        os.lseek(fd, 0, os.SEEK_END)
        durable._write(fd, blob)
        durable._sync(fd)
        os.close(fd)
        durable.sync_folder(path.parent)

    patch.setattr(trail, "append_at", append_at)


def trail_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(trail.Trail, "extended", lambda self, rows: trail.Trail(self.path, self.events + len(rows), 0))


def errors_swallowed(patch: pytest.MonkeyPatch) -> None:
    def replace_file(path: Path, blob: bytes) -> None:
        try:
            durable.replace_file(path, blob)
        except OSError:
            return

    patch.setattr(storage, "replace_file", replace_file)


def others_not_read(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(store.Store, "_since", lambda self, tables, seen: ())


def conflicts_not_seen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(store, "_touched", lambda changes, *, but_new=False: set())


def ids_not_renamed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(store, "_renamed", lambda value, names: value)


def retries_saved_twice(patch: pytest.MonkeyPatch) -> None:
    """Take an event that reached the disk in a failed save for somebody else's."""
    since = store.Store._since

    def other(self: Store, tables: Any, seen: Any) -> Any:
        return tuple(replace(event, ms=1) for event in since(self, tables, seen))

    patch.setattr(store.Store, "_since", other)


def rows_not_written(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(store, "write_changes", lambda db, state, changes: None)


def rows_not_removed(patch: pytest.MonkeyPatch) -> None:
    """Write changed and new rows, and leave those that are gone."""
    with_rows = rows.with_rows

    def never_less(table: Any, field: str, changed: Any) -> Any:
        return with_rows(table, field, {key: row for key, row in changed.items() if row is not None})

    patch.setattr(rows, "with_rows", never_less)


def review_not_written(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rows, "_REVIEW_TABLES", frozenset())


MUTANTS: list[tuple[Callable[[pytest.MonkeyPatch], None], Callable[..., Any]]] = [
    (no_sync_of_files, promises.acknowledged_survives_power_cuts),
    (no_sync_of_folders, promises.acknowledged_survives_power_cuts),
    (write_in_place, promises.acknowledged_survives_power_cuts),
    (sync_after_the_rename, promises.acknowledged_survives_power_cuts),
    (trail_not_synced, promises.acknowledged_survives_power_cuts),
    (trail_not_cut, promises.failed_saves_change_nothing),
    (trail_forgotten, promises.long_logs_lose_nothing),
    (errors_swallowed, promises.failed_saves_change_nothing),
    (retries_saved_twice, promises.failed_saves_change_nothing),
    (others_not_read, promises.two_sessions_never_overwrite_each_other),
    (conflicts_not_seen, promises.two_sessions_never_overwrite_each_other),
    (ids_not_renamed, promises.two_sessions_never_overwrite_each_other),
    (rows_not_written, promises.rows_are_what_the_log_says),
    (rows_not_removed, promises.rows_are_what_the_log_says),
    (review_not_written, promises.rows_are_what_the_log_says),
]


@pytest.mark.parametrize(("spoil", "promise"), MUTANTS, ids=[spoil.__name__ for spoil, _ in MUTANTS])
def test_a_spoilt_store_is_caught(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[pytest.MonkeyPatch], None],
    promise: Callable[..., Any],
) -> None:
    spoil(monkeypatch)
    wants_patch = "patch" in promise.__code__.co_varnames[: promise.__code__.co_argcount]
    with pytest.raises((AssertionError, store.StoreError, KeyError, ValueError)):
        promise(tmp_path, monkeypatch) if wants_patch else promise(tmp_path)


# Processes.


def typist(root: str, name: str, tell: Connection, acts: int) -> None:
    """Write notes as fast as the disk takes them, and tell of each when it is acknowledged."""
    session = Session(Store(Project.open(root)), name, f"typist {os.getpid()}")
    for i in range(acts):
        session.do("note", id=None, text=f"{os.getpid()}-{i} " + "x" * (i % 7) * 300)
        tell.send(session.state.n)


def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    made = new_store(tmp_path / "p")
    new_session(made)
    chance = random.Random(8)
    for _ in range(30):
        listen, tell = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=typist, args=(str(made.project.root), "bridge", tell, 10_000))
        process.start()
        tell.close()
        acknowledged = 0
        for _ in range(chance.randint(1, 8)):
            acknowledged = listen.recv()
        for _ in range(chance.randint(0, 4000)):
            pass  # a moment of the next save
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        while listen.poll():
            try:
                acknowledged = listen.recv()
            except EOFError:
                break
        found = made.load("bridge")
        assert found.state.n >= acknowledged
        assert found.state.n <= acknowledged + 1
    new_session(made).do("flag", on=True)  # the lock that the killed held is free


def adder(root: str, who: str, places: list[tuple[int, int]], tell: Connection) -> None:
    """Add a label at each place."""
    session = Session(Store(Project.open(root)), "bridge", who)
    for start, end in places:
        session.do("add_entity", id=session.new_id("e"), start=start, end=end, label="PERSON")
    tell.send("done")


def test_two_processes_at_one_article_both_keep_all_their_work(tmp_path: Path) -> None:
    made = new_store(tmp_path / "p")
    new_session(made)
    body = span("Zoë").start
    places = [(body + i, body + i + length) for i in range(40) for length in range(1, 6)]
    mine, theirs = places[::2], places[1::2]
    waits = []
    for who, half in (("ann", mine), ("bob", theirs)):
        listen, tell = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=adder, args=(str(made.project.root), who, half, tell))
        process.start()
        waits.append((process, listen))
    for process, listen in waits:
        assert listen.poll(60)
        assert listen.recv() == "done"
        process.join()
    state = made.load("bridge").state
    added = {(x.start, x.end, x.by) for x in state.labels.values() if x.status.value == "added"}
    assert added == {(*place, "ann") for place in mine} | {(*place, "bob") for place in theirs}
    assert state.n == 2 + len(places)


def saver(root: str, article_id: str, tell: Connection, prepare: str) -> None:
    """Try to save once and to read, as somebody with few rights or little room; tell what happened."""
    at = Session(Store(Project.open(root)), article_id, "ann")
    if prepare == "nobody" and os.geteuid() == 0:
        os.setuid(NOBODY)
    if prepare == "room":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    try:
        at.do("accept", id="e2.1")
        tell.send("saved")
    except NotSavedError as error:
        again = at.store.load(article_id)
        warned = " ".join(at.store.project.warnings())
        tell.send(f"{error} | {warned} | {again.state.n} events, {len(at.store.overview())} in the list")


def attempt(root: Path, prepare: str) -> str:
    listen, tell = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=saver, args=(str(root), "bridge", tell, prepare))
    process.start()
    assert listen.poll(30)
    said: str = listen.recv()
    process.join()
    return said


def test_a_read_only_project_can_be_read_and_says_why_it_can_not_be_saved() -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        made = new_store(folder / "p")
        new_session(made)
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        said = attempt(folder / "p", "nobody")
        assert "you have no permission" in said
        assert "is read-only: you can read" in said
        assert said.endswith("| 2 events, 1 in the list")
    finally:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        shutil.rmtree(folder)


def test_a_file_that_may_not_grow_is_left_as_it_was(tmp_path: Path) -> None:
    made = new_store(tmp_path / "p")
    new_session(made)
    before = (made.project.articles / "bridge.json").read_bytes()
    said = attempt(made.project.root, "room")
    assert "larger than the system allows" in said
    assert (made.project.articles / "bridge.json").read_bytes() == before
    assert list(made.project.articles.iterdir()) == [made.project.articles / "bridge.json"]


def test_what_a_crash_left_behind_is_in_nobodys_way(tmp_path: Path) -> None:
    made = new_store(tmp_path / "p")
    session = new_session(made)
    (made.project.root / "store.lock").write_text("12345")
    (made.project.articles / "bridge.json.tmp").write_bytes(b'{"half')
    session.do("accept", id="e2.1")
    assert promises.reopened(session).state == session.state
    assert [row.id for row in made.overview()] == ["bridge"]
