"""A person types at a real desk in tmux, and the desk is killed with -9 in the middle of it, as often as one likes.

`python -m tests.terminal.kill_desk 1000` kills it 1,000 times and prints what was found; the tests do it less often.

The desk is the one of `copydesk`, without an analyser. One process in the tmux window loads its modules once and makes
each desk by a fork, which is what lets a kill take a third of a second.
"""

import asyncio
import contextlib
import gc
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.app.newsroom import article
from tests.app.tmux import Tmux
from tui.gold import Project, Store, trail
from tui.gold.repair import check_project

KEYS = ("v", "3", "w", "v", "1", "!", "w", "v", "2", "w", "!")
"""Labels and flags: each run of these is five edits. No undoing, so that the number on the screen only grows."""

A_PROJECT = 20
"""Kills, after which the next project comes: a start reads the whole log, and reading is not what is tried here."""

EDITS = re.compile(r"(\d+) edits?")
CUT_SHORT = "was cut short"
SHOWS = re.compile(f"{EDITS.pattern}|{CUT_SHORT}")
"""An article is on the screen: a sentence about the last save may leave no room for the number of edits."""


@dataclass
class Outcome:
    """What was found after the kills."""

    kills: int = 0
    edits: int = 0
    """Edits that a screen showed as saved, over all kills."""
    cut_short: int = 0
    """Kills that left a temporary file of a save behind."""
    in_trails: int = 0
    """Events that were in trail files at the end."""
    lost: list[str] = field(default_factory=list)


def new_project(root: Path) -> Path:
    """Make a project with one article, and return its folder."""
    Store(Project.create(root)).add(article(), "kim")
    return root


def run_desk(root: Path, **how: Any) -> None:
    """Run the desk on a project with its article open."""
    from tui.app.app import Desk

    Desk(Project.open(root), who="kim", open_ids=("ferry",)).run(**how)


def serve_desks(folder: Path) -> None:
    """Run a desk on the project that the file `next` names, each in a fork. Never returns."""

    async def leave(pilot: Any) -> None:
        await pilot.press("v", "3")
        pilot.app.exit()

    run_desk(new_project(folder / "warm"), headless=True, size=(100, 30), auto_pilot=leave)  # loads what comes late
    asyncio.set_event_loop(None)
    gc.freeze()
    terminal = termios.tcgetattr(0)
    while True:
        while not (folder / "next").exists():
            time.sleep(0.005)
        root = Path((folder / "next").read_text())
        (folder / "next").unlink()
        pid = os.fork()
        if pid == 0:
            with contextlib.suppress(BaseException):
                run_desk(root)
            os._exit(0)
        (folder / "desk.pid").write_text(str(pid))
        os.waitpid(pid, 0)
        termios.tcsetattr(0, termios.TCSANOW, terminal)  # kill -9 leaves that to nobody else
        os.write(1, b"\x1bc")
        (folder / "desk.pid").unlink()


class Window:
    """A tmux window in which desks run, one after the other."""

    def __init__(self, folder: Path, limit: int, kept: int) -> None:
        self._folder = folder
        command = [sys.executable, "-m", "tests.terminal.kill_desk", "--desks", str(folder), str(limit), str(kept)]
        self.tmux = Tmux(folder, command, 100, 30)

    def start(self, root: Path) -> str:
        """Start a desk on the project, and return what its screen shows when the article is there."""
        (self._folder / "next.new").write_text(str(root))
        (self._folder / "next.new").rename(self._folder / "next")
        return "\n".join(self.tmux.wait_for(lambda lines: bool(SHOWS.search("\n".join(lines))), 60))

    def type_and_kill(self, rng: random.Random) -> int:
        """Type, kill the desk at a random moment, and return how many edits its last screen showed."""
        pid = int((self._folder / "desk.pid").read_text())
        start = edits_on(self.tmux.screen()) or 0
        self.tmux.press(*KEYS * 4)
        if rng.random() < 0.7:
            self.tmux.wait_for(lambda lines: (edits_on(lines) or 0) > start, 60)
        time.sleep(rng.random() * 0.12)  # the moment is what is drawn, not something that is waited for
        # Stopped first, so that all it painted is on the screen before it dies and the window is wiped.
        os.kill(pid, signal.SIGSTOP)
        shown = self._settled()
        os.kill(pid, signal.SIGKILL)
        while (self._folder / "desk.pid").exists():
            time.sleep(0.005)
        return max(start, shown)

    def _settled(self) -> int:
        """Look until three looks in a row are alike: tmux reads what was painted at its own pace."""
        seen: list[int] = []
        while len(seen) < 3 or len(set(seen[-3:])) > 1:
            seen.append(edits_on(self.tmux.screen()) or 0)
            time.sleep(0.01)
        return seen[-1]


def edits_on(lines: list[str]) -> int | None:
    """How many edits the screen says are saved, None where no article is on it."""
    found = EDITS.search("\n".join(lines))
    return int(found[1]) if found else None


@contextlib.contextmanager
def window(folder: Path, limit: int, kept: int) -> Iterator[Window]:
    """A window for desks that move the older events to the trail at this length of the log."""
    opened = Window(folder, limit, kept)
    try:
        yield opened
    finally:
        opened.tmux.kill()


def kill(times: int, folder: Path, *, seed: int = 8, limit: int = trail.LIMIT, kept: int = trail.KEPT) -> Outcome:
    """Kill the desk so often; look each time whether the store has every edit that the screen showed as saved.

    Also whether the next start says that a save was cut short, where one was.
    """
    rng, outcome = random.Random(seed), Outcome()
    with window(folder, limit, kept) as desks:
        for i in range(times):
            if i % A_PROJECT == 0:
                root, left, before = new_project(folder / f"p{i}"), False, 0
            said = desks.start(root)
            if (CUT_SHORT in said) != left:
                outcome.lost.append(f"kill {i}: the next start {'said nothing' if left else 'told'} of a cut save")
            shown = desks.type_and_kill(rng)
            left = any((root / "articles").glob("*.tmp"))
            outcome.kills += 1
            outcome.cut_short += left
            outcome.lost += map(str, check_project(root))
            there = len(Store(Project.open(root)).load("ferry").history.done)
            if there < shown:
                outcome.lost.append(f"kill {i}: the screen showed {shown} edits, the store has {there}")
            outcome.edits += max(0, shown - before)
            before = there
            if outcome.lost:
                break
    for path in folder.glob("p*/articles/*.trail.jsonl"):
        outcome.in_trails += len(path.read_bytes().splitlines())
    return outcome


def main() -> None:
    """Run desks in this window, or kill desks so often and say what was found."""
    if sys.argv[1] == "--desks":
        trail.LIMIT, trail.KEPT = int(sys.argv[3]), int(sys.argv[4])
        serve_desks(Path(sys.argv[2]))
    folder = Path(tempfile.mkdtemp())
    try:
        print(kill(int(sys.argv[1]), folder))
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
