"""The spans behind a number: what a cell of a report's table counts, wrong ones first, each in its context.

Schemes count by their own matchings; here the one alignment behind the confusion matrix tells which spans they are.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tui.evaluation.context import ErrorInContext, line_in_context, quote_in_context, span_in_context
from tui.evaluation.data import LabelledSpan
from tui.evaluation.evaluation import Evaluation
from tui.evaluation.quotes import CRITERIA, QuotePair
from tui.evaluation.spans import SpanOutcome
from tui.evaluation.tables import NONE_LABEL, Cell, Table

Test = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Behind:
    """One span behind a number, or a pair of them: whether it counts as right there, and the words around it."""

    right: bool
    shown: ErrorInContext


@dataclass(frozen=True, slots=True)
class _Column:
    """What a column counts: which sides there have to be, and whether right ones, wrong ones (None: both)."""

    gold: bool | None = None
    predicted: bool | None = None
    right: bool | None = None


_COLUMNS = {
    "P": _Column(predicted=True), "predicted": _Column(predicted=True), "R": _Column(gold=True),
    "gold": _Column(gold=True), "support": _Column(gold=True), "matched": _Column(gold=True, predicted=True),
    "share": _Column(gold=True, predicted=True), "speaker right": _Column(gold=True, predicted=True),
    "TP": _Column(right=True), "COR": _Column(right=True), "common": _Column(right=True),
    "found": _Column(gold=True, right=True), "right": _Column(predicted=True, right=True),
    "FP": _Column(predicted=True, right=False), "FN": _Column(gold=True, right=False),
    "INC": _Column(gold=True, predicted=True, right=False), "PAR": _Column(gold=True, predicted=True, right=False),
    "MIS": _Column(gold=True, predicted=False), "SPU": _Column(gold=False, predicted=True),
    "spans": _Column(), "quotations": _Column(),
}  # fmt: skip
_WRONG = _Column(right=False)
"""F1, the ends of its interval, and whatever else has no spans of its own: the errors that keep it down."""

_ALL_LABELS = frozenset({"micro", "macro", "macro, all labels"})
_PARTS: dict[str, tuple[Test, str]] = {
    "cue": (lambda pair: pair.same_cue, "cue"), "cue overlap": (lambda pair: pair.cue_overlaps, "cue"),
    "speaker mention": (lambda pair: pair.same_mention, "speaker"),
    "speaker mention overlap": (lambda pair: pair.mention_overlaps, "speaker"),
}  # fmt: skip
_ATTRIBUTION: dict[str, Test] = {
    "mention": lambda pair: pair.same_mention, "mention overlap": lambda pair: pair.mention_overlaps,
    "person": lambda pair: pair.same_speaker,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _About:
    """An outcome that a row is about: which of its sides the row counts, and whether it counts as right there."""

    outcome: Any
    gold: bool
    predicted: bool
    right: bool


def behind(evaluation: Evaluation, table: Table, row: Sequence[Cell], column: str) -> list[Behind]:
    """Return the spans behind the cell of `row` under `column`; of the row's name, all that the row is about."""
    if table.id == "confusion":
        return _shown(evaluation, _of_matrix(evaluation, str(row[0]), column))
    wanted = _Column() if column == table.columns[0] else _COLUMNS.get(column, _WRONG)
    return _shown(
        evaluation,
        (
            one
            for one in _of_row(evaluation, table.id, row)
            if wanted.gold in (None, one.gold)
            and wanted.predicted in (None, one.predicted)
            and wanted.right in (None, one.right)
        ),
    )


def _of_row(evaluation: Evaluation, table: str, row: Sequence[Cell]) -> Iterator[_About]:
    name = str(row[0])
    if table == "groups":
        yield from _of_group(evaluation, row)
    elif table in ("summary", "curve", "comparison"):
        yield from _of_summary(evaluation, str(row[1]) if table == "comparison" else name)
    elif table == "labels" and name not in _ALL_LABELS:
        yield from _about(_entities(evaluation), _is_correct, lambda span: span.label == name)
    elif table == "errors":
        yield from _about((x for x in _entities(evaluation) if x.kind == name), _is_correct)
    elif table in ("labels", "schemes", "overlap"):
        yield from _about(_entities(evaluation), _is_correct)
    else:
        yield from _of_quotes(evaluation, table, name)


def _of_quotes(evaluation: Evaluation, table: str, name: str) -> Iterator[_About]:
    pairs = _pairs(evaluation)
    if table == "quotes" and name in _PARTS:
        agree, part = _PARTS[name]
        yield from _about(pairs, agree, lambda quote: getattr(quote, part) is not None)
    elif table == "quotes":
        yield from _about(pairs, CRITERIA.get(name, CRITERIA["content"]))
    elif table == "attribution":
        yield from _about((pair for pair in pairs if _both(pair)), _ATTRIBUTION[name])
    elif table in ("kinds", "ways"):
        facet = "kind" if table == "kinds" else "how"
        # Found is found, as in the table: with the kind of the other side, too.
        for one in _about(pairs, _both, lambda quote: (getattr(quote, facet) or "not said") == name):
            yield replace(one, right=_both(one.outcome))
    elif table == "speakers":
        yield from _about((pair for pair in pairs if pair.speaker_kind == name), _both)
    else:
        yield from _about((pair for pair in pairs if pair.kind == name), _is_correct)


def _about(outcomes: Iterable[Any], agrees: Test, is_meant: Test = lambda _: True) -> Iterator[_About]:
    """Yield the outcomes with a side that is meant; one is right when both sides are, and agree."""
    for outcome in outcomes:
        gold, predicted = (side is not None and is_meant(side) for side in (outcome.gold, outcome.predicted))
        if gold or predicted:
            yield _About(outcome, gold, predicted, bool(gold and predicted and agrees(outcome)))


def _of_summary(evaluation: Evaluation, name: str) -> Iterator[_About]:
    if name.startswith("entities"):
        yield from _about(_entities(evaluation), _is_correct)
    elif name.startswith("quotes"):
        yield from _about(_pairs(evaluation), CRITERIA["content" if name.endswith("content") else "end-to-end"])
    elif evaluation.blocks is not None:
        for line in evaluation.blocks.errors:
            yield _About(line, line.kind == "lost", line.kind != "lost", right=False)


def _of_group(evaluation: Evaluation, row: Sequence[Cell]) -> Iterator[_About]:
    layer, title, group = (str(cell) for cell in row[:3])
    facet = layer if title == "annotated" else title
    wanted = "" if group == "not known" else group
    inside = {document.id for document in evaluation.documents if document.facets.get(facet, "") == wanted}
    yield from (one for one in _of_summary(evaluation, layer) if one.outcome.document in inside)


def _of_matrix(evaluation: Evaluation, gold: str, predicted: str) -> Iterator[_About]:
    """Yield what a cell of the confusion matrix counts; under the row's name, the whole row."""
    for one in _about(_entities(evaluation), _is_correct):
        in_row = _label(one.outcome.gold) == gold
        if in_row and ("\\" in predicted or _label(one.outcome.predicted) == predicted):
            yield one


def _is_correct(outcome: Any) -> bool:
    return bool(outcome.kind == "correct")


def _entities(evaluation: Evaluation) -> Iterable[SpanOutcome]:
    return evaluation.entities.outcomes(correct=True) if evaluation.entities is not None else ()


def _pairs(evaluation: Evaluation) -> Iterable[QuotePair]:
    return evaluation.quotes.flat if evaluation.quotes is not None else ()


def _both(pair: QuotePair) -> bool:
    return pair.gold is not None and pair.predicted is not None


def _label(span: LabelledSpan | None) -> str:
    return span.label if span is not None else NONE_LABEL


def _shown(evaluation: Evaluation, found: Iterable[_About]) -> list[Behind]:
    texts = {document.id: document.text for document in evaluation.documents}
    shown = []
    for one in found:
        outcome, text = one.outcome, texts[one.outcome.document]
        if isinstance(outcome, SpanOutcome):
            shown.append(Behind(one.right, span_in_context(text, outcome)))
        elif isinstance(outcome, QuotePair):
            shown.append(Behind(one.right, quote_in_context(text, outcome)))
        else:
            shown.append(Behind(one.right, line_in_context(text, outcome)))
    return sorted(shown, key=lambda one: one.right)
