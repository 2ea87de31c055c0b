"""Work in a process beside this one: what comes of it is what would have come of it here."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal
from tui.gold import Project, Store

TEXT = (
    "Harbour council drops ferry plan\n\nThe harbour council in Vesterby has dropped its plan for a night ferry, the "
    "mayor said on Monday.\n\nThe owner of the boats called the decision a gift to the airport.\n"
)

# In a process of its own: this one has threads, so that nothing would be done beside it.
PROGRAM = """
import os, signal, sys
from tui.cli.beside import beside
from tui.model import CopydeskError

class Its(CopydeskError):
    def __init__(self, a, b): super().__init__(f"{a} and {b}")

def refused(): raise Its("one", "two")
def unreadable(): open("no-such-file")
def broken(): raise ZeroDivisionError
def killed(): os.kill(os.getpid(), signal.SIGKILL)
def loads():
    import fractions
    return [str(os.getpid()), "é\\u2028"]

done = []
try:
    result = beside(globals()[sys.argv[1]], lambda: done.append(os.getpid()))
    print(result[0] != str(os.getpid()), "fractions" in sys.modules, ascii(result[1]), done == [os.getpid()])
except Exception as error:
    print(type(error).__name__, error, done == [os.getpid()])
"""


def run(what: str) -> tuple[str, str]:
    done = subprocess.run([sys.executable, "-c", PROGRAM, what], capture_output=True, text=True, check=True)
    return done.stdout.strip(), done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is done here, one after the other")
def test_what_the_work_returns_comes_back_and_what_it_loads_does_not() -> None:
    assert run("loads") == (r"True False '\xe9\u2028' True", "")


def test_where_there_are_threads_it_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    from tui.cli.beside import beside

    monkeypatch.setattr("threading.active_count", lambda: 2)
    done: list[int] = []
    assert beside(lambda: [str(os.getpid())], lambda: done.append(1)) == [str(os.getpid())]
    assert done == [1]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("refused", "CopydeskError one and two True"),
        ("unreadable", "FileNotFoundError [Errno 2] No such file or directory: 'no-such-file' True"),
    ],
)
def test_what_the_work_raises_is_raised_here(what: str, said: str) -> None:
    assert run(what) == (said, "")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is done here, one after the other")
@pytest.mark.parametrize("what", ["broken", "killed"])
def test_work_that_dies_is_told_in_a_sentence(what: str) -> None:
    said, errors = run(what)
    assert said.startswith("CopydeskError the work was ended from outside (status ")
    assert ("ZeroDivisionError" in errors) is (what == "broken")


def test_a_file_is_opened_in_a_new_project_and_can_be_worked_on(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(TEXT)
    with Terminal(["open", "ferry.txt", "--project", "p", "--who", "kim"], tmp_path) as terminal:
        terminal.wait_from_start("0 edits")
        terminal.type("!")
        terminal.wait_from_start("1 edit")
        terminal.type("\x11")
        assert terminal.end() == 0
    stored = Store(Project.open(tmp_path / "p")).load("ferry")
    assert stored.state.flagged
    assert "".join(stored.state.text.split()) == "".join(TEXT.split())


def test_what_can_not_be_read_is_one_sentence_and_no_desk(tmp_path: Path) -> None:
    with Terminal(["open", "ferry.txt", "--project", "p"], tmp_path) as terminal:
        assert terminal.end() == 2
        assert b"ferry.txt" in terminal.seen
        assert b"Traceback" not in terminal.seen
        assert b"\x1b[?1049h" not in terminal.seen
    assert list(tmp_path.iterdir()) == []


def test_one_bad_file_of_a_folder_is_told_with_what_is_in_the_project_and_can_be_left_out(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for name in ("a", "c"):
        (news / f"{name}.txt").write_text(f"{name} {TEXT}")
    (news / "b.txt").write_bytes(b"caf\xe9\x81\x00\xff")
    with Terminal(["open", "news", "--project", "p"], tmp_path) as terminal:
        assert terminal.end() == 2
        said = " ".join(terminal.seen.decode().split())
        assert "b.txt" in said
        assert "(the article before it is in the project; --skip-errors leaves out what can't be read)" in said
    assert Store(Project.open(tmp_path / "p")).ids() == ["a"]
    with Terminal(["open", "news", "--skip-errors", "--project", "p"], tmp_path) as terminal:
        terminal.wait_from_start("1 of 2")
        assert b"left out: news/b.txt" in terminal.seen
        terminal.type("\x11")
        assert terminal.end() == 0
    assert sorted(Store(Project.open(tmp_path / "p")).ids()) == ["a", "c"]


def test_a_folder_of_which_nothing_can_be_read_opens_no_desk(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"")
    with Terminal(["open", "b.txt", "--skip-errors", "--project", "p"], tmp_path) as terminal:
        assert terminal.end() == 2
        assert b"left out: b.txt is empty" in terminal.seen
        assert b"there is nothing to open" in terminal.seen
    assert not (tmp_path / "p").exists()


def test_an_interrupt_while_articles_are_read_ends_both(tmp_path: Path) -> None:
    with Terminal(["open", "-", "--project", "p"], tmp_path) as terminal:  # waits for what is typed
        terminal.wait_until(lambda: (tmp_path / "p" / "copydesk.toml").exists())
        terminal.type("\x03")
        assert terminal.end() in (1, 128 + signal.SIGINT, -signal.SIGINT)
