"""The command that says what the labels of a project have cost."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.batch import output_option
from tui.cli.desk import project_option
from tui.cli.labels import project_here
from tui.cli.output import say, write
from tui.model import CopydeskError, Layer

if TYPE_CHECKING:
    from tui.gold.store import Store


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@project_option
@output_option
@click.option("--pause", type=click.IntRange(min=1), default=60, show_default=True, metavar="SECONDS",
              help="The most that one act counts; whoever took longer was away.")  # fmt: skip
@click.option("--jsonl", is_flag=True, help="A line of JSON for each article, person and layer.")
def effort(ids: tuple[str, ...], project: Path | None, output: Path | None, pause: int, jsonl: bool) -> None:
    """Print what labels have cost: keys and seconds per gold label, by person and layer, from the log."""
    from tui.gold import Store

    rows = list(_rows(Store(project_here(project)), ids, pause))
    if jsonl:
        write((json.dumps(row, ensure_ascii=False) + "\n" for row in rows), output)
    else:
        write(_table(rows), output)
    if not rows:
        say(["nobody has done anything by hand yet: an import, and what scripts do, costs no keys"])


def _rows(store: "Store", ids: tuple[str, ...], pause: int) -> Iterator[dict[str, Any]]:
    from tui.annotation.effort import effort as efforts

    for article_id in ids or store.ids():
        try:
            stored = store.load(article_id)
        except CopydeskError as error:
            if ids:
                raise
            say([str(error)])
            continue
        for (who, layer), found in efforts(stored.events, pause * 1000).items():
            made = sum(x.status.is_gold and x.by == who and x.layer is layer for x in stored.state.labels.values())
            yield {
                "article": stored.id, "who": who, "layer": layer.value if layer else None, "labels": made,
                "acts": found.acts, "keys": found.keys, "seconds": round(found.ms / 1000, 1),
            }  # fmt: skip


def _table(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield a line for each person and layer of the whole project."""
    yield f"{'who':<16} {'layer':<10} {'labels':>7} {'keys':>7} {'seconds':>9} {'keys/label':>11} {'s/label':>8}\n"
    for who in sorted({row["who"] for row in rows}):
        for layer in (*Layer, None):
            here = [row for row in rows if row["who"] == who and row["layer"] == (layer.value if layer else None)]
            if not here:
                continue
            labels, keys, seconds = (sum(row[key] for row in here) for key in ("labels", "keys", "seconds"))
            per = (f"{keys / labels:.2f}", f"{seconds / labels:.2f}") if labels else ("–", "–")
            name = layer.value if layer else "the rest"
            yield f"{who:<16} {name:<10} {labels:>7} {keys:>7} {seconds:>9.1f} {per[0]:>11} {per[1]:>8}\n"


COMMANDS = (effort,)
