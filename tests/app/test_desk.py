"""The desk as a person meets it: the library, an article, suggestions, verdicts, the way out."""

from pathlib import Path

from tests.app.newsroom import article, desk, facts, focused, said, settled
from tui.app.screens.library import LibraryScreen
from tui.gold import Project, Store


async def test_an_article_opens_with_its_suggestions_and_the_first_one_in_focus(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, _):
        assert facts(app)[0] == "pending ORG Vesterby"
        assert focused(app) == "Vesterby"
        assert "8 to review" in said(app)
        assert "saved" in said(app)


async def test_a_verdict_is_on_the_disk_and_the_focus_moves_on(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("3")
        assert facts(app)[0] == "corrected GPE Vesterby"
        assert focused(app) == "Ingrid Aasen"
        stored = Store(Project.open(tmp_path)).load("ferry")
        assert stored.events[-1].do == "relabel"
        assert stored.events[-1].keys == ("3",)


async def test_the_suggestions_are_stored_and_not_asked_for_again(tmp_path: Path) -> None:
    async with desk(tmp_path):
        pass
    async with desk(tmp_path) as (app, _):
        events = Store(Project.open(tmp_path)).load("ferry").events
        assert [event.do for event in events] == ["open", "open", "suggest", "open"]
        assert len(facts(app)) == 8


async def test_approving_goes_to_the_next_article_and_at_the_end_to_the_library(tmp_path: Path) -> None:
    both = (article("a"), article("b"))
    async with desk(tmp_path, articles=both, open_ids=("a", "b")) as (app, pilot):
        await pilot.press("enter")
        await settled(pilot)
        assert app.current_id == "b"
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, LibraryScreen)
        assert "every article is approved" in said(app)
