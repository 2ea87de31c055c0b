"""The desk in a shell in tmux, and what its terminal is left like."""

import sys
from pathlib import Path
from typing import Self

from tests.app.tmux import ROOT, Tmux
from tests.waiting import until
from tui.gold import Project, Store

CLEAN = "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{mouse_sgr_flag} #{keypad_cursor_flag}"


class Terminal:
    """A terminal with a shell that has started the desk on a new project; leaving its `with` block closes it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        desk = f"PYTHONPATH={ROOT} {sys.executable} -m tests.app.real_desk {self.root}"
        command = f"cd {folder}; stty -a > before; {desk}; echo status $?; stty -a > after; exec sleep 1000"
        self.folder = folder
        self.tmux = Tmux(folder, ["sh", "-c", command], 100, 30)
        self.tmux.wait_for_text("8 to review")
        self.pid = int(self.root.with_suffix(".pid").read_text())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.tmux.kill()

    def edited(self) -> int:
        """Make three edits, wait until the screen calls them saved, and return how many it counts."""
        self.tmux.press("3", "x", "a")
        self.tmux.wait_for_text("3 edits")
        return 3

    def saved(self) -> list[str]:
        """Return what the log on the disk says was done by hand."""
        events = Store(Project.open(self.root)).load("ferry").events
        return [event.do for event in events if event.do not in ("open", "suggest")]

    def is_clean(self) -> None:
        """Check that the terminal is as it was: screen, cursor, mouse, echo."""
        assert self.tmux.run("display-message", "-p", CLEAN).split() == ["0", "1", "0", "0", "0"]
        until(lambda: (self.folder / "after").exists() and (self.folder / "after").read_text() != "")
        assert (self.folder / "after").read_text() == (self.folder / "before").read_text()


def is_running(pid: int) -> bool:
    """Whether a process runs (one that has ended and is waited for does not)."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
