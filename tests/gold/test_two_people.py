"""What two people at one article get, and what a session that waits for another one is told."""

import threading

import pytest

from tests.gold.desk import new_session, span
from tui.annotation import Status
from tui.gold import (
    ConflictError,
    LockedError,
    Session,
    Store,
)


def test_two_people_on_different_labels_both_keep_their_work(store: Store) -> None:
    ann, bob = new_session(store), new_session(store, who="bob")
    ann.do("accept", id="e2.1")
    changed = bob.do("reject", id="e2.2")
    assert {change.key for change in changed} == {"e2.1", "e2.2"}
    assert bob.state.label("e2.1").by == "ann"
    assert [event.n for event in store.load("bridge").events] == [1, 2, 3, 4]


def test_two_people_who_add_different_labels_at_once_get_different_ids(store: Store) -> None:
    ann, bob = new_session(store), new_session(store, who="bob")
    derry, ola = span("Derry"), span("Ola Berg")
    ann.do("add_entity", id=ann.new_id("e"), start=derry.start, end=derry.end, label="GPE")
    edits = [
        {"do": "set_cluster", "args": {"id": bob.new_id("c"), "name": "Ola Berg"}},
        {"do": "add_entity", "args": {"id": bob.new_id("e"), "start": ola.start, "end": ola.end, "label": "PERSON"}},
        {"do": "link", "args": {"id": bob.new_id("e"), "cluster": bob.new_id("c")}},
    ]
    bob.do("batch", edits=edits)
    state = store.load("bridge").state
    assert (state.label("e3.1").value.span.text, state.label("e4.1").value.span.text) == ("Derry", "Ola Berg")
    assert state.label("e4.1").value.cluster == "c4.1"


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        (("accept", {"id": "e2.1"}), ("reject", {"id": "e2.1"})),
        (("set_block", {"start": 81, "keep": True}), ("set_block", {"start": 81, "keep": False})),
        (("set_cluster", {"id": "c2.1", "name": "Z"}), ("set_cluster", {"id": "c2.1", "name": "Y"})),
        (("accept", {"id": "e2.1"}), ("approve", {"layers": ["entities"]})),
        (("set_layer", {"layer": "quotes", "state": "complete"}), ("approve", {"layers": ["quotes"]})),
        (("add_entity", {"id": "e3.1", "start": 37, "end": 42, "label": "GPE"}),
         ("add_entity", {"id": "e3.1", "start": 37, "end": 42, "label": "LOC"})),
        (("note", {"id": None, "text": "one"}), ("note", {"id": None, "text": "two"})),
        (("accept", {"id": "e2.1"}), ("undo", {})),
    ],
)  # fmt: skip
def test_two_people_on_the_same_thing_get_a_named_conflict(
    store: Store, theirs: tuple[str, dict[str, object]], mine: tuple[str, dict[str, object]]
) -> None:
    first = new_session(store)
    first.do("accept", id="e2.3")
    ann, bob = new_session(store), new_session(store, who="bob")
    theirs[1].update({"id": ann.new_id("e")} if theirs[0] == "add_entity" else {})
    mine[1].update({"id": bob.new_id("e")} if mine[0] == "add_entity" else {})
    ann.do(theirs[0], **theirs[1])
    before = bob.state
    with pytest.raises(ConflictError, match="ann has changed the same part of 'bridge'"):
        bob.do(mine[0], **mine[1])
    assert bob.state == before
    assert store.load("bridge").state == ann.state
    assert bob.reload()
    assert bob.state == ann.state


def test_a_log_that_was_replaced_under_a_session_is_noticed(store: Store) -> None:
    session = new_session(store)
    path = store.project.articles / "bridge.json"
    backup = path.read_bytes()
    session.do("accept", id="e2.1")
    path.write_bytes(backup)
    with pytest.raises(ConflictError, match="reload the article"):
        session.do("accept", id="e2.2")
    Session(store, "bridge", "bob", clock=lambda: "2026-02-02T00:00:00.000Z").do("accept", id="e2.3")
    with pytest.raises(ConflictError, match="reload the article"):
        session.do("accept", id="e2.2")
    assert path.read_text(encoding="utf-8").count('"do":"accept"') == 1


def test_a_session_that_holds_the_lock_is_waited_for_and_then_named(store: Store) -> None:
    session = new_session(store)
    impatient = Store(store.project, lock_seconds=0.05)
    mine = Session(impatient, "bridge", "ann")
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with store.project.lock():
            held.set()
            release.wait(10)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    try:
        with pytest.raises(LockedError, match="another Copydesk has held"):
            mine.do("accept", id="e2.1")
    finally:
        release.set()
        thread.join()
    assert mine.unsaved is not None
    mine.do("accept", id="e2.1")
    assert session.reload()
    assert session.state.label("e2.1").status is Status.ACCEPTED


def test_the_ids_of_new_labels_leave_out_those_in_use(store: Store) -> None:
    session = new_session(store)
    derry = span("Derry")
    session.do("add_entity", id="e4.1", start=derry.start, end=derry.end, label="GPE")
    assert [session.new_id("e"), session.new_id("e", 2), session.new_id("c")] == ["e4.2", "e4.3", "c4.1"]
