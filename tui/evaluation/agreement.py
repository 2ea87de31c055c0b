"""Agreement of people who annotated the same texts.

Lead with pairwise F1: it is what a scorer would give one annotator against the other, and it needs no idea of chance
(Hripcsak and Rothschild 2005). Kappa on tokens is printed both with and without the tokens that neither annotator
marked, because the first is inflated by them and the second deflated. Krippendorff's alpha for units corrects for
chance without cutting the text into tokens.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from tui.evaluation.alpha import nominal_alpha, unitizing_alpha
from tui.evaluation.data import Annotations, Document, LabelledSpan, Offsets
from tui.evaluation.metrics import Score
from tui.evaluation.overlap import token_edges
from tui.evaluation.spans import SpanScores, score_spans
from tui.model import CopydeskError, Layer

Category = tuple[str, ...]
"""The labels of a token, in order; empty where it has none."""


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """One text and the spans that each annotator marked in it."""

    id: str
    text: str
    spans: Mapping[str, tuple[LabelledSpan, ...]]


@dataclass(frozen=True)
class PairAgreement:
    """Two annotators: their scores against each other (strict F1 is symmetric), and kappa on tokens."""

    first: str
    second: str
    scores: SpanScores
    kappa: float | None
    kappa_marked: float | None

    @property
    def score(self) -> Score:
        """The strict score of the second against the first."""
        return self.scores.score()


@dataclass(frozen=True)
class Agreement:
    """All measures over the texts that all annotators have finished.

    `alpha_units` asks for units and labels, `alpha_marked` only whether text is marked at all; `alpha_labels` scores
    each label alone. They are None where undefined, and where units of one annotator overlap: see `notes`.
    """

    annotators: tuple[str, ...]
    texts: int
    pairs: tuple[PairAgreement, ...]
    alpha_tokens: float | None
    alpha_units: float | None
    alpha_marked: float | None
    alpha_labels: Mapping[str, float | None]
    notes: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return every number."""
        return {
            "annotators": list(self.annotators), "texts": self.texts,
            "pairs": [
                {
                    "first": pair.first, "second": pair.second, "f1": pair.score.f1, "kappa": pair.kappa,
                    "kappa_marked": pair.kappa_marked,
                    "labels": {label: score.f1 for label, score in pair.scores.by_label.items()},
                    "differences": pair.scores.error_counts,
                }
                for pair in self.pairs
            ],
            "alpha_tokens": self.alpha_tokens, "alpha_units": self.alpha_units, "alpha_marked": self.alpha_marked,
            "alpha_labels": dict(self.alpha_labels), "notes": list(self.notes),
        }  # fmt: skip


def agreement(texts: Sequence[AnnotatedText], annotators: Sequence[str] = ()) -> Agreement:
    """Return the agreement of all annotators over all texts, in the order in which they are named.

    `annotators` names those who may have no text. Raises `CopydeskError` where there are fewer than two annotators, or
    one hasn't annotated every text.
    """
    annotators = tuple(dict.fromkeys([*annotators, *(name for text in texts for name in text.spans)]))
    if len(annotators) < 2:
        raise CopydeskError("agreement needs the same articles annotated by at least two people")
    for text in texts:
        missing = [name for name in annotators if name not in text.spans]
        if missing:
            raise CopydeskError(f"{text.id} has no annotations by {', '.join(missing)}; compare finished articles only")
    tokens = {name: token_categories(texts, name) for name in annotators}
    labels = sorted({span.label for text in texts for spans in text.spans.values() for span in spans})
    overlapping: list[str] = []
    by_label = {label: _unitizing(texts, annotators, overlapping, only=label) for label in labels}
    mixed: list[str] = []
    units = _unitizing(texts, annotators, mixed), _unitizing(texts, annotators, mixed, presence=True)
    notes = []
    if overlapping:
        notes.append(_left_out(f"of the label{'s' if len(overlapping) > 1 else ''} {', '.join(overlapping)}"))
    if mixed:
        notes.append(_left_out("of different labels"))
    return Agreement(
        annotators, len(texts),
        tuple(_pair(texts, first, second, tokens) for first, second in combinations(annotators, 2)),
        nominal_alpha([tokens[name] for name in annotators]),
        *units, by_label, tuple(notes),
    )  # fmt: skip


def in_body(text: AnnotatedText, dropped: Iterable[Offsets]) -> AnnotatedText:
    """Return the text without the stretches `dropped` and the spans that reach into one; offsets move along.

    Without that, the words of navigation and footers, which nobody marks, would make people look more alike.
    """
    pieces, moved, position, length = [], [], 0, 0
    for start, end in [*sorted(d for d in dropped if d[0] < d[1]), (len(text.text), len(text.text))]:
        if start > position:
            pieces.append(text.text[position:start])
            moved.append((position, start, length - position))
            length += start - position + 1  # a line end parts what did not stand together
        position = max(position, end)
    spans = {
        name: tuple(
            LabelledSpan(span.start + by, span.end + by, span.label)
            for span in found
            for start, end, by in moved
            if start <= span.start and span.end <= end
        )
        for name, found in text.spans.items()
    }
    return AnnotatedText(text.id, "\n".join(pieces), spans)


def cohen_kappa(first: Sequence[Category], second: Sequence[Category]) -> float | None:
    """Return Cohen's kappa (1960) of two lists of categories; None where chance agreement is certain."""
    if not first:
        return None
    ids = {category: i for i, category in enumerate(sorted({*first, *second}))}
    table = np.zeros((len(ids), len(ids)))
    np.add.at(table, ([ids[c] for c in first], [ids[c] for c in second]), 1)
    table /= len(first)
    chance = float(table.sum(axis=0) @ table.sum(axis=1))
    return None if np.isclose(chance, 1.0) else (float(np.trace(table)) - chance) / (1 - chance)


def kappa_on_marked(first: Sequence[Category], second: Sequence[Category]) -> float | None:
    """Return kappa over the tokens that at least one of the two marked."""
    marked = [(a, b) for a, b in zip(first, second, strict=True) if a or b]
    return cohen_kappa([a for a, _ in marked], [b for _, b in marked])


def token_categories(texts: Sequence[AnnotatedText], annotator: str) -> list[Category]:
    """Return the labels of every token of every text, as one annotator gave them."""
    result: list[Category] = []
    for text in texts:
        starts, ends = token_edges(text.text)
        labels: list[set[str]] = [set() for _ in starts]
        for span in text.spans[annotator]:
            first, last = np.searchsorted(ends, span.start, side="right"), np.searchsorted(starts, span.end)
            for i in range(int(first), int(last)):
                labels[i].add(span.label)
        result += [tuple(sorted(found)) for found in labels]
    return result


def documents_between(texts: Sequence[AnnotatedText], first: str, second: str) -> list[Document]:
    """Return documents whose gold is the first annotator and whose predictions are the second."""
    return [
        Document(
            text.id, text.text, Annotations(text.spans[first]), Annotations(text.spans[second]),
            frozenset({Layer.ENTITIES}),
        )
        for text in texts
    ]  # fmt: skip


def _left_out(what: str) -> str:
    return f"spans {what} overlap within one annotator, so alpha on units is left out there"


def _pair(
    texts: Sequence[AnnotatedText], first: str, second: str, tokens: Mapping[str, list[Category]]
) -> PairAgreement:
    return PairAgreement(
        first, second, score_spans(documents_between(texts, first, second)),
        cohen_kappa(tokens[first], tokens[second]), kappa_on_marked(tokens[first], tokens[second]),
    )  # fmt: skip


def _unitizing(
    texts: Sequence[AnnotatedText], annotators: Sequence[str], overlapping: list[str], *, presence: bool = False,
    only: str | None = None,
) -> float | None:  # fmt: skip
    """Return the alpha of all texts laid end to end.

    Where units of one annotator overlap it is None, and what they are units of is added to `overlapping`.
    """
    units: list[list[LabelledSpan]] = [[] for _ in annotators]
    base = 0
    for text in texts:
        for i, name in enumerate(annotators):
            units[i] += [
                LabelledSpan(span.start + base, span.end + base, span.label)
                for span in sorted(text.spans[name])
                if only is None or span.label == only
            ]
        base += len(text.text)
    for spans in units:
        if any(later.start < earlier.end for earlier, later in pairwise(spans)):
            overlapping.append(only or "all")
            return None
    return unitizing_alpha(units, base, presence=presence)
