"""The review queue made of two extractors' predictions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.extraction.disagreement import Difference, disagreements
from tui.model import Cluster, Entity, Layer, Predictions, Provenance, Quote, QuoteKind, Span, Speaker, text_sha256

TEXT = "Anna Berg said “no” to Karl Holm in Lima."
BY = {layer: Provenance("x", "1") for layer in (Layer.ENTITIES, Layer.QUOTES)}


def entities(*spans: tuple[int, int, str], by=BY) -> Predictions:
    made = tuple(Entity(f"e{n}", Span.of(TEXT, a, b), label) for n, (a, b, label) in enumerate(spans, start=1))
    return Predictions(text_sha256(TEXT), by, made)


def quoted(speaker: Speaker | None, clusters: tuple[Cluster, ...] = (), kind=QuoteKind.DIRECT) -> Predictions:
    return Predictions(
        text_sha256(TEXT), BY, (), (Quote("q1", kind, (Span.of(TEXT, 15, 19),), speaker=speaker),), clusters
    )


def test_each_way_to_disagree() -> None:
    one = entities((0, 9, "PERSON"), (23, 32, "PERSON"), (28, 32, "GPE"), (36, 40, "GPE"))
    other = entities((0, 9, "PERSON"), (23, 27, "PERSON"), (36, 40, "ORG"), (10, 14, "ORG"))
    assert [(d.start, d.difference) for d in disagreements(one, other)] == [
        (10, Difference.MISSING), (23, Difference.EDGES), (28, Difference.MISSING), (36, Difference.LABEL),
    ]  # fmt: skip


def test_quotes_differ_by_kind_and_by_who_is_meant_not_by_the_number_of_the_cluster() -> None:
    anna, berg = Speaker(Span.of(TEXT, 0, 9), "c1"), Speaker(Span.of(TEXT, 5, 9), "c7")
    one = quoted(anna, (Cluster("c1", "Anna Berg"),))
    assert disagreements(one, quoted(berg, (Cluster("c7", "Anna Berg"),))) == []
    (karl,) = disagreements(one, quoted(Speaker(Span.of(TEXT, 23, 32), "c1"), (Cluster("c1", "Karl Holm"),)))
    assert karl.difference is Difference.SPEAKER
    (nobody,) = disagreements(one, quoted(None))
    assert nobody.difference is Difference.SPEAKER
    (kind,) = disagreements(one, quoted(anna, (Cluster("c1", "Anna Berg"),), QuoteKind.MIXED))
    assert kind.difference is Difference.LABEL


def test_a_layer_that_only_one_of_them_makes_is_no_disagreement() -> None:
    assert disagreements(entities((0, 9, "PERSON")), entities(by={Layer.QUOTES: BY[Layer.QUOTES]})) == []


def test_two_texts_can_not_be_compared() -> None:
    with pytest.raises(ValueError, match="different texts"):
        disagreements(entities(), Predictions(text_sha256("other"), BY))


SPANS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(1, 5), st.sampled_from(["A", "B"])).map(
        lambda s: (s[0], s[0] + s[1], s[2])
    ),
    max_size=6,
)


@given(SPANS, SPANS)
def test_laws(left: list[tuple[int, int, str]], right: list[tuple[int, int, str]]) -> None:
    one, other = entities(*left), entities(*right)
    found = disagreements(one, other)
    assert disagreements(one, one) == []
    assert (found == []) == (sorted(left) == sorted(right))
    assert sorted(d.start for d in found) == [d.start for d in found]
    # Everything that is not the same in both turns up once.
    for side, spans, twins in (("one", left, right), ("other", right, left)):
        told = [(e.span.start, e.span.end, e.label) for d in found if (e := getattr(d, side)) is not None]
        expected = list(spans)
        for twin in twins:
            if twin in expected:
                expected.remove(twin)
        assert sorted(told) == sorted(expected)
