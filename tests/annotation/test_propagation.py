"""Where the same edit goes: every other same string of the body, and nowhere else."""

from tui.annotation import Label, State, Status
from tui.annotation.propagation import propagated
from tui.model import Article, Block, BlockKind, Entity

TEXT = "Derry waits\n\nDerry is late.\n\nPhoto: Derry Post\n\nIn Derry, Derryman Ola Berg came to Derry."
KINDS = (BlockKind.TITLE, BlockKind.BODY, BlockKind.CREDIT, BlockKind.BODY)


def opened() -> State:
    blocks, start = [], 0
    for kind, part in zip(KINDS, TEXT.split("\n\n"), strict=True):
        blocks.append(Block(start, start + len(part), kind, kind is BlockKind.BODY, "rule"))
        start += len(part) + 2
    return State.start(Article("derry", TEXT, tuple(blocks)))


def test_goes_to_whole_words_of_the_body_and_not_to_the_title_or_a_dropped_block() -> None:
    state = opened()
    label = Label("e1", Entity("e1", state.span(13, 18), "GPE"), Status.ADDED)
    edits = propagated(state, label, iter(["e2", "e3", "e4", "e5"]))
    assert [TEXT[e["args"]["start"] - 3 : e["args"]["end"]] for e in edits] == ["In Derry", "to Derry"]
