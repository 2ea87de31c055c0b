import pytest

from tests.evaluation.build import document
from tui.evaluation.blocks import score_blocks
from tui.evaluation.data import Annotations, Document, KeptBlock
from tui.model import Layer

TEXT = "Bridge reopens\n\nThe bridge reopened.\nCars queued.\n\nShare this\n"
GOLD = (KeptBlock(0, 14, False), KeptBlock(16, 49, True), KeptBlock(51, 61, False))


def score(*predicted: KeptBlock, complete=frozenset(Layer)):
    return score_blocks([Document("a", TEXT, Annotations(blocks=GOLD), Annotations(blocks=predicted), complete)])


def test_a_perfect_cleaner():
    scores = score(*GOLD)
    assert scores.lines.rows.tolist() == [[2, 2, 2]]
    assert scores.characters.score.f1 == 1.0
    assert scores.errors == ()


def test_what_was_lost_and_what_was_left_in():
    scores = score(KeptBlock(16, 36, True), KeptBlock(37, 49, False), KeptBlock(51, 61, True))
    assert scores.lines.rows.tolist() == [[1, 2, 2]]
    assert scores.characters.rows.tolist() == [[18, 27, 29]]  # white space isn't counted
    assert [(e.kind, TEXT[e.start : e.end]) for e in scores.errors] == [
        ("lost", "Cars queued."), ("left in", "Share this"),
    ]  # fmt: skip


def test_a_line_is_kept_when_more_than_half_of_it_is():
    assert score(KeptBlock(16, 29, True)).lines.rows.tolist() == [[1, 1, 2]]
    assert score(KeptBlock(16, 22, True)).lines.rows.tolist() == [[0, 0, 2]]


def test_keeping_nothing_has_no_precision():
    scores = score(KeptBlock(0, 61, False))
    assert scores.lines.score.precision is None
    assert scores.lines.score.recall == 0.0


@pytest.mark.parametrize("doc", [document([], []), Document("a", TEXT, Annotations(blocks=GOLD), complete=frozenset())])
def test_documents_without_blocks_on_both_sides_are_skipped(doc):
    scores = score_blocks([doc])
    assert scores.skipped == ("a",)
    assert scores.lines.score.f1 is None
