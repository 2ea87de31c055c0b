"""The sample articles: for every one of them exactly the body is kept, and the title found, as the gold has it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tui.cleaning import read
from tui.model import Article, BlockKind

SAMPLES = Path(__file__).parents[2] / "sample_articles"
GOLD: dict[str, dict[str, Any]] = {
    row["id"]: row for row in map(json.loads, (SAMPLES / "gold.jsonl").read_text(encoding="utf-8").splitlines())
}


@pytest.fixture(scope="module")
def cleaned() -> dict[str, Article]:
    return {article.id: article for article in read([SAMPLES])}


def test_every_sample_has_gold(cleaned: dict[str, Article]) -> None:
    assert cleaned.keys() == GOLD.keys()


@pytest.mark.parametrize("name", sorted(GOLD))
def test_keeps_the_body_all_of_it_and_nothing_else(name: str, cleaned: dict[str, Article]) -> None:
    article, gold = cleaned[name], GOLD[name]
    assert article.text == gold["text"]
    assert kept(article) == [article.text[b["start"] : b["end"]] for b in gold["blocks"] if b["keep"]]


def kept(article: Article) -> list[str]:
    return [article.text[b.start : b.end] for b in article.blocks if b.keep]


@pytest.mark.parametrize("name", sorted(GOLD))
def test_finds_the_title(name: str, cleaned: dict[str, Article]) -> None:
    article = cleaned[name]
    titles = [(b["start"], b["end"]) for b in GOLD[name]["blocks"] if b["kind"] == "title"]
    assert [(b.start, b.end) for b in article.blocks if b.kind is BlockKind.TITLE] == titles
