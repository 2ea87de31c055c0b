"""The gold of the sample articles: whole, true to the texts on disk, and as the guideline says."""

import unicodedata
from functools import cache
from pathlib import Path

import pytest

from tui.annotation import LayerState
from tui.annotation.quotation_marks import quoted_stretches
from tui.cleaning import read
from tui.cli.samples import samples_folder
from tui.gold.check import check_file
from tui.gold.gold_jsonl import read_gold
from tui.gold.record import GoldArticle
from tui.gold.scheme import default_scheme
from tui.model import Article, Entity, Layer, Quote, QuoteKind

GOLD = samples_folder() / "gold.jsonl"
NO_NAMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})


@cache
def golds() -> dict[str, GoldArticle]:
    return {gold.article.id: gold for gold in read_gold(GOLD)}


@cache
def texts() -> dict[str, Article]:
    return {article.id: article for article in read([samples_folder()])}


every_sample = pytest.mark.parametrize("name", sorted(path.stem for path in samples_folder().glob("*.[th][xt]*")))


def quotes(gold: GoldArticle) -> list[Quote]:
    return [label.value for label in gold.labels if isinstance(label.value, Quote)]


def entities(gold: GoldArticle) -> list[Entity]:
    return [label.value for label in gold.labels if isinstance(label.value, Entity)]


def body(gold: GoldArticle) -> list[str]:
    article = gold.article
    return " ".join(article.text[block.start : block.end] for block in article.blocks if block.keep).split()


def test_nothing_is_wrong_with_it() -> None:
    assert list(check_file(GOLD)) == []


def test_the_folder_is_read_as_its_articles_and_the_gold_is_passed_over() -> None:
    found = [article.id for article in read([samples_folder()])]
    assert len(found) == len(set(found)) >= 12
    assert sorted(found) == sorted(golds())


@every_sample
def test_the_text_on_disk_is_the_one_that_was_annotated(name: str) -> None:
    assert texts()[name].text_sha256 == golds()[name].article.text_sha256


@every_sample
def test_every_layer_is_complete_and_has_labels(name: str) -> None:
    gold = golds()[name]
    assert set(gold.review.layers.values()) == {LayerState.COMPLETE}
    assert quotes(gold)
    assert entities(gold)
    assert sum(block.kind.value == "title" for block in gold.article.blocks) == 1


@every_sample
def test_labels_stand_in_the_body_and_are_of_the_label_set(name: str) -> None:
    gold = golds()[name]
    kept = [(block.start, block.end) for block in gold.article.blocks if block.keep]
    known = {
        layer: {label.name for label in default_scheme().labels(layer)} for layer in (Layer.ENTITIES, Layer.QUOTES)
    }
    for label in gold.labels:
        assert label.name in known[label.layer]
        for span in label.value.all_spans():
            assert any(start <= span.start and span.end <= end for start, end in kept), span


@every_sample
def test_names_and_speakers_have_a_cluster_and_values_none(name: str) -> None:
    gold = golds()[name]
    for entity in entities(gold):
        assert (entity.cluster is None) == (entity.label in NO_NAMES), entity
    for quote in quotes(gold):
        assert quote.speaker is None or quote.speaker.cluster is not None, quote


@every_sample
def test_a_named_speaker_is_in_the_cluster_of_the_name(name: str) -> None:
    gold = golds()[name]
    people = [entity for entity in entities(gold) if entity.label == "PERSON"]
    for quote in quotes(gold):
        mention = quote.speaker.mention if quote.speaker else None
        if mention is not None:
            named = [e.cluster for e in people if mention.start <= e.span.start and e.span.end == mention.end]
            assert quote.speaker is not None
            assert set(named) <= {quote.speaker.cluster}, quote


@every_sample
def test_a_quote_is_direct_just_where_all_of_it_stands_in_marks(name: str) -> None:
    gold = golds()[name]
    text = gold.article.text
    for quote in quotes(gold):
        marked = [is_marked(text, piece.start, piece.end) for piece in quote.content]
        assert (quote.kind is QuoteKind.DIRECT) == all(marked), quote
        assert quote.kind is not QuoteKind.INDIRECT or not any(
            mark in piece.text for piece in quote.content for mark in '“"'
        )


def is_marked(text: str, start: int, end: int) -> bool:
    stop = text.find("\n", start)
    stretches = quoted_stretches(text, text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop)
    return any(opened <= start and end <= closed for opened, closed in stretches)


def test_the_samples_are_of_the_lengths_and_have_the_difficulties_that_they_promise() -> None:
    lengths = sorted(len(body(gold)) for gold in golds().values())
    assert lengths[-1] > 3000
    assert all(300 <= length <= 900 for length in lengths[:-1])
    words = {
        name: "".join(e.span.text for e in entities(gold) if e.label == "PERSON") for name, gold in golds().items()
    }
    assert sum(any(unicodedata.bidirectional(c) in ("R", "AL") for c in found) for found in words.values()) >= 1
    assert sum("\u200d" in gold.article.text for gold in golds().values()) >= 2
    marks = {'"', "“", "‘", "''"}
    openings = {
        mark for gold in golds().values() for q in quotes(gold) for mark in marks if q.content[0].text.startswith(mark)
    }
    assert openings == marks


def test_the_readme_lists_every_sample_with_the_words_of_its_body() -> None:
    readme = (samples_folder() / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in readme.splitlines() if line.startswith("| `")]
    listed = {Path(row[1].strip(" `")).stem: int(row[3].replace(",", "")) for row in rows}
    assert listed == {name: len(body(gold)) for name, gold in golds().items()}
