"""A tmux server of a test's own: a real terminal to type into and to look at."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0
LOOK = 0.01
_OTHERS = ("TMUX", "COLUMNS", "LINES")  # what belongs to the terminal that the tests run in
needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Tmux:
    """One window in which a command runs; leaving its `with` block closes it."""

    def __init__(self, folder: Path, command: Sequence[str], columns: int, lines: int) -> None:
        self._base = ["tmux", "-S", str(folder / "socket"), "-f", os.devnull, "-u"]
        # A server takes its environment from the one that starts it.
        environment = {k: v for k, v in os.environ.items() if not k.startswith(_OTHERS)} | {"LC_ALL": "C.UTF-8"}
        subprocess.run(
            [*self._base, "new-session", "-d", "-x", str(columns), "-y", str(lines), "-c", str(ROOT), *command],
            check=True, env=environment,
        )  # fmt: skip
        # The screen is looked at many times a second: one client for that, not a process for each look.
        self._looking = subprocess.Popen(
            [*self._base, "-C", "attach-session", "-f", "no-output,ignore-size"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", errors="replace", env=environment,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def run(self, *arguments: str) -> str:
        """Run a tmux command."""
        return subprocess.run([*self._base, *arguments], check=True, capture_output=True, text=True).stdout

    def press(self, *keys: str) -> None:
        """Press keys, by tmux's names."""
        self.run("send-keys", *keys)

    def screen(self) -> list[str]:
        """Return the lines that are shown."""
        assert self._looking.stdin is not None
        assert self._looking.stdout is not None
        self._looking.stdin.write("capture-pane -p\n")
        self._looking.stdin.flush()
        lines: list[str] = []
        ends = ""
        for line in self._looking.stdout:
            if ends and line.startswith(ends):
                return lines
            if ends:
                lines.append(line.rstrip("\n"))
            elif line.startswith("%begin ") and line.rstrip().endswith(" 1"):  # the answer to a command of this client
                ends = line.rstrip().replace("%begin", "%end", 1)
        raise AssertionError("tmux has ended")

    def wait_for(self, condition: Callable[[list[str]], bool], seconds: float = PATIENCE) -> list[str]:
        """Return the screen when it is as it should be; look for so many seconds, those while we are stopped apart."""
        for _ in range(int(seconds / LOOK)):
            if condition(lines := self.screen()):
                return lines
            time.sleep(LOOK)
        raise AssertionError("\n".join(lines))

    def wait_for_text(self, text: str) -> list[str]:
        """Return the screen when it shows `text`."""
        return self.wait_for(lambda lines: any(text in line for line in lines))

    def click(self, x: int, y: int) -> None:
        """Press and release the left button on a cell."""
        for end in "Mm":
            self.run("send-keys", "-l", f"\x1b[<0;{x + 1};{y + 1}{end}")

    def drag(self, x: int, y: int, to_x: int, to_y: int) -> None:
        """Drag with the left button from one cell to another."""
        for code, column, line, end in ((0, x, y, "M"), (32, to_x, to_y, "M"), (0, to_x, to_y, "m")):
            self.run("send-keys", "-l", f"\x1b[<{code};{column + 1};{line + 1}{end}")

    def kill(self) -> None:
        """Close the terminal and everything in it."""
        subprocess.run([*self._base, "kill-server"], check=False, capture_output=True)
        self._looking.communicate()
