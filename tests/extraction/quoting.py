"""Quotes in a form that tests can read."""

from dataclasses import dataclass

from spacy.tokens import Doc

from tui.extraction.quotes import find_quotes
from tui.model import Entity, Span


@dataclass(frozen=True)
class Found:
    """A quote with the surface texts of its parts and the name of its speaker's cluster."""

    kind: str
    pieces: tuple[str, ...]
    cue: str | None
    speaker: str | None
    cluster: str | None
    how: str | None
    score: float


def entities_of(doc: Doc) -> list[Entity]:
    """The names that the model finds; a bare surname belongs to the person first named with it."""
    full: dict[str, str] = {}
    found = []
    for n, ent in enumerate(doc.ents):
        surname = ent.text.split()[-1]
        cluster = full.setdefault(surname, ent.text)
        found.append(Entity(f"e{n}", Span(ent.start_char, ent.end_char, ent.text), ent.label_, cluster))
    return found


def quotes_of(doc: Doc, *, attitudes: bool = False) -> list[Found]:
    findings = find_quotes(doc, entities_of(doc), attitudes=attitudes)
    names = {c.id: c.name for c in findings.clusters}
    result = []
    for quote in findings.quotes:
        for span in quote.content:
            span.check(doc.text)
        mention = quote.speaker.mention if quote.speaker else None
        cluster = quote.speaker.cluster if quote.speaker else None
        result.append(
            Found(
                quote.kind.value, tuple(p.text for p in quote.content), quote.cue.text if quote.cue else None,
                mention.text if mention else None, names.get(cluster or "", cluster), quote.how, quote.score or 0.0,
            )
        )  # fmt: skip
    return result
