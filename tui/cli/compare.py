"""The command that sets two people's labels beside each other."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.batch import output_option
from tui.cli.desk import annotator, need_a_terminal, project_option, who_option
from tui.cli.labels import project_here
from tui.cli.output import say, write
from tui.model import CopydeskError, Layer

if TYPE_CHECKING:
    from tui.annotation.difference import Difference, Side
    from tui.gold.others import Other
    from tui.gold.store import Store, Stored


@click.command()
@click.argument("other", type=click.Path(path_type=Path))
@click.argument("ids", nargs=-1, metavar="[ID]...")
@project_option
@who_option
@output_option
@click.option("--list", "listed", is_flag=True, help="Print a line for each open difference; open no desk.")
@click.option("--jsonl", is_flag=True, help="Print each open difference as JSON; open no desk.")
def compare(
    other: Path, ids: tuple[str, ...], project: Path | None, who: str | None, output: Path | None, listed: bool,
    jsonl: bool,
) -> None:  # fmt: skip
    """Compare the project with OTHER, another project or a gold file, and settle what differs.

    Opens the desk on the articles ID, or on all that differ: ] goes to the next difference, 1 keeps yours, 2 takes
    theirs.
    """
    from tui.gold import Store
    from tui.gold.others import Other

    found = project_here(project)
    store, there = Store(found), Other.at(other)
    if listed or jsonl or output is not None:
        totals: Counter[tuple[Layer, str]] = Counter()
        write(_lines(store, there, ids, totals, jsonl=jsonl), output)
        say(_summary(totals))
        return
    need_a_terminal()
    from tui import app

    open_ids = list(ids) or [stored.id for stored, _, differing in _compared(store, there, ()) if differing]
    if not open_ids:
        say([f"{found.root.name} and {there.name} agree in everything"])
        return
    sys.exit(app.run(found, open_ids=open_ids, who=annotator(who), compare=there))


def _compared(
    store: "Store", other: "Other", ids: tuple[str, ...]
) -> "Iterator[tuple[Stored, tuple[Side, Side], list[Difference]]]":
    """Yield each article that both sides have, its two sides, and its open differences. Raises `CopydeskError`."""
    from tui.annotation.compare import differences, still_open
    from tui.annotation.difference import Side

    both = False
    for article_id in ids or store.ids():
        stored = store.load(article_id)
        try:
            theirs = other.side(stored.article)
        except CopydeskError as error:
            if ids:
                raise
            say([str(error)])
            continue
        both = True
        own = Side.of_state(store.project.root.name, stored.state)
        yield stored, (own, theirs), still_open(differences(own, theirs), stored.state.verdicts)
    if not both:
        raise CopydeskError(f"the project and {other.name} have no article in common; there is nothing to compare")


def _lines(
    store: "Store", other: "Other", ids: tuple[str, ...], totals: Counter[tuple[Layer, str]], *, jsonl: bool
) -> Iterator[str]:
    from tui.annotation.difference_words import class_name, in_short

    for stored, (own, theirs), found in _compared(store, other, ids):
        for difference in found:
            totals[difference.layer, difference.what] += 1
            said = [
                in_short(difference, value, side, stored.article.text)
                for value, side in ((difference.first, own), (difference.second, theirs))
            ]
            if jsonl:
                row = {
                    "article": stored.id, "layer": difference.layer.value, "class": difference.what.value,
                    "start": difference.start, "end": difference.end, "key": difference.key,
                    "sides": [own.name, theirs.name], "said": said,
                }  # fmt: skip
                yield json.dumps(row, ensure_ascii=False) + "\n"
            else:
                where = f"{stored.id} {difference.start}:{difference.end}"
                yield f"{where}  {class_name(difference.layer, difference.what)}  {said[0]}  |  {said[1]}\n"


def _summary(totals: Counter[tuple[Layer, str]]) -> Iterator[str]:
    from tui.annotation.difference import Disagreement
    from tui.annotation.difference_words import class_name

    yield f"open differences: {totals.total()}"
    for layer in Layer:
        for what in Disagreement:
            if count := totals[layer, what]:
                yield f"  {count:>6}  {class_name(layer, what)}"


COMMANDS = (compare,)
