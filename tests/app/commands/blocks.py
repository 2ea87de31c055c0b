"""The commands of the blocks view, and those on blocks in the article: what each does from its own key."""

from textual.pilot import Pilot

from tests.app.commands.registry import checks
from tests.app.newsroom import TEXT, article, editor, put, said, screen, settled
from tui.annotation import LayerState
from tui.app.app import Desk
from tui.app.blocks_table import SELECTED
from tui.app.commands import BLOCK_KINDS, Place
from tui.app.screens.article import ArticleScreen
from tui.app.screens.blocks import BlocksScreen
from tui.gold.rules import load_rules
from tui.model import Block, BlockKind, Layer

CREDIT = TEXT.index("Photo:")
LEAD = TEXT.index("The harbour council")


async def go_to(app: Desk, pilot: Pilot[None]) -> None:
    """Open the blocks view on the open article."""
    await pilot.press("b")
    await pilot.pause()
    assert isinstance(app.screen, BlocksScreen)


def blocks(app: Desk) -> BlocksScreen:
    assert isinstance(app.screen, BlocksScreen), app.screen
    return app.screen


def block(app: Desk, start: int) -> Block:
    return app.store.load("ferry").state.blocks[start]


def selected(app: Desk) -> list[int]:
    """The rows that have the bar of a selection."""
    table = blocks(app).table
    return [row for row in range(table.row_count) if str(table.get_row_at(row)[0]).startswith(SELECTED)]


async def on(app: Desk, pilot: Pilot[None], start: int) -> None:
    """Put the cursor of the table on the block at `start`."""
    blocks(app).go_to(start)
    await pilot.pause()


@checks("blocks")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    screen(app).editor.go(LEAD)
    await pilot.press("b")
    await pilot.pause()
    table = blocks(app).table
    assert table.row_count == len(article().blocks)
    assert blocks(app).block.start == LEAD
    row = [str(cell) for cell in table.get_row_at(1)]
    assert row[0].strip() == "○"
    assert row[1] == "credit"
    assert "made-up" in row[3]
    assert row[-1].startswith("Photo: Ola Brandt")


@checks("row_down", "row_up", "row_page_down", "row_page_up", "row_first", "row_last", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "g", "j", "j", "k")
    assert blocks(app).block.start == CREDIT
    await pilot.press("G")
    last = blocks(app).block.start
    assert last == article().blocks[-1].start
    await pilot.press("pageup")
    assert blocks(app).block.start < last
    await pilot.press("pagedown")
    assert blocks(app).block.start == last


@checks("keep_block", "drop_block", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await on(app, pilot, LEAD)
    await pilot.press("x")
    dropped = block(app, LEAD)
    assert (dropped.keep, dropped.kind, dropped.reason) == (False, BlockKind.OTHER, "person:kim")
    assert blocks(app).block.start > LEAD
    await on(app, pilot, LEAD)
    await pilot.press("a")
    assert (block(app, LEAD).keep, block(app, LEAD).kind) == (True, BlockKind.BODY)


@checks("block_keep", "block_kind", "undo", "redo", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await on(app, pilot, CREDIT)
    await pilot.press("B")
    assert block(app, CREDIT).keep
    await pilot.press("u")
    assert not block(app, CREDIT).keep
    await pilot.press("U")
    assert block(app, CREDIT).keep
    await pilot.press("K", *"caption", "enter")
    await pilot.pause()
    assert block(app, CREDIT).kind is BlockKind.CAPTION
    assert str(blocks(app).table.get_row_at(1)[1]) == "caption"


@checks("next_doubtful", "previous_doubtful", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("tab")
    assert "no block is in doubt" in said(app)  # the made-up blocks say nothing of how sure they are


@checks("select_blocks", "other_end", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "g", "j", "v", "j", "j")
    assert selected(app) == [1, 2, 3]
    await pilot.press("o", "k")
    assert selected(app) == [0, 1, 2, 3]
    await pilot.press("V")
    assert selected(app) == []


@checks("next_run", "previous_run", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    at = []
    await pilot.press("g", "g")
    for key in ("}", "}", "}", "}", "{", "{", "{", "{"):
        await pilot.press(key)
        at.append(blocks(app).table.cursor_row)
    assert at == [2, 4, 5, 5, 4, 2, 0, 0]


@checks("search", "search_next", "search_previous", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "g", "n")
    assert "nothing was searched for: / starts a search" in said(app)
    await pilot.press("slash", *"REYES", "enter")
    assert (blocks(app).table.cursor_row, said(app).endswith("block 1 of 1 with “REYES”")) == (3, True)
    await pilot.press("g", "g", "slash", *"sign up", "enter")
    assert blocks(app).table.cursor_row == 4  # in a dropped block, too
    await pilot.press("slash", *"council", "enter")
    at = [blocks(app).table.cursor_row]
    for key in ("n", "n", "N", "N"):
        await pilot.press(key)
        at.append(blocks(app).table.cursor_row)
    assert at == [5, 0, 2, 0, 5]
    await pilot.press("v", "n", "slash", *"zeppelin", "enter")
    assert "“zeppelin” does not stand in this article" in said(app)
    assert selected(app) == [0, 1, 2, 3, 4, 5]


@checks("count", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "g", "comma", "2")
    assert "2 times" in said(app)
    await pilot.press("j")
    assert blocks(app).block.start == LEAD
    assert "times" not in said(app)


@checks("block_title", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await on(app, pilot, LEAD)
    await pilot.press("t")
    assert block(app, LEAD).kind is BlockKind.TITLE
    assert (block(app, 0).kind, block(app, 0).keep) == (BlockKind.OTHER, False)
    await pilot.press("u")
    assert block(app, 0).kind is BlockKind.TITLE


@checks(*(f"kind_{n}" for n in range(1, 10)), place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    for n, kind in enumerate(BLOCK_KINDS, 1):
        await on(app, pilot, CREDIT)
        await pilot.press(str(n))
        assert block(app, CREDIT).kind == kind
        assert block(app, CREDIT).keep is (kind in ("body", "subheading", "list-item"))


@checks("repeat", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("full_stop")
    assert "no block has been edited" in said(app)
    await on(app, pilot, CREDIT)
    await pilot.press("6", "full_stop")  # a byline, and so is the block after it
    assert block(app, CREDIT).kind is block(app, LEAD).kind is BlockKind.BYLINE
    assert blocks(app).block.start > LEAD


@checks("split_block", "join_blocks", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await on(app, pilot, LEAD)
    await pilot.press("vertical_line", *"We listened", "enter")
    await pilot.pause()
    second = TEXT.index("“We listened")
    assert block(app, second).start == second
    assert blocks(app).table.row_count == len(article().blocks) + 1
    await on(app, pilot, LEAD)
    await pilot.press("J")
    assert block(app, LEAD).end == article().blocks[2].end


@checks("propagate", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await on(app, pilot, CREDIT)
    await pilot.press("asterisk")
    assert "decide the block first" in said(app)
    await pilot.press("K", *"footer", "enter")
    await pilot.pause()
    await pilot.press("asterisk", *"whole", "enter")
    await pilot.pause()
    await pilot.press("enter")  # do it, and keep the rule
    await settled(pilot)
    assert app.store.load("second").state.blocks[CREDIT].kind is BlockKind.FOOTER
    assert [rule.line for rule in load_rules(app.store.project)] == ["Photo: Ola Brandt / Kyst Images"]
    assert "1 line decided alike, in 1 other article" in said(app)


@checks("approve_blocks", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "b")
    assert app.store.load("ferry").state.layers[Layer.BLOCKS] is LayerState.COMPLETE


@checks("save", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+s")
    assert "everything is saved" in said(app)


@checks("show_in_article", "leave", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await on(app, pilot, LEAD)
    await pilot.press("x", "k", "enter")
    await settled(pilot)
    assert isinstance(app.screen, ArticleScreen)
    assert screen(app).editor.cursor == LEAD
    folded = {row.start for row in screen(app).view.view.rows if row.folded}
    assert LEAD in folded
    await pilot.press("b", "escape")
    await settled(pilot)
    assert isinstance(app.screen, ArticleScreen)


@checks("next_article", "previous_article", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "n")
    await settled(pilot)
    assert (app.current_id, blocks(app).session.article.id) == ("second", "second")
    assert "2 of 2" in str(app.screen.query_one("#masthead").render())
    await pilot.press("g", "n")
    assert "last article" in said(app)
    await pilot.press("backspace")
    await settled(pilot)
    assert blocks(app).session.article.id == "ferry"


@checks("blocks_approved", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "B")
    await settled(pilot)
    assert blocks(app).session.article.id == "second"
    await pilot.press("g", "B")
    await settled(pilot)
    for name in ("ferry", "second"):
        assert app.store.load(name).state.layers[Layer.BLOCKS] is LayerState.COMPLETE
    assert "the blocks of every article are approved" in said(app)
    await pilot.press("g", "B")  # those that are approved stay so
    await settled(pilot)
    assert app.store.load("second").state.layers[Layer.BLOCKS] is LayerState.COMPLETE


# In the article


@checks("block_keep")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "Photo:")
    await pilot.press("B")
    block = editor(app).state.blocks[TEXT.index("Photo:")]
    assert (block.keep, block.reason) == (True, "person:kim")


@checks("block_kind")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "Photo:")
    await pilot.press("K", *"caption", "enter")
    await settled(pilot)
    assert editor(app).state.blocks[TEXT.index("Photo:")].kind is BlockKind.CAPTION


@checks("fold", "fold_all")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    folded = lambda: [row.folded for row in screen(app).view.view.rows]  # noqa: E731
    put(app, "Photo:")
    await pilot.press("z")
    assert folded() == [False, False, False, False, True, False]
    await pilot.press("z", "Z")
    assert not any(folded())
    await pilot.press("Z")
    assert sum(folded()) == 2


@checks("split_block", "join_blocks")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "“We listened")
    await pilot.press("vertical_line")
    assert TEXT.index("“We listened") in editor(app).state.blocks
    put(app, "The harbour")
    await pilot.press("J")
    assert sorted(editor(app).state.blocks) == sorted(block.start for block in article().blocks)
