"""Errors as people read them: each in the words around it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tui.evaluation.blocks import LineOutcome
from tui.evaluation.data import LabelledSpan, Offsets, QuoteItem
from tui.evaluation.evaluation import Evaluation
from tui.evaluation.quotes import QuotePair
from tui.evaluation.spans import SpanOutcome
from tui.model import Layer

WIDTH = 60
_BREAKS = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says: a label or kind, offsets, and the text before, in and after them (line ends as spaces)."""

    label: str
    start: int
    end: int
    before: str
    inside: str
    after: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ErrorInContext:
    """One error of one layer; a side without a span is None."""

    layer: Layer
    kind: str
    document: str
    gold: Side | None
    predicted: Side | None

    @property
    def start(self) -> int:
        """Where in the document to look."""
        return min(side.start for side in (self.gold, self.predicted) if side is not None)


def errors(evaluation: Evaluation, width: int = WIDTH) -> Iterator[ErrorInContext]:
    """Yield every error of every layer, with `width` characters around it, layer by layer in the order of the texts."""
    texts = {document.id: document.text for document in evaluation.documents}
    if evaluation.entities is not None:
        for outcome in evaluation.entities.outcomes():
            yield span_in_context(texts[outcome.document], outcome, width)
    for pair in evaluation.quotes.flat if evaluation.quotes is not None else ():
        if pair.kind != "correct":
            yield quote_in_context(texts[pair.document], pair, width)
    for line in evaluation.blocks.errors if evaluation.blocks is not None else ():
        yield line_in_context(texts[line.document], line, width)


def side(text: str, offsets: Offsets, label: str, width: int = WIDTH, note: str = "") -> Side:
    """Return a stretch of `text` in its context."""
    start, end = offsets
    return Side(
        label, start, end, _one_line(text[max(0, start - width) : start]), _one_line(text[start:end]),
        _one_line(text[end : end + width]), note,
    )  # fmt: skip


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", text)


def span_in_context(text: str, outcome: SpanOutcome, width: int = WIDTH) -> ErrorInContext:
    """Return what became of a span, or of a pair of them, in the words around it."""
    gold, predicted = (_span(text, s, width) for s in (outcome.gold, outcome.predicted))
    return ErrorInContext(Layer.ENTITIES, outcome.kind, outcome.document, gold, predicted)


def _span(text: str, span: LabelledSpan | None, width: int) -> Side | None:
    return None if span is None else side(text, (span.start, span.end), span.label, width)


def quote_in_context(text: str, pair: QuotePair, width: int = WIDTH) -> ErrorInContext:
    """Return what became of a quotation in the words around it."""
    gold, predicted = (None if q is None else _quote(text, q, width) for q in (pair.gold, pair.predicted))
    return ErrorInContext(Layer.QUOTES, pair.kind, pair.document, gold, predicted)


def _quote(text: str, quote: QuoteItem, width: int) -> Side:
    pieces = sorted(quote.content)
    speaker = text[slice(*quote.speaker)] if quote.speaker else "nobody named"
    return side(text, (pieces[0][0], pieces[-1][1]), quote.kind, width, f"speaker: {_one_line(speaker)}")


def line_in_context(text: str, line: LineOutcome, width: int = WIDTH) -> ErrorInContext:
    """Return a line that one side keeps in the words around it."""
    there = side(text, (line.start, line.end), "body", width)
    lost = line.kind == "lost"
    return ErrorInContext(Layer.BLOCKS, line.kind, line.document, there if lost else None, None if lost else there)
