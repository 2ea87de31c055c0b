"""Whatever the text holds, no escape reaches the screen, and cursor, highlight and click agree with the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.app.desk import DeskApp, document
from tui.app.layout.widths import CellMap, is_plain
from tui.app.view_model import Highlight, HighlightLayer, HighlightState, ViewModel
from tui.model.text import screen_safe

HOSTILE = {
    "wide": "東京証券取引所で 田中さんは said",
    "joined emoji": "the 👩‍👩‍👧‍👦 family and ❤️ hearts 👍🏽 here",
    "combining marks": "e\u0301le\u0300ve Zoe\u0308 and a\u0300\u0301\u0302 stack",
    "zero width": "zero\u200bwidth \u200bstart and\u2060join",
    "tabs": "one\ttwo\t\tthree",
    "right to left": "Minister שלום כהן met العربية today",
    "bidi controls": "safe\u202eevil\u2066txt\u2069 end",
    "devanagari": "प्रधानमंत्री ने कहा",
    "flags": "🇬🇧🇫🇷 and 🇬 alone",
    "escapes": "red\x1b[31m bell\x07 csi\x9b2J title\x1b]0;x\x07 done",
    "inner line feeds": "first line\nsecond line\n\nfourth",
    "a cluster too many": "a" + "\u0301" * 40 + " b",
    "thai and hangul": "สวัสดีครับ 한국어 각",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("width", [12, 60])
async def test_no_line_leaves_its_width_or_commands_the_terminal(text: str, width: int) -> None:
    app = DeskApp(document("Before.", text, "After."))
    async with app.run_test(size=(width, 30)):
        for y in range(30):
            strip = app.article.render_line(y)
            assert strip.cell_length == cell_len(strip.text) == width - 1  # one for the scrollbar
            assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 or c in "\u202e\u2066\u200d" for c in strip.text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("width", [12, 60])
async def test_a_click_on_the_cursor_finds_the_cursor(text: str, width: int) -> None:
    view = document("Before.", text)
    app = DeskApp(view)
    async with app.run_test(size=(width, 40)):
        article = app.article
        cells = {
            (x, y): offset
            for y in range(40)
            for x in range(article.size.width)
            if (offset := article.offset_at(x, y)) is not None
        }
        cursor = article.article_styles.palette.cursor.background.rich_color
        start, end = view.rows[1].start, view.rows[1].end
        at = start
        while at < end:
            article.lay_over(at)
            marked = {
                (x, y) for y in range(40) for x, color in enumerate(backgrounds(app, y)) if color == cursor
            }  # fmt: skip
            found = {cells.get(place) for place in marked}
            assert at in found or article.motion.next_cluster(at) == at or screen_safe(text[at - start]) in "\n\u200b"
            assert found <= {at, None} or screen_safe(text[at - start]) == "\u200b"
            after = article.motion.next_cluster(at)
            at = after if after > at else end


def backgrounds(app: DeskApp, y: int) -> list[object]:
    """The background of each cell of a line."""
    return [
        segment.style.bgcolor
        for segment in app.article.render_line(y)
        if segment.style is not None
        for _ in range(segment.cell_length)
    ]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
async def test_highlights_with_edges_inside_clusters_are_drawn_over_whole_clusters(text: str) -> None:
    view = document(text)
    everywhere = [
        Highlight(f"{a}", a, a + 1, HighlightLayer.ENTITY, "X", "X", "blue", HighlightState.ACCEPTED)
        for a in range(0, len(text), 2)
    ]
    app = DeskApp(ViewModel(view.text, view.rows, everywhere))
    plain = DeskApp(view)
    async with plain.run_test(size=(60, 10)):
        widths = [plain.article.render_line(y).cell_length for y in range(10)]
    async with app.run_test(size=(60, 10)):
        assert [app.article.render_line(y).cell_length for y in range(10)] == widths


PIECES = st.sampled_from([*"ab .\t", "東", "é", "e\u0301", "\u200b", "👍🏽", "👩‍👦", "❤️", "א", "🇬🇧", "\x1b", "\u0301"])
LINES = st.lists(PIECES, min_size=1, max_size=40).map(lambda parts: screen_safe("".join(parts)))


@given(LINES)
def test_cells_and_offsets_map_onto_each_other(line: str) -> None:
    cells = CellMap.of(line, 0, len(line))
    assert cells.width == cell_len(line)
    for cell in range(cells.width):
        offset = cells.offset_at(cell)
        assert offset is not None
        start, end = cells.cluster(offset)
        assert start == offset < end
        assert cells.cell_of(offset) <= cell < cells.cell_of(end)
    assert cells.offset_at(cells.width) is None
    assert cells.offset_at(-1) is None


@given(LINES, st.integers(0, 60), st.integers(0, 60))
def test_snapped_stretches_hold_the_whole_of_what_they_touch(line: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(line)), min(other, len(line))))
    cells = CellMap.of(line, 0, len(line))
    first, last = cells.snapped(start, end)
    assert first <= start
    assert last >= end
    assert first in cells.starts
    assert last in cells.starts


@given(st.text(max_size=30))
def test_plain_text_is_one_cell_a_character(text: str) -> None:
    text = screen_safe(text, keep_newlines=True)
    if is_plain(text, 0, len(text)):
        assert all(cell_len(char) == 1 for char in text if char != "\n")


def test_plain_takes_in_what_western_newspapers_print() -> None:
    text = "“Šimonytė” – naïve, £5 €6, Łódź, Ελλάδα, Москва, 21 °C… it's 50 % ‘done’ • No 7"
    assert is_plain(text, 0, len(text))
