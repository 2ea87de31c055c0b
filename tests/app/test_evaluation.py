"""The evaluation screens beside their keys: what they show, what they cost, and what they refuse."""

import asyncio
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from textual.widgets import DataTable

from tests.app.newsroom import article, at, desk, fake_analyser, predictions, said, screen, settled
from tests.app.scored import finish, listed, numbers, spans, to_the_numbers, to_the_spans
from tests.in_process import InProcessAnalyser
from tui.app.scoring import Scoring
from tui.app.screens.evaluation import EvaluationScreen
from tui.app.screens.library import LibraryScreen
from tui.app.widgets.score_cells import BAR, cell_text, column_titles, detail, interval_bar, span_row
from tui.evaluation.behind import behind
from tui.evaluation.data import Annotations, Document, LabelledSpan
from tui.evaluation.evaluation import evaluate
from tui.evaluation.report import render
from tui.evaluation.tables import tables
from tui.extraction.cache import PredictionCache
from tui.gold.scheme import default_scheme
from tui.model import Article, Predictions


async def test_nothing_finished_is_one_sentence_and_no_table(tmp_path: Path) -> None:
    async with desk(tmp_path, open_ids=()) as (app, pilot):
        await pilot.press("g", "s")
        await settled(pilot)
        empty = app.screen.query_one("#empty")
        assert empty.display
        assert "complete in any layer" in str(empty.render())
        assert str(app.screen.query_one("#sections").render()) == ""
        footer = str(app.screen.query_one("FooterLine").render())
        assert "- back" in footer
        assert "the spans" not in footer
        await pilot.press("enter")
        assert "there is no number under the cursor" in said(app)
        await pilot.press("tab", "escape")
        assert isinstance(app.screen, LibraryScreen)


async def test_every_cell_of_every_table_is_shown_whole(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=(article(), article("second")), open_ids=(), size=(200, 60)) as (app, pilot):
        await to_the_numbers(app, pilot)
        seen = set()
        while (table := numbers(app).table) is None or table.id not in seen:
            if table is not None:
                seen.add(table.id)
                grid = numbers(app).numbers
                shown = [grid.render_line(y).text for y in range(1, min(grid.row_count, grid.size.height - 2) + 1)]
                for line, row in zip(shown, table.rows, strict=False):
                    cells = [cell_text(table, row, i).plain for i in range(len(row))]
                    assert line.split()[: len(cells[0].split())] == cells[0].split(), table.id
                    assert cells[-1] in line, table.id
            await pilot.press("tab")
        assert len(seen) > 5


async def test_the_main_scores_are_shown_whole_on_a_small_terminal(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=(article(), article("second")), open_ids=(), size=(80, 24)) as (app, pilot):
        screen = await to_the_numbers(app, pilot)
        for table in ("summary", "labels"):
            assert screen.at == table
            assert screen.table is not None
            header, *lines = (screen.numbers.render_line(y).text.rstrip() for y in range(11))
            assert header.split()[-1] == screen.table.columns[-1]
            for line, row in zip(lines, screen.table.rows, strict=False):
                if row[-1] != "":
                    assert line.endswith(f" {row[-1]}")
                    assert len(line) == len(header)
            await pilot.press("tab")


async def test_keys_work_while_the_extractors_run(tmp_path: Path) -> None:
    gate = asyncio.Event()

    class Slow(InProcessAnalyser):
        async def analyse(self, article: Article, on_part=None) -> Predictions:
            await gate.wait()
            return predictions(article)

    slow = Slow(predictions, fake_analyser()._by)
    async with desk(tmp_path, articles=(article(), article("second")), open_ids=(), analyser=slow) as (app, pilot):
        finish(app.store, "ferry", "second")
        await pilot.press("g", "s")
        while numbers(app).progress is None:
            await pilot.pause()
        assert "scoring: 0 of 2 articles" in str(app.screen.query_one("#empty").render())
        await pilot.press("question_mark")
        assert not isinstance(app.screen, EvaluationScreen)
        await pilot.press("escape")
        gate.set()
        await settled(pilot)
        assert numbers(app).table.rows[0][-1] == 2


async def test_a_text_is_extracted_once_also_in_the_next_desk(tmp_path: Path) -> None:
    seen: list[str] = []

    def counted(of: Article) -> Predictions:
        seen.append(of.id)
        return predictions(of)

    for _ in range(2):
        async with desk(tmp_path / "p", open_ids=(), analyser=fake_analyser(counted)) as (app, pilot):
            app.cache = PredictionCache(tmp_path / "cache")
            await to_the_numbers(app, pilot)
            await pilot.press("g", "r")
            await settled(pilot)
    assert seen == ["ferry"]


async def test_from_an_article_that_was_opened_from_a_span_the_scores_are_one_step_away(tmp_path: Path) -> None:
    async with desk(tmp_path, articles=(article(), article("second")), open_ids=()) as (app, pilot):
        await to_the_numbers(app, pilot)
        await pilot.press("l", "l", "enter", "enter")
        await settled(pilot)
        assert screen(app)
        await pilot.press("g", "s")
        await settled(pilot)
        assert spans(app)  # where it was opened from
        await pilot.press("minus", "minus")
        assert isinstance(app.screen, LibraryScreen)


async def test_an_error_in_a_dropped_block_is_shown_opened(tmp_path: Path) -> None:
    async with desk(tmp_path, open_ids=()) as (app, pilot):
        await to_the_numbers(app, pilot)
        place = at("Sign up")
        first = spans_of_first(app)
        app.open_error([replace(first, gold=replace(first.gold, start=place.start, end=place.end))], 0)
        await settled(pilot)
        assert any(row.start == place.start and not row.folded for row in screen(app).view.view.rows)


def spans_of_first(app):
    table = numbers(app).table
    return numbers(app).scoring.behind(table.id, table.rows[0], "gold")[0].shown


async def test_a_narrow_and_a_tall_screen_show_what_fits(tmp_path: Path) -> None:
    async with desk(tmp_path / "narrow", open_ids=(), size=(80, 24)) as (app, pilot):
        await to_the_numbers(app, pilot)
        assert not app.screen.query_one("ScorePlots").display
        assert len(numbers(app).numbers.columns) == len(numbers(app).table.columns)
    async with desk(tmp_path / "tall", open_ids=(), size=(130, 44)) as (app, pilot):
        await to_the_numbers(app, pilot)
        assert app.screen.query_one("ScorePlots").display
        assert len(numbers(app).numbers.columns) == len(numbers(app).table.columns) + 1  # the drawn interval
        await pilot.press("l", "l", "enter")
        await settled(pilot)
        assert listed(app)


async def test_a_long_list_says_how_long_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.app.screens.spans.MOST", 1)
    async with desk(tmp_path, open_ids=()) as (app, pilot):
        await to_the_numbers(app, pilot)
        await pilot.press("l", "l", "enter")
        await settled(pilot)
        assert len(listed(app)) == 1
        assert "2 spans · 2 wrong · the first 1 are listed; / narrows them down" in said(app)
        await pilot.press("slash", *"monday", "enter")
        await pilot.pause()
        assert listed(app) == ["spurious Monday ferry"]


async def test_rows_of_a_long_list_are_made_when_the_cursor_comes_near(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.app.screens.spans.PAGE", 2)
    async with desk(tmp_path, articles=[article(f"a{n}") for n in range(5)], open_ids=()) as (app, pilot):
        await to_the_spans(app, pilot)
        rows = app.screen.query_one(DataTable)
        assert (len(listed(app)), rows.row_count) == (10, 2)
        await pilot.press("j", "j")
        assert (rows.cursor_row, rows.row_count) == (2, 4)
        await pilot.press("G")
        assert (rows.cursor_row, rows.row_count) == (9, 10)
        assert app.screen.current.shown.document == "a4"


async def test_a_key_does_not_wait_for_the_spans_of_a_large_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = Event()
    slow = Scoring.behind

    def waiting(*args):
        assert go.wait(20)
        return slow(*args)

    monkeypatch.setattr(Scoring, "behind", waiting)
    async with desk(tmp_path, open_ids=()) as (app, pilot):
        await to_the_numbers(app, pilot)
        await pilot.press("l", "l", "enter")
        assert "looking for the spans" in str(app.screen.query_one("#empty").render())
        go.set()
        await settled(pilot)
        assert len(listed(app)) == 2


async def test_a_report_is_written_with_all_that_was_scored_and_never_over_a_file(tmp_path: Path) -> None:
    async with desk(tmp_path / "p", open_ids=()) as (app, pilot):
        await pilot.press("g", "s")
        await settled(pilot)
        await pilot.press("W")
        assert "nothing is scored yet" in said(app)
        await pilot.press("minus")
        await to_the_numbers(app, pilot)
        for name, says in (
            ("r.html", "written to"),
            ("r.html", "is there already"),
            ("r.pdf", "a report ends in .html"),
        ):
            await pilot.press("W", "ctrl+u")
            app.screen.prompt.paste(f"{tmp_path}/{name}")
            await pilot.press("enter")
            await settled(pilot)
            assert says in said(app)
        scored = numbers(app).scoring.evaluations
        assert (tmp_path / "r.html").read_text() == render(scored, "html")


HOSTILE = "[red]Ada[/] \u202eB\x1b[31m\nC"


def test_hostile_text_and_labels_stay_text() -> None:
    gold = Annotations((LabelledSpan(0, 12, "[b]\x1b"),))
    evaluation = evaluate([Document("a\x1b[2J", HOSTILE, gold)], "x")
    table = next(table for table in tables(evaluation) if table.id == "labels")
    (one,) = behind(evaluation, table, table.rows[0], "R")
    shown = [str(detail(one)), *map(str, span_row(one)), *column_titles(table, default_scheme())]
    shown += [str(cell_text(table, table.rows[0], i)) for i in range(len(table.columns))]
    assert any("[red]Ada[/]" in text for text in shown)
    assert not any(set(text) & {"\x1b", "\u202e"} for text in shown)


def test_an_interval_is_drawn_from_its_lower_to_its_upper_end() -> None:
    columns = ("label", "F1", "low", "high")
    assert str(interval_bar(("x", 0.5, 0.25, 0.75), columns)) == "······├─────●─────┤······"
    assert str(interval_bar(("x", 1.0, None, None), columns)) == "·" * (BAR - 1) + "●"
    assert str(interval_bar(("x", None, None, None), columns)) == ""
    assert interval_bar(("x", 1), ("class", "spans")) is None
