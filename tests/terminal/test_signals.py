"""However a desk ends, what it showed as saved is there; and where it can, it leaves the terminal as it found it."""

import signal
from pathlib import Path

import pytest

from tests.app.newsroom import project
from tests.terminal.terminal import Terminal
from tui.gold import Project, Store

CLEAN = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l")
"""The screen before, the cursor, no mouse, no brackets around what is pasted."""


def edits(root: Path) -> list[str]:
    return [event.do for event in Store(Project.open(root)).load("ferry").events if event.do != "open"]


def desk_with_a_label(root: Path, *, nohup: bool = False) -> Terminal:
    """A desk in which a label was made, and shown as saved."""
    project(root)
    (root / "copydesk.toml").write_text('model = "no_such_model"\n')
    terminal = Terminal(["--project", str(root), "--who", "kim"], root, nohup=nohup)
    terminal.wait_for("Harbour council")
    terminal.press("\r")
    terminal.wait_from_start("entities open")
    terminal.press("v3")
    terminal.wait_from_start("1 edit")
    return terminal


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_desk_with_its_work_saved_and_the_terminal_clean(
    tmp_path: Path, number: signal.Signals
) -> None:
    with desk_with_a_label(tmp_path) as terminal:
        before = len(terminal.seen)
        terminal.process.send_signal(number)
        assert terminal.end() == 128 + number
        assert all(sequence in terminal.seen[before:] for sequence in CLEAN)
    assert edits(tmp_path) == ["add_entity"]


def test_a_terminal_that_is_closed_ends_the_desk_with_its_work_saved(tmp_path: Path) -> None:
    with desk_with_a_label(tmp_path) as terminal:
        terminal.hang_up()
        assert terminal.process.wait(60) in (0, 128 + signal.SIGHUP)
    assert edits(tmp_path) == ["add_entity"]


def test_under_nohup_a_desk_outlives_sighup_but_not_its_terminal(tmp_path: Path) -> None:
    with desk_with_a_label(tmp_path, nohup=True) as terminal:
        before = len(terminal.seen)
        terminal.process.send_signal(signal.SIGHUP)
        terminal.press("!")
        terminal.wait_until(lambda: b"2 edits" in terminal.seen[before:])
        terminal.hang_up()
        assert terminal.process.wait(60) == 128 + signal.SIGHUP
    assert edits(tmp_path) == ["add_entity", "flag"]


def test_a_desk_that_is_suspended_and_resumed_goes_on_where_it_was(tmp_path: Path) -> None:
    with desk_with_a_label(tmp_path) as terminal:
        before = len(terminal.seen)
        terminal.process.send_signal(signal.SIGTSTP)
        terminal.wait_until(lambda: terminal.state() == "T")
        assert all(sequence in terminal.seen[before:] for sequence in CLEAN)
        before = len(terminal.seen)
        terminal.process.send_signal(signal.SIGCONT)
        # What comes after the terminal is in raw mode: a key typed sooner waits in the line that the terminal edits.
        terminal.wait_until(lambda: b"\x1b[?1004h" in terminal.seen[before:])
        terminal.press("!")
        terminal.wait_until(lambda: b"2 edits" in terminal.seen[before:])
        terminal.press("\x11")
        assert terminal.end() == 0
    assert edits(tmp_path) == ["add_entity", "flag"]


def test_a_desk_that_is_stopped_and_goes_on_reads_every_key_once_and_ends_with_its_terminal(tmp_path: Path) -> None:
    with desk_with_a_label(tmp_path) as terminal:
        threads = Path(f"/proc/{terminal.process.pid}/task")
        before = len(list(threads.iterdir()))
        for _ in range(8):
            terminal.process.send_signal(signal.SIGSTOP)
            terminal.wait_until(lambda: terminal.state() == "T")
            terminal.process.send_signal(signal.SIGCONT)
            terminal.wait_until(lambda: terminal.state() != "T")
        terminal.press("!" * 9)
        terminal.wait_until(lambda: b"10 edits" in terminal.seen)
        assert len(list(threads.iterdir())) <= before
        terminal.process.send_signal(signal.SIGSTOP)
        terminal.hang_up()
        terminal.process.send_signal(signal.SIGCONT)
        assert terminal.process.wait(60) in (0, 128 + signal.SIGHUP)
    assert edits(tmp_path) == ["add_entity", *["flag"] * 9]
