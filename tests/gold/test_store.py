"""What a project keeps, and what it refuses."""

import json
import os
from pathlib import Path

import pytest
from tinydb import TinyDB

from tests.gold.desk import PREDICTIONS, TEXT, article, new_session, span, ticking
from tui.annotation import ActionError, LayerState
from tui.cleaning.ids import legal_id
from tui.gold import (
    DamagedError,
    NoSuchArticleError,
    NotSavedError,
    Project,
    Session,
    Store,
    StoreError,
    storage,
    trail,
)
from tui.model import Layer


def test_a_restart_finds_everything_that_was_done(store: Store) -> None:
    session = new_session(store)
    session.do("accept", id="e2.1", keys=("a",), ms=420)
    session.do("add_entity", id=session.new_id("e"), start=span("Derry").start, end=span("Derry").end, label="GPE")
    session.do("set_block", start=span("Photo").start, keep=True, kind="body")
    session.do("note", id=None, text="second look\ud800 \x1b[31m")
    session.undo()
    again = Store(Project.open(store.project.root)).load("bridge")
    assert again.state == session.state
    assert again.history == session.history
    assert again.events == session.stored.events
    assert again.events[2].keys == ("a",)
    assert again.events[2].ms == 420


def test_every_article_is_a_file_that_a_stock_tinydb_opens(store: Store) -> None:
    session = new_session(store)
    session.do("relabel", id="e2.1", label="PERSON")
    with TinyDB(store.project.articles / "bridge.json") as db:
        assert {"meta", "article", "labels", "events"} <= db.tables()
        (row,) = [row for row in db.table("labels") if row["id"] == "e2.1"]
        assert (row["status"], row["value"]["label"], row["value"]["text"]) == ("corrected", "PERSON", "Zoë Ní Bhriain")
        assert db.table("events").get(doc_id=3)["do"] == "relabel"
        assert db.table("article").get(doc_id=1)["text"] == TEXT


def test_one_act_changes_few_lines_of_the_file(store: Store) -> None:
    session = new_session(store)
    path = store.project.articles / "bridge.json"
    before = path.read_text(encoding="utf-8").splitlines()
    session.do("accept", id="e2.1")
    after = path.read_text(encoding="utf-8").splitlines()
    assert len(after) == len(before) + 1
    assert len(set(after) - set(before)) <= 3  # the label, its event, and the comma behind the event before


def test_adding_the_same_text_again_changes_nothing_and_another_text_is_refused(store: Store) -> None:
    new_session(store).do("accept", id="e2.1")
    before = (store.project.articles / "bridge.json").read_bytes()
    assert store.add(article(), "bob") is False
    with pytest.raises(StoreError, match="another text under the id 'bridge'"):
        store.add(article(text="Something else."), "bob")
    assert (store.project.articles / "bridge.json").read_bytes() == before


def test_a_text_that_was_not_frozen_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="control characters"):
        store.add(article(text="Ring \x07 the bell"), "bob")
    assert store.overview() == ()


@pytest.mark.parametrize("name", ["../evil", "a/b", "", ".hidden", "con", "NUL.txt", "é", "x" * 101, "a\n"])
def test_an_id_that_could_leave_the_folder_or_trip_a_system_is_refused(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="can't be the id"):
        store.load(name)


@pytest.mark.parametrize("name", ["Šimonytė resigns!", "../../etc/passwd", "con", "", "a" * 300, "x.trail", "??", "."])
def test_any_name_gives_an_id_that_is_accepted(store: Store, name: str) -> None:
    assert store.add(article(legal_id(name)), "ann")


def test_an_action_that_does_not_fit_saves_nothing(store: Store) -> None:
    session = new_session(store)
    before = (store.project.articles / "bridge.json").read_bytes()
    with pytest.raises(ActionError, match=r"no label 'e9\.9'"):
        session.do("accept", id="e9.9")
    assert (store.project.articles / "bridge.json").read_bytes() == before
    session.do("accept", id="e2.1")


def test_arguments_may_be_tuples_and_later_changes_to_them_change_nothing(store: Store) -> None:
    session = new_session(store)
    late = span("It is late")
    content = [(late.start, late.end)]
    session.do("add_quote", id=session.new_id("q"), kind="direct", content=content)
    content.clear()
    session.do("flag", on=True)
    assert store.load("bridge").events == session.stored.events


def test_an_article_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(NoSuchArticleError, match="no article 'nothing'"):
        store.load("nothing")


def test_the_library_shows_each_article_and_what_is_wrong_with_a_bad_file(store: Store) -> None:
    session = new_session(store)
    session.do("accept", id="e2.1")
    session.do("set_layer", layer="quotes", state="complete")
    session.do("flag", on=True)
    new_session(store, "tunnel")
    (store.project.articles / "bridge (conflicted copy).json").write_text("{}")
    (store.project.articles / "torn.json").write_text('{"meta"')
    for _ in range(2):  # the second time from the cache
        rows = {row.id: row for row in store.overview()}
        bridge = rows["bridge"]
        assert (bridge.title, bridge.words, bridge.flagged, bridge.error) == ("Bridge to close", 15, True, None)
        assert bridge.labels == {"accepted": 1, "pending": 3}
        assert bridge.layers == {"blocks": "open", "entities": "open", "quotes": "complete"}
        assert (bridge.who, bridge.when) == ("ann", session.saved_at)
        assert rows["tunnel"].who is None
        assert "sync tool" in (rows["bridge (conflicted copy)"].error or "")
        assert "damaged" in (rows["torn"].error or "")
    assert store.ids() == ["bridge", "torn", "tunnel"]


def test_the_cached_list_is_never_stale(store: Store) -> None:
    session = new_session(store)
    path = store.project.articles / "bridge.json"
    os.utime(path, ns=(0, 10**18))
    assert store.overview()[0].labels == {"pending": 4}
    assert json.loads(store.project.index.read_bytes())["rows"]["bridge"][0] is not None
    session.do("accept", id="e2.1")
    assert store.overview()[0].labels == {"accepted": 1, "pending": 3}
    assert json.loads(store.project.index.read_bytes())["rows"]["bridge"][0] is None  # too fresh to be trusted


@pytest.mark.parametrize("cache", [b"", b"[]", b'{"version":1,"rows":{"bridge":[null,{"nonsense":1}]}}', b"\xff"])
def test_a_broken_cache_costs_nothing_but_time(store: Store, cache: bytes) -> None:
    new_session(store)
    store.project.index.write_bytes(cache)
    assert store.overview()[0].labels == {"pending": 4}


def test_a_long_log_moves_to_the_trail_and_nothing_of_it_is_lost(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "LIMIT", 10)
    monkeypatch.setattr(trail, "KEPT", 4)
    session, other = new_session(store), new_session(store, who="bob")
    for i in range(40):
        session.do("note", id=None, text=f"note {i}")
    assert len(json.loads((store.project.articles / "bridge.json").read_bytes())["events"]) <= 10
    with (store.project.articles / "bridge.trail.jsonl").open("ab") as file:
        file.write(b'{"n":99,"torn')  # left by a save that the power cut off
    stored = store.load("bridge")
    assert stored.events == session.stored.events
    assert stored.state == session.state
    other.do("accept", id="e2.1")  # folds in what it has not seen, from the trail too
    for i in range(40):
        other.do("note", id=None, text=f"again {i}")
    assert store.load("bridge").state == other.state
    assert [event.n for event in store.load("bridge").events] == list(range(1, 84))


def test_a_save_reads_and_writes_one_file_however_many_articles_there_are(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i in range(30):
        store.add(article(f"a{i}"), "importer")
    session = new_session(store)
    touched: list[Path] = []
    read, write = Path.read_bytes, storage.replace_file
    monkeypatch.setattr(Path, "read_bytes", lambda path: touched.append(path) or read(path))
    monkeypatch.setattr(storage, "replace_file", lambda path, blob: touched.append(path) or write(path, blob))
    monkeypatch.setattr(os, "scandir", lambda path: pytest.fail("a save lists the folder"))
    session.do("accept", id="e2.1")
    assert set(touched) == {store.project.articles / "bridge.json"}


def test_a_file_that_was_changed_between_two_saves_is_read_anew(store: Store) -> None:
    session = new_session(store)
    session.do("accept", id="e2.1")
    path = store.project.articles / "bridge.json"
    path.write_bytes(path.read_bytes().replace(b'"flagged":false', b'"flagged":maybe', 1))
    with pytest.raises(DamagedError, match="line"):
        session.do("note", id=None, text="after")


def test_a_save_that_failed_half_way_leaves_nothing_of_it_to_the_next(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = new_session(store)
    session.do("accept", id="e2.1")
    with monkeypatch.context() as patched:
        patched.setattr(storage, "replace_file", lambda path, blob: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(NotSavedError):
            session.do("note", id=None, text="lost")
    session.reload()
    session.do("flag", on=True)
    again = Store(store.project).load("bridge").state
    assert (again.note, again.flagged) == ("", True)


def test_what_is_written_from_memory_is_what_a_fresh_start_would_write(store: Store) -> None:
    session = new_session(store)
    session.do("accept", id="e2.1")
    session.do("note", id="e2.1", text="\ud800\x85 é")
    session.do("undo")
    path = store.project.articles / "bridge.json"
    written = path.read_bytes()
    path.unlink()
    storage.AtomicJSONStorage(path).write(storage.decode(written, path))
    assert path.read_bytes() == written


def test_a_save_keeps_the_mode_of_the_file(store: Store) -> None:
    session = new_session(store)
    path = store.project.articles / "bridge.json"
    path.chmod(0o660)
    session.do("accept", id="e2.1")
    assert path.stat().st_mode & 0o777 == 0o660


def test_layers_and_proposers_come_back(store: Store) -> None:
    session = new_session(store)
    session.do("approve", layers=["entities"])
    state = store.load("bridge").state
    assert state.layers[Layer.ENTITIES] is LayerState.COMPLETE
    assert state.proposers == PREDICTIONS.by


def test_the_clock_may_jump_back(store: Store) -> None:
    session = new_session(store)
    session.do("accept", id="e2.1")
    earlier = Session(store, "bridge", "bob", clock=ticking())
    earlier.do("accept", id="e2.2")
    assert store.load("bridge").state == earlier.state
