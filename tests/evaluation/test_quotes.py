import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.evaluation.data import Annotations, ClusterItem, Document, KeptBlock, QuoteItem
from tui.evaluation.quotes import CRITERIA, score_quotes

TEXT = (
    '"The bridge is safe," Ines Okoro said. "Nobody was hurt." '
    "Her deputy, Paul Reyes, told us that it would reopen. He said no more."
)


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


HE = (at("He said")[0], at("He said")[0] + 2)
INES, PAUL = at("Ines Okoro"), at("Paul Reyes")
SPLIT = QuoteItem((at('"The bridge is safe,"'), at('"Nobody was hurt."')), "direct", at("said"), INES, "ines", "cue")
REOPEN = QuoteItem((at("that it would reopen"),), "indirect", at("told"), PAUL, "paul", "cue")
NO_MORE = QuoteItem((at("no more"),), "indirect", None, HE, "paul", "pronoun")
GOLD = (SPLIT, REOPEN, NO_MORE)


def score(gold, predicted, gold_clusters=(), predicted_clusters=(), **fields):
    sides = (
        Annotations(quotes=tuple(gold), clusters=gold_clusters),
        Annotations(quotes=tuple(predicted), clusters=predicted_clusters),
    )
    return score_quotes([Document("a", TEXT, *sides, **fields)])


def hits(scores):
    return {name: scores.score(name).hits for name in CRITERIA}


def test_quotations_that_agree_in_everything():
    scores = score(GOLD, GOLD)
    assert {scores.score(name).f1 for name in CRITERIA} == {1.0}
    assert scores.attribution == {"mention": 1.0, "mention overlap": 1.0, "person": 1.0}
    assert scores.error_counts == {"correct": 3}
    assert {name: (t.score.hits, t.score.gold) for name, t in scores.parts.items()} == {
        "cue": (2, 2), "cue overlap": (2, 2), "speaker mention": (3, 3), "speaker mention overlap": (3, 3),
    }  # fmt: skip


def test_the_order_of_pieces_is_irrelevant():
    assert score([SPLIT], [replace(SPLIT, content=SPLIT.content[::-1])]).score("all").f1 == 1.0


def test_a_wrong_speaker_costs_attribution_but_not_content():
    scores = score(GOLD, [replace(SPLIT, speaker=PAUL, cluster="paul"), REOPEN, NO_MORE])
    assert hits(scores) == {
        "content": 3, "overlap": 3, "hard": 3, "mention": 2, "speaker": 2, "end-to-end": 2, "all": 2,
    }  # fmt: skip
    assert scores.attribution["person"] == pytest.approx(2 / 3)
    assert scores.error_counts == {"correct": 2, "speaker": 1}


def test_another_mention_of_the_same_person_is_the_same_speaker():
    scores = score(GOLD, [SPLIT, REOPEN, replace(NO_MORE, speaker=PAUL)])
    assert (scores.score("mention").hits, scores.score("speaker").hits) == (2, 3)


def test_half_a_split_quotation_is_one_match_and_one_spurious():
    halves = [replace(SPLIT, content=(piece,)) for piece in SPLIT.content]
    scores = score([SPLIT], halves)
    assert (scores.score("content").hits, scores.score("overlap").hits, scores.score("hard").hits) == (0, 1, 0)
    assert scores.error_counts == {"content": 1, "spurious": 1}
    assert scores.characters.score.f1 == 1.0


def test_a_duplicate_prediction_is_spurious():
    scores = score([SPLIT], [SPLIT, SPLIT])
    assert scores.score("all").precision == 0.5
    assert scores.characters.score.precision == 1.0


def test_a_missing_speaker_is_wrong_and_a_rightly_missing_one_is_right():
    nobody = replace(SPLIT, speaker=None, cluster=None)
    assert score([SPLIT], [nobody]).attribution == {"mention": 0.0, "mention overlap": 0.0, "person": 0.0}
    assert score([nobody], [nobody]).attribution["person"] == 1.0
    assert score([nobody], [SPLIT]).attribution["person"] == 0.0


def test_nothing_to_score_is_undefined():
    scores = score([], [])
    assert {scores.score(name).f1 for name in CRITERIA} == {None}
    assert scores.attribution["person"] is None
    assert score(GOLD, []).score("content").precision is None


def test_each_side_may_name_its_clusters_as_it_likes():
    gold = (ClusterItem("c1", "Ines Okoro", (INES,)), ClusterItem("c2", "Paul Reyes", (PAUL,)))
    predicted = (ClusterItem("c1", "Reyes", (PAUL,)), ClusterItem("c2", "Okoro", (INES,)))
    turned = [replace(SPLIT, cluster="c2"), replace(REOPEN, cluster="c1"), replace(NO_MORE, cluster="c1")]
    named = [replace(SPLIT, cluster="c1"), replace(REOPEN, cluster="c2"), replace(NO_MORE, cluster="c2")]
    assert score(named, turned, gold, predicted).attribution["person"] == 1.0
    # The right mention, resolved to the wrong person, is the wrong person.
    wrong = [*turned[:2], replace(NO_MORE, cluster="c2")]
    scores = score(named, wrong, gold, predicted)
    assert scores.attribution["person"] == pytest.approx(2 / 3)
    assert scores.attribution["mention"] == 1.0


def test_a_speaker_without_a_cluster_is_found_by_the_mentions_of_the_gold_speaker():
    gold = (ClusterItem("c2", "Paul Reyes", (PAUL,)),)
    named = replace(NO_MORE, cluster="c2")
    assert score([named], [replace(NO_MORE, speaker=PAUL, cluster=None)], gold).attribution["person"] == 1.0
    assert score([named], [replace(NO_MORE, speaker=INES, cluster=None)], gold).attribution["person"] == 0.0


def test_matches_by_kind_by_way_of_attribution_and_by_speaker():
    scores = score(GOLD, [SPLIT, replace(REOPEN, how="guess", speaker=INES, cluster="ines")])
    assert {kind: (f.gold, f.recall, f.precision) for kind, f in scores.by_kind.items()} == {
        "direct": (1, 1.0, 1.0), "indirect": (2, 0.5, 1.0),
    }  # fmt: skip
    assert scores.by_how["guess"].attribution == 0.0
    assert scores.by_how["cue"].predicted == 1
    assert {kind: (f.gold, f.recall) for kind, f in scores.by_speaker.items()} == {
        "name": (2, 1.0),
        "pronoun": (1, 0.0),
    }


def test_quotations_outside_the_body_are_counted_apart():
    blocks = (KeptBlock(0, 57, True), KeptBlock(58, len(TEXT), False))
    gold = Annotations(quotes=GOLD, blocks=blocks)
    scores = score_quotes([Document("a", TEXT, gold, Annotations(quotes=(SPLIT, REOPEN)))])
    assert scores.score("all").f1 == 1.0
    assert scores.outside == (2, 1)


def test_only_complete_quotes_count():
    assert score(GOLD, [], complete=frozenset()).skipped == ("a",)


@given(st.lists(st.sampled_from(GOLD), max_size=4), st.lists(st.sampled_from(GOLD), max_size=4), st.integers(0, 99))
def test_laws_of_quote_scores(gold, predicted, seed):
    scores = score(gold, predicted)
    there, back = hits(scores), hits(score(predicted, gold))
    assert there == back
    assert there["all"] <= there["mention"] <= there["content"] <= there["overlap"]
    mixed = random.Random(seed)
    shuffled = score(mixed.sample(gold, len(gold)), mixed.sample(predicted, len(predicted)))
    assert hits(shuffled) == there
    counts = scores.error_counts
    assert sum(counts.values()) == len(gold) + len(predicted) - scores.matched
