"""The desk's life in a real terminal: it starts, is resized, and is left in every way there is.

After each of them every edit that the screen called saved is on the disk, and the terminal is as it was before.
"""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.desk_in_tmux import CLEAN, Terminal, is_running
from tests.app.newsroom import TEXT
from tests.app.tmux import ROOT, Tmux, needs_tmux
from tests.waiting import until
from tui.gold import Project, Store

pytestmark = needs_tmux


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with Terminal(tmp_path) as opened:
        yield opened


def test_it_starts_shows_the_article_and_takes_keys(terminal: Terminal) -> None:
    lines = terminal.tmux.screen()
    assert any("The harbour council in" in line for line in lines)
    assert "[Vesterby]" in "".join(lines)
    assert terminal.edited() == len(terminal.saved())


def test_a_resized_terminal_is_filled_and_the_focus_stays_in_sight(terminal: Terminal) -> None:
    for columns, height in ((60, 20), (150, 45), (80, 24)):

        def is_filled(lines: list[str], columns: int = columns, height: int = height) -> bool:
            body = " ".join(" ".join(lines).split())  # a terminal is drawn line by line: all of it is waited for
            return (
                "accept" in lines[height - 1] and "to review" in lines[height - 2] and "[Vesterby]" in body
                and ("night ferry, Mayor" in body or columns < 100)
            )  # fmt: skip

        terminal.tmux.run("resize-window", "-x", str(columns), "-y", str(height))
        terminal.tmux.wait_for(is_filled)
    assert terminal.edited() == len(terminal.saved())


def test_q_in_the_library_leaves(terminal: Terminal) -> None:
    edits = terminal.edited()
    terminal.tmux.press("-")
    terminal.tmux.wait_for_text("To review")
    terminal.tmux.press("q")
    terminal.tmux.wait_for_text("status 0")
    terminal.is_clean()
    assert len(terminal.saved()) == edits


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_clean_and_every_edit_saved(terminal: Terminal, number: signal.Signals) -> None:
    edits = terminal.edited()
    os.kill(terminal.pid, number)
    terminal.tmux.wait_for_text(f"status {128 + number}")
    terminal.is_clean()
    assert len(terminal.saved()) == edits


def test_closing_the_terminal_ends_the_desk_and_every_edit_is_saved(terminal: Terminal) -> None:
    edits = terminal.edited()
    terminal.tmux.kill()
    until(lambda: not is_running(terminal.pid))
    assert len(terminal.saved()) == edits


def test_what_is_typed_while_the_terminal_closes_is_saved_whole_or_not_at_all(terminal: Terminal) -> None:
    edits = terminal.edited()
    terminal.tmux.press("3", "x", "a", "x", "3", "!")
    terminal.tmux.kill()
    until(lambda: not is_running(terminal.pid))
    assert edits <= len(terminal.saved()) <= edits + 6


def test_the_mouse_focuses_selects_and_presses_footer_keys(terminal: Terminal) -> None:
    lines = terminal.tmux.screen()
    y = next(i for i, line in enumerate(lines) if "Nordlys Ferries" in line)
    terminal.tmux.click(lines[y].index("Nordlys") + 2, y)
    terminal.tmux.wait_for_text("[Nordlys Ferries")
    lines = terminal.tmux.screen()
    y = next(i for i, line in enumerate(lines) if "ninety jobs" in line)
    x = lines[y].index("ninety jobs")
    terminal.tmux.drag(x + 1, y, x + 8, y)
    terminal.tmux.wait_for(lambda lines: any("Selection" in line for line in lines))
    terminal.tmux.press("3")
    until(lambda: terminal.saved() == ["add_entity"])
    label = [x for x in Store(Project.open(terminal.root)).load("ferry").state.in_order() if x.status == "added"]
    assert [TEXT[x.start : x.end] for x in label] == ["ninety jobs"]
    lines = terminal.tmux.wait_for(lambda lines: "reject" in lines[29])
    terminal.tmux.click(lines[29].index("reject"), 29)
    until(lambda: terminal.saved() == ["add_entity", "reject"])


def test_ctrl_z_goes_to_the_shell_and_fg_comes_back(tmp_path: Path) -> None:
    with Tmux(tmp_path, ["bash", "--norc", "--noprofile", "-i"], 100, 30) as tmux:
        tmux.press(f"PYTHONPATH={ROOT} {sys.executable} -m tests.app.real_desk {tmp_path / 'project'}", "Enter")
        tmux.wait_for_text("8 to review")
        tmux.press("a")
        tmux.wait_for_text("1 edit")
        tmux.press("C-z")
        tmux.wait_for_text("Stopped")
        assert tmux.run("display-message", "-p", CLEAN).split() == ["0", "1", "0", "0", "0"]
        tmux.press("fg", "Enter")
        tmux.wait_for_text("7 to review")
        tmux.press("a")
        tmux.wait_for_text("2 edits")
        tmux.press("C-q")
        tmux.wait_for(lambda lines: not any("2 edits" in line for line in lines))
        tmux.press("echo $((40 + 2)) is back", "Enter")
        tmux.wait_for_text("42 is back")
