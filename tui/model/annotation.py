"""What extractors propose and people correct: entities, clusters, quotes, and who proposed them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self

from tui.model.span import Span, number


class Layer(StrEnum):
    """What one extractor makes and one evaluation scores."""

    BLOCKS = "blocks"
    ENTITIES = "entities"
    QUOTES = "quotes"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule's change to what a model said: `before` and `after` as "LABEL surface text" (empty: not there)."""

    rule: str
    before: str
    after: str

    def as_json(self) -> dict[str, str]:
        """Return `{"rule", "before", "after"}`."""
        return {"rule": self.rule, "before": self.before, "after": self.after}


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention of a name: its span, its label, and the cluster of mentions of the same thing it belongs to."""

    id: str
    span: Span
    label: str
    cluster: str | None = None
    score: float | None = None
    changes: tuple[RuleChange, ...] = ()

    def all_spans(self) -> tuple[Span, ...]:
        """Return the entity's one span."""
        return (self.span,)

    def as_json(self) -> dict[str, Any]:
        """Return the entity as JSON, without the fields that are unset."""
        data: dict[str, Any] = {"id": self.id, **self.span.as_json(), "label": self.label}
        if self.cluster is not None:
            data["cluster"] = self.cluster
        if self.score is not None:
            data["score"] = round(self.score, 4)
        if self.changes:
            data["changes"] = [change.as_json() for change in self.changes]
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the entity that `as_json` wrote. Raises `SpanError`, or `KeyError` for a missing field."""
        return cls(
            data["id"], Span.from_json(data), data["label"], data.get("cluster"), number(data.get("score")),
            tuple(RuleChange(**change) for change in data.get("changes", ())),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cluster:
    """All mentions of one person or body: its canonical name and the other forms the article uses."""

    id: str
    name: str
    label: str | None = None
    aliases: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the cluster as JSON, without the fields that are unset."""
        data: dict[str, Any] = {"id": self.id, "name": self.name}
        if self.label is not None:
            data["label"] = self.label
        if self.aliases:
            data["aliases"] = list(self.aliases)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the cluster that `as_json` wrote."""
        return cls(data["id"], data["name"], data.get("label"), tuple(data.get("aliases", ())))


class QuoteKind(StrEnum):
    """`direct`: all of it stands in quotation marks; `mixed`: part of it; `indirect`: none of it."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said it: where the text names them, and which cluster that is. A speaker has at least one of the two."""

    mention: Span | None = None
    cluster: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the speaker as JSON, without the fields that are unset."""
        data: dict[str, Any] = {}
        if self.mention is not None:
            data["mention"] = self.mention.as_json()
        if self.cluster is not None:
            data["cluster"] = self.cluster
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the speaker that `as_json` wrote."""
        mention = data.get("mention")
        return cls(Span.from_json(mention) if mention else None, data.get("cluster"))


@dataclass(frozen=True, slots=True)
class Quote:
    """What was said: its pieces in order, the cue ("said", "according to"), and the speaker, None where none is named.

    Pieces in quotation marks take the marks in. A quote split around its attribution is one quote of two pieces. `how`
    names the way in which the speaker was found.
    """

    id: str
    kind: QuoteKind
    content: tuple[Span, ...]
    cue: Span | None = None
    speaker: Speaker | None = None
    how: str | None = None
    score: float | None = None

    @property
    def start(self) -> int:
        """Offset of the first character of the first piece."""
        return self.content[0].start

    @property
    def end(self) -> int:
        """Offset after the last character of the last piece."""
        return self.content[-1].end

    def all_spans(self) -> tuple[Span, ...]:
        """Return the pieces, the cue and the speaker's mention."""
        mention = self.speaker.mention if self.speaker else None
        return (*self.content, *(span for span in (self.cue, mention) if span))

    def as_json(self) -> dict[str, Any]:
        """Return the quote as JSON, without the fields that are unset."""
        data: dict[str, Any] = {
            "id": self.id, "kind": self.kind.value, "content": [piece.as_json() for piece in self.content],
        }  # fmt: skip
        if self.cue is not None:
            data["cue"] = self.cue.as_json()
        if self.speaker is not None:
            data["speaker"] = self.speaker.as_json()
        if self.how is not None:
            data["how"] = self.how
        if self.score is not None:
            data["score"] = round(self.score, 4)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the quote that `as_json` wrote. Raises `SpanError`, `ValueError` or `KeyError`."""
        cue, speaker = data.get("cue"), data.get("speaker")
        return cls(
            data["id"], QuoteKind(data["kind"]), tuple(Span.from_json(piece) for piece in data["content"]),
            Span.from_json(cue) if cue else None, Speaker.from_json(speaker) if speaker else None,
            data.get("how"), number(data.get("score")),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who made a prediction: extractor and its version, and the model behind it with the SHA-256 of its weights."""

    extractor: str
    version: str
    model: str | None = None
    model_version: str | None = None
    weights_sha256: str | None = None

    @property
    def name(self) -> str:
        """`extractor@version`, with `+model@version` where there is one."""
        model = f"+{self.model}@{self.model_version}" if self.model else ""
        return f"{self.extractor}@{self.version}{model}"

    def as_json(self) -> dict[str, str]:
        """Return the fields that are set."""
        values = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {name: value for name, value in values if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> Self:
        """Return the provenance that `as_json` wrote."""
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch worth a look that no extractor proposes: a title in quotation marks, a name that a rule doubted."""

    span: Span
    layer: Layer
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Return `{"start", "end", "text", "layer", "reason"}`."""
        return {**self.span.as_json(), "layer": self.layer.value, "reason": self.reason}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the candidate that `as_json` wrote."""
        return cls(Span.from_json(data), Layer(data["layer"]), data["reason"])


@dataclass(frozen=True, slots=True)
class Predictions:
    """What extractors say of one article: offsets into its whole text, and in `by` an entry for each layer made."""

    text_sha256: str
    by: Mapping[Layer, Provenance]
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    def check(self, text: str) -> None:
        """Raise `SpanError` unless every span's surface text stands at its offsets in `text`."""
        for span in self.spans():
            span.check(text)

    def spans(self) -> list[Span]:
        """Return every span of the predictions, in no particular order."""
        values: tuple[Entity | Quote, ...] = (*self.entities, *self.quotes)
        return [span for value in values for span in value.all_spans()] + [c.span for c in self.candidates]

    def as_json(self) -> dict[str, Any]:
        """Return the predictions as JSON."""
        return {
            "text_sha256": self.text_sha256,
            "by": {layer.value: provenance.as_json() for layer, provenance in self.by.items()},
            "entities": [entity.as_json() for entity in self.entities],
            "quotes": [quote.as_json() for quote in self.quotes],
            "clusters": [cluster.as_json() for cluster in self.clusters],
            "candidates": [candidate.as_json() for candidate in self.candidates],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the predictions that `as_json` wrote. Raises what its parts raise."""
        return cls(
            data["text_sha256"],
            {Layer(layer): Provenance.from_json(by) for layer, by in data["by"].items()},
            tuple(Entity.from_json(entity) for entity in data["entities"]),
            tuple(Quote.from_json(quote) for quote in data["quotes"]),
            tuple(Cluster.from_json(cluster) for cluster in data["clusters"]),
            tuple(Candidate.from_json(candidate) for candidate in data["candidates"]),
        )
