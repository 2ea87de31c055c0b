"""Spans of many documents as columns of numbers, so that ten thousand articles are scored in a few array operations.

All documents lie one after another on one axis: the position of a character is its offset plus the document's base.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from operator import itemgetter
from typing import Self

import numpy as np
import numpy.typing as npt

from tui.evaluation.data import Document, LabelledSpan

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SpanTable:
    """Columns of equal length, sorted by document, start, end and label; starts and ends are positions on the axis."""

    document: Ints
    start: Ints
    end: Ints
    label: Ints

    def __len__(self) -> int:
        return len(self.start)

    def where(self, mask: Mask) -> "SpanTable":
        """Return the rows for which `mask` holds."""
        return SpanTable(self.document[mask], self.start[mask], self.end[mask], self.label[mask])


@dataclass(frozen=True, slots=True)
class Corpus:
    """Gold and predicted spans of the same documents. `base[i]` is where document `i` starts; the last entry ends all.

    `outside_gold` and `outside_predicted` count, for each document, the spans that reach into a block outside the
    body, `unasked` the predictions with a label that nobody was asked for; they are in neither table.
    """

    base: Ints
    labels: tuple[str, ...]
    gold: SpanTable
    predicted: SpanTable
    outside_gold: Ints
    outside_predicted: Ints
    unasked: Ints

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return len(self.base) - 1

    def span(self, table: SpanTable, row: int) -> LabelledSpan:
        """Return a row of one of the tables with offsets into its document."""
        base = int(self.base[table.document[row]])
        return LabelledSpan(
            int(table.start[row]) - base, int(table.end[row]) - base, self.labels[int(table.label[row])]
        )


def corpus_of(documents: Sequence[Document], labels: Iterable[str] | None = None) -> Corpus:
    """Return the spans of `documents` as tables. With `labels`, spans with another label are left out on both sides.

    Spans, gold or predicted, that reach into a block that is not part of the body by the gold are set apart, and so
    are predictions with a label that nobody was asked for. Raises `CopydeskError` for a span that leaves its text.
    """
    base = np.zeros(len(documents) + 1, dtype=np.int64)
    base[1:] = np.cumsum(np.fromiter((len(d.text) + 1 for d in documents), np.int64, len(documents)))
    asked = [_asked(d) for d in documents]
    sides = [_Columns.of([d.gold.spans for d in documents]), _Columns.of(asked)]
    wanted = sorted(set(labels) if labels is not None else {*sides[0].labels, *sides[1].labels})
    ids = {label: i for i, label in enumerate(wanted)}
    dropped = _dropped(documents, base)
    gold, outside_gold = _set_apart(_table(documents, sides[0], base, ids), dropped, len(documents))
    predicted, outside_predicted = _set_apart(_table(documents, sides[1], base, ids), dropped, len(documents))
    unasked = [len(d.predicted.spans) - len(kept) for d, kept in zip(documents, asked, strict=True)]
    return Corpus(
        base, tuple(wanted), gold, predicted, outside_gold, outside_predicted, np.array(unasked, dtype=np.int64)
    )


def overlaps_any(start: Ints, end: Ints, other_start: Ints, other_end: Ints) -> Mask:
    """Return for each `start:end` whether it shares a position with any of the others."""
    if not len(other_start):
        return np.zeros(len(start), dtype=bool)
    order = np.argsort(other_start, kind="stable")
    furthest = np.maximum.accumulate(other_end[order])
    before = np.searchsorted(other_start[order], end, side="left")
    result: Mask = (before > 0) & (furthest[np.maximum(before - 1, 0)] > start) & (start < end)
    return result


def _asked(document: Document) -> tuple[LabelledSpan, ...]:
    if document.asked is None:
        return document.predicted.spans
    asked = document.asked.union(span.label for span in document.gold.spans)
    return tuple(span for span in document.predicted.spans if span.label in asked)


@dataclass(frozen=True, slots=True)
class _Columns:
    """The spans of one side of all documents, as they come, offsets still within their document."""

    document: Ints
    start: Ints
    end: Ints
    labels: list[str]

    @classmethod
    def of(cls, spans: Sequence[Sequence[LabelledSpan]]) -> Self:
        flat = list(chain.from_iterable(spans))
        document = np.repeat(np.arange(len(spans)), np.fromiter(map(len, spans), np.int64, len(spans)))
        start, end = (np.fromiter(map(itemgetter(i), flat), np.int64, len(flat)) for i in (0, 1))
        return cls(document, start, end, list(map(itemgetter(2), flat)))


def _table(documents: Sequence[Document], columns: _Columns, base: Ints, ids: dict[str, int]) -> SpanTable:
    document = columns.document
    start, end = columns.start + base[document], columns.end + base[document]
    wrong = (columns.start < 0) | (end >= base[document + 1]) | (start > end)
    for i in document[wrong][:1]:
        documents[i].check()
    label = np.fromiter(map(ids.get, columns.labels, repeat(-1)), np.int64, len(columns.labels))
    order = np.lexsort((label, end, start))
    order = order[label[order] >= 0]
    return SpanTable(document[order], start[order], end[order], label[order])


def _dropped(documents: Sequence[Document], base: Ints) -> tuple[Ints, Ints]:
    """Return starts and ends on the axis of what lies outside the body."""
    rows = [
        (start + int(base[i]), end + int(base[i]))
        for i, document in enumerate(documents)
        for start, end in document.outside
    ]
    columns = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return columns[:, 0], columns[:, 1]


def _set_apart(table: SpanTable, dropped: tuple[Ints, Ints], documents: int) -> tuple[SpanTable, Ints]:
    outside = overlaps_any(table.start, table.end, *dropped)
    return table.where(~outside), np.bincount(table.document[outside], minlength=documents)
