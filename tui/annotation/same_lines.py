"""A verdict on one block, given to every other block of the article that says the same."""

from collections.abc import Mapping
from typing import Any

from tui.annotation.state import State
from tui.model import Block, line_key


def same_lines(state: State, block: Block) -> list[Block]:
    """Return the other blocks of the article with the same line as `block` and another verdict or kind, in order."""
    text = state.text
    key = line_key(text[block.start : block.end])
    return [
        other for start, other in sorted(state.blocks.items())
        if start != block.start and (other.keep, other.kind) != (block.keep, block.kind)
        and line_key(text[other.start : other.end]) == key
    ]  # fmt: skip


def block_edit(start: int, like: Block) -> Mapping[str, Any]:
    """Return the edit, for one `batch`, that gives the block at `start` the verdict and the kind of `like`."""
    return {"do": "set_block", "args": {"start": start, "keep": like.keep, "kind": like.kind.value}}
