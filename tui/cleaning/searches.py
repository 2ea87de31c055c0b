"""Patterns that are searched only where a line has what they need.

What the patterns of the data files need is kept beside them, in `languages/needs.json`: to work it out takes longer
than to clean several articles. `python -m benchmarks.pattern_needs` writes that file anew; of a pattern that is not in
it, it is worked out when the pattern is made.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from tui.cleaning.chars import TOLD_KINDS, has_kind
from tui.cleaning.literals import Needs, work_out
from tui.cleaning.once import once


class Pattern:
    """A pattern that is searched only where a line has what it `needs`, and compiled when one first has.

    Where `words` are given, every match has one of these.
    """

    def __init__(self, pattern: str, words: Iterable[str] = ()) -> None:
        known = kept_needs().get(pattern) or work_out(pattern)
        self.pattern = pattern
        self.needs = replace(known, words=(tuple(words),)) if words else known
        self.kinds = _kinds_in(known.pieces)
        """The kinds of characters that every match has, as bits in the order of `TOLD_KINDS`."""

    @once
    def _search(self) -> Callable[[str], re.Match[str] | None]:
        compiled, reach = re.compile(self.pattern), self.needs.reach
        if reach:
            return lambda text: compiled.search(text, max(len(text) - reach, 0))
        return compiled.match if self.pattern.startswith("^") else compiled.search

    def is_in(self, text: str) -> bool:
        """Return whether the pattern is found in `text`; at its start, if it begins with `^`."""
        for pieces in self.needs.pieces:
            for piece in pieces:
                if piece in text:
                    break
            else:
                return False
        return self._search(text) is not None


def _kinds_in(sets: Sequence[Sequence[str]]) -> int:
    """Return the kinds of characters that a text has which has one of each of the sets of pieces."""
    return sum(
        1 << place for place, kind in enumerate(TOLD_KINDS)
        if any(all(has_kind(piece, kind) for piece in pieces) for pieces in sets)
    )  # fmt: skip


@cache
def kept_needs() -> dict[str, Needs]:
    """Return what is kept of the needs of patterns."""
    kept = json.loads((files("tui.cleaning") / "languages" / "needs.json").read_text(encoding="utf-8"))
    found = {}
    for pattern, (words, pieces, first, pair, reach) in kept.items():
        of_words, of_pieces, of_pair = (tuple(map(tuple, sets)) for sets in (words, pieces, pair))
        found[pattern] = Needs(of_words, of_pieces, tuple(first), of_pair, reach)
    return found
