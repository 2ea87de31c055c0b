"""The article of the tour and what is suggested for it: mostly right, and wrong where a step is to mend it."""

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
    Span,
    Speaker,
)

_BLOCKS = (
    (BlockKind.TITLE, False, "Night ferry to stay, says council"),
    (BlockKind.NEWSLETTER, False, "Sign up for our morning letter"),
    (
        BlockKind.BODY,
        True,
        (
            "Mayor Ingrid Aasen told reporters in Lindvik on Monday that the night ferry will stay. “We listened to "
            "the people who use it,” she said."
        ),
    ),
    (
        BlockKind.BODY,
        True,
        (
            "The Kyst Post had written that the council would drop the boat. Tomas Reyes, who owns Nordlys Ferries, "
            "called that report “a good story, and a wrong one”."
        ),
    ),
    (
        BlockKind.BODY,
        True,
        "Reyes said the Kyst Post had never asked him. The Ferry has left Lindvik at eleven every night since 1911.",
    ),
)
TEXT = "\n\n".join(text for _, _, text in _BLOCKS)


def at(surface: str, nth: int = 0) -> Span:
    """Return the `nth` place where `surface` stands."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(surface, start + 1)
    return Span.of(TEXT, start, start + len(surface))


def article() -> Article:
    """Return the article of the tour."""
    blocks, position = [], 0
    for kind, keep, text in _BLOCKS:
        reason = "rule:newsletter-sign-up" if kind is BlockKind.NEWSLETTER else "rule:tour"
        blocks.append(Block(position, position + len(text), kind, keep, reason))
        position += len(text) + 2
    return Article("tour", TEXT, tuple(blocks))


def predictions() -> Predictions:
    """Return the suggestions: a wrong label, a name cut short, a wrong speaker, something that is no name."""
    by = Provenance("tour", "1")
    return Predictions(
        article().text_sha256,
        {Layer.ENTITIES: by, Layer.QUOTES: by},
        entities=(
            Entity("e1", at("Ingrid Aasen"), "PERSON", "c1"),
            Entity("e2", at("Lindvik"), "ORG"),
            Entity("e3", at("Tomas"), "PERSON"),
            Entity("e4", at("Nordlys Ferries"), "ORG"),
            Entity("e5", at("The Ferry"), "FAC"),
        ),
        quotes=(
            Quote("q1", QuoteKind.DIRECT, (at("“We listened to the people who use it,”"),), at("said"),
                  Speaker(at("Tomas"), None)),
        ),
        clusters=(Cluster("c1", "Ingrid Aasen", "PERSON"),),
    )  # fmt: skip
