"""An act that is shown before it is saved: in the session's state at once, on the disk when `save` has returned."""

import errno

import pytest

from tests.gold.desk import new_session, span
from tests.gold.disk import Disk
from tui.annotation import ActionError, Status
from tui.gold import ConflictError, NotSavedError, Store, durable


def status(store: Store, label: str = "e2.1") -> Status:
    return store.load("bridge").state.label(label).status


def test_what_was_begun_is_in_the_state_and_not_on_the_disk(store: Store) -> None:
    session = new_session(store)
    changes = session.begin("accept", id="e2.1", keys=("a",))
    assert [change.key for change in changes] == ["e2.1"]
    assert session.is_ahead
    assert session.state.label("e2.1").status is Status.ACCEPTED
    assert session.stored.state.label("e2.1").status is status(store) is Status.PENDING
    assert session.save() == changes
    assert not session.is_ahead
    assert status(store) is Status.ACCEPTED
    assert session.state == store.load("bridge").state
    assert session.history == store.load("bridge").history
    assert session.save() == ()


def test_what_does_not_fit_is_not_begun(store: Store) -> None:
    session = new_session(store)
    before = session.state
    with pytest.raises(ActionError):
        session.begin("accept", id="e9.9")
    assert not session.is_ahead
    assert session.state is before


def test_what_was_begun_is_saved_before_the_next_is_begun_or_done(store: Store) -> None:
    session = new_session(store)
    session.begin("accept", id="e2.1")
    session.begin("undo")
    assert status(store) is Status.ACCEPTED
    session.do("redo")
    assert [event.do for event in store.load("bridge").events][-3:] == ["accept", "undo", "redo"]


def test_a_disk_that_fails_takes_back_what_was_begun(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    session = new_session(store)
    disk = Disk(store.project.articles)
    monkeypatch.setattr(durable, "os", disk)
    before = session.stored
    for k in range(1, 9):
        disk.fail(k, errno.EIO, for_ever=False)
        session.begin("reject", id="e2.1")
        try:
            session.save()
        except NotSavedError:
            assert session.stored is before
            assert session.state is before.state
            assert session.unsaved is not None
            assert session.unsaved.do == "reject"
            disk.mend()
            session.begin("reject", id="e2.1")
            session.save()
        disk.mend()
        assert [event.do for event in store.load("bridge").events[len(before.events) :]] == ["reject"]
        session.do("undo")
        before = session.stored


def test_what_another_session_saved_meanwhile_comes_first(store: Store) -> None:
    mine, theirs = new_session(store), new_session(store, who="bob")
    new = mine.new_id("e")
    place = span("Derry")
    mine.begin("add_entity", id=new, start=place.start, end=place.end, label="GPE")
    theirs.do("accept", id="e2.1")
    changed = {change.key for change in mine.save()}
    renamed = new.replace("3", "4")
    assert changed == {"e2.1", renamed}
    assert mine.state == store.load("bridge").state
    assert mine.state.label(renamed).by == mine.who
    assert new not in mine.state.labels


def test_what_another_session_changed_meanwhile_is_a_conflict(store: Store) -> None:
    mine, theirs = new_session(store), new_session(store, who="bob")
    mine.begin("accept", id="e2.1")
    theirs.do("reject", id="e2.1")
    with pytest.raises(ConflictError, match="bob has changed"):
        mine.save()
    assert not mine.is_ahead
    assert mine.state.label("e2.1").status is Status.PENDING
    mine.reload()
    assert "e2.1" in mine.state.labels


def test_loading_again_forgets_what_was_begun(store: Store) -> None:
    session = new_session(store)
    session.begin("accept", id="e2.1")
    session.reload()
    assert session.state.label("e2.1").status is Status.PENDING
