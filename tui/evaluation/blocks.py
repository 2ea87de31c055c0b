"""Scores of cleaning: of what a cleaner keeps, how much belongs to the body, and how much of the body it keeps."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tui.evaluation.data import Document, KeptBlock
from tui.evaluation.table import Mask
from tui.evaluation.tally import Tally, tally_of
from tui.model import Layer


@dataclass(frozen=True, slots=True)
class LineOutcome:
    """A line that one side keeps and the other doesn't: `kind` is "lost" (gold only) or "left in" (predicted only)."""

    kind: str
    document: str
    start: int
    end: int


@dataclass(frozen=True)
class BlockScores:
    """Lines and characters of the body, kept by both sides, by the cleaner, and by the gold."""

    documents: tuple[Document, ...]
    skipped: tuple[str, ...]
    lines: Tally
    characters: Tally
    errors: tuple[LineOutcome, ...]


def score_blocks(documents: Sequence[Document]) -> BlockScores:
    """Score the documents whose blocks are complete and for which a cleaner proposes blocks.

    White space doesn't count. A line is kept when more than half of its characters are.
    """
    scored = tuple(d for d in documents if _can_be_scored(d))
    skipped = tuple(d.id for d in documents if not _can_be_scored(d))
    lines, characters, errors = [], [], []
    for document in scored:
        document.check()
        ink = np.array([not character.isspace() for character in document.text], dtype=bool)
        gold = _kept(document.gold.blocks or (), len(ink)) & ink
        predicted = _kept(document.predicted.blocks or (), len(ink)) & ink
        characters.append((float((gold & predicted).sum()), float(predicted.sum()), float(gold.sum())))
        row = np.zeros(3)
        for start, end in _lines(document.text):
            most = ink[start:end].sum() / 2
            in_gold, in_predicted = gold[start:end].sum() > most, predicted[start:end].sum() > most
            row += (in_gold and in_predicted, in_predicted, in_gold)
            if in_gold != in_predicted:
                errors.append(LineOutcome("lost" if in_gold else "left in", document.id, start, end))
        lines.append((row[0], row[1], row[2]))
    return BlockScores(
        scored, skipped, tally_of("blocks.lines", lines), tally_of("blocks.characters", characters), tuple(errors)
    )


def _can_be_scored(document: Document) -> bool:
    complete = Layer.BLOCKS in document.complete
    return complete and document.gold.blocks is not None and document.predicted.blocks is not None


def _kept(blocks: Sequence[KeptBlock], length: int) -> Mask:
    mask = np.zeros(length, dtype=bool)
    for block in blocks:
        if block.keep:
            mask[block.start : block.end] = True
    return mask


def _lines(text: str) -> list[tuple[int, int]]:
    """Return start and end of each line that isn't blank."""
    result, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            result.append((start, start + len(line)))
        start += len(line) + 1
    return result
