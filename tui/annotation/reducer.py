"""State and action to the changes it makes: pure, without a clock, chance or I/O.

An action that does not fit raises `ActionError` or `SpanError`; nothing is ever skipped. The actions and their JSON
arguments (offsets are code points into the article's text):

==============  =====================================================================================================
action          arguments
==============  =====================================================================================================
`open`          `sha256`, `length`, and what the desk wants to remember (`app`, `scheme`, `session`)
`suggest`       `predictions` (as `tui.model.Predictions` writes them)
`import`        `labels`, `clusters`, `blocks`, `layers`, `proposers`, `note`, `flagged`: what another log came to
`accept`        `id`
`reject`        `id`; a label that a person added goes, a suggestion stays as a negative
`relabel`       `id`, `label`: an entity's label or a quote's kind
`move`          `id`, `start`, `end`, `piece` (of a quote; 0 when left out)
`add_entity`    `id`, `start`, `end`, `label`, `cluster` (may be left out)
`add_quote`     `id`, `kind`, `content` (a list of `[start, end]`)
`set_content`   `id`, `content`
`set_cue`       `id`, `span` (`[start, end]` or null)
`set_speaker`   `id`, `mention` (`[start, end]` or null), `cluster` (an id or null)
`link`          `id` (an entity), `cluster` (an id or null)
`set_cluster`   `id`, `name`, `label` (may be null): makes a cluster or renames it
`set_block`     `start`, `keep`, `kind` (may be left out)
`split_block`   `start`, `at`
`join_blocks`   `start`: joins the block with the one after it
`set_layer`     `layer`, `state`
`approve`       `layers`: accepts what is pending in them and completes them
`note`          `id` (a label's, or null for the article), `text`
`flag`          `on`
`settle`        `key`, `side` (1 or 2), `against`, `what`, `layer`, `start`, `end` of a difference, and the `edits` (as
                of `batch`) that make it what that side says
`batch`         `edits` (a list of `{"do", "args"}`): several actions as one step
==============  =====================================================================================================

`undo` and `redo` are events as well; `tui.annotation.history` folds them.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from tui.annotation.change import Change, applied, cluster_change, field_change
from tui.annotation.incoming import imported, opened, suggested
from tui.annotation.state import ActionError, Label, LayerState, State, Status, Verdict
from tui.model import (
    Block,
    BlockKind,
    Cluster,
    Entity,
    Event,
    Layer,
    Quote,
    QuoteKind,
    Span,
    Speaker,
    trimmed,
)


def changes_of(state: State, event: Event) -> tuple[Change, ...]:
    """Return what `event` changes. Raises `ActionError` or `SpanError` where it does not fit the state."""
    return _changes(state, event, event.do, event.args)


def _changes(state: State, event: Event, do: str, args: Mapping[str, Any]) -> tuple[Change, ...]:
    try:
        action = _ACTIONS[do]
    except KeyError:
        raise ActionError(f"event {event.n} does {do!r}, which this version of Copydesk does not know") from None
    try:
        return action(state, event, args)
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise ActionError(f"event {event.n} ({do}) has arguments that do not fit: {error}") from error


def _touched(label: Label, event: Event, value: Entity | Quote, status: Status | None = None) -> Change:
    """Return the change of a label to a new value: corrected, or accepted where it is what was proposed."""
    if status is None:
        if label.proposed is None:
            status = Status.ADDED
        else:
            status = Status.ACCEPTED if _same(value, label.proposed) else Status.CORRECTED
    after = replace(
        label, value=value, status=status, by=event.by, created=label.created or event.at, modified=event.at
    )
    return Change("labels", label.id, label, after)


def _same(one: Entity | Quote, other: Entity | Quote) -> bool:
    """Whether two values say the same of the text (ids, scores and records of rules apart)."""
    if isinstance(one, Entity) and isinstance(other, Entity):
        return (one.span, one.label, one.cluster) == (other.span, other.label, other.cluster)
    if isinstance(one, Quote) and isinstance(other, Quote):
        return (one.kind, one.content, one.cue, one.speaker) == (other.kind, other.content, other.cue, other.speaker)
    return False


def _quote(state: State, args: Mapping[str, Any]) -> tuple[Label, Quote]:
    label = state.label(args["id"])
    if not isinstance(label.value, Quote):
        raise ActionError(f"{label.id} is an entity; only a quote has this")
    return label, label.value


def _entity(state: State, args: Mapping[str, Any]) -> tuple[Label, Entity]:
    label = state.label(args["id"])
    if not isinstance(label.value, Entity):
        raise ActionError(f"{label.id} is a quote; only an entity has this")
    return label, label.value


def _content(state: State, pieces: list[list[int]]) -> tuple[Span, ...]:
    content = tuple(state.span(start, end) for start, end in pieces)
    if not content or any(a.end > b.start for a, b in pairwise(content)):
        raise ActionError("a quote needs one or more pieces, in the order of the text and not overlapping")
    return content


def _known_cluster(state: State, cluster: str | None) -> str | None:
    if cluster is not None and cluster not in state.clusters:
        raise ActionError(f"there is no cluster {cluster!r} in this article")
    return cluster


def _new(state: State, label_id: str, prefix: str) -> str:
    if not label_id.startswith(prefix) or label_id in state.labels:
        raise ActionError(f"{label_id!r} can't name a new label: it must start with {prefix!r} and be new")
    return label_id


def _accept(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    label = state.label(args["id"])
    if label.status is Status.REJECTED and label.proposed is not None:
        return (_touched(label, event, label.proposed),)
    return (_touched(label, event, label.value),)


def _reject(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    label = state.label(args["id"])
    if label.proposed is None:
        return (Change("labels", label.id, label, None),)
    return (_touched(label, event, label.proposed, Status.REJECTED),)


def _relabel(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    label = state.label(args["id"])
    if isinstance(label.value, Entity):
        return (_touched(label, event, replace(label.value, label=str(args["label"]))),)
    return (_touched(label, event, replace(label.value, kind=QuoteKind(args["label"]))),)


def _move(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    label = state.label(args["id"])
    span = state.span(args["start"], args["end"])
    if isinstance(label.value, Entity):
        return (_touched(label, event, replace(label.value, span=span)),)
    pieces = [[piece.start, piece.end] for piece in label.value.content]
    pieces[args.get("piece", 0)] = [span.start, span.end]
    return (_touched(label, event, replace(label.value, content=_content(state, pieces))),)


def _add_entity(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    label_id = _new(state, args["id"], "e")
    entity = Entity(
        label_id, state.span(args["start"], args["end"]), str(args["label"]), _known_cluster(state, args.get("cluster"))
    )
    return (_added(label_id, entity, event),)


def _add_quote(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    label_id = _new(state, args["id"], "q")
    return (_added(label_id, Quote(label_id, QuoteKind(args["kind"]), _content(state, args["content"])), event),)


def _added(label_id: str, value: Entity | Quote, event: Event) -> Change:
    label = Label(label_id, value, Status.ADDED, by=event.by, created=event.at, modified=event.at)
    return Change("labels", label_id, None, label)


def _set_content(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    label, quote = _quote(state, args)
    return (_touched(label, event, replace(quote, content=_content(state, args["content"]))),)


def _set_cue(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    label, quote = _quote(state, args)
    span = args["span"]
    return (_touched(label, event, replace(quote, cue=state.span(*span) if span else None)),)


def _set_speaker(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    label, quote = _quote(state, args)
    mention, cluster = args["mention"], _known_cluster(state, args["cluster"])
    speaker = Speaker(state.span(*mention) if mention else None, cluster) if mention or cluster else None
    return (_touched(label, event, replace(quote, speaker=speaker, how=None)),)


def _link(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    label, entity = _entity(state, args)
    return (_touched(label, event, replace(entity, cluster=_known_cluster(state, args["cluster"]))),)


def _set_cluster(state: State, _event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    old = state.clusters.get(args["id"])
    aliases = old.aliases if old else ()
    return (cluster_change(state, Cluster(str(args["id"]), str(args["name"]), args.get("label"), aliases)),)


def _block(state: State, start: int) -> Block:
    try:
        return state.blocks[start]
    except KeyError:
        raise ActionError(f"no block starts at {start}") from None


def _reopened(state: State) -> tuple[Change, ...]:
    """Return the changes that reopen the layers on the text: nobody has looked at a block that has just come back."""
    return tuple(
        Change("layers", layer, LayerState.COMPLETE, LayerState.OPEN)
        for layer in (Layer.ENTITIES, Layer.QUOTES)
        if state.layers[layer] is LayerState.COMPLETE
    )


def _set_block(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    block = _block(state, args["start"])
    kind = BlockKind(args.get("kind", block.kind))
    after = replace(block, keep=bool(args["keep"]), kind=kind, reason=f"person:{event.by}", confidence=None)
    change = Change("blocks", block.start, block, after)
    return (change, *_reopened(state)) if after.keep and not block.keep else (change,)


def _split_block(state: State, _event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    block, at = _block(state, args["start"]), args["at"]
    if not block.start < at < block.end:
        raise ActionError(f"offset {at} is not inside the block {block.start}:{block.end}; it can't be split there")
    first = trimmed(state.text, block.start, at)
    second = trimmed(state.text, at, block.end)
    if first[0] == first[1] or second[0] == second[1]:
        raise ActionError(f"splitting the block {block.start}:{block.end} at {at} would leave an empty part")
    return (
        Change("blocks", block.start, block, replace(block, start=first[0], end=first[1])),
        Change("blocks", second[0], None, replace(block, start=second[0], end=second[1])),
    )


def _join_blocks(state: State, _event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    block = _block(state, args["start"])
    following = min((start for start in state.blocks if start > block.start), default=None)
    if following is None:
        raise ActionError(f"no block comes after the one at {block.start}; there is nothing to join it with")
    other = state.blocks[following]
    return (
        Change("blocks", other.start, other, None),
        Change("blocks", block.start, block, replace(block, end=other.end)),
    )


def _set_layer(state: State, _event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    layer = Layer(args["layer"])
    return (Change("layers", layer, state.layers[layer], LayerState(args["state"])),)


def _approve(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    layers = [Layer(layer) for layer in args["layers"]]
    accepted = (
        _touched(label, event, label.value)
        for label in state.in_order()
        if label.layer in layers and label.status is Status.PENDING and not state.hidden(label)
    )
    completed = (Change("layers", layer, state.layers[layer], LayerState.COMPLETE) for layer in layers)
    return (*accepted, *completed)


def _note(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    if args["id"] is None:
        return (field_change(state, "note", str(args["text"])),)
    label = state.label(args["id"])
    return (Change("labels", label.id, label, replace(label, note=str(args["text"]), modified=event.at)),)


def _flag(state: State, _event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    return (field_change(state, "flagged", bool(args["on"])),)


def _settle(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    if args["side"] not in (1, 2) or not 0 <= args["start"] < args["end"] <= len(state.text):
        raise ActionError(f"event {event.n} settles for side {args['side']!r} at {args['start']}:{args['end']}")
    verdict = Verdict(
        str(args["key"]), args["side"], str(args["against"]), str(args["what"]), Layer(args["layer"]), args["start"],
        args["end"], event.by, event.at,
    )  # fmt: skip
    before = state.verdicts.get(verdict.key)
    return (*_batch(state, event, args), Change("verdicts", verdict.key, before, verdict))


def _batch(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    made: list[Change] = []
    for edit in args["edits"]:
        if edit["do"] in ("batch", "settle", "open", "suggest", "import"):
            raise ActionError(f"{edit['do']!r} can't be part of a batch")
        changes = _changes(state, event, edit["do"], edit["args"])
        state = applied(state, changes)
        made += changes
    return tuple(made)


_ACTIONS: dict[str, Callable[[State, Event, Mapping[str, Any]], tuple[Change, ...]]] = {
    "open": opened,
    "suggest": suggested,
    "import": imported,
    "accept": _accept,
    "reject": _reject,
    "relabel": _relabel,
    "move": _move,
    "add_entity": _add_entity,
    "add_quote": _add_quote,
    "set_content": _set_content,
    "set_cue": _set_cue,
    "set_speaker": _set_speaker,
    "link": _link,
    "set_cluster": _set_cluster,
    "set_block": _set_block,
    "split_block": _split_block,
    "join_blocks": _join_blocks,
    "set_layer": _set_layer,
    "approve": _approve,
    "note": _note,
    "flag": _flag,
    "settle": _settle,
    "batch": _batch,
}
