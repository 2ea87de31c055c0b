"""Krippendorff's alpha: for values on the same items, and for units marked in a text."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence

from tui.evaluation.data import LabelledSpan

_Segment = tuple[int, int, str | None]


def nominal_alpha(values: Sequence[Sequence[Hashable]]) -> float | None:
    """Return alpha for nominal values: one list for each annotator, one value for each item, none missing.

    None without items, and where only one value occurs (nothing can disagree by chance). Krippendorff (2011),
    "Computing Krippendorff's alpha-reliability", through the coincidence matrix.
    """
    annotators, observed = len(values), 0.0
    totals: Counter[Hashable] = Counter()
    for item in zip(*values, strict=True):
        counts = Counter(item)
        totals.update(counts)
        same = sum(n * (n - 1) for n in counts.values())
        observed += (annotators * (annotators - 1) - same) / (annotators - 1)
    size = sum(totals.values())
    chance = size * size - sum(n * n for n in totals.values())
    return None if not chance else 1 - observed * (size - 1) / chance


def unitizing_alpha(units: Sequence[Sequence[LabelledSpan]], length: int, *, presence: bool = False) -> float | None:
    """Return alpha for units that annotators marked in a text of `length` characters, one list for each annotator.

    The units of one annotator are sorted and don't overlap. With `presence`, labels don't matter, only whether text
    lies in a unit. None where nobody marked anything, or where only one value occurs. Krippendorff, Mathet, Bouvry
    and Widlöcher (2016), "On the reliability of unitizing textual continua: Further developments", Quality & Quantity
    50: 2347-2364: observed coincidences are the lengths of intersections; expected ones come from the lengths of the
    values, less what a unit (by the square of its length) or a gap (by its length) would share with itself.
    """
    segments = [list(_segments(spans, length, presence)) for spans in units]
    annotators = len(segments)
    observed: defaultdict[tuple[str | None, str | None], float] = defaultdict(float)
    for i, first in enumerate(segments):
        for j, second in enumerate(segments):
            if i != j:
                for pair, shared in _intersections(first, second):
                    observed[pair] += shared / (annotators - 1)
    totals: defaultdict[str | None, float] = defaultdict(float)
    for (value, _), length_shared in observed.items():
        totals[value] += length_shared
    itself = 0
    for spans in segments:
        itself += sum((end - start) * (end - start if value is not None else 1) for start, end, value in spans)
    size = annotators * length
    pairs = size * size - itself
    apart = sum(totals[a] * totals[b] for a in totals for b in totals if a != b)
    if not apart or not pairs:
        return None
    disagreement = sum(shared for (a, b), shared in observed.items() if a != b)
    return 1 - disagreement * pairs / (size * apart)


def _segments(units: Sequence[LabelledSpan], length: int, presence: bool) -> Iterator[_Segment]:
    """Yield units and the gaps between them, so that they cover the text."""
    position = 0
    for start, end, label in units:
        if start > position:
            yield position, start, None
        yield start, end, "" if presence else label
        position = end
    if position < length:
        yield position, length, None


def _intersections(
    first: Sequence[_Segment], second: Sequence[_Segment]
) -> Iterator[tuple[tuple[str | None, str | None], int]]:
    i = j = 0
    while i < len(first) and j < len(second):
        end = min(first[i][1], second[j][1])
        shared = end - max(first[i][0], second[j][0])
        if shared > 0:
            yield (first[i][2], second[j][2]), shared
        if first[i][1] == end:
            i += 1
        else:
            j += 1
