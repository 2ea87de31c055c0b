"""Rules on a document's names and values: where they start and end, what they are, and that one name is one thing."""

from collections.abc import Callable, Collection, Iterable

from tui.extraction.names import amounts, document, extension, labels, languages, spans, times
from tui.extraction.names.page import NAMES, Mention, Page
from tui.extraction.names.surroundings import context

Rule = Callable[[Page], None]

RULES: dict[str, Rule] = {
    "boundaries": spans.boundaries,
    "article": spans.article,
    "title": spans.title,
    "lower-case": spans.lower_case,
    "generic": spans.generic,
    "split": extension.split,
    "extend": extension.extend,
    "place-head": extension.place_head,
    "dateline": extension.dateline,
    "honorific": labels.honorific,
    "acronym": document.acronym,
    "country": labels.country,
    "demonym": labels.demonym,
    "head-noun": labels.head_noun,
    "surname": document.surname,
    "context": context,
    "propagate": document.propagate,
    "language": languages.language,
    "money": amounts.money,
    "percent": amounts.percent,
    "quantity": amounts.quantity,
    "clock": times.clock,
    "date": times.date,
    "age": times.age,
    "number": amounts.number,
    "value-edges": amounts.value_edges,
}
"""Every rule by its name, in the order in which they are applied."""


def refine(text: str, mentions: Iterable[tuple[int, int, str]], off: Collection[str] = ()) -> Page:
    """Apply every rule but those named in `off` to what a model found in `text`: `(start, end, label)`."""
    page = Page(text, mentions)
    for name, rule in RULES.items():
        if name not in off:
            rule(page)
    return page


__all__ = ["NAMES", "RULES", "Mention", "Page", "Rule", "refine"]
