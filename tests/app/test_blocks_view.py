"""Correcting the cleaner: what a person does in the blocks view, and what comes of it elsewhere."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.commands.blocks import CREDIT, LEAD, block, blocks, go_to, on
from tests.app.newsroom import TEXT, article, desk, facts, fake_analyser, predictions, said, screen, settled
from tui.annotation.replay import Recording
from tui.app.app import Desk
from tui.app.replay_ui import differences, type_again
from tui.app.screens.article import ArticleScreen
from tui.app.screens.blocks import BlocksScreen
from tui.app.screens.chooser import Chooser
from tui.cleaning.project_rules import ProjectRule
from tui.gold import Session
from tui.gold.rules import change_rules, load_rules
from tui.model import Article, Block, BlockKind, Layer, Predictions


def about(app: Desk) -> str:
    """What the page below the table says."""
    return str(app.screen.query_one("#about").render())


async def back(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(app.screen, ArticleScreen)


async def test_blocks_in_doubt_are_visited_in_turn_and_a_verdict_settles_them(tmp_path: Path) -> None:
    doubtful = article().with_blocks(
        tuple(
            replace(b, confidence=0.6 if i in (1, 4) else 0.95, evidence=("12 words",) if i == 1 else ())
            for i, b in enumerate(article().blocks)
        )
    )
    async with desk(tmp_path, articles=[doubtful]) as (app, pilot):
        await go_to(app, pilot)
        await pilot.press("g", "g", "tab")
        assert blocks(app).block.start == CREDIT
        assert "60% sure" in about(app)
        assert "12 words" in about(app)
        await pilot.press("tab")
        assert blocks(app).block.start == doubtful.blocks[4].start
        await pilot.press("x", "tab")
        assert blocks(app).block.start == CREDIT
        await pilot.press("x", "tab")
        assert "no block is in doubt" in said(app)


async def test_labels_of_a_dropped_block_are_hidden_said_and_come_back(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        before = facts(app)
        await go_to(app, pilot)
        await on(app, pilot, LEAD)
        await pilot.press("x", "k")
        assert "hidden while the block is dropped" in about(app)
        await back(app, pilot)
        shown = screen(app)
        assert facts(app) == before  # nothing is lost
        assert not any(LEAD <= label.start < LEAD + 40 for label in shown.editor.order.labels())
        await pilot.press("escape", "escape")
        assert any("in dropped blocks, kept" in str(part.render()) for part in shown.query("SidePanel Steady"))
        await pilot.press("u")
        await settled(pilot)
        assert any(LEAD <= label.start < LEAD + 40 for label in shown.editor.order.labels())


async def test_a_verdict_goes_to_the_same_lines_of_the_article(tmp_path: Path) -> None:
    text = "The council met.\n\nMore soon\n\nIt voted.\n\nMORE  soon"
    starts = [0, *(i + 2 for i in range(len(text)) if text[i : i + 2] == "\n\n")]
    ends = [*(start - 2 for start in starts[1:]), len(text)]
    made = [Block(a, b, BlockKind.BODY, True, "rule:prose") for a, b in zip(starts, ends, strict=True)]
    async with desk(tmp_path, articles=[Article("ferry", text, tuple(made))]) as (app, pilot):
        await pilot.press("b")
        await pilot.pause()
        await on(app, pilot, starts[1])
        await pilot.press("x", "k", "asterisk", "enter")
        await pilot.pause()
        assert [block(app, start).keep for start in starts] == [True, False, True, False]
        await pilot.press("u")
        assert [block(app, start).keep for start in starts] == [True, False, True, True]


def question(app: Desk) -> tuple[str, list[str]]:
    """The title of the list that is open, and its rows."""
    options = app.screen.query_one("OptionList")
    rows = [str(options.get_option_at_index(i).prompt) for i in range(options.option_count)]
    return str(app.screen.query_one("Label").render()), rows


async def test_the_verdict_that_has_just_gone_on_to_the_next_block_is_the_one_that_spreads(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=[article(), article("second")]) as (app, pilot):
        await go_to(app, pilot)
        await on(app, pilot, CREDIT)
        await pilot.press("9", "asterisk")
        await settled(pilot)
        title, rows = question(app)
        assert title == "Drop as footer: “Photo: Ola Brandt / Kyst Images”"
        assert [row.split("  ")[0].strip() for row in rows] == ["in the whole project"]  # no other line here is like it
        await pilot.press("enter")
        await settled(pilot)
        title, rows = question(app)
        assert title == "Drop as footer in the whole project: “Photo: Ola Brandt / Kyst Images”"
        assert "1 line in 1 other article; articles that are added later" in rows[0]
        await pilot.press("escape", "j", "asterisk")  # further on, it is no longer plain which block is meant
        await pilot.pause()
        assert "decide the block first" in said(app)


async def test_a_folded_block_in_the_article_is_asked_about_as_a_block(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=[article(), article("second")]) as (app, pilot):
        await pilot.press("escape")
        screen(app).editor.go(CREDIT)
        await pilot.press("asterisk")
        assert "decide the block first" in said(app)
        await pilot.press("B", "B", "w", "k", "asterisk")
        await settled(pilot)
        assert question(app)[0].startswith("Drop as credit: “Photo: Ola Brandt")


async def test_a_kind_that_leaves_no_choice_keeps_or_drops_the_block(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await on(app, pilot, CREDIT)
        for typed, keep in (("body", True), ("caption", True), ("footer", False), ("caption", False)):
            await pilot.press("K", *typed, "enter")
            await settled(pilot)
            assert (block(app, CREDIT).kind, block(app, CREDIT).keep) == (typed, keep)


async def test_the_list_of_kinds_says_what_each_means_and_which_one_it_is(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await on(app, pilot, CREDIT)
        await pilot.press("K")
        await pilot.pause()
        _, rows = question(app)
        assert len(rows) == len(BlockKind)
        assert next(row.split() for row in rows if "caption" in row)[:2] == ["5", "caption"]
        assert [row for row in rows if "now: " in row] == [row for row in rows if row.strip().startswith("credit ")]
        await pilot.press("enter")  # the list begins there: nothing else is chosen by mistake
        await settled(pilot)
        assert (block(app, CREDIT).kind, block(app, CREDIT).reason) == (BlockKind.CREDIT, "person:kim")


async def test_the_digit_that_the_list_of_kinds_shows_finds_its_kind(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await on(app, pilot, CREDIT)
        await pilot.press("K", "5")
        await pilot.pause()
        assert [row.split()[:2] for row in question(app)[1]] == [["5", "caption"]]
        await pilot.press("5")
        assert "nothing in the list has these words" in str(app.screen.query_one("#about").render())
        await pilot.press("enter")
        assert isinstance(app.screen, Chooser), "what is not there is not chosen, and what was typed stays"
        await pilot.press("backspace", "enter")
        await settled(pilot)
        assert block(app, CREDIT).kind is BlockKind.CAPTION


async def test_the_rows_around_the_cursor_are_in_sight(tmp_path: Path) -> None:
    text = "\n\n".join(f"Line {n} of the page" for n in range(60))
    made = tuple(
        Block(m.start(), m.end(), BlockKind.BODY, True, "rule:prose") for m in re.finditer("[^\n]+", text)
    )  # fmt: skip
    async with desk(tmp_path, articles=[Article("ferry", text, made)], size=(80, 24)) as (app, pilot):
        await go_to(app, pilot)
        table = blocks(app).table

        def sight() -> tuple[int, int]:
            """How many rows are shown before and after the cursor."""
            first = round(table.scroll_y)
            last = first + table.size.height - table.header_height - 1
            return table.cursor_row - first, last - table.cursor_row

        digits = str(app.screen.query_one("#digits").render()).split("\n")
        assert [line.split("  ")[0][0] for line in digits] == ["1", "8"]  # none is torn from its name
        for keys in (["x"] * 15, ["k"] * 9, ["pagedown"], ["pageup"]):
            await pilot.press(*keys)
            assert min(sight()) >= 2, keys
        await pilot.press("G")
        assert sight()[1] == 0
        await pilot.press("g", "g")
        assert sight()[0] == 0


async def test_the_same_line_is_asked_for_from_the_article_too(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=[article(), article("second")]) as (app, pilot):
        screen(app).editor.go(CREDIT)
        await pilot.press("B")
        await settled(pilot)
        await pilot.press("asterisk", *"whole", "enter")
        await pilot.pause()
        await pilot.press("down", "enter")  # the rule only
        await pilot.pause()
        assert [rule.keep for rule in load_rules(app.store.project)] == [True]
        assert not app.store.load("second").state.blocks[CREDIT].keep


async def test_approved_articles_are_told_and_left_alone(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=[article(), article("second")]) as (app, pilot):
        Session(app.store, "second", "lee").do("approve", layers=[Layer.BLOCKS.value])
        await go_to(app, pilot)
        await on(app, pilot, CREDIT)
        await pilot.press("9", "k", "asterisk", *"whole", "enter")
        await settled(pilot)
        offered = app.screen.query_one("OptionList")
        assert "1 approved article stays as it is" in str(offered.get_option_at_index(0).prompt)
        await pilot.press("enter")
        await settled(pilot)
        assert app.store.load("second").state.blocks[CREDIT].kind is BlockKind.CREDIT


async def test_hostile_text_reaches_no_cell_of_the_table(tmp_path: Path) -> None:
    text = "Title \u202e here\n\n[bold]Body[/] \u2066of\u2069 it"
    made = (Block(0, 12, BlockKind.TITLE, False, "x"), Block(14, len(text), BlockKind.BODY, True, "\u202ewhy[red]"))
    async with desk(tmp_path, articles=[Article("ferry", text, made)]) as (app, pilot):
        await go_to(app, pilot)
        await on(app, pilot, 14)
        cells = " ".join(str(cell) for row in range(2) for cell in blocks(app).table.get_row_at(row))
        assert "[bold]Body[/]" in cells
        assert not set(cells + about(app)) & set("\u202e\u2066\u2069")


async def test_a_sitting_in_the_blocks_view_can_be_typed_again(tmp_path: Path) -> None:
    async with desk(tmp_path / "first") as (app, pilot):
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(app.screen, BlocksScreen)
        app.screen.row_clicked(LEAD)
        await pilot.press("x", "u", "2", "j", "t", "u", "vertical_line", *"ferry", "enter")
        await pilot.pause()
        await back(app, pilot)
        await pilot.press("B")
        await settled(pilot)
        events = app.store.load("ferry").events
        assert "split_block" in [event.do for event in events]
    typed = await type_again(Recording(article(), events), tmp_path / "again")
    assert differences(events, typed) == []


async def test_a_sitting_that_began_in_the_blocks_view_can_be_typed_again(tmp_path: Path) -> None:
    async with desk(tmp_path / "first", articles=[article(), article("second")], open_ids=()) as (app, pilot):
        await pilot.press("b")
        await settled(pilot)
        await pilot.press("g", "g", "a", "g", "n")
        await settled(pilot)
        await pilot.press("g", "g", "v", "j", "a", "escape")
        await settled(pilot)
        await pilot.press("tab", "x")
        await settled(pilot)
        logs = {name: app.store.load(name).events for name in ("ferry", "second")}
    assert [event.do for event in logs["second"]][-3:] == ["batch", "suggest", "reject"]
    for name, log in logs.items():
        typed = await type_again(Recording(article(name), log), tmp_path / name)
        assert differences(log, typed) == []


async def test_the_blocks_of_one_article_follow_on_those_of_another_with_no_screen_left_between(tmp_path: Path) -> None:
    names = ("ferry", "second", "third")
    async with desk(tmp_path, articles=[article(name) for name in names], open_ids=names) as (app, pilot):
        depth = len(app.screen_stack)
        await go_to(app, pilot)
        for _ in range(2):
            await pilot.press("g", "B")
            await settled(pilot)
        assert blocks(app).session.article.id == "third"
        assert len(app.screen_stack) == depth + 1
        await back(app, pilot)
        assert screen(app).session.article.id == "third"


async def test_nobody_is_asked_for_suggestions_of_an_article_whose_blocks_alone_are_looked_at(tmp_path: Path) -> None:
    asked: list[str] = []

    def analyse(of: Article) -> Predictions:
        asked.append(of.id)
        return predictions(of)

    both = [article(), article("second")]
    async with desk(tmp_path, articles=both, open_ids=(), analyser=fake_analyser(analyse)) as (app, pilot):
        await pilot.press("b")
        await settled(pilot)
        await pilot.press("g", "B")
        await settled(pilot)
        assert blocks(app).session.article.id == "second"
        assert asked == []
        await back(app, pilot)
        await settled(pilot)
        assert asked == ["second"]
        assert screen(app).editor.pending()


async def test_an_edit_that_is_not_saved_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(tmp_path, articles=[article(), article("second")], open_ids=("ferry", "second")) as (app, pilot):
        await go_to(app, pilot)
        with monkeypatch.context() as patch:
            patch.setattr("tui.gold.durable.os.fsync", _full)
            await pilot.press("g", "g", "a")
            for keys in (("g", "n"), ("g", "B")):
                await pilot.press(*keys)
                await settled(pilot)
                assert "the last edit is not saved" in said(app)
                assert blocks(app).session.article.id == "ferry"
        await pilot.press("ctrl+s", "g", "n")
        await settled(pilot)
        assert block(app, 0).keep
        assert blocks(app).session.article.id == "second"


def _full(_: int) -> None:
    raise OSError(28, "No space left on device")


async def test_a_rule_that_is_longer_than_its_row_is_shown_whole(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        long = ProjectRule(False, BlockKind.FOOTER, line="More from the Kyst Post, every morning before you wake up")
        change_rules(app.store.project, lambda _: (long, ProjectRule(False, BlockKind.AD, line="Advertisement")))
        await pilot.press("g", "R")
        await settled(pilot)
        assert "every morning before you wake up" in said(app)
        await pilot.press("j")
        assert "every morning" not in said(app)
        await pilot.press("x", "x")
        assert "undo" in str(app.screen.query_one("FooterLine").render())  # also where nothing is left
        await pilot.press("u", "u")
        assert len(load_rules(app.store.project)) == 2


async def test_a_low_terminal_shows_some_rows_and_what_is_known_of_one(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        await go_to(app, pilot)
        for lines, rows in ((24, 6), (16, 5), (12, 3), (50, 6)):
            await pilot.resize_terminal(80, lines)
            await settled(pilot)
            table = blocks(app).table
            assert table.size.height - table.header_height >= rows, lines
            assert app.screen.query_one("#about").size.height >= 2
            assert app.screen.query_one("#digits").display is (lines >= 16)
            assert app.screen.query_one("FooterLine").region.bottom == lines


async def test_a_narrow_and_a_wide_screen_show_every_block(tmp_path: Path) -> None:
    for size in ((60, 16), (160, 50)):
        async with desk(tmp_path / str(size[0]), size=size) as (app, pilot):
            await go_to(app, pilot)
            await on(app, pilot, TEXT.index("Photo:"))
            columns = [str(column.label) for column in blocks(app).table.ordered_columns]
            assert ("Why" in columns) is (size[0] > 100)
            assert blocks(app).table.row_count == len(article().blocks)


async def test_where_no_second_part_can_begin_a_split_says_where_to_go(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        screen(app).editor.cursor = LEAD  # the first word of a block
        await pilot.press("vertical_line")
        assert "go to the word that the second part begins with" in said(app)
        assert "blocks view (b)" in said(app)
        assert "offset" not in said(app)
        screen(app).editor.cursor = CREDIT  # a block that is folded away: the nearest word is in another one
        await pilot.press("vertical_line")
        assert "go to the word that the second part begins with" in said(app)
