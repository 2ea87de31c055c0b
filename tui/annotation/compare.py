"""Two people's labels of one text, or a person's and an extractor's, and every point at which they differ.

Labels are paired one to one: what is the same first, then entities on the same stretch, then what overlaps, most
shared characters first. A pair that is not the same, and a label without a partner, is a difference. A quote's content,
kind, cue and speaker are compared one by one, because each may be right on another side.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from tui.annotation.difference import Difference, Disagreement, Side, Value, pieces, stretches_of
from tui.annotation.state import Verdict
from tui.model import Block, Entity, Layer, Quote, Span, Speaker

V = TypeVar("V", Entity, Quote)


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
    where = [list(stretch) for stretch in stretches_of(second if second is not None else first)]
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
