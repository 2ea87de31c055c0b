"""The index of highlights gives what looking at each of them would give, also after changes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tui.app.layout.highlight_index import HighlightIndex
from tui.app.view_model import Highlight, HighlightLayer, HighlightState

LAYERS = list(HighlightLayer)
HIGHLIGHTS = st.builds(
    lambda name, start, length, layer, state: Highlight(name, start, start + length, layer, state=state),
    st.sampled_from("abcdefgh"), st.integers(0, 3_000), st.integers(1, 1_500), st.sampled_from(LAYERS),
    st.sampled_from(HighlightState),
)  # fmt: skip


def expected(highlights: set[Highlight], start: int, end: int) -> set[Highlight]:
    return {
        h for h in highlights if h.start < end and h.end > start and h.state is not HighlightState.REJECTED
    }  # fmt: skip


@given(
    st.sets(HIGHLIGHTS, max_size=12),
    st.lists(st.tuples(st.sets(HIGHLIGHTS, max_size=3), st.sets(st.sampled_from("abcdefgh"), max_size=2)), max_size=3),
    st.integers(0, 4_000),
    st.integers(0, 600),
)
def test_what_is_found_is_what_is_there(
    first: set[Highlight], updates: list[tuple[set[Highlight], set[str]]], start: int, length: int
) -> None:
    index, there = HighlightIndex(first), set(first)
    for changed, removed in updates:
        touched = index.update(changed, removed)
        gone = removed | {h.id for h in changed}
        before, there = there, {h for h in there if h.id not in gone} | changed
        for highlight in before ^ there:
            assert (highlight.start, highlight.end) in touched
    found = index.between(start, start + length)
    assert len(found) == len(set(found))
    assert set(found) == expected(there, start, start + length)
    ranks = [LAYERS.index(h.layer) for h in found]
    assert ranks == sorted(ranks)


def test_within_a_layer_the_shorter_lies_on_top() -> None:
    outer = Highlight("outer", 0, 30, HighlightLayer.ENTITY)
    inner = replace(outer, id="inner", start=10, end=20)
    assert HighlightIndex([inner, outer]).between(0, 40) == [outer, inner]
