"""Texts that were wrapped at a fixed width, as mail and press releases are: lines that make a paragraph together."""

import re
from operator import sub

WIDEST = 100
"""Characters: wider than any text is wrapped."""

NARROWEST = 45
_LEAST_PAIRS = 6  # lines that must go on in the next before a text counts as wrapped
_ITEM = re.compile(r"(?:[\u2022\u00b7*>-]|\d{1,2}[.)])\s")


def is_wrapped(text: str, starts: list[int], ends: list[int], blank_before: list[bool]) -> bool:
    """Return whether the lines of a text were broken at a fixed width.

    They were if none is longer than 100 characters, and most lines that another follows without an empty line between
    are nearly as long as the longest and go on in lower case.
    """
    width = max(map(sub, ends, starts), default=0)
    if not NARROWEST <= width <= WIDEST:
        return False
    followed = [i for i in range(len(starts) - 1) if not blank_before[i + 1]]
    full = [i for i in followed if ends[i] - starts[i] >= 0.75 * width]
    going_on = sum(text[starts[i + 1]].islower() for i in full)
    return going_on >= max(_LEAST_PAIRS, 0.5 * len(full)) and len(full) >= 0.6 * len(followed)


def unwrapped(
    text: str, starts: list[int], ends: list[int], blank_before: list[bool]
) -> tuple[list[int], list[int], list[bool]]:
    """Return the lines, those of a paragraph as one: a line takes the next where it is full and no item begins."""
    width = max(map(sub, ends, starts))
    firsts: list[int] = []
    lasts: list[int] = []
    spaced: list[bool] = []
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        is_full = i > 0 and ends[i - 1] - starts[i - 1] >= 0.6 * width
        if is_full and not blank_before[i] and not _ITEM.match(text[start : start + 4]):
            lasts[-1] = end
        else:
            firsts.append(start)
            lasts.append(end)
            spaced.append(blank_before[i])
    return firsts, lasts, spaced
