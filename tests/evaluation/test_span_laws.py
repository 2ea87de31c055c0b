import re
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.build import documents, span_lists
from tui.evaluation.assignment import best_pairs
from tui.evaluation.data import Annotations
from tui.evaluation.matching import SCHEMES
from tui.evaluation.overlap import token_edges
from tui.evaluation.spans import score_spans

LENGTH = 24
CORPORA = documents(span_lists(length=LENGTH), "x" * LENGTH)


def summary(scores):
    return (
        {scheme: scores.counts(scheme) for scheme in SCHEMES}, scores.error_counts, scores.confusion.tolist(),
        scores.characters.rows.sum(axis=0).tolist(),
    )  # fmt: skip


@given(CORPORA, st.randoms(use_true_random=False))
def test_the_order_of_spans_and_documents_is_irrelevant(corpus, random):
    shuffled = [
        replace(d, predicted=Annotations(tuple(random.sample(d.predicted.spans, len(d.predicted.spans)))))
        for d in corpus
    ]
    random.shuffle(shuffled)
    assert summary(score_spans(corpus)) == summary(score_spans(shuffled))


@given(CORPORA)
def test_swapping_gold_and_predictions_swaps_precision_and_recall(corpus):
    there, back = score_spans(corpus), score_spans([d.swapped() for d in corpus])
    for scheme in SCHEMES:
        assert there.score(scheme).precision == back.score(scheme).recall
        assert there.score(scheme).recall == back.score(scheme).precision
        assert there.score(scheme).f1 == back.score(scheme).f1


@given(CORPORA)
def test_counts_add_up(corpus):
    scores = score_spans(corpus)
    gold, predicted = sum(len(d.gold.spans) for d in corpus), sum(len(d.predicted.spans) for d in corpus)
    for scheme in SCHEMES:
        count = scores.counts(scheme)
        assert count["COR"] + count["INC"] + count["PAR"] + count["MIS"] == gold
        assert count["COR"] + count["INC"] + count["PAR"] + count["SPU"] == predicted
    matrix = scores.confusion
    assert matrix.sum(axis=1)[:-1].tolist() == [score.gold for score in scores.by_label.values()]
    assert matrix.sum(axis=0)[:-1].tolist() == [score.predicted for score in scores.by_label.values()]
    assert matrix[-1, -1] == 0
    assert matrix.sum() == sum(scores.error_counts.values())
    assert scores.error_counts.get("correct", 0) == scores.counts("strict")["COR"]
    assert scores.label_rows.sum(axis=1).tolist() == scores.tally("strict").rows.tolist()


@given(CORPORA)
def test_stricter_schemes_have_no_more_correct_spans(corpus):
    scores = score_spans(corpus)
    correct = {scheme: scores.counts(scheme)["COR"] for scheme in SCHEMES}
    assert correct["strict"] <= correct["exact"] == correct["partial"]
    assert correct["strict"] <= correct["type"]


@given(CORPORA)
def test_gold_against_itself_is_perfect(corpus):
    scores = score_spans([replace(d, predicted=d.gold) for d in corpus])
    some = any(d.gold.spans for d in corpus)
    assert {scores.score(scheme).f1 for scheme in SCHEMES} == {1.0 if some else None}
    assert set(scores.error_counts) <= {"correct"}
    assert not list(scores.outcomes())


@given(CORPORA)
def test_scores_of_documents_add_up_to_the_score_of_the_corpus(corpus):
    whole = score_spans(corpus)
    for scheme in SCHEMES:
        alone = [score_spans([d]).tally(scheme).rows[0] for d in corpus]
        assert whole.tally(scheme).rows.tolist() == np.array(alone).tolist()


@given(CORPORA)
def test_character_overlap_equals_counting_characters(corpus):
    rows = []
    for d in corpus:
        gold = {(i, s.label) for s in d.gold.spans for i in range(s.start, s.end)}
        predicted = {(i, s.label) for s in d.predicted.spans for i in range(s.start, s.end)}
        rows.append([len(gold & predicted), len(predicted), len(gold)])
    assert score_spans(corpus).characters.rows.tolist() == rows


@given(st.text() | st.text("ab_\u00e9 \n.,'\u2019\U0001f389\u0301"))
def test_tokens_are_those_of_the_usual_pattern(text):
    starts, ends = token_edges(text)
    found = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == found


def best_total(weights):
    """The greatest total by trying everything."""
    if not weights:
        return 0
    rest = weights[1:]
    choices = [best_total(rest)]
    for j, weight in enumerate(weights[0]):
        choices.append(weight + best_total([[*row[:j], 0, *row[j + 1 :]] for row in rest]) if weight else 0)
    return max(choices)


@given(st.integers(1, 4).flatmap(lambda m: st.lists(st.lists(st.integers(0, 9), min_size=m, max_size=m), max_size=4)))
def test_no_pairing_is_better_than_the_best(weights):
    pairs = best_pairs(weights)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert sum(weights[i][j] for i, j in pairs) == best_total(weights)
