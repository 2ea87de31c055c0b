"""`copydesk export --dataset`: gold as a dataset that others can use, cite and check."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.model import CopydeskError

if TYPE_CHECKING:
    from tui.gold import Hidden, Project

Command = Callable[..., Any]


def dataset_options(command: Command) -> Command:
    """Add `--dataset DIR` and what only goes with it."""
    options = (
        click.option("--dataset", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
                     help="Write a dataset into DIR: train, dev and test, a datasheet, checksums; with --standoff "
                          "without any article text."),
        click.option("--name", metavar="NAME", help="The dataset's name (default: the project's folder)."),
        click.option("--license", "licence", metavar="SPDX", help="The dataset's licence, as in CC-BY-4.0."),
        click.option("--about", metavar="TEXT", help="What the dataset is, for its datasheet."),
        click.option("--shares", metavar="80,10,10", help="What part of the articles train, dev and test get."),
        click.option("--second", type=click.Path(exists=True, path_type=Path), metavar="PATH",
                     help="A second annotator's project or gold file, for the agreement in the datasheet."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def export_dataset(
    project: "Project", folder: Path, *, ids: Iterable[str] | None, hidden: "Hidden", texts: bool, name: str | None,
    licence: str | None, about: str | None, shares: str | None, second: Path | None,
) -> list[str]:  # fmt: skip
    """Write the dataset, and return what to say of it. Raises `CopydeskError`."""
    import io
    import json

    from tui.gold import Store
    from tui.gold.dataset import dataset
    from tui.gold.datasheet import About
    from tui.gold.gold_jsonl import export_gold
    from tui.gold.gold_set import GoldSet
    from tui.gold.record import GoldArticle
    from tui.gold.scheme import project_scheme
    from tui.gold.splits import Shares

    scheme, stream = project_scheme(project), io.BytesIO()
    report = export_gold(Store(project), stream, scheme, ids=ids, hidden=hidden)
    golds = [GoldArticle.from_json(json.loads(line)) for line in stream.getvalue().splitlines()]
    if not golds:
        raise CopydeskError("nobody has annotated an article of this project; there is nothing to publish")
    made = dataset(
        golds, scheme, About(name or project.root.name, licence or "", about or ""),
        Shares.parse(shares) if shares else Shares(),
        second=GoldSet.at(second).articles if second else (), texts=texts,
    )  # fmt: skip
    made.write(folder)
    said = [*report.sentences(), *map(str, made.losses)]
    return said if licence else [*said, "no licence is stated: give one with --license, or nobody may use the dataset"]
