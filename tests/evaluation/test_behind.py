"""The spans behind a number are as many as the number says."""

import pytest
from hypothesis import given

from tests.evaluation.build import TEXT, document, documents, span_lists
from tui.evaluation.behind import behind
from tui.evaluation.data import Annotations, Document, KeptBlock, QuoteItem
from tui.evaluation.evaluation import Evaluation, evaluate
from tui.evaluation.tables import tables
from tui.model import Layer

COUNTED = {
    "labels": ("support", "TP", "FP", "FN"), "errors": ("spans",), "quote-errors": ("quotations",),
    "kinds": ("gold", "found", "predicted", "right"), "ways": ("gold", "found", "predicted", "right"),
    "speakers": ("gold", "found", "predicted", "right"), "quotes": ("gold", "predicted"),
    "attribution": ("matched",),
}  # fmt: skip


def check_counts(evaluation: Evaluation) -> set[tuple[str, str]]:
    """Every count of every table against the list behind it; returns which were checked."""
    checked = set()
    for table in tables(evaluation):
        columns = table.columns[1:] if table.id == "confusion" else COUNTED.get(table.id, ())
        for row in table.rows:
            for column in columns:
                count = row[table.columns.index(column)]
                if count == "" or row[0] == "characters":  # a mean has no counts; characters are no spans
                    continue
                found = behind(evaluation, table, row, column)
                assert len(found) == count, (table.id, row[0], column)
                checked.add((table.id, column))
    return checked


@given(documents(span_lists(length=len(TEXT)), TEXT))
def test_every_count_of_entities_is_the_length_of_its_list(drawn: list[Document]) -> None:
    check_counts(evaluate(drawn, "x", [Layer.ENTITIES]))


def quotes() -> Document:
    def quote(start: int, end: int, kind: str, **more) -> QuoteItem:
        return QuoteItem(((start, end),), kind, **more)

    gold = (
        quote(0, 10, "direct", cue=(11, 15), speaker=(16, 20), how="cue"),
        quote(20, 30, "direct", speaker=(31, 35)),
        quote(40, 50, "indirect", cue=(51, 55)),
        quote(60, 70, "mixed"),
    )
    predicted = (
        quote(0, 10, "direct", cue=(11, 15), speaker=(16, 20), how="cue"),
        quote(20, 28, "mixed", speaker=(36, 39), how="near"),
        quote(40, 50, "indirect", cue=(52, 54), speaker=(56, 59)),
        quote(72, 80, "direct"),
    )
    blocks = ((KeptBlock(0, len(TEXT), True),), (KeptBlock(0, 10, True),))
    return Document(
        "q", TEXT, Annotations(quotes=gold, blocks=blocks[0]), Annotations(quotes=predicted, blocks=blocks[1])
    )


def test_every_count_of_quotations_is_the_length_of_its_list() -> None:
    checked = check_counts(evaluate([quotes()], "x"))
    wanted = {(table, column) for table, columns in COUNTED.items() for column in columns}
    assert {pair for pair in wanted if pair[0] not in ("labels", "errors")} <= checked


@pytest.fixture
def scored() -> Evaluation:
    pairs = [
        document([(6, 19, "PERSON"), (23, 30, "GPE")], [(6, 19, "ORG"), (23, 30, "GPE")], name="a"),
        document([(35, 45, "PERSON")], [(39, 45, "PERSON"), (75, 81, "DATE")], name="b"),
    ]
    return evaluate([*pairs, quotes()], "x")


def about(evaluation: Evaluation, table_id: str, name: str, column: str) -> list[tuple[bool, str, str]]:
    table = next(table for table in tables(evaluation) if table.id == table_id)
    row = next(row for row in table.rows if row[0] == name)
    return [(one.right, one.shown.kind, one.shown.document) for one in behind(evaluation, table, row, column)]


def test_precision_is_about_predictions_and_recall_about_gold(scored: Evaluation) -> None:
    assert about(scored, "labels", "PERSON", "P") == [(False, "boundary", "b")]
    assert about(scored, "labels", "PERSON", "R") == [(False, "label", "a"), (False, "boundary", "b")]
    assert about(scored, "labels", "micro", "F1") == [
        (False, "label", "a"), (False, "boundary", "b"), (False, "spurious", "b"),
    ]  # fmt: skip


def test_wrong_ones_come_first(scored: Evaluation) -> None:
    assert [right for right, _, _ in about(scored, "summary", "entities, strict", "gold")] == [False, False, True]


def test_the_lines_that_a_cleaner_lost_are_behind_its_score(scored: Evaluation) -> None:
    assert [kind for _, kind, _ in about(scored, "summary", "body, lines", "R")] == ["lost"]
