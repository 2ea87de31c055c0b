import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.evaluation.build import FLAT_TEXT, flat_lists
from tests.peers import needs
from tui.evaluation.agreement import (
    AnnotatedText,
    agreement,
    cohen_kappa,
    documents_between,
    in_body,
    kappa_on_marked,
    token_categories,
)
from tui.evaluation.alpha import nominal_alpha, unitizing_alpha
from tui.evaluation.data import LabelledSpan
from tui.evaluation.evaluation import evaluate
from tui.evaluation.report_agreement import AgreementReport
from tui.model import CopydeskError, Layer


def text(name="t", content=FLAT_TEXT, **spans):
    return AnnotatedText(name, content, {who: tuple(LabelledSpan(*s) for s in made) for who, made in spans.items()})


ONE, TWO, OTHER = (0, 5, "A"), (6, 8, "B"), (6, 8, "C")


def test_people_who_agree():
    result = agreement([text(ann=[ONE, TWO], ben=[ONE, TWO]), text("u", ann=[OTHER], ben=[OTHER])])
    (pair,) = result.pairs
    assert (pair.score.f1, pair.kappa, pair.kappa_marked) == (1.0, 1.0, 1.0)
    assert (result.alpha_tokens, result.alpha_units, result.alpha_marked) == (1.0, 1.0, 1.0)
    assert result.alpha_labels == {"A": 1.0, "B": 1.0, "C": 1.0}


def test_a_difference_in_label_only():
    result = agreement([text(ann=[ONE, TWO], ben=[ONE, OTHER])])
    (pair,) = result.pairs
    assert pair.score.f1 == 0.5
    assert result.alpha_marked == 1.0
    assert result.alpha_units < 1
    assert pair.kappa > pair.kappa_marked
    assert pair.scores.error_counts == {"correct": 1, "label": 1}


def test_nothing_marked_is_undefined():
    result = agreement([text(ann=[], ben=[])])
    (pair,) = result.pairs
    assert (pair.score.f1, pair.kappa, pair.kappa_marked) == (None, None, None)
    assert (result.alpha_tokens, result.alpha_units) == (None, None)


def test_three_people_make_three_pairs():
    result = agreement([text(ann=[ONE], ben=[ONE], cleo=[TWO])])
    assert [(p.first, p.second, p.score.f1) for p in result.pairs] == [
        ("ann", "ben", 1.0), ("ann", "cleo", 0.0), ("ben", "cleo", 0.0),
    ]  # fmt: skip
    assert result.as_json()["pairs"][0]["f1"] == 1.0


def test_nested_spans_are_scored_label_by_label():
    result = agreement([text(ann=[(0, 8, "A"), (3, 5, "B")], ben=[(0, 8, "A"), (3, 5, "B")])])
    assert result.alpha_units is None
    assert result.alpha_labels == {"A": 1.0, "B": 1.0}
    assert result.notes == (
        "spans of different labels overlap within one annotator, so alpha on units is left out there",
    )


def test_labels_that_overlap_are_named_in_one_note():
    both = [(0, 8, "A"), (3, 9, "A"), (10, 14, "B"), (12, 16, "B")]
    result = agreement([text(ann=both, ben=both)])
    assert result.notes == (
        "spans of the labels A, B overlap within one annotator, so alpha on units is left out there",
        "spans of different labels overlap within one annotator, so alpha on units is left out there",
    )


def test_people_are_named_in_the_order_in_which_they_were_given():
    result = agreement([text(zoe=[ONE], ann=[ONE])])
    assert result.annotators == ("zoe", "ann")
    assert (result.pairs[0].first, result.pairs[0].second) == ("zoe", "ann")


def test_what_somebody_drops_is_cut_out_of_a_text_with_the_spans_that_reach_into_it():
    content = "MENU Ola Berg RELATED Oslo FOOTER"
    dropped = [content.index(word) for word in ("RELATED", "MENU", "FOOTER")]
    whole = text(content=content, ann=[(0, 8, "A"), (5, 13, "A"), (22, 26, "B")], ben=[(9, 26, "B")])
    cut = in_body(whole, [(start, content.index(" ", start) if start < 27 else len(content)) for start in dropped])
    assert cut.text == " Ola Berg \n Oslo "
    assert [cut.text[s.start : s.end] for s in cut.spans["ann"]] == ["Ola Berg", "Oslo"]
    assert cut.spans["ben"] == ()
    assert in_body(whole, []) == whole


@given(flat_lists(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted).map(tuple)))
def test_a_span_that_is_left_keeps_its_words(triples, dropped):
    content = "".join(chr(65 + i % 50) for i in range(200))
    cut = in_body(text(content=content, ann=triples), dropped)
    kept = [t for t in triples if not any(t[0] < end and start < t[1] for start, end in dropped)]
    words = sorted((content[start:end], label) for start, end, label in kept)
    assert sorted((cut.text[s.start : s.end], s.label) for s in cut.spans["ann"]) == words


def test_one_person_is_not_enough():
    with pytest.raises(CopydeskError, match="at least two people"):
        agreement([text(ann=[ONE])])


def test_every_text_needs_every_annotator():
    with pytest.raises(CopydeskError, match="u has no annotations by ben"):
        agreement([text(ann=[ONE], ben=[ONE]), text("u", ann=[ONE])])


def test_tokens_take_every_label_that_touches_them():
    made = text(content="Ashford Water Board met.", ann=[(0, 19, "ORG"), (0, 7, "GPE"), (20, 21, "ORG")])
    assert token_categories([made], "ann") == [("GPE", "ORG"), ("ORG",), ("ORG",), ("ORG",), ()]


def test_alpha_of_known_values():
    # 4 items, one disagreement: coincidences a-a 4, a-b 2, b-b 2; expected disagreement 2 * 5 * 3 / 7
    assert nominal_alpha(["aaab", "aabb"]) == pytest.approx(1 - 2 / (30 / 7))
    # units 0-2 and 0-3 of 10: observed disagreement 2 * 1; totals: unit 5, gap 15; shared with itself 4 + 9 + 8 + 7
    units = [[LabelledSpan(0, 2, "A")], [LabelledSpan(0, 3, "A")]]
    expected = 20 * 2 * 5 * 15 / (400 - 28)
    assert unitizing_alpha(units, 10) == pytest.approx(1 - 2 / expected)


def test_splitting_a_gap_between_texts_changes_nothing():
    whole = agreement([text(content="x" * 40, ann=[(2, 5, "A"), (22, 30, "B")], ben=[(2, 6, "A"), (22, 25, "B")])])
    first = text("a", "x" * 20, ann=[(2, 5, "A")], ben=[(2, 6, "A")])
    second = text("b", "x" * 20, ann=[(2, 10, "B")], ben=[(2, 5, "B")])
    parts = agreement([first, second])
    assert parts.alpha_units == pytest.approx(whole.alpha_units)


def test_the_report_shows_every_measure_and_the_differences():
    texts = [text(ann=[ONE, TWO, (9, 11, "A")], ben=[ONE, OTHER, (9, 14, "A")])]
    between = evaluate(documents_between(texts, "ann", "ben"), "ann, ben", [Layer.ENTITIES])
    report = AgreementReport(agreement(texts), {("ann", "ben"): between}, gamma=0.5)
    tables = {table.id: table.rows for table in report.tables()}
    assert tables["pairs"][0][:2] == ("ann, ben", pytest.approx(1 / 3))
    assert tables["layers"][0][:3] == ("ann, ben", "entities, strict", pytest.approx(1 / 3))
    assert tables["alpha"][-1] == ("gamma", 0.5)
    assert [row[0] for row in tables["agreement-labels"]] == ["A", "B", "C"]
    assert tables["differences"] == (("ann, ben", "entities", "label", 1), ("ann, ben", "entities", "boundary", 1))
    for shown in (report.render("terminal"), report.render("markdown")):
        assert "Agreement of ann, ben on 1 article\n" in shown
        assert "0.333" in shown


def as_spans(triples):
    return [LabelledSpan(*t) for t in triples]


@given(flat_lists(), flat_lists())
def test_agreement_is_symmetric(first, second):
    there, back = (agreement([text(ann=a, ben=b)]) for a, b in ((first, second), (second, first)))
    assert there.pairs[0].score.f1 == back.pairs[0].score.f1
    for name in ("alpha_tokens", "alpha_units", "alpha_marked"):
        assert getattr(there, name) == pytest.approx(getattr(back, name))
    assert there.pairs[0].kappa == pytest.approx(back.pairs[0].kappa)


@given(flat_lists(), st.integers(1, 60))
def test_alpha_of_identical_units_is_one(triples, room):
    spans = as_spans(triples)
    length = (spans[-1].end if spans else 0) + room
    assert unitizing_alpha([spans, spans, spans], length) == (pytest.approx(1.0) if spans else None)


CATEGORIES = st.lists(st.sampled_from([(), ("A",), ("B",), ("A", "B")]), min_size=2, max_size=30)


@given(CATEGORIES, st.integers(0, 99))
def test_kappa_equals_that_of_scikit_learn(first, seed):
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn isn't installed")
    chosen = random.Random(seed)
    second = [c if chosen.random() < 0.6 else chosen.choice(first) for c in first]
    assume(len({*first, *second}) > 1)
    theirs = metrics.cohen_kappa_score(["+".join(c) for c in first], ["+".join(c) for c in second])
    assert cohen_kappa(first, second) == pytest.approx(theirs)
    assert kappa_on_marked(first + [()] * 5, second + [()] * 5) == kappa_on_marked(first, second)


@needs("krippendorff")
@given(CATEGORIES, st.integers(0, 99))
def test_nominal_alpha_equals_that_of_krippendorff(first, seed):
    import krippendorff

    chosen = random.Random(seed)
    others = [[c if chosen.random() < 0.6 else chosen.choice(first) for c in first] for _ in range(2)]
    data = [["+".join(c) or "-" for c in values] for values in (first, *others)]
    assume(len({value for values in data for value in values}) > 1)
    theirs = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert nominal_alpha(data) == pytest.approx(theirs)
