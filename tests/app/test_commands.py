"""Every command of the table does, from its own key, what its sentence says. A command without a check fails.

The checks stand in `tests/app/commands/`, a module for each place where commands work.
"""

import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app import commands
from tests.app.commands import blocks, rules
from tests.app.commands.registry import CHECKS, EVERYWHERE, SCREENS, Check
from tests.app.newsroom import article, desk, said
from tests.app.scored import to_the_numbers, to_the_spans
from tui.app.app import Desk
from tui.app.commands import COMMANDS, Place
from tui.app.keymap import Keymap
from tui.app.screens.start import StartScreen

for _module in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}."):
    importlib.import_module(_module.name)  # its checks enter themselves in `CHECKS`


@pytest.mark.parametrize(
    ("command", "place"),
    [(command, place) for command in COMMANDS for place in command.places],
    ids=lambda value: getattr(value, "id", str(value)),
)
def test_every_command_has_a_check_and_a_key(command, place) -> None:
    assert (command.id, place) in CHECKS
    assert Keymap.of().first(command.id)


def _keys_of(check: Check) -> list[tuple[str, Place]]:
    """The commands, each with its place, that a check is for."""
    return [key for key, other in CHECKS.items() if other is check]


@pytest.mark.parametrize(
    "check",
    [check for check in dict.fromkeys(CHECKS.values()) if check not in EVERYWHERE],
    ids=lambda check: "-".join(dict.fromkeys(command_id for command_id, _ in _keys_of(check))),
)
async def test_a_command_does_what_its_sentence_says(check: Check, tmp_path: Path) -> None:
    for place in dict.fromkeys(place for _, place in _keys_of(check)):
        alone = check is CHECKS["approve", Place.ARTICLE]
        async with _desk_at(place, tmp_path / place.value, alone=alone) as (app, pilot):
            await check(app, pilot)


@pytest.mark.parametrize("place", SCREENS)
async def test_what_every_screen_has_does_what_its_sentence_says(place: Place, tmp_path: Path) -> None:
    async with _desk_at(place, tmp_path / place.value) as (app, pilot):
        for check in EVERYWHERE:
            await check(app, pilot)


@asynccontextmanager
async def _desk_at(place: Place, folder: Path, *, alone: bool = False) -> AsyncIterator[tuple[Desk, Pilot[None]]]:
    """A desk at this place, with two articles, or with one open `alone`."""
    if place is Place.START:
        async with _desk_at_the_start(folder) as started:
            yield started
        return
    opened = () if place is Place.LIBRARY else ("ferry",) if alone else ("ferry", "second")
    async with desk(folder, articles=(article(), article("second")), open_ids=opened) as (app, pilot):
        if place is Place.EVALUATION:
            await to_the_numbers(app, pilot)
        elif place is Place.SPANS:
            await to_the_spans(app, pilot)
        elif place is Place.BLOCKS:
            await blocks.go_to(app, pilot)
        elif place is Place.RULES:
            await rules.go_to(app, pilot)
        yield app, pilot


@asynccontextmanager
async def _desk_at_the_start(folder: Path) -> AsyncIterator[tuple[Desk, Pilot[None]]]:
    samples = folder / "samples"
    samples.mkdir(parents=True)
    text = "Library to close on Sundays\n\n" + "The town library will close on Sundays from May, the council said. " * 4
    (samples / "library.txt").write_text(text, encoding="utf-8")
    app = Desk(None, samples=samples, new_project=folder / "new", who="kim")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, StartScreen)
        yield app, pilot


async def test_a_search_says_when_the_words_stand_in_dropped_blocks_only(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("slash", *"morning", "enter")
        assert "stands in dropped blocks only: Z opens them" in said(app)
        await pilot.press("Z", "slash", *"morning", "enter")
        assert "hit 1 of 1" in said(app)
