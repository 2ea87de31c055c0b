"""What is pasted is text: no character in it ends the paste, is a key, or reaches a line that shows it."""

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from tests.app.desk_in_tmux import Terminal
from tests.app.tmux import needs_tmux
from tui.app.pasting import PasteParser

BEGIN, END = "\x1b[200~", "\x1b[201~"
NASTY = st.text(st.sampled_from("ax\x1b[201~;?\r\n\t\x07\x9b\x00O"), max_size=40).filter(lambda text: END not in text)


def parsed(chunks: list[str]) -> list[Message]:
    parser = PasteParser()
    return [event for chunk in chunks for event in parser.feed(chunk)]


def cut(text: str, places: list[int]) -> list[str]:
    ends = sorted({place % (len(text) + 1) for place in places} | {0, len(text)})
    return [text[a:b] for a, b in pairwise(ends)]


@given(NASTY, st.lists(st.integers(0, 100), max_size=4))
def test_a_paste_is_one_event_however_it_comes(text: str, places: list[int]) -> None:
    found = parsed(cut(f"a{BEGIN}{text}{END}b", places))
    pasted = [x.text for x in found if isinstance(x, events.Paste)]
    assert "".join(pasted) == "".join(x for x in text if x in "\t\r\n" or x.isprintable())
    assert [x.key for x in found if isinstance(x, events.Key)] == ["a", "b"]


def test_keys_outside_of_a_paste_are_as_they_were() -> None:
    keys = [x.key for x in parsed(["\x1b[A", "x", "\x1b[<64;3;3M", "\x1b[", "B", "é"]) if isinstance(x, events.Key)]
    assert keys == ["up", "x", "down", "é"]


@needs_tmux
def test_in_a_terminal_a_hostile_paste_is_a_note_and_nothing_else(tmp_path: Path) -> None:
    with Terminal(tmp_path) as terminal:
        (tmp_path / "clip").write_text("\x1b[31mred \x1b]0;pwned\x07\nx\nA\x1b")
        terminal.tmux.run("load-buffer", str(tmp_path / "clip"))
        terminal.tmux.run("paste-buffer", "-p")  # no line is open: nothing may happen
        terminal.tmux.press("\\;")
        terminal.tmux.wait_for_text("note")
        terminal.tmux.run("paste-buffer", "-p")
        terminal.tmux.wait_for_text("pwned x A")
        terminal.tmux.press("Enter")
        terminal.tmux.wait_for_text("1 edit")
        assert terminal.saved() == ["note"]
        assert "pwned" not in terminal.tmux.run("display-message", "-p", "#{pane_title}")
