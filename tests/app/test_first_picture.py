"""The first picture of a screen is whole: nothing of it moves, or comes, a moment later."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from tests.app.commands.rules import OTHER, RULE
from tests.app.newsroom import article, desk, settled
from tui.app.app import Desk
from tui.gold.rules import change_rules

_BARS = dict.fromkeys(map(ord, "▁▂▃▄▅▆▇█"))


def picture(app: Desk) -> list[str]:
    """The screen's text, without its scroll bars: those come where a list turns out to be longer than its place."""
    return [strip.text.translate(_BARS).rstrip() for strip in app.screen._compositor.render_strips()]


async def first_and_last(
    app: Desk, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    """Press keys; return the first picture of the screen that they lead to, and the one that stays."""
    *before, last = keys
    await pilot.press(*before)
    await settled(pilot)
    left, pictures = app.screen, []
    display = Desk._display

    def see(self: Desk, screen: Screen[object], renderable: object) -> None:
        if screen is not left and renderable is not None:
            pictures.append(picture(app))
        display(self, screen, renderable)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Desk, "_display", see)
        await pilot.press(last)
        await settled(pilot)
    assert app.screen is not left
    return pictures[0], picture(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_nothing_moves_after_the_first_picture(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(tmp_path, articles=[article(), article("second")], size=size) as (app, pilot):
        assert app.store is not None
        change_rules(app.store.project, lambda _: (RULE, OTHER))
        for keys in (
            ("b",),
            ("escape", "g", "R"),
            ("escape", "colon"),
            ("escape", "question_mark"),
            ("escape", "minus"),
            ("d",),
            ("escape", "enter"),
        ):
            first, last = await first_and_last(app, pilot, monkeypatch, keys)
            assert first == last, keys


async def test_what_lies_below_a_closed_dialog_is_painted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(tmp_path) as (_, pilot):
        await pilot.press("colon")
        await settled(pilot)
        painted: list[object] = []
        display = Desk._display

        def see(self: Desk, screen: Screen[object], renderable: object) -> None:
            painted.extend([renderable] if renderable is not None else [])
            display(self, screen, renderable)  # type: ignore[arg-type]

        monkeypatch.setattr(Desk, "_display", see)
        await pilot.press("escape")
        await settled(pilot)
        assert len(painted) == 1
