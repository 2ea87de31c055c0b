"""Regular expressions that a person wrote, for whole lines, with a limit on their size and on the time of a match.

Python's own engine can't be stopped: a pattern like `(a|a)+b` takes longer than anybody lives on a line of sixty
letters. The package `regex` reads the same syntax and can.
"""

import re
from functools import cache
from typing import Any

from tui.model import CopydeskError

SECONDS = 0.5
"""How long a pattern may take on one line."""

_LARGEST = 10_000  # parts of a pattern with its repeats written out, as the engine does
_LONGEST = 2000  # characters of a line above which no pattern is tried on it
_TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<open>\()|(?P<close>\))|\{(?P<least>\d+)(?:,\d*)?\}|.", re.DOTALL
)


def check_pattern(pattern: str) -> None:
    """Raise `CopydeskError` unless `pattern` is a regular expression of a size that can be used."""
    if _size(pattern) > _LARGEST:
        raise CopydeskError(
            f"the pattern {_short(pattern)} repeats too much: written out it has more than {_LARGEST:,} parts; give "
            "smaller numbers in {}"
        )
    _compiled(pattern)


def fits_whole(pattern: str, line: str) -> bool:
    """Return whether `pattern`, which was checked, matches the whole of `line` (False for a line beyond 2,000).

    Raises `CopydeskError` where that takes too long.
    """
    if len(line) > _LONGEST:
        return False
    try:
        # Other threads go on meanwhile: a line that is slow to match doesn't hold up a person's keys.
        return _compiled(pattern).fullmatch(line, timeout=SECONDS, concurrent=True) is not None
    except TimeoutError:
        raise CopydeskError(
            f"the pattern {_short(pattern)} takes more than {SECONDS:g} s on the line {_short(line)}; put no + or * "
            "inside a group that is itself repeated, or give the line instead"
        ) from None


@cache
def _compiled(pattern: str) -> Any:
    import regex  # noqa: PLC0415 - slow to import, and only patterns need it

    try:
        return regex.compile(pattern)
    except regex.error as error:
        raise CopydeskError(f"the pattern {_short(pattern)} is no regular expression: {error}") from None


def _size(pattern: str) -> int:
    """Return how many parts a pattern has with what must be repeated written out."""
    sizes, last = [0], 0
    for token in _TOKEN.finditer(pattern):
        if token["open"]:
            sizes.append(0)
        elif token["close"] and len(sizes) > 1:
            last = sizes.pop()
            sizes[-1] += last
        elif token["least"]:
            times = min(int(token["least"][:9]), _LARGEST + 1)
            sizes[-1] += (times - 1) * last
            last *= times
        else:
            last = 1
            sizes[-1] += 1
    return sum(sizes)


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")
