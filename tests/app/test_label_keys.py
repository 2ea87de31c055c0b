"""Thirty labels: a letter for each, none twice, and each of them given with two keys or by typing its name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.app.newsroom import TEXT, desk, facts, said, screen, settled
from tui.app.keymap import Keymap
from tui.app.label_keys import label_letters
from tui.app.settings import Settings
from tui.app.widgets.steady import Steady
from tui.gold import default_scheme
from tui.gold.scheme import MAX_LABELS, parse_scheme
from tui.model.scheme import COLOURS, LabelType, Scheme

NAMES = [
    f"{first}{second}"
    for first in ("Ship", "Port", "Fish", "Crew", "Fuel")
    for second in ("Aft", "Bow", "Cat", "Dog", "Eel", "Fin")
]
NAMED = st.lists(st.sampled_from(["PERSON", "PLACE", "PART", "P", "A_1", *NAMES]), unique=True, max_size=30)


def thirty() -> Scheme:
    rows = [
        f'[[entities]]\nname = "{name}"\ncolour = "{COLOURS[i % 16]}"\ntag = "T{i}"\n'
        + (f'key = "{i + 1}"\n' if i < 9 else "")
        + f'guideline = "What is {name} and what is not."\n'
        for i, name in enumerate(NAMES)
    ]
    return parse_scheme('name = "ships"\nversion = "1"\n' + "".join(rows), "ships.toml")


@given(NAMED)
def test_every_label_has_a_key_of_its_own(names: list[str]) -> None:
    labels = [LabelType(name, "blue", f"T{i}", str(i + 1) if i < 9 else "") for i, name in enumerate(names)]
    keys = label_letters(labels)
    assert sorted(label.name for label in keys.values()) == sorted(names)
    assert all(len(key) == 1 and keys[key].key in ("", key) for key in keys)


def test_a_label_gets_a_letter_of_its_name_where_one_is_free() -> None:
    keys = {label.name: key for key, label in label_letters(default_scheme().entities).items()}
    assert (keys["PERSON"], keys["MONEY"], keys["PERCENT"]) == ("1", "m", "e")


async def test_thirty_labels_can_be_given_with_two_keys_or_by_typing(tmp_path: Path) -> None:
    scheme = thirty()
    assert len(scheme.entities) == MAX_LABELS
    async with desk(tmp_path, settings=Settings(Keymap.of(), scheme)) as (app, pilot):
        for key, label in label_letters(scheme.entities).items():
            screen(app).editor.select(0, 7)
            await pilot.press("apostrophe", key)
            assert f"added {label.name} Harbour" in facts(app), key
            await pilot.press("u")
        screen(app).editor.select(0, 7)
        await pilot.press("0", *"fueleel", "enter")
        await settled(pilot)
        assert "added FuelEel Harbour" in facts(app)
        await pilot.press("g", "question_mark")
        assert "What is FuelEel and what is not." in str(app.screen._content)


@pytest.mark.parametrize("size", [(80, 24), (120, 24), (120, 40), (200, 60)])
async def test_the_letters_of_thirty_labels_are_all_shown(size: tuple[int, int], tmp_path: Path) -> None:
    scheme = thirty()
    async with desk(tmp_path, settings=Settings(Keymap.of(), scheme), size=size) as (app, pilot):
        screen(app).editor.select(0, 7)
        await pilot.press("apostrophe")
        about = app.screen.query_one("#about", Steady)
        shown = " ".join(about.render_line(y).text for y in range(about.size.height)).split()
        for key, label in label_letters(scheme.entities).items():
            at = [i for i, word in enumerate(shown) if word == key]
            assert any(shown[i + 1].rstrip("…") == label.name[: len(shown[i + 1].rstrip("…"))] for i in at), key


async def test_a_label_set_without_labels_for_quotes_says_so(tmp_path: Path) -> None:
    async with desk(tmp_path, settings=Settings(Keymap.of(), thirty())) as (app, pilot):
        screen(app).editor.go(TEXT.index("“We") + 1)
        for key in ("0", "apostrophe"):
            await pilot.press(key)
            assert "the label set ships has no label for quotes" in said(app)
