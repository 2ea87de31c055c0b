"""The events that no person's key makes: an article is opened, extractors suggest, another log's labels come in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tui.annotation.change import Change, Table, cluster_change, field_change
from tui.annotation.state import ActionError, Label, LayerState, State, Status
from tui.model import Block, Cluster, Entity, Event, Layer, Predictions, Provenance, Quote, Span


def opened(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    """Change nothing; raise `ActionError` where the log is of another text."""
    if args["sha256"] != state.article.text_sha256 or args["length"] != len(state.text):
        raise ActionError(f"event {event.n} belongs to another text (SHA-256 {args['sha256'][:12]}...)")
    return ()


def suggested(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    """Replace what is pending in the layers predicted; what a person has decided, rejections included, stays.

    A layer that is complete takes no suggestions.
    """
    predictions = Predictions.from_json(args["predictions"])
    if predictions.text_sha256 != state.article.text_sha256:
        raise ActionError(f"event {event.n} predicts for another text (SHA-256 {predictions.text_sha256[:12]}...)")
    predictions.check(state.text)
    layers = {layer for layer in predictions.by if state.layers[layer] is LayerState.OPEN}
    changes = [
        Change("labels", label.id, label, None)
        for label in state.labels.values()
        if label.status is Status.PENDING and label.layer in layers
    ]
    decided = {
        (label.layer, spans)
        for label in state.labels.values()
        if label.status is not Status.PENDING
        for spans in (label.spans, *((_spans(label.proposed),) if label.proposed else ()))
    }
    predicted: tuple[tuple[Layer, str, tuple[Entity | Quote, ...]], ...] = (
        (Layer.ENTITIES, "e", predictions.entities),
        (Layer.QUOTES, "q", predictions.quotes),
    )
    renamed: dict[str, str] = {}
    for cluster, cluster_id in zip(predictions.clusters, state.new_ids("c", event.n), strict=False):
        renamed[cluster.id] = cluster_id
        changes.append(cluster_change(state, replace(cluster, id=renamed[cluster.id])))
    for layer, prefix, values in predicted:
        if layer not in layers:
            continue
        proposer = predictions.by[layer].name
        for value, label_id in zip(values, state.new_ids(prefix, event.n), strict=False):
            if (layer, _spans(value)) in decided:
                continue
            named = _renamed(value, label_id, renamed)
            label = Label(label_id, named, Status.PENDING, proposed=named, proposed_by=proposer)
            changes.append(Change("labels", label_id, None, label))
    for layer, provenance in predictions.by.items():
        changes.append(Change("proposers", layer, state.proposers.get(layer), provenance))
    changes.append(field_change(state, "candidates", predictions.candidates))
    return tuple(changes)


def imported(state: State, event: Event, args: Mapping[str, Any]) -> tuple[Change, ...]:
    """Take over labels as another log left them, with their ids and times. Suggestions that wait here go."""
    if decided := next((label for label in state.in_order() if label.status is not Status.PENDING), None):
        raise ActionError(f"event {event.n} imports labels, but {decided.id} has been decided on here")
    labels = [Label.from_json(row) for row in args["labels"]]
    for span in (span for label in labels for span in label.all_spans()):
        span.check(state.text)
    rows: dict[Table, dict[Any, Any]] = {
        "labels": {label.id: label for label in labels},
        "clusters": {row["id"]: Cluster.from_json(row) for row in args["clusters"]},
        "blocks": {row["start"]: Block.from_json(row) for row in args["blocks"]},
        "layers": {Layer(layer): LayerState(value) for layer, value in args["layers"].items()},
        "proposers": {Layer(layer): Provenance.from_json(row) for layer, row in args["proposers"].items()},
    }
    state.article.with_blocks(tuple(rows["blocks"].values()))  # raises where they overlap
    changes = []
    for table, after in rows.items():
        before: Mapping[Any, Any] = getattr(state, table)
        keys = [*before, *(key for key in after if key not in before)]
        changes += [Change(table, key, before.get(key), after.get(key)) for key in keys]
    fields = [("note", str(args["note"])), ("flagged", bool(args["flagged"])), ("candidates", ())]
    return (*changes, *(field_change(state, key, value) for key, value in fields))


def _spans(value: Entity | Quote) -> tuple[Span, ...]:
    return (value.span,) if isinstance(value, Entity) else value.content


def _renamed(value: Entity | Quote, label_id: str, clusters: Mapping[str, str]) -> Entity | Quote:
    if isinstance(value, Entity):
        return replace(value, id=label_id, cluster=clusters.get(value.cluster or ""))
    speaker = value.speaker
    if speaker is not None and speaker.cluster is not None:
        speaker = replace(speaker, cluster=clusters.get(speaker.cluster))
    return replace(value, id=label_id, speaker=speaker)
