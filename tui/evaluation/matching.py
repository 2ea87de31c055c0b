"""Which gold span goes with which prediction.

The four schemes of SemEval-2013 task 9.1 each get their best one-to-one matching: first as many correct pairs as can
be, then as many other overlaps. The confusion matrix and the error classes come from one alignment that tells one
story about every span: equal spans first, then equal boundaries, same label, any overlap, and the greatest Jaccard
overlap. Both work on one connected component of overlapping spans at a time, and nearly all components are a single
pair, which needs no search.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from tui.evaluation.assignment import best_pairs
from tui.evaluation.table import Corpus, Ints, Mask, SpanTable, overlaps_any

SCHEMES = ("strict", "exact", "partial", "type")
OUTCOMES = ("correct", "incorrect", "partial", "missed", "spurious")
ERROR_CLASSES = (
    "correct", "label", "boundary", "label+boundary", "missed", "merged", "spurious", "split", "duplicate",
)  # fmt: skip

_CORRECT, _LABEL, _BOUNDARY, _BOTH, _MISSED, _MERGED, _SPURIOUS, _SPLIT, _DUPLICATE = range(len(ERROR_CLASSES))

_Span = tuple[int, int, int]
_Weigh = Callable[[_Span, _Span, int], int]
_JACCARD_STEPS = 1_000_000


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of rows of the gold and the predicted table, and the error class of every row of both.

    `pair_gold[k]` goes with `pair_predicted[k]`; classes are indices into `ERROR_CLASSES`.
    """

    pair_gold: Ints
    pair_predicted: Ints
    gold_class: Ints
    predicted_class: Ints


@dataclass(frozen=True, slots=True)
class Matching:
    """What `match` finds: counts for each scheme, shape (documents, len(OUTCOMES)), the equal gold, the alignment."""

    counts: dict[str, Ints]
    equal_gold: Ints
    alignment: Alignment


def match(corpus: Corpus) -> Matching:
    """Match the gold and predicted spans of every document."""
    gold, predicted = _with_room_for_empty(corpus.gold, corpus), _with_room_for_empty(corpus.predicted, corpus)
    spans_gold, spans_predicted = _equal_groups(
        (gold.start, gold.end, gold.label), (predicted.start, predicted.end, predicted.label)
    )
    equal = _pair_equal(spans_gold, spans_predicted)
    bounds = _pair_equal(*_equal_groups((gold.start, gold.end), (predicted.start, predicted.end)))
    strict = _count(corpus, gold, predicted, equal)
    exact = _count(corpus, gold, predicted, bounds)
    partial = exact[:, [0, 2, 1, 3, 4]]  # what is incorrect under "exact" is half right under "partial"
    counts = {"strict": strict, "exact": exact, "partial": partial, "type": _count_type(corpus, gold, predicted)}
    alignment = _align(gold, predicted, equal, np.isin(spans_predicted, spans_gold))
    return Matching(counts, equal[0], alignment)


def _with_room_for_empty(table: SpanTable, corpus: Corpus) -> SpanTable:
    """Move empty spans to positions of their own, one long, where they overlap nothing but their equals."""
    empty = table.start == table.end
    if not empty.any():
        return table
    away = int(corpus.base[-1]) + 1
    return SpanTable(
        table.document, np.where(empty, table.start + away, table.start),
        np.where(empty, table.end + away + 1, table.end), table.label,
    )  # fmt: skip


def _equal_groups(gold: tuple[Ints, ...], predicted: tuple[Ints, ...]) -> tuple[Ints, Ints]:
    """Return group numbers for the rows of both sides: rows are in one group when all their columns are equal."""
    columns = [np.concatenate(pair) for pair in zip(gold, predicted, strict=True)]
    order = np.lexsort(columns[::-1])
    new = np.ones(len(order), dtype=bool)
    if len(order):
        new[1:] = np.any([column[order][1:] != column[order][:-1] for column in columns], axis=0)
    groups = np.empty(len(order), dtype=np.int64)
    groups[order] = np.cumsum(new) - 1
    return groups[: len(gold[0])], groups[len(gold[0]) :]


def _pair_equal(gold: Ints, predicted: Ints) -> tuple[Ints, Ints]:
    """Pair the first gold row of a group with its first predicted row, the second with the second, and so on."""
    copies = 1 + max(len(gold), len(predicted))
    _, rows_gold, rows_predicted = np.intersect1d(
        gold * copies + _rank(gold), predicted * copies + _rank(predicted), assume_unique=True, return_indices=True
    )
    return rows_gold, rows_predicted


def _rank(groups: Ints) -> Ints:
    """Return for each row how many rows of its group come before it."""
    order = np.argsort(groups, kind="stable")
    rank = np.empty(len(groups), dtype=np.int64)
    rank[order] = np.arange(len(groups)) - np.searchsorted(groups[order], groups[order], side="left")
    return rank


@dataclass(frozen=True, slots=True)
class _Components:
    """Groups of spans that hang together by overlaps: those of one gold and one predicted row, and the larger ones."""

    single_gold: Ints
    single_predicted: Ints
    larger: list[tuple[Ints, Ints]]


def _components(gold: SpanTable, predicted: SpanTable, rows_gold: Ints, rows_predicted: Ints) -> _Components:
    """Return the components among these rows that hold at least one gold and one predicted row."""
    start = np.concatenate([gold.start[rows_gold], predicted.start[rows_predicted]])
    end = np.concatenate([gold.end[rows_gold], predicted.end[rows_predicted]])
    order = np.argsort(start, kind="stable")
    new = np.ones(len(order), dtype=bool)
    if len(order):
        new[1:] = start[order][1:] >= np.maximum.accumulate(end[order])[:-1]
    component = np.empty(len(order), dtype=np.int64)
    component[order] = np.cumsum(new) - 1
    of_gold, of_predicted = component[: len(rows_gold)], component[len(rows_gold) :]
    total = int(new.sum())
    golds, predictions = np.bincount(of_gold, minlength=total), np.bincount(of_predicted, minlength=total)
    single = (golds == 1) & (predictions == 1)
    larger = (golds > 0) & (predictions > 0) & ~single
    single_gold, single_predicted = np.full(total, -1), np.full(total, -1)
    single_gold[of_gold], single_predicted[of_predicted] = rows_gold, rows_predicted
    groups = zip(
        _split(rows_gold, of_gold, larger), _split(rows_predicted, of_predicted, larger), strict=True
    )  # fmt: skip
    return _Components(single_gold[single], single_predicted[single], list(groups))


def _split(rows: Ints, component: Ints, wanted: Mask) -> Iterator[Ints]:
    """Yield the rows of each wanted component, in order."""
    mine = wanted[component]
    rows, component = rows[mine], component[mine]
    order = np.argsort(component, kind="stable")
    cuts = np.flatnonzero(np.diff(component[order])) + 1
    return iter(np.split(rows[order], cuts)) if len(rows) else iter(())


def _count(corpus: Corpus, gold: SpanTable, predicted: SpanTable, pairs: tuple[Ints, Ints]) -> Ints:
    """Return the counts of a scheme whose correct pairs are `pairs`: equal rows, so which copy is taken is no matter.

    What is left over gets as many overlapping pairs as can be.
    """
    left = _components(gold, predicted, _others(len(gold), pairs[0]), _others(len(predicted), pairs[1]))
    overlapping = np.bincount(gold.document[left.single_gold], minlength=corpus.documents)
    for rows_gold, rows_predicted in left.larger:
        # A component of one row on one side is held together by that row, so it always has a partner.
        lone = min(len(rows_gold), len(rows_predicted)) == 1
        found = 1 if lone else len(_best(gold, predicted, rows_gold, rows_predicted, lambda *_: 1))
        overlapping[gold.document[rows_gold[0]]] += found
    return _outcomes(corpus, np.bincount(gold.document[pairs[0]], minlength=corpus.documents), overlapping)


def _count_type(corpus: Corpus, gold: SpanTable, predicted: SpanTable) -> Ints:
    """Return the counts of the type scheme: correct is an overlap with the same label."""
    groups = _components(gold, predicted, np.arange(len(gold)), np.arange(len(predicted)))
    same = gold.label[groups.single_gold] == predicted.label[groups.single_predicted]
    documents = gold.document[groups.single_gold]
    correct = np.bincount(documents[same], minlength=corpus.documents)
    incorrect = np.bincount(documents[~same], minlength=corpus.documents)
    for rows_gold, rows_predicted in groups.larger:
        weigh = _same_label_first(1 + min(len(rows_gold), len(rows_predicted)))
        pairs = _best(gold, predicted, rows_gold, rows_predicted, weigh)
        right = sum(bool(gold.label[i] == predicted.label[j]) for i, j in pairs)
        document = gold.document[rows_gold[0]]
        correct[document] += right
        incorrect[document] += len(pairs) - right
    return _outcomes(corpus, correct, incorrect)


def _same_label_first(many: int) -> _Weigh:
    """Return the weight under which one pair of the same label beats `many - 1` others."""
    return lambda gold, predicted, _: many if gold[2] == predicted[2] else 1


def _outcomes(corpus: Corpus, correct: Ints, incorrect: Ints) -> Ints:
    matched = correct + incorrect
    golds = np.bincount(corpus.gold.document, minlength=corpus.documents)
    predictions = np.bincount(corpus.predicted.document, minlength=corpus.documents)
    columns = (correct, incorrect, np.zeros_like(correct), golds - matched, predictions - matched)
    return np.stack(columns, axis=1)


def _align(gold: SpanTable, predicted: SpanTable, equal: tuple[Ints, Ints], has_equal_gold: Mask) -> Alignment:
    """Return the alignment of the two tables, given their equal pairs."""
    left = _components(gold, predicted, _others(len(gold), equal[0]), _others(len(predicted), equal[1]))
    searched = [
        pair
        for rows_gold, rows_predicted in left.larger
        for pair in _best(gold, predicted, rows_gold, rows_predicted, _closeness(len(rows_gold), len(rows_predicted)))
    ]
    more = np.array(searched, dtype=np.int64).reshape(-1, 2)
    pair_gold = np.concatenate([equal[0], left.single_gold, more[:, 0]])
    pair_predicted = np.concatenate([equal[1], left.single_predicted, more[:, 1]])
    same_label = gold.label[pair_gold] == predicted.label[pair_predicted]
    same_bounds = (gold.start[pair_gold] == predicted.start[pair_predicted]) & (
        gold.end[pair_gold] == predicted.end[pair_predicted]
    )
    of_pair = np.where(same_bounds, np.where(same_label, _CORRECT, _LABEL), np.where(same_label, _BOUNDARY, _BOTH))
    touched = overlaps_any(gold.start, gold.end, predicted.start, predicted.end)
    touches = overlaps_any(predicted.start, predicted.end, gold.start, gold.end)
    gold_class = np.where(touched, _MERGED, _MISSED)
    predicted_class = np.where(touches, _SPLIT, _SPURIOUS)
    predicted_class[has_equal_gold] = _DUPLICATE
    gold_class[pair_gold] = of_pair
    predicted_class[pair_predicted] = of_pair
    return Alignment(pair_gold, pair_predicted, gold_class, predicted_class)


def _closeness(golds: int, predictions: int) -> _Weigh:
    """Return the weight of a pair of unequal spans: ranks packed so that one of a higher rank beats all of a lower."""
    many = 1 + min(golds, predictions)

    def weigh(gold: _Span, predicted: _Span, shared: int) -> int:
        union = max(gold[1], predicted[1]) - min(gold[0], predicted[0])
        rank = (gold[:2] == predicted[:2]) * many * many + (gold[2] == predicted[2]) * many + 1
        return rank * many * _JACCARD_STEPS + shared * _JACCARD_STEPS // union

    return weigh


def _best(
    gold: SpanTable, predicted: SpanTable, rows_gold: Ints, rows_predicted: Ints, weigh: _Weigh
) -> list[tuple[int, int]]:
    """Return the pairs of overlapping rows whose total weight is greatest."""
    golds, predictions = _spans(gold, rows_gold), _spans(predicted, rows_predicted)
    weights = []
    for g in golds:
        row = []
        for p in predictions:
            shared = min(g[1], p[1]) - max(g[0], p[0])
            row.append(weigh(g, p, shared) if shared > 0 else 0)
        weights.append(row)
    return [(int(rows_gold[i]), int(rows_predicted[j])) for i, j in best_pairs(weights)]


def _spans(table: SpanTable, rows: Ints) -> list[_Span]:
    return list(zip(table.start[rows].tolist(), table.end[rows].tolist(), table.label[rows].tolist(), strict=True))


def _others(count: int, rows: Ints) -> Ints:
    mask = np.ones(count, dtype=bool)
    mask[rows] = False
    return np.flatnonzero(mask)
