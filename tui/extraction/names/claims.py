"""How the rules on dates, amounts and numbers make a value of what they recognise."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from tui.extraction.names.numbers import APPROXIMATELY
from tui.extraction.names.page import Mention, Page

LEAD = re.compile(rf"\b(?:{APPROXIMATELY}|(?P<between>[Bb]etween ))$")
"""What belongs to an amount that follows; "between" only to a pair of them."""

_FURTHEST = 30
"""How many characters before a number are looked at."""


def matches(page: Page, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return where `pattern` matches in the text."""
    return [found.span() for found in pattern.finditer(page.text)]


def at_numbers(page: Page, pattern: re.Pattern[str], lead: re.Pattern[str] = LEAD) -> list[tuple[int, int]]:
    """Return what `pattern` matches from the start of a number on, each with the `lead` right before it, if any."""
    spans: list[tuple[int, int]] = []
    end = 0
    for start in page.numbers:
        found = pattern.match(page.text, start) if start >= end else None
        if found is not None:
            end = found.end()
            before = text_before(page, lead, start)
            alone = (
                before is not None and "between" in lead.groupindex and before["between"] and " and " not in found[0]
            )
            spans.append((start if before is None or alone else before.start(), end))
    return spans


def after_lead(page: Page, lead: re.Pattern[str], pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Yield what `pattern` matches from the start of a number on where `lead` stands before, without the lead.

    A group of the lead that ends with it ("about") belongs to what is yielded.
    """
    for start in page.numbers:
        found = pattern.match(page.text, start)
        before = text_before(page, lead, start) if found is not None else None
        if found is not None and before is not None:
            yield before.start(1) if lead.groups and before[1] else start, found.end()


def text_before(page: Page, pattern: re.Pattern[str], end: int) -> re.Match[str] | None:
    """Return the match of `pattern`, which ends with `$`, in the characters right before `end`."""
    return pattern.search(page.text, max(0, end - _FURTHEST), end)


def claim(
    page: Page, spans: Sequence[tuple[int, int]], label: str, rule: str,
    *, keep: Iterable[str] = (), part: bool = True,
) -> None:  # fmt: skip
    """Make every one of `spans` a value of `label`.

    A value of this label that a model drew wider around one of them stays as it is: its words may belong to it. Around
    several it is parted into them, unless `part` is false. Values of a label in `keep` stay.
    """
    kept, in_order = frozenset(keep), sorted(spans)
    for start, end in spans:
        values = page.values_at(start, end)
        wider = next((v for v in values if v.label == label and v.start <= start and end <= v.end), None)
        if wider is not None and not (part and _within(in_order, wider) > 1):
            continue
        if not any(value.label in kept for value in values):
            page.set_value(start, end, label, rule)


def _within(spans: Sequence[tuple[int, int]], value: Mention) -> int:
    """Return how many of `spans`, which are in order, lie within a value."""
    first, last = (bisect_left(spans, (edge, 0)) for edge in (value.start, value.end))
    return sum(end <= value.end for _, end in spans[first:last])
