"""Patterns that are searched only where a line has what they need.

What the patterns of the data files need is kept beside them, in `languages/needs.json`: to work it out takes longer
than to clean several articles. `python -m benchmarks.pattern_needs` writes that file anew; of a pattern that is not in
it, it is worked out when the pattern is made.
"""

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files

from tui.cleaning.literals import Needs, work_out
from tui.cleaning.once import once


class Pattern:
    r"""A pattern that is searched only where a line has what it needs, and compiled when one first has.

    Every match has one of each of the sets of `words` (in lower case), with none of `[^\W_]` beside it, and where there
    are words `first`, one of these before all others of the line. They are worked out of the pattern where they are not
    given.
    """

    def __init__(self, pattern: str, words: Iterable[str] = ()) -> None:
        needs = kept_needs().get(pattern) or work_out(pattern)
        self.words = (tuple(words),) if words else needs.words
        self.first = needs.first
        self.pattern = pattern
        self._pieces = needs.pieces

    @once
    def _search(self) -> Callable[[str], re.Match[str] | None]:
        compiled = re.compile(self.pattern)
        return compiled.match if self.pattern.startswith("^") else compiled.search

    def is_in(self, text: str) -> bool:
        """Return whether the pattern is found in `text`; at its start, if it begins with `^`."""
        for pieces in self._pieces:
            for piece in pieces:
                if piece in text:
                    break
            else:
                return False
        return self._search(text) is not None


@cache
def kept_needs() -> dict[str, Needs]:
    """Return what is kept of the needs of patterns."""
    kept = json.loads((files("tui.cleaning") / "languages" / "needs.json").read_text(encoding="utf-8"))
    return {
        pattern: Needs(tuple(map(tuple, words)), tuple(map(tuple, pieces)), tuple(first))
        for pattern, (words, pieces, first) in kept.items()
    }
