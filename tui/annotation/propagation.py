"""The same edit on every other same string of an article: where else it stands, and the edits that it takes."""

from collections.abc import Iterator, Mapping
from typing import Any

from tui.annotation.state import Label, State, Status
from tui.model import Entity, Layer, Span


def same_strings(state: State, surface: str) -> Iterator[Span]:
    """Yield every place in the kept blocks where `surface` stands as whole words, in order."""
    text = state.text
    for start in sorted(state.blocks):
        block = state.blocks[start]
        if not block.keep:
            continue
        position = text.find(surface, block.start, block.end)
        while position >= 0:
            end = position + len(surface)
            if not _inside_word(text, position) and not _inside_word(text, end):
                yield Span(position, end, surface)
            position = text.find(surface, end, block.end)


def _inside_word(text: str, offset: int) -> bool:
    """Whether a word goes on across `offset`."""
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()


def propagated(state: State, label: Label, new_ids: Iterator[str]) -> list[Mapping[str, Any]]:
    """Return the edits (for one `batch`) that give every other same string what a person gave to `label`.

    A rejected entity: pending entities of the same string and label are rejected. Any other entity: where the string
    has no label it gets one, and pending entities on exactly that string get the label and the cluster; what a person
    has decided, and what overlaps another decided entity, stays as it is. A quote has no propagation: no edits.
    """
    if not isinstance(label.value, Entity):
        return []
    entities = [other for other in state.in_order(Layer.ENTITIES) if other.id != label.id]
    edits: list[Mapping[str, Any]] = []
    for span in same_strings(state, label.value.span.text):
        if span == label.value.span:
            continue
        here = [other for other in entities if other.spans[0].overlaps(span)]
        if label.status is Status.REJECTED:
            edits += [_edit("reject", id=x.id) for x in here if _same_pending(x, span) and x.name == label.name]
            continue
        if any(other.status.is_gold or (other.status is Status.REJECTED and other.spans[0] == span) for other in here):
            continue
        exact = next((other for other in here if _same_pending(other, span)), None)
        edits += [
            _edit("reject", id=other.id) for other in here if other is not exact and other.status is Status.PENDING
        ]
        edits += _given(label.value, span, exact, new_ids)
    return edits


def _same_pending(label: Label, span: Span) -> bool:
    return label.status is Status.PENDING and label.spans[0] == span


def _given(entity: Entity, span: Span, exact: Label | None, new_ids: Iterator[str]) -> list[Mapping[str, Any]]:
    if exact is None:
        new = _edit("add_entity", id=next(new_ids), start=span.start, end=span.end, label=entity.label)
        if entity.cluster is not None:
            new["args"]["cluster"] = entity.cluster
        return [new]
    edits: list[Mapping[str, Any]]
    if exact.name == entity.label:
        edits = [_edit("accept", id=exact.id)]
    else:
        edits = [_edit("relabel", id=exact.id, label=entity.label)]
    if isinstance(exact.value, Entity) and entity.cluster is not None and exact.value.cluster != entity.cluster:
        edits.append(_edit("link", id=exact.id, cluster=entity.cluster))
    return edits


def _edit(do: str, **args: Any) -> dict[str, Any]:
    return {"do": do, "args": args}
