"""No command passes on to a terminal what somebody hid in a text, a title, a label, a note, a name or a setting.

Every command of `copydesk` needs a case here: each way in through which words reach it. The bytes are those of a real
pseudo-terminal.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.terminal.hostile import EVIL, MARK, build, commands_in
from tui.cli import main

ROOT = Path(__file__).parents[2]
E = EVIL
P = ["--project", "p"]

GOLD = [f"bad-{what}.jsonl" for what in ("label", "id", "text", "schema", "title", "key")] + [
    "broken.jsonl",
    "gold.jsonl",
]

CASES: dict[str, list[list[str]]] = {
    "": [[E], ["--project", E], ["--" + E], ["--project", "theme"], ["--project", "scheme"], ["--project", "broken"],
         ["--project", "setting"]],
    "open": [["bad-articles.jsonl", *P], [E, *P], ["--blind", E], [f"{E}.bin", *P]],
    "keys": [["--project", "keys"], ["--project", "theme"], ["--project", "scheme"], ["--project", "broken"], [E]],
    "clean": [
        [f"{E}.txt"], ["page.html"], ["page.html", "--explain"], ["page.html", "--html"], ["articles.jsonl", "--jsonl"],
        ["articles.jsonl"], [E], [f"{E}.bin"], ["bad-articles.jsonl"], ["broken.jsonl"], ["page.html", "-o", f"{E}/x"],
    ],
    "extract": [
        ["articles.jsonl", "--jsonl"], ["page.html"], ["page.html", "--model", E],
        ["page.html", "--with", E], ["bad-articles.jsonl"], ["page.html", "--" + E],
    ],
    "export": [P, [*P, "--standoff"], [*P, E], ["--project", "damaged"], ["--project", E], [*P, "-o", f"{E}/x"]],
    "import": [
        *([name, *P] for name in GOLD),
        [E, *P], ["gold.jsonl", "--project", "scheme"], ["gold.jsonl", *P, "--texts", E], [f"{E}.bin", *P],
        *([name, "--project", "taken"] for name in ("session.jsonl", "bad-session-id.jsonl", "bad-session-do.jsonl")),
    ],
    "check": [
        *([name] for name in GOLD),
        [E], ["--project", "damaged"], ["--project", "damaged", "--repair"], P,
    ],
    "record": [["bridge", *P], [E, *P], ["bridge", "--project", "damaged"], ["bridge", *P, "-o", f"{E}/x"]],
    "replay": [["session.jsonl"], ["bad-key.jsonl"], ["broken.jsonl"], [E]],
    "schema": [["gold"], [E]],
    "compare": [["damaged", *P], [E, *P], ["p", *P, "--list"], ["p", *P, "--jsonl"], ["p", E, *P]],
    "evaluate": [
        ["gold.jsonl", "--with", E], ["bad-label.jsonl"], ["bad-id.jsonl"], [E], ["broken.jsonl"],
        ["gold.jsonl", "--label", E], ["gold.jsonl", "--require", E], ["gold.jsonl", "--errors", "9"],
    ],
    "backup": [[f"{E}.zip", *P], [f"{E}/x.zip", *P], ["damaged.zip", "--project", "damaged"],
               ["x.zip", "--project", E]],
    "restore": [["backup.zip", "r1"], [E, "r2"], ["gold.jsonl", "r3"], ["backup.zip", "p"], ["backup.zip", E]],
    "serve": [
        ["--project", E], ["--project", "theme"], ["--host", E], ["--public-url", E], ["--who", E, "--who", E],
        ["--port", E], ["--no-token", "--host", E],
    ],
    "doctor": [["--project", "damaged"], ["--project", "model"], ["--project", "scheme", "--json"]],
    "tour": [["--project", "theme"], [E]],
    "rules": [P, [*P, "--add", E], [*P, "--add", "broken.jsonl"], ["--project", "broken"], [*P, "--add", f"{E}.txt"]],
    "formats": [[], [E]],
    "agree": [["p", "damaged"], ["p", E], ["bad-label.jsonl", "gold.jsonl"], ["gold.jsonl", "bad-id.jsonl"]],
    "gate": [["gold.jsonl", "--with", E], ["bad-label.jsonl"], [E], ["gold.jsonl", "--require", E],
             ["gold.jsonl", "--baseline", "bad-key.jsonl"]],
    "join": [[E], ["p"], ["damaged"]],
    "textconv": [["p/articles/bridge.json"], ["bad-label.jsonl"], ["broken.jsonl"], [E], ["gold.jsonl"]],
    "merge-driver": [["gold.jsonl", "gold.jsonl", "bad-title.jsonl", E], ["gold.jsonl", "broken.jsonl", "gold.jsonl"],
                     ["gold.jsonl", "bad-label.jsonl", "bad-text.jsonl", E]],
    "train-config": [[E], ["gold.jsonl", E]],
    "effort": [P, [*P, "--jsonl"], ["--project", "damaged"], [E, *P], ["--project", E], ["--pause", E]],
}  # fmt: skip
"""The arguments of each command; a command that is not there yet has its cases already."""

ENVIRONMENT = {"COPYDESK_WHO": EVIL, "TERM": "xterm-256color", "COLUMNS": "100"}


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[str]:
    """Every command by its name, those within groups with the group's name before it."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from leaves(inner, (*path, name))
    else:
        yield " ".join(path)


def test_every_command_has_its_cases() -> None:
    missing = set(leaves(main)) - CASES.keys()
    assert not missing, f"add to CASES in {Path(__file__).name} the ways in of: {', '.join(sorted(missing))}"


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[list[str], int, bytes]]]:
    """What each command answered in each of its cases: the arguments, the status, and the bytes on the terminal."""
    folder = tmp_path_factory.mktemp("house")
    build(folder)
    there = {"", *leaves(main)}
    asked = [(name, arguments) for name in CASES if name in there for arguments in CASES[name]]
    cases = [[str(folder), [*name.split(), *arguments], ENVIRONMENT] for name, arguments in asked]
    done = subprocess.run(
        [sys.executable, "-m", "tests.terminal.runner"],
        input=json.dumps(cases), capture_output=True, text=True, cwd=ROOT, check=True, timeout=900,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    found: dict[str, list[tuple[list[str], int, bytes]]] = {name: [] for name in there}
    for (name, arguments), (status, seen) in zip(asked, json.loads(done.stdout), strict=True):
        found[name].append((arguments, status, seen.encode("latin-1")))
    return found


@pytest.mark.parametrize("name", ["", *sorted(leaves(main))])
def test_nothing_hidden_in_words_commands_the_terminal(
    answers: dict[str, list[tuple[list[str], int, bytes]]], name: str
) -> None:
    for arguments, status, seen in answers[name]:
        assert commands_in(seen) == [], (arguments, seen[-3000:])
        assert status in (0, 1, 2), (arguments, status, seen[-3000:])
        assert b"Traceback" not in seen, (arguments, seen[-3000:])


def test_the_words_themselves_did_come_through(answers: dict[str, list[tuple[list[str], int, bytes]]]) -> None:
    """Else the test above would look at nothing."""
    shown = [name for name, rows in answers.items() if any(MARK.encode() in seen for _, _, seen in rows)]
    assert {"", "open", "keys", "clean", "extract", "export", "import", "check", "record", "restore", "doctor"} <= set(
        shown
    )


def test_the_check_itself_sees_what_it_looks_for() -> None:
    for one in EVIL.split(MARK):
        assert commands_in(one.encode())
    assert not commands_in("␛]0;title".encode())
