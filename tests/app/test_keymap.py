"""The keymap: presets, keys of one's own, and what is refused before the desk opens."""

import ast
import re
from pathlib import Path

import pytest

import tui.app
from tests.app.newsroom import desk, facts, focused, said, screen, settled
from tui.app.commands import COMMANDS, PRESETS, Place
from tui.app.keymap import Keymap, as_text, key_name, table
from tui.app.screens.help import help_text
from tui.app.settings import Settings
from tui.model import CopydeskError


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("place", Place)
def test_in_every_preset_every_key_runs_one_command_and_no_command_is_out_of_reach(preset: str, place: Place) -> None:
    keymap = Keymap.of(preset)
    reached = set(keymap.lookup[place].values())
    shadowed = {"label_1", "label_2"} if place is Place.COMPARE else set()
    for command in COMMANDS:
        if place in command.places or place.under in command.places:
            assert command.id in reached or command.id in shadowed, command.id
    assert {command.id for command in keymap.commands(place)} == reached


def test_while_comparing_the_sides_have_the_digits_and_every_other_key_is_as_ever() -> None:
    keymap = Keymap.of()
    assert keymap.resolve(Place.ARTICLE, ("1",)) == "label_1"
    assert keymap.resolve(Place.COMPARE, ("1",)) == "take_first"
    assert keymap.resolve(Place.COMPARE, ("3",)) == "label_3"
    assert keymap.is_start(Place.COMPARE, ("g",))
    listed = [command.id for _, _, command in table(keymap, Place.COMPARE)]
    assert "take_second" in listed
    assert "label_2" not in listed
    assert "Settle the difference for side 2" in str(help_text(keymap, Place.COMPARE, "settle side 2"))


async def test_the_prodigy_preset_steps_with_arrows_and_undoes_with_backspace(tmp_path: Path) -> None:
    async with desk(tmp_path, settings=Settings.of({"keys": {"preset": "prodigy"}})) as (app, pilot):
        await pilot.press("right")
        assert focused(app) == "Ingrid Aasen"
        await pilot.press("left", "x")
        assert facts(app)[0] == "rejected ORG Vesterby"
        await pilot.press("backspace")
        assert facts(app)[0] == "pending ORG Vesterby"
        await pilot.press("space")
        assert facts(app)[0] == "pending ORG Vesterby"
        assert focused(app) == "Ingrid Aasen"


async def test_keys_of_ones_own_work_and_are_what_the_footer_shows(tmp_path: Path) -> None:
    own = {"keys": {"accept": ["&"], "reject": "ctrl+d", "skip": [], "take_second": "Y"}}
    async with desk(tmp_path, settings=Settings.of(own)) as (app, pilot):
        assert ("&", "accept", "accept") in screen(app).footer_keys()
        await pilot.press("ampersand", "ctrl+d", "space")
        assert facts(app)[:2] == ["accepted ORG Vesterby", "rejected PERSON Ingrid Aasen"]


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ({"accept": "x"}, "the key 'x' of 'reject' clashes with 'x' of 'accept' in the article screen"),
        ({"accept": "g"}, "clashes with"),
        ({"take_first": "g"}, "clashes with"),
        ({"take_first": "2"}, "'2' of 'take_first' in the compare screen"),
        ({"acept": "y"}, "'acept', which does not exist"),
        ({"accept": "ctrl+i"}, "terminals send tab for ctrl+i"),
        ({"accept": "shift+enter"}, "no terminal can be relied on to send 'shift+enter'"),
        ({"accept": 3}, 'must be a key such as "w", or a list of keys'),
        ({"preset": "emacs"}, "there is no keymap 'emacs'; known are vim, prodigy"),
    ],
)
def test_what_can_not_work_is_refused_with_a_sentence(own: dict[str, object], sentence: str) -> None:
    with pytest.raises(CopydeskError) as refused:
        Settings.of({"keys": own})
    assert sentence in str(refused.value)


def test_keys_are_shown_as_people_read_them() -> None:
    assert "gg  Home" in as_text()
    assert [key_name("right_square_bracket", "]"), key_name("a", "a"), key_name("tab", "\t")] == ["]", "a", "tab"]


async def test_sentences_name_the_keys_that_work(tmp_path: Path) -> None:
    own = {"keys": {"preset": "prodigy", "next": "ctrl+n", "jump": [], "undo": "f9"}}
    async with desk(tmp_path, settings=Settings.of(own)) as (app, pilot):
        await pilot.press("escape", "a")
        assert "nothing has the focus: Ctrl+N goes to the next label, :jump to any word" in said(app)
        await pilot.press("b")
        await pilot.pause()
        await pilot.press("g", "R")
        await settled(pilot)
        assert "in the blocks view (b), then press *" in str(app.screen.query_one("#empty").render())


def test_only_names_of_commands_become_keys() -> None:
    told = Keymap.of("vim", {}).told
    assert told("“{words}” {undo}s, {undoes} {}") == "“{words}” us, {undoes} {}"


def test_every_command_that_a_sentence_names_is_one() -> None:
    known = {command.id for command in COMMANDS}
    for path in (Path(tui.app.__file__).parent).rglob("*.py"):
        if path.name in ("keymap.py", "steps.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("RefusedError", "CopydeskError"):
                parts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
                sentence = "".join(part for part in parts if isinstance(part, str))
                assert set(re.findall(r"\{([a-z_0-9]+)\}", sentence)) <= known, (path.name, sentence)
