"""The command that looks whether everything is well."""

import json
import os
from pathlib import Path

import click

from tui.cli.desk import project_option
from tui.cli.output import write


@click.command()
@project_option
@click.option("--json", "as_json", is_flag=True, help="As a JSON list, for a bug report or a script.")
def doctor(project: Path | None, as_json: bool) -> None:
    """Look at versions, the model, the terminal and the project, and say what to do. Status 1 for any problem.

    Checks the weights of the model against the hashes of the published ones. Changes nothing.
    """
    from tui.doctor import Health, examine
    from tui.doctor.examination import model_of
    from tui.doctor.finding import report
    from tui.gold import Project
    from tui.model import CopydeskError

    root, config = project, {}
    try:
        found = Project.open(project) if project else Project.find(Path.cwd())
    except CopydeskError:
        root = project or Path.cwd()  # the examination says what is wrong with it
    else:
        root, config = (found.root, dict(found.config)) if found else (None, {})
    findings = list(examine(root, os.environ, config_model=model_of(config)))
    if as_json:
        write([json.dumps([finding.as_json() for finding in findings], indent=1) + "\n"], None)
    else:
        write((f"{line}\n" for line in report(findings)), None)
    raise SystemExit(1 if any(finding.health is Health.PROBLEM for finding in findings) else 0)


COMMANDS = (doctor,)
