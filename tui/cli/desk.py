"""Commands that open the desk, and what describes it."""

import os
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.batch import articles, model_option, no_clean_option, paths_argument
from tui.cli.beside import beside
from tui.cli.output import say, write
from tui.cli.samples import samples_folder
from tui.model import CopydeskError

if TYPE_CHECKING:
    from tui.gold import Project

Command = Callable[..., Any]


def project_option(command: Command) -> Command:
    """Add `--project DIR`."""
    return click.option(
        "--project", type=click.Path(file_okay=False, path_type=Path), help="The project's folder (default: this one)."
    )(command)


def who_option(command: Command) -> Command:
    """Add `--who NAME`."""
    return click.option(
        "--who", metavar="NAME", envvar="COPYDESK_WHO", help="Who annotates (default: $COPYDESK_WHO, or your login)."
    )(command)


def blind_option(command: Command) -> Command:
    """Add `--blind SHARE`."""
    return click.option(
        "--blind", type=click.FloatRange(0, 1), default=0.0, metavar="SHARE",
        help="Show this share of the articles without suggestions (always the same ones).",
    )(command)  # fmt: skip


def annotator(who: str | None) -> str:
    """Return the name under which acts are recorded."""
    from tui.app.person import who_am_i

    return who or who_am_i()


def start(project: Path | None, who: str | None, *, blind: float = 0.0, tour: bool | None = None) -> int:
    """Open the project in `project` or in this folder; offer the samples where there is none.

    `blind` is the share of articles shown without suggestions; `tour` says whether the guided tour comes first; None:
    the first time.
    """
    from tui import app
    from tui.gold import Project
    from tui.gold.project import NEW

    need_a_terminal()
    found = Project.open(project) if project else Project.find(Path.cwd())
    if found is not None:
        return app.run(found, who=annotator(who), blind=blind, tour=tour)
    return app.offer_samples(samples_folder(), Path.cwd() / NEW, who=annotator(who), blind=blind, tour=tour)


@click.command(name="open")
@paths_argument
@project_option
@who_option
@model_option
@no_clean_option
@blind_option
@click.option("--skip-errors", is_flag=True, help="Leave out files that can't be read, and list them.")
def open_(
    paths: tuple[str, ...], project: Path | None, who: str | None, model: str | None, no_clean: bool, blind: float,
    skip_errors: bool,
) -> None:  # fmt: skip
    """Add the articles at PATH to the project and open the desk on them.

    PATH is a file (.txt, .html, .mhtml, .jsonl with "id" and "text"), a folder of them, or - for standard input.
    Without --project the project in this folder is used, or a new one in ./copydesk-project.
    """
    from tui import app
    from tui.gold import Project
    from tui.gold.project import NEW

    need_a_terminal()
    if skip_errors:
        paths = tuple(_readable(paths))
    here = None if project else Project.find(Path.cwd())
    with Project.made(here.root if here else project or NEW) as found:
        ids = beside(lambda: _add(paths, found, annotator(who), no_clean=no_clean), app.load_first_text)
    if "-" in paths:
        _read_keys_from_the_terminal()
    sys.exit(app.run(found, open_ids=ids, who=annotator(who), model=model, blind=blind))


def _add(paths: tuple[str, ...], project: "Project", by: str, *, no_clean: bool) -> list[str]:
    """Add the articles at `paths` to a project and return their ids, in order.

    Raises `CopydeskError`, which says how many of them are in the project all the same.
    """
    from tui.cleaning.project_rules import apply_rules
    from tui.gold import Store
    from tui.gold.rules import load_rules

    store = Store(project)
    rules = () if no_clean else load_rules(project)
    ids, new = [], 0
    try:
        for article in articles(paths, "Reading", no_clean=no_clean):
            new += store.add(apply_rules(article, rules), by=by)
            ids.append(article.id)
    except CopydeskError as error:
        if not new:
            raise
        before = "the article before it is" if new == 1 else f"the {new} articles before it are"
        raise CopydeskError(
            f"{error} ({before} in the project; --skip-errors leaves out what can't be read)"
        ) from error
    return ids


def _readable(paths: tuple[str, ...]) -> list[str]:
    """Return the files at `paths` that can be read, and say what is wrong with the others.

    Raises `CopydeskError` where none is left.
    """
    from tui.cleaning import read
    from tui.cleaning.reading import STANDARD_INPUT, files_of

    found, wrong = [], []
    for path in paths:
        for file in [path] if path == STANDARD_INPUT else map(str, files_of(path)):
            try:
                if file != STANDARD_INPUT:
                    deque(read([file], no_clean=True), maxlen=0)
            except CopydeskError as error:
                wrong.append(str(error))
            else:
                found.append(file)
    say(f"left out: {sentence}" for sentence in wrong)
    if not found:
        raise CopydeskError("no file is left that can be read; there is nothing to open")
    return found


def need_a_terminal() -> None:
    """Raise `CopydeskError` where nobody could see the desk."""
    from tui.app.web import is_served

    if is_served():  # the browser is one
        return
    if not (sys.stdout.isatty() or sys.stderr.isatty()):
        raise CopydeskError(
            "the desk needs a terminal; without one, use `copydesk clean`, `copydesk extract` or `copydesk export`"
        )


def _read_keys_from_the_terminal() -> None:
    """Make the terminal standard input again, which was a pipe that has been read to its end."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        raise CopydeskError("the desk has no terminal to read keys from; give it files in place of -") from error
    os.dup2(terminal, 0)
    os.close(terminal)


@click.command()
@project_option
@who_option
def tour(project: Path | None, who: str | None) -> None:
    """Take the guided tour: two minutes on an article made for it, then on to your project.

    Nothing of the tour is kept. It is shown by itself the first time.
    """
    sys.exit(start(project, who, tour=True))


@click.command()
@project_option
@click.option("--markdown", is_flag=True, help="As the table of the README.")
def keys(project: Path | None, markdown: bool) -> None:
    """List the keys of the desk, as the project's configuration sets them."""
    from tui.app import keymap
    from tui.app.settings import Settings
    from tui.gold import Project

    found = Project.open(project) if project else Project.find(Path.cwd())
    chosen = Settings.of_project(found).keymap
    write([keymap.as_markdown(chosen) if markdown else keymap.as_text(chosen)], None)


COMMANDS = (open_, tour, keys)
