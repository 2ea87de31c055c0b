"""An edit is painted first, then saved, then called saved: what a screen calls saved is on the disk at that moment."""

import errno
import os
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.app.desk_in_tmux import is_running
from tests.app.newsroom import desk, facts, focused, said
from tests.app.tmux import ROOT, Tmux, needs_tmux
from tests.gold.disk import Disk
from tests.waiting import until
from tui.app.app import Desk
from tui.gold import Project, Session, Store, durable
from tui.gold.repair import check_project

EDITS = re.compile(r"(\d+) edits?")


@dataclass(frozen=True)
class Picture:
    """One picture: its status line, its panel, and how many edits the log on the disk came to when it was painted."""

    status: str
    panel: str
    on_disk: int


@dataclass
class Film:
    """Every picture that a desk paints."""

    app: Desk
    root: Path

    def __post_init__(self) -> None:
        self.pictures: list[Picture] = []

    def take(self) -> None:
        """Keep what has just been painted."""
        lines = [strip.text for strip in self.app.screen._compositor.render_strips()]
        panel = " ".join(line[84:] for line in lines[3:-2])
        there = len(Store(Project.open(self.root)).load("ferry").history.done)
        self.pictures.append(Picture(lines[-2], " ".join(panel.split()), there))


def filmed(app: Desk, root: Path, monkeypatch: pytest.MonkeyPatch) -> list[Picture]:
    film = Film(app, root)
    monkeypatch.setattr(app, "post_display_hook", film.take)
    return film.pictures


def done(root: Path) -> list[str]:
    """What the log on the disk says was done by hand."""
    events = Store(Project.open(root)).load("ferry").events
    return [event.do for event in events if event.do not in ("open", "suggest")]


def no_picture_lies(pictures: list[Picture]) -> None:
    for picture in pictures:
        if found := EDITS.search(picture.status):
            assert int(found[1]) <= picture.on_disk, picture
            # What is called saved is all there is: an edit more on the screen than on the disk is being saved.
            assert ("saving" in picture.status) or int(found[1]) == picture.on_disk, picture


async def test_an_edit_is_painted_first_and_called_saved_when_it_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path) as (app, pilot):
        pictures = filmed(app, tmp_path, monkeypatch)
        await pilot.press("3")
        no_picture_lies(pictures)
        first, last = pictures[0], pictures[-1]
        assert first.on_disk == 0, "it was saved before it was painted"
        assert "saving" in first.status
        assert "0 edits" in first.status
        assert "Ingrid Aasen" in first.panel, "the focus has gone on"
        assert "7 to review" in first.status
        assert last.on_disk == 1
        assert "saved " in last.status
        assert "1 edit " in last.status
        assert last.status.index("edit") == first.status.index("edit"), "the line jumps"


KEYS = st.lists(st.sampled_from(["a", "x", "3", "tab", "u", "U", "exclamation_mark", "w", "v", "l", "full_stop"]))


@settings(max_examples=4, derandomize=True, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
@given(keys=KEYS.filter(lambda keys: len(keys) > 5))
async def test_no_picture_calls_saved_what_is_not(tmp_path_factory: pytest.TempPathFactory, keys: list[str]) -> None:
    root = tmp_path_factory.mktemp("film") / "p"
    with pytest.MonkeyPatch.context() as monkeypatch:
        async with desk(root) as (app, pilot):
            pictures = filmed(app, root, monkeypatch)
            for key in keys:
                await pilot.press(key)
            assert pictures
            no_picture_lies(pictures)


async def test_a_disk_that_fails_takes_the_painted_edit_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(tmp_path) as (app, pilot):
        pictures = filmed(app, tmp_path, monkeypatch)
        disk = Disk(app.store.project.articles)
        monkeypatch.setattr(durable, "os", disk)
        disk.fail(1, errno.EIO, for_ever=True)
        before = facts(app), focused(app)
        await pilot.press("3")
        assert any("Ingrid Aasen" in picture.panel and "saving" in picture.status for picture in pictures)
        assert "NOT SAVED" in said(app)
        assert (facts(app), focused(app)) == before
        assert "Vesterby" in pictures[-1].panel
        assert "to review" in pictures[-1].panel
        no_picture_lies([picture for picture in pictures if "NOT SAVED" not in picture.status])
        await pilot.press("g", "w")
        assert app.screen.prompt is not None
        await pilot.press("escape")
        assert "Ctrl+S save again" in str(app.screen.query_one("FooterLine").render())
        disk.mend()
        await pilot.press("ctrl+s")
        assert facts(app)[0] == "corrected GPE Vesterby"
        assert "save again" not in str(app.screen.query_one("FooterLine").render())
        assert done(tmp_path) == ["relabel"]


async def test_keys_of_an_edit_that_failed_and_was_given_up_stay_before_those_of_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path) as (app, pilot):
        disk = Disk(app.store.project.articles)
        monkeypatch.setattr(durable, "os", disk)
        disk.fail(1, errno.EIO, for_ever=True)
        await pilot.press("3", "escape")
        disk.mend()
        await pilot.press("x")
    assert Store(Project.open(tmp_path)).load("ferry").events[-1].keys == ("3", "escape", "x")


async def test_who_leaves_between_the_picture_and_the_save_has_it_saved(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, _):
        app.screen.run_command("accept")
        assert not app.screen.editor.is_settled
        app.exit()
    assert done(tmp_path) == ["accept"]


async def test_what_another_session_saved_meanwhile_is_shown_with_the_edit(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        app.screen.run_command("accept")
        other = Session(Store(Project.open(tmp_path)), "ferry", "ann")
        monday = next(label.id for label in other.state.labels.values() if label.value.span.text == "Monday")
        other.do("reject", id=monday)
        await pilot.pause()
        until(lambda: app.screen.editor.is_settled)
        assert {"accepted ORG Vesterby", "rejected DATE Monday"} <= set(facts(app))
        assert "6 to review" in said(app)
    assert done(tmp_path) == ["reject", "accept"]


async def test_an_edit_of_what_another_session_changed_meanwhile_is_taken_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        vesterby = app.screen.editor.focus
        app.screen.run_command("accept")
        Session(Store(Project.open(tmp_path)), "ferry", "ann").do("relabel", id=vesterby, label="GPE")
        await pilot.pause()
        assert "ann has changed the same part" in said(app)
        assert facts(app)[0] == "corrected GPE Vesterby"
        assert app.screen.editor.focus == vesterby, "it is looked at again, and a key decides it"
    assert done(tmp_path) == ["relabel"]


class SlowTerminal:
    """A desk in tmux whose disk waits for as long as `slow` is there."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.slow = self.root.with_suffix(".slow")
        command = f"PYTHONPATH={ROOT} exec {sys.executable} -m tests.app.slow_desk {self.root}"
        self.tmux = Tmux(folder, ["sh", "-c", command], 120, 40)
        self.tmux.wait_for_text("8 to review")

    def shows(self, text: str) -> bool:
        return any(text in line for line in self.tmux.screen())


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[SlowTerminal]:
    opened = SlowTerminal(tmp_path)
    yield opened
    opened.slow.unlink(missing_ok=True)
    opened.tmux.kill()


@needs_tmux
def test_on_a_slow_disk_an_edit_is_seen_at_once_and_what_is_typed_meanwhile_is_done_in_order(
    terminal: SlowTerminal,
) -> None:
    terminal.slow.touch()
    terminal.tmux.press("3")
    terminal.tmux.wait_for_text("saving")
    terminal.tmux.wait_for_text("7 to review")
    assert not terminal.shows("saved ")
    assert terminal.shows("0 edits")
    assert done(terminal.root) == []
    terminal.tmux.press("x", "a", "!", "u")
    assert not terminal.shows("saved ")
    assert done(terminal.root) == []
    terminal.slow.unlink()
    terminal.tmux.wait_for_text("3 edits")
    until(lambda: done(terminal.root) == ["relabel", "reject", "accept", "flag", "undo"])
    terminal.tmux.wait_for(lambda lines: any("saved " in line for line in lines))


@needs_tmux
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_desk_that_is_ended_while_it_says_saving_keeps_what_it_called_saved(
    terminal: SlowTerminal, number: signal.Signals
) -> None:
    terminal.tmux.press("3")
    terminal.tmux.wait_for_text("1 edit ")
    terminal.slow.touch()
    terminal.tmux.press("x")
    terminal.tmux.wait_for_text("saving")
    assert terminal.shows("1 edit ")
    pid = int(terminal.root.with_suffix(".pid").read_text())
    os.kill(pid, number)
    if number is not signal.SIGKILL:  # it is heard when the disk has answered
        terminal.slow.unlink()
    until(lambda: not is_running(pid))
    assert done(terminal.root) == (["relabel"] if number is signal.SIGKILL else ["relabel", "reject"])
    assert not [str(finding) for finding in check_project(terminal.root) if "cut short" not in str(finding)]
