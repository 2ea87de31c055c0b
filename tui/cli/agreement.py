"""How far people agree: measures, and every point at which they differ."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.batch import output_option
from tui.cli.desk import annotator, need_a_terminal, who_option
from tui.cli.labels import project_here
from tui.cli.output import say, screen_width, write
from tui.model import CopydeskError, Layer

if TYPE_CHECKING:
    from tui.gold.gold_set import GoldSet

_FORMATS = ("terminal", "json", "csv", "markdown")


@click.command()
@click.argument("sides", nargs=-1, required=True, metavar="A B...")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", show_default=True,
              help="csv is the list of differences.")  # fmt: skip
@output_option
@click.option("--differences", "most", type=click.IntRange(0), default=20, show_default=True, metavar="N",
              help="Show the first N differences in the terminal; the other formats have all.")  # fmt: skip
@click.option("--gamma", is_flag=True, help="Work out gamma, too (needs the extra: pip install 'copydesk[gamma]').")
@click.option("--open", "adjudicate", is_flag=True,
              help="Open the desk on the articles in which A (a project) and B differ, to settle that.")  # fmt: skip
@who_option
def agree(
    sides: tuple[str, ...], form: str, output: Path | None, most: int, gamma: bool, adjudicate: bool, who: str | None
) -> None:
    """Say how far people agree on the articles that all of them have finished.

    A and B are projects or gold files. PROJECT@NAME is what person NAME left in a project, and @NAME that of the
    project in this folder.
    """
    from tui.evaluation.agreement import agreement
    from tui.evaluation.gamma import gamma as gamma_of
    from tui.evaluation.report_agreement import AgreementReport
    from tui.gold.evaluation_input import annotated_texts, compared

    if len(sides) < 2:
        raise CopydeskError("agreement needs two sides; name two projects or gold files, or two people as PROJECT@NAME")
    golds = _golds(sides)
    if adjudicate:
        sys.exit(_adjudicate(sides, golds, annotator(who)))
    for gold in golds.values():
        say(gold.unreadable)
    by_name = {name: gold.articles for name, gold in golds.items()}
    texts, pairs = annotated_texts(by_name), compared(by_name)
    if not texts and not any(one.scored(layer) for one in pairs.values() for layer in Layer):
        raise CopydeskError(
            f"{' and '.join(golds)} have no article in common in which all have finished a layer; "
            "approve some on every side"
        )
    report = AgreementReport(agreement(texts, list(golds)), pairs, gamma_of(texts) if gamma and texts else None)
    width, color = screen_width(output)
    write([report.render(form, most=most, width=width, color=color)], output, styled=form == "terminal")


def _golds(sides: tuple[str, ...]) -> "dict[str, GoldSet]":
    """Return the gold of each side by a name that tells it from the others."""
    found = [_side(side) for side in sides]
    names = [gold.name for gold in found]
    unique = names if len(set(names)) == len(names) else list(sides)
    if len(set(unique)) < len(unique):
        raise CopydeskError("a side is named twice; everybody agrees with themselves")
    return dict(zip(unique, found, strict=True))


def _side(side: str) -> "GoldSet":
    from tui.gold import Project
    from tui.gold.gold_set import GoldSet

    path, at, person = side.rpartition("@")
    if Path(side).exists() or not at or not person:
        return GoldSet.at(Path(side))
    project = Project.open(path) if path else project_here(None)
    return GoldSet.of_project(project, person)


def _adjudicate(sides: tuple[str, ...], golds: "dict[str, GoldSet]", who: str) -> int:
    from tui.gold import Project
    from tui.gold.evaluation_input import compared
    from tui.gold.others import Other

    first, second = map(Path, sides[:2])
    if len(sides) != 2 or not first.is_dir() or not second.exists():
        raise CopydeskError("--open settles differences between two: A is a project's folder, B another or a gold file")
    (evaluation,) = compared({name: gold.articles for name, gold in golds.items()}).values()
    from tui.evaluation.report_agreement import differences

    differing = list(dict.fromkeys(error.document for error in differences(evaluation)))
    if not differing:
        say(["they agree in everything that both have finished; there is nothing to settle"])
        return 0
    need_a_terminal()
    from tui import app

    return app.run(Project.open(first), open_ids=differing, who=who, compare=Other.at(second))


COMMANDS = (agree,)
