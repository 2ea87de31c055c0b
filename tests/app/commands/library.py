"""The commands of the library."""

from textual.pilot import Pilot
from textual.widgets import Input

from tests.app.commands.registry import checks
from tests.app.newsroom import (
    TEXT,
    article,
    library,
    panel,
    project,
    said,
    screen,
    settled,
)
from tui.app.app import Desk
from tui.app.commands import Place
from tui.app.screens.blocks import BlocksScreen
from tui.cleaning import as_is
from tui.gold import Session, Store
from tui.model import Article


def long_article(article_id: str) -> Article:
    """An article with more words than the others."""
    return as_is("The ferry will not run. " * 40, id=article_id)


@checks("open", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    assert screen(app).editor.text == TEXT


@checks("blocks", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("j", "b")
    await settled(pilot)
    assert isinstance(app.screen, BlocksScreen)
    assert app.screen.session.article.id == "second"
    await pilot.press("escape")
    await settled(pilot)
    assert screen(app).session.article.id == "second"


@checks("row_down", "row_up", "row_page_down", "row_page_up", "row_first", "row_last", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    for key, there in (("j", "second"), ("k", "ferry"), ("G", "second"), ("home", "ferry"), ("pagedown", "second"),
                       ("pageup", "ferry")):  # fmt: skip
        await pilot.press(key)
        assert library(app).current_id == there


@checks("next_unreviewed", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)
    await pilot.press("minus")
    await pilot.pause()
    await pilot.press("home", "n")
    assert library(app).current_id == "second"


@checks("filter", "leave", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("slash", *"second", "enter")
    await pilot.pause()
    assert [row.id for row in library(app).shown] == ["second"]
    await pilot.press("escape")
    assert len(library(app).shown) == 2


@checks("sort", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("s")
    assert "by title" in said(app)


@checks("sort_turned", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    app.store.add(long_article("third"), "lee")
    await pilot.press("g", "r", "s", "s")
    assert library(app).shown[0].id == "third"
    await pilot.press("S")
    assert library(app).shown[-1].id == "third"
    assert "by words, turned round" in said(app)


@checks("compare", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    root = app.store.project.root
    lee = Session(Store(project(root.parent / "lee", (article(), article("second")))), "second", "lee")
    lee.do("add_entity", id="e2.1", start=0, end=7, label="ORG")
    await pilot.press("d", "enter")
    await settled(pilot)
    app.screen.query_one(Input).value = str(root.parent / "lee")
    await pilot.press("enter")
    await settled(pilot)
    assert library(app).differ == {"ferry": "–", "second": "1"}
    assert "compared with lee" in said(app)
    await pilot.press("j", "enter")
    await settled(pilot)
    assert panel(app).startswith("entity: only on side 2  1 of 1")


@checks("refresh", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    app.store.add(article("third"), "lee")
    await pilot.press("g", "r")
    assert len(library(app).shown) == 3


@checks("quit_library", place=Place.LIBRARY)
@checks("quit_library", place=Place.START)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("q")
    await pilot.pause()
    assert app.return_code == 0
    assert not app.is_running
