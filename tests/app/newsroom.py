"""An invented article, what a fake analyser says of it, and a desk to try it on."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tests.in_process import InProcessAnalyser
from tui.app.app import Desk
from tui.app.edits import Edits
from tui.app.extractors import Extractors
from tui.app.screens.article import ArticleScreen
from tui.app.screens.library import LibraryScreen
from tui.app.settings import Settings
from tui.gold import Project, Store
from tui.model import (
    Article,
    Block,
    BlockKind,
    Candidate,
    Cluster,
    Entity,
    Layer,
    Predictions,
    Provenance,
    Quote,
    QuoteKind,
    Span,
    Speaker,
)

BLOCKS = (
    (BlockKind.TITLE, False, "Harbour council drops ferry plan"),
    (BlockKind.CREDIT, False, "Photo: Ola Brandt / Kyst Images"),
    (
        BlockKind.BODY,
        True,
        (
            "The harbour council in Vesterby has dropped its plan for a night ferry, Mayor Ingrid Aasen said on "
            "Monday. “We listened to the people who live here,” Aasen said."
        ),
    ),
    (
        BlockKind.BODY,
        True,
        (
            "The owner of Nordlys Ferries, Tomas Reyes, called the decision “a gift to the airport”. "
            "Reyes told the Kyst Post that Vesterby would lose ninety jobs."
        ),
    ),
    (BlockKind.PROMO, False, "Sign up for our morning letter"),
    (
        BlockKind.BODY,
        True,
        (
            "“It is not over,” he said, “and the council knows it.” Aasen did not answer. "
            "Vesterby has had a ferry since 1911."
        ),
    ),
)
TEXT = "\n\n".join(text for _, _, text in BLOCKS)
BY = {
    Layer.ENTITIES: Provenance("fake-entities", "1", "sm", "3.8.0"),
    Layer.QUOTES: Provenance("fake-quotes", "1"),
}


def at(surface: str, nth: int = 0, text: str = TEXT) -> Span:
    """The `nth` place where `surface` stands."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(surface, start + 1)
    return Span.of(text, start, start + len(surface))


def article(article_id: str = "ferry") -> Article:
    blocks, position = [], 0
    for kind, keep, text in BLOCKS:
        blocks.append(Block(position, position + len(text), kind, keep, "rule:made-up"))
        position += len(text) + 2
    return Article(article_id, TEXT, tuple(blocks))


def predictions(of: Article) -> Predictions:
    """Mostly right: Vesterby is wrong (ORG), Reyes is missed once, the second quote has the wrong speaker."""
    return Predictions(
        of.text_sha256,
        BY,
        entities=(
            Entity("e1", at("Vesterby"), "ORG"),
            Entity("e2", at("Ingrid Aasen"), "PERSON", "c1"),
            Entity("e3", at("Monday"), "DATE"),
            Entity("e4", at("Nordlys Ferries"), "ORG"),
            Entity("e5", at("Tomas Reyes"), "PERSON", "c2"),
            Entity("e6", at("Vesterby", 1), "GPE"),
        ),
        quotes=(
            Quote("q1", QuoteKind.DIRECT, (at("“We listened to the people who live here,”"),), at("said", 1),
                  Speaker(at("Aasen", 1), "c1"), "same-sentence", 0.95),
            Quote("q2", QuoteKind.DIRECT, (at("“It is not over,”"), at("“and the council knows it.”")), at("said", 2),
                  Speaker(at("he", 6), None), "previous-paragraph", 0.5),
        ),
        clusters=(Cluster("c1", "Ingrid Aasen", "PERSON"), Cluster("c2", "Tomas Reyes", "PERSON")),
        candidates=(Candidate(at("Kyst Post"), Layer.ENTITIES, "doubtful"),),
    )  # fmt: skip


OTHER_BY = {Layer.ENTITIES: Provenance("copydesk-entities", "1", "en_core_web_md", "3.8.0")}


def other_names(of: Article) -> Predictions:
    """What another model finds: Vesterby is right, Aasen longer, Kyst Post is new, Nordlys Ferries is missed."""
    return Predictions(
        of.text_sha256,
        OTHER_BY,
        entities=(
            Entity("e1", at("Vesterby"), "GPE"),
            Entity("e2", at("Mayor Ingrid Aasen"), "PERSON", "c1"),
            Entity("e3", at("Monday"), "DATE"),
            Entity("e4", at("Tomas Reyes"), "PERSON", "c2"),
            Entity("e5", at("Kyst Post"), "ORG"),
            Entity("e6", at("Vesterby", 1), "GPE"),
        ),
        clusters=(Cluster("c1", "Ingrid Aasen", "PERSON"), Cluster("c2", "Tomas Reyes", "PERSON")),
    )


def ask_also(app: Desk, name: str, analyse: Callable[[Article], Predictions]) -> None:
    """Offer a second extractor in the desk."""
    by = dict.fromkeys((Layer.ENTITIES, Layer.QUOTES), OTHER_BY[Layer.ENTITIES])
    started = {name: InProcessAnalyser(analyse, by)}
    app.extractors = Extractors(app.analyser, [name], start=started.__getitem__)


def project(root: Path, articles: Sequence[Article] = ()) -> Project:
    """A project with these articles (one, when none are given)."""
    made = Project.create(root)
    store = Store(made)
    for one in articles or (article(),):
        store.add(one, "kim")
    return made


def fake_analyser(analyse: Callable[[Article], Predictions] = predictions) -> InProcessAnalyser:
    return InProcessAnalyser(analyse, BY)


@asynccontextmanager
async def desk(
    root: Path,
    *,
    articles: Sequence[Article] = (),
    open_ids: Sequence[str] = ("ferry",),
    size: tuple[int, int] = (120, 40),
    settings: Settings | None = None,
    blind: float = 0.0,
    analyser: InProcessAnalyser | None = None,
) -> AsyncIterator[tuple[Desk, Pilot[None]]]:
    """The desk on a project in `root`, with the article open and the suggestions there."""
    made = Project.open(root) if (root / "copydesk.toml").exists() else project(root, articles)
    app = Desk(
        made,
        settings=settings,
        analyser=analyser or fake_analyser(),
        who="kim",
        open_ids=open_ids,
        blind=blind,
    )
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield app, pilot


async def settled(pilot: Pilot[None]) -> None:
    """Wait until no worker runs and every message has been handled."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def screen(app: Desk) -> ArticleScreen:
    assert isinstance(app.screen, ArticleScreen), app.screen
    return app.screen


def facts(app: Desk) -> list[str]:
    """What a person would say of the labels of the open article."""
    state = screen(app).editor.state
    return [f"{x.status} {x.name} {' … '.join(s.text for s in x.spans)}" for x in state.in_order()]


def focused(app: Desk) -> str:
    """The text that has the focus, or what is selected in round brackets, or nothing."""
    editor = screen(app).editor
    if editor.selection is not None:
        return f"({editor.text[slice(*editor.selection)]})"
    span = editor.focused_span
    return editor.text[slice(*span)] if span else ""


def said(app: Desk) -> str:
    """What the status line says."""
    return str(app.screen.query_one("StatusLine").render())


def panel(app: Desk) -> str:
    """What the side panel says, without empty lines."""
    return "\n".join(line for line in str(app.screen.query_one("#about").render()).split("\n") if line)


def editor(app: Desk) -> Edits:
    return screen(app).editor


def put(app: Desk, surface: str, nth: int = 0) -> None:
    """Put the cursor on a word; a label there gets the focus."""
    editor(app).go(at(surface, nth).start)
    screen(app).show_state()


def at_cursor(app: Desk) -> str:
    """The word at the cursor."""
    start, end = editor(app).motion.token_at(editor(app).cursor)
    return TEXT[start:end]


def letters_for(app: Desk, offset: int) -> str:
    """The letters that lie over the word at `offset`."""
    mode = screen(app).mode
    assert mode is not None
    return mode.over[offset]


def quote(app: Desk, nth: int = 0) -> Quote:
    value = editor(app).state.in_order(Layer.QUOTES)[nth].value
    assert isinstance(value, Quote)
    return value


def library(app: Desk) -> LibraryScreen:
    assert isinstance(app.screen, LibraryScreen), app.screen
    return app.screen
