"""The commands that every screen has, and those of the start screen and the tour."""

import pytest
from textual.pilot import Pilot

from tests.app.commands.registry import checks, checks_everywhere
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


@checks_everywhere("palette")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    before = app.theme
    assert before == "copydesk-dark"
    for theme in ("copydesk-light", before):
        await pilot.press("colon", *"light", "enter")
        await pilot.pause()
        assert app.theme == theme


@checks_everywhere("help")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("question_mark")
    assert isinstance(app.screen, HelpScreen)
    await pilot.press(*"ctrl+q")
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


@checks_everywhere("theme")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "t")
    assert app.theme == "copydesk-light"
    await pilot.press("g", "t")
    assert app.theme == "copydesk-dark"


@checks_everywhere("suspend")
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


@checks_everywhere("quit")
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
