"""The library: how far each layer is, which articles are shown, and what the mouse does."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import DataTable

from tests.app.newsroom import article, desk, predictions, project, settled
from tui.app.library_rows import ORDERS, arranged, cells, columns, share
from tui.app.screens.library import LibraryScreen
from tui.app.widgets.prompt import Prompt
from tui.gold import Session, Store, Summary
from tui.gold import search as gold_search

ROWS = st.lists(
    st.builds(
        Summary,
        st.uuids().map(str),
        st.text("abc ", max_size=6),
        st.integers(0, 9),
        st.fixed_dictionaries({"pending": st.integers(0, 3)}),
        when=st.none() | st.sampled_from(["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"]),
        error=st.none() | st.just("damaged"),
    ),
    max_size=8,
    unique_by=lambda row: row.id,
)


@given(ROWS, st.sampled_from(ORDERS), st.booleans())
def test_every_order_shows_every_row_once_and_the_unreadable_ones_last(rows, order, turned) -> None:
    shown = arranged(rows, "", order, turned=turned)
    assert sorted(row.id for row in shown) == sorted(row.id for row in rows)
    errors = [row.error is not None for row in shown]
    assert errors == sorted(errors)
    keys = [order.key(row) for row in shown if row.error is None]
    assert keys == sorted(keys, reverse=order.descending != turned)


@given(st.integers(40, 240), st.booleans())
def test_columns_fit_the_screen(width: int, compared: bool) -> None:
    shown = columns(width, compared=compared)
    row = Summary("a", "A title that is long enough to be cut off on any screen" * 3, 100)
    assert len(cells(row, shown)) == len(shown)
    if width >= 80:
        assert sum(column.width + 2 for column in shown) <= width - 4


def test_a_bar_is_full_only_when_the_layer_is_approved(tmp_path: Path) -> None:
    store = Store(project(tmp_path))
    session = Session(store, "ferry", "kim")
    (row,) = store.overview()
    assert (share(row, "entities"), row.progress["entities"]) == (0.0, [0, 0])
    session.do("suggest", predictions=predictions(article()).as_json())
    for label in session.state.in_order():
        session.do("accept", id=label.id)
    (row,) = store.overview()
    assert row.progress == {"entities": [6, 6], "quotes": [2, 2]}
    assert share(row, "entities") < 1
    session.do("approve", layers=["entities"])
    (row,) = store.overview()
    names = [column.name for column in columns(80, compared=False)]
    shown = dict(zip(names, cells(row, columns(80, compared=False)), strict=True))
    assert "✓" in shown["Entities"].plain
    assert "✓" not in shown["Quotes"].plain


@pytest.mark.parametrize(
    ("words", "shown"), [(93, "93"), (100_094, "100,094"), (999_999, "999,999"), (3_412_000, "3.4 m")]
)
def test_no_digit_of_a_number_of_words_is_cut_off(words: int, shown: str) -> None:
    wide = columns(140, compared=False)
    cell = dict(zip([column.name for column in wide], cells(Summary("a", "A", words), wide), strict=True))["Words"]
    assert cell.plain == shown
    assert len(shown) <= next(column.width for column in wide if column.name == "Words")


async def test_a_click_on_a_heading_sorts_and_a_second_turns_the_order_round(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=(article("a"), article("b")), open_ids=()) as (app, pilot):
        for turned in (False, True):
            await pilot.click(DataTable, offset=(4, 0))
            await settled(pilot)
            assert (app.screen.order.name, app.screen.turned) == ("title", turned)
        second = app.screen.shown[1].id
        await pilot.click(DataTable, offset=(6, 2))
        await settled(pilot)
        assert app.current_id == second


async def test_what_is_heard_of_typing_behind_enter_does_not_undo_the_filter(tmp_path: Path) -> None:
    many = [article(name) for name in ("a12", "a123", "a1234")]
    async with desk(tmp_path, articles=many, open_ids=()) as (app, pilot):
        library = app.screen
        assert isinstance(library, LibraryScreen)
        await pilot.press("slash", *"a12")
        late = Prompt.Typed(library.query_one(Prompt), "a12")
        await pilot.press(*"34", "enter")
        library.post_message(late)
        await settled(pilot)
        assert library.words == "a1234"
        assert [row.id for row in library.shown] == ["a1234"]


def test_a_title_has_no_less_room_on_a_wider_screen_than_on_a_small_one() -> None:
    for compared in (False, True):
        title = [columns(width, compared=compared)[0].width for width in range(80, 200)]
        assert min(title) == title[0] or min(title) >= 30


async def test_a_search_that_finds_more_than_it_offers_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [article(name) for name in ("a", "b", "c")]
    monkeypatch.setattr(gold_search, "MOST", 4)
    async with desk(tmp_path, articles=many, open_ids=()) as (app, _):
        title, items, _ = app.hits_to_choose("vesterby", app.search("vesterby"))
        assert title == "“vesterby”: the first 4, in 2 articles"
        assert items[0].name == "The harbour council in [Vesterby] has dropped its plan for a night ferry,"
        title, items, _ = app.hits_to_choose("night ferry", app.search("night ferry"))
        assert title == "“night ferry”: 3, in 3 articles"
        assert "[night ferry], Mayor" in items[0].name, "nothing is put between the words and what follows"
