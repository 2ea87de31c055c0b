"""The article view as a person sees it: what stands on which line, in which style, and where a click lands."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.style import Style
from textual.events import MouseScrollDown
from textual.strip import Strip

from tests.app.desk import DeskApp, document, highlight
from tui.app.view_model import Focus, Highlight, HighlightLayer, HighlightState, RowStyle, ViewModel
from tui.app.widgets.article_view import ArticleView

BODY = "Mayor Ada Brook told reporters that the bridge would open in May, and that the council had paid for it."


def style_at(view: ArticleView, offset: int) -> Style:
    """The style in which the character at `offset` is drawn."""
    for y in range(view.size.height):
        for x in range(view.size.width):
            if view.offset_at(x, y) == offset:
                cell = 0
                for segment in view.render_line(y):
                    cell += segment.cell_length
                    if x < cell:
                        assert segment.style is not None
                        return segment.style
    raise AssertionError(f"offset {offset} is not on the screen")


async def test_the_text_stands_in_a_centred_column() -> None:
    app = DeskApp(document("Bridge to open", BODY, styles={0: RowStyle.TITLE}))
    async with app.run_test(size=(120, 12)):
        lines = [line for line in app.lines() if line]
        left = len(lines[0]) - len(lines[0].lstrip())
        assert lines[0].strip() == "Bridge to open"
        assert left == (119 - 78) // 2
        assert all(len(line) <= left + 78 for line in lines)
        assert style_at(app.article, 0).bold


async def test_a_folded_block_takes_one_line_and_a_click_on_it_is_told() -> None:
    view = document("One.", "Hidden words.", "Two.", folded={1: "caption · 13 characters"})
    app = DeskApp(view)
    async with app.run_test(size=(60, 10)) as pilot:
        assert app.line(3).strip() == "▸ caption · 13 characters"
        assert not any("Hidden" in line for line in app.lines())
        await pilot.click(ArticleView, offset=(10, 3))
        assert [message.block_start for message in app.posted] == [view.rows[1].start]
        opened = [replace(row, folded=False) for row in view.rows]
        app.article.update_rows(opened)
        assert [line.strip() for line in app.lines()[3:5]] == ["▾ caption · 13 characters", "Hidden words."]


async def test_lists_and_groups_of_folds_stand_close_and_have_their_signs() -> None:
    view = document(
        "Before.", "one", "two", "A quote.", "x", "y",
        styles={1: RowStyle.LIST_ITEM, 2: RowStyle.LIST_ITEM, 3: RowStyle.QUOTE}, folded={4: "ad", 5: "share"},
    )  # fmt: skip
    marked = [replace(row, mark="!") if n == 0 else row for n, row in enumerate(view.rows)]
    app = DeskApp(replace(view, rows=marked))
    async with app.run_test(size=(60, 14)):
        assert [" ".join(line.split()) for line in app.lines() if line.strip()] == [
            "! Before.", "• one", "• two", "│ A quote.", "▸ ad", "▸ share",
        ]  # fmt: skip
        assert [bool(line.strip()) for line in app.lines()[:10]] == [
            False, True, False, True, True, False, True, False, True, True,
        ]  # fmt: skip


async def test_a_label_moves_no_word_and_shows_its_letter_in_the_blank_before_it() -> None:
    view = document(BODY)
    app = DeskApp(view)
    async with app.run_test(size=(60, 10)):
        before = app.lines()
        app.article.update_highlights([highlight(view, "Ada Brook")])
        after = app.lines()
        assert after[1].replace("ᴾ", " ").replace("·", " ") == before[1]
        assert "Mayorᴾ" + "Ada Brook" in after[1]
        app.article.update_highlights([], ["Ada Brook"])
        assert app.lines() == before


@pytest.mark.parametrize("theme", ["copydesk-dark", "copydesk-light"])
async def test_every_cell_has_a_background_of_the_theme_also_where_a_line_starts_with_a_label(theme: str) -> None:
    view = document("Ada Brook left. Ada Brook stayed.")
    app = DeskApp(view, theme)
    async with app.run_test(size=(60, 6)):
        for state in (HighlightState.PENDING, HighlightState.ACCEPTED):
            app.article.update_highlights([highlight(view, "Ada Brook", state=state)])
            segments = [segment for y in range(6) for segment in app.article.render_line(y)]
            assert not [segment.text for segment in segments if segment.style is None or segment.style.bgcolor is None]


async def test_rejected_highlights_are_not_drawn() -> None:
    view = document(BODY)
    rejected = highlight(view, "Ada Brook", state=HighlightState.REJECTED)
    app = DeskApp(ViewModel(view.text, view.rows, [rejected]))
    async with app.run_test(size=(60, 10)):
        plain = style_at(app.article, 0)
        assert style_at(app.article, rejected.start) == plain
        app.article.update_highlights([replace(rejected, state=HighlightState.ACCEPTED)])
        assert style_at(app.article, rejected.start).bgcolor != plain.bgcolor


async def test_the_focused_span_is_in_brackets_and_stands_out() -> None:
    view = document(BODY)
    app = DeskApp(ViewModel(view.text, view.rows, [highlight(view, "Ada Brook")]))
    async with app.run_test(size=(60, 10)):
        start = view.text.index("Ada")
        app.article.lay_over(focus=Focus(start, start + 9, "Ada Brook"))
        assert "[Ada Brook]" in app.line(1)
        app.article.lay_over()
        assert "[" not in app.line(1)


async def test_an_unfocused_piece_of_the_focused_quote_is_linked() -> None:
    view = document("“It opens,” Brook said. “In May.”")
    pieces = [
        highlight(view, surface, layer, "D", id="q")
        for surface, layer in (
            ("“It opens,”", HighlightLayer.QUOTE), ("“In May.”", HighlightLayer.QUOTE),
            ("said", HighlightLayer.CUE), ("Brook", HighlightLayer.SPEAKER),
        )
    ]  # fmt: skip
    app = DeskApp(ViewModel(view.text, view.rows, pieces))
    async with app.run_test(size=(60, 10)):
        second, speaker = pieces[1].start, pieces[3].start
        unlinked = style_at(app.article, second), style_at(app.article, speaker)
        app.article.lay_over(focus=Focus(pieces[0].start, pieces[0].end, "q"))
        assert style_at(app.article, second).bgcolor != unlinked[0].bgcolor
        assert style_at(app.article, speaker).bold
        assert not unlinked[1].bold


async def test_selection_and_cursor_lie_over_highlights() -> None:
    view = document(BODY)
    app = DeskApp(ViewModel(view.text, view.rows, [highlight(view, "Ada Brook")]))
    async with app.run_test(size=(60, 10)):
        start = view.text.index("Ada")
        plain = style_at(app.article, start)
        app.article.lay_over(selection=(start, start + 3))
        selected = style_at(app.article, start)
        app.article.lay_over(start, selection=(start, start + 3))
        assert len({plain, selected, style_at(app.article, start)}) == 3
        app.article.lay_over()
        assert style_at(app.article, start) == plain


async def test_a_click_tells_the_offset_and_a_drag_selects_whole_tokens() -> None:
    view = document(BODY)
    app = DeskApp(view)
    async with app.run_test(size=(60, 10)) as pilot:
        await pilot.click(ArticleView, offset=(5 + 8, 1))
        assert [(message.offset, message.chain) for message in app.posted] == [(8, 1)]
        await pilot.mouse_down(ArticleView, offset=(5 + 8, 1))
        await pilot.hover(ArticleView, offset=(5 + 11, 1))
        await pilot.mouse_up(ArticleView, offset=(5 + 11, 1))
        await pilot.pause()
        assert view.text[slice(*app.article.overlay.selection)] == "Ada Brook"
        assert (app.posted[-1].start, app.posted[-1].end) == app.article.overlay.selection
        assert len(app.posted) == 2


async def test_jump_labels_lie_over_word_starts() -> None:
    view = document(BODY)
    app = DeskApp(view)
    async with app.run_test(size=(60, 10)):
        plain = app.line(1)
        app.article.show_jump_labels({0: "f", view.text.index("Ada"): "jk"})
        assert app.line(1).strip().startswith("fayor jka Brook")
        app.article.show_jump_labels({})
        assert app.line(1) == plain


async def test_what_waits_for_a_verdict_is_marked_in_the_gutter() -> None:
    view = document(BODY)
    found = highlight(view, "Ada Brook")
    app = DeskApp(ViewModel(view.text, view.rows, [found, highlight(view, "told", HighlightLayer.SEARCH)]))
    async with app.run_test(size=(60, 10)):
        assert app.line(1).lstrip().startswith("·")
        app.article.update_highlights([replace(found, state=HighlightState.ACCEPTED)])
        assert "·" not in app.line(1)


async def test_scrolling_to_an_offset_shows_it_and_resizing_keeps_the_first_line() -> None:
    view = document(*(f"{i} {BODY}" for i in range(60)))
    app = DeskApp(view)
    async with app.run_test(size=(80, 20)) as pilot:
        target = view.rows[40].start
        app.article.scroll_to_offset(target)
        first, last = app.article.visible_offsets()
        assert first <= target < last
        app.article.scroll_to(y=101, animate=False, force=True)
        await pilot.pause()
        at_the_top = app.line(0)
        offset = app.article.visible_offsets()[0]
        await pilot.resize_terminal(50, 20)
        first, last = app.article.visible_offsets()
        assert first <= offset < last
        await pilot.resize_terminal(80, 20)
        assert app.line(0) == at_the_top


async def test_a_new_document_starts_at_the_top_and_the_same_text_keeps_its_place() -> None:
    view = document(*(f"{i} {BODY}" for i in range(60)))
    app = DeskApp(view)
    async with app.run_test(size=(80, 20)):
        app.article.scroll_to_offset(view.rows[40].start)
        app.article.lay_over(view.rows[40].start)
        place = app.article.visible_offsets()
        app.article.show(ViewModel(view.text, view.rows, [highlight(view, "Ada Brook")]))
        assert app.article.visible_offsets() == place
        app.article.show(document(BODY))
        assert app.article.visible_offsets()[0] == 0
        assert app.article.overlay.cursor is None


@pytest.mark.parametrize("size", [(20, 3), (8, 2), (1, 1)])
async def test_a_tiny_terminal_breaks_nothing(size: tuple[int, int]) -> None:
    view = document("Headline", BODY, "x", folded={2: "a long label that does not fit"})
    app = DeskApp(ViewModel(view.text, view.rows, [highlight(view, "Ada Brook")]))
    async with app.run_test(size=size) as pilot:
        app.article.lay_over(len(view.text), Focus(10, 14, "Ada Brook"))
        app.article.scroll_to_offset(len(view.text))
        await pilot.pause()


async def test_an_empty_view_shows_nothing() -> None:
    app = DeskApp(ViewModel("", ()))
    async with app.run_test(size=(40, 5)) as pilot:
        await pilot.click(ArticleView, offset=(10, 2))
        assert app.lines() == [""] * 5
        assert app.posted == []


async def test_a_folded_row_can_have_the_focus_and_the_cursor() -> None:
    view = document("One.", "Hidden words.", folded={1: "caption"})
    app = DeskApp(view)
    async with app.run_test(size=(60, 6)):
        plain = app.article.render_line(3)
        focus = Focus(view.rows[1].start, view.rows[1].end)
        app.article.lay_over(focus=focus)
        focused = app.article.render_line(3)
        app.article.lay_over(view.rows[1].start, focus)
        assert plain.text == focused.text == app.article.render_line(3).text
        assert len({tuple(strip) for strip in (plain, focused, app.article.render_line(3))}) == 3


async def test_the_wheel_scrolls() -> None:
    app = DeskApp(document(*(f"{i} {BODY}" for i in range(60))))
    async with app.run_test(size=(80, 20)) as pilot:
        place = {"x": 10, "y": 5, "delta_x": 0, "delta_y": 1, "button": 0, "shift": False, "meta": False, "ctrl": False}
        app.article.post_message(MouseScrollDown(app.article, **place))
        await pilot.pause()
        assert app.article.scroll_offset.y > 0


async def test_a_key_redraws_only_what_it_changes_however_long_the_article(monkeypatch: pytest.MonkeyPatch) -> None:
    view = document(*(f"{i} {BODY}" for i in range(3_000)))
    app = DeskApp(ViewModel(view.text, view.rows, [highlight(view, "Ada Brook")]))
    async with app.run_test(size=(120, 40)) as pilot:
        article = app.article
        article.lay_over(view.rows[2_000].start)
        article.scroll_to_offset(view.rows[2_000].start)
        await pilot.pause()
        drawn: list[int] = []
        render = ArticleView.render_line

        def noted(self: ArticleView, y: int) -> Strip:
            drawn.append(y)
            return render(self, y)

        monkeypatch.setattr(ArticleView, "render_line", noted)

        async def lines_drawn(change: Callable[[], object]) -> int:
            drawn.clear()
            change()
            await pilot.pause()
            return len(drawn)

        at = view.rows[2_000].start
        assert 0 < await lines_drawn(lambda: article.lay_over(article.motion.next_word(at))) <= 3
        assert 0 < await lines_drawn(lambda: article.select(at, at + 12)) <= 3
        assert 0 < await lines_drawn(lambda: article.select(at, at + 20)) <= 3
        assert 0 < await lines_drawn(lambda: article.lay_over(focus=Focus(at, at + 5, "new"))) <= 3
        made = Highlight("new", at, at + 5, HighlightLayer.ENTITY, "ORG", "O", "orange")
        assert 0 < await lines_drawn(lambda: article.update_highlights([made])) <= 3
        assert await lines_drawn(lambda: article.update_highlights([replace(made, start=0, end=5)], ["new"])) <= 3
        assert await lines_drawn(lambda: article.update_highlights([], ["Ada Brook"])) == 0


async def test_what_only_one_side_has_stands_out_from_the_focus() -> None:
    view = document(BODY)
    app = DeskApp(view)
    start, end = BODY.index("that"), len(BODY)
    more = BODY.index(", and that")
    async with app.run_test(size=(60, 10)):
        quote = highlight(view, BODY[start:end], layer=HighlightLayer.QUOTE, tag="I", id="q1")
        app.article.update_highlights([quote, Highlight("d", more, end, HighlightLayer.DIFFERENCE)])
        app.article.lay_over(focus=Focus(start, end, "q1"))
        common, alone = style_at(app.article, start), style_at(app.article, more + 2)
        assert common.bgcolor != alone.bgcolor
        assert alone.underline2
        app.article.update_highlights([Highlight("d", start, end, HighlightLayer.DIFFERENCE)])
        assert style_at(app.article, more + 2).bgcolor == common.bgcolor, "the focus is unmistakable"
