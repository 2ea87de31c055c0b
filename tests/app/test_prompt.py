"""The line to type in: what is typed before and behind it goes where the person meant it, however quickly it comes."""

from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from tests.app.newsroom import desk, facts, focused, screen, settled
from tui.app.app import Desk
from tui.app.screens.help import HelpScreen
from tui.app.widgets.prompt import Prompt


async def type_ahead(app: Desk, pilot: Pilot[None], *keys: str) -> None:
    """Let all keys arrive at once, as they do when the machine was busy."""
    for key in keys:
        app.post_message(events.Key("slash" if key == "/" else key, key if len(key) == 1 else None))
    await settled(pilot)


async def test_what_is_typed_ahead_is_searched_for_and_what_comes_behind_enter_is_commands(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        before = facts(app)
        await type_ahead(app, pilot, "/", *"listened", "enter", "escape", "v", "w", "w")
        assert focused(app) == "(listened to the)"
        assert facts(app) == before
        assert not app.screen.query_one(Prompt).is_open


async def test_a_line_is_edited_with_the_usual_keys(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await type_ahead(app, pilot, "semicolon", *"who ist", "backspace", "home", "x", "delete", "end", "?", "enter")
        assert next(iter(screen(app).editor.state.labels.values())).note == "xho is?"
        await type_ahead(app, pilot, "semicolon", "ctrl+u", *"gone", "escape")
        assert next(iter(screen(app).editor.state.labels.values())).note == "xho is?"


async def test_a_pasted_line_is_text_in_the_line_and_no_commands_elsewhere(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        before = facts(app)
        app.post_message(events.Paste("xxx\naaa"))
        await settled(pilot)
        assert facts(app) == before
        await type_ahead(app, pilot, "semicolon")
        app.post_message(events.Paste("see page 3\nxxx"))
        await type_ahead(app, pilot, "enter")
        assert next(iter(screen(app).editor.state.labels.values())).note == "see page 3 xxx"


async def test_a_choice_is_narrowed_down_by_what_is_typed_ahead_and_what_comes_behind_enter_is_commands(
    tmp_path: Path,
) -> None:
    async with desk(tmp_path) as (app, pilot):
        await type_ahead(app, pilot, "0", *"gpe", "enter", "a", "x")
        assert facts(app)[:3] == ["corrected GPE Vesterby", "accepted PERSON Ingrid Aasen", "rejected DATE Monday"]
        await type_ahead(app, pilot, "0", "down", "down", "up", "escape", "a")
        assert facts(app)[3].startswith("accepted")


async def test_keys_of_a_choice_are_recorded_once(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await type_ahead(app, pilot, "0", *"gpe", "enter")
        assert screen(app).session.stored.events[-1].keys == ("0", "g", "p", "e", "enter")


async def test_the_help_is_searched_for_what_is_typed_ahead(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await type_ahead(app, pilot, "question_mark", *"nobody")
        assert isinstance(app.screen, HelpScreen)
        assert len(str(app.screen.query_one("#keys").render()).split("\n")) < 12
        await type_ahead(app, pilot, "escape", "a")
        assert facts(app)[0] == "accepted ORG Vesterby"


async def test_what_is_pasted_into_a_choice_narrows_it_down(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await type_ahead(app, pilot, "0")
        app.post_message(events.Paste("gpe\n"))
        await type_ahead(app, pilot, "enter")
        assert facts(app)[0] == "corrected GPE Vesterby"


async def test_a_long_answer_to_begin_with_is_shown_at_its_end_where_the_cursor_is(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        prompt = app.screen.query_one(Prompt)
        prompt.ask("test", "where to", "/a" * 60 + "/the-end")
        await settled(pilot)
        line = prompt.query_one(Input)
        shown = line.render_line(0).text
        assert "/the-end" in shown


async def test_a_page_of_text_loses_no_key_that_is_typed_ahead_or_behind_its_end(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await type_ahead(app, pilot, "g", "question_mark", "down", "escape", "a", "x")
        assert screen(app) is app.screen
        assert facts(app)[0] == "accepted ORG Vesterby"
        assert facts(app)[1].startswith("rejected")
