"""Scores of groups of articles: by publisher, and annotated blind against annotated with suggestions.

People who see suggestions tend to accept them, so an extractor looks better on articles that its own suggestions
helped to annotate. Only the articles that were annotated blind show how much.
"""

from tui.evaluation.evaluation import Evaluation
from tui.evaluation.intervals import compare_groups, interval
from tui.evaluation.tables import Cell, Table
from tui.model import Layer

BLIND, ASSISTED = "blind", "with suggestions"
"""The values of the facets "entities" and "quotes": how the layer of an article was annotated."""

_PULL = "The difference between blind articles and those annotated with suggestions tells how far suggestions pull."


def groups_table(evaluation: Evaluation) -> Table:
    """Return F1 of each group of articles, for each layer and property in which its articles differ."""
    rows: list[tuple[Cell, ...]] = []
    for layer in (Layer.ENTITIES, Layer.QUOTES):
        if layer.value not in evaluation.tallies:
            continue
        for facet, title in (("publisher", "publisher"), (layer.value, "annotated")):
            groups = evaluation.tally(layer.value).by_facet(evaluation.scored(layer), facet)
            if len(groups) < 2:
                continue
            for name, tally in groups.items():
                found = interval(tally)
                rows.append((
                    layer.value, title, name or "not known", found.value, found.low, found.high, found.documents,
                ))  # fmt: skip
        rows += _blind_row(evaluation, layer)
    return Table(
        "groups", "Groups of articles (F1)", ("layer", "property", "group", "F1", "low", "high", "articles"),
        tuple(rows), _PULL if any(row[1] == "annotated" for row in rows) else "",
    )  # fmt: skip


def _blind_row(evaluation: Evaluation, layer: Layer) -> list[tuple[Cell, ...]]:
    groups = evaluation.tally(layer.value).by_facet(evaluation.scored(layer), layer.value)
    if not {BLIND, ASSISTED} <= set(groups):
        return []
    found = compare_groups(groups[BLIND], groups[ASSISTED])
    name = f"{ASSISTED}, less {BLIND}"
    return [(layer.value, "annotated", name, found.value, found.low, found.high, found.documents)]
