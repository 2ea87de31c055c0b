"""The `copydesk` command: a thin function a subcommand.

`copydesk --help` must be quick: nothing here imports spaCy, Textual or TinyDB before a command needs it.
"""

from importlib import import_module
from pathlib import Path

import click
from click.core import ParameterSource

from tui import __version__
from tui.cli import desk
from tui.cli.output import SentenceGroup

ROOMS = {
    "batch": ("clean", "extract"),
    "rules": ("rules",),
    "labels": ("export", "import", "check", "record", "replay", "schema"),
    "training": ("train-config",),
    "formats": ("formats",),
    "git": ("join", "textconv", "merge-driver"),
    "compare": ("compare",),
    "effort": ("effort",),
    "scoring": ("evaluate",),
    "gate": ("gate",),
    "agreement": ("agree",),
    "backups": ("backup", "restore"),
    "serve": ("serve",),
    "health": ("doctor",),
}
"""The modules of commands that are loaded when one of theirs is asked for, and those commands."""


class Commands(SentenceGroup):
    """The commands of `ROOMS`, each loaded when it is asked for: the desk need not wait for any of them."""

    def list_commands(self, ctx: click.Context | None) -> list[str]:  # noqa: ARG002 - click's name
        """Return the name of every command."""
        return sorted({*self.commands, *(name for names in ROOMS.values() for name in names)})

    def get_command(self, ctx: click.Context | None, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's name
        """Return a command, or None where there is none of that name."""
        room = next((room for room, names in ROOMS.items() if cmd_name in names), None)
        if room is not None and cmd_name not in self.commands:
            for command in import_module(f"tui.cli.{room}").COMMANDS:
                self.add_command(command)
        return self.commands.get(cmd_name)


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
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


for _command in desk.COMMANDS:
    main.add_command(_command)
