from dataclasses import replace

import pytest

from tests.gold.desk import PREDICTIONS, TEXT, article, span
from tui.annotation import Label, LayerState, Status
from tui.evaluation.evaluation import evaluate
from tui.gold.evaluation_input import (
    annotated_texts,
    compared_documents,
    evaluate_gold,
    gold_document,
    scored_documents,
)
from tui.gold.record import GoldArticle, Review
from tui.model import Block, BlockKind, CopydeskError, Entity, Layer

DONE = dict.fromkeys(Layer, LayerState.COMPLETE)
ZOE, MONDAY, BERG = PREDICTIONS.entities
PERSON = Label("e1", replace(ZOE, label="PERSON"), Status.CORRECTED, ZOE, "names@1")
BERG_LABEL = Label("e3", BERG, Status.ACCEPTED, BERG, "names@1")
NO_DATE = Label("e2", MONDAY, Status.REJECTED, MONDAY, "names@1")
QUOTE = Label("q1", PREDICTIONS.quotes[0], Status.ACCEPTED, PREDICTIONS.quotes[0], "quotes@1")
GOLD = GoldArticle.of(
    article(), Review(DONE, PREDICTIONS.by, labels={Layer.ENTITIES: ("PERSON", "ORG")}),
    (PERSON, BERG_LABEL, NO_DATE, QUOTE), PREDICTIONS.clusters,
)  # fmt: skip


def test_people_decide_what_is_gold():
    document = gold_document(GOLD)
    assert {(TEXT[s.start : s.end], s.label) for s in document.gold.spans} == {
        ("Zoë Ní Bhriain", "PERSON"), ("Berg", "PERSON"),
    }  # fmt: skip
    assert document.gold.quotes[0].cluster == "c1"
    assert document.complete == set(Layer)
    assert document.facets == {
        "entities": "with suggestions", "quotes": "with suggestions", "publisher": "Example Post",
        "site": "Example Post", "lang": "en",
    }  # fmt: skip


def test_an_extractor_is_scored_against_people():
    (document,) = scored_documents([GOLD], {"bridge": PREDICTIONS})
    scores = evaluate([document], "names@1").entities
    assert scores.error_counts == {"correct": 1, "label": 1}
    assert scores.unasked == 1  # nobody was asked for dates


def test_only_layers_that_the_extractor_makes_are_scored():
    names_only = replace(PREDICTIONS, by={Layer.ENTITIES: PREDICTIONS.by[Layer.ENTITIES]}, quotes=())
    evaluation = evaluate_gold([GOLD], {"bridge": names_only}, "names@1")
    assert evaluation.entities is not None
    assert evaluation.quotes is evaluation.blocks is None
    assert evaluate_gold([GOLD], {"bridge": PREDICTIONS}, "both", blocks={"bridge": ()}).blocks is not None


def test_open_layers_and_blind_work_are_told_apart():
    review = replace(GOLD.review, layers={**DONE, Layer.QUOTES: LayerState.OPEN}, extractors={})
    document = gold_document(replace(GOLD, review=review))
    assert document.complete == {Layer.BLOCKS, Layer.ENTITIES}
    assert document.facets["entities"] == "blind"


def test_what_stands_outside_the_body_is_not_scored():
    caption = Label("e9", Entity("e9", span("Ola Berg"), "PERSON"), Status.ADDED)
    both = GoldArticle.of(GOLD.article, GOLD.review, (*GOLD.labels, caption), GOLD.clusters)
    assert evaluate([gold_document(both)], "x").entities.outside == (1, 0)


def test_articles_without_predictions_are_left_out():
    assert scored_documents([GOLD], {}) == []


def test_a_cleaner_is_scored_when_its_blocks_are_given():
    kept = (Block(0, len(TEXT), BlockKind.BODY, True, "all"),)
    (document,) = scored_documents([GOLD], {"bridge": PREDICTIONS}, {"bridge": kept})
    scores = evaluate([document], "keeps all").blocks
    assert scores.lines.score.recall == 1.0
    assert scores.lines.score.precision == 0.5


def test_predictions_for_another_text_are_refused():
    with pytest.raises(CopydeskError, match="made from another text"):
        scored_documents([GOLD], {"bridge": replace(PREDICTIONS, text_sha256="0" * 64)})


def by_ben(*labels: Label) -> GoldArticle:
    return GoldArticle.of(GOLD.article, GOLD.review, labels, GOLD.clusters)


def test_the_work_of_two_people_is_compared():
    first, second = [GOLD], [by_ben(PERSON, QUOTE)]
    (text,) = annotated_texts({"ann": first, "ben": second})
    assert {name: len(spans) for name, spans in text.spans.items()} == {"ann": 2, "ben": 1}
    evaluation = evaluate(compared_documents(first, second), "ben")
    assert evaluation.entities.error_counts == {"correct": 1, "missed": 1}
    assert evaluation.quotes.score("all").f1 == 1.0
    assert evaluation.blocks.lines.score.f1 == 1.0


def test_only_work_that_both_have_finished_is_compared():
    unfinished = replace(GOLD, review=replace(GOLD.review, layers={**DONE, Layer.ENTITIES: LayerState.OPEN}))
    assert annotated_texts({"ann": [GOLD], "ben": [unfinished]}) == []
    (document,) = compared_documents([GOLD], [unfinished])
    assert document.complete == {Layer.BLOCKS, Layer.QUOTES}
    assert compared_documents([GOLD], []) == []


def test_different_texts_are_not_compared():
    other = GoldArticle.of(article("bridge", "Berg paid."), GOLD.review, (), ())
    with pytest.raises(CopydeskError, match="not the same text"):
        compared_documents([GOLD], [other])
    with pytest.raises(CopydeskError, match="not the same text"):
        annotated_texts({"ann": [GOLD], "ben": [other]})
