"""Tokens that fit the labels: whatever a tokeniser says, a label begins and ends where a token does."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from tui.gold.formats.losses import Losses

Tokens = list[tuple[int, int]]


def cut_at(tokens: Sequence[tuple[int, int]], edges: Iterable[int], where: str, losses: Losses) -> Tokens:
    """Return the tokens with those cut in two in which an edge of a label stands; how many is noted."""
    places = sorted(set(edges))
    found: Tokens = []
    for start, end in tokens:
        inside = places[bisect_right(places, start) : bisect_left(places, end)]
        if inside:
            losses.note("articles with tokens cut at the edge of a label (where the tokeniser has none)", where)
        for edge in inside:
            found.append((start, edge))
            start = edge  # noqa: PLW2901
        found.append((start, end))
    return found


def covering(tokens: Sequence[tuple[int, int]], start: int, end: int) -> range:
    """Return the tokens that share a character with `start:end`."""
    first = bisect_right(tokens, start, key=lambda token: token[1])
    return range(first, bisect_left(tokens, end, key=lambda token: token[0]))
