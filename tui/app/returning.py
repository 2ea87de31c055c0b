"""Where a person left an article: read from the log, so that it holds on another machine, too."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tui.annotation import LayerState, State
from tui.model import Event


def left_at(events: Iterable[Event], state: State, who: str) -> str | None:
    """Return the id of the label that `who` worked on last, of those that there are; None where there is none.

    `events` come newest first.
    """
    for event in events:
        if event.by != who:
            continue
        for label_id in _labels_of(event.args):
            if label_id in state.labels:
                return label_id
    return None


def is_finished(state: State) -> bool:
    """Whether every layer is approved: such an article is read from its top."""
    return all(layer is LayerState.COMPLETE for layer in state.layers.values())


def _labels_of(args: Mapping[str, Any]) -> Iterator[str]:
    """Yield the ids that an event names; the last edit of a batch first."""
    if isinstance(args.get("id"), str):
        yield args["id"]
    for edit in reversed(args.get("edits") or ()):
        yield from _labels_of(edit["args"])
