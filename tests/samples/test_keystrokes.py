"""What corrections cost at the real desk, and that the models of the other tools count what they should."""

import pytest

from benchmarks.keystroke_cost import TIMES, Cost
from benchmarks.keystroke_desk import corrected, entity_targets
from benchmarks.keystroke_edits import Target, edits
from benchmarks.keystroke_models import MODELS, modelled
from benchmarks.keystrokes import compared
from tui.cli.samples import samples_folder
from tui.extraction.pipeline import Analyser
from tui.gold.gold_jsonl import read_gold
from tui.model import Entity, Quote

TEXT = "Yesterday Christine Lagarde met Olaf Scholz in Frankfurt."
GOLD = [Target(10, 27, "PERSON"), Target(32, 43, "PERSON"), Target(47, 56, "GPE")]


async def test_the_desk_is_corrected_to_the_gold_within_what_it_may_cost(analyser: Analyser) -> None:
    """`corrected` raises unless the labels are the gold's in the end; the rest is a ceiling over what was measured."""
    gold = next(x for x in read_gold(samples_folder() / "gold.jsonl") if x.article.id == "allotment-eviction")
    found = analyser.analyse(gold.article)
    measured = await corrected(gold, found, (120, 40))
    entities = sum(isinstance(x.value, Entity) for x in gold.labels)
    quotes = sum(isinstance(x.value, Quote) for x in gold.labels)
    assert 0 < measured.entities.keys / entities <= 1.1
    assert measured.entities.seconds / entities <= 0.32
    assert measured.quotes.keys / quotes <= 4.0
    assert measured.quotes.seconds / quotes <= 1.3
    for layer, suggested, meant in compared(gold, found):
        ours = measured.entities if layer == "entities" else measured.quotes
        others = modelled(gold.article.kept.text, suggested, meant)
        assert min(cost.seconds for cost in others.values()) > ours.seconds
    assert len(entity_targets([x.value for x in gold.labels if isinstance(x.value, Entity)])) == entities


def test_edits_pair_suggestions_with_gold() -> None:
    suggested = [Target(20, 27, "ORG"), Target(32, 43, "ORG"), Target(0, 9, "DATE")]
    assert [edit.kind for edit in edits(suggested, GOLD)] == ["spurious", "boundlabel", "relabel", "missing"]
    assert {edit.kind for edit in edits(GOLD, GOLD)} == {"keep"}


@pytest.mark.parametrize("tool", MODELS)
def test_every_correction_costs_more_than_none(tool: str) -> None:
    done = modelled(TEXT, GOLD, GOLD)[tool]
    for wrong in (
        GOLD[:2],
        [*GOLD[:2], Target(47, 56, "ORG")],
        [*GOLD, Target(0, 9, "DATE")],
        [Target(20, 27, "PERSON"), *GOLD[1:]],
    ):
        cost = modelled(TEXT, wrong, GOLD)[tool]
        assert cost.seconds > done.seconds
        assert cost.keys > done.keys


def test_shift_is_a_key_and_a_count_is_shorter_than_many_presses() -> None:
    cost = Cost()
    cost.press("a*")
    assert (cost.keys, cost.seconds) == (3, pytest.approx(3 * TIMES.key))
    many = Cost()
    many.repeat("j", 40)
    assert many.keys == 3
    assert many.seconds < 40 * TIMES.key
