"""The commands for a whole article, and those that lead from one to the next."""

from textual.pilot import Pilot

from tests.app.commands.registry import checks
from tests.app.newsroom import (
    ask_also,
    editor,
    facts,
    focused,
    other_names,
    said,
    settled,
)
from tui.annotation import LayerState
from tui.app.app import Desk
from tui.app.commands import Place
from tui.app.screens.library import LibraryScreen
from tui.app.screens.reading import TextScreen
from tui.model import Layer


@checks("extractor")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    ask_also(app, "en_core_web_md", other_names)
    await pilot.press("tab", "a", "g", "x", *"web md", "enter")
    await settled(pilot)
    assert "entities are suggested by en_core_web_md now" in said(app)
    assert facts(app)[:3] == ["pending GPE Vesterby", "accepted PERSON Ingrid Aasen", "pending DATE Monday"]


@checks("approve")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("enter")
    await settled(pilot)
    assert isinstance(app.screen, LibraryScreen)
    layers = app.store.load("ferry").state.layers
    assert set(layers.values()) == {LayerState.COMPLETE}


@checks("approve_entities", "approve_quotes", "approve_blocks")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    for key, layer in (("e", Layer.ENTITIES), ("q", Layer.QUOTES), ("b", Layer.BLOCKS)):
        await pilot.press("g", key)
        assert editor(app).state.layers[layer] is LayerState.COMPLETE
        await pilot.press("g", key)
        assert editor(app).state.layers[layer] is LayerState.OPEN


@checks("note")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("semicolon", *"check", "enter")
    await pilot.pause()
    assert editor(app).state.in_order()[0].note == "check"
    await pilot.press("escape", "semicolon", *"odd", "enter")
    await pilot.pause()
    assert editor(app).state.note == "odd"


@checks("flag")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("exclamation_mark")
    assert editor(app).state.flagged
    await pilot.press("exclamation_mark")
    assert not editor(app).state.flagged


@checks("guideline")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "question_mark")
    assert isinstance(app.screen, TextScreen)
    assert "Companies" in str(app.screen.query_one("Static").render())
    await pilot.press("escape")
    assert focused(app) == "Vesterby"


@checks("edit_guideline")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "G", *" No fans.", "ctrl+s", "g", "question_mark")
    assert "No fans." in str(app.screen.query_one("Static").render())


@checks("next_article", "previous_article")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "n")
    assert app.current_id == "second"
    await pilot.pause()
    await pilot.press("backspace")
    assert app.current_id == "ferry"
    await pilot.pause()
    await pilot.press("backspace")
    assert "first article" in said(app)


@checks("library")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("minus")
    assert isinstance(app.screen, LibraryScreen)


@checks("save")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("ctrl+s")
    assert "everything is saved" in said(app)


@checks("write_out")
@checks("write_out", place=Place.BLOCKS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "w", "ctrl+u", "enter")
    assert '{"article":{"id":"ferry"' in app.clipboard
    assert "in the clipboard" in said(app)


@checks("reload")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    other = app.store.load("ferry")
    from tui.model import Event

    app.store.append(other, [Event(other.state.n + 1, "2026-01-01T00:00:00Z", "lee", "flag", {"on": True})])
    await pilot.press("g", "r")
    assert editor(app).state.flagged
    assert "loaded again" in said(app)
