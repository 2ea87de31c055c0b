"""The state of one article's annotation: what `fold(events)` gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from itertools import count
from typing import Any, Self

from tui.model import Article, Block, Candidate, Cluster, CopydeskError, Entity, Layer, Provenance, Quote, Span


class ActionError(CopydeskError):
    """An action that does not fit the state it is done to: an unknown id, a span out of range, nothing to undo."""


class Status(StrEnum):
    """What a person has said of a label. `pending` is a suggestion that nobody has looked at: it is not gold."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    ADDED = "added"
    REJECTED = "rejected"

    @property
    def is_gold(self) -> bool:
        """Whether a label of this status is exported as gold."""
        return self in (Status.ACCEPTED, Status.CORRECTED, Status.ADDED)


class LayerState(StrEnum):
    """`complete`: what is not annotated in this layer is not there, so the layer is gold for recall."""

    OPEN = "open"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Label:
    """An entity or a quote, what was proposed, and what a person did about it.

    `proposed` is the extractor's original (None where a person added the label), `proposed_by` its provenance's name.
    `by`, `created` and `modified` are the person and the times of the first and the last act on it.
    """

    id: str
    value: Entity | Quote
    status: Status
    proposed: Entity | Quote | None = None
    proposed_by: str | None = None
    by: str | None = None
    created: str | None = None
    modified: str | None = None
    note: str = ""

    @property
    def layer(self) -> Layer:
        """The layer that the label belongs to."""
        return Layer.ENTITIES if isinstance(self.value, Entity) else Layer.QUOTES

    @property
    def start(self) -> int:
        """Offset of the label's first character."""
        return self.value.span.start if isinstance(self.value, Entity) else self.value.start

    @property
    def end(self) -> int:
        """Offset after the label's last character."""
        return self.value.span.end if isinstance(self.value, Entity) else self.value.end

    @property
    def spans(self) -> tuple[Span, ...]:
        """The labelled pieces: one for an entity, one or more for a quote."""
        return (self.value.span,) if isinstance(self.value, Entity) else self.value.content

    def all_spans(self) -> tuple[Span, ...]:
        """Return every span that the label and its proposal hold, cues and speakers included."""
        values = (self.value,) if self.proposed is None else (self.value, self.proposed)
        return tuple(span for value in values for span in value.all_spans())

    @property
    def name(self) -> str:
        """The entity's label or the quote's kind."""
        return self.value.label if isinstance(self.value, Entity) else self.value.kind.value

    def as_json(self) -> dict[str, Any]:
        """Return the label as one row of the store, without the fields that are unset."""
        data: dict[str, Any] = {
            "id": self.id, "layer": self.layer.value, "status": self.status.value, "value": self.value.as_json(),
        }  # fmt: skip
        if self.proposed is not None:
            data["proposed"] = self.proposed.as_json()
        for key in ("proposed_by", "by", "created", "modified", "note"):
            if value := getattr(self, key):
                data[key] = value
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the label that `as_json` wrote. Raises what its parts raise."""
        kind: type[Entity | Quote] = Entity if data["layer"] == Layer.ENTITIES.value else Quote
        proposed = data.get("proposed")
        return cls(
            data["id"], kind.from_json(data["value"]), Status(data["status"]),
            kind.from_json(proposed) if proposed else None, data.get("proposed_by"), data.get("by"),
            data.get("created"), data.get("modified"), data.get("note", ""),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said of a difference between two sides: which of them is right (1 is the article's own side).

    `key` is the difference's, `what` its class, `against` the other side's name, `start:end` where it stands.
    """

    key: str
    side: int
    against: str
    what: str
    layer: Layer
    start: int
    end: int
    by: str
    at: str

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as JSON."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"layer": self.layer.value}


@dataclass(frozen=True, slots=True)
class State:
    """Everything known of one article at one moment. Never changed: `tui.annotation.reducer` makes the next one.

    `blocks` are keyed by their start offset, `verdicts` by the difference they are on, everything else by id. `n` is
    the number of the last event folded in.
    """

    article: Article
    labels: Mapping[str, Label] = field(default_factory=dict)
    blocks: Mapping[int, Block] = field(default_factory=dict)
    clusters: Mapping[str, Cluster] = field(default_factory=dict)
    layers: Mapping[Layer, LayerState] = field(default_factory=dict)
    proposers: Mapping[Layer, Provenance] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    note: str = ""
    flagged: bool = False
    n: int = 0

    @classmethod
    def start(cls, article: Article) -> Self:
        """Return the state of an article that nobody has touched."""
        return cls(
            article,
            blocks={block.start: block for block in article.blocks},
            layers=dict.fromkeys(Layer, LayerState.OPEN),
        )

    @property
    def text(self) -> str:
        """The article's frozen text."""
        return self.article.text

    def current_article(self) -> Article:
        """Return the article with its blocks as they stand now: what an extractor should see."""
        return self.article.with_blocks(tuple(self.blocks[start] for start in sorted(self.blocks)))

    def in_order(self, layer: Layer | None = None) -> list[Label]:
        """Return the labels in the order of the text, longer ones first where two start together."""
        labels: Iterator[Label] = (x for x in self.labels.values() if layer is None or x.layer is layer)
        return sorted(labels, key=lambda label: (label.start, -label.end, label.name, label.id))

    def new_ids(self, prefix: str, n: int) -> Iterator[str]:
        """Yield ids for what event `n` makes ("e7.1", "e7.2"), without those in use: an import brings its own."""
        names = (f"{prefix}{n}.{i}" for i in count(1))
        return (name for name in names if name not in self.labels and name not in self.clusters)

    def label(self, label_id: str) -> Label:
        """Return the label of that id. Raises `ActionError` where there is none."""
        try:
            return self.labels[label_id]
        except KeyError:
            raise ActionError(f"there is no label {label_id!r} in this article") from None

    def span(self, start: int, end: int) -> Span:
        """Return a span of the text. Raises `SpanError` where it is empty or out of range."""
        return Span.of(self.text, start, end)

    def hidden(self, label: Label) -> bool:
        """Whether part of the label stands in a block that is dropped now."""
        return any(
            block.dropped and span.start < block.end and block.start < span.end
            for span in label.spans
            for block in self.blocks.values()
        )

    def numbered(self, n: int) -> Self:
        """Return the same state after event `n`."""
        return replace(self, n=n)
