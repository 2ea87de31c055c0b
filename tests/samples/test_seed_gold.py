"""The stand-off gold of the articles in `seeds/`: no word of them, and true to their texts where those are at hand."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tui.annotation.quotation_marks import quoted_stretches
from tui.cleaning import read
from tui.extraction.pipeline import Analyser
from tui.gold.check import check_file
from tui.gold.evaluation_input import evaluate_gold
from tui.gold.record import GoldArticle
from tui.gold.standoff import from_standoff
from tui.model import Article, Quote

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = sorted(SEEDS.glob("*.gold.jsonl"))

every_gold = pytest.mark.parametrize("path", GOLD, ids=[path.name for path in GOLD])


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def text_of(path: Path) -> Article:
    file = path.with_name(path.name.replace(".gold.jsonl", ".txt"))
    if not file.is_file():
        pytest.skip(f"{file.name} is not here: texts of seeds are not part of the repository (seeds/README.md)")
    return next(read([file]))


def gold_of(path: Path) -> tuple[GoldArticle, Article]:
    article = text_of(path)
    (row,) = rows(path)
    return from_standoff(row, article.text), article


def strings(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from strings(part, name)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part, key)


def test_there_is_gold_of_a_seed() -> None:
    assert GOLD


@every_gold
def test_nothing_is_wrong_with_it_and_every_layer_is_complete(path: Path) -> None:
    assert list(check_file(path)) == []
    assert all(set(row["review"]["layers"].values()) == {"complete"} for row in rows(path))


@every_gold
def test_it_holds_no_word_of_the_article(path: Path) -> None:
    for key, value in strings(rows(path)):
        assert key not in ("text", "title", "name", "aliases", "note", "author"), (key, value)
        assert len(value.split()) <= 6, (key, value)  # the longest strings are the cleaner's reasons


@every_gold
def test_its_words_are_not_those_of_the_article(path: Path) -> None:
    gold, _ = gold_of(path)
    names = {
        word
        for label in gold.labels
        for span in label.value.all_spans()
        for word in span.text.split()
        if word[:1].isupper()
    }
    assert len(names) > 10
    held = path.read_text(encoding="utf-8")
    assert not [name for name in names if len(name) > 3 and f'"{name}' in held]


@every_gold
def test_it_was_made_on_the_text_that_is_here_and_the_cleaner_keeps_the_same_paragraphs(path: Path) -> None:
    gold, article = gold_of(path)
    assert [(b.start, b.end) for b in gold.article.blocks if b.keep] == [
        (b.start, b.end) for b in article.blocks if b.keep
    ]


@every_gold
def test_every_stretch_in_marks_is_in_a_quote_with_a_speaker(path: Path) -> None:
    gold, _ = gold_of(path)
    quotes = [label.value for label in gold.labels if isinstance(label.value, Quote)]
    stretches = [
        stretch
        for block in gold.article.blocks
        if block.keep
        for stretch in quoted_stretches(gold.article.text, block.start, block.end)
    ]
    assert stretches
    for start, end in stretches:
        (holder,) = [q for q in quotes if any(p.start <= start and end <= p.end for p in q.content)]
        assert holder.speaker is not None
        assert holder.speaker.cluster is not None


@every_gold
def test_the_extractors_find_every_quote_and_say_who_speaks(path: Path, analyser: Analyser) -> None:
    gold, _ = gold_of(path)
    article = gold.article
    scores = evaluate_gold([gold], {article.id: analyser.analyse(article)}, "copydesk")
    assert scores.tally("quotes").score.recall == 1.0
    assert (scores.tally("entities").score.f1 or 0) >= 0.94
