"""Counts per document: what every score, interval and test in this package is made from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tui.evaluation.data import Document
from tui.evaluation.metrics import Floats, Score, score_of


@dataclass(frozen=True)
class Tally:
    """One thing that is counted, document by document.

    `rows` has the shape (documents, 3): hits, predicted, gold. The same documents in the same order make the tallies
    of two extractors comparable.
    """

    name: str
    rows: Floats

    @property
    def score(self) -> Score:
        """The micro-averaged score: counts summed over the documents."""
        return score_of(self.rows)

    def by_facet(self, documents: Sequence[Document], facet: str) -> "dict[str, Tally]":
        """Return the tally of each group of documents with the same value of a facet ("" where it is missing).

        `documents` are those that were counted, in the same order.
        """
        values = np.array([document.facets.get(facet, "") for document in documents], dtype=object)
        return {value: Tally(self.name, self.rows[values == value]) for value in sorted(set(values.tolist()))}


def tally_of(name: str, rows: Sequence[tuple[float, float, float]]) -> Tally:
    """Return a tally from one row for each document."""
    return Tally(name, np.array(rows, dtype=float).reshape(-1, 3))
