"""`copydesk effort`: what the labels of a project have cost."""

import json
from pathlib import Path

from tests.command_line import run
from tui.gold import Project, Session, Store


def test_keys_and_seconds_per_label_stand_in_a_table_and_as_data(project: Path) -> None:
    session = Session(Store(Project.open(project)), "mayor", "lee")
    session.do("accept", id=session.state.in_order()[1].id, keys=("tab", "a"), ms=1500)
    table = run("effort", "--project", project)
    assert table.exit_code == 0, table.stderr
    (line,) = [line.split() for line in table.stdout.splitlines() if line.startswith("lee")]
    assert line == ["lee", "entities", "1", "2", "1.5", "2.00", "1.50"]
    rows = [
        json.loads(row) for row in run("effort", "--project", project, "--jsonl", "--pause", "1").stdout.splitlines()
    ]
    assert {
        "article": "mayor", "who": "lee", "layer": "entities", "labels": 1, "acts": 1, "keys": 2, "seconds": 1.0,
    } in rows  # fmt: skip
    assert run("effort", "nowhere", "--project", project).exit_code == 2
