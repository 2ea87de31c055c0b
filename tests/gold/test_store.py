"""What a project keeps, what it refuses, and what two people at one article get."""

import contextlib
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from tests.gold.desk import PREDICTIONS, TEXT, article, new_session, new_store, span, ticking
from tui.annotation import ActionError, LayerState, Status
from tui.cleaning.ids import legal_id
from tui.gold import (
    ConflictError,
    DamagedError,
    LockedError,
    NoSuchArticleError,
    NotSavedError,
    Project,
    Session,
    Store,
    StoreError,
    TooNewError,
    project,
    storage,
    trail,
)
from tui.model import Article, CopydeskError, Layer


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "p")


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


def test_a_newer_schema_is_refused_and_never_rewritten(store: Store) -> None:
    session = new_session(store)
    path = store.project.articles / "bridge.json"
    newer = path.read_bytes().replace(b'"schema":1', b'"schema":2')
    path.write_bytes(newer)
    for attempt in (lambda: store.load("bridge"), lambda: session.do("accept", id="e2.1")):
        with pytest.raises(TooNewError, match="newer version of Copydesk"):
            attempt()
    assert path.read_bytes() == newer


def test_an_older_schema_is_migrated_when_read_and_written_by_the_next_save(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_session(store)
    path = store.project.articles / "bridge.json"
    before = path.read_bytes()

    def rename_monday(tables: dict[str, dict[str, Any]]) -> None:
        tables["meta"]["1"]["migrated"] = True

    monkeypatch.setattr(storage, "MIGRATIONS", [rename_monday])
    session = Session(Store(store.project), "bridge", "ann")
    assert path.read_bytes() == before
    session.do("accept", id="e2.1")
    meta = json.loads(path.read_bytes())["meta"]["1"]
    assert meta == {"schema": 2, "migrated": True}


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda blob: blob[: len(blob) // 2], r"line \d+, column \d+"),
        (lambda blob: blob.replace("ë".encode(), b"\xff"), r"byte \d+ is not UTF-8"),
        (lambda blob: b"", "line 1, column 1"),
        (lambda blob: b"[" * 100_000, "damaged"),
        (lambda blob: b'{"meta":[]}', "no tables"),
        (lambda blob: b"{}", "which schema"),
        (lambda blob: blob.replace(b'"status":"pending"', b'"status":"accepted"', 1), "labels e2.1: not what the log"),
        (lambda blob: blob.replace(b'"flagged":false', b'"flagged":true', 1), "review: not what the log"),
        (lambda blob: blob.replace(b'"n":2', b'"n":3'), "event 2 stands where 2 should"),
        (lambda blob: blob.replace(b"<<", b"<<").replace(b'"events":{', b'<<<<<<< ours\n"events":{'), r"line \d+"),
        (lambda blob: blob.replace(b"Derry", b"Perry"), "not the one its SHA-256"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_named_and_the_others_work(store: Store, damage, message: str) -> None:
    new_session(store)
    other = new_session(store, "tunnel")
    path = store.project.articles / "bridge.json"
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    with pytest.raises(DamagedError, match=message) as caught:
        store.load("bridge")
    assert str(path) in str(caught.value)
    other.do("accept", id="e2.1")
    rows = {row.id: row for row in store.overview()}
    assert rows["tunnel"].labels == {"accepted": 1, "pending": 3}
    assert path.read_bytes() == damaged


def test_a_file_under_another_articles_name_is_noticed(store: Store) -> None:
    new_session(store)
    (store.project.articles / "copy.json").write_bytes((store.project.articles / "bridge.json").read_bytes())
    with pytest.raises(DamagedError, match="holds the article 'bridge'"):
        store.load("copy")


def test_a_link_out_of_the_project_is_not_followed(store: Store, tmp_path: Path) -> None:
    new_session(store)
    path = store.project.articles / "bridge.json"
    path.rename(tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")
    with pytest.raises(StoreError, match="is a link"):
        store.load("bridge")
    assert "is a link" in (store.overview()[0].error or "")


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


def test_a_trail_that_was_cut_is_noticed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trail, "LIMIT", 3)
    monkeypatch.setattr(trail, "KEPT", 2)
    session = new_session(store)
    for i in range(10):
        session.do("note", id=None, text=f"note {i}")
    path = store.project.articles / "bridge.trail.jsonl"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(DamagedError, match=r"bridge\.trail\.jsonl has \d+ bytes and should have"):
        store.load("bridge")


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


def test_a_project_is_found_from_a_folder_within_it(tmp_path: Path) -> None:
    assert Project.find(tmp_path) is None
    with pytest.raises(StoreError, match="no Copydesk project"):
        Project.open(tmp_path)
    made = Project.create(tmp_path / "p")
    inner = tmp_path / "p" / "notes" / "deep"
    inner.mkdir(parents=True)
    assert Project.find(inner) == made
    assert Project.create(tmp_path / "p") == made


def test_a_project_without_its_configuration_is_known_by_its_articles(store: Store) -> None:
    new_session(store)
    (store.project.root / "copydesk.toml").unlink()
    assert Project.open(store.project.root).config == {}
    (store.project.root / "copydesk.toml").write_text("")
    assert Project.open(store.project.root).config == {}


def test_a_broken_configuration_is_named_with_its_line(store: Store) -> None:
    (store.project.root / "copydesk.toml").write_text("who = 'ann'\nwho = 3 4\n")
    with pytest.raises(StoreError, match=r"copydesk\.toml can't be read .*not TOML.*line 2"):
        Project.open(store.project.root)


def test_the_ids_of_new_labels_leave_out_those_in_use(store: Store) -> None:
    session = new_session(store)
    derry = span("Derry")
    session.do("add_entity", id="e4.1", start=derry.start, end=derry.end, label="GPE")
    assert [session.new_id("e"), session.new_id("e", 2), session.new_id("c")] == ["e4.2", "e4.3", "c4.1"]


def test_the_clock_may_jump_back(store: Store) -> None:
    session = new_session(store)
    session.do("accept", id="e2.1")
    earlier = Session(store, "bridge", "bob", clock=ticking())
    earlier.do("accept", id="e2.2")
    assert store.load("bridge").state == earlier.state


def test_a_project_on_a_network_is_warned_about(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store.project.warnings() == ()
    monkeypatch.setattr(project, "file_system", lambda path: "nfs4")
    (warning,) = store.project.warnings()
    assert "network file system (nfs4)" in warning


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="only Linux tells what a folder is mounted from")
def test_the_type_of_a_file_system_is_known() -> None:
    assert project.file_system(Path("/proc/self")) == "proc"


def test_a_project_that_is_only_its_configuration_so_far_takes_articles(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text("blind = 0.2\n")
    for made in (Project.create(tmp_path), Project.open(tmp_path)):
        Store(made).add(article(), "kim")
        assert list(Store(made).ids()) == ["bridge"]
        (tmp_path / "articles" / "bridge.json").unlink()
        (tmp_path / "articles").rmdir()
    assert (tmp_path / "copydesk.toml").read_text() == "blind = 0.2\n"


def test_a_project_that_was_made_for_nothing_goes_again_and_takes_nothing_with_it(tmp_path: Path) -> None:
    def refused(root: Path, *articles: Article) -> None:
        with contextlib.suppress(CopydeskError), Project.made(root) as project:
            for one in articles:
                Store(project).add(one, "ann")
            raise CopydeskError("the next one is mistyped")

    refused(tmp_path / "new")
    assert not (tmp_path / "new").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / ".gitignore").write_text("*.pdf\n")
    refused(mine)
    assert [path.name for path in mine.iterdir()] == [".gitignore"]
    refused(mine, article())
    assert Store(Project.open(mine)).ids() == ["bridge"]
    before = sorted(mine.rglob("*"))
    refused(mine)
    assert sorted(mine.rglob("*")) == before
