"""The commands that go somewhere in an article, and those that find something, in it or in the whole project."""

from textual.pilot import Pilot

from tests.app.commands.registry import checks
from tests.app.newsroom import (
    TEXT,
    at,
    at_cursor,
    editor,
    facts,
    focused,
    letters_for,
    panel,
    put,
    said,
    settled,
)
from tui.app.app import Desk
from tui.app.commands import Place
from tui.app.screens.chooser import Chooser


@checks("line_down", "line_up")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "The harbour")
    await pilot.press("j")
    below = editor(app).cursor
    assert TEXT.index("The harbour") + 20 < below < TEXT.index("The harbour") + 100
    await pilot.press("down", "up", "k")
    assert at_cursor(app) == "The"


@checks("word_next", "word_previous", "word_end")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "has dropped")
    await pilot.press("w")
    assert at_cursor(app) == "dropped"
    await pilot.press("E")
    assert TEXT[editor(app).cursor - 6 : editor(app).cursor + 1] == "dropped"
    await pilot.press("left", "W")
    assert at_cursor(app) == "has"


@checks("sentence_next", "sentence_previous")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "The harbour")
    await pilot.press("right_parenthesis")
    assert editor(app).cursor == TEXT.index("“We listened")
    await pilot.press("left_parenthesis")
    assert editor(app).cursor == TEXT.index("The harbour")


@checks("paragraph_next", "paragraph_previous")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "Harbour council")
    await pilot.press("}")
    assert editor(app).cursor == TEXT.index("Photo:")  # the folded one, too
    await pilot.press("}", "{", "{")
    assert editor(app).cursor == 0


@checks("page_down", "page_up")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "g", "pagedown")
    assert editor(app).cursor > TEXT.index("The owner")
    await pilot.press("ctrl+b")
    assert editor(app).cursor < TEXT.index("The harbour")


@checks("top", "bottom")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("G")
    assert editor(app).cursor == TEXT.index("“It is not over")
    await pilot.press("g", "g")
    assert editor(app).cursor == 0


@checks("next", "previous", "skip")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("tab")
    assert focused(app) == "Ingrid Aasen"
    await pilot.press("shift+tab", "space")
    assert focused(app) == "Ingrid Aasen"
    assert facts(app)[0] == "pending ORG Vesterby"


@checks("focus_by_jump")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("s")
    await pilot.press(*letters_for(app, at("Tomas Reyes").start))
    assert focused(app) == "Tomas Reyes"


@checks("least_sure")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "u")
    assert focused(app) == "“It is not over,”"
    assert "who spoke in the paragraph before, 50% sure" in " ".join(panel(app).split())
    await pilot.press("g", "u")
    assert focused(app).startswith("“We listened")
    await pilot.press("a", "g", "u", "a", "g", "u")
    assert "no undecided label says how sure" in said(app)


@checks("next_candidate", "previous_candidate")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "The owner")
    await pilot.press("c")
    assert focused(app) == "(“a gift to the airport”)"
    await pilot.press("c")
    assert focused(app) == "(Kyst Post)"
    await pilot.press("C")
    assert focused(app) == "(“a gift to the airport”)"


@checks("search", "search_next", "search_previous")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("slash", *"aasen", "enter")
    await pilot.pause()
    first = editor(app).cursor
    await pilot.press("n")
    assert TEXT[editor(app).cursor :].startswith("Aasen")
    assert editor(app).cursor > first
    await pilot.press("N")
    assert editor(app).cursor == first


@checks("count")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "has dropped")
    await pilot.press("comma", "4", "w")
    assert at_cursor(app) == "for"


@checks("search_project")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "slash", *"ninety JOBS", "enter")
    await settled(pilot)
    assert isinstance(app.screen, Chooser)
    await pilot.press("down", "enter")
    await settled(pilot)
    assert app.current_id == "second"
    assert editor(app).cursor == TEXT.index("ninety jobs")
    assert editor(app).hits == [(TEXT.index("ninety jobs"), TEXT.index("ninety jobs") + 11)]
    await pilot.press("g", "slash", *"zebra", "enter")
    await settled(pilot)
    assert "stands in no article" in said(app)


@checks("search_project", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "slash", *"Tomas", "enter")
    await settled(pilot)
    await pilot.press("enter")
    await settled(pilot)
    assert app.current_id == "ferry"
    assert focused(app) == "Tomas Reyes"


@checks("search_same")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    put(app, "Nordlys Ferries")
    await pilot.press("g", "asterisk")
    await settled(pilot)
    assert isinstance(app.screen, Chooser)
    await pilot.press("down", "enter")
    await settled(pilot)
    assert app.current_id == "second"
    assert focused(app) == "Nordlys Ferries"
