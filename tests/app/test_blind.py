"""Blind articles: a stable share, no suggestion on the screen or on the disk, and scores of their own in the end."""

import io
from pathlib import Path

import pytest

from tests.app.newsroom import article, at, desk, facts, predictions, said, screen, settled
from tui.app.settings import Settings
from tui.evaluation.groups import groups_table
from tui.gold import Project, Store, default_scheme, export_gold, read_gold
from tui.gold.evaluation_input import evaluate_gold
from tui.model import CopydeskError


async def test_what_is_begun_blind_stays_blind_and_is_scored_apart(tmp_path: Path) -> None:
    both = (article("a"), article("b"))
    async with desk(tmp_path, articles=both, open_ids=("a",), blind=1.0) as (app, pilot):
        assert facts(app) == []
        screen(app).editor.select(at("Ingrid Aasen").start, at("Ingrid Aasen").end)
        await pilot.press("1")
    async with desk(tmp_path, open_ids=("a", "b")) as (app, pilot):  # nobody asks for blind articles any more
        assert facts(app) == ["added PERSON Ingrid Aasen"]
        assert "blind: no suggestions" in said(app)
        await pilot.press("enter")
        await settled(pilot)
        assert app.current_id == "b"
        assert "blind" not in said(app)
        await pilot.press("3", "enter")
        await settled(pilot)
    events = Store(Project.open(tmp_path)).load("a").events
    assert "suggest" not in [event.do for event in events]
    assert all(event.ms is not None and event.keys for event in events if event.do == "add_entity")
    stream = io.BytesIO()
    export_gold(Store(Project.open(tmp_path)), stream, default_scheme())
    (tmp_path / "gold.jsonl").write_bytes(stream.getvalue())
    golds = read_gold(tmp_path / "gold.jsonl")
    assert {gold.article.id: [layer.value for layer in gold.review.blind] for gold in golds} == {
        "a": ["entities", "quotes"], "b": [],
    }  # fmt: skip
    evaluation = evaluate_gold(golds, {x.id: predictions(x) for x in both}, "fake-entities@1")
    groups = {row[2] for row in groups_table(evaluation).rows if row[0] == "entities"}
    assert groups == {"blind", "with suggestions", "with suggestions, less blind"}


async def test_the_configuration_may_ask_for_a_share(tmp_path: Path) -> None:
    async with desk(tmp_path, settings=Settings.of({"blind": 1}), size=(80, 24)) as (app, _):
        assert said(app).index("blind: no suggestions") < 60, "it is seen in a narrow terminal, too"


@pytest.mark.parametrize("share", [-0.1, 1.5, "half", True])
def test_a_share_that_is_none_is_refused(share: object) -> None:
    with pytest.raises(CopydeskError, match="between 0 and 1"):
        Settings.of({"blind": share})
