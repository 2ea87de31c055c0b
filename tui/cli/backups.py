"""Commands on a whole project: backup and restore."""

from pathlib import Path

import click

from tui.cli.desk import project_option
from tui.cli.labels import project_here
from tui.cli.output import say


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.zip")
@project_option
def backup(path: Path, project: Path | None) -> None:
    """Write the whole project into the new FILE.zip; people may go on working meanwhile."""
    from tui.gold.backup import backup as backed_up

    say([f"{path}: articles: {backed_up(project_here(project), path)}"])


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.zip")
@click.argument("folder", type=click.Path(path_type=Path))
def restore(path: Path, folder: Path) -> None:
    """Make a project in the new FOLDER out of FILE.zip, and check that all of it is whole."""
    from tui.gold.backup import restore as restored

    say([f"{restored(path, folder).root}: restored, nothing is wrong"])


COMMANDS = (backup, restore)
