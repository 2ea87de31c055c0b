"""A small article, predictions for it, and a project to keep it in, for the tests of this folder."""

from itertools import count
from pathlib import Path

from tui.gold import Project, Session, Store
from tui.gold.store import Clock
from tui.model import (
    Article,
    Block,
    BlockKind,
    Cluster,
    Entity,
    Layer,
    Predictions,
    Provenance,
    Quote,
    QuoteKind,
    Source,
    Span,
    Speaker,
)

TEXT = (
    "Bridge to close\n\nZoë Ní Bhriain left Derry 😀 on Monday. “It is late,” she said.\n\n"
    "Photo: Ola Berg\n\nBerg paid."
)


def article(article_id: str = "bridge", text: str = TEXT) -> Article:
    """Return the article; another `text` is one body block."""
    if text != TEXT:
        return Article(article_id, text, (Block(0, len(text), BlockKind.BODY, True, "rule:prose"),))
    kinds = (BlockKind.TITLE, BlockKind.BODY, BlockKind.CREDIT, BlockKind.BODY)
    blocks, start = [], 0
    for kind, part in zip(kinds, TEXT.split("\n\n"), strict=True):
        blocks.append(Block(start, start + len(part), kind, kind is BlockKind.BODY, f"rule:{kind}"))
        start += len(part) + 2
    return Article(article_id, TEXT, tuple(blocks), Source(publisher="Example Post"), "en")


def span(text: str, nth: int = 0) -> Span:
    """Return the `nth` occurrence of `text` in the article."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(text, start + 1)
    return Span.of(TEXT, start, start + len(text))


PREDICTIONS = Predictions(
    article().text_sha256,
    {Layer.ENTITIES: Provenance("names", "1", "sm", "3.8.0"), Layer.QUOTES: Provenance("quotes", "1")},
    entities=(
        Entity("e1", span("Zoë Ní Bhriain"), "ORG", cluster="c1", score=0.91),
        Entity("e2", span("Monday"), "DATE"),
        Entity("e3", span("Berg", 1), "PERSON"),
    ),
    quotes=(Quote("q1", QuoteKind.DIRECT, (span("“It is late,”"),), span("said"), Speaker(span("she"), "c1"), "same"),),
    clusters=(Cluster("c1", "Zoë Ní Bhriain", "PERSON", ("she",)),),
)


def ticking() -> Clock:
    """Return a clock that moves on by a second each time it is read."""
    seconds = count()

    def clock() -> str:
        n = next(seconds)
        return f"2026-01-01T{n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02}.000Z"

    return clock


def new_store(folder: Path) -> Store:
    """Return the store of a new project in `folder`."""
    return Store(Project.create(folder), clock=ticking(), lock_seconds=5)


def new_session(store: Store, article_id: str = "bridge", who: str = "ann") -> Session:
    """Return a session on an article that has its predictions (added where it is not there yet)."""
    if store.add(article(article_id), "importer"):
        Session(store, article_id, who, clock=ticking()).do("suggest", by="names@1", predictions=PREDICTIONS.as_json())
    return Session(store, article_id, who, clock=ticking())
