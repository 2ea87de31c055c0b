"""Where two extractors disagree about an article: a queue worth reviewing first.

On 541 articles of world news, the names that two spaCy models agree on are right in 84 of 100 cases, the others in 36
(docs/extractors.md).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from tui.model import Entity, Layer, Predictions, Quote


class Difference(StrEnum):
    """How two predictions differ."""

    LABEL = "label"
    """The same characters, another label (or another kind of quote)."""
    EDGES = "edges"
    """Characters in common, but not the same ones."""
    SPEAKER = "speaker"
    """The same quote, another speaker."""
    MISSING = "missing"
    """Only one of the two has it."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing to look at: what each of the two says there, None where one says nothing."""

    layer: Layer
    difference: Difference
    one: Entity | Quote | None
    other: Entity | Quote | None

    @property
    def start(self) -> int:
        """Offset in the whole text at which it starts."""
        return min(_ranges(item)[0][0] for item in (self.one, self.other) if item is not None)


def disagreements(one: Predictions, other: Predictions) -> list[Disagreement]:
    """Return where the two disagree, in text order, for the layers that both of them make.

    Predictions that are the same in both are matched first, then those of the same characters, then those that
    overlap, in text order; each is matched once. Raises `ValueError` when they are of different texts.
    """
    if one.text_sha256 != other.text_sha256:
        raise ValueError("the two predictions are of different texts")
    found: list[Disagreement] = []
    if Layer.ENTITIES in one.by and Layer.ENTITIES in other.by:
        found += _compared(Layer.ENTITIES, one, other, one.entities, other.entities)
    if Layer.QUOTES in one.by and Layer.QUOTES in other.by:
        found += _compared(Layer.QUOTES, one, other, one.quotes, other.quotes)
    return sorted(found, key=lambda disagreement: (disagreement.start, disagreement.layer))


Item = Entity | Quote


def _compared(
    layer: Layer, one: Predictions, other: Predictions, left: Sequence[Item], right: Sequence[Item]
) -> list[Disagreement]:
    speakers = [_speakers(predictions) for predictions in (one, other)]
    keys = [{item.id: _key(item, speakers[side]) for item in items} for side, items in enumerate((left, right))]
    left, right = _unmatched(left, right, keys[0], keys[1])
    found: list[Disagreement] = []
    by_ranges: dict[Hashable, list[Item]] = {}
    for item in right:
        by_ranges.setdefault(_ranges(item), []).append(item)
    rest: list[Item] = []
    for item in left:
        same = by_ranges.get(_ranges(item))
        if same:
            twin = same.pop(0)
            difference = Difference.LABEL if _label(item) != _label(twin) else Difference.SPEAKER
            found.append(Disagreement(layer, difference, item, twin))
        else:
            rest.append(item)
    open_right = sorted(chain.from_iterable(by_ranges.values()), key=_ranges)
    for item in sorted(rest, key=_ranges):
        across = next((n for n, candidate in enumerate(open_right) if _overlap(item, candidate)), None)
        twin_or_none = open_right.pop(across) if across is not None else None
        difference = Difference.EDGES if twin_or_none is not None else Difference.MISSING
        found.append(Disagreement(layer, difference, item, twin_or_none))
    return found + [Disagreement(layer, Difference.MISSING, None, item) for item in open_right]


def _unmatched(
    left: Sequence[Item], right: Sequence[Item], left_keys: dict[str, Hashable], right_keys: dict[str, Hashable]
) -> tuple[list[Item], list[Item]]:
    """Return both lists without what is the same in both, counted with multiplicity."""
    counts: dict[Hashable, int] = {}
    for item in right:
        counts[right_keys[item.id]] = counts.get(right_keys[item.id], 0) + 1
    only_left, matched = [], dict.fromkeys(counts, 0)
    for item in left:
        key = left_keys[item.id]
        if matched.get(key, 0) < counts.get(key, 0):
            matched[key] += 1
        else:
            only_left.append(item)
    only_right = []
    for item in right:
        key = right_keys[item.id]
        if matched[key]:
            matched[key] -= 1
        else:
            only_right.append(item)
    return only_left, only_right


def _speakers(predictions: Predictions) -> dict[str, str]:
    """Return the canonical name of each cluster: two extractors number theirs each in its own way."""
    return {cluster.id: cluster.name.casefold() for cluster in predictions.clusters}


def _key(item: Item, names: dict[str, str]) -> Hashable:
    if isinstance(item, Entity):
        return _ranges(item), item.label
    speaker = item.speaker
    if speaker is None:
        return _ranges(item), item.kind, None
    named = names.get(speaker.cluster or "") or (speaker.mention.text.casefold() if speaker.mention else "")
    return _ranges(item), item.kind, named


def _label(item: Item) -> str:
    return item.label if isinstance(item, Entity) else item.kind.value


def _ranges(item: Item) -> tuple[tuple[int, int], ...]:
    spans = (item.span,) if isinstance(item, Entity) else item.content
    return tuple((span.start, span.end) for span in spans)


def _overlap(one: Item, other: Item) -> bool:
    return any(a < d and c < b for a, b in _ranges(one) for c, d in _ranges(other))
