"""Keys and seconds per gold label, at the real desk with the shipped keymap, beside models of six other tools.

    python -m benchmarks.keystrokes [GOLD.jsonl] [--size 120x40] [--only ID]

For each article of GOLD (default: the sample articles) the extractors' real suggestions are opened in the real app, and
corrected by pressing keys until entities (span and label) and quotations (pieces, kind, speaker) are those of the gold,
which is checked. For each correction the cheapest keys are taken. The blocks are the gold's from the start, in every
tool. See docs/keystrokes.md for what is counted.
"""

import argparse
import asyncio
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from benchmarks.keystroke_cost import Cost
from benchmarks.keystroke_desk import Wanted, corrected, entity_targets, mentions_of, wanted
from benchmarks.keystroke_edits import Target
from benchmarks.keystroke_models import MODELS, modelled
from tui.cli.samples import samples_folder
from tui.extraction.pipeline import Analyser
from tui.gold.gold_jsonl import read_gold
from tui.gold.record import GoldArticle
from tui.model import Article, Entity, Predictions, Quote


def main() -> None:
    """Correct every article and print the tables."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("gold", nargs="?", type=Path, default=samples_folder() / "gold.jsonl")
    options.add_argument("--size", default="120x40", help="columns and lines of the screen")
    options.add_argument("--only", help="the id of one article")
    chosen = options.parse_args()
    width, height = map(int, chosen.size.split("x"))
    golds = [gold for gold in read_gold(chosen.gold) if chosen.only in (None, gold.article.id)]
    predictions = list(Analyser().analyse_many(gold.article for gold in golds))
    totals: dict[tuple[str, str], Cost] = {}
    done: Counter[str] = Counter()
    kinds: dict[str, Cost] = {}
    scrolled = 0
    for gold, found in zip(golds, predictions, strict=True):
        measured = asyncio.run(corrected(gold, found, (width, height)))
        print(f"{gold.article.id}: {len(measured.done)} corrections", file=sys.stderr, flush=True)
        done.update(measured.done)
        for kind, cost in measured.by_kind.items():
            total = kinds.setdefault(kind, Cost())
            total.keys += cost.keys
            total.seconds += cost.seconds
        scrolled += measured.scrolled
        _add(totals, "entities", "Copydesk", measured.entities)
        _add(totals, "quotes", "Copydesk", measured.quotes)
        for layer, suggested, meant in compared(gold, found):
            for tool, cost in modelled(gold.article.kept.text, suggested, meant).items():
                _add(totals, layer, tool, cost)
    counts = {
        "entities": sum(isinstance(x.value, Entity) for gold in golds for x in gold.labels),
        "quotes": sum(isinstance(x.value, Quote) for gold in golds for x in gold.labels),
    }
    for layer, what in (("entities", "gold entity"), ("quotes", "gold quotation with its speaker")):
        print(f"\nper {what} ({counts[layer]})")
        print(f"  {'tool':<14} {'keys':>6} {'seconds':>8} {'times Copydesk':>15}")
        ours = totals[layer, "Copydesk"].seconds
        for tool in ("Copydesk", *MODELS):
            cost = totals[layer, tool]
            per_key, per_second = cost.keys / counts[layer], cost.seconds / counts[layer]
            print(f"  {tool:<14} {per_key:>6.2f} {per_second:>8.2f} {cost.seconds / ours:>15.1f}")
    print(f"\n{len(golds)} articles, {sum(done.values())} corrections; where the keys went:")
    for kind, number in done.most_common():
        spent = kinds.get(kind)
        if spent is not None:
            print(f"  {number:>4} {kind:<15} {spent.keys / number:>5.2f} keys {spent.seconds / number:>5.2f} s each")
    print(f"pages turned at the desk: {scrolled} keys, which are not counted above, as in the other tools")


def compared(gold: GoldArticle, found: Predictions) -> list[tuple[str, list[Target], list[Target]]]:
    """Return for each layer suggestions and gold as the other tools would hold them, in offsets of the body.

    A quotation of several pieces is several spans there; its speaker is linked to the first of them.
    """
    article = gold.article
    values = [label.value for label in gold.labels]
    sides = []
    for entities, quotes in (
        (list(found.entities), list(found.quotes)),
        ([x for x in values if isinstance(x, Entity)], [x for x in values if isinstance(x, Quote)]),
    ):
        mentions = mentions_of(entities)
        sides.append((entity_targets(entities), [t for quote in quotes for t in _pieces(wanted(quote, mentions))]))
    (e1, q1), (e2, q2) = [tuple(_in_body(article, side) for side in pair) for pair in sides]
    return [("entities", e1, e2), ("quotes", q1, q2)]


def _pieces(quote: Wanted) -> list[Target]:
    first, *others = (Target(a, b, quote.kind) for a, b in quote.pieces)
    return [replace(first, link=quote.mention, person=quote.person), *others]


def _in_body(article: Article, targets: list[Target]) -> list[Target]:
    starts, position = [], 0
    for block in (b for b in article.blocks if b.keep):
        starts.append((block.start, block.end, position))
        position += block.end - block.start + 2

    def moved(offset: int) -> int:
        return next(new + offset - start for start, end, new in starts if start <= offset <= end)

    return [
        replace(
            t, start=moved(t.start), end=moved(t.end), link=(moved(t.link[0]), moved(t.link[1])) if t.link else None
        )
        for t in targets
    ]


def _add(totals: dict[tuple[str, str], Cost], layer: str, tool: str, cost: Cost) -> None:
    total = totals.setdefault((layer, tool), Cost())
    total.keys += cost.keys
    total.seconds += cost.seconds


if __name__ == "__main__":
    main()
