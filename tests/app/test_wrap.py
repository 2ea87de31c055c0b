"""Laws of the wrap index: it loses nothing, repeats nothing, and keeps to the width."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.app.layout.widths import CellMap
from tui.app.layout.wrap import Line, LineKind, Shape, WrapIndex, Wrapper
from tui.model.text import screen_safe

LETTERS = st.sampled_from(
    [*"aaabce  -.\u2019é\n", "東", "京", "、", "한", "é", "\u200b", "👍", "👍🏽", "👩\u200d👦", "א", "ب", "\t"]
)
TEXTS = st.lists(LETTERS, min_size=1, max_size=120).map(lambda parts: screen_safe("".join(parts), keep_newlines=True))
WIDTHS = st.integers(min_value=1, max_value=40)


def wrapped(text: str, width: int, **shape: bool) -> list[Line]:
    index = Wrapper(text).wrap([Shape(0, len(text), space_above=0, **shape)], width)
    return [index.line(y) for y in range(index.height)]


@given(TEXTS, WIDTHS)
def test_joined_lines_give_the_text_back(text: str, width: int) -> None:
    assert "".join(text[line.start : line.end] for line in wrapped(text, width)) == text


@given(TEXTS, WIDTHS)
def test_every_offset_is_on_exactly_one_line_and_found_there(text: str, width: int) -> None:
    index = Wrapper(text).wrap([Shape(0, len(text))], width)
    seen = [offset for y in range(index.height) for offset in range(index.line(y).start, index.line(y).end)]
    assert seen == list(range(len(text)))
    for offset in range(len(text)):
        line = index.line(index.y_of(offset))
        assert line.start <= offset < line.end


@given(TEXTS, WIDTHS)
def test_no_line_is_wider_than_the_column_unless_one_cluster_is(text: str, width: int) -> None:
    for line in wrapped(text, width):
        shown = text[line.start : line.end].rstrip(" \n\u200b\u0301")
        clusters = CellMap.of(text, line.start, line.start + len(shown))
        assert cell_len(shown) <= width or len(clusters.starts) == 2


@given(TEXTS, WIDTHS)
def test_a_line_feed_ends_its_line(text: str, width: int) -> None:
    assert all("\n" not in text[line.start : line.end - 1] for line in wrapped(text, width))


@given(st.lists(st.text("abc", min_size=1, max_size=8), min_size=1, max_size=20), st.integers(8, 30))
def test_measured_and_plain_wraps_agree(words: list[str], width: int) -> None:
    # The same words behind one wide character on a line of its own: measured, where they are matched otherwise.
    text = " ".join(words)
    measured = wrapped("東\n" + text, width)[1:]
    assert [(line.start + 2, line.end + 2) for line in wrapped(text, width)] == [(a.start, a.end) for a in measured]


def test_words_stay_whole_and_take_their_blanks_with_them() -> None:
    text = "The ferry leaves at nine."
    assert [text[line.start : line.end] for line in wrapped(text, 10)] == ["The ferry ", "leaves at ", "nine."]


def test_ideographs_fill_the_line_and_closing_punctuation_stays_with_them() -> None:
    text = "東京は雨、明日も雨。"
    assert [text[line.start : line.end] for line in wrapped(text, 8)] == ["東京は", "雨、明日", "も雨。"]


def rows_index() -> tuple[str, WrapIndex]:
    text = "Headline\nA caption\nBody text here\nLast"
    rows = [
        Shape(0, 8), Shape(9, 18, labelled=True, folded=True), Shape(19, 33), Shape(34, 38, labelled=True),
    ]  # fmt: skip
    return text, Wrapper(text).wrap(rows, 9)


def test_rows_are_apart_by_a_blank_line_and_a_folded_row_takes_one() -> None:
    _, index = rows_index()
    kinds = [index.line(y).kind.name for y in range(index.height)]
    assert kinds == ["BLANK", "TEXT", "BLANK", "LABEL", "BLANK", "TEXT", "TEXT", "BLANK", "LABEL", "TEXT"]


def test_offsets_of_folded_rows_and_gaps_have_a_line_too() -> None:
    _, index = rows_index()
    assert index.y_of(12) == 3
    assert index.y_of(8) == 1
    assert index.y_of(33) == 6
    assert index.y_of(36) == 9
    assert index.y_of(1000) == 9


def test_an_indented_row_is_wrapped_to_what_is_left() -> None:
    text = "abcd efgh"
    index = Wrapper(text).wrap([Shape(0, 9, space_above=0, indent=4)], 9)
    assert [index.line(y).kind for y in range(index.height)] == [LineKind.TEXT, LineKind.TEXT]
