"""How the extractors do on the samples must not fall: a floor a little under what they reach, raised when they improve.

The samples are invented and few: this guards against breaking something, it is not the measure of the extractors
(docs/extractors.md and docs/quotes.md have that, on gold that nobody here made). As in `copydesk evaluate`, names and
quotations are found in the body that the gold keeps, and the cleaner's blocks are scored by themselves.
"""

import pytest

from tui.cleaning import read
from tui.cli.samples import samples_folder
from tui.evaluation.evaluation import Evaluation
from tui.evaluation.gates import check, requirement
from tui.extraction.pipeline import Analyser
from tui.gold.evaluation_input import evaluate_gold
from tui.gold.gold_jsonl import read_gold


@pytest.fixture(scope="module")
def scores(analyser: Analyser) -> Evaluation:
    folder = samples_folder()
    golds = read_gold(folder / "gold.jsonl")
    predictions = zip(golds, analyser.analyse_many(gold.article for gold in golds), strict=True)
    blocks = {article.id: article.blocks for article in read([folder])}
    return evaluate_gold(golds, {gold.article.id: found for gold, found in predictions}, "copydesk", blocks=blocks)


def test_all_samples_are_scored(scores: Evaluation) -> None:
    assert len(scores.documents) == len(list(read([samples_folder()])))


@pytest.mark.parametrize(
    "floor",
    [
        "blocks.f1=0.96", "blocks.recall=0.96", "blocks.precision=0.95",
        "entities.f1=0.77", "entities.PERSON.f1=0.86", "entities.GPE.f1=0.78", "entities.ORG.f1=0.66",
        "quotes.f1=0.72", "quotes.precision=0.73", "quotes.content.f1=0.8", "quotes.direct.f1=0.7",
        "quotes.cue.f1=0.82",
    ],
)  # fmt: skip
def test_scores_do_not_fall_under(scores: Evaluation, floor: str) -> None:
    (verdict,) = check(scores, [requirement(floor)])
    assert verdict.passed, str(verdict)
