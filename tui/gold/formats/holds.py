"""What a format can hold, and what is left of an article's gold in one that holds only so much."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import count

from tui.annotation import Label, LayerState, Status
from tui.cleaning import as_is
from tui.gold.formats.losses import Losses
from tui.gold.record import GoldArticle, Review, cluster_of
from tui.model import Cluster, Entity, Layer, Quote, Source, Speaker


class Holds(StrEnum):
    """One thing that a format may be able to hold; the value is its name in tables."""

    ENTITIES = "entities"
    OVERLAPS = "overlapping entities"
    QUOTES = "quotes"
    SPLIT = "split quotes"
    CUES = "cues"
    SPEAKERS = "speakers"
    CLUSTERS = "clusters"
    CLUSTER_FORMS = "clusters' kinds and other forms"
    IDS = "ids of labels"
    REJECTED = "rejected suggestions"
    PROPOSALS = "what was proposed"
    SIGNATURES = "who and when"
    NOTES = "notes"
    ARTICLE = "blocks, source, review"
    TEXT = "the text"


EVERYTHING = frozenset(Holds)


def reduced(gold: GoldArticle, holds: frozenset[Holds], losses: Losses | None = None) -> GoldArticle:
    """Return what of `gold` a format with these abilities can hold; count the rest in `losses`.

    Reading back what was written gives this, ids and signatures apart where they are not held.
    """
    at, losses = gold.article.id, losses or Losses()
    if Holds.TEXT not in holds:
        losses.record("texts of articles: whoever reads the file needs them", at)
    labels: list[Label] = []
    for label in (*gold.labels, *gold.rejected):
        where = f"{at}:{label.id}"
        if label.status is Status.REJECTED and Holds.REJECTED not in holds:
            losses.record("suggestions that were turned down", where)
        elif isinstance(label.value, Entity) and Holds.ENTITIES not in holds:
            losses.label("entities", where)
        elif isinstance(label.value, Quote) and Holds.QUOTES not in holds:
            losses.label("quotes", where)
        else:
            labels.append(_less(label, holds, where, losses))
    if Holds.OVERLAPS not in holds:
        labels = list(_apart(labels, at, losses))
    if Holds.SPLIT not in holds:
        labels = [part for label in labels for part in _parts(label, at, losses)]
    if Holds.IDS not in holds:
        if labels:
            losses.record("articles whose labels get new ids", at)
        labels = _numbered(labels)
    clusters = list(_clusters(gold.clusters, labels, holds, at, losses))
    article, review = gold.article, gold.review
    if Holds.ARTICLE not in holds:
        losses.record("articles whose blocks, source and state of review are not in the file", at)
        article = replace(article, blocks=as_is(article.text).blocks, source=Source(), lang=None)
        review = no_review()
    return GoldArticle.of(article, review, labels, clusters)


def no_review() -> Review:
    """Return the review of an article of which nobody has said anything: every layer is open."""
    return Review(dict.fromkeys(Layer, LayerState.OPEN), {})


def _clusters(
    clusters: Iterable[Cluster], labels: Iterable[Label], holds: frozenset[Holds], at: str, losses: Losses
) -> Iterator[Cluster]:
    """Yield the clusters with what is held of them. Where that is a name only, it stands at their mentions."""
    mentioned = {cluster_of(label.value) for label in labels if label.status.is_gold}
    for cluster in clusters:
        where = f"{at}:{cluster.id}"
        if Holds.CLUSTERS not in holds:
            losses.label("clusters (which mentions are one thing)", where)
        elif Holds.CLUSTER_FORMS in holds:
            yield cluster
        elif cluster.id not in mentioned:
            losses.label("clusters that no label is a mention of", where)
        else:
            if cluster.label or cluster.aliases:
                losses.record("clusters' kinds and other forms", where)
            yield Cluster(cluster.id, cluster.name)


def _less(label: Label, holds: frozenset[Holds], where: str, losses: Losses) -> Label:
    """Return the label without the parts that are not held."""
    value = label.value
    if isinstance(value, Quote):
        if value.cue is not None and Holds.CUES not in holds:
            losses.label("cues of quotes", where)
        if value.speaker is not None and value.speaker.mention is not None and Holds.SPEAKERS not in holds:
            losses.label("speakers of quotes", where)
        elif value.speaker is not None and value.speaker.mention is None and Holds.CLUSTERS not in holds:
            losses.label("quotes' speakers that no words name", where)
    label = replace(label, value=_value(value, holds))
    if label.note and Holds.NOTES not in holds:
        losses.record("notes", where)
        label = replace(label, note="")
    if Holds.SIGNATURES not in holds:
        losses.record("labels' annotators and times", where)
        label = replace(label, by=None, created=None, modified=None)
    if label.status is not Status.REJECTED and label.proposed is not None and Holds.PROPOSALS not in holds:
        losses.record("what extractors had proposed for labels", where)
        label = replace(label, proposed=None, proposed_by=None, status=Status.ADDED)
    return label


def _value(value: Entity | Quote, holds: frozenset[Holds]) -> Entity | Quote:
    if isinstance(value, Entity):
        return value if Holds.CLUSTERS in holds else replace(value, cluster=None)
    speaker = value.speaker
    if speaker is not None:
        mention = speaker.mention if Holds.SPEAKERS in holds else None
        cluster = speaker.cluster if Holds.CLUSTERS in holds else None
        speaker = Speaker(mention, cluster) if mention or cluster else None
    return replace(value, cue=value.cue if Holds.CUES in holds else None, speaker=speaker)


def _apart(labels: Iterable[Label], at: str, losses: Losses) -> Iterator[Label]:
    """Yield the labels without the entities that overlap a longer one (of equals, the first stays)."""
    taken: list[Label] = []
    for label in sorted(labels, key=lambda x: (x.start - x.end, x.start, x.name, x.id)):
        if isinstance(label.value, Entity) and label.status.is_gold:
            span = label.value.span
            if any(span.overlaps(other.spans[0]) for other in taken):
                losses.label("entities that overlap a longer one", f"{at}:{label.id}")
                continue
            taken.append(label)
        yield label


def _parts(label: Label, at: str, losses: Losses) -> Iterator[Label]:
    value = label.value
    if isinstance(value, Entity) or len(value.content) == 1:
        yield label
        return
    losses.label("quotes in several pieces, each piece a quote of its own now", f"{at}:{label.id}")
    for n, piece in enumerate(value.content, 1):
        yield replace(label, id=f"{label.id}.{n}", value=replace(value, id=f"{label.id}.{n}", content=(piece,)))


def _numbered(labels: Iterable[Label]) -> list[Label]:
    """Return the labels with ids in the order of the text, and without those that say what another one does."""
    ids = {Layer.ENTITIES: (f"e1.{n}" for n in count(1)), Layer.QUOTES: (f"q1.{n}" for n in count(1))}
    found, seen = [], set()
    for label in sorted(labels, key=lambda x: (x.start, -x.end, x.layer, x.name, x.spans)):
        if (key := (label.layer, label.name, label.spans)) in seen:
            continue
        seen.add(key)
        name = next(ids[label.layer])
        proposed = replace(label.proposed, id=name) if label.proposed else None
        found.append(replace(label, id=name, value=replace(label.value, id=name), proposed=proposed))
    return found
