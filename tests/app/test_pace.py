"""A key is painted at once; keys that come faster are painted together; garbage is collected between keys."""

import asyncio
import gc
from pathlib import Path

import pytest
from textual import events

from tests.app.newsroom import desk, screen
from tui.app import pace
from tui.app.pace import Tidying
from tui.app.view_model import Overlay


async def test_a_key_is_painted_before_anything_else_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("w")
        pictures: list[bool] = []
        in_the_key = False
        press = screen(app).press

        def pressed(name: str) -> None:
            nonlocal in_the_key
            in_the_key = True
            press(name)
            # Nothing that Textual does later can have made the picture: it has not had a turn before `on_key` ends.
            asyncio.get_running_loop().call_soon(ended)

        def ended() -> None:
            nonlocal in_the_key
            in_the_key = False

        monkeypatch.setattr(screen(app), "press", pressed)
        monkeypatch.setattr(app, "post_display_hook", lambda: pictures.append(in_the_key))
        await pilot.press("w")
        assert pictures[:1] == [True]


async def test_keys_that_come_together_are_painted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("w")
        start = screen(app).editor.cursor
        view = screen(app).view
        painted: list[Overlay] = []
        monkeypatch.setattr(app, "post_display_hook", lambda: painted.append(view.overlay))
        await pilot.pause()
        painted.clear()
        for _ in range(30):
            app.post_message(events.Key("w", "w"))
        async with asyncio.timeout(10):
            while app.has_more_keys or screen(app).message_queue_size or painted[-1:] != [view.overlay]:
                await pilot.pause(0.01)
        assert screen(app).editor.cursor > start
        assert len(painted) < 15


async def test_garbage_is_collected_after_a_key_and_all_of_it_after_a_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    monkeypatch.setattr(pace, "SOON", 0.001)
    monkeypatch.setattr(pace, "REST", 0.001)
    monkeypatch.setattr(gc, "collect", collected.append)
    tidying = Tidying()
    tidying.after_a_key()
    tidying.after_a_key()
    assert collected == []
    async with asyncio.timeout(5):
        while len(collected) < 2:
            await asyncio.sleep(0.001)
    assert collected[0] == 0
    assert collected[1] in (1, 2)
    gc.disable()
    try:  # not before the first screen is there
        tidying.after_a_key()
        await asyncio.sleep(0.02)
    finally:
        gc.enable()
    assert len(collected) == 2
