from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluation.build import document
from tui.evaluation.data import Annotations, Document
from tui.evaluation.intervals import compare, compare_groups, interval, macro_interval, width_curve
from tui.evaluation.metrics import METRICS, values_of
from tui.evaluation.spans import score_spans
from tui.evaluation.tally import Tally
from tui.model import CopydeskError


def tally(documents: int, share: float, seed: int = 1, size: int = 20) -> Tally:
    """A system that finds about `share` of the gold, and is right as often."""
    random = np.random.default_rng(seed)
    gold = np.random.default_rng(99).integers(size // 2, size + 1, documents)
    hits = random.binomial(gold, share)
    return Tally(
        "entities.strict", np.stack([hits, hits + random.binomial(gold, 1 - share), gold], axis=1).astype(float)
    )


def test_an_interval_holds_its_value_and_narrows_with_more_documents():
    few, many = interval(tally(12, 0.8)), interval(tally(300, 0.8))
    for one in (few, many):
        assert one.low < one.value < one.high
    assert many.high - many.low < (few.high - few.low) / 3


def test_the_same_input_gives_the_same_interval():
    assert interval(tally(20, 0.7)) == interval(tally(20, 0.7))


@pytest.mark.parametrize("metric", METRICS)
def test_a_perfect_system_has_no_width(metric):
    gold = np.full(15, 7.0)
    one = interval(Tally("x", np.stack([gold, gold, gold], axis=1)), metric)
    assert (one.value, one.low, one.high, one.caution) == (1.0, 1.0, 1.0, None)


def test_intervals_equal_those_of_scipy():
    stats = pytest.importorskip("scipy.stats", reason="scipy isn't installed")
    rows = tally(40, 0.8).rows

    def f1(hits, predicted, gold, axis=-1):
        return 2 * hits.sum(axis) / (predicted + gold).sum(axis)

    theirs = stats.bootstrap(
        tuple(rows.T), f1, paired=True, vectorized=True, n_resamples=9999, method="percentile",
        rng=np.random.default_rng(3),
    ).confidence_interval  # fmt: skip
    ours = interval(tally(40, 0.8))
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.002)


def test_few_documents_bring_a_caution():
    assert "only 9 documents" in interval(tally(9, 0.8)).caution
    assert interval(tally(10, 0.8)).caution is None


def test_one_document_or_none_has_no_interval():
    one = interval(tally(1, 0.8))
    assert (one.low, one.high) == (None, None)
    assert interval(Tally("x", np.zeros((0, 3)))).value is None
    assert interval(Tally("x", np.zeros((6, 3)))).low is None


def test_a_real_difference_is_found_and_chance_is_not():
    same = compare(tally(40, 0.8, seed=1), tally(40, 0.8, seed=2))
    assert same.p > 0.05
    assert same.difference.low < 0 < same.difference.high
    better = compare(tally(40, 0.7, seed=1), tally(40, 0.9, seed=2))
    assert better.p < 0.001
    assert better.difference.low > 0
    assert better.more_documents == 0


def test_the_p_value_equals_that_of_scipy():
    stats = pytest.importorskip("scipy.stats", reason="scipy isn't installed")
    first, second = tally(40, 0.78, seed=1), tally(40, 0.8, seed=2)
    rows = np.concatenate([first.rows, second.rows])

    def gap(i, j, axis=-1):
        return np.abs(values_of(rows[i].sum(-2), "f1") - values_of(rows[j].sum(-2), "f1"))

    theirs = stats.permutation_test(
        (np.arange(40), np.arange(40, 80)), gap, permutation_type="samples", vectorized=True, n_resamples=9999,
        alternative="greater", rng=np.random.default_rng(0), axis=-1, batch=500,
    ).pvalue  # fmt: skip
    assert compare(first, second).p == pytest.approx(theirs, abs=0.02)


def test_a_system_against_itself():
    one = tally(20, 0.8)
    result = compare(one, one)
    assert (result.difference.value, result.p, result.more_documents) == (0.0, 1.0, None)


def test_how_many_more_documents_until_two_systems_can_be_told_apart():
    close = compare(tally(20, 0.78, seed=1), tally(20, 0.8, seed=2))
    assert close.difference.low < 0 < close.difference.high
    assert close.more_documents > 20


def test_too_few_documents_are_not_compared():
    with pytest.raises(CopydeskError, match="4 documents are too few"):
        compare(tally(4, 0.8), tally(4, 0.7))


def test_different_gold_is_not_compared():
    with pytest.raises(CopydeskError, match="same gold"):
        compare(tally(20, 0.8), tally(21, 0.8))


def test_groups_of_documents_are_compared_without_pairing():
    assert compare_groups(tally(30, 0.9), tally(40, 0.6)).high < 0
    even = compare_groups(tally(30, 0.8, seed=1), tally(40, 0.8, seed=2))
    assert even.low < 0 < even.high
    assert even.documents == 30


def test_facets_split_a_tally():
    one = document([(0, 5, "ORG")], [(0, 5, "ORG")])
    corpus = [Document("a", one.text, one.gold, one.predicted, facets={"made": "blind"}),
              Document("b", one.text, one.gold, Annotations(), facets={"made": "assisted"}), one]  # fmt: skip
    groups = score_spans(corpus).tally().by_facet(corpus, "made")
    assert {name: group.score.recall for name, group in groups.items()} == {"": 1.0, "assisted": 0.0, "blind": 1.0}


def test_the_width_curve_falls_with_the_root_of_the_number_of_documents():
    curve = width_curve(tally(40, 0.8))
    assert [point.documents for point in curve] == [5, 10, 20, 40, 80, 160]
    for wide, narrow in pairwise(curve):
        assert wide.half_width / narrow.half_width == pytest.approx(2**0.5, rel=0.12)
    assert width_curve(tally(4, 0.8)) == ()


def test_the_macro_interval_is_around_the_macro_average():
    corpus = [
        document([(0, 5, "ORG"), (6, 9, "GPE")], [(0, 5, "ORG")] if i % 3 else [(6, 9, "GPE"), (11, 14, "LAW")])
        for i in range(12)
    ]
    scores = score_spans(corpus)
    one = macro_interval(scores)
    assert one.value == pytest.approx(scores.macro())
    assert one.low < one.value < one.high
    assert macro_interval(score_spans([document([], [])])).value is None


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=12))
def test_intervals_stay_within_0_and_1(rows):
    counts = np.array([(h, h + p, h + g) for h, p, g in rows], dtype=float)
    for metric in METRICS:
        one = interval(Tally("x", counts), metric, resamples=200)
        if one.value is not None:
            assert 0 <= one.low <= one.high <= 1
