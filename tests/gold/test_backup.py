"""A backup made while somebody works is whole, and comes back as a project."""

import threading
import zipfile
from pathlib import Path

import pytest

from tests.gold.desk import new_session
from tui.gold import Store, StoreError, trail
from tui.gold.backup import backup, restore
from tui.gold.repair import check_project


def test_a_backup_comes_back_with_every_event(store: Store, tmp_path: Path) -> None:
    session = new_session(store)
    session.do("accept", id="e2.1")
    new_session(store, "tunnel")
    (store.project.root / "copydesk.toml").write_text('scheme = "mine.toml"\n')
    (store.project.root / "mine.toml").write_text("# ours\n")
    store.overview()
    assert backup(store.project, tmp_path / "b.zip") == 2
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert "index.json" not in archive.namelist()
    back = Store(restore(tmp_path / "b.zip", tmp_path / "q"))
    assert back.load("bridge").events == session.stored.events
    assert (back.project.root / "mine.toml").read_text() == "# ours\n"


def test_a_backup_made_while_somebody_works_is_whole(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "LIMIT", 5)
    monkeypatch.setattr(trail, "KEPT", 2)
    session = new_session(store)
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            session.do("note", id=None, text=f"note {session.state.n}")

    thread = threading.Thread(target=work)
    thread.start()
    try:
        taken = []
        for i in range(15):
            before = session.state.n
            backup(store.project, tmp_path / f"{i}.zip")
            taken.append((before, session.state.n + 1))
    finally:
        stop.set()
        thread.join()
    for i, (least, most) in enumerate(taken):
        back = Store(restore(tmp_path / f"{i}.zip", tmp_path / f"q{i}"))
        events = back.load("bridge").events
        assert events == session.stored.events[: len(events)]
        assert least <= len(events) <= most
        assert check_project(back.project.root) == []


def test_nothing_is_overwritten(store: Store, tmp_path: Path) -> None:
    new_session(store)
    (tmp_path / "b.zip").write_text("mine")
    with pytest.raises(StoreError, match="there already"):
        backup(store.project, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_text() == "mine"
    backup(store.project, tmp_path / "c.zip")
    with pytest.raises(StoreError, match="not empty"):
        restore(tmp_path / "c.zip", store.project.root)


def test_what_is_not_a_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"PK no")
    with pytest.raises(StoreError, match="is not a backup"):
        restore(tmp_path / "b.zip", tmp_path / "q")
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr("../../evil.json", "{}")
    with pytest.raises(StoreError, match="outside the project"):
        restore(tmp_path / "c.zip", tmp_path / "q")
    assert not (tmp_path.parent / "evil.json").exists()
