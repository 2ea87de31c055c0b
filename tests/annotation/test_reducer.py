"""What each action does to the labels, and the laws of undo and replay."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.annotation import ActionError, History, LayerState, State, Status, fold, step
from tui.model import (
    Article,
    Block,
    BlockKind,
    Cluster,
    CopydeskError,
    Entity,
    Event,
    Layer,
    Predictions,
    Provenance,
    Quote,
    QuoteKind,
    Span,
    Speaker,
)

TEXT = "Mayor resigns\n\nZoë Ní Bhriain left on Monday. “I am tired 😀,” she said.\n\nPhoto: Ola Berg\n\nBerg paid."
ARTICLE = Article(
    "a",
    TEXT,
    (
        Block(0, 13, BlockKind.TITLE, False, "rule:first-line"),
        Block(15, 71, BlockKind.BODY, True, "rule:prose"),
        Block(73, 88, BlockKind.CREDIT, False, "rule:photo-credit"),
        Block(90, 100, BlockKind.BODY, True, "rule:prose"),
    ),
)


def span(text: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(text, start + 1)
    return Span.of(TEXT, start, start + len(text))


PREDICTIONS = Predictions(
    ARTICLE.text_sha256,
    {Layer.ENTITIES: Provenance("names", "1", "sm", "3.8.0"), Layer.QUOTES: Provenance("quotes", "1")},
    entities=(
        Entity("e1", span("Zoë Ní Bhriain"), "ORG", cluster="c1"),
        Entity("e2", span("Monday"), "DATE"),
        Entity("e3", span("Berg", 1), "PERSON"),
    ),
    quotes=(
        Quote(
            "q1",
            QuoteKind.DIRECT,
            (span("“I am tired 😀,”"),),
            span("said"),
            Speaker(span("she"), "c1"),
            "same-sentence",
        ),
    ),
    clusters=(Cluster("c1", "Zoë Ní Bhriain", "PERSON"),),
)


class Log:
    """Events written one after the other, as the desk writes them."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.history = History.start(ARTICLE)
        self.do("open", sha256=ARTICLE.text_sha256, length=len(TEXT))
        self.do("suggest", predictions=PREDICTIONS.as_json())

    def do(self, action: str, **args: object) -> State:
        n = len(self.events) + 1
        event = Event(n, f"2026-01-01T00:00:{n % 60:02}Z", "ann", action, args)
        self.history, _ = step(self.history, event)
        self.events.append(event)
        return self.history.state


@pytest.fixture
def log() -> Log:
    return Log()


def facts(state: State) -> list[str]:
    """What a person would say of the labels, in a form that reads well when a test fails."""
    return [f"{label.status} {label.name} {' … '.join(s.text for s in label.spans)}" for label in state.in_order()]


def test_suggestions_wait_until_a_person_decides(log: Log) -> None:
    assert facts(log.history.state) == [
        "pending ORG Zoë Ní Bhriain", "pending DATE Monday", "pending direct “I am tired 😀,”", "pending PERSON Berg",
    ]  # fmt: skip
    assert not any(label.status.is_gold for label in log.history.state.labels.values())


def test_a_relabelled_suggestion_is_corrected_and_keeps_what_was_proposed(log: Log) -> None:
    label = log.do("relabel", id="e2.1", label="PERSON").label("e2.1")
    assert (label.status, label.name, label.by) == (Status.CORRECTED, "PERSON", "ann")
    assert label.proposed is not None
    assert label.proposed.label == "ORG"
    assert label.proposed_by == "names@1+sm@3.8.0"


def test_correcting_back_to_the_proposal_is_accepting_it(log: Log) -> None:
    log.do("relabel", id="e2.1", label="PERSON")
    assert log.do("relabel", id="e2.1", label="ORG").label("e2.1").status is Status.ACCEPTED


def test_rejected_suggestions_stay_as_negatives_and_added_labels_go(log: Log) -> None:
    where = span("tired")
    log.do("add_entity", id="e3.1", start=where.start, end=where.end, label="PERSON")
    log.do("reject", id="e2.2")
    state = log.do("reject", id="e3.1")
    assert "e3.1" not in state.labels
    assert state.label("e2.2").status is Status.REJECTED


def test_a_rejection_survives_another_run_of_the_extractor(log: Log) -> None:
    log.do("reject", id="e2.2")
    state = log.do("suggest", predictions=PREDICTIONS.as_json())
    assert facts(state) == [
        "pending ORG Zoë Ní Bhriain", "rejected DATE Monday", "pending direct “I am tired 😀,”", "pending PERSON Berg",
    ]  # fmt: skip


def test_a_corrected_boundary_is_not_proposed_again(log: Log) -> None:
    wide = span("on Monday")
    log.do("move", id="e2.2", start=wide.start, end=wide.end)
    state = log.do("suggest", predictions=PREDICTIONS.as_json())
    assert [fact for fact in facts(state) if "Monday" in fact] == ["corrected DATE on Monday"]


def test_a_complete_layer_takes_no_suggestions(log: Log) -> None:
    log.do("approve", layers=["entities"])
    before = facts(log.history.state)
    assert facts(log.do("suggest", predictions=PREDICTIONS.as_json())) == before


def test_approving_accepts_what_is_pending_in_the_layer_and_completes_it(log: Log) -> None:
    state = log.do("approve", layers=["entities"])
    assert {label.status for label in state.in_order(Layer.ENTITIES)} == {Status.ACCEPTED}
    assert {label.status for label in state.in_order(Layer.QUOTES)} == {Status.PENDING}
    assert state.layers[Layer.ENTITIES] is LayerState.COMPLETE
    assert state.layers[Layer.QUOTES] is LayerState.OPEN


def test_labels_in_a_dropped_block_are_hidden_not_lost_and_not_approved(log: Log) -> None:
    log.do("set_block", start=90, keep=False, kind="promo")
    state = log.do("approve", layers=["entities"])
    berg = state.label("e2.3")
    assert state.hidden(berg)
    assert berg.status is Status.PENDING


def test_a_block_that_comes_back_reopens_the_layers_on_the_text(log: Log) -> None:
    log.do("approve", layers=["entities", "quotes", "blocks"])
    state = log.do("set_block", start=73, keep=True, kind="body")
    assert state.layers == {
        Layer.BLOCKS: LayerState.COMPLETE, Layer.ENTITIES: LayerState.OPEN, Layer.QUOTES: LayerState.OPEN,
    }  # fmt: skip
    assert "Photo: Ola Berg" in state.current_article().kept.text


def test_blocks_split_and_join_without_losing_a_character(log: Log) -> None:
    at = span("“I am").start
    state = log.do("split_block", start=15, at=at)
    assert [TEXT[b.start : b.end][:9] for b in state.current_article().blocks] == [
        "Mayor res", "Zoë Ní Bh", "“I am tir", "Photo: Ol", "Berg paid",
    ]  # fmt: skip
    assert log.do("join_blocks", start=15).blocks == State.start(ARTICLE).blocks


def test_a_quote_gets_pieces_a_cue_and_a_speaker(log: Log) -> None:
    left, right = span("I am"), span("tired")
    log.do("add_quote", id="q3.1", kind="mixed", content=[[left.start, left.end], [right.start, right.end]])
    cue, zoe = span("said"), span("Zoë Ní Bhriain")
    log.do("set_cue", id="q3.1", span=[cue.start, cue.end])
    state = log.do("set_speaker", id="q3.1", mention=[zoe.start, zoe.end], cluster="c2.1")
    quote = state.label("q3.1").value
    assert isinstance(quote, Quote)
    assert [piece.text for piece in quote.content] == ["I am", "tired"]
    assert quote.cue == cue
    assert quote.speaker == Speaker(zoe, "c2.1")


def test_a_batch_is_one_step(log: Log) -> None:
    edits = [{"do": "relabel", "args": {"id": f"e2.{i}", "label": "PERSON"}} for i in (1, 2, 3)]
    before = log.history.state.labels
    log.do("batch", edits=edits)
    assert {label.name for label in log.history.state.in_order(Layer.ENTITIES)} == {"PERSON"}
    assert log.do("undo").labels == before


def test_nothing_of_a_batch_happens_when_one_edit_does_not_fit(log: Log) -> None:
    edits = [{"do": "reject", "args": {"id": "e2.1"}}, {"do": "reject", "args": {"id": "e9.9"}}]
    with pytest.raises(ActionError, match=r"no label 'e9\.9'"):
        log.do("batch", edits=edits)
    assert log.history.state.label("e2.1").status is Status.PENDING


def test_undo_does_not_touch_what_a_later_suggestion_brought(log: Log) -> None:
    log.do("reject", id="e2.2")
    log.do("suggest", predictions=PREDICTIONS.as_json())
    state = log.do("undo")
    assert state.label("e2.2").status is Status.PENDING
    assert len([label for label in state.in_order() if label.name == "ORG"]) == 1


@pytest.mark.parametrize(
    ("action", "args", "message"),
    [
        ("undo", {}, "nothing to undo"),
        ("redo", {}, "nothing to redo"),
        ("fly", {}, "does not know"),
        ("accept", {"id": "e7.7"}, "no label"),
        ("accept", {}, "arguments that do not fit"),
        ("set_cue", {"id": "e2.1", "span": None}, "is an entity"),
        ("link", {"id": "q2.1", "cluster": None}, "is a quote"),
        ("link", {"id": "e2.1", "cluster": "c99"}, "no cluster"),
        ("move", {"id": "e2.1", "start": 5, "end": 5}, "empty"),
        ("move", {"id": "e2.1", "start": 5, "end": 5000}, "ends after the text"),
        ("add_entity", {"id": "e2.1", "start": 1, "end": 2, "label": "ORG"}, "be new"),
        ("add_quote", {"id": "q9.1", "kind": "direct", "content": []}, "one or more pieces"),
        ("add_quote", {"id": "q9.1", "kind": "direct", "content": [[20, 30], [25, 40]]}, "not overlapping"),
        ("set_block", {"start": 3, "keep": True}, "no block starts at 3"),
        ("split_block", {"start": 15, "at": 15}, "can't be split there"),
        ("join_blocks", {"start": 90}, "nothing to join"),
        ("open", {"sha256": "0" * 64, "length": 3}, "another text"),
    ],
)
def test_an_action_that_does_not_fit_says_so_and_changes_nothing(
    log: Log, action: str, args: dict, message: str
) -> None:
    before = log.history
    with pytest.raises(CopydeskError, match=message):
        log.do(action, **args)
    assert log.history is before


def test_a_gap_in_the_log_is_an_error(log: Log) -> None:
    with pytest.raises(ActionError, match="gap"):
        fold(ARTICLE, [log.events[0], Event(3, "", "ann", "flag", {"on": True})])


EDITS = st.one_of(
    st.tuples(st.sampled_from(["accept", "reject"]), st.integers(0, 99)),
    st.tuples(st.just("relabel"), st.integers(0, 99)),
    st.tuples(st.just("move"), st.integers(0, 99), st.integers(0, 99), st.integers(1, 12)),
    st.tuples(st.just("add"), st.integers(0, 99), st.integers(1, 12)),
    st.tuples(st.just("quote"), st.integers(0, 99), st.integers(1, 12)),
    st.tuples(st.just("speaker"), st.integers(0, 99), st.integers(0, 99)),
    st.tuples(st.just("block"), st.sampled_from([0, 15, 73, 90]), st.booleans()),
    st.tuples(st.sampled_from(["approve", "flag", "note", "suggest", "undo", "redo"])),
)


def typed(log: Log, edit: tuple) -> None:
    """Do `edit` with its numbers taken as a person's hand would take them: to the nearest thing that is there."""
    labels = log.history.state.in_order()
    n = len(log.events) + 1
    match edit:
        case ("accept" | "reject" as do, i) if labels:
            log.do(do, id=labels[i % len(labels)].id)
        case ("relabel", i) if labels:
            label = labels[i % len(labels)]
            log.do("relabel", id=label.id, label="GPE" if label.layer is Layer.ENTITIES else "indirect")
        case ("move", i, start, length) if labels:
            log.do("move", id=labels[i % len(labels)].id, start=start, end=min(start + length, len(TEXT)))
        case ("add", start, length):
            log.do("add_entity", id=f"e{n}.1", start=start, end=min(start + length, len(TEXT)), label="ORG")
        case ("quote", start, length):
            log.do("add_quote", id=f"q{n}.1", kind="direct", content=[[start, min(start + length, len(TEXT))]])
        case ("speaker", i, at):
            quotes = log.history.state.in_order(Layer.QUOTES)
            if quotes:
                log.do("set_speaker", id=quotes[i % len(quotes)].id, mention=[at, at + 1], cluster=None)
        case ("block", start, keep):
            log.do("set_block", start=start, keep=keep)
        case ("approve",):
            log.do("approve", layers=["entities", "quotes"])
        case ("flag",):
            log.do("flag", on=not log.history.state.flagged)
        case ("note",):
            log.do("note", id=None, text=f"note {n}")
        case ("suggest",):
            log.do("suggest", predictions=PREDICTIONS.as_json())
        case ("undo",) if log.history.done:
            log.do("undo")
        case ("redo",) if log.history.undone:
            log.do("redo")


@given(st.lists(EDITS, max_size=25))
def test_the_state_is_what_the_log_says_after_a_round_trip_through_json(edits: list[tuple]) -> None:
    log = Log()
    for edit in edits:
        typed(log, edit)
    lines = [json.dumps(event.as_json(), ensure_ascii=False) for event in log.events]
    assert fold(ARTICLE, [Event.from_json(json.loads(line)) for line in lines]) == log.history


@given(st.lists(EDITS.filter(lambda edit: edit[0] != "suggest"), max_size=25))
def test_undoing_everything_returns_to_the_start_and_redoing_it_to_the_end(edits: list[tuple]) -> None:
    log = Log()
    start = log.history.state
    for edit in edits:
        typed(log, edit)
    end, steps = log.history.state, len(log.history.done)
    for _ in range(steps):
        log.do("undo")
    assert log.history.state.numbered(0) == start.numbered(0)
    for _ in range(steps):
        log.do("redo")
    assert log.history.state.numbered(0) == end.numbered(0)


@given(st.lists(EDITS, max_size=25))
def test_every_label_always_has_its_surface_text(edits: list[tuple]) -> None:
    log = Log()
    for edit in edits:
        typed(log, edit)
        for label in log.history.state.labels.values():
            for piece in label.spans:
                piece.check(TEXT)


def imported(**changes: object) -> dict[str, object]:
    """The arguments of an import of one decided label, with some of them changed."""
    name = span("Zoë Ní Bhriain").as_json()
    row = {"id": "e9.1", "layer": "entities", "status": "added", "value": {"id": "e9.1", **name, "label": "PERSON"}}
    return {
        "labels": [row | {"by": "eve", "created": "2025-01-01T00:00:00Z", "modified": "2025-01-01T00:00:00Z"}],
        "clusters": [], "blocks": [block.as_json() for block in ARTICLE.blocks], "layers": {"entities": "complete"},
        "proposers": {}, "note": "from Eve", "flagged": True, **changes,
    }  # fmt: skip


def test_an_import_brings_labels_as_they_were_and_takes_what_was_pending(log: Log) -> None:
    state = log.do("import", **imported())
    assert facts(state) == ["added PERSON Zoë Ní Bhriain"]
    label = state.label("e9.1")
    assert (label.by, label.created, state.note, state.flagged) == ("eve", "2025-01-01T00:00:00Z", "from Eve", True)
    assert state.layers[Layer.ENTITIES] is LayerState.COMPLETE
    with pytest.raises(ActionError, match="nothing to undo"):
        log.do("undo")


def test_an_import_over_decided_labels_or_with_a_wrong_text_is_refused(log: Log) -> None:
    row = imported()["labels"][0]  # type: ignore[index]
    wrong = {**row, "value": {**row["value"], "text": "Zoe Ni Bhriain"}}
    with pytest.raises(CopydeskError, match="but there stands 'Zoë Ní Bhriain'"):
        log.do("import", **imported(labels=[wrong]))
    log.do("accept", id="e2.2")
    with pytest.raises(ActionError, match=r"e2\.2 has been decided on"):
        log.do("import", **imported())


def test_suggestions_never_take_the_id_of_an_imported_label() -> None:
    log = Log()
    row = imported()["labels"][0]  # type: ignore[index]
    log.do("import", **imported(labels=[{**row, "id": "e4.2"}], layers={"entities": "open", "quotes": "open"}))
    state = log.do("suggest", predictions=PREDICTIONS.as_json())
    assert state.label("e4.2").by == "eve"
    assert {label.status for label in state.labels.values()} == {Status.ADDED, Status.PENDING}
