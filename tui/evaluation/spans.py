"""Scores of labelled spans: four schemes, labels, confusion matrix, error classes, and the spans behind each number."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tui.evaluation.data import Document, LabelledSpan
from tui.evaluation.matching import ERROR_CLASSES, Alignment, Matching, match
from tui.evaluation.metrics import Floats, Score, mean_defined, score_of
from tui.evaluation.overlap import character_counts, token_counts
from tui.evaluation.table import Corpus, Ints, corpus_of
from tui.evaluation.tally import Tally
from tui.model import Layer


@dataclass(frozen=True, slots=True)
class SpanOutcome:
    """What became of one span, or of one pair: an error class, the gold span and the prediction (one may be None)."""

    kind: str
    document: str
    gold: LabelledSpan | None
    predicted: LabelledSpan | None

    @property
    def start(self) -> int:
        """Where in the document to look."""
        return min(span.start for span in (self.gold, self.predicted) if span is not None)


@dataclass(frozen=True)
class SpanScores:
    """The scores of one extractor's spans over the documents whose entities are complete.

    `documents` are those that were scored, `skipped` the ids of the others. Arrays follow the order of `documents`.
    """

    documents: tuple[Document, ...]
    skipped: tuple[str, ...]
    corpus: Corpus
    matching: Matching

    @property
    def labels(self) -> tuple[str, ...]:
        """Every label that is scored, in alphabetical order."""
        return self.corpus.labels

    @property
    def alignment(self) -> Alignment:
        """The pairs behind the confusion matrix and the error classes."""
        return self.matching.alignment

    def counts(self, scheme: str) -> dict[str, int]:
        """Return COR, INC, PAR, MIS and SPU of a scheme, summed over documents."""
        sums = self.matching.counts[scheme].sum(axis=0).tolist()
        return dict(zip(("COR", "INC", "PAR", "MIS", "SPU"), sums, strict=True))

    def tally(self, scheme: str = "strict") -> Tally:
        """Return hits, predicted and gold of each document; a partial match is half a hit."""
        counts = self.matching.counts[scheme]
        hits = counts[:, 0] + counts[:, 2] / 2
        matched = counts[:, :3].sum(axis=1)
        return Tally(f"entities.{scheme}", np.stack([hits, matched + counts[:, 4], matched + counts[:, 3]], axis=1))

    def score(self, scheme: str = "strict") -> Score:
        """Return the micro-averaged score of a scheme."""
        return self.tally(scheme).score

    @cached_property
    def label_rows(self) -> Floats:
        """Strict hits, predicted and gold, shape (documents, labels, 3)."""
        gold, predicted = self.corpus.gold, self.corpus.predicted
        equal = self.matching.equal_gold
        shape = (self.corpus.documents, len(self.labels))
        columns = [
            _count_by(gold.document[equal], gold.label[equal], shape),
            _count_by(predicted.document, predicted.label, shape),
            _count_by(gold.document, gold.label, shape),
        ]
        return np.stack(columns, axis=2).astype(float)

    def label_tally(self, label: str) -> Tally:
        """Return the strict counts of one label. Raises `ValueError` for a label that is on neither side."""
        return Tally(f"entities.{label}", self.label_rows[:, self.labels.index(label)])

    @property
    def by_label(self) -> dict[str, Score]:
        """The strict score of every label; its `gold` is the label's support."""
        return {label: score_of(self.label_rows[:, i]) for i, label in enumerate(self.labels)}

    def macro(self, metric: str = "f1", *, every_label: bool = False) -> float | None:
        """Return the mean over labels that the gold supports, or over `every_label` on either side.

        One stray prediction of a label that the gold doesn't have would otherwise halve the score of a perfect run.
        """
        scores = [score for score in self.by_label.values() if every_label or score.gold]
        return mean_defined([score.metric(metric) for score in scores])

    @property
    def confusion(self) -> Ints:
        """Gold labels by predicted labels; the last row holds spurious predictions, the last column missed gold.

        Every span is in one cell: rows add up to the gold of a label, columns to its predictions.
        """
        gold, predicted, pairs = self.corpus.gold, self.corpus.predicted, self.alignment
        none = len(self.labels)
        free_gold = np.delete(gold.label, pairs.pair_gold)
        free_predicted = np.delete(predicted.label, pairs.pair_predicted)
        rows = [gold.label[pairs.pair_gold], free_gold, np.full(len(free_predicted), none)]
        columns = [predicted.label[pairs.pair_predicted], np.full(len(free_gold), none), free_predicted]
        return _count_by(np.concatenate(rows), np.concatenate(columns), (none + 1, none + 1))

    @property
    def error_counts(self) -> dict[str, int]:
        """How many pairs and spans are in each error class; classes without any are left out."""
        alignment = self.alignment
        free = np.delete(alignment.predicted_class, alignment.pair_predicted)
        counts = Counter(alignment.gold_class.tolist()) + Counter(free.tolist())
        return {name: counts[i] for i, name in enumerate(ERROR_CLASSES) if counts[i]}

    def outcomes(self, *, correct: bool = False) -> Iterator[SpanOutcome]:
        """Yield every error, document by document in the order of the text; with `correct`, the right ones too."""
        alignment, gold, predicted = self.alignment, self.corpus.gold, self.corpus.predicted
        free_gold = np.delete(np.arange(len(gold)), alignment.pair_gold)
        free_predicted = np.delete(np.arange(len(predicted)), alignment.pair_predicted)
        # One row for each outcome, with -1 where a side has no span.
        row_gold = np.concatenate([alignment.pair_gold, free_gold, np.full(len(free_predicted), -1)])
        row_predicted = np.concatenate([alignment.pair_predicted, np.full(len(free_gold), -1), free_predicted])
        kinds = np.concatenate(
            [alignment.gold_class[row_gold[row_gold >= 0]], alignment.predicted_class[free_predicted]]
        )
        away = int(self.corpus.base[-1]) + 1
        first = np.minimum(np.append(gold.start, away)[row_gold], np.append(predicted.start, away)[row_predicted])
        for k in np.lexsort((kinds, first)):
            kind, i, j = int(kinds[k]), int(row_gold[k]), int(row_predicted[k])
            if ERROR_CLASSES[kind] == "correct" and not correct:
                continue
            document = int(gold.document[i] if i >= 0 else predicted.document[j])
            yield SpanOutcome(
                ERROR_CLASSES[kind], self.documents[document].id,
                self.corpus.span(gold, i) if i >= 0 else None,
                self.corpus.span(predicted, j) if j >= 0 else None,
            )  # fmt: skip

    @property
    def outside(self) -> tuple[int, int]:
        """How many gold and how many predicted spans reach into blocks outside the body; they aren't scored."""
        return int(self.corpus.outside_gold.sum()), int(self.corpus.outside_predicted.sum())

    @property
    def unasked(self) -> int:
        """How many predictions have a label that people weren't asked for; they aren't scored."""
        return int(self.corpus.unasked.sum())

    @cached_property
    def characters(self) -> Tally:
        """Overlap in characters, label by label: positions that both sides give the same label."""
        return Tally("entities.characters", character_counts(self.corpus))

    @cached_property
    def tokens(self) -> Tally:
        """Overlap in tokens (words and single punctuation marks), label by label."""
        return Tally("entities.tokens", token_counts(self.corpus, [document.text for document in self.documents]))


def score_spans(documents: Sequence[Document], labels: Iterable[str] | None = None) -> SpanScores:
    """Score the spans of the documents whose entities are complete; with `labels`, only spans with these labels.

    Raises `CopydeskError` for a span that leaves its text.
    """
    scored = tuple(document for document in documents if Layer.ENTITIES in document.complete)
    skipped = tuple(document.id for document in documents if Layer.ENTITIES not in document.complete)
    corpus = corpus_of(scored, labels)
    return SpanScores(scored, skipped, corpus, match(corpus))


def _count_by(rows: Ints, columns: Ints, shape: tuple[int, int]) -> Ints:
    """Return how often each pair `(row, column)` occurs."""
    return np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1]).reshape(shape)
