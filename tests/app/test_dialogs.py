"""A dialog leaves in sight what it is about."""

from pathlib import Path

import pytest
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Size

from tests.app.newsroom import desk, screen, settled
from tui.app.screens.beside import beside
from tui.app.screens.reading import TextScreen


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_a_dialog_does_not_cover_the_focus(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(tmp_path, size=size) as (app, pilot):
        for keys in (("0",), ("g", "question_mark"), ("shift+tab", "colon"), ("d",)):
            *before, last = keys
            await pilot.press(*before)
            lines = screen(app).lines_in_sight()
            assert lines is not None
            await pilot.press(last)
            await settled(pilot)
            box = app.screen.query_one(VerticalScroll if isinstance(app.screen, TextScreen) else Vertical).region
            assert box.bottom <= lines[0] or box.y >= lines[1], keys
            assert 0 <= box.y < box.bottom <= size[1]
            await pilot.press("escape")


async def test_a_dialog_keeps_its_distance_when_the_window_changes(tmp_path: Path) -> None:
    async with desk(tmp_path, size=(120, 40)) as (app, pilot):
        below = screen(app)
        await pilot.press("0")
        for size in ((80, 24), (40, 12), (20, 5), (120, 40)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            box = app.screen.query_one(Vertical).region
            assert box.width
            if size[1] > 12:
                lines = below.lines_in_sight()
                assert lines is not None
                assert box.bottom <= lines[0] or box.y >= lines[1]
        await pilot.press(*"ORG", "enter")
        await settled(pilot)
        assert app.screen is below


def test_where_there_is_room_on_neither_side_it_is_covered() -> None:
    assert beside((3, 9), Size(40, 12)) is None
    assert beside(None, Size(80, 24)) is None
    assert beside((4, 5), Size(80, 24)) == ("bottom", 19)
    assert beside((17, 18), Size(80, 24)) == ("top", 17)
