"""The part of export and import that deals with other tools' formats, and the list of them."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.output import opened, opened_folder, say, write
from tui.model import CopydeskError, Layer

if TYPE_CHECKING:
    from tui.gold import Hidden, Project, Report


def export_format(
    found: "Project", name: str, output: Path | None, *, ids: Iterable[str] | None, hidden: "Hidden",
    model: str | None, strict: bool, strict_labels: bool,
) -> "Report":  # fmt: skip
    """Write the gold of a project in the format of that name, and return the report. Raises `CopydeskError`."""
    from tui.gold import Report, Store
    from tui.gold.formats import Losses, Strictness, Writing, get_format, write_format
    from tui.gold.gold_jsonl import golds_of
    from tui.gold.report import Loss, summed
    from tui.gold.scheme import project_scheme

    form = get_format(name)
    if form.folder and output is None:
        raise CopydeskError(f"{form.name} is several files; name a folder for them with -o FOLDER")
    if not form.folder and output is not None and output.is_dir():
        raise CopydeskError(f"{output} is a folder, but {form.name} is one file; name it with -o FILE")
    scheme, losses = project_scheme(found), Losses()
    left_out: list[Loss] = []
    golds = list(golds_of(Store(found), scheme, left_out, ids=ids, hidden=hidden))
    parts = list(write_format(golds, form, Writing(scheme, model), losses))
    Strictness(strict or strict_labels, strict).check(losses, f"exporting as {form.name}")
    if form.folder and output is not None:
        with opened_folder(output) as folder:
            for file, blob in parts:
                with (folder / file).open("ab") as stream:
                    stream.write(blob)
    else:
        with opened(output) as stream:
            stream.writelines(blob for _, blob in parts)
    labels = sum(len(gold.labels) for gold in golds)
    return Report(len(golds), labels, (*summed(left_out), *losses.all))


def import_format(
    found: "Project", name: str | None, path: Path, by: str, *, texts: Path | None, unit: str | None,
    names: Iterable[str], complete: Iterable[str], strict: bool, strict_labels: bool,
) -> "Report | None":  # fmt: skip
    """Bring another tool's labels into a project, and return the report; None where the file is gold of ours.

    Raises `CopydeskError`.
    """
    from tui.gold import Store, Texts, utc_now
    from tui.gold.formats import Strictness, Terms, Unit, detect, get_format
    from tui.gold.formats import import_format as imported
    from tui.gold.scheme import project_scheme

    form = get_format(name) if name else detect(path)
    if form is None:
        return None
    store = Store(found)
    source = Texts.at(texts) if texts else Texts.of_store(store)
    terms = Terms(
        by, utc_now(), form.name, Unit(unit) if unit else None, _mapping(names), frozenset(map(Layer, complete))
    )
    strictness = Strictness(strict or strict_labels, strict)
    say([f"{path}: read as {form.name}"])
    return imported(store, path, form, terms, project_scheme(found), texts=source, strictness=strictness)


def _mapping(names: Iterable[str]) -> dict[str, str]:
    mapping = {}
    for pair in names:
        theirs, equals, ours = pair.partition("=")
        if not equals or not theirs:
            raise CopydeskError(f"--map {pair}: write THEIRS=OURS, or THEIRS= to leave that label out")
        mapping[theirs] = ours
    return mapping


@click.command()
@click.option("--markdown", is_flag=True, help="As the table of docs/formats.md.")
def formats(markdown: bool) -> None:
    """List the formats that gold can be exported to and imported from, and what each can hold."""
    from tui.gold.formats.listing import as_markdown, as_text

    write([as_markdown() if markdown else as_text()], None)


COMMANDS = (formats,)
