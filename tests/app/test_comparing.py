"""Two people's work side by side in the desk: another project, gold, the same log; verdicts last and can be undone."""

from pathlib import Path

from tests.app.newsroom import TEXT, at, desk, facts, focused, panel, predictions, project, said, screen, settled
from tui.app.screens.chooser import Chooser
from tui.app.settings import Settings
from tui.app.view_model import HighlightLayer
from tui.gold import Project, Session, Store, default_scheme, export_gold


def lees(root: Path) -> Session:
    """What lee made of the same article in a project of their own: a label, a speaker, a block and a quote differ."""
    session = Session(Store(project(root)), "ferry", "lee")
    session.do("suggest", predictions=predictions(session.article).as_json())
    first = session.state.in_order()[0]
    session.do("relabel", id=first.id, label="GPE")
    session.do("approve", layers=["entities", "quotes"])
    quote = session.state.in_order()[-1]
    owner = at("Tomas Reyes")
    session.do("set_speaker", id=quote.id, mention=[owner.start, owner.end], cluster=None)
    session.do("set_block", start=TEXT.index("Photo:"), keep=True, kind="caption")
    return session


async def test_another_persons_project_is_compared_settled_and_taken_over(tmp_path: Path) -> None:
    lee = lees(tmp_path / "lee")
    async with desk(tmp_path / "kim") as (app, pilot):
        await pilot.press("3")
        await pilot.press("g", "e", "g", "q")
        screen(app).compare_at(str(tmp_path / "lee"))
        screen(app).show_state()
        await pilot.pause()
        seen = []
        while screen(app).comparison.listed:
            seen.append(str(screen(app).comparison.at.what))
            await pilot.press("2")
        assert seen == ["kept", "speaker"]
        assert facts(app) == [
            f"{x.status} {x.name} {' … '.join(s.text for s in x.spans)}" for x in lee.state.in_order()
        ]
        assert "settled" in said(app)
        events = Store(Project.open(tmp_path / "kim")).load("ferry").events
        assert [event.do for event in events if event.keys in (("2",), ("3",))] == ["relabel", "settle", "settle"]
        await pilot.press("u", "u")
        assert screen(app).editor.state.verdicts == {}
        assert len(screen(app).comparison.open) == 2


async def test_gold_in_a_file_is_compared_and_a_verdict_is_there_after_a_restart(tmp_path: Path) -> None:
    lee = lees(tmp_path / "lee")
    gold = tmp_path / "lee.jsonl"
    with gold.open("wb") as stream:
        export_gold(lee.store, stream, default_scheme())
    settings = Settings.of({"compare": [str(gold)]})
    for sitting in (1, 2):
        async with desk(tmp_path / "kim", settings=settings) as (app, pilot):
            if sitting == 1:
                await pilot.press("g", "e", "g", "q")
            await pilot.press("d")
            assert isinstance(app.screen, Chooser)
            await pilot.press(*"lee", "enter")
            await settled(pilot)
            assert "lee in lee.jsonl" in panel(app)
            assert len(screen(app).comparison.open) == (3 if sitting == 1 else 2)
            await pilot.press("1")
            assert "settled" in panel(app) or sitting == 2


async def test_the_same_article_is_compared_with_how_another_person_left_it(tmp_path: Path) -> None:
    lees(tmp_path)
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("tab", "x", "d", *"lee", "enter")
        await settled(pilot)
        assert "lee, as left then" in panel(app)
        assert len(screen(app).comparison.open) == 1
        await pilot.press("2")
        assert "settled" in said(app)


async def test_an_edit_by_hand_ends_a_difference_too(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("3", "d", "enter")
        await settled(pilot)
        assert len(screen(app).comparison.open) == 1
        await pilot.press("0", *"ORG", "enter")
        await settled(pilot)
        assert screen(app).comparison.open == []
        await pilot.press("1")
        assert "both sides say the same" in said(app)


async def test_what_can_not_be_compared_is_said(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "copydesk.toml").write_text("")
    (tmp_path / "bad.jsonl").write_text("{}\n")
    async with desk(tmp_path / "kim") as (app, _):
        for path, sentence in (
            ("nowhere", "is not there"), ("other", "has no article 'ferry'"), ("bad.jsonl", "schema"),
        ):  # fmt: skip
            screen(app).attempt(lambda path=path: screen(app).compare_at(str(tmp_path / path)))
            assert sentence in said(app)
            assert screen(app).comparison is None
        assert focused(app) == "Vesterby"


async def test_of_a_long_difference_the_first_and_the_last_word_stand_out(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("slash", *"listened", "enter", "x", "d", "enter")
        await settled(pilot)
        shown = screen(app)
        parts = [x for x in shown.difference_highlights() if x.layer is HighlightLayer.DIFFERENCE]
        assert [shown.editor.text[x.start : x.end] for x in parts] == ["“", "”"]
        await pilot.press("2")
        assert shown.difference_highlights() == []


async def test_a_label_that_is_no_difference_is_shown_with_what_is_known_of_it(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        await pilot.press("3", "d", "enter")
        await settled(pilot)
        assert "entity: label" in panel(app)
        await pilot.press("tab")
        assert focused(app) == "Ingrid Aasen"
        assert "proposed by" in panel(app)
        await pilot.press("right_square_bracket")
        assert "entity: label" in panel(app)
