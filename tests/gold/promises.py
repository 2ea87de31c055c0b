"""The promises of docs/reliability.md as functions that raise `AssertionError` where one is broken.

They are functions, and not tests, because the list of mutants runs them again on stores that have been spoilt.
"""

import itertools
import os
import random
from pathlib import Path

import pytest

from tests.gold.desk import new_session, new_store, span
from tests.gold.disk import CODES, Disk, after_power_cut, copied
from tui.gold import ConflictError, NotSavedError, Project, Session, Store, durable, trail


def on(disk: Disk, patch: pytest.MonkeyPatch, *, limit: int = 8, kept: int = 3) -> None:
    """Let the store work on this disk, and move events to the trail early."""
    patch.setattr(durable, "os", disk)
    patch.setattr(trail, "LIMIT", limit)
    patch.setattr(trail, "KEPT", kept)


def acknowledged_survives_power_cuts(folder: Path, patch: pytest.MonkeyPatch, *, seeds: int = 8) -> int:
    """Cut the power after every operation of nine saves, `seeds` times each; return how many disks were looked at."""
    store = new_store(folder / "p")
    session = new_session(store)
    articles = store.project.articles
    disk = Disk(articles)
    on(disk, patch)
    start = copied(articles, folder / "start")
    known = [session.stored.events]  # the events that were acknowledged before each operation of the record
    for i in range(9):
        session.do("note", id=None, text=f"note {i} " + "x" * (400 * (i % 2)))
        known += [known[-1]] * (len(disk.record) - len(known))
        known.append(session.stored.events)
    patch.setattr(durable, "os", os)
    log = session.stored.events
    looked = 0
    for cut, seed in itertools.product(range(len(disk.record) + 1), range(seeds)):
        target = folder / "cut" / f"{cut}-{seed}"
        (target / "articles").parent.mkdir(parents=True)
        (target / "copydesk.toml").write_text("")
        after_power_cut(start, disk.record[:cut], random.Random(seed * 1000 + cut), target / "articles")
        found = Store(Project.open(target)).load("bridge").events
        assert found == log[: len(found)], f"cut {cut}, seed {seed}: another log"
        assert len(found) >= len(known[cut]), f"cut {cut}, seed {seed}: {len(known[cut]) - len(found)} events are gone"
        looked += 1
    return looked


def failed_saves_change_nothing(folder: Path, patch: pytest.MonkeyPatch) -> int:
    """Fail every operation of a save in turn, once and for ever, in four ways; return how many saves failed.

    Every operation is failed in two saves, one of which moves events to the trail as well.
    """
    failures = 0
    for code, for_ever in itertools.product(CODES, (False, True)):
        store = new_store(folder / f"{code}-{for_ever}")
        session = new_session(store)
        disk = Disk(store.project.articles)
        on(disk, patch, limit=3, kept=2)
        done: list[str] = []
        for k, _ in itertools.product(range(1, 16), range(2)):
            before = session.stored
            done.append(f"note {len(done)}")
            disk.fail(k, code, for_ever=for_ever)
            failure: NotSavedError | None = None
            try:
                session.do("note", id=None, text=done[-1])
            except NotSavedError as error:
                failure = error
            if failure is not None:
                assert "could not save" in str(failure)
                assert session.stored is before, "the state changed although nothing was saved"
                failures += 1
            disk.mend()
            on_disk = store.load("bridge").events
            assert on_disk[: len(before.events)] == before.events, "an acknowledged event is gone"
            assert len(on_disk) <= len(before.events) + 1, "more was saved than was done"
            if failure is not None:
                session.do("note", id=None, text=done[-1])
            assert store.load("bridge").events == session.stored.events
            notes = [event.args.get("text") for event in session.stored.events[2:]]
            assert notes == done, "something was saved twice or not at all"
        patch.setattr(durable, "os", os)
    return failures


def two_sessions_never_overwrite_each_other(folder: Path) -> None:
    """What two sessions do to different things is all there; to the same thing, the second is told."""
    store = new_store(folder / "p")
    ann, bob = new_session(store), new_session(store, who="bob")
    derry, ola = span("Derry"), span("Ola Berg")
    ann.do("add_entity", id=ann.new_id("e"), start=derry.start, end=derry.end, label="GPE")
    bob.do("add_entity", id=bob.new_id("e"), start=ola.start, end=ola.end, label="PERSON")
    labels = store.load("bridge").state.labels.values()
    assert {"Derry", "Ola Berg"} <= {label.value.span.text for label in labels if hasattr(label.value, "span")}
    ann.do("reject", id="e2.2")
    try:
        bob.do("accept", id="e2.2")
    except ConflictError:
        return
    raise AssertionError("bob's verdict replaced ann's without a word")


def rows_are_what_the_log_says(folder: Path) -> None:
    """After every kind of change the rows equal the fold; `load` raises where they don't."""
    store = new_store(folder / "p")
    session = new_session(store)
    start = span("Photo").start
    session.do("accept", id="e2.1")
    session.do("set_cluster", id="c2.1", name="Zoë")
    session.do("set_block", start=start, keep=True)
    session.do("join_blocks", start=start)
    session.do("add_entity", id=session.new_id("e"), start=0, end=6, label="FAC")
    session.do("reject", id=f"e{session.state.n}.1")
    session.do("approve", layers=["entities"])
    session.do("flag", on=True)
    session.undo()
    assert store.load("bridge").state == session.state


def long_logs_lose_nothing(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """The events of a log that moved to a trail are all there, in order."""
    patch.setattr(trail, "LIMIT", 8)
    patch.setattr(trail, "KEPT", 3)
    session = new_session(new_store(folder / "p"))
    for i in range(30):
        session.do("note", id=None, text=f"note {i}")
    events = session.store.load("bridge").events
    assert [event.n for event in events] == list(range(1, 33))
    assert events == session.stored.events


def reopened(session: Session) -> Session:
    """Return the same session after a restart."""
    return Session(Store(Project.open(session.store.project.root)), session.article.id, session.who)
