"""Commands on labels: export, import, check, replay, and the schemas of what is written."""

import contextlib
import io
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.batch import output_option
from tui.cli.desk import annotator, project_option, who_option
from tui.cli.output import opened, say, write
from tui.cli.publishing import dataset_options, export_dataset
from tui.model import CopydeskError

if TYPE_CHECKING:
    from tui.annotation.replay import Recording
    from tui.gold import Project

Command = Callable[..., Any]

SCHEMAS = {
    "gold": ("tui.gold", "schemas/gold.schema.json"),
    "standoff": ("tui.gold", "schemas/standoff.schema.json"),
    "extract": ("tui.extraction", "extract.schema.json"),
}


def project_here(project: Path | None) -> "Project":
    """Return the project that was named, or the one in this folder. Raises `CopydeskError` where there is none."""
    from tui.gold import Project

    if project is not None:
        return Project.open(project)
    if (found := Project.find(Path.cwd())) is not None:
        return found
    raise CopydeskError(
        "there is no project in this folder or above it; name one with --project, or make one with `copydesk open PATH`"
    )


def strict_options(command: Command) -> Command:
    """Add `--strict` and `--strict-labels`."""
    labels = click.option(
        "--strict-labels", is_flag=True, help="Refuse where a label, or a part of one, would be lost."
    )
    every = click.option(
        "--strict", is_flag=True, help="Refuse where anything would be lost: labels, ids, times, notes."
    )
    return every(labels(command))


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@project_option
@click.option("-o", "--output", type=click.Path(path_type=Path),
              help="Write to this file, or folder for a format of several files; whole or not at all.")  # fmt: skip
@click.option("--format", "form", metavar="NAME", help="Another tool's format: `copydesk formats` lists them.")
@click.option("--standoff", is_flag=True, help="Offsets and hashes only, without a word of any article.")
@click.option("--hidden", type=click.Choice(["keep", "leave"]), default="keep", show_default=True,
              help="Labels in blocks that are dropped: keep them and say how many, or leave them out.")  # fmt: skip
@click.option("--split", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="Write a file for each article into DIR, a label a line, as git likes it.")  # fmt: skip
@dataset_options
@strict_options
@click.option("--model", metavar="NAME", help="Take the tokens of this spaCy pipeline (for docbin and prodigy).")
def export(
    ids: tuple[str, ...], project: Path | None, output: Path | None, form: str | None, standoff: bool, hidden: str,
    split: Path | None, dataset: Path | None, strict: bool, strict_labels: bool, model: str | None, **published: Any,
) -> None:  # fmt: skip
    """Write the gold labels of the project as JSONL, an article a line (of the articles ID, or of all).

    What is not written (suggestions that nobody has decided, articles that nobody has touched) is counted on standard
    error, and so is what another format can't hold.
    """
    from tui.cli.formats import export_format
    from tui.cli.git import export_split
    from tui.gold import Store
    from tui.gold.gold_jsonl import export_gold
    from tui.gold.record import Hidden
    from tui.gold.scheme import project_scheme

    found = project_here(project)
    if sum(place is not None for place in (output, split, dataset)) > 1:
        raise CopydeskError("-o, --split and --dataset say where the gold goes; give one of them")
    if output is not None and output.is_dir() and form in (None, "gold"):
        raise CopydeskError(f"{output} is a folder; give the name of a file, or --split {output} for a file an article")
    if form not in (None, "gold") and (standoff or split or dataset):
        raise CopydeskError("--standoff, --split and --dataset are forms of our gold; leave out --format")
    if dataset:
        say(export_dataset(found, dataset, ids=ids or None, hidden=Hidden(hidden), texts=not standoff, **published))
        return
    if form is not None and form != "gold":
        report = export_format(
            found, form, output, ids=ids or None, hidden=Hidden(hidden), model=model, strict=strict,
            strict_labels=strict_labels,
        )  # fmt: skip
        say(report.sentences())
        return
    buffer = io.BytesIO()
    with contextlib.nullcontext(buffer) if split else opened(output) as stream:
        report = export_gold(
            Store(found), stream, project_scheme(found), ids=ids or None, hidden=Hidden(hidden), standoff=standoff
        )
    if split:
        export_split(buffer.getvalue(), split)
    say(report.sentences())


@click.command(name="import")
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@project_option
@who_option
@click.option("--format", "form", metavar="NAME", help="The format of FILE, where it can't be told from what is in it.")
@click.option("--texts", type=click.Path(path_type=Path), metavar="PATH",
              help="Where the texts of stand-off labels are: a folder, a file or a project.")  # fmt: skip
@click.option("--map", "names", multiple=True, metavar="THEIRS=OURS", help="Give a label another name (PER=PERSON).")
@click.option("--complete", multiple=True, type=click.Choice(["entities", "quotes"]),
              help="FILE has all of these that the texts hold, so that the rest counts as no label.")  # fmt: skip
@click.option("--offset-unit", type=click.Choice(["codepoint", "utf16", "utf8"]),
              help="What the offsets in FILE count, where that can't be told.")  # fmt: skip
@strict_options
def import_(
    path: Path, project: Path | None, who: str | None, form: str | None, texts: Path | None, names: tuple[str, ...],
    complete: tuple[str, ...], offset_unit: str | None, strict: bool, strict_labels: bool,
) -> None:  # fmt: skip
    """Bring labels from FILE into the project: our gold, with text or stand-off, or another tool's format.

    A recorded session, such as the desk writes of an edit that it can't save, brings what its log has more than ours.

    The format is told from what is in FILE. Stand-off labels need the texts, from --texts or from the project, and are
    refused where a text's hash differs.
    """
    from tui.cli.formats import import_format
    from tui.gold import Project, Store
    from tui.gold.importing import import_gold
    from tui.gold.rescue import is_session, take_in
    from tui.gold.scheme import project_scheme
    from tui.gold.texts import Texts

    if not path.exists():
        raise CopydeskError(f"there is no file {path}; check the name")
    with Project.made(project or project_here(None).root) as found:
        by = annotator(who)
        if form is None and is_session(path):
            say([f"{path}: {take_in(Store(found), path)}"])
            return
        if form != "gold":
            report = import_format(
                found, form, path, by, texts=texts, unit=offset_unit, names=names, complete=complete, strict=strict,
                strict_labels=strict_labels,
            )  # fmt: skip
            if report is not None:
                say(report.sentences())
                return
        if names or complete or offset_unit:
            raise CopydeskError(f"{path} is our gold: --map, --complete and --offset-unit are for other tools' formats")
        store = Store(found)
        source = Texts.at(texts) if texts else Texts.of_store(store)
        say(import_gold(store, path, by, project_scheme(found), texts=source).sentences())


@click.command()
@click.argument("path", type=click.Path(path_type=Path), required=False, metavar="[FILE]")
@project_option
@click.option("--repair", is_flag=True, help="Rebuild what is damaged in the project from its log; keep the old file.")
def check(path: Path | None, project: Path | None, repair: bool) -> None:
    """Say what is wrong with a gold file, or with the project where no FILE is given. Status 1 when anything is."""
    from tui.gold.check import check_file
    from tui.gold.repair import check_project

    if path is not None and repair:
        raise CopydeskError("--repair mends a project; a gold file is mended by exporting it again")
    where = path or project_here(project).root
    findings = list(check_file(where) if path else check_project(where, repair=repair))
    if findings:
        write((f"{finding}\n" for finding in findings), None)
        raise SystemExit(1)
    say([f"{where}: nothing is wrong"])


@click.command()
@click.argument("session", type=click.Path(path_type=Path))
@click.option("--ui", is_flag=True, help="Type the keys into the real desk, which has to make the same log.")
@project_option
def replay(session: Path, ui: bool, project: Path | None) -> None:
    """Fold the log of a recorded SESSION and say whether the labels come out the same. Status 1 when they don't.

    With --ui, the keys are typed in a desk without a terminal, with the keys and labels of --project where that is
    given, and the first event that differs is named.
    """
    from tui.annotation.replay import read_session
    from tui.annotation.replay import replay as replayed

    if project is not None and not ui:
        raise CopydeskError("--project says with whose keys and labels to type; it goes with --ui")
    if ui:
        recording = read_session(session)
        found = _typed_again(recording, project)
        write([f"{recording.article.id}: {found or 'the keys make the recorded log'}\n"], None)
        raise SystemExit(0 if found is None else 1)
    result = replayed(session)
    write([f"{result}\n"], None)
    raise SystemExit(0 if result.same else 1)


def _typed_again(recording: "Recording", project: Path | None) -> str | None:
    """Type a recording into the desk and return what differs first."""
    import tempfile

    from tui.app.replay_ui import first_difference
    from tui.app.settings import Settings
    from tui.gold import Project

    settings = Settings.of_project(Project.open(project)) if project is not None else None
    with tempfile.TemporaryDirectory() as folder:
        return first_difference(recording, Path(folder) / "project", settings)


@click.command()
@click.argument("article_id", metavar="ID")
@project_option
@output_option
def record(article_id: str, project: Path | None, output: Path | None) -> None:
    """Write the log of article ID as a session that `copydesk replay` folds again, here or in a test."""
    from tui.annotation.replay import session_lines
    from tui.gold import Store

    stored = Store(project_here(project)).load(article_id)
    write(session_lines(stored.article, stored.events), output)


@click.command()
@click.argument("name", type=click.Choice(list(SCHEMAS)), default="gold")
def schema(name: str) -> None:
    """Print the JSON Schema of what a command writes: gold, stand-off gold, or `extract --jsonl`."""
    package, resource = SCHEMAS[name]
    click.echo(files(package).joinpath(resource).read_text(encoding="utf-8"), nl=False)


COMMANDS = (export, import_, check, record, replay, schema)
