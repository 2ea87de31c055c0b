"""Gates for the extractor: run `pytest` here. `pytest --gold-update` writes the baseline again."""

import pytest
from towns import extract


@pytest.mark.gold("gold/*.jsonl", layer="entities", labels=["PERSON", "GPE", "FAC"])
def test_names(gold):
    (
        gold.score(extract)
        .require(f1=0.80, per_label={"GPE": {"recall": 0.9}}, articles=5)
        .known_failures("council PERSON 75:85")  # no title before the name
        .no_regression(max_drop=0.005, new_errors=0)
    )


@pytest.mark.gold("gold/*.jsonl", labels=["GPE"])
def test_places_of_each_article(gold_article):
    gold_article.score(extract).require(recall=1.0)


@pytest.mark.gold("gold/*.jsonl")
def test_each_publisher(gold):
    for part in gold.slices(by=lambda article: article.article.source.publisher).values():
        part.score(extract).require(precision=0.7)
