"""Mistakes planted in the reducer, in undo, in the store, in export, import and replay: each is found.

`test_machine.py` says what must hold in any order of acts. Here the same machine runs on code that has been spoilt on
purpose, and must fail; it does more in a step, on a disk that never fails. `test_durability.py` has the mistakes that
only a failing disk or a second process shows, `test_mutants_of_merging.py` those in merging. What is exchanged is
looked at after one sitting.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.gold.desk import span
from tests.gold.test_machine import Desk
from tui.annotation import Change, History, Label, LayerState, State, Status, history, incoming, reducer
from tui.annotation import replay as replays
from tui.gold import durable, importing, record, remembered, rescue, store
from tui.model import Event, Layer

Patch = pytest.MonkeyPatch
Spoil = Callable[[Patch], None]

UNTIL_FOUND = settings(
    max_examples=150, stateful_step_count=12, deadline=None, derandomize=True, database=None,
    report_multiple_bugs=False, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
)  # fmt: skip


class NoSync:
    """`os`, but nothing waits for the disk."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def fsync(self, fd: int) -> None:
        pass


class Busy(Desk):
    """The machine with many acts in a step, and no failures: what is sought here is no matter of the disk."""

    cut_the_power = None
    act_on_a_failing_disk = None
    act = None
    made: ClassVar[Path | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.disk = durable.os = NoSync()

    @classmethod
    def new_project(cls, root: Path) -> None:
        """Copy the first one that was made."""
        if cls.made is None:
            cls.made = Path(tempfile.mkdtemp())
            Desk.new_project(cls.made / "p")
        shutil.copytree(cls.made / "p", root)

    @rule(who=st.integers(0, 1), data=st.data(), more=st.integers(1, 6))
    def act_often(self, who: int, data: st.DataObject, more: int) -> None:
        """Do several things, first by one person, then by the other."""
        for i in range(more + 1):
            self.do_something(who if i < more else 1 - who, data)
            self.comes_to_what_is_expected(self.sessions[0].store.load("bridge"))

    def the_project_is_whole(self) -> None:
        """No look at each file: what is damaged here is what a reducer does."""


def everywhere(patch: Patch, original: Any, spoilt: Any) -> None:
    """Put something in the place of a function in each module that has it by name."""
    for name, module in list(sys.modules.items()):
        if name == "tui" or name.startswith("tui."):
            for key, value in list(vars(module).items()):
                if value is original:
                    patch.setattr(module, key, spoilt)


def action(patch: Patch, name: str, spoilt: Callable[..., Any]) -> None:
    patch.setitem(reducer._ACTIONS, name, spoilt)


# The reducer


def every_edit_counts_as_a_correction(patch: Patch) -> None:
    patch.setattr(reducer, "_same", lambda one, other: False)


def no_edit_counts_as_a_correction(patch: Patch) -> None:
    patch.setattr(reducer, "_same", lambda one, other: True)


def a_rejected_suggestion_is_forgotten(patch: Patch) -> None:
    def reject(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
        label = state.label(args["id"])
        return (Change("labels", label.id, label, None),)

    action(patch, "reject", reject)


def what_was_rejected_keeps_the_correction(patch: Patch) -> None:
    def reject(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
        label = state.label(args["id"])
        if label.proposed is None:
            return (Change("labels", label.id, label, None),)
        return (reducer._touched(label, event, label.value, Status.REJECTED),)

    action(patch, "reject", reject)


def an_edit_takes_the_note_away(patch: Patch) -> None:
    touched = reducer._touched

    def without_note(label: Label, *args: Any) -> Change:
        change = touched(label, *args)
        return replace(change, after=replace(change.after, note=""))

    patch.setattr(reducer, "_touched", without_note)


def the_second_piece_never_moves(patch: Patch) -> None:
    move = reducer._ACTIONS["move"]
    action(patch, "move", lambda state, event, args: move(state, event, {**args, "piece": 0}))


def any_cluster_will_do(patch: Patch) -> None:
    patch.setattr(reducer, "_known_cluster", lambda state, cluster: cluster)


def joining_blocks_leaves_the_second(patch: Patch) -> None:
    join = reducer._ACTIONS["join_blocks"]
    action(patch, "join_blocks", lambda *args: join(*args)[1:])


def a_batch_does_not_see_its_own_edits(patch: Patch) -> None:
    patch.setattr(reducer, "applied", lambda state, changes: state)


def suggestions_go_into_finished_layers(patch: Patch) -> None:
    suggest = reducer._ACTIONS["suggest"]

    def into_all(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
        return suggest(replace(state, layers=dict.fromkeys(Layer, LayerState.OPEN)), event, args)

    action(patch, "suggest", into_all)


def suggestions_come_again_where_somebody_decided(patch: Patch) -> None:
    patch.setattr(incoming, "_spans", lambda value: object())


def suggestions_pile_up(patch: Patch) -> None:
    suggest = reducer._ACTIONS["suggest"]

    def adding(*args: Any) -> tuple[Change, ...]:
        return tuple(x for x in suggest(*args) if x.table != "labels" or x.after is not None)

    action(patch, "suggest", adding)


# Undo and redo


def steps_are_taken_back_in_the_order_of_doing(patch: Patch) -> None:
    patch.setattr(history, "reversed", lambda changes: changes, raising=False)


def suggestions_can_be_undone(patch: Patch) -> None:
    patch.setattr(history, "NOT_UNDOABLE", ("open",))


def stepping(patch: Patch, after: Callable[[History, Event, History], History]) -> None:
    """Let `after(before, event, found)` change what a step comes to."""
    step = history.step

    def spoilt(before: History, event: Event) -> tuple[History, tuple[Change, ...]]:
        found, changes = step(before, event)
        return after(before, event, found), changes

    everywhere(patch, step, spoilt)


def a_new_act_leaves_the_old_future(patch: Patch) -> None:
    def kept(before: History, event: Event, found: History) -> History:
        return found if event.do in ("undo", "redo") else replace(found, undone=before.undone)

    stepping(patch, kept)


def undo_reaches_back_three_steps_only(patch: Patch) -> None:
    stepping(patch, lambda before, event, found: replace(found, done=found.done[-3:]))


def redo_is_used_up_by_undo(patch: Patch) -> None:
    stepping(patch, lambda before, event, found: replace(found, undone=found.undone[-1:]))


def what_is_gone_stays(patch: Patch) -> None:
    applied = reducer.applied

    def never_removed(state: State, changes: Iterable[Change]) -> State:
        return applied(state, tuple(x for x in changes if x.after is not None or x.table != "clusters"))

    everywhere(patch, applied, never_removed)


# The store


def what_is_remembered_is_never_read_again(patch: Patch) -> None:
    patch.setattr(remembered, "signature_of", lambda path: (0, 0, 0, 0, 0))


def rows_are_written_as_they_were(patch: Patch) -> None:
    lines = remembered._lines
    patch.setattr(
        remembered, "_lines", lambda table, known, before, line: lines(table, known, {**before, **table}, line)
    )


# Export, import, recording


def gold_without_notes(patch: Patch) -> None:
    signed = record._signed
    patch.setattr(record, "_signed", lambda label: {k: v for k, v in signed(label).items() if k != "note"})


def gold_with_what_nobody_decided(patch: Patch) -> None:
    patch.setattr(Status, "is_gold", property(lambda self: self is not Status.REJECTED))
    patch.setattr(record, "Status", type("Status", (), {"PENDING": None, "REJECTED": Status.REJECTED}))


def gold_of_the_blocks_as_they_came(patch: Patch) -> None:
    patch.setattr(State, "current_article", lambda self: self.article)


def gold_without_what_was_turned_down(patch: Patch) -> None:
    of = record.GoldArticle.of
    patch.setattr(record.GoldArticle, "of", lambda *args: replace(of(*args), rejected=()))


def an_import_forgets_what_was_turned_down(patch: Patch) -> None:
    patch.setattr(importing, "import_args", lambda gold: record.import_args(replace(gold, rejected=())))


def an_import_leaves_every_layer_open(patch: Patch) -> None:
    taken = record.import_args
    patch.setattr(importing, "import_args", lambda gold: taken(gold) | {"layers": dict.fromkeys(Layer, "open")})


def an_import_forgets_the_flag(patch: Patch) -> None:
    taken = record.import_args
    patch.setattr(importing, "import_args", lambda gold: taken(gold) | {"flagged": False})


def a_recording_leaves_undoing_out(patch: Patch) -> None:
    lines = replays.session_lines
    patch.setattr(sys.modules["tests.gold.test_machine"], "session_lines", lambda article, events: lines(
        article, [event for event in events if event.do != "undo"]))  # fmt: skip


def a_session_is_taken_in_without_its_last_event(patch: Patch) -> None:
    take = store.Store.add_log
    patch.setattr(rescue.Store, "add_log", lambda self, article, events: take(self, article, events[:-1]))


IN_THE_MACHINE: list[Spoil] = [
    every_edit_counts_as_a_correction,
    no_edit_counts_as_a_correction,
    a_rejected_suggestion_is_forgotten,
    what_was_rejected_keeps_the_correction,
    an_edit_takes_the_note_away,
    the_second_piece_never_moves,
    any_cluster_will_do,
    joining_blocks_leaves_the_second,
    a_batch_does_not_see_its_own_edits,
    suggestions_go_into_finished_layers,
    suggestions_come_again_where_somebody_decided,
    suggestions_pile_up,
    steps_are_taken_back_in_the_order_of_doing,
    suggestions_can_be_undone,
    a_new_act_leaves_the_old_future,
    undo_reaches_back_three_steps_only,
    redo_is_used_up_by_undo,
    what_is_gone_stays,
    what_is_remembered_is_never_read_again,
    rows_are_written_as_they_were,
]
IN_EXCHANGE: list[Spoil] = [
    gold_without_notes,
    gold_with_what_nobody_decided,
    gold_of_the_blocks_as_they_came,
    gold_without_what_was_turned_down,
    an_import_forgets_what_was_turned_down,
    an_import_leaves_every_layer_open,
    an_import_forgets_the_flag,
    a_recording_leaves_undoing_out,
    a_session_is_taken_in_without_its_last_event,
]


@pytest.mark.parametrize("spoil", IN_THE_MACHINE, ids=lambda spoil: spoil.__name__)
def test_the_machine_finds(monkeypatch: Patch, spoil: Spoil) -> None:
    spoil(monkeypatch)
    with pytest.raises(Exception):  # noqa: B017, PT011 - in whatever way it breaks
        run_state_machine_as_test(Busy, settings=UNTIL_FOUND)


def exchange_loses_nothing() -> None:
    """A sitting in which a little of everything was done: the machine's own rules for exchange, once."""
    machine = Busy()
    try:
        session = machine.sessions[0]
        photo, derry = span("Photo").start, span("Derry")
        session.do("relabel", id="e2.1", label="PERSON")
        session.do("note", id="e2.1", text="a note")
        session.do("reject", id="e2.2")
        session.do("add_entity", id=session.new_id("e"), start=derry.start, end=derry.end, label="GPE")
        session.do("set_block", start=photo, keep=True)
        session.do("set_layer", layer="quotes", state="complete")
        session.do("note", id=None, text="of the article")
        session.undo()
        session.do("flag", on=True)
        machine.acknowledged = session.stored.events
        machine.the_disk_holds_what_was_acknowledged()
        machine.export_and_import()
        machine.record_and_replay()
    finally:
        machine.teardown()


def test_exchange_loses_nothing() -> None:
    exchange_loses_nothing()


@pytest.mark.parametrize("spoil", IN_EXCHANGE, ids=lambda spoil: spoil.__name__)
def test_a_look_at_what_was_exchanged_finds(monkeypatch: Patch, spoil: Spoil) -> None:
    spoil(monkeypatch)
    with pytest.raises(Exception):  # noqa: B017, PT011 - in whatever way it breaks
        exchange_loses_nothing()
