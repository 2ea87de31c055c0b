"""The commands that every screen has, and those of the start screen and the tour."""

import pytest
from textual.pilot import Pilot

from tests.app.commands.registry import checks
from tests.app.newsroom import (
    focused,
    library,
    said,
    screen,
    settled,
)
from tui.app.app import Desk
from tui.app.commands import Place
from tui.app.screens.help import HelpScreen
from tui.app.screens.tour import TourScreen
from tui.app.widgets.side_panel import SidePanel


@checks("palette")
@checks("palette", place=Place.LIBRARY)
@checks("palette", place=Place.START)
@checks("palette", place=Place.EVALUATION)
@checks("palette", place=Place.SPANS)
@checks("palette", place=Place.BLOCKS)
@checks("palette", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    before = app.theme
    await pilot.press("colon", *"light or", "enter")
    await pilot.pause()
    assert app.theme != before


@checks("help")
@checks("help", place=Place.LIBRARY)
@checks("help", place=Place.START)
@checks("help", place=Place.EVALUATION)
@checks("help", place=Place.SPANS)
@checks("help", place=Place.BLOCKS)
@checks("help", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("question_mark")
    assert isinstance(app.screen, HelpScreen)
    await pilot.press(*"leave cop")
    await pilot.pause()
    shown = str(app.screen.query_one("VerticalScroll Static").render())
    assert "Ctrl+Q" in shown
    assert "Tab" not in shown
    await pilot.press("escape")
    assert not isinstance(app.screen, HelpScreen)


@checks("side_panel")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "p")
    assert not app.screen.query_one(SidePanel).display
    await pilot.press("g", "p")
    assert app.screen.query_one(SidePanel).display


@checks("theme")
@checks("theme", place=Place.LIBRARY)
@checks("theme", place=Place.START)
@checks("theme", place=Place.EVALUATION)
@checks("theme", place=Place.SPANS)
@checks("theme", place=Place.BLOCKS)
@checks("theme", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "t")
    assert app.theme == "copydesk-light"
    await pilot.press("g", "t")
    assert app.theme == "copydesk-dark"


@checks("suspend")
@checks("suspend", place=Place.LIBRARY)
@checks("suspend", place=Place.START)
@checks("suspend", place=Place.EVALUATION)
@checks("suspend", place=Place.SPANS)
@checks("suspend", place=Place.BLOCKS)
@checks("suspend", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app, "action_suspend_process", lambda: told.append("stop"))
        await pilot.press("ctrl+z")
        assert not told  # a desk that no shell has started would never go on
        if app.screen.query("StatusLine"):
            assert "no shell to go to" in said(app)
        patch.setattr(Desk, "can_suspend", True)
        await pilot.press("ctrl+z")
        assert told == ["stop"]


@checks("leave")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("f", "escape")
    assert screen(app).mode is None
    await pilot.press("escape")
    assert focused(app) == ""


@checks("quit")
@checks("quit", place=Place.LIBRARY)
@checks("quit", place=Place.START)
@checks("quit", place=Place.EVALUATION)
@checks("quit", place=Place.SPANS)
@checks("quit", place=Place.BLOCKS)
@checks("quit", place=Place.RULES)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+q")
    await pilot.pause()
    assert app.return_code == 0
    assert not app.is_running


@checks("tour", place=Place.START)
@checks("tour", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    under = app.screen
    await pilot.press("t")
    await settled(pilot)
    assert isinstance(app.screen, TourScreen)
    await pilot.press("escape", "escape")
    await settled(pilot)
    assert app.screen is under


@checks("tour_next", place=Place.TOUR)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    app.start_tour()
    await settled(pilot)
    await pilot.press("ctrl+n")
    assert app.screen.at == 1


@checks("samples", place=Place.START)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await settled(pilot)
    assert [row.title for row in library(app).shown] == ["Library to close on Sundays"]
