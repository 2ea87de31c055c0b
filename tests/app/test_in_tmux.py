"""In a real terminal: every cell stands where the app thinks it does, and no escape of the text takes effect."""

import os
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.app.desk import document
from tests.app.edge_app import TEXTS
from tui.model.text import screen_safe

ROOT = Path(__file__).parents[2]
COLUMNS, LINES = 60, 30

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Tmux:
    """A tmux server of its own, with one window in which the app runs."""

    def __init__(self, folder: Path) -> None:
        self._base = ["tmux", "-S", str(folder / "socket"), "-f", os.devnull, "-u"]
        # A server takes its environment from the one that starts it.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("TMUX")} | {"LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-m", "tests.app.edge_app"]
        subprocess.run(
            [*self._base, "new-session", "-d", "-x", str(COLUMNS), "-y", str(LINES), "-c", str(ROOT), *command],
            check=True, env=environment,
        )  # fmt: skip

    def run(self, *arguments: str) -> str:
        return subprocess.run([*self._base, *arguments], check=True, capture_output=True, text=True).stdout

    def screen(self) -> list[str]:
        return self.run("capture-pane", "-p").split("\n")

    def wait_for(self, condition: Callable[[list[str]], bool], seconds: float = 20) -> list[str]:
        deadline = time.monotonic() + seconds
        while not condition(lines := self.screen()):
            assert time.monotonic() < deadline, "\n".join(lines)
        return lines

    def click(self, x: int, y: int) -> None:
        for end in "Mm":
            self.run("send-keys", "-l", f"\x1b[<0;{x + 1};{y + 1}{end}")


@pytest.fixture(scope="module")
def tmux(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tmux]:
    running = Tmux(tmp_path_factory.mktemp("tmux"))
    try:
        running.wait_for(lambda lines: any("pwned" in line for line in lines))
        yield running
    finally:
        running.run("kill-server")


def cell_of(line: str, index: int) -> int:
    """The column of a character of a captured line, as tmux counts: none for what combines, two for what is wide."""
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Cf") else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in line[:index]
    )


def test_no_escape_of_the_text_takes_effect(tmux: Tmux) -> None:
    assert "pwned" not in tmux.run("display-message", "-p", "#{pane_title}")
    assert any("title\u241b]0;pwned" in line for line in tmux.screen())


@pytest.mark.parametrize("word", ["said", "hearts", "family", "wrote", "start", "three", "met", "end", "done"])
def test_a_click_on_a_word_finds_its_offset(tmux: Tmux, word: str) -> None:
    lines = tmux.screen()
    y = next(y for y, line in enumerate(lines) if word in line)
    tmux.click(cell_of(lines[y], lines[y].index(word)), y)
    offset = screen_safe(document(*TEXTS).text).index(word)
    tmux.wait_for(lambda lines: any(line.startswith(f"clicked {offset}") for line in lines))
