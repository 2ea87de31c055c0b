"""Overlap of two sides in characters or tokens, label by label, safe for spans that nest or repeat."""

from collections.abc import Sequence

import numpy as np

from tui.evaluation.metrics import Floats
from tui.evaluation.table import Corpus, Ints, SpanTable


class _Kinds(dict[int, str]):
    """What a character is, for `str.translate`: part of a word, white space, or a mark that stands alone."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = "w" if character.isalnum() or character == "_" else " " if character.isspace() else "."
        self[code] = kind
        return kind


_KINDS = _Kinds()


def token_edges(text: str) -> tuple[Ints, Ints]:
    r"""Return starts and ends of the tokens of a text: words and single marks, as the pattern `\w+|[^\w\s]` finds them.

    Array operations, because the pattern takes longer than all the rest of the scoring.
    """
    kinds = np.frombuffer(text.translate(_KINDS).encode("ascii"), dtype=np.uint8)
    word, mark = kinds == ord("w"), kinds == ord(".")
    inside = word[1:] & word[:-1]  # the edge between two characters lies within a word
    starts, ends = mark | word, mark | word
    starts[1:] &= ~inside
    ends[:-1] &= ~inside
    return np.flatnonzero(starts), np.flatnonzero(ends) + 1


def character_counts(corpus: Corpus) -> Floats:
    """Return for each document how many (position, label) pairs both sides have, the predictions, and the gold."""
    return _counts(corpus, int(corpus.base[-1]), (corpus.gold.start, corpus.gold.end),
                   (corpus.predicted.start, corpus.predicted.end))  # fmt: skip


def token_counts(corpus: Corpus, texts: Sequence[str]) -> Floats:
    """Return the same in tokens; a token counts as soon as a span covers one of its characters."""
    starts, ends = token_edges("\n".join(texts))  # documents lie one apart on the axis, too

    def on_tokens(table: SpanTable) -> tuple[Ints, Ints]:
        first = np.searchsorted(ends, table.start, side="right")
        last = np.searchsorted(starts, table.end, side="left")
        return first, np.where(table.start < table.end, np.maximum(first, last), first)

    return _counts(corpus, len(starts), on_tokens(corpus.gold), on_tokens(corpus.predicted))


def _counts(corpus: Corpus, length: int, gold: tuple[Ints, Ints], predicted: tuple[Ints, Ints]) -> Floats:
    """Count covered positions on an axis of `length`, one copy of the axis for each label."""
    sides = []
    for table, (start, end) in ((corpus.predicted, predicted), (corpus.gold, gold)):
        shift = table.label * (length + 1)
        sides.append((start + shift, end + shift, table.document))
    covered = [_covered(*side, corpus.documents) for side in sides]
    start, end, document = (np.concatenate(columns) for columns in zip(*sides, strict=True))
    union = _covered(start, end, document, corpus.documents)
    return np.stack([covered[0] + covered[1] - union, *covered], axis=1).astype(float)


def _covered(start: Ints, end: Ints, document: Ints, documents: int) -> Ints:
    """Return for each document how many positions its stretches cover, each counted once."""
    order = np.argsort(start, kind="stable")
    start, end, document = start[order], end[order], document[order]
    before = np.zeros_like(end)
    if len(end):
        before[1:] = np.maximum.accumulate(end)[:-1]
    new = np.maximum(0, end - np.maximum(start, before))
    return np.bincount(document, weights=new, minlength=documents).astype(np.int64)
