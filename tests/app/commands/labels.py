"""The commands that decide on labels, that select text for one, and that save keys."""

from textual.pilot import Pilot

from tests.app.commands.registry import checks
from tests.app.newsroom import (
    at,
    editor,
    facts,
    focused,
    letters_for,
    panel,
    put,
    quote,
    said,
)
from tui.app.app import Desk
from tui.app.screens.chooser import Chooser
from tui.model import QuoteKind


@checks("accept")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("a")
    assert facts(app)[0] == "accepted ORG Vesterby"
    assert focused(app) == "Ingrid Aasen"


@checks("accept_up_to")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("tab", "tab", "A")
    assert [fact.split()[0] for fact in facts(app)[:4]] == ["accepted", "accepted", "accepted", "pending"]
    await pilot.press("u")
    assert all(fact.startswith("pending") for fact in facts(app))


@checks("reject")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("x")
    assert facts(app)[0] == "rejected ORG Vesterby"
    assert focused(app) == "Ingrid Aasen"


@checks(*(f"label_{n}" for n in range(1, 10)))
async def _(app: Desk, pilot: Pilot[None]) -> None:
    names = []
    for digit in "123456789":
        put(app, "Vesterby")
        await pilot.press(digit)
        names.append(editor(app).state.in_order()[0].name)
    assert names == [label.name for label in app.scheme.entities[:9]]
    put(app, "We listened")
    await pilot.press("2")
    assert quote(app).kind is QuoteKind.MIXED


@checks("label_list")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("0")
    assert isinstance(app.screen, Chooser)
    await pilot.press(*"langu", "enter")
    await pilot.pause()
    assert facts(app)[0] == "corrected LANGUAGE Vesterby"


@checks("direct", "mixed", "indirect")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "a gift")
    await pilot.press("q", "D")
    assert "added direct “a gift to the airport”" in facts(app)
    await pilot.press("M")
    assert "added mixed “a gift to the airport”" in facts(app)
    await pilot.press("I")
    assert "added indirect “a gift to the airport”" in facts(app)


@checks("jump", "jump_extend")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("f")
    await pilot.press(*letters_for(app, at("Mayor").start))
    assert focused(app) == "(Mayor Ingrid Aasen)"
    await pilot.press("escape", "f")
    await pilot.press(*letters_for(app, at("ninety").start))
    assert focused(app) == "(ninety)"
    await pilot.press("F")
    await pilot.press(*letters_for(app, at("jobs").start))
    assert focused(app) == "(ninety jobs)"


@checks("expand", "shrink")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "Post")
    await pilot.press("o", "o")
    assert focused(app) == "(Kyst Post)"
    await pilot.press("o")
    assert focused(app) == "(the Kyst Post)"
    await pilot.press("i", "i")
    assert focused(app) == "(Post)"


@checks("end_left", "end_right", "start_left", "start_right")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("l")
    assert facts(app)[0] == "corrected ORG Vesterby has"
    await pilot.press("h", "H")
    assert facts(app)[0] == "corrected ORG in Vesterby"
    await pilot.press("L")
    assert facts(app)[0] == "accepted ORG Vesterby"
    await pilot.press("escape", "l")
    assert editor(app).cursor == at("Vesterby").start + 1  # nothing in focus: the cursor moves


@checks("quoted", "quoted_inside")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "gift")
    await pilot.press("q")
    assert focused(app) == "(“a gift to the airport”)"
    await pilot.press("Q")
    assert focused(app) == "(a gift to the airport)"


@checks("visual")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "night ferry")
    await pilot.press("v")
    assert focused(app) == "(night)"
    await pilot.press("w")
    assert focused(app) == "(night ferry)"
    await pilot.press("e", "b", "b", "b")
    assert focused(app) == "(a night)"


@checks("propagate")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("3", "asterisk")
    assert "GPE for 2 more “Vesterby”?" in said(app)
    await pilot.press("enter")
    assert [fact for fact in facts(app) if "Vesterby" in fact] == [
        "corrected GPE Vesterby",
        "accepted GPE Vesterby",
        "added GPE Vesterby",
    ]
    await pilot.press("u")
    assert [fact for fact in facts(app) if "Vesterby" in fact] == ["corrected GPE Vesterby", "pending GPE Vesterby"]


@checks("repeat")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("6", "full_stop")
    assert facts(app)[:2] == ["corrected FAC Vesterby", "corrected FAC Ingrid Aasen"]


@checks("undo", "redo")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("a", "x", "u", "u")
    assert all(fact.startswith("pending") for fact in facts(app))
    await pilot.press("U")
    assert facts(app)[0] == "accepted ORG Vesterby"
    await pilot.press("u", "u")
    assert "nothing to undo" in said(app)


@checks("label_letter")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("apostrophe", "3")
    assert facts(app)[0] == "corrected GPE Vesterby"
    put(app, "harbour")
    await pilot.press("v", "apostrophe")
    assert "money" in panel(app).lower()
    await pilot.press("m")
    assert "added MONEY harbour" in facts(app)
    await pilot.press("apostrophe", "semicolon")
    assert "added MONEY harbour" in facts(app)
