"""What labels have cost: the keys and the time that the log keeps of every act, added up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tui.model import Event, Layer

PAUSE_MS = 60_000
"""Milliseconds of one act that count at the most: whoever took longer was away."""

_MACHINES = frozenset({"open", "suggest", "import"})
_BLOCK_ACTS = frozenset({"set_block", "split_block", "join_blocks"})
_PREFIXES = {"e": Layer.ENTITIES, "q": Layer.QUOTES}


@dataclass(frozen=True, slots=True)
class Effort:
    """Acts, the keys pressed for them, and the milliseconds that they took."""

    acts: int = 0
    keys: int = 0
    ms: int = 0

    def __add__(self, other: "Effort") -> "Effort":
        return Effort(self.acts + other.acts, self.keys + other.keys, self.ms + other.ms)


def effort(events: Iterable[Event], pause_ms: int = PAUSE_MS) -> dict[tuple[str, Layer | None], Effort]:
    """Return the effort of each person in each layer; what belongs to no one layer (approving, notes) is under None.

    Undoing and redoing count where they were done last: a slip costs what it costs. Acts without a time count none.
    """
    found: dict[tuple[str, Layer | None], Effort] = {}
    last: dict[str, Layer | None] = {}
    for event in events:
        if event.do in _MACHINES:
            continue
        layer = last.get(event.by) if event.do in ("undo", "redo") else layer_of(event.do, event.args)
        last[event.by] = layer
        cost = Effort(1, len(event.keys), min(event.ms or 0, pause_ms))
        found[event.by, layer] = found.get((event.by, layer), Effort()) + cost
    return found


def layer_of(action: str, args: Mapping[str, Any]) -> Layer | None:
    """Return the layer that an act belongs to, None where that is none or several."""
    if action in _BLOCK_ACTS:
        return Layer.BLOCKS
    if action == "settle":
        return Layer(args["layer"])
    if action == "batch":
        layers = {layer_of(edit["do"], edit["args"]) for edit in args["edits"]} - {None}
        return layers.pop() if len(layers) == 1 else None
    return _PREFIXES.get(str(args.get("id") or "")[:1])
