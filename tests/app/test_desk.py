"""The desk as a person meets it: the library, an article, suggestions, verdicts, the way out."""

from pathlib import Path

import pytest
from textual.widgets import Static

from tests.app.newsroom import article, desk, facts, focused, said, settled
from tui.app.screens.library import LibraryScreen
from tui.app.widgets.legend import Legend
from tui.gold import Project, Store


async def test_an_article_opens_with_its_suggestions_and_the_first_one_in_focus(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, _):
        assert facts(app)[0] == "pending ORG Vesterby"
        assert focused(app) == "Vesterby"
        assert "8 to review" in said(app)
        assert "saved" in said(app)


async def test_what_an_approval_accepts_unseen_is_told_and_can_be_taken_back(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=(article(), article("second"))) as (app, pilot):
        app.queue = ["ferry", "second"]
        await pilot.press("a", "enter")
        await settled(pilot)
        assert app.current_id == "second"
        assert "7 labels that nobody had decided are accepted in the article before; u there takes it back" in said(app)
        await pilot.press("j")
        assert "accepted in the article before" not in said(app)
        await pilot.press("backspace")
        await settled(pilot)
        await pilot.press("u")
        assert "7 to review" in said(app)
        for _ in range(7):
            await pilot.press("a")
        await pilot.press("enter")
        await settled(pilot)
        assert "accepted in the article before" not in said(app)


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


async def test_the_panel_shows_what_the_digits_give_and_each_layer_on_a_line_of_its_own(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        legend = str(app.screen.query_one(Legend).render())
        assert "1 ᴾ PERSON" in legend
        assert "8 ᴬ WORK OF ART" in legend.replace("\u1d2c", "ᴬ")
        await pilot.press("slash", *"listened", "enter")
        assert "1 ᴰ direct" in str(app.screen.query_one(Legend).render())
        await pilot.press("escape", "escape", "escape")
        about = str(app.screen.query_one("#about").render())
        assert "blocks: open\nentities: open\nquotes: open\n" in about


@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
async def test_a_small_screen_keeps_its_room_for_the_text(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(tmp_path, size=size) as (app, _):
        assert not app.screen.query_one(Legend).display


async def test_a_long_title_leaves_the_position_in_sight(tmp_path: Path) -> None:
    both = (article("a"), article("b"))
    async with desk(tmp_path, articles=both, open_ids=("a", "b"), size=(30, 24)) as (app, _):
        assert str(app.screen.query_one("#masthead").render()).endswith("…   1 of 2")


async def test_a_long_sentence_of_the_help_goes_on_below_its_start(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        await pilot.press("question_mark", *"nobody has")
        await pilot.pause()
        lines = str(app.screen.query_one("#keys", Static).render()).split("\n")
        at = next(i for i, line in enumerate(lines) if line.startswith("  Tab "))
        assert lines[at + 1].startswith(" " * 18)
        assert lines[at + 1].strip()
