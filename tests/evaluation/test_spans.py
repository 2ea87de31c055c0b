import pytest

from tests.evaluation.build import TEXT, document, spans
from tui.evaluation.data import Annotations, Document, KeptBlock, LabelledSpan
from tui.evaluation.spans import score_spans
from tui.model import CopydeskError, Layer

PERSON, TOWN, OTHER, BOARD, DAY = (
    (6, 19, "PERSON"),
    (23, 30, "GPE"),
    (35, 45, "PERSON"),
    (54, 73, "ORG"),
    (77, 83, "DATE"),
)


def counts(gold, predicted, scheme):
    return tuple(score_spans([document(gold, predicted)]).counts(scheme).values())


@pytest.mark.parametrize(
    ("gold", "predicted", "strict", "exact", "partial", "by_type", "errors"),
    [
        ([PERSON], [PERSON], (1, 0, 0, 0, 0), (1, 0, 0, 0, 0), (1, 0, 0, 0, 0), (1, 0, 0, 0, 0), {"correct": 1}),
        ([TOWN], [(23, 30, "ORG")], (0, 1, 0, 0, 0), (1, 0, 0, 0, 0), (1, 0, 0, 0, 0), (0, 1, 0, 0, 0), {"label": 1}),
        ([PERSON], [(11, 19, "PERSON")], (0, 1, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0), (1, 0, 0, 0, 0),
         {"boundary": 1}),
        ([PERSON], [(0, 10, "ORG")], (0, 1, 0, 0, 0), (0, 1, 0, 0, 0), (0, 0, 1, 0, 0), (0, 1, 0, 0, 0),
         {"label+boundary": 1}),
        ([PERSON], [], (0, 0, 0, 1, 0), (0, 0, 0, 1, 0), (0, 0, 0, 1, 0), (0, 0, 0, 1, 0), {"missed": 1}),
        ([], [DAY], (0, 0, 0, 0, 1), (0, 0, 0, 0, 1), (0, 0, 0, 0, 1), (0, 0, 0, 0, 1), {"spurious": 1}),
        # one prediction over two names: the nearer in extent is a boundary error, the other is merged into it
        ([PERSON, TOWN], [(6, 30, "PERSON")], (0, 1, 0, 1, 0), (0, 1, 0, 1, 0), (0, 0, 1, 1, 0), (1, 0, 0, 1, 0),
         {"boundary": 1, "merged": 1}),
        ([BOARD], [(54, 61, "ORG"), (62, 73, "ORG")], (0, 1, 0, 0, 1), (0, 1, 0, 0, 1), (0, 0, 1, 0, 1),
         (1, 0, 0, 0, 1), {"boundary": 1, "split": 1}),
        ([DAY], [DAY, DAY], (1, 0, 0, 0, 1), (1, 0, 0, 0, 1), (1, 0, 0, 0, 1), (1, 0, 0, 0, 1),
         {"correct": 1, "duplicate": 1}),
        ([DAY, DAY], [DAY], (1, 0, 0, 1, 0), (1, 0, 0, 1, 0), (1, 0, 0, 1, 0), (1, 0, 0, 1, 0),
         {"correct": 1, "merged": 1}),
        # spans that only touch don't overlap
        ([(6, 10, "PERSON")], [(10, 19, "PERSON")], (0, 0, 0, 1, 1), (0, 0, 0, 1, 1), (0, 0, 0, 1, 1), (0, 0, 0, 1, 1),
         {"missed": 1, "spurious": 1}),
        # the best pairs are found whatever comes first: a greedy scorer spends the outer prediction on the inner name
        ([BOARD, (54, 61, "GPE")], [(54, 61, "GPE"), BOARD], (2, 0, 0, 0, 0), (2, 0, 0, 0, 0), (2, 0, 0, 0, 0),
         (2, 0, 0, 0, 0), {"correct": 2}),
        ([(0, 10, "A"), (0, 3, "A")], [(0, 10, "A"), (7, 10, "A")], (1, 0, 0, 1, 1), (1, 0, 0, 1, 1), (1, 0, 0, 1, 1),
         (2, 0, 0, 0, 0), {"correct": 1, "merged": 1, "split": 1}),
    ],
)  # fmt: skip
def test_every_scheme_and_error_class(gold, predicted, strict, exact, partial, by_type, errors):
    assert counts(gold, predicted, "strict") == strict
    assert counts(gold, predicted, "exact") == exact
    assert counts(gold, predicted, "partial") == partial
    assert counts(gold, predicted, "type") == by_type
    assert score_spans([document(gold, predicted)]).error_counts == errors


def test_a_partial_match_is_half_a_hit():
    score = score_spans([document([PERSON, DAY], [(11, 19, "PERSON")])]).score("partial")
    assert (score.precision, score.recall) == (0.5, 0.25)
    assert score.f1 == pytest.approx(1 / 3)


def test_what_is_undefined_is_none():
    nothing = score_spans([document([], [])])
    assert (nothing.score().precision, nothing.score().recall, nothing.score().f1, nothing.macro()) == (None,) * 4
    assert score_spans([document([DAY], [])]).score().precision is None
    assert score_spans([document([], [DAY])]).score().recall is None
    assert score_spans([]).score().f1 is None


def test_a_stray_label_spoils_the_macro_average_only_when_asked_for():
    scores = score_spans([document([PERSON, TOWN], [PERSON, TOWN, DAY])])
    assert scores.macro() == 1.0
    assert scores.macro(every_label=True) == pytest.approx(2 / 3)
    assert scores.by_label["DATE"].gold == 0


def test_labels_choose_what_is_scored_on_both_sides():
    scores = score_spans([document([PERSON, DAY], [PERSON, TOWN])], labels=["PERSON", "MONEY"])
    assert scores.labels == ("MONEY", "PERSON")
    assert scores.score().f1 == 1.0
    assert scores.by_label["MONEY"].f1 is None


def test_the_confusion_matrix_has_every_span_once():
    scores = score_spans([document([PERSON, TOWN, BOARD], [PERSON, (23, 30, "ORG"), DAY])])
    assert scores.labels == ("DATE", "GPE", "ORG", "PERSON")
    assert scores.confusion.tolist() == [
        [0, 0, 0, 0, 0],
        [0, 0, 1, 0, 0],  # the town was taken for an organisation
        [0, 0, 0, 0, 1],  # the board was missed
        [0, 0, 0, 1, 0],
        [1, 0, 0, 0, 0],  # the day isn't gold
    ]


def test_only_complete_layers_count():
    unfinished = Document("b", TEXT, spans(PERSON), spans(DAY), frozenset({Layer.BLOCKS}))
    scores = score_spans([document([PERSON], [PERSON]), unfinished])
    assert scores.score().f1 == 1.0
    assert scores.skipped == ("b",)


def test_spans_outside_the_body_are_counted_apart():
    blocks = (KeptBlock(0, 34, True), KeptBlock(35, 84, False))
    gold = Annotations((LabelledSpan(*PERSON), LabelledSpan(*OTHER)), blocks=blocks)
    scores = score_spans([Document("a", TEXT, gold, spans(PERSON, BOARD, DAY))])
    assert scores.score().f1 == 1.0
    assert scores.outside == (1, 2)


def test_predictions_with_labels_that_nobody_was_asked_for_are_counted_apart():
    asked = frozenset({"PERSON", "GPE"})
    one = Document("a", TEXT, spans(PERSON, BOARD), spans(PERSON, DAY, (23, 30, "GPE"), BOARD), asked=asked)
    scores = score_spans([one])
    assert scores.unasked == 1
    assert scores.score().precision == pytest.approx(2 / 3)


def test_every_number_leads_to_its_spans():
    first = document([PERSON, DAY], [PERSON, (23, 30, "ORG")], name="first")
    second = document([BOARD], [(58, 73, "ORG")], name="second")
    outcomes = list(score_spans([first, second]).outcomes())
    assert [(o.kind, o.document, o.gold, o.predicted) for o in outcomes] == [
        ("spurious", "first", None, (23, 30, "ORG")),
        ("missed", "first", DAY, None),
        ("boundary", "second", BOARD, (58, 73, "ORG")),
    ]
    assert len(list(score_spans([first, second]).outcomes(correct=True))) == 4


def test_overlap_counts_characters_and_tokens_once_for_each_label():
    scores = score_spans([document([PERSON], [(6, 10, "PERSON"), (6, 19, "PERSON"), (6, 19, "ORG")])])
    assert scores.characters.rows.tolist() == [[13, 26, 13]]
    assert scores.tokens.rows.tolist() == [[2, 4, 2]]
    assert score_spans([document([PERSON], [(8, 12, "PERSON")])]).tokens.rows.tolist() == [[2, 2, 2]]


def test_an_empty_span_matches_only_its_equal():
    assert counts([(23, 23, "GPE"), TOWN], [(23, 23, "GPE")], "strict") == (1, 0, 0, 1, 0)
    assert counts([TOWN], [(25, 25, "GPE")], "partial") == (0, 0, 0, 1, 1)
    assert score_spans([document([TOWN], [(25, 25, "GPE")])]).tokens.rows.tolist() == [[0, 0, 1]]


def test_a_span_outside_its_text_is_refused_by_name():
    with pytest.raises(CopydeskError, match=r"late: the DATE span 80:99 does not lie in the text, which has 84"):
        score_spans([document([], [(80, 99, "DATE")], name="late")])


def test_offsets_count_code_points_beyond_the_basic_plane():
    text = "\U0001f389 Dana won"
    scores = score_spans([document([(2, 6, "PERSON")], [(2, 6, "PERSON")], text)])
    assert scores.characters.rows.tolist() == [[4, 4, 4]]
    assert scores.tokens.rows.tolist() == [[1, 1, 1]]
