"""`check` of a project: what is wrong is named, and mended from the log where it can be."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gold.desk import new_session, span
from tui.gold import Store, trail
from tui.gold.repair import check_project


def worked_on(store: Store) -> Path:
    """An article with five events; return its file."""
    session = new_session(store)
    session.do("accept", id="e2.1")
    session.do("reject", id="e2.2")
    session.do("add_entity", id="e5.1", start=span("Derry").start, end=span("Derry").end, label="GPE")
    return store.project.articles / "bridge.json"


def test_a_whole_project_has_nothing_to_say(store: Store) -> None:
    worked_on(store)
    assert check_project(store.project.root) == []


THEIRS = b"""=======
"4":{"n":4,"at":"x","by":"bob","do":"flag","args":{"on":true}}
>>>>>>> theirs
"5":{"n":5"""
DAMAGE: list[tuple[Callable[[bytes], bytes], int]] = [
    (lambda blob: blob.replace(b'"status":"accepted"', b'"status":"pending"', 1), 5),  # a row that the log denies
    (lambda blob: blob.replace(b'"labels":{', b'"gone":{'), 5),
    (lambda blob: blob.replace(b'"flagged":false', b'"flagged":tru\xff', 1), 5),
    (lambda blob: blob[: blob.index(b'"5":{"n":5')], 4),  # cut short: the last event is gone
    (lambda blob: blob[: blob.index(b'"5":{"n":5') + 30], 4),  # and in the middle of it
    (lambda blob: blob.replace(b'"4":{"n":4', b'<<<<<<< ours\n"4":{"n":4').replace(b'"5":{"n":5', THEIRS), 5),
    (lambda blob: blob.replace(b'"do":"reject"', b'"do":"regret"'), 3),  # nothing after an event that does not fold
    (lambda blob: b"\x00" + blob, 5),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "events"), DAMAGE)
def test_a_damaged_file_is_mended_from_its_log_and_kept(
    store: Store, damage: Callable[[bytes], bytes], events: int
) -> None:
    path = worked_on(store)
    whole = store.load("bridge")
    other = new_session(store, "tunnel").stored
    damaged = damage(path.read_bytes())
    assert damaged != path.read_bytes()
    path.write_bytes(damaged)
    (named,) = check_project(store.project.root)
    assert named.path == path
    assert named.mended is None
    assert path.read_bytes() == damaged
    (mended,) = check_project(store.project.root, repair=True)
    assert f"made anew from {events} events" in (mended.mended or "")
    assert ("no event is lost" in (mended.mended or "")) == (damage in [DAMAGE[0][0], DAMAGE[1][0]])
    assert path.with_name("bridge.json.damaged-1").read_bytes() == damaged
    assert check_project(store.project.root) == []
    assert store.load("bridge").events == whole.events[:events]
    assert store.load("tunnel").events == other.events
    new_session(store).do("flag", on=True)


def test_what_the_log_can_not_mend_stays_as_it_is(store: Store) -> None:
    path = worked_on(store)
    damaged = path.read_bytes().replace("Derry 😀".encode(), "Perry 😀".encode())
    path.write_bytes(damaged)
    (finding,) = check_project(store.project.root, repair=True)
    assert finding.mended is None
    assert "not the one its SHA-256" in finding.what
    assert path.read_bytes() == damaged


def test_a_newer_file_is_not_repaired(store: Store) -> None:
    path = worked_on(store)
    newer = path.read_bytes().replace(b'"schema":1', b'"schema":9')
    path.write_bytes(newer)
    (finding,) = check_project(store.project.root, repair=True)
    assert "newer version" in finding.what
    assert path.read_bytes() == newer
    path.write_bytes(newer[:-20])  # newer and damaged: still not ours to mend
    (finding,) = check_project(store.project.root, repair=True)
    assert finding.mended is None
    assert path.read_bytes() == newer[:-20]


def test_a_damaged_file_is_mended_with_its_trail(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "LIMIT", 6)
    monkeypatch.setattr(trail, "KEPT", 3)
    session = new_session(store)
    for i in range(12):
        session.do("note", id=None, text=f"note {i}")
    path = store.project.articles / "bridge.json"
    path.write_bytes(path.read_bytes().replace(b'"flagged":false', b'"flagged":true', 1))
    (mended,) = check_project(store.project.root, repair=True)
    assert "made anew from 14 events (no event is lost)" in (mended.mended or "")
    assert store.load("bridge").events == session.stored.events


def test_copies_of_sync_tools_and_lonely_trails_are_named(store: Store) -> None:
    path = worked_on(store)
    path.with_name("bridge (conflicted copy).json").write_bytes(path.read_bytes())
    path.with_name("lost.trail.jsonl").write_text("")
    said = [str(finding) for finding in check_project(store.project.root, repair=True)]
    assert len(said) == 2
    assert "sync tool" in said[0]
    assert "its article 'lost' is gone" in said[1]
    assert path.with_name("bridge (conflicted copy).json").exists()
