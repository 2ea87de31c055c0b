"""A command whose standard streams are closed, full or left: in a shell, as people meet that."""

import subprocess
import sys
from pathlib import Path

import pytest


def shell(command: str, streams: str) -> subprocess.CompletedProcess[str]:
    """Run a command of `copydesk` with its streams led elsewhere."""
    line = f"set -o pipefail; {sys.executable} -m tui {command} {streams}"
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", ["--help", "keys --help", "keys", "formats"])
@pytest.mark.parametrize(
    ("streams", "says"),
    [
        (">&-", "standard output is closed; leave it open, or write to a file"),
        pytest.param("> /dev/full", "No space left on device; nothing was changed", marks=pytest.mark.skipif(
            not Path("/dev/full").exists(), reason="this system has no /dev/full")),
    ],
    ids=["closed", "full"],
)  # fmt: skip
def test_what_can_not_be_written_is_one_sentence(command: str, streams: str, says: str) -> None:
    done = shell(command, streams)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"copydesk: {says}\n")


@pytest.mark.parametrize("command", ["--help", "keys"])
def test_a_reader_that_leaves_is_no_mistake(command: str) -> None:
    done = shell(command, "| true")
    assert (done.returncode, done.stderr) == (0, "")


def test_without_streams_to_read_from_or_to_complain_on_a_command_does_what_it_can(tmp_path: Path) -> None:
    assert shell("keys", "<&- 2>&-").stdout.startswith("Go")
    assert shell("clean -", "<&-").stderr == "copydesk: standard input is empty; put the article's text into it\n"
    written = tmp_path / "schema.json"
    assert shell("schema", f"2>&- > {written}").returncode == 0
    assert written.read_text().startswith("{")
    assert shell("no-such-command", "2>&-").returncode == 2
