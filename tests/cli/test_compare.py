"""`copydesk compare`: two people's labels, a line for each difference that is open."""

import json
import shutil
from pathlib import Path

from tests.cli.tried import TEXT
from tests.command_line import run
from tui.annotation.compare import differences
from tui.annotation.difference import Side
from tui.annotation.settling import settled
from tui.gold import Project, Session, Store


def lee(project: Path) -> Path:
    """A copy of the project in which lee has gone on."""
    other = project.parent / "lee"
    shutil.copytree(project, other)
    session = Session(Store(Project.open(other)), "mayor", "lee")
    session.do("relabel", id=session.state.in_order()[0].id, label="GPE")
    session.do("accept", id=session.state.in_order()[1].id)
    return other


def test_differences_are_listed_with_what_each_side_says(project: Path) -> None:
    result = run("compare", lee(project), "--project", project, "--list")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "mayor 13:23  entity: label  PERSON Ana Müller  |  GPE Ana Müller",
        "mayor 29:33  entity: only on side 2  nothing here  |  GPE Bonn",
    ]
    assert "open differences: 2" in result.stderr


def test_differences_as_json_have_offsets_into_the_text_and_the_settled_ones_are_left_out(project: Path) -> None:
    other = lee(project)
    session = Session(Store(Project.open(project)), "mayor", "ann")
    theirs = Side.of_state("lee", Store(Project.open(other)).load("mayor").state)
    first = differences(Side.of_state("ann", session.state), theirs)[0]
    session.do("settle", **settled(session.state, first, 1, theirs))
    result = run("compare", other, "mayor", "--project", project, "--jsonl")
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert TEXT[row["start"] : row["end"]] == "Bonn"
    assert (row["layer"], row["class"]) == ("entities", "only-second")


def test_what_can_not_be_compared_is_one_sentence_and_status_2(project: Path, tmp_path: Path) -> None:
    empty = Project.create(tmp_path / "empty").root
    for arguments, sentence in (
        ((tmp_path / "nowhere",), "is not there"),
        ((empty,), "have no article in common"),
        ((empty, "mayor"), "has no article 'mayor'"),
    ):
        result = run("compare", *arguments, "--project", project, "--list")
        assert result.exit_code == 2
        assert sentence in result.stderr
    assert "needs a terminal" in run("compare", lee(project), "--project", project).stderr
