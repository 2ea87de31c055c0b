"""The stretches of a text that stand in quotation marks, as a person selects them with one key."""

import re
from bisect import bisect_right

# Opening mark to closing mark. A straight mark closes itself; an apostrophe is no mark inside a word.
_PAIRS = {"“": "”", "„": "“”", "«": "»", "‘": "’", '"': '"', "'": "'"}
_OPENING = re.compile(r"[“„«\"]|(?<![^\W_])[‘'](?=\S)")
_DOUBLED = "''"


def quoted_stretches(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the outermost quoted stretches of the paragraph `start:end`, marks included, in order.

    A mark that is never closed opens a stretch to the end of the paragraph, as in a quote that is reopened at the
    next one. Apostrophes (`don’t`, `the '90s`) open nothing when no mark closes them.
    """
    found: list[tuple[int, int]] = []
    position = start
    while match := _OPENING.search(text, position, end):
        opened, mark = match.start(), match.group()
        doubled = mark == "'" and text.startswith(_DOUBLED, opened)
        single = mark in "‘'" and not doubled
        if doubled:
            closed = _closing_doubled(text, opened + 2, end)
        else:
            closed = _closing(text, opened + 1, end, _PAIRS[mark], single=single)
        if closed is None and single:
            position = opened + 1
            continue
        stop = closed if closed is not None else end
        if stop - opened > 2:
            found.append((opened, stop))
        position = max(stop, opened + 1)
    return found


def _closing(text: str, start: int, end: int, marks: str, *, single: bool) -> int | None:
    """Return the offset after the closing mark, or None. A single mark before a letter is an apostrophe."""
    for i in range(start, end):
        if text[i] in marks and not (single and i + 1 < end and text[i + 1].isalnum()):
            return i + 1
    return None


def _closing_doubled(text: str, start: int, end: int) -> int | None:
    i = text.find(_DOUBLED, start, end)
    return i + 2 if i >= 0 else None


def stretch_at(stretches: list[tuple[int, int]], offset: int) -> tuple[int, int] | None:
    """Return the stretch at `offset`, else the next one, else the last one."""
    i = bisect_right(stretches, (offset, 1 << 60)) - 1
    if i >= 0 and offset < stretches[i][1]:
        return stretches[i]
    if i + 1 < len(stretches):
        return stretches[i + 1]
    return stretches[-1] if stretches else None


def without_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `start:end` without the quotation marks at its edges and without a comma before the closing one."""
    while start < end and text[start] in "“„«‘\"'”»":
        start += 1
    while end > start and text[end - 1] in "”“»’\"'":
        end -= 1
    while end > start and text[end - 1] in ", ":
        end -= 1
    return start, end
