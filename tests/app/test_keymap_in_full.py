"""What the keys promise beyond one press each: `.` for every edit, counts, easy letters for what is likely."""

from pathlib import Path

import pytest

from tests.app.newsroom import TEXT, at, desk, facts, focused, panel, said, screen, settled
from tui.app.app import Desk
from tui.app.jumps import LETTERS
from tui.app.modes import Jump
from tui.app.screens.chooser import Chooser
from tui.app.widgets.prompt import Prompt
from tui.app.widgets.side_panel import SidePanel
from tui.app.widgets.steady import Steady
from tui.model import Entity, Layer


def go(app: Desk, surface: str, nth: int = 0) -> None:
    screen(app).editor.go(at(surface, nth).start)
    screen(app).show_state()


def letters(app: Desk, surface: str, nth: int = 0) -> str:
    """The letters that the jump has laid over a word; none where it has none."""
    mode = screen(app).mode
    assert isinstance(mode, Jump)
    return mode.over.get(at(surface, nth).start, "")


# `.` does the last edit again, whichever it was


@pytest.mark.parametrize(
    ("edit", "other", "after"),
    [
        (["L"], "Tomas Reyes", "Reyes"),
        (["h"], "Tomas Reyes", "Tomas"),
        (["l"], "Tomas Reyes", "Tomas Reyes,"),
        (["H"], "Tomas Reyes", ", Tomas Reyes"),
    ],
)
async def test_an_edge_is_moved_again(edit: list[str], other: str, after: str, tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        go(app, "Ingrid Aasen")
        await pilot.press(*edit)
        go(app, other)
        await pilot.press("full_stop")
        assert focused(app) == after
        await pilot.press("u")
        assert focused(app) == other


async def test_an_extension_by_jump_is_done_again_by_as_many_words(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        go(app, "Ingrid Aasen")
        await pilot.press("F")
        await pilot.press(*letters(app, "said on"))
        assert focused(app) == "Ingrid Aasen said"
        go(app, "Tomas Reyes")
        await pilot.press("full_stop")
        assert focused(app) == "Tomas Reyes,"


async def test_widening_a_link_a_note_and_a_block_are_done_again(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        labels = screen(app).editor.state
        go(app, "Nordlys Ferries")
        await pilot.press("e", "n")
        go(app, "Monday")
        await pilot.press("full_stop")
        state = screen(app).editor.state
        mentions = [x.value for x in state.in_order(Layer.ENTITIES) if isinstance(x.value, Entity)]
        assert len({x.cluster for x in mentions if x.span.text in ("Monday", "Nordlys Ferries")}) == 1
        assert len(state.clusters) == len(labels.clusters) + 1

        await pilot.press("semicolon", *"sure", "enter")
        go(app, "Vesterby")
        await pilot.press("full_stop")
        assert sorted(x.note for x in screen(app).editor.state.labels.values() if x.note) == ["sure", "sure"]

        go(app, "The owner")
        await pilot.press("B")
        go(app, "“It is not over")
        await pilot.press("full_stop")
        kept = [block.keep for _, block in sorted(screen(app).editor.state.blocks.items())]
        assert kept == [False, False, True, False, False, False]


# Counts


async def test_a_count_is_corrected_with_backspace_and_forgotten_with_escape(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        go(app, "has dropped")
        await pilot.press("comma", "9", "backspace", "2", "w")
        assert screen(app).editor.cursor == at("its plan").start
        await pilot.press("comma", "5", "g", "escape", "w")
        assert screen(app).editor.cursor == at("plan for").start
        assert app.current_id == "ferry"


async def test_a_count_before_the_top_and_the_bottom_is_that_of_a_paragraph(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        for keys in (("G",), ("g", "g")):
            await pilot.press("comma", "4", *keys)
            assert screen(app).editor.cursor == at("The owner").start
        await pilot.press("comma", "9", "9", "G")
        assert screen(app).editor.cursor == at("“It is not over").start


@pytest.mark.parametrize("keys", [("g", "x"), ("K",), ("d",), ("g", "question_mark")])
async def test_a_count_opens_nothing_twice(keys: tuple[str, ...], tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        below = len(app.screen_stack)
        await pilot.press("comma", "3", *keys)
        await settled(pilot)
        assert len(app.screen_stack) == below + 1


async def test_a_count_before_a_verdict_stops_where_nothing_is_left(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        go(app, "Vesterby")
        await pilot.press("comma", "3", "a")
        assert [fact.split()[0] for fact in facts(app)][:4] == ["accepted", "accepted", "accepted", "pending"]


# Letters


async def test_labels_that_begin_with_a_capital_get_the_easy_letters(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("s")
        mode = screen(app).mode
        assert isinstance(mode, Jump)
        easiest = [start for letter in LETTERS for start, label in mode.over.items() if label == letter]
        capitals = [TEXT[start].isupper() for start in easiest]
        assert capitals == sorted(capitals, reverse=True)
        assert True in capitals
        assert False in capitals


async def test_the_cue_is_nearly_always_under_an_easy_letter(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        go(app, "“We listened")
        await pilot.press("t")
        assert letters(app, "Aasen said.") == LETTERS[0]  # the word next to the quote
        assert LETTERS.index(letters(app, "said.")) < 5
        assert not letters(app, "listened")  # no word of the quote is its cue
        await pilot.press(letters(app, "said."))
        assert screen(app).editor.need_quote()[1].cue == at("said", 1)


# What can follow, and what is found


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_after_g_the_panel_shows_every_key_that_can_follow(size: tuple[int, int], tmp_path: Path) -> None:
    async with desk(tmp_path, size=size) as (app, pilot):
        before = panel(app)
        await pilot.press("g")
        about = app.screen.query_one("#about", Steady)
        shown = "\n".join(about.render_line(y).text for y in range(about.size.height))
        for title in ("least sure", "scores", "guideline", "next article", "side panel", "light or dark", "reload"):
            assert title in shown
        await pilot.press("escape")
        assert panel(app) == before
        await pilot.press("g", "g")
        assert screen(app).editor.cursor == 0


async def test_the_status_line_says_which_hit_of_how_many_it_is(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("g", "g", "slash", *"vesterby", "enter")
        assert "hit 1 of 3" in said(app)
        await pilot.press("n", "n")
        assert "hit 3 of 3" in said(app)
        await pilot.press("w")
        assert "3 hits" in said(app)
        await pilot.press("escape")
        assert "hit" not in said(app)


async def test_the_list_of_labels_says_what_it_is_for(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        go(app, "Nordlys Ferries")
        await pilot.press("0")
        await settled(pilot)
        assert isinstance(app.screen, Chooser)
        assert "Nordlys Ferries" in str(app.screen.query_one("Label").render())


@pytest.mark.parametrize("size", [(80, 24), (60, 15), (200, 60)])
async def test_a_choice_tells_of_its_item_on_any_screen(size: tuple[int, int], tmp_path: Path) -> None:
    async with desk(tmp_path, size=size) as (app, pilot):
        await pilot.press("colon")
        await settled(pilot)
        about = app.screen.query_one("#about")
        assert about.region.bottom <= size[1]
        assert about.region.height > 0
        assert app.screen.query_one("OptionList").region.bottom < about.region.y


async def test_long_names_in_the_panel_hang_under_their_beginning(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, _):
        choices = [("1", "A spokesperson for the council and its members")]
        app.screen.query_one(SidePanel).show_choices("who", choices, compact=False)
        lines = str(app.screen.query_one("#about").render()).split("\n")
        assert lines[2].startswith(" 1  A spokesperson")
        assert lines[3].startswith("    ")


async def test_a_pasted_text_becomes_one_line_without_its_controls(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("semicolon")
        app.screen.query_one(Prompt).paste("\n see\tpage 3,\r\nline \x1b[31m4\x9b\n")
        await pilot.press("enter")
        assert next(iter(screen(app).editor.state.labels.values())).note == "see page 3, line [31m4"
