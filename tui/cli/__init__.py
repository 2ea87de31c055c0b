"""The `copydesk` command: a thin function a subcommand.

`copydesk --help` must be quick: nothing here imports spaCy, Textual or TinyDB before a command needs it.
"""

from pathlib import Path

import click
from click.core import ParameterSource

from tui import __version__
from tui.cli import (
    agreement,
    backups,
    batch,
    compare,
    desk,
    effort,
    formats,
    gate,
    git,
    health,
    labels,
    rules,
    scoring,
    serve,
    training,
)
from tui.cli.output import SentenceGroup


@click.group(cls=SentenceGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="copydesk")
@desk.project_option
@desk.who_option
@desk.blind_option
@click.pass_context
def main(ctx: click.Context, project: Path | None, who: str | None, blind: float) -> None:
    """Make gold labels for news with the keyboard.

    Alone, opens the project in this folder, or offers the sample articles where there is none.
    """
    if ctx.invoked_subcommand is None:
        ctx.exit(desk.start(project, who, blind=blind))
    name = ctx.invoked_subcommand
    for option in ctx.params:
        if ctx.get_parameter_source(option) is ParameterSource.COMMANDLINE:
            flag = f"--{option.replace('_', '-')}"
            raise click.UsageError(f"{flag} goes behind the command: copydesk {name} {flag} …")


for room in (
    desk,
    batch,
    rules,
    labels,
    training,
    formats,
    git,
    compare,
    effort,
    scoring,
    gate,
    agreement,
    backups,
    serve,
    health,
):
    for command in room.COMMANDS:
        main.add_command(command)
