"""The commands that compare two people's labels, and settle where they differ."""

from textual.pilot import Pilot

from tests.app.commands.registry import checks
from tests.app.newsroom import (
    facts,
    focused,
    panel,
    said,
    settled,
)
from tui.app.app import Desk
from tui.app.commands import Place


async def compare_with_suggestions(app: Desk, pilot: Pilot[None]) -> None:
    """Correct the first two suggestions, then compare with what was suggested."""
    await pilot.press("3", "x", "d", "enter")
    await settled(pilot)


@checks("compare", "next_difference", "previous_difference")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("]")
    assert "nothing is compared" in said(app)
    await compare_with_suggestions(app, pilot)
    assert panel(app).startswith("entity: label  1 of 2")
    assert "1 kim\nGPE Vesterby" in panel(app)
    assert "2 the suggestions\nORG Vesterby" in panel(app)
    await pilot.press("]")
    assert focused(app) == "(Ingrid Aasen)"
    await pilot.press("[")
    assert focused(app) == "Vesterby"


@checks("take_first", "take_second", place=Place.COMPARE)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await compare_with_suggestions(app, pilot)
    await pilot.press("1")
    assert focused(app) == "(Ingrid Aasen)"
    await pilot.press("2")
    assert "every difference with the suggestions is settled" in said(app)
    assert facts(app)[:2] == ["corrected GPE Vesterby", "accepted PERSON Ingrid Aasen"]
    await pilot.press("u")
    assert facts(app)[1] == "rejected PERSON Ingrid Aasen"
    await pilot.press("escape", "escape")
    await pilot.press("2")
    assert facts(app)[0] == "corrected GPE Vesterby"


@checks("difference_filter", place=Place.COMPARE)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await compare_with_suggestions(app, pilot)
    await pilot.press("equals_sign", *"side", "enter")
    await settled(pilot)
    assert panel(app).startswith("entity: only on side 2  1 of 1")
