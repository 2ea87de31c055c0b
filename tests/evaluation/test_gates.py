import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.test_reports import corpus
from tui.evaluation.evaluation import evaluate
from tui.evaluation.gates import Requirement, check, requirement
from tui.evaluation.metrics import METRICS, shown_beside
from tui.model import CopydeskError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("entities=0.8", Requirement("entities", "f1", 0.8)),
        ("entities.f1=0.8", Requirement("entities", "f1", 0.8)),
        ("entities.f1>=.8", Requirement("entities", "f1", 0.8)),
        ("entities.PERSON.recall=1", Requirement("entities.PERSON", "recall", 1.0)),
        ("entities.macro.p=0.5", Requirement("entities.macro", "precision", 0.5)),
        ("quotes.content.f1.low = 0.6", Requirement("quotes.content", "f1", 0.6, lower_bound=True)),
        ("blocks.low=0.9", Requirement("blocks", "f1", 0.9, lower_bound=True)),
    ],
)
def test_requirements_are_read(text, expected):
    assert requirement(text) == expected


@pytest.mark.parametrize(
    "text", ["entities", "=0.8", "entities.f1=", "entities.f1=80", "entities..f1=0.5", "a=b", "a=nan"]
)
def test_anything_else_is_refused(text):
    with pytest.raises(CopydeskError, match=r"like entities\.f1=0\.8"):
        requirement(text)


@given(st.sampled_from(["entities", "quotes.content", "entities.ORG"]), st.sampled_from(METRICS), st.integers(0, 100),
       st.booleans())  # fmt: skip
def test_a_requirement_reads_back_as_it_is_written(name, metric, hundredths, low):
    wanted = Requirement(name, metric, hundredths / 100, low)
    assert requirement(str(wanted)) == wanted


def test_verdicts_hold_the_value_against_the_requirement():
    evaluation = evaluate(corpus(right=9), "x")
    verdicts = check(evaluation, map(requirement, ["entities=0.75", "entities.low=0.75", "entities.ORG.recall=0"]))
    assert [verdict.passed for verdict in verdicts] == [True, False, False]
    assert str(verdicts[0]) == "entities.f1=0.75: reached with 0.7500"
    assert str(verdicts[2]) == "entities.ORG.recall=0: not reached with \u2013"


def test_a_name_that_is_not_scored_is_named():
    with pytest.raises(CopydeskError, match=r"'entities.NOBODY' isn't scored for x; there are: entities, "):
        check(evaluate(corpus(right=1), "x"), [requirement("entities.NOBODY.f1=0.1")])


@pytest.mark.parametrize(
    ("value", "least", "text"),
    [
        (0.79996, 0.8, "0.799960"), (0.8, 0.8, "0.8000"), (0.79, 0.8, "0.7900"), (None, 0.8, "\u2013"),
        (0.7999999999, 0.8, "0.7999999999"), (0.80004, 0.80005, "0.8000"),
    ],
)  # fmt: skip
def test_a_value_is_not_rounded_onto_what_it_misses(value: float | None, least: float, text: str) -> None:
    assert shown_beside(value, least) == text
