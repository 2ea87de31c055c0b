"""Files in a project that another version, another program or an accident has written."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.gold.desk import new_session
from tui.gold import (
    DamagedError,
    Session,
    Store,
    StoreError,
    TooNewError,
    storage,
    trail,
)


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
