"""The guided tour: every step waits for the deed, it can be skipped and left, and it comes by itself once."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.newsroom import project, said, settled
from tui.app import first_run
from tui.app.app import Desk
from tui.app.commands import by_id
from tui.app.screens.library import LibraryScreen
from tui.app.screens.tour import Coach, TourScreen
from tui.app.tour.lesson import article, at, predictions
from tui.app.tour.steps import STEPS


def touring(folder: Path) -> Desk:
    return Desk(project(folder), who="kim", tour=True)


def told(app: Desk) -> str:
    return str(app.screen.query_one(Coach).render())


def on(app: Desk) -> TourScreen:
    assert isinstance(app.screen, TourScreen), app.screen
    return app.screen


async def jump_to(app: Desk, pilot: Pilot[None], offset: int) -> None:
    await pilot.press("f")
    mode = on(app).mode
    assert mode is not None
    await pilot.press(*mode.over[offset])


def digit_of(app: Desk, name: str) -> str:
    mode = on(app).mode
    assert mode is not None
    return next(key for key, choice in mode.lines if choice == name)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
async def test_the_tour_can_be_walked_with_the_keys_that_it_names(tmp_path: Path, size: tuple[int, int]) -> None:
    app = touring(tmp_path)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        assert told(app).startswith(f"1 of {len(STEPS)}")
        assert "a accepts it" in told(app)
        await pilot.press("a", "3", "r")
        assert on(app).at == 2
        await pilot.press(digit_of(app, "Ingrid Aasen"))
        await pilot.press("tab", "l")
        assert on(app).at == 5
        await jump_to(app, pilot, at("Kyst Post").start)
        assert on(app).at == 6
        await pilot.press("2", "asterisk", "enter")
        assert on(app).at == 8
        for _ in range(9):
            await pilot.press("c")
            if on(app).at == 9:
                break
        await pilot.press("M")
        assert on(app).at == 10
        await pilot.press("tab", "a", "x")
        assert on(app).at == 11
        await pilot.press("u", "U", "Z")
        assert on(app).at == 13
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, LibraryScreen)
        assert [row.id for row in app.screen.rows] == ["ferry"]


async def test_the_wrong_key_leaves_the_step_where_it_is(tmp_path: Path) -> None:
    app = touring(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("j", "2", "u")
        assert on(app).at == 0
        await pilot.press("g", "n")
        assert "Esc ends it" in said(app)


async def test_enter_does_not_end_the_tour_before_its_last_step(tmp_path: Path) -> None:
    app = touring(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("enter")
        assert "Ctrl+N goes to the next step" in said(app)
        assert on(app).at == 0


async def test_every_step_can_be_skipped_and_the_last_one_ends_the_tour(tmp_path: Path) -> None:
    app = touring(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        for _ in STEPS:
            await pilot.press("ctrl+n")
        await settled(pilot)
        assert isinstance(app.screen, LibraryScreen)


async def test_an_edit_that_a_step_does_not_ask_for_is_told_and_taken_back(tmp_path: Path) -> None:
    app = touring(tmp_path)
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("a", "2")
        assert "2 of" in told(app), "Lindvik is no ORG"
        assert "u takes it back" in told(app)
        await pilot.press("u")
        assert "takes it back" not in told(app)
        await pilot.press("3")
        assert on(app).at == 2
        assert "takes it back" not in told(app)


async def test_esc_ends_the_tour_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    app = touring(tmp_path / "mine")
    async with app.run_test() as pilot:
        await settled(pilot)
        kept = on(app).session.store.project.root
        assert kept.exists()
        assert "Esc Esc ends the tour" in told(app)
        await pilot.press("a", "slash", *"Nordlys", "enter")
        focus = on(app).editor.focus
        assert on(app).editor.hits
        await pilot.press("escape")
        assert (on(app).editor.hits, on(app).editor.focus) == ([], focus), "Esc leaves one thing at a time"
        await pilot.press("escape")
        assert "· Esc ends the tour" in told(app)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, LibraryScreen)
        assert not kept.exists()
        await pilot.press("t")
        await settled(pilot)
        assert on(app).at == 0


def test_every_key_that_a_step_names_is_a_command_and_the_lesson_is_true_to_its_text() -> None:
    names: Sequence[str] = [part for step in STEPS for part in step.text.replace("}", "{").split("{")[1::2]]
    assert set(names) <= by_id().keys()
    predictions().check(article().text)


def test_the_tour_comes_by_itself_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(first_run.NEVER)
    folder = tmp_path / "configuration"
    assert [first_run.is_first(folder) for _ in range(3)] == [True, False, False]
    (tmp_path / "file").write_text("")
    assert not first_run.is_first(tmp_path / "file" / "below")
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert not first_run.is_first(tmp_path / "other")
