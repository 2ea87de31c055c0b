"""Two sides of one article: what is the same is paired, what differs is named, and taking a side ends it."""

import contextlib
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gold.acts import acts
from tests.gold.desk import PREDICTIONS, TEXT, article, span
from tui.annotation import ActionError, Change, History, LayerState, State, step
from tui.annotation.compare import Memory, counted, differences, still_open
from tui.annotation.difference import Difference, Disagreement, Side
from tui.annotation.replay import digest
from tui.annotation.settling import settled
from tui.model import BlockKind, Cluster, CopydeskError, Entity, Event, Layer, Quote, QuoteKind, Speaker


class Paper:
    """One person's work on the article, on no disk; what `tests.gold.acts` needs of a session."""

    def __init__(self, by: str) -> None:
        self.by = by
        self.history = History.start(article())
        self.do("open", sha256=article().text_sha256, length=len(TEXT))
        self.do("suggest", predictions=PREDICTIONS.as_json())

    @property
    def state(self) -> State:
        return self.history.state

    def new_id(self, prefix: str, i: int = 1) -> str:
        return next(islice(self.state.new_ids(prefix, self.state.n + 1), i - 1, None))

    def do(self, action: str, **args: Any) -> tuple[Change, ...]:
        n = self.state.n + 1
        self.history, changes = step(
            self.history, Event(n, f"2026-01-01T00:{n // 60:02}:{n % 60:02}Z", self.by, action, args)
        )
        return changes

    def side(self) -> Side:
        return Side.of_state(self.by, self.state)


def entity(surface: str, label: str, nth: int = 0, cluster: str | None = None) -> Entity:
    return Entity(f"e{surface}{nth}", span(surface, nth), label, cluster)


def quote(*surfaces: str, kind: QuoteKind = QuoteKind.DIRECT, cue: str = "said", who: str | None = "she") -> Quote:
    mention = Speaker(span(who)) if who else None
    return Quote(f"q{surfaces[0]}", kind, tuple(map(span, surfaces)), span(cue), mention)


def side(name: str, *values: Entity | Quote, clusters: tuple[Cluster, ...] = ()) -> Side:
    return Side.of(name, values, clusters)


def told(found: list[Difference]) -> list[str]:
    def words(value: Any) -> str:
        if value is None:
            return "nothing"
        return value.span.text if isinstance(value, Entity) else " … ".join(piece.text for piece in value.content)

    return [f"{x.what}: {words(x.first)} / {words(x.second)}" for x in found]


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (entity("Derry", "GPE"), entity("Derry", "ORG"), Disagreement.LABEL),
        (entity("Zoë Ní Bhriain", "PERSON"), entity("Bhriain", "PERSON"), Disagreement.EDGES),
        (entity("Zoë Ní Bhriain", "PERSON"), entity("Bhriain", "ORG"), Disagreement.LABEL_AND_EDGES),
        (quote("“It is late,”"), quote("It is late"), Disagreement.EDGES),
        (quote("“It is late,”"), quote("“It is late,”", kind=QuoteKind.MIXED), Disagreement.KIND),
        (quote("“It is late,”"), quote("“It is late,”", cue="she said"), Disagreement.CUE),
        (quote("“It is late,”"), quote("“It is late,”", who="Zoë Ní Bhriain"), Disagreement.SPEAKER),
        (quote("“It is late,”"), quote("“It is late,”", who=None), Disagreement.SPEAKER),
    ],
)
def test_a_pair_that_is_not_the_same_is_one_difference_of_its_class(one: Any, other: Any, what: Disagreement) -> None:
    (found,) = differences(side("ann", one), side("bob", other))
    assert found.what is what
    assert (found.first, found.second) == (one, other)
    assert differences(side("ann", one), side("bob", replace(one, id="e99"))) == []


def test_what_overlaps_nothing_stands_alone_in_the_order_of_the_text() -> None:
    found = differences(side("ann", entity("Monday", "DATE")), side("bob", entity("Derry", "GPE")))
    assert told(found) == ["only-second: nothing / Derry", "only-first: Monday / nothing"]
    assert counted(found) == {
        (Layer.ENTITIES, Disagreement.ONLY_FIRST): 1,
        (Layer.ENTITIES, Disagreement.ONLY_SECOND): 1,
    }


def test_a_quote_may_differ_in_several_points_at_once() -> None:
    one, other = quote("“It is late,”"), quote("It is late", kind=QuoteKind.MIXED, cue="she said", who=None)
    found = differences(side("ann", one), side("bob", other))
    assert {x.what for x in found} == {
        Disagreement.EDGES, Disagreement.KIND, Disagreement.CUE, Disagreement.SPEAKER,
    }  # fmt: skip
    speaker = next(x for x in found if x.what is Disagreement.SPEAKER)
    assert (speaker.start, speaker.end) == (span("“It").start, span("she").end)


def test_the_closest_pair_is_taken_and_the_other_stands_alone() -> None:
    ours = side("ann", entity("Zoë", "PERSON"), entity("Ní Bhriain", "PERSON"))
    found = differences(ours, side("bob", entity("Zoë Ní Bhriain", "PERSON")))
    assert told(found) == ["only-first: Zoë / nothing", "edges: Ní Bhriain / Zoë Ní Bhriain"] or told(found) == [
        "edges: Ní Bhriain / Zoë Ní Bhriain", "only-first: Zoë / nothing",
    ]  # fmt: skip


def test_clusters_differ_only_where_their_names_share_no_word() -> None:
    def called(name: str) -> Side:
        return side(name, entity("Zoë Ní Bhriain", "PERSON", cluster="c1"), clusters=(Cluster("c1", name),))

    assert differences(called("Zoë Ní Bhriain"), called("bhriain")) == []
    assert differences(called("Zoë Ní Bhriain"), side("bob", entity("Zoë Ní Bhriain", "PERSON"))) == []
    (found,) = differences(called("Zoë Ní Bhriain"), called("Ola Berg"))
    assert found.what is Disagreement.LINK


def test_blocks_differ_in_whether_they_are_kept_in_kind_and_in_how_they_are_cut() -> None:
    ann, bob = Paper("ann"), Paper("bob")
    berg = span("Berg paid").start
    bob.do("set_block", start=span("Photo").start, keep=True)
    bob.do("set_block", start=berg, keep=True, kind="list-item")
    bob.do("split_block", start=span("Zoë").start, at=span("“It").start)
    assert [x.what for x in differences(ann.side(), bob.side())] == [
        Disagreement.CUT, Disagreement.KEPT, Disagreement.BLOCK_KIND,
    ]  # fmt: skip
    assert differences(ann.side(), Side.of("no blocks", (), ())) == []


def test_what_stands_in_a_block_that_a_side_drops_is_not_said_by_it() -> None:
    ann = Paper("ann")
    where = span("Ola Berg")
    ann.do("add_entity", id=ann.new_id("e"), start=where.start, end=where.end, label="PERSON")
    assert ann.side().entities == ()
    ann.do("set_block", start=span("Photo").start, keep=True)
    assert [x.span for x in ann.side().entities] == [where]


def test_the_suggestions_are_a_side_and_what_nobody_has_decided_is_on_neither() -> None:
    ann = Paper("ann")
    ann.do("relabel", id="e2.1", label="PERSON")
    ann.do("reject", id="e2.2")
    found = differences(ann.side(), Side.proposed("the suggestions", ann.state))
    assert [x.what for x in found] == [Disagreement.LABEL, Disagreement.ONLY_SECOND]


def test_a_verdict_is_an_event_that_can_be_undone_and_is_found_again() -> None:
    ann, bob = Paper("ann"), Paper("bob")
    for who, label in ((ann, "PERSON"), (bob, "ORG")):
        who.do("relabel", id="e2.1", label=label)
    before = digest(ann.state)
    (found,) = differences(ann.side(), bob.side())
    ann.do("settle", **settled(ann.state, found, 2, bob.side()))
    assert differences(ann.side(), bob.side()) == []
    verdict = ann.state.verdicts[found.key]
    assert (verdict.side, verdict.against, verdict.by, verdict.what) == (2, "bob", "ann", "label")
    ann.do("undo")
    assert digest(ann.state) == before
    ann.do("settle", **settled(ann.state, found, 1, bob.side()))
    assert [x.key in ann.state.verdicts for x in differences(ann.side(), bob.side())] == [True]


def test_taking_back_what_was_turned_down_keeps_where_it_came_from() -> None:
    ann, bob = Paper("ann"), Paper("bob")
    ann.do("reject", id="e2.2")
    bob.do("accept", id="e2.2")
    (found,) = differences(ann.side(), bob.side())
    ann.do("settle", **settled(ann.state, found, 2, bob.side()))
    assert ann.state.label("e2.2").proposed_by == "names@1+sm@3.8.0"
    assert ann.state.label("e2.2").status == "accepted"


def test_a_side_that_is_neither_and_edits_that_hide_a_verdict_are_refused() -> None:
    ann = Paper("ann")
    args = {"key": "k", "against": "bob", "what": "label", "layer": "entities", "start": 0, "end": 3, "edits": []}
    for bad in ({**args, "side": 3}, {**args, "side": 1, "end": 0}, {**args, "side": 1, "end": len(TEXT) + 1}):
        with pytest.raises(ActionError):
            ann.do("settle", **bad)
    with pytest.raises(ActionError):
        ann.do("settle", **{**args, "side": 1, "edits": [{"do": "settle", "args": {**args, "side": 1}}]})


@st.composite
def papers(draw: st.DrawFn, by: str) -> Paper:
    paper = Paper(by)
    for _ in range(draw(st.integers(0, 10))):
        do, args = draw(acts(paper))  # type: ignore[arg-type]
        try:
            paper.do(do, **args)
        except CopydeskError:
            continue
    return paper


@settings(max_examples=40)
@given(papers("ann"), papers("bob"))
def test_taking_the_other_side_everywhere_leaves_no_difference(ann: Paper, bob: Paper) -> None:
    """And each verdict is one step: undoing them all leads back to where it began."""
    theirs, before, steps = bob.side(), digest(ann.state), 0
    for _ in range(200):
        found = still_open(differences(ann.side(), theirs), ann.state.verdicts)
        if not found:
            break
        chosen = next((x for x in found if x.layer is Layer.BLOCKS), found[0])
        ann.do("settle", **settled(ann.state, chosen, 2, theirs))
        steps += 1
    assert differences(ann.side(), theirs) == []
    for _ in range(steps):
        ann.do("undo")
    assert digest(ann.state) == before


@settings(max_examples=15)
@given(papers("ann"), papers("bob"))
def test_keeping_ones_own_everywhere_changes_no_label(ann: Paper, bob: Paper) -> None:
    labels, blocks = ann.state.labels, ann.state.blocks
    found = differences(ann.side(), bob.side())
    assert len({x.key for x in found}) == len(found)
    for difference in found:
        ann.do("settle", **settled(ann.state, difference, 1, bob.side()))
    assert (ann.state.labels, ann.state.blocks) == (labels, blocks)
    assert still_open(differences(ann.side(), bob.side()), ann.state.verdicts) == []


@settings(max_examples=15)
@given(papers("ann"), papers("bob"), st.data())
def test_what_is_remembered_changes_nothing_of_the_next_comparison(ann: Paper, bob: Paper, data: st.DataObject) -> None:
    memory = Memory()
    for _ in range(4):
        assert differences(ann.side(), bob.side(), memory) == differences(ann.side(), bob.side())
        acting = data.draw(st.sampled_from([ann, bob]))
        action, args = data.draw(acts(acting))  # type: ignore[arg-type]
        with contextlib.suppress(CopydeskError):
            acting.do(action, **args)


def test_where_edges_differ_only_what_one_side_has_is_marked() -> None:
    long, short = entity("Zoë Ní Bhriain", "PERSON"), entity("Bhriain", "PERSON")
    (found,) = differences(side("ann", long), side("bob", short))
    assert [TEXT[a:b] for a, b in found.marked()] == ["Zoë Ní "]


@settings(max_examples=15)
@given(papers("ann"), papers("bob"))
def test_which_side_is_first_only_turns_the_classes_round(ann: Paper, bob: Paper) -> None:
    turned = {Disagreement.ONLY_FIRST: Disagreement.ONLY_SECOND, Disagreement.ONLY_SECOND: Disagreement.ONLY_FIRST}
    there, back = differences(ann.side(), bob.side()), differences(bob.side(), ann.side())
    assert sorted((x.layer, x.start, turned.get(x.what, x.what)) for x in there) == sorted(
        (x.layer, x.start, x.what) for x in back
    )
    assert differences(ann.side(), ann.side()) == []


def test_a_block_that_comes_back_reopens_its_layers() -> None:
    ann, bob = Paper("ann"), Paper("bob")
    bob.do("set_block", start=span("Photo").start, keep=True, kind=BlockKind.BODY.value)
    ann.do("approve", layers=["entities", "quotes"])
    found = next(x for x in differences(ann.side(), bob.side()) if x.layer is Layer.BLOCKS)
    ann.do("settle", **settled(ann.state, found, 2, bob.side()))
    assert ann.state.layers[Layer.ENTITIES] is LayerState.OPEN
