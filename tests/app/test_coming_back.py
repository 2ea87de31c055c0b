"""An article that is opened again is where the person left it, with the focus there, ready for a verdict."""

from pathlib import Path

from tests.app.newsroom import desk, facts, focused, screen


async def test_an_article_comes_back_at_the_label_behind_the_last_verdict(tmp_path: Path) -> None:
    async with desk(tmp_path) as (_, pilot):
        await pilot.press("a", "a", "x")
    async with desk(tmp_path) as (app, pilot):
        assert focused(app) == "“We listened to the people who live here,”"
        await pilot.press("a")
        assert "accepted direct “We listened to the people who live here,”" in facts(app)


async def test_what_was_worked_on_last_has_the_focus_where_nothing_waits(tmp_path: Path) -> None:
    async with desk(tmp_path) as (_, pilot):
        await pilot.press("G", "A", "g", "g", "tab", "3")
    async with desk(tmp_path) as (app, _):
        assert screen(app).editor.pending() == 0
        assert focused(app) == "Vesterby"


async def test_somebody_else_begins_at_the_first_that_waits(tmp_path: Path) -> None:
    async with desk(tmp_path) as (_, pilot):
        await pilot.press("tab", "tab", "a")
    async with desk(tmp_path) as (app, pilot):
        app.who = "lee"
        await pilot.press("g", "l", "enter")
        await pilot.pause()
        assert focused(app) == "Vesterby"


async def test_an_approved_article_is_read_from_its_top(tmp_path: Path) -> None:
    async with desk(tmp_path) as (_, pilot):
        await pilot.press("a", "enter")
    async with desk(tmp_path) as (app, _):
        assert focused(app) == ""
        assert screen(app).editor.cursor == screen(app).view.motion.next_paragraph(-1)
