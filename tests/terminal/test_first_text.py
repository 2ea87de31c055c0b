"""The text of an article is on the terminal before what works on it is loaded, and nothing is lost by that."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.app.newsroom import article, predictions
from tests.terminal.terminal import Terminal
from tui.gold import Project, Session, Store

DESK = """
import sys
from tui.app.app import Desk
from tui.gold import Project

desk = Desk(Project.open(sys.argv[1]), who="kim", open_ids=["ferry"])
desk.run()
sys.exit(desk.return_code or 0)
"""
FIRST_WORDS = b"Harbour council drops ferry plan"
LATER = b"to review"  # the line of facts, which only the article screen has


@contextmanager
def desk(root: Path) -> Iterator[Terminal]:
    """A desk that is starting on an article with suggestions."""
    if not root.exists():
        store = Store(Project.create(root))
        store.add(article(), "kim")
        Session(store, "ferry", "kim").do("suggest", by="fake", predictions=predictions(article()).as_json())
    with Terminal([str(root)], root.parent, program=("-c", DESK)) as terminal:
        yield terminal


def log(root: Path) -> list[tuple[str, tuple[str, ...]]]:
    """What was done since the suggestions came, and the keys it was done with."""
    return [(event.do, event.keys) for event in Store(Project.open(root)).load("ferry").events[2:]]


def test_the_text_comes_first_and_what_is_typed_meanwhile_is_done_in_order(tmp_path: Path) -> None:
    root = tmp_path / "p"
    with desk(root) as terminal:
        terminal.wait_until(lambda: FIRST_WORDS in terminal.seen)
        assert LATER not in terminal.seen
        terminal.type("\taxv3!")
        terminal.wait_from_start("4 edits")
        terminal.type("\x11")
        assert terminal.end() == 0
    assert log(root) == [
        ("open", ()),
        ("accept", ("tab", "a")),
        ("reject", ("x",)),
        ("add_entity", ("v", "3")),
        ("flag", ("exclamation_mark",)),
    ]


@pytest.mark.parametrize("when", [FIRST_WORDS, LATER])
def test_a_kill_right_at_the_start_loses_nothing(tmp_path: Path, when: bytes) -> None:
    root = tmp_path / "p"
    with desk(root) as terminal:
        terminal.wait_until(lambda: when in terminal.seen)
        terminal.process.kill()
    stored = Store(Project.open(root)).load("ferry")
    assert [event.do for event in stored.events[:2]] == ["open", "suggest"]
    assert all(event.do == "open" for event in stored.events[2:])
    with desk(root) as terminal:
        terminal.wait_from_start("to review")


def test_a_label_that_is_not_what_the_log_says_is_found_before_anybody_can_edit(tmp_path: Path) -> None:
    root = tmp_path / "p"
    with desk(root) as terminal:
        terminal.wait_from_start("to review")
    path = Project.open(root).article_path("ferry")
    blob = path.read_bytes()
    at = blob.index(b'"labels":{')
    changed = blob[:at] + blob[at:].replace(b'"label":"ORG"', b'"label":"LAW"', 1)
    assert changed != blob
    path.write_bytes(changed)
    with desk(root) as terminal:
        terminal.wait_until(lambda: FIRST_WORDS in terminal.seen)
        terminal.type("\ta")
        terminal.wait_from_start("is damaged")
    assert path.read_bytes() == changed


def test_sigterm_while_there_is_only_text_leaves_the_terminal_clean(tmp_path: Path) -> None:
    with desk(tmp_path / "p") as terminal:
        terminal.wait_until(lambda: FIRST_WORDS in terminal.seen)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM
        assert b"\x1b[?1049l" in terminal.seen
        assert b"Traceback" not in terminal.seen


def test_the_first_text_needs_neither_the_log_nor_the_store() -> None:
    code = "import sys, tui.app.app, tui.app.screens.first_look, tui.gold.glimpse; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"tinydb", "filelock", "spacy", "numpy", "click"}
    ours = {"tui.annotation.state", "tui.gold.store", "tui.app.editor", "tui.app.keymap", "tui.app.settings"}
    assert not (heavy | ours) & set(loaded)


def test_a_project_opened_blind_shows_no_suggestion(tmp_path: Path) -> None:
    store = Store(Project.create(tmp_path / "p"))
    store.add(article(), "kim")
    with Terminal(["--project", "p", "--who", "kim", "--blind", "1"], tmp_path) as terminal:
        terminal.wait_from_start("1 article")  # the library
        terminal.type("\r")
        terminal.wait_from_start("blind: no suggestions")
        terminal.type("\x11")
        assert terminal.end() == 0
    events = Store(Project.open(tmp_path / "p")).load("ferry").events
    assert (events[-1].do, events[-1].args.get("blind")) == ("open", True)
    assert "suggest" not in [event.do for event in events]
