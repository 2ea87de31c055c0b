"""The real desk on a real pseudo-terminal, full of words that would command it: none of them does."""

from pathlib import Path

from tests.terminal.hostile import MARK, build, commands_in
from tests.terminal.terminal import Terminal
from tui.gold import Project, Session, Store


def test_no_part_of_the_desk_passes_on_what_is_hidden_in_words(tmp_path: Path) -> None:
    build(tmp_path)
    (tmp_path / "p" / "copydesk.toml").write_text('model = "no_\\u001b[7777mPWNED\\u009b"\n', encoding="utf-8")
    again = Session(Store(Project.open(tmp_path / "p")), "bridge", "kim")
    again.do("set_layer", layer="entities", state="open")
    again.do("set_layer", layer="quotes", state="open")
    with Terminal(["--project", "p", "--who", f"\x1b]0;title\x07{MARK}"], tmp_path) as terminal:
        terminal.wait_for("Bridge to close")
        for keys in (
            *(
                "/",
                MARK.lower(),
                "\x1b",
                "\r",
                "\t",
                "e",
                "\x1b",
                "r",
                "\x1b",
                "0",
                "\x1b",
                "\t",
                "x",
                "u",
                "g?",
                "\x1b",
            ),
            *("?", MARK, "\x1b", "\x1b", ":", "\x1b", "Z", "K", "\x1b", "gn", "-", "d", "\x1b"),
        ):
            terminal.press(keys)
        terminal.press("\x11")
        assert terminal.end() == 0, terminal.seen[-3000:]
    assert MARK.encode() in terminal.seen
    assert commands_in(terminal.seen) == []
    assert terminal.seen.rstrip().endswith(b"\x1b[?25h") or b"\x1b[?1049l" in terminal.seen[-600:]
