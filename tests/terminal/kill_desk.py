"""A person types at a real desk in tmux, and the desk is killed with -9 in the middle of it, as often as one likes.

`python -m tests.terminal.kill_desk 1000` kills it 1,000 times and prints what was found; the test does it less often.

The desk is the one of `copydesk`, without an analyser. One process in the tmux window loads its modules once and makes
each desk by a fork, which is what lets a kill take a third of a second.
"""

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.app.newsroom import article
from tui.gold import Project, Store
from tui.gold.repair import check_project

ROOT = Path(__file__).parents[2]
KEYS = ("v", "3", "w", "v", "1", "!", "w", "v", "2", "w", "!")
"""Labels and flags: each run of these is five edits. No undoing, so that the number on the screen only grows."""

EDITS = re.compile(r"(\d+) edits?")
_OTHERS = ("TMUX", "COLUMNS", "LINES")  # what belongs to the terminal that this runs in


@dataclass
class Outcome:
    """What was found after the kills."""

    kills: int = 0
    edits: int = 0
    """Edits that a screen showed as saved, over all kills."""
    cut_short: int = 0
    """Kills that left a temporary file of a save behind."""
    lost: list[str] = field(default_factory=list)


def serve_desks(root: Path) -> None:
    """Run a desk on the project, and another one when that was killed, each in a fork. Never returns."""
    from tui.app.app import Desk

    terminal = termios.tcgetattr(0)
    while True:
        pid = os.fork()
        if pid == 0:
            with contextlib.suppress(BaseException):
                Desk(Project.open(root), who="kim", open_ids=("ferry",)).run()
            os._exit(0)
        (root / "desk.pid").write_text(str(pid))
        os.waitpid(pid, 0)
        termios.tcsetattr(0, termios.TCSANOW, terminal)  # kill -9 leaves that to nobody else
        os.write(1, b"\x1bc")
        (root / "desk.pid").unlink()
        while not (root / "next").exists():
            time.sleep(0.002)
        (root / "next").unlink()


class Window:
    """A tmux window in which desks run on one project."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._tmux = ["tmux", "-S", str(folder / "socket"), "-f", os.devnull, "-u"]
        self.root = root
        environment = {k: v for k, v in os.environ.items() if not k.startswith(_OTHERS)} | {"LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-m", "tests.terminal.kill_desk", "--desks", str(root)]
        subprocess.run(
            [*self._tmux, "new-session", "-d", "-x", "100", "-y", "30", "-c", str(ROOT), *command],
            check=True, env=environment,
        )  # fmt: skip

    def run(self, *arguments: str) -> str:
        """Run a tmux command and return what it prints."""
        return subprocess.run([*self._tmux, *arguments], check=True, capture_output=True, text=True).stdout

    def edits_shown(self) -> int | None:
        """How many edits the screen says are saved, None where no article is on it."""
        found = EDITS.search(self.run("capture-pane", "-p"))
        return int(found[1]) if found else None

    def type_and_kill(self, rng: random.Random) -> int:
        """Wait for the desk, type, kill it at a random moment, and return how many edits its last screen showed."""
        _wait(lambda: self.edits_shown() is not None, self)
        pid = int((self.root / "desk.pid").read_text())
        start = self.edits_shown() or 0
        self.run("send-keys", *KEYS * 4)
        if rng.random() < 0.7:
            _wait(lambda: (self.edits_shown() or 0) > start, self)
        time.sleep(rng.random() * 0.12)  # the moment is what is drawn, not something that is waited for
        # Stopped first, so that all it painted is on the screen before it dies and the window is wiped.
        os.kill(pid, signal.SIGSTOP)
        shown = _settled(self.edits_shown) or start
        os.kill(pid, signal.SIGKILL)
        _wait(lambda: not (self.root / "desk.pid").exists(), self)
        return shown

    def go_on(self) -> None:
        """Let the next desk start."""
        (self.root / "next").touch()

    def close(self) -> None:
        """End tmux and what runs in it."""
        self.run("kill-server")


def _wait(condition: object, window: Window, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, window.run("capture-pane", "-p")
        time.sleep(0.005)


def _settled(look: object) -> int | None:
    """Look until three looks in a row are alike: tmux reads what was painted at its own pace."""
    seen: list[int | None] = []
    while len(seen) < 3 or len(set(seen[-3:])) > 1:
        seen.append(look())  # type: ignore[operator]
        time.sleep(0.01)
    return seen[-1]


@contextlib.contextmanager
def window(folder: Path) -> Iterator[Window]:
    """A window on a new project with one article."""
    root = folder / "p"
    Store(Project.create(root)).add(article(), "kim")
    opened = Window(folder, root)
    try:
        yield opened
    finally:
        opened.close()


def kill(times: int, folder: Path, seed: int = 8) -> Outcome:
    """Kill the desk so often; look each time whether the store has every edit that the screen showed as saved."""
    rng, outcome = random.Random(seed), Outcome()
    with window(folder) as desks:
        for _ in range(times):
            before = _edits(desks.root)
            shown = desks.type_and_kill(rng)
            outcome.kills += 1
            outcome.cut_short += any((desks.root / "articles").glob("*.tmp"))
            if wrong := check_project(desks.root):
                outcome.lost.append(str(wrong[0]))
                break
            there = _edits(desks.root)
            if there < shown:
                outcome.lost.append(f"the screen showed {shown} edits, the store has {there}")
            outcome.edits += max(0, shown - before)
            desks.go_on()
    return outcome


def _edits(root: Path) -> int:
    """How many edits the store has, counted as the screen counts them."""
    return len(Store(Project.open(root)).load("ferry").history.done)


def main() -> None:
    """Run desks in this window, or kill desks so often and say what was found."""
    if sys.argv[1] == "--desks":
        serve_desks(Path(sys.argv[2]))
    folder = Path(tempfile.mkdtemp())
    try:
        print(kill(int(sys.argv[1]), folder))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
