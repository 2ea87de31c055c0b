"""What one side says of an article, and a point at which two sides differ."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Any, Self

from tui.annotation.state import Label, State, Status
from tui.model import Block, Cluster, Entity, Layer, Predictions, Quote, Span

Value = Entity | Quote | tuple[Block, ...]
"""What one side of a difference says: a label, or the blocks of a stretch."""


class Disagreement(StrEnum):
    """The classes of differences; `first` and `second` are the sides."""

    ONLY_FIRST = "only-first"
    ONLY_SECOND = "only-second"
    LABEL = "label"
    EDGES = "edges"
    LABEL_AND_EDGES = "label-and-edges"
    LINK = "link"
    KIND = "kind"
    CUE = "cue"
    SPEAKER = "speaker"
    KEPT = "kept"
    BLOCK_KIND = "block-kind"
    CUT = "cut"


@dataclass(frozen=True)
class Side:
    """What one side says of an article. Without `blocks`, blocks are not compared."""

    name: str
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    clusters: Mapping[str, Cluster] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()

    @classmethod
    def of(
        cls, name: str, values: Iterable[Entity | Quote], clusters: Iterable[Cluster], blocks: Iterable[Block] = ()
    ) -> Self:
        """Return the side that says these values; what stands in a block that it drops is left out."""
        blocks = tuple(sorted(blocks, key=lambda block: block.start))
        dropped = [block for block in blocks if block.dropped]
        shown = [value for value in values if not _in(dropped, pieces(value))]
        return cls(
            name,
            tuple(value for value in shown if isinstance(value, Entity)),
            tuple(value for value in shown if isinstance(value, Quote)),
            {cluster.id: cluster for cluster in clusters},
            blocks,
        )

    @classmethod
    def of_labels(
        cls, name: str, labels: Iterable[Label], clusters: Iterable[Cluster], blocks: Iterable[Block] = ()
    ) -> Self:
        """Return what the labels that are gold say."""
        return cls.of(name, (label.value for label in labels if label.status.is_gold), clusters, blocks)

    @classmethod
    def of_state(cls, name: str, state: State) -> Self:
        """Return what people have decided so far; suggestions that wait say nothing."""
        return cls.of_labels(name, state.labels.values(), state.clusters.values(), state.blocks.values())

    @classmethod
    def proposed(cls, name: str, state: State) -> Self:
        """Return what the extractors had proposed of all that people have decided, and the cleaner's blocks."""
        values = (x.proposed for x in state.labels.values() if x.proposed and x.status is not Status.PENDING)
        return cls.of(name, values, state.clusters.values(), state.article.blocks)

    @classmethod
    def of_predictions(cls, name: str, predictions: Predictions) -> Self:
        """Return what an extractor says; it says nothing of blocks."""
        return cls.of(name, [*predictions.entities, *predictions.quotes], predictions.clusters)

    def name_of(self, cluster: str | None) -> str:
        """Return the name of a cluster, "" where there is none."""
        found = self.clusters.get(cluster or "")
        return found.name if found else ""


@dataclass(frozen=True)
class Difference:
    """A point at which two sides differ: what each says there (None: nothing), and of which class it is.

    `key` names the difference wherever the same two things are said of the same stretch, so that a verdict on it is
    found again.
    """

    layer: Layer
    what: Disagreement
    first: Value | None
    second: Value | None
    key: str

    @cached_property
    def start(self) -> int:
        """Offset of the first character that either side speaks of."""
        return min(span[0] for span in self.stretches())

    @cached_property
    def end(self) -> int:
        """Offset after the last character that either side speaks of."""
        return max(span[1] for span in self.stretches())

    @cached_property
    def order(self) -> tuple[Any, ...]:
        """What differences are sorted by: their place in the text, blocks first, longer ones first."""
        return self.start, list(Layer).index(self.layer), -self.end, self.what.value, self.key

    def stretches(self) -> list[tuple[int, int]]:
        """Return the stretches that the sides speak of: labelled pieces, and cue or speaker where those differ."""
        return [*chain.from_iterable(stretches_of(value) for value in (self.first, self.second)), *self._points()]

    def marked(self) -> list[tuple[int, int]]:
        """Return the stretches in which the difference lies.

        Of a quote whose cue or speaker differs only those, where edges differ only what one side has and the other not.
        """
        if self.what in (Disagreement.EDGES, Disagreement.LABEL_AND_EDGES):
            return _on_one_side(list(stretches_of(self.first)), list(stretches_of(self.second))) or self.stretches()
        return self._points() or self.stretches()

    def _points(self) -> list[tuple[int, int]]:
        spans = [_aspect_span(x, self.what) for x in (self.first, self.second) if isinstance(x, Quote)]
        return [(span.start, span.end) for span in spans if span is not None]


def pieces(value: Entity | Quote) -> tuple[Span, ...]:
    """Return the labelled pieces of a value: an entity's span, or a quote's content."""
    return (value.span,) if isinstance(value, Entity) else value.content


def stretches_of(value: Value | None) -> Iterator[tuple[int, int]]:
    """Yield the stretches, half-open, of what one side says: of a label's pieces, or of blocks."""
    if value is not None:
        spans: Iterable[Span | Block] = value if isinstance(value, tuple) else pieces(value)
        yield from ((span.start, span.end) for span in spans)


def _on_one_side(first: Iterable[tuple[int, int]], second: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return what only one of two lists of stretches covers. Stretches of one list don't overlap."""
    edges = sorted([(start, 1) for start, _ in (*first, *second)] + [(end, -1) for _, end in (*first, *second)])
    found, depth, since = [], 0, 0
    for offset, step in edges:
        if depth == 1 and since < offset:
            found.append((since, offset))
        depth, since = depth + step, offset
    return found


def _aspect_span(quote: Quote, what: Disagreement) -> Span | None:
    if what is Disagreement.CUE:
        return quote.cue
    if what is Disagreement.SPEAKER and quote.speaker is not None:
        return quote.speaker.mention
    return None


def _in(dropped: Sequence[Block], spans: Iterable[Span]) -> bool:
    return any(span.start < block.end and block.start < span.end for span in spans for block in dropped)
