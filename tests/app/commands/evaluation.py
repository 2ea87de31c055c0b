"""The commands of the evaluation: its numbers, and the spans behind one of them."""

import pytest
from textual.pilot import Pilot

from tests.app.commands.registry import checks
from tests.app.newsroom import (
    article,
    ask_also,
    focused,
    library,
    other_names,
    said,
    settled,
)
from tests.app.scored import finish, listed, numbers, spans, to_the_numbers
from tui.app.app import Desk
from tui.app.commands import Place
from tui.gold import Session


@checks("write_report", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    assert app.store is not None
    report = app.store.project.root / "scores.html"
    await pilot.press("W", "ctrl+u")
    prompt = app.screen.prompt
    prompt.paste(str(report))
    await pilot.press("enter")
    await settled(pilot)
    assert f"written to {report}" in said(app)
    page = report.read_text()
    assert "<title>" in page
    assert "Vesterby" in page


@checks("guideline", "edit_guideline", place=Place.SPANS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("g", "G", *" No fans.", "ctrl+s", "g", "question_mark")
    assert "No fans." in str(app.screen.query_one("Static").render())


@checks("evaluation", place=Place.LIBRARY)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    numbers_ = await to_the_numbers(app, pilot)
    assert [row[0] for row in numbers_.table.rows][:2] == ["entities, strict", "quotes, end to end"]
    assert numbers_.table.rows[0][3] == pytest.approx(2 * 4 / (5 + 6))  # 6 predicted, 5 in the gold, Monday is none


@checks("evaluation", "next_error", "previous_error")
async def _(app: Desk, pilot: Pilot[None]) -> None:
    finish(app.store, "second")
    await pilot.press("g", "s")
    await settled(pilot)
    await pilot.press("l", "l", "enter")
    assert listed(app) == ["label Vesterby second", "spurious Monday second"]
    await pilot.press("enter")
    await settled(pilot)
    assert (app.current_id, focused(app)) == ("second", "Vesterby")
    assert "label: 1 of 2, predicted ORG “Vesterby”" in said(app)
    await pilot.press("y")
    await settled(pilot)
    assert focused(app) == "(Monday)"  # nothing in the gold stands there: it is selected, ready for a label
    await pilot.press("y")
    assert "this is the last span of the list" in said(app)
    await pilot.press("Y")
    await settled(pilot)
    assert focused(app) == "Vesterby"


@checks("row_down", "row_up", "row_page_down", "row_page_up", "row_first", "row_last", "cell_left", "cell_right",
        place=Place.EVALUATION)  # fmt: skip
async def _(app: Desk, pilot: Pilot[None]) -> None:
    rows = [row[0] for row in numbers(app).table.rows]
    for key, row in (("j", 1), ("k", 0), ("G", -1), ("home", 0), ("pagedown", -1), ("pageup", 0)):
        await pilot.press(key)
        assert numbers(app).number.row[0] == rows[row]
    for key, column in (("l", "R"), ("right", "F1"), ("h", "R"), ("left", "P"), ("h", "layer"), ("h", "layer")):
        await pilot.press(key)
        assert numbers(app).number.column == column


@checks("next_table", "previous_table", "table_list", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("tab")
    assert numbers(app).at == "labels"
    await pilot.press("shift+tab", "shift+tab")
    await pilot.pause()
    assert numbers(app).at == "plots"
    assert app.screen.query_one("ScorePlots").display
    await pilot.press("0", *"confusion", "enter")
    await pilot.pause()
    assert numbers(app).at == "confusion"
    assert not app.screen.query_one("ScorePlots").display


@checks("spans", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("0", *"confusion", "enter")
    await pilot.pause()
    await pilot.press("j", "l", "l", "enter")  # gold GPE, predicted ORG
    assert listed(app) == ["label Vesterby ferry", "label Vesterby second"]


@checks("refresh", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    session = Session(app.store, "ferry", "lee")
    session.do("set_layer", layer="entities", state="open")
    assert numbers(app).table.rows[0][-1] == 2
    await pilot.press("g", "r")
    await settled(pilot)
    assert numbers(app).table.rows[0][-1] == 1


@checks("score_with", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    for n in range(3):  # five articles are the fewest that are tested
        app.store.add(article(f"more{n}"), "lee")
        finish(app.store, f"more{n}")
    await pilot.press("g", "r")
    await settled(pilot)
    before = numbers(app).table.rows[0][3]
    ask_also(app, "other", other_names)
    await pilot.press("w", *"other", "enter")
    await settled(pilot)
    after = numbers(app).table.rows[0][3]
    assert after != before
    await pilot.press("0", *"differences", "enter")
    await pilot.pause()
    row = numbers(app).table.rows[0]
    assert (row[1], row[2], row[3]) == ("entities", pytest.approx(before), pytest.approx(after))
    await pilot.press("enter")
    assert listed(app)[0].startswith("boundary Ingrid Aasen")
    await pilot.press("enter")
    await settled(pilot)
    await pilot.press("x", "minus")  # the gold was wrong
    await settled(pilot)
    await pilot.press("minus")
    await settled(pilot)
    assert not numbers(app).trouble
    assert numbers(app).table.rows[0][2] != row[2]


@checks("back", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("minus")
    assert library(app)


@checks("leave", place=Place.EVALUATION)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("escape")
    assert library(app)


@checks("row_down", "row_up", "row_page_down", "row_page_up", "row_first", "row_last", place=Place.SPANS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    for key, row in (("j", 1), ("k", 0), ("G", 3), ("home", 0), ("pagedown", 3), ("pageup", 0)):
        await pilot.press(key)
        assert spans(app).table.cursor_row == row


@checks("open_span", place=Place.SPANS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("j", "enter")
    await settled(pilot)
    assert (app.current_id, focused(app)) == ("ferry", "(Monday)")
    await pilot.press("0", *"date", "enter")  # the gold was wrong
    await settled(pilot)
    await pilot.press("minus")
    await settled(pilot)
    assert listed(app) == ["label Vesterby ferry", "label Vesterby second", "spurious Monday second"]


@checks("filter", "leave", place=Place.SPANS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("slash", *"monday second", "enter")
    await pilot.pause()
    assert listed(app) == ["spurious Monday second"]
    await pilot.press("escape")
    assert len(spans(app).shown) == 4
    await pilot.press("escape")
    assert numbers(app)


@checks("back", place=Place.SPANS)
async def _(app: Desk, pilot: Pilot[None]) -> None:
    await pilot.press("minus")
    assert numbers(app).number.column == "F1"
