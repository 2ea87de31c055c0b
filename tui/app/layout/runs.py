"""Overlapping spans cut into runs, by one sweep over their edges."""

from collections.abc import Iterable
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")


def sweep(start: int, end: int, spans: Iterable[tuple[int, int, T]]) -> list[tuple[int, int, tuple[T, ...]]]:
    """Cut `start:end` wherever a span begins or ends; return each run with the spans that cover it.

    The runs cover `start:end` in order, without gaps or overlaps; the values of a run stand in the order in which the
    spans were given. Empty spans, and what lies outside, do not show.
    """
    if start >= end:
        return []
    inside = [(max(a, start), min(b, end), value) for a, b, value in spans if a < end and b > start and a < b]
    if not inside:
        return [(start, end, ())]
    edges = sorted({start, end, *(a for a, _, _ in inside), *(b for _, b, _ in inside)})
    return [
        (a, b, tuple(value for first, last, value in inside if first <= a and b <= last)) for a, b in pairwise(edges)
    ]
