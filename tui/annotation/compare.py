"""Two people's labels of one text, or a person's and an extractor's, and every point at which they differ.

Labels are paired one to one: what is the same first, then entities on the same stretch, then what overlaps, most
shared characters first. A pair that is not the same, and a label without a partner, is a difference. A quote's content,
kind, cue and speaker are compared one by one, because each may be right on another side.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Any, Self, TypeVar

from tui.annotation.state import Label, State, Status, Verdict
from tui.model import Block, Cluster, Entity, Layer, Predictions, Quote, Span, Speaker

Value = Entity | Quote | tuple[Block, ...]
V = TypeVar("V", Entity, Quote)


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
        return [*chain.from_iterable(_stretches(value) for value in (self.first, self.second)), *self._points()]

    def marked(self) -> list[tuple[int, int]]:
        """Return the stretches in which the difference lies.

        Of a quote whose cue or speaker differs only those, where edges differ only what one side has and the other not.
        """
        if self.what in (Disagreement.EDGES, Disagreement.LABEL_AND_EDGES):
            return _on_one_side(list(_stretches(self.first)), list(_stretches(self.second))) or self.stretches()
        return self._points() or self.stretches()

    def _points(self) -> list[tuple[int, int]]:
        spans = [_aspect_span(x, self.what) for x in (self.first, self.second) if isinstance(x, Quote)]
        return [(span.start, span.end) for span in spans if span is not None]


class Memory:
    """The differences that were found the last time, so that an edit costs what it changes: the others are the same.

    A difference is the same where both sides have the very same objects and say the same of them.
    """

    def __init__(self) -> None:
        self._before: dict[tuple[Any, ...], Difference] = {}
        self._now: dict[tuple[Any, ...], Difference] = {}

    def begin(self) -> None:
        """Begin a comparison: what it does not ask for is forgotten at the next one."""
        self._before, self._now = self._now, {}

    def difference(
        self, layer: Layer, what: Disagreement, first: Value | None, second: Value | None, *said: str
    ) -> Difference:
        """Return the difference, made anew where it was not found the last time."""
        key = (layer, what, id(first), id(second), said)  # a difference keeps its two sides alive, and so their ids
        found = self._before.get(key)
        self._now[key] = found = found or _difference(layer, what, first, second, *said)
        return found


def differences(first: Side, second: Side, memory: Memory | None = None) -> list[Difference]:
    """Return every difference in the order of the text. A `memory` makes it quick to compare again after an edit."""
    memory = memory or Memory()
    memory.begin()
    found = [*_blocks(first, second, memory), *_entities(first, second, memory), *_quotes(first, second, memory)]
    return _told_apart(sorted(found, key=lambda difference: difference.order))


def still_open(found: Iterable[Difference], verdicts: Mapping[str, Verdict]) -> list[Difference]:
    """Return the differences without those whose first side was taken.

    One whose second side was taken is a difference no more, unless an edit has brought it back: then it is open.
    """
    return [x for x in found if x.key not in verdicts or verdicts[x.key].side != 1]


def counted(found: Iterable[Difference]) -> dict[tuple[Layer, Disagreement], int]:
    """Return how many differences there are of each class in each layer, in the order of the classes."""
    counts = Counter((difference.layer, difference.what) for difference in found)
    return {(layer, what): counts[layer, what] for layer in Layer for what in Disagreement if (layer, what) in counts}


def pieces(value: Entity | Quote) -> tuple[Span, ...]:
    """Return the labelled pieces of a value: an entity's span, or a quote's content."""
    return (value.span,) if isinstance(value, Entity) else value.content


# Pairs


def _entities(first: Side, second: Side, memory: Memory) -> Iterator[Difference]:
    def rank(one: Entity, other: Entity) -> int:
        same_label = one.label == other.label
        if one.span == other.span:
            return 0 if same_label else 1
        return 2 if same_label else 3

    for one, other in _paired(first.entities, second.entities, rank):
        if one is None or other is None:
            yield _alone(Layer.ENTITIES, one, other, memory)
        elif one.label != other.label or one.span != other.span:
            yield _entity_difference(one, other, memory)
        elif not _same_name(names := (first.name_of(one.cluster), second.name_of(other.cluster))):
            yield memory.difference(Layer.ENTITIES, Disagreement.LINK, one, other, *names)


def _entity_difference(one: Entity, other: Entity, memory: Memory) -> Difference:
    if one.span == other.span:
        what, said = Disagreement.LABEL, (one.label, other.label)
    elif one.label == other.label:
        what, said = Disagreement.EDGES, (f"{_place(one.span)}", f"{_place(other.span)}")
    else:
        what = Disagreement.LABEL_AND_EDGES
        said = f"{_place(one.span)} {one.label}", f"{_place(other.span)} {other.label}"
    return memory.difference(Layer.ENTITIES, what, one, other, *said)


def _quotes(first: Side, second: Side, memory: Memory) -> Iterator[Difference]:
    def rank(one: Quote, other: Quote) -> int:
        if one.content != other.content:
            return 2
        return 0 if (one.kind, one.cue, one.speaker) == (other.kind, other.cue, other.speaker) else 1

    for one, other in _paired(first.quotes, second.quotes, rank):
        if one is None or other is None:
            yield _alone(Layer.QUOTES, one, other, memory)
            continue
        if one.content != other.content:
            yield memory.difference(Layer.QUOTES, Disagreement.EDGES, one, other, _content(one), _content(other))
        if one.kind is not other.kind:
            yield memory.difference(Layer.QUOTES, Disagreement.KIND, one, other, one.kind, other.kind)
        if one.cue != other.cue:
            yield memory.difference(Layer.QUOTES, Disagreement.CUE, one, other, _place(one.cue), _place(other.cue))
        said = _speaker(one.speaker, first), _speaker(other.speaker, second)
        if not _same_speaker(*said):
            yield memory.difference(Layer.QUOTES, Disagreement.SPEAKER, one, other, *map("/".join, said))


def _paired(
    first: Sequence[V], second: Sequence[V], rank: Callable[[V, V], int]
) -> Iterator[tuple[V | None, V | None]]:
    """Pair what overlaps, lowest rank first, then most shared characters; what is left over stands alone."""
    ranked = sorted(
        (rank(first[i], second[j]), -shared, i, j) for (i, j), shared in _overlapping(first, second).items()
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, _, i, j in ranked:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            yield first[i], second[j]
    yield from ((value, None) for i, value in enumerate(first) if i not in taken[0])
    yield from ((None, value) for j, value in enumerate(second) if j not in taken[1])


def _overlapping(first: Sequence[Any], second: Sequence[Any]) -> dict[tuple[int, int], int]:
    """Return the pairs of indices whose pieces share characters, and how many they share: a sweep over the text."""
    spans = sorted(
        (span.start, side, i, span.end)
        for side, values in enumerate((first, second))
        for i, value in enumerate(values)
        for span in pieces(value)
    )
    shared: dict[tuple[int, int], int] = {}
    open_: list[tuple[int, int, int]] = []
    for start, side, i, end in spans:
        open_ = [x for x in open_ if x[2] > start]
        for other_side, j, other_end in open_:
            if other_side != side:
                pair = (i, j) if side == 0 else (j, i)
                shared[pair] = shared.get(pair, 0) + min(end, other_end) - start
        open_.append((side, i, end))
    return shared


# Blocks


def _blocks(first: Side, second: Side, memory: Memory) -> Iterator[Difference]:
    """Compare blocks where both sides cut the text alike, and say where they cut it differently."""
    if not first.blocks or not second.blocks:
        return
    for ones, others in _regions(first.blocks, second.blocks):
        if [(b.start, b.end) for b in ones] != [(b.start, b.end) for b in others]:
            said = (" ".join(f"{b.start}:{b.end}" for b in side) for side in (ones, others))
            yield memory.difference(Layer.BLOCKS, Disagreement.CUT, ones, others, *said)
            continue
        for one, other in zip(ones, others, strict=True):
            if one.keep != other.keep:
                keeps = ("kept" if block.keep else "dropped" for block in (one, other))
                yield memory.difference(Layer.BLOCKS, Disagreement.KEPT, (one,), (other,), *keeps)
            elif one.kind is not other.kind:
                yield memory.difference(Layer.BLOCKS, Disagreement.BLOCK_KIND, (one,), (other,), one.kind, other.kind)


def _regions(first: Sequence[Block], second: Sequence[Block]) -> Iterator[tuple[tuple[Block, ...], tuple[Block, ...]]]:
    """Yield the blocks of both sides in the smallest groups that no block of either side crosses."""
    blocks = sorted(
        [(b.start, b.end, 0, b) for b in first] + [(b.start, b.end, 1, b) for b in second], key=lambda x: x[:3]
    )
    group: tuple[list[Block], list[Block]] = ([], [])
    reach = -1
    for start, end, side, block in blocks:
        if start >= reach and (group[0] or group[1]):
            yield tuple(group[0]), tuple(group[1])
            group = ([], [])
        group[side].append(block)
        reach = max(reach, end)
    if group[0] or group[1]:
        yield tuple(group[0]), tuple(group[1])


# What is said, in words that can be compared


def _alone(layer: Layer, one: Entity | Quote | None, other: Entity | Quote | None, memory: Memory) -> Difference:
    what = Disagreement.ONLY_FIRST if one is not None else Disagreement.ONLY_SECOND
    value = one if one is not None else other
    assert value is not None
    name = value.label if isinstance(value, Entity) else value.kind.value
    said = f"{' '.join(_place(span) for span in pieces(value))} {name}"
    return memory.difference(layer, what, one, other, said)


def _difference(layer: Layer, what: Disagreement, first: Value | None, second: Value | None, *said: str) -> Difference:
    """Return the difference, named by what is said and by the stretch that the second side, which stays, says it of."""
    where = [list(stretch) for stretch in _stretches(second if second is not None else first)]
    named = json.dumps([layer.value, what.value, *said, where], ensure_ascii=True)
    return Difference(layer, what, first, second, hashlib.sha256(named.encode()).hexdigest()[:16])


def _told_apart(found: Iterable[Difference]) -> list[Difference]:
    """Number the keys of differences that are equal: a side may say the same thing twice."""
    seen: Counter[str] = Counter()
    numbered = []
    for difference in found:
        seen[difference.key] += 1
        nth = seen[difference.key]
        numbered.append(difference if nth == 1 else replace(difference, key=f"{difference.key}-{nth}"))
    return numbered


def _stretches(value: Value | None) -> Iterator[tuple[int, int]]:
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


def _place(span: Span | None) -> str:
    return f"{span.start}:{span.end}" if span is not None else ""


def _content(quote: Quote) -> str:
    return " ".join(_place(span) for span in quote.content)


def _speaker(speaker: Speaker | None, side: Side) -> tuple[str, str]:
    """Return where the speaker is mentioned and what the cluster is called."""
    if speaker is None:
        return "", ""
    return _place(speaker.mention), side.name_of(speaker.cluster)


def _same_speaker(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two speakers stand in the same place; where neither has one, whether they are called the same."""
    if one[0] or other[0]:
        return one[0] == other[0] and _same_name((one[1], other[1]))
    return one[1].casefold() == other[1].casefold()


def _same_name(names: tuple[str, str]) -> bool:
    """Whether two clusters may be one: a name is missing, or they share a word ("Aasen" and "Ingrid Aasen")."""
    words = [set(name.casefold().split()) for name in names]
    return not all(words) or bool(words[0] & words[1])
