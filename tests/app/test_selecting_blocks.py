"""Several blocks decided at once in the blocks view: one step, whichever way they were chosen."""

import random
import re
from pathlib import Path

import pytest
from textual.color import Color

from tests.app.commands.blocks import LEAD, blocks, go_to, on, selected
from tests.app.newsroom import article, desk, said, screen, settled
from tui.annotation.replay import Recording
from tui.app.app import Desk
from tui.app.replay_ui import differences, type_again
from tui.app.screens.article import ArticleScreen
from tui.app.screens.blocks import BlocksScreen
from tui.app.screens.chooser import Chooser
from tui.app.themes import READABLE, Depth, contrast, themes
from tui.app.widgets.rows import SelectableRows
from tui.gold.rules import load_rules
from tui.model import Article, Block, BlockKind

STARTS = [block.start for block in article().blocks]
KEPT = [False, False, True, True, False, True]
"""What the article's blocks are to begin with."""


def kept(app: Desk) -> list[bool]:
    blocks_now = app.store.load("ferry").state.blocks
    return [blocks_now[start].keep for start in sorted(blocks_now)]


def events(app: Desk) -> list[str]:
    """What was done since the suggestions came."""
    done = [event.do for event in app.store.load("ferry").events]
    return done[done.index("suggest") + 1 :]


@pytest.mark.parametrize(
    ("keys", "after"),
    [
        (["j", "v", "j", "j", "x"], [False, False, False, False, False, True]),
        (["j", "j", "j", "v", "k", "k", "a"], [False, True, True, True, False, True]),
        (["j", "j", "V", "G", "x"], [False] * 6),
        (["G", "v", "g", "g", "a"], [True] * 6),
        (["j", "j", "v", "}", "x"], [False] * 5 + [True]),
        (["comma", "3", "a"], [True, True, True, True, False, True]),
        (["j", "comma", "9", "9", "a"], [False] + [True] * 5),
        (["j", "j", "comma", "2", "v", "x"], [False] * 5 + [True]),
        (["j", "j", "j", "v", "comma", "2", "j", "B"], [False, False, True, False, False, False]),
        (["comma", "4", "G", "v", "comma", "2", "k", "B"], [False, True, True, True, False, True]),
        (["v", "comma", "2", "}", "x"], [False] * 5 + [True]),
    ],
)
async def test_a_stretch_of_blocks_is_decided_as_one_step(keys: list[str], after: list[bool], tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await pilot.press("g", "g", *keys)
        assert kept(app) == after
        assert len(events(app)) == 1
        assert selected(app) == []
        await pilot.press("u")
        assert kept(app) == KEPT
        await pilot.press("U")
        assert kept(app) == after


async def test_a_verdict_goes_on_behind_the_selection(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await pilot.press("g", "g", "j", "v", "j", "x")
        assert blocks(app).block.start == STARTS[3]
        await pilot.press("g", "g", "comma", "2", "x")
        assert blocks(app).block.start == STARTS[2]


async def test_a_kind_on_a_digit_and_one_from_the_list_are_for_all(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await pilot.press("g", "g", "j", "v", "j", "j", "7")
        state = app.store.load("ferry").state
        assert [state.blocks[start].kind for start in STARTS[1:4]] == [BlockKind.RELATED] * 3
        await pilot.press("u", "v", "j", "K")
        await settled(pilot)
        assert isinstance(app.screen, Chooser)
        assert "these 2 blocks" in str(app.screen.query_one("Label").render())
        await pilot.press("escape")
        await settled(pilot)
        assert selected(app) == [1, 2]  # nothing was chosen: they are still at hand
        await pilot.press("K", *"author", "enter")
        await settled(pilot)
        state = app.store.load("ferry").state
        assert [state.blocks[start].kind for start in STARTS[1:3]] == [BlockKind.AUTHOR_BOX] * 2
        assert selected(app) == []


async def test_selected_blocks_are_joined_into_one(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await on(app, pilot, LEAD)
        await pilot.press("v", "G", "J")
        state = app.store.load("ferry").state
        assert sorted(state.blocks) == STARTS[:3]
        assert state.blocks[LEAD].end == article().blocks[-1].end
        assert blocks(app).table.row_count == 3
        await pilot.press("u")
        assert sorted(app.store.load("ferry").state.blocks) == STARTS
        await on(app, pilot, STARTS[0])
        await pilot.press("comma", "3", "J")
        assert sorted(app.store.load("ferry").state.blocks) == [STARTS[0], *STARTS[3:]]


async def test_what_becomes_of_kept_and_dropped_blocks_that_are_joined_is_said(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await on(app, pilot, LEAD)
        await pilot.press("J")
        assert "whole block" not in said(app)
        await pilot.press("J")
        assert "as its first part was, the whole block is kept: x drops it" in said(app)
        await pilot.press("g", "g", "v", "G", "J")
        assert "as its first part was, the whole block is dropped: a keeps it" in said(app)


async def test_what_needs_one_block_says_so_and_leaves_the_selection(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await pilot.press("g", "g", "v", "j")
        for key, needs in (("t", "a title"), ("4", "a title"), ("vertical_line", "a split")):
            await pilot.press(key)
            assert f"{needs} needs one block, and 2 are selected: Esc" in said(app)
            assert selected(app) == [0, 1]
        assert events(app) == []


async def test_escape_leaves_the_selection_then_the_view(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await pilot.press("g", "g", "v", "j", "escape")
        assert selected(app) == []
        assert blocks(app).table.cursor_row == 1
        await pilot.press("v", "j", "enter")
        await settled(pilot)
        assert screen(app).editor.cursor == STARTS[2]
        await pilot.press("B")  # the one at the cursor: no selection is left over
        await settled(pilot)
        assert kept(app) == [False, False, False, True, False, True]


async def test_escape_forgets_a_count(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await pilot.press("g", "g", "comma", "3", "escape", "j")
        assert blocks(app).table.cursor_row == 1
        await pilot.press("comma", "1", "2", "backspace", "backspace", "3", "g", "g")
        assert blocks(app).table.cursor_row == 2


async def test_a_repeat_takes_as_many_blocks_or_what_is_selected(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await pilot.press("g", "g", "v", "j", "a", "full_stop", "full_stop")
        assert kept(app) == [True] * 6
        await pilot.press("g", "g", "x", "v", "G", "full_stop")
        assert kept(app) == [False] * 6
        assert events(app) == ["batch", "batch", "batch", "set_block", "batch"]


async def test_blocks_that_a_person_has_decided_so_are_not_decided_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await on(app, pilot, LEAD)
        await pilot.press("x", "k", "v", "j", "x")
        last = app.store.load("ferry").events[-1]
        assert (last.do, last.args["start"]) == ("set_block", STARTS[3])


async def test_the_page_below_says_what_is_selected(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await on(app, pilot, LEAD)
        await pilot.press("x", "k", "v", "k", "k")
        page = str(app.screen.query_one("#about").render())
        assert "3 blocks selected   0 kept, 3 not kept" in page
        assert "labels in the dropped ones" in page
        footer = str(app.screen.query_one("FooterLine").render())
        assert "x drop" in footer
        assert "Esc leave" in footer


def question(app: Desk) -> tuple[str, list[str]]:
    """The title of the list that is open, and its rows."""
    options = app.screen.query_one("OptionList")
    rows = [str(options.get_option_at_index(i).prompt).strip() for i in range(options.option_count)]
    return str(app.screen.query_one("Label").render()), rows


async def test_lines_that_were_decided_together_are_decided_in_the_project_together(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=[article(), article("second"), article("third")]) as (app, pilot):
        await go_to(app, pilot)
        await pilot.press("g", "g", "j", "v", "j", "9", "asterisk")  # the selection has gone on to the block behind
        await settled(pilot)
        assert question(app)[0] == "Drop as footer: 2 lines"
        await pilot.press(*"whole", "enter")
        await settled(pilot)
        title, rows = question(app)
        assert title == "Drop as footer in the whole project: 2 lines"
        assert rows[0].startswith("do it and keep the rules")
        assert "4 lines in 2 other articles" in rows[0]
        await pilot.press("enter")
        await settled(pilot)
        for name in ("second", "third"):
            state = app.store.load(name).state
            assert [state.blocks[start].kind for start in STARTS[1:3]] == [BlockKind.FOOTER] * 2
            assert state.n == 2  # one step
        made = load_rules(app.store.project)
        assert [rule.line for rule in made] == [article().text[b.start : b.end] for b in article().blocks[1:3]]
        assert "4 lines decided alike, in 2 other articles; the rules are kept" in said(app)


async def test_selected_lines_are_asked_about_where_a_person_has_decided_them(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=[article(), article("second")]) as (app, pilot):
        await go_to(app, pilot)
        await pilot.press("g", "g", "v", "j", "j", "asterisk")
        assert "decide the block first" in said(app)
        await pilot.press("escape", "g", "g", "j", "a", "x", "g", "g", "v", "j", "j", "asterisk")
        await settled(pilot)
        assert question(app)[0] == "Keep or drop: 2 lines"
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press(*"without", "enter")
        await settled(pilot)
        assert [app.store.load("second").state.blocks[start].keep for start in STARTS[1:3]] == [True, False]
        assert selected(app) == []
        assert load_rules(app.store.project) == ()


def row_at(app: Desk, row: int) -> tuple[int, int]:
    """Where a row of the table is on it."""
    return 20, blocks(app).table.header_height + row


async def test_a_click_takes_the_cursor_to_the_row_and_a_drag_selects(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        await pilot.click(SelectableRows, offset=row_at(app, 3))
        assert blocks(app).block.start == STARTS[3]
        await pilot.press("x")
        assert kept(app) == [False, False, True, False, False, True]
        await pilot.mouse_down(SelectableRows, offset=row_at(app, 4))
        await pilot.hover(SelectableRows, offset=row_at(app, 3))
        await pilot.hover(SelectableRows, offset=row_at(app, 2))
        assert selected(app) == [2, 3, 4]
        await pilot.mouse_up(SelectableRows, offset=row_at(app, 2))
        await pilot.press("7")
        assert kept(app) == [False, False, False, False, False, True]
        await pilot.mouse_down(SelectableRows, offset=row_at(app, 0))
        await pilot.hover(SelectableRows, offset=row_at(app, 1))
        await pilot.mouse_up(SelectableRows, offset=row_at(app, 1))
        await pilot.click(SelectableRows, offset=row_at(app, 5))
        assert selected(app) == []


async def test_rows_stay_under_the_mouse_that_is_dragged_over_them(tmp_path: Path) -> None:
    text = "\n\n".join(f"Line {n} of the page" for n in range(40))
    lines = [Block(m.start(), m.end(), BlockKind.BODY, True, "rule:prose") for m in re.finditer("[^\n]+", text)]
    async with desk(tmp_path, articles=[Article("ferry", text, tuple(lines))], size=(80, 24)) as (app, pilot):
        await go_to(app, pilot)
        table = blocks(app).rows
        await pilot.press("G", *"k" * 20)
        await settled(pilot)
        top = round(table.scroll_y)
        shown = table.size.height - table.header_height
        await pilot.mouse_down(SelectableRows, offset=row_at(app, 2))
        for row in range(3, shown - 1):
            await pilot.hover(SelectableRows, offset=row_at(app, row))
            await settled(pilot)
        assert round(table.scroll_y) == top
        assert selected(app) == list(range(top + 2, top + shown - 1))
        await pilot.hover(SelectableRows, offset=row_at(app, shown - 1))
        await settled(pilot)
        assert round(table.scroll_y) == top + 1  # at the edge there is more
        await pilot.mouse_up(SelectableRows, offset=row_at(app, shown - 1))
        await pilot.press("x")
        assert kept(app).count(False) == shown - 1  # with the row that has come below the mouse


async def test_a_sitting_with_selections_counts_and_the_mouse_can_be_typed_again(tmp_path: Path) -> None:
    async with desk(tmp_path / "first") as (app, pilot):
        await go_to(app, pilot)
        await pilot.press("g", "g", "v", "j", "j", "x", "full_stop", "u", "comma", "2", "a")
        blocks(app).rows_dragged(STARTS[3], STARTS[1])
        await pilot.press("K", *"caption", "enter")
        await settled(pilot)
        blocks(app).rows_dragged(STARTS[3], STARTS[1])
        blocks(app).row_clicked(STARTS[4])
        await pilot.press("v", "j", "o", "k", "J", "enter")
        await settled(pilot)
        await pilot.press("full_stop")
        await settled(pilot)
        log = app.store.load("ferry").events
    typed = await type_again(Recording(article(), log), tmp_path / "again")
    assert differences(log, typed) == []


async def test_a_selection_that_could_not_be_saved_is_still_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path) as (app, pilot):
        await go_to(app, pilot)
        with monkeypatch.context() as patch:
            patch.setattr("tui.gold.durable.os.fsync", full)
            await pilot.press("g", "g", "v", "j", "a")
            assert "NOT SAVED" in said(app)
            assert selected(app) == [0, 1]
        await pilot.press("ctrl+s")
        assert kept(app)[:2] == [True, True]


def full(_: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("depth", [Depth.ALL, Depth.SIXTEEN])
def test_a_selected_row_can_be_read(depth: Depth) -> None:
    for theme in themes(depth):
        ground = Color.parse(theme.variables["selected"])
        texts = [theme.foreground, theme.success, theme.warning, theme.variables["muted"]]
        assert min(contrast(Color.parse(text or ""), ground) for text in texts) >= READABLE, theme.name


KEYS = (
    "j", "k", "g g", "G", "v", "o", "x", "a", "B", "J", "1", "4", "7", "t", "u", "U", "full_stop", "comma 3 j",
    "comma 2 x", "comma 3 J", "escape", "}", "{", "tab", "n", "slash e enter", "vertical_line enter", "K enter",
)  # fmt: skip


async def test_whatever_is_typed_the_table_shows_the_blocks_and_the_log_can_be_typed_again(tmp_path: Path) -> None:
    chance = random.Random(3)
    async with desk(tmp_path / "first", size=(80, 24)) as (app, pilot):
        await pilot.press("b")
        for _ in range(40):
            await pilot.pause()
            if not isinstance(app.screen, BlocksScreen):
                await pilot.press("b" if isinstance(app.screen, ArticleScreen) else "escape")
                continue
            await pilot.press(*chance.choice(KEYS).split())
            await pilot.pause()
            if isinstance(shown := app.screen, BlocksScreen):
                assert shown.starts == sorted(shown.editor.state.blocks)
                assert shown.starts[shown.table.cursor_row] == shown.editor.cursor
                assert selected(app) == list(shown.selected_rows())
        await settled(pilot)
        log = app.store.load("ferry").events
    typed = await type_again(Recording(article(), log), tmp_path / "again")
    assert differences(log, typed) == []
