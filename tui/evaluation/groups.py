"""Scores of groups of articles: by publisher, and annotated blind against annotated with suggestions.

People who see suggestions tend to accept them, so an extractor looks better on articles that its own suggestions
helped to annotate. Only the articles that were annotated blind show how much.
"""

from collections.abc import Collection

from tui.evaluation.data import Document
from tui.evaluation.evaluation import Evaluation, evaluate
from tui.evaluation.intervals import compare_groups, interval
from tui.evaluation.tables import Cell, Table
from tui.model import Layer

Slices = dict[str, Evaluation]
NOT_KNOWN = "not known"
BLIND, ASSISTED = "blind", "with suggestions"
"""The values of the facets "entities" and "quotes": how the layer of an article was annotated."""

FACETS = ("publisher", "site", "year", "lang", "annotated")
"""What articles may be grouped by; "annotated" is how the layer that is scored was annotated."""

_PULL = "The difference between blind articles and those annotated with suggestions tells how far suggestions pull."


def facet_name(facet: str, layer: Layer) -> str:
    """Return under which name a document has one of `FACETS`."""
    return layer.value if facet == "annotated" else facet


def groups(evaluation: Evaluation, layer: Layer, facet: str, labels: Collection[str] | None = None) -> Slices:
    """Return the evaluation of one layer cut into groups of articles, by name; `facet` is one of `FACETS`.

    Articles of which the property is not known are the group "not known".
    """
    name = facet_name(facet, layer)
    found: dict[str, list[Document]] = {}
    for document in evaluation.scored(layer):
        found.setdefault(document.facets.get(name, "") or NOT_KNOWN, []).append(document)
    return {group: evaluate(found[group], evaluation.extractor, [layer], labels) for group in sorted(found)}


def groups_table(evaluation: Evaluation) -> Table:
    """Return F1 of each group of articles, for each layer and property in which its articles differ."""
    rows: list[tuple[Cell, ...]] = []
    for layer in (Layer.ENTITIES, Layer.QUOTES):
        if layer.value not in evaluation.tallies:
            continue
        for facet, title in (("publisher", "publisher"), (layer.value, "annotated")):
            tallies = evaluation.tally(layer.value).by_facet(evaluation.scored(layer), facet)
            if len(tallies) < 2:
                continue
            for name, tally in tallies.items():
                found = interval(tally)
                rows.append((
                    layer.value, title, name or NOT_KNOWN, found.value, found.low, found.high, found.documents,
                ))  # fmt: skip
        rows += _blind_row(evaluation, layer)
    return Table(
        "groups", "Groups of articles (F1)", ("layer", "property", "group", "F1", "low", "high", "articles"),
        tuple(rows), _PULL if any(row[1] == "annotated" for row in rows) else "",
    )  # fmt: skip


def _blind_row(evaluation: Evaluation, layer: Layer) -> list[tuple[Cell, ...]]:
    tallies = evaluation.tally(layer.value).by_facet(evaluation.scored(layer), layer.value)
    if not {BLIND, ASSISTED} <= set(tallies):
        return []
    found = compare_groups(tallies[BLIND], tallies[ASSISTED])
    name = f"{ASSISTED}, less {BLIND}"
    return [(layer.value, "annotated", name, found.value, found.low, found.high, found.documents)]
