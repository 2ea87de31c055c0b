"""In a real terminal: every cell stands where the app thinks it does, and no escape of the text takes effect."""

import sys
import unicodedata
from collections.abc import Iterator

import pytest

from tests.app.desk import document
from tests.app.edge_app import TEXTS
from tests.app.tmux import Tmux, needs_tmux
from tui.model.text import screen_safe

COLUMNS, LINES = 60, 30

pytestmark = needs_tmux


@pytest.fixture(scope="module")
def tmux(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tmux]:
    command = [sys.executable, "-m", "tests.app.edge_app"]
    with Tmux(tmp_path_factory.mktemp("tmux"), command, COLUMNS, LINES) as running:
        running.wait_for(lambda lines: any("pwned" in line for line in lines))
        yield running


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
