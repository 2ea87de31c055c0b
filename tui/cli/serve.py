"""The command that opens the desk in a browser."""

import os
from pathlib import Path

import click

from tui.cli.desk import annotator, project_option
from tui.cli.output import say
from tui.model import CopydeskError


@click.command()
@project_option
@click.option("--who", multiple=True, metavar="NAME", help="Whose desk; give it once for each person (default: you).")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one.")
@click.option("--public-url", metavar="URL", help="Where a proxy that adds TLS is reached.")
@click.option("--no-token", is_flag=True, help="Let anybody on this machine in. Refused for other addresses.")
def serve(
    project: Path | None, who: tuple[str, ...], host: str, port: int, public_url: str | None, no_token: bool
) -> None:
    """Open the desk in a browser, for this machine unless told otherwise.

    Prints an address with a random token for each person; who has the address has the desk. Needs the extra "serve".
    """
    try:
        from tui.serve import access, server
    except ModuleNotFoundError as error:
        raise CopydeskError(f"{error.name} is missing: install it with `pip install 'copydesk[serve]'`") from error
    from tui.app.settings import Settings
    from tui.gold import Project

    found = Project.open(project) if project else Project.find(Path.cwd())
    Settings.of_project(found)  # what is wrong with the project is said here, not in the browser
    own = os.environ.pop("COPYDESK_TOKEN", None)
    names = who or (annotator(os.environ.get("COPYDESK_WHO")),)
    people = access.people_named(names, own_token=own, without_token=no_token, host=host)
    address = server.Address(host, port, public_url)
    access.Site.of(host, port, public_url=public_url)  # refuses what is no address before anything listens
    if not access.is_loopback(host) and public_url is None:
        network = f"whoever can read the network that {host} is on can read what is sent, and the tokens"
        say([f"{network}: there is no TLS here. docs/serve.md says how to put it before the desk."])
    commands = [server.desk_command(person, project=found.root if found else None) for person in people]
    title = f"Copydesk – {found.root.name}" if found else "Copydesk"
    server.serve(
        server.DeskServer(people, commands, title=title, say=lambda line: say([line])),
        address,
        people,
        click.echo,
    )


COMMANDS = (serve,)
