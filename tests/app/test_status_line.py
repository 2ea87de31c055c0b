"""What is wrong and what to do can be read, however narrow the terminal is."""

from pathlib import Path

import pytest

from tests.app.newsroom import desk, said, screen, settled
from tui.app.widgets.lines import FooterLine, StatusLine

LONG = "is damaged (it ends in the middle of a string): `copydesk check --repair` makes its labels anew from the log"


def shown(app) -> str:  # type: ignore[no-untyped-def]
    line = app.screen.query_one(StatusLine)
    return " ".join(line.render_line(y).text.strip() for y in range(line.size.height))


async def test_a_long_sentence_is_shown_whole_and_without_the_folder_of_the_project(tmp_path: Path) -> None:
    async with desk(tmp_path / "news", size=(80, 24)) as (app, pilot):
        screen(app).refuse(f"{tmp_path / 'news' / 'articles' / 'ferry.json'} {LONG}")
        await settled(pilot)
        assert shown(app).startswith(f"articles/ferry.json {LONG}")
        await pilot.press("escape")
        await settled(pilot)
        assert app.screen.query_one(StatusLine).size.height == 1
        assert said(app).startswith("saved")


async def test_a_sentence_takes_more_lines_when_the_window_is_made_narrow(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(160, 24)) as (app, pilot):
        app.say(LONG)
        await settled(pilot)
        assert app.screen.query_one(StatusLine).size.height == 1
        await pilot.resize_terminal(60, 24)
        await settled(pilot)
        assert shown(app).startswith(LONG)
        assert app.screen.query_one(StatusLine).size.height > 1


@pytest.mark.parametrize("width", [40, 60, 80, 120])
async def test_the_key_of_the_help_is_on_the_footer_however_many_others_there_are(width: int, tmp_path: Path) -> None:
    async with desk(tmp_path, size=(width, 24)) as (app, pilot):
        for keys in ((), ("b",), ("v",), ("escape", "escape"), ("minus",)):
            await pilot.press(*keys)
            await settled(pilot)
            footer = str(app.screen.query_one(FooterLine).render())
            assert "? help" in footer, keys
            assert len(footer.rstrip()) <= width - 4


async def test_the_footer_is_there_again_when_a_question_has_been_answered(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(80, 24)) as (app, pilot):
        for keys in ((), ("b",)):
            await pilot.press(*keys, "slash", *"ferry", "enter")
            await settled(pilot)
            footer = app.screen.query_one(FooterLine)
            assert footer.display
            assert "? help" in footer.render_line(0).text
