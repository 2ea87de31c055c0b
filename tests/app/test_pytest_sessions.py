"""Recorded sessions as other people's regression tests, and `copydesk replay --ui`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tui.app import replay_ui
from tui.cli import main
from tui.gold import Project

pytest_plugins = ["pytester"]

SESSION = next(path for path in (Path(__file__).parents[1] / "sessions").glob("*.jsonl") if "two" in path.stem)
TEST = """
import pytest

@pytest.mark.desk_session("sessions/*.jsonl"{more})
def test_session(desk_session):
    desk_session.{check}
"""


@pytest.fixture
def suite(pytester: pytest.Pytester):
    """A folder with a recorded session, and a function that runs a test of it."""
    folder = pytester.mkdir("sessions")
    (folder / "a.jsonl").write_text(SESSION.read_text())

    def run(check: str, more: str = "") -> pytest.RunResult:
        pytester.makepyfile(test_sessions=TEST.format(check=check, more=more))
        return pytester.runpytest_inprocess(
            "--disable-plugin-autoload", "-p", "tui.app.pytest_sessions", "--strict-markers"
        )

    run.path = pytester.path
    return run


def test_a_session_that_comes_out_the_same_passes(suite) -> None:
    suite("folds().types()").assert_outcomes(passed=1)


def test_a_keymap_under_which_the_keys_do_something_else_is_told_by_its_first_event(suite) -> None:
    (suite.path / "copydesk.toml").write_text('[keys]\naccept = "F2"\nreject = "a"\n')
    result = suite("types()", ', config="copydesk.toml"')
    result.assert_outcomes(errors=0, failed=1)
    result.stdout.fnmatch_lines(["*[[]keys[]] accept*no terminal*"])
    (suite.path / "copydesk.toml").write_text('[keys]\naccept = "f2"\nreject = "a"\n')
    result = suite("types()", ', config="copydesk.toml"')
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*a.jsonl: event *: do is 'reject', was 'accept'*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_log_that_does_not_fold_is_told(suite) -> None:
    path = suite.path / "sessions" / "a.jsonl"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line for line in lines if '"do":"suggest"' not in line) + "\n")
    result = suite("folds()")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*a.jsonl: event*does not fit*"])


@pytest.mark.parametrize(
    ("marker", "says"),
    [
        ('@pytest.mark.desk_session("nowhere/*.jsonl")', "*no session matches 'nowhere/*.jsonl'*"),
        ("", '*mark it as desk_session("sessions/[*].jsonl"*'),
    ],
)
def test_a_wrong_marker_says_what_is_wrong(suite, pytester: pytest.Pytester, marker: str, says: str) -> None:
    pytester.makepyfile(test_wrong=f"import pytest\n{marker}\ndef test_it(desk_session):\n    pass\n")
    result = pytester.runpytest_inprocess("--disable-plugin-autoload", "-p", "tui.app.pytest_sessions")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([says])


def test_replay_in_the_desk_says_whether_the_keys_make_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = CliRunner().invoke(main, ["replay", "--ui", str(SESSION)])
    assert (result.exit_code, result.stdout) == (0, f"{_article()}: the keys make the recorded log\n")
    project = Project.create(tmp_path / "project").root
    (project / "copydesk.toml").write_text('[keys]\naccept = "f2"\nreject = "a"\nredo = []\n')
    result = CliRunner().invoke(main, ["replay", "--ui", "--project", str(project), str(SESSION)])
    assert result.exit_code == 1
    assert "do is 'reject', was 'accept'" in result.stdout
    (project / "copydesk.toml").write_text("[keys]\naccept = []\n")
    monkeypatch.setattr(replay_ui, "PATIENCE", 8.0)  # for an event that will not come; those before it have to
    result = CliRunner().invoke(main, ["replay", "--ui", "--project", str(project), str(SESSION)])
    assert result.exit_code == 1
    assert "does not come" in result.stdout
    assert "the desk says: a does nothing here" in result.stdout


def _article() -> str:
    return json.loads(SESSION.read_text().splitlines()[0])["article"]["id"]


def test_the_plugin_loads_nothing_heavy_before_a_test_asks_for_it() -> None:
    code = "import sys, tui.app.pytest_sessions; print({'textual', 'numpy', 'spacy', 'tinydb'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
