"""The gold of one article: what people decided, ready to be exchanged or scored.

What an extractor proposed and nobody looked at is not in it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import chain
from typing import Any, Self

from tui.annotation import Label, LayerState, Status
from tui.gold.report import Loss
from tui.gold.store import Stored, article_from
from tui.model import Article, Cluster, Entity, Layer, Provenance, Quote, Scheme

SCHEMA = "copydesk.gold/1"

_MACHINES = frozenset({"open", "suggest", "import"})


class Hidden(StrEnum):
    """What to do with labels that stand in a dropped block: `KEEP` them (and count them), or `LEAVE` them out."""

    KEEP = "keep"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Review:
    """How far people have come with an article, and what they were asked for.

    `scheme` is "name/version" of the label scheme, `labels` its labels by layer.
    """

    layers: Mapping[Layer, LayerState]
    extractors: Mapping[Layer, Provenance]
    annotators: tuple[str, ...] = ()
    scheme: str = ""
    labels: Mapping[Layer, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""
    flagged: bool = False

    @property
    def blind(self) -> tuple[Layer, ...]:
        """The complete layers that were annotated without any suggestion: nobody was led by a model there."""
        return tuple(
            layer
            for layer in (Layer.ENTITIES, Layer.QUOTES)
            if self.layers[layer] is LayerState.COMPLETE and layer not in self.extractors
        )

    def as_json(self) -> dict[str, Any]:
        """Return the review as it stands in gold JSONL."""
        data: dict[str, Any] = {
            "layers": {layer.value: self.layers[layer].value for layer in Layer},
            "annotators": list(self.annotators),
            "scheme": self.scheme,
            "labels": {layer.value: list(self.labels[layer]) for layer in Layer if layer in self.labels},
            "blind": [layer.value for layer in self.blind],
            "extractors": {
                layer.value: self.extractors[layer].as_json() for layer in Layer if layer in self.extractors
            },
        }
        if self.note:
            data["note"] = self.note
        if self.flagged:
            data["flagged"] = True
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the review that `as_json` wrote."""
        return cls(
            {Layer(layer): LayerState(state) for layer, state in data["layers"].items()},
            {Layer(layer): Provenance.from_json(row) for layer, row in data["extractors"].items()},
            tuple(data["annotators"]), data["scheme"],
            {Layer(layer): tuple(names) for layer, names in data["labels"].items()},
            data.get("note", ""), data.get("flagged", False),
        )  # fmt: skip


@dataclass(frozen=True)
class GoldArticle:
    """An article with its blocks as people left them, their labels, and the suggestions they turned down.

    Everything is in canonical order. Scores and records of rules are kept with the proposals only.
    """

    article: Article
    review: Review
    labels: tuple[Label, ...]
    rejected: tuple[Label, ...]
    clusters: tuple[Cluster, ...]

    @classmethod
    def of(cls, article: Article, review: Review, labels: Iterable[Label], clusters: Iterable[Cluster]) -> Self:
        """Put labels in order, gold and rejected apart; leave out clusters that no label speaks of.

        A cluster's aliases are the forms that its gold mentions have beside its name, in the order of the text.
        """
        decided = sorted((_plain(label) for label in labels if label.status is not Status.PENDING), key=_order)
        gold = tuple(label for label in decided if label.status.is_gold)
        spoken_of = set(chain.from_iterable(_clusters(label) for label in decided))
        return cls(
            article, review, gold,
            tuple(label for label in decided if label.status is Status.REJECTED),
            tuple(
                replace(cluster, aliases=_aliases(cluster, gold))
                for cluster in sorted(clusters, key=lambda cluster: natural(cluster.id))
                if cluster.id in spoken_of
            ),
        )  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """Return the article as one line of gold JSONL, its keys in canonical order."""
        article = self.article
        data: dict[str, Any] = {"schema": SCHEMA, "id": article.id, "title": article.title}
        if article.lang is not None:
            data["lang"] = article.lang
        data |= {"offsets": "codepoint", "text_sha256": article.text_sha256}
        if source := article.source.as_json():
            data["source"] = source
        return data | {
            "review": self.review.as_json(),
            "blocks": [block.as_json() for block in article.blocks],
            "entities": [_row(label) for label in self.labels if label.layer is Layer.ENTITIES],
            "clusters": [cluster.as_json() for cluster in self.clusters],
            "quotes": [_row(label) for label in self.labels if label.layer is Layer.QUOTES],
            "rejected": [_rejected_row(label) for label in self.rejected],
            "text": article.text,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the article that `as_json` wrote. `tui.gold.check` tells better than the errors raised here."""
        labels = [
            *(_label(row, Layer.ENTITIES) for row in data["entities"]),
            *(_label(row, Layer.QUOTES) for row in data["quotes"]),
            *(_label(row | {"status": "rejected", "proposed": row}, Layer(row["layer"])) for row in data["rejected"]),
        ]
        clusters = (Cluster.from_json(row) for row in data["clusters"])
        return cls.of(article_from(data), Review.from_json(data["review"]), labels, clusters)


def gold_of(stored: Stored, scheme: Scheme, hidden: Hidden = Hidden.KEEP) -> tuple[GoldArticle, tuple[Loss, ...]]:
    """Return the gold of an article of a project, and what is not in it or should be looked at."""
    state = stored.state
    decided = [label for label in state.in_order() if label.status is not Status.PENDING]
    in_dropped = {label.id for label in decided if state.hidden(label)}
    taken = [label for label in decided if hidden is Hidden.KEEP or label.id not in in_dropped]
    different = _without_doubles(taken)
    gold = GoldArticle.of(state.current_article(), _review(stored, scheme), different, state.clusters.values())
    counts = {
        "suggestions that nobody decided on, left out": len(state.labels) - len(decided),
        "labels in dropped blocks, exported" if hidden is Hidden.KEEP else "labels in dropped blocks, left out":
            len(in_dropped),
        "labels that say the same as another one, left out": len(taken) - len(different),
        "clusters that no exported label speaks of, left out": len(state.clusters) - len(gold.clusters),
    }  # fmt: skip
    return gold, tuple(Loss(what, count, (stored.id,)) for what, count in counts.items() if count)


def is_untouched(stored: Stored) -> bool:
    """Return whether no person has done anything to the article, here or before an import."""
    return all(event.do in ("open", "suggest") for event in stored.events)


def import_args(gold: GoldArticle) -> dict[str, Any]:
    """Return the arguments of the `import` event that makes this gold out of its untouched article."""
    review = gold.review
    return {
        "labels": [label.as_json() for label in (*gold.labels, *gold.rejected)],
        "clusters": [cluster.as_json() for cluster in gold.clusters],
        "blocks": [block.as_json() for block in gold.article.blocks],
        "layers": {layer.value: state.value for layer, state in review.layers.items()},
        "proposers": {layer.value: by.as_json() for layer, by in review.extractors.items()},
        "note": review.note,
        "flagged": review.flagged,
        "review": review.as_json(),
    }


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key that puts e2.10 after e2.9."""
    return tuple((int(digits or 0), other) for digits, other in re.findall(r"(\d+)|(\D+)", name))


def _review(stored: Stored, scheme: Scheme) -> Review:
    state = stored.state
    imported: Review | None = None
    people: set[str] = set()
    asked = False
    for event in stored.events:
        if event.do == "import":
            imported = Review.from_json(event.args["review"])
            people |= set(imported.annotators)
        elif event.do not in _MACHINES:
            people.add(event.by)
            asked = True
    review = Review(
        state.layers, state.proposers, tuple(sorted(people)), f"{scheme.name}/{scheme.version}",
        {layer: tuple(label.name for label in scheme.labels(layer)) for layer in (Layer.ENTITIES, Layer.QUOTES)},
        state.note, state.flagged,
    )  # fmt: skip
    # Who annotated elsewhere was asked for that project's labels, whatever this one asks for.
    return review if asked or imported is None else replace(review, scheme=imported.scheme, labels=imported.labels)


def _without_doubles(labels: Iterable[Label]) -> list[Label]:
    """Return the labels without those of the same name on the same stretch as one that is gold and came before."""
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for label in sorted(labels, key=_order):
        key = (label.layer, label.name, label.spans)
        if not label.status.is_gold or key not in seen:
            kept.append(label)
        if label.status.is_gold:
            seen.add(key)
    return kept


def _plain(label: Label) -> Label:
    """Return the label without what an extractor only says of its own proposal."""
    if label.status is Status.REJECTED:
        return label
    value = label.value
    if isinstance(value, Entity):
        return replace(label, value=replace(value, score=None, changes=()))
    return replace(label, value=replace(value, score=None, how=None))


def _order(label: Label) -> tuple[Any, ...]:
    return label.start, -label.end, label.layer, label.name, natural(label.id)


def cluster_of(value: Entity | Quote) -> str | None:
    """Return the id of the cluster of an entity, or of a quote's speaker."""
    if isinstance(value, Entity):
        return value.cluster
    return value.speaker.cluster if value.speaker else None


def _clusters(label: Label) -> set[str]:
    values: list[Entity | Quote] = [label.value]
    if label.proposed is not None:
        values.append(label.proposed)
    return {name for name in map(cluster_of, values) if name}


def _aliases(cluster: Cluster, gold: Iterable[Label]) -> tuple[str, ...]:
    values = (label.value for label in gold)
    forms = (x.span.text for x in values if isinstance(x, Entity) and x.cluster == cluster.id)
    return tuple(dict.fromkeys(form for form in forms if form != cluster.name))


def _row(label: Label) -> dict[str, Any]:
    row: dict[str, Any] = label.value.as_json() | {"status": label.status.value}
    if label.proposed is not None:
        row["proposed"] = {key: value for key, value in label.proposed.as_json().items() if key != "id"}
    return row | _signed(label)


def _rejected_row(label: Label) -> dict[str, Any]:
    value = label.value.as_json()
    return {"id": value.pop("id"), "layer": label.layer.value} | value | _signed(label)


def _signed(label: Label) -> dict[str, Any]:
    keys = ("proposed_by", "by", "created", "modified", "note")
    return {key: value for key in keys if (value := getattr(label, key))}


def _label(row: Mapping[str, Any], layer: Layer) -> Label:
    data: dict[str, Any] = {**row, "layer": layer.value, "value": row}
    if "proposed" in row:
        data["proposed"] = {**row["proposed"], "id": row["id"]}
    return Label.from_json(data)
