"""What the log says of the cost of labels: keys and time by person and layer, pauses cut short."""

from tui.annotation.effort import Effort, effort
from tui.model import Event, Layer


def act(
    n: int, do: str, by: str = "kim", keys: tuple[str, ...] = ("a",), ms: int | None = 500, **args: object
) -> Event:
    return Event(n, "2026-01-01T00:00:00Z", by, do, args, keys, ms)


def test_acts_count_for_the_layer_that_they_are_done_to() -> None:
    found = effort([
        act(1, "open"), act(2, "suggest"),
        act(3, "accept", id="e2.1"), act(4, "relabel", id="e2.2", keys=("tab", "3"), ms=900),
        act(5, "set_speaker", id="q2.1", keys=("r", "2"), ms=1500), act(6, "set_block", start=0),
        act(7, "note", id=None), act(8, "approve", layers=["entities"], keys=("enter",), ms=100),
        act(9, "settle", layer="quotes", edits=[], keys=("1",)),
    ])  # fmt: skip
    assert found == {
        ("kim", Layer.ENTITIES): Effort(2, 3, 1400), ("kim", Layer.QUOTES): Effort(2, 3, 2000),
        ("kim", Layer.BLOCKS): Effort(1, 1, 500), ("kim", None): Effort(2, 2, 600),
    }  # fmt: skip


def test_a_slip_and_its_undoing_cost_what_they_cost() -> None:
    found = effort([act(1, "reject", id="q1.1"), act(2, "undo", keys=("u",)), act(3, "undo", by="lee", keys=("u",))])
    assert found == {("kim", Layer.QUOTES): Effort(2, 2, 1000), ("lee", None): Effort(1, 1, 500)}


def test_a_batch_counts_for_its_one_layer_and_a_pause_only_so_far() -> None:
    both = [{"do": "accept", "args": {"id": "e1"}}, {"do": "accept", "args": {"id": "q1"}}]
    linked = [{"do": "set_cluster", "args": {"id": "c3.1"}}, {"do": "link", "args": {"id": "e1"}}]
    found = effort([act(1, "batch", edits=linked, ms=10**7), act(2, "batch", edits=both), act(3, "flag", ms=None)])
    assert found == {("kim", Layer.ENTITIES): Effort(1, 1, 60_000), ("kim", None): Effort(2, 2, 500)}
