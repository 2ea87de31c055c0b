"""The commands for the parts of a quotation: its speaker, its cue, its pieces, and who is the same person."""

from textual.pilot import Pilot

from tests.app.commands.registry import checks
from tests.app.newsroom import (
    at,
    editor,
    focused,
    letters_for,
    put,
    quote,
    screen,
    settled,
)
from tui.app.app import Desk
from tui.model import Entity


@checks("speaker")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "It is not over")
    await pilot.press("r")
    offered = [name for _, name in screen(app).mode.lines]
    digit = next(i for i, name in enumerate(offered, 1) if name == "Tomas Reyes")
    await pilot.press(str(digit))
    speaker = quote(app, 1).speaker
    assert speaker is not None
    assert speaker.mention == at("Tomas Reyes")
    assert editor(app).state.clusters[speaker.cluster].name == "Tomas Reyes"
    await pilot.press("r", "0")
    assert quote(app, 1).speaker is None
    put(app, "It is not over")
    put(app, "The owner")
    await pilot.press("v", "l", "r")
    assert quote(app, 1).speaker.mention == at("The owner")
    assert editor(app).focus == editor(app).quote


@checks("speaker_by_jump")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "It is not over")
    await pilot.press("R")
    await pilot.press(*letters_for(app, at("Reyes", 1).start))
    assert quote(app, 1).speaker.mention == at("Reyes", 1)


@checks("cue", "cue_extend")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "It is not over")
    await pilot.press("t")
    await pilot.press(*letters_for(app, at("did not").start))
    assert quote(app, 1).cue == at("did")
    await pilot.press("T")
    await pilot.press(*letters_for(app, at("answer").start))
    assert quote(app, 1).cue == at("did not answer")
    await pilot.press("t", "0")
    assert quote(app, 1).cue is None


@checks("add_piece", "next_piece", "drop_piece")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "It is not over")
    await pilot.press("p", "l", "p", "P")
    assert [piece.text for piece in quote(app, 1).content] == ["“and the council knows it.” Aasen"]
    await pilot.press("escape")
    put(app, "had a ferry")
    await pilot.press("v", "plus")
    assert [piece.text for piece in quote(app, 1).content] == ["“and the council knows it.” Aasen", "had"]
    assert focused(app) == "had"


@checks("link")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("e", "n")
    entity = editor(app).state.in_order()[0].value
    assert isinstance(entity, Entity)
    assert editor(app).state.clusters[entity.cluster].name == "Vesterby"
    await pilot.press("e", "1")
    entity = editor(app).state.in_order()[0].value
    assert editor(app).state.clusters[entity.cluster].name != "Vesterby"
    await pilot.press("e", "0")
    assert editor(app).state.in_order()[0].value.cluster is None
    put(app, "It is not over")  # of a quote, the link is its speaker's: the mention stays where it is
    await pilot.press("e", "1")
    speaker = quote(app, 1).speaker
    assert (speaker.mention, editor(app).state.clusters[speaker.cluster].name) == (at("he", 6), "Tomas Reyes")
    await pilot.press("e", "N", *"Ola", "enter")
    await settled(pilot)
    speaker = quote(app, 1).speaker
    assert (speaker.mention, editor(app).state.clusters[speaker.cluster].name) == (at("he", 6), "Ola")
