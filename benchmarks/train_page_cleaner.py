"""Train the forest that weighs a page's text with its markup and with what trafilatura kept.

    python -m benchmarks.train_page_cleaner pages.jsonl.gz --text near.jsonl full.jsonl ... [--folds-only | --nested]

`pages.jsonl.gz` holds `{"id", "html"}` a line; the gold of a page is the row with its id among the `--text` files,
which also train the forests on text. So that the forest of pages learns how far the verdict on text can be trusted, it
sees verdicts by forests that were trained without the page's domain. The scores printed are of pages judged by forests
trained without their domain. With `--nested` the weights of `tui.cleaning.page_verdict` are chosen, too, without the
pages that are scored: for each fold those that are best on the four others, of all that `GRID` holds.
"""

import argparse
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.cleaning_data import Row, Score, load, mean_score, page_score, shingle_score, shingles
from benchmarks.forests import mean_of, save, train
from benchmarks.train_cleaner import (
    FOLDS,
    MODEL,
    LabelledGaps,
    Page,
    body_forest,
    fold_of,
    kept_text,
    line_weights,
    read_gaps,
    read_page,
    summary,
    train_ends,
    verdict_on,
    with_variants,
)  # fmt: skip
from tui.cleaning.features import all_features
from tui.cleaning.language import language
from tui.cleaning.lines import Lines, split_lines
from tui.cleaning.metadata import Metadata, read_metadata
from tui.cleaning.page import PageBlock, page_blocks, page_text, parse_page
from tui.cleaning.page_features import NAMES
from tui.cleaning.page_verdict import PageEvidence, Weights, extracted_lines, kept_on_page, page_evidence
from tui.cleaning.signs import read_signs
from tui.cleaning.trees import Forest

FOREST: dict[str, Any] = {"trees": 80, "depth": 4, "rate": 0.06, "l2": 10}
SEEDS = 6  # forests that the one shipped is the mean of: 192 pages leave much to chance
PART = 0.15  # weight of a page's copy of which trafilatura is made to keep a part alone
SHARES = (0.02, 0.4)  # of its lines, about as much as it keeps of a live report

GRID = [
    Weights(extracted=extracted, links=links, signed=signed, headings=headings, shapes=shapes, drops_shouted=shouted)
    for extracted, links, signed, headings, shapes, shouted in product(
        (0.5, 1.0, 1.5), (0.5, 1.0, 1.5), (0.0, 4.0), (0.8, 1.4, 2.0, 2.6), (0.4, 0.8), (False, True)
    )
]
"""What `--nested` chooses from."""


@dataclass
class WebPage(Page):
    """A labelled page with its markup, what trafilatura kept, and what it says of itself."""

    blocks: list[PageBlock]
    extracted: Lines
    metadata: Metadata
    part: PageEvidence | None = None
    """What would be known of it if trafilatura had kept a part alone; None where it kept nothing."""


def roles_of(lines: Lines, row: Row) -> list[str]:
    """Return the role of each line of a page rendered by us, from the labelled lines of the same page.

    A line takes the role of the labelled line with the same words (the second the role of the second, and so on); one
    that no labelled line equals is body where its shingles are in the gold, mixed where some are.
    """
    known: dict[str, list[str]] = defaultdict(list)
    for line in row["lines"]:
        mixed = line["frac"] is not None and 0.25 < line["frac"] < 0.75 and line["role"] != "title"
        keys = split_lines(row["raw"][line["start"] : line["end"]]).keys
        known[" ".join(keys)].append("mixed" if mixed else line["role"])
    gold, seen, roles = shingles(row["gold_body"].lower()), defaultdict[str, int](int), list[str]()
    for key, start, end in zip(lines.keys, lines.starts, lines.ends, strict=True):
        if key in known:
            roles.append(known[key][min(seen[key], len(known[key]) - 1)])
            seen[key] += 1
            continue
        own = shingles(lines.text[start:end].lower())
        share = (own & gold).total() / max(own.total(), 1)
        roles.append("body" if share > 0.75 and len(key.split()) >= 4 else "clutter" if share < 0.25 else "mixed")
    return roles


def read_web_page(html: str, row: Row) -> WebPage:
    """Return a page with its labels and all that its forest looks at."""
    tree = parse_page(html, row["id"])
    blocks = page_blocks(tree)
    lines = split_lines(page_text(blocks))
    english = language("en")
    rows = all_features(lines, read_signs(lines, english), english.function_words)
    metadata = read_metadata(tree)
    return WebPage(row, lines, roles_of(lines, row), rows, rows, blocks, extracted_lines(tree), metadata)


def read_web_pages(path: Path, rows: Sequence[Row]) -> list[WebPage]:
    """Return the pages of a file whose gold is among the rows."""
    by_id = {row["id"]: row for level in ("near", "full") for row in rows if row["level"] == level}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [
            read_web_page(data["html"], by_id[data["id"]]) for data in map(json.loads, lines) if data["id"] in by_id
        ]


def judged_by_strangers(pages: Sequence[WebPage], text_pages: Sequence[Page]) -> list[PageEvidence]:
    """Return what is known of each page, its text judged by forests that saw no page of its domain."""
    made = with_variants(text_pages)
    gaps: list[LabelledGaps] = []
    odds: dict[str, NDArray[np.float32]] = {}
    for fold in range(FOLDS):
        others = [page for page in made if fold_of(page.row["domain"], FOLDS) != fold]
        forest = body_forest(others, "")
        gaps += [
            read_gaps(page, forest.log_odds(page.with_words)[0])
            for page in made if fold_of(page.row["domain"], FOLDS) == fold
        ]  # fmt: skip
        for page in pages:
            if fold_of(page.row["domain"], FOLDS) == fold:
                odds[page.row["id"]] = forest.log_odds(page.with_words)[0]
    ends = [train_ends([gap for gap in gaps if fold_of(gap.domain, FOLDS) != fold]) for fold in range(FOLDS)]
    found = []
    for page in pages:
        end = ends[fold_of(page.row["domain"], FOLDS)]
        text = verdict_on(page, odds[page.row["id"]], language("en"), ends=end)
        found.append(page_evidence(page.lines, page.blocks, page.extracted, text))
        if len(page.extracted):
            page.part = page_evidence(page.lines, page.blocks, part_of(page.extracted, page.row["id"]), text)
    return found


def part_of(extracted: Lines, seed: str) -> Lines:
    """Return some lines in a row of what trafilatura kept. The same `seed` gives the same ones."""
    rng = random.Random(seed)
    count = max(1, int(len(extracted) * rng.uniform(*SHARES)))
    first = rng.randint(0, len(extracted) - count)
    return split_lines(extracted.text[extracted.starts[first] : extracted.ends[first + count - 1]])


def odds_of_strangers(pages: Sequence[WebPage], known: Sequence[PageEvidence]) -> list[NDArray[np.float32]]:
    """Return the log-odds of each page's blocks, by forests of pages trained without its domain."""
    found: dict[int, NDArray[np.float32]] = {}
    folds = [fold_of(page.row["domain"], FOLDS) for page in pages]
    for fold in range(FOLDS):
        others = [n for n, its_fold in enumerate(folds) if its_fold != fold]
        forest = train_pages([pages[n] for n in others], [known[n] for n in others])
        for n, its_fold in enumerate(folds):
            if its_fold == fold:
                found[n] = forest.log_odds(known[n].rows)[0]
    return [found[n] for n in range(len(pages))]


Judged = tuple[Page, NDArray[np.bool_]]
"""A page, and which of its blocks are kept."""


def judged(page: WebPage, evidence: PageEvidence, odds: NDArray[np.float32], weights: Weights) -> Judged:
    """Return which blocks of a page the cleaner keeps, given the log-odds of the forest of pages."""
    verdict = evidence.weighed(odds, weights)
    choice = kept_on_page(page.lines, verdict, evidence, says_article=page.metadata.is_article, knows_language=True)
    return page, np.ones(len(page.lines), np.bool_) if choice is None else np.array(choice.keep, np.bool_)


def cross_validate(pages: Sequence[WebPage], known: Sequence[PageEvidence], *, nested: bool) -> None:
    """Print the scores of pages judged by forests trained without their domain, and those of trafilatura alone."""
    odds = odds_of_strangers(pages, known)
    print("page forest", summary(list(map(judged, pages, known, odds, [Weights()] * len(pages)))))
    if nested:
        weights = nested_choice(pages, known, odds)
        print("nested     ", summary(list(map(judged, pages, known, odds, weights))))
    alone = shingle_score((page.row["gold_body"], page.extracted.text) for page in pages)
    print(f"trafilatura P {alone.precision:.4f} R {alone.recall:.4f} F1 {alone.f1:.4f}")


def nested_choice(
    pages: Sequence[WebPage], known: Sequence[PageEvidence], odds: Sequence[NDArray[np.float32]]
) -> list[Weights]:
    """Return for each page the weights of `GRID` that are best on the pages of the other folds; print them."""
    folds = [fold_of(page.row["domain"], FOLDS) for page in pages]
    scores = [
        [
            page_score(page.row["gold_body"], kept_text(*judged(page, evidence, own, weights)))
            for page, evidence, own in zip(pages, known, odds, strict=True)
        ]
        for weights in GRID
    ]  # fmt: skip
    best: list[Weights] = []
    for fold in range(FOLDS):
        others = [n for n, its_fold in enumerate(folds) if its_fold != fold]
        on_others: list[Score] = [mean_score([of_pages[n] for n in others]) for of_pages in scores]
        best.append(GRID[max(range(len(GRID)), key=lambda which: on_others[which].f1)])
        print(f"fold {fold + 1}: {best[-1]}")
    return [best[fold] for fold in folds]


def train_pages(pages: Sequence[WebPage], known: Sequence[PageEvidence]) -> Forest:
    """Return the forest of pages: the mean of some that differ by chance.

    It also sees each page with a part of what trafilatura kept, so that it learns when not to rely on it.
    """
    seen = [(page, evidence.rows, 1.0) for page, evidence in zip(pages, known, strict=True)]
    seen += [(page, page.part.rows, PART) for page in pages if page.part]
    wanted = np.concatenate([page.roles for page, _, _ in seen]) == "body"
    weights = np.concatenate([line_weights(page) * weight for page, _, weight in seen])
    rows = np.concatenate([rows for _, rows, _ in seen])
    return mean_of([train(rows, wanted, weights, NAMES, **FOREST, seed=seed) for seed in range(SEEDS)])


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--text", nargs="+", type=Path, required=True)
    parser.add_argument("--folds-only", action="store_true", help="print the scores and write nothing")
    parser.add_argument("--nested", action="store_true", help="the same, also with weights chosen on other folds")
    parser.add_argument("-o", "--out", type=Path, default=MODEL)
    options = parser.parse_args()
    text_rows = [row for path in options.text for row in load(path)]
    pages = read_web_pages(options.pages, text_rows)
    known = judged_by_strangers(pages, [read_page(row) for row in text_rows])
    cross_validate(pages, known, nested=options.nested)
    if not (options.folds_only or options.nested):
        save(train_pages(pages, known), options.out / "page.npz")


if __name__ == "__main__":
    main()
