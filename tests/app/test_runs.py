"""Laws of the sweep that cuts overlapping spans into runs."""

from hypothesis import given
from hypothesis import strategies as st

from tui.app.layout.runs import sweep

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 5)), max_size=8)


@given(st.integers(0, 15), st.integers(0, 30), SPANS)
def test_runs_cover_the_stretch_without_gaps_or_overlaps(
    start: int, end: int, spans: list[tuple[int, int, int]]
) -> None:
    at = start
    for a, b, _ in sweep(start, end, spans):
        assert a == at < b
        at = b
    assert at == max(start, end)


@given(st.integers(0, 15), st.integers(0, 30), SPANS)
def test_every_character_has_the_spans_that_cover_it(start: int, end: int, spans: list[tuple[int, int, int]]) -> None:
    for a, b, values in sweep(start, end, spans):
        for offset in range(a, b):
            assert list(values) == [value for first, last, value in spans if first <= offset < last]
