"""What the scorers read: documents with two sides, gold and predicted, as plain frozen data.

Offsets are code points into the document's text, half-open. Nothing here knows where the gold came from: `tui.gold`
makes documents from its records, and `annotations_of` makes a side from what extractors say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tui.model import Block, Cluster, CopydeskError, Entity, Layer, Predictions, Quote

Offsets = tuple[int, int]


class LabelledSpan(NamedTuple):
    """`text[start:end]` has this label. An empty span overlaps nothing and matches only its equal."""

    start: int
    end: int
    label: str


class KeptBlock(NamedTuple):
    """A block of the text, and whether it belongs to the body."""

    start: int
    end: int
    keep: bool


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """One quotation: its content pieces in any order, cue, speaker mention, and the speaker's cluster.

    `kind` is "direct", "mixed" or "indirect"; `how` names the way in which the speaker was found.
    """

    content: tuple[Offsets, ...]
    kind: str
    cue: Offsets | None = None
    speaker: Offsets | None = None
    cluster: str | None = None
    how: str | None = None


@dataclass(frozen=True, slots=True)
class ClusterItem:
    """All mentions of one speaker on one side; used to tell whether two sides mean the same person."""

    id: str
    name: str
    mentions: tuple[Offsets, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotations:
    """One side of a document. `blocks` is None where that side says nothing about blocks."""

    spans: tuple[LabelledSpan, ...] = ()
    quotes: tuple[QuoteItem, ...] = ()
    clusters: tuple[ClusterItem, ...] = ()
    blocks: tuple[KeptBlock, ...] | None = None

    @property
    def dropped(self) -> tuple[Offsets, ...]:
        """The blocks that this side leaves out of the body."""
        return tuple((block.start, block.end) for block in self.blocks or () if not block.keep)


@dataclass(frozen=True, slots=True)
class Document:
    """A text with gold and predictions. Only layers in `complete` are scored: elsewhere a missing label means nothing.

    `asked` holds the entity labels that people were asked for (None: any): a prediction with another label is neither
    right nor wrong. `facets` are properties to compare groups of documents by, such as
    `{"publisher": "Example Times"}`. `dropped_too` are stretches that are no part of the body for somebody else than
    the gold; like the blocks that the gold drops, they are not scored.
    """

    id: str
    text: str
    gold: Annotations = Annotations()
    predicted: Annotations = Annotations()
    complete: frozenset[Layer] = frozenset(Layer)
    asked: frozenset[str] | None = None
    facets: Mapping[str, str] = field(default_factory=dict)
    dropped_too: tuple[Offsets, ...] = ()

    @property
    def outside(self) -> tuple[Offsets, ...]:
        """The stretches outside the body."""
        return (*self.gold.dropped, *self.dropped_too)

    def check(self) -> None:
        """Raise `CopydeskError` for offsets that leave the text or run backwards."""
        for side in (self.gold, self.predicted):
            for start, end, what in _offsets(side):
                if not 0 <= start <= end <= len(self.text):
                    raise CopydeskError(
                        f"{self.id}: the {what} {start}:{end} does not lie in the text, which has {len(self.text)} "
                        "characters; offsets count code points from 0, the end is not included"
                    )

    def swapped(self) -> "Document":
        """Return the document with gold and predictions exchanged."""
        return replace(self, gold=self.predicted, predicted=self.gold)


def _offsets(side: Annotations) -> Iterable[tuple[int, int, str]]:
    for span in side.spans:
        yield span.start, span.end, f"{span.label} span"
    for quote in side.quotes:
        for start, end in quote.content:
            yield start, end, "quotation"
        for piece, what in ((quote.cue, "cue"), (quote.speaker, "speaker")):
            if piece is not None:
                yield *piece, what
    for block in side.blocks or ():
        yield block.start, block.end, "block"


def annotations_of(
    entities: Iterable[Entity] = (),
    quotes: Iterable[Quote] = (),
    clusters: Iterable[Cluster] = (),
    blocks: Iterable[Block] | None = None,
) -> Annotations:
    """Return one side of a document from the model's entities, quotes, clusters and blocks."""
    entities = tuple(entities)
    mentions: dict[str, list[Offsets]] = {}
    for entity in entities:
        if entity.cluster is not None:
            mentions.setdefault(entity.cluster, []).append((entity.span.start, entity.span.end))
    return Annotations(
        spans=tuple(LabelledSpan(e.span.start, e.span.end, e.label) for e in entities),
        quotes=tuple(_quote_item(quote) for quote in quotes),
        clusters=tuple(ClusterItem(c.id, c.name, tuple(sorted(mentions.get(c.id, ())))) for c in clusters),
        blocks=None if blocks is None else tuple(KeptBlock(b.start, b.end, b.keep) for b in blocks),
    )


def annotations_of_predictions(predictions: Predictions, blocks: Iterable[Block] | None = None) -> Annotations:
    """Return the predicted side of a document; `blocks` are those a cleaner proposes, None where it didn't run."""
    return annotations_of(predictions.entities, predictions.quotes, predictions.clusters, blocks)


def _quote_item(quote: Quote) -> QuoteItem:
    mention = quote.speaker.mention if quote.speaker else None
    return QuoteItem(
        content=tuple((piece.start, piece.end) for piece in quote.content),
        kind=quote.kind.value,
        cue=(quote.cue.start, quote.cue.end) if quote.cue else None,
        speaker=(mention.start, mention.end) if mention else None,
        cluster=quote.speaker.cluster if quote.speaker else None,
        how=quote.how,
    )
