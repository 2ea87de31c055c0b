"""A frozen text as lines: where each stands, its words, and how often it is repeated.

A line here is a paragraph: where a text was wrapped at a fixed width, as mail and press releases are, the lines of a
paragraph are taken together.
"""

import re
from collections import Counter
from dataclasses import dataclass

_LINE = re.compile(r"\S(?:[^\n\u2028\u2029]*\S)?")
_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:['.-][a-z0-9]+)*")  # the same in lower-case ASCII, twice as quick


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of `text` that are not blank, in order; every list has one entry a line.

    `starts` and `ends` are offsets without the white space around the line; `plain` is the line with straight
    apostrophes and without line feeds, `words` its words in lower case, `distinct` their set; `repeats` counts the
    lines with the same words, and `blank_before` says whether an empty line (or the start of the text) comes before.
    """

    text: str
    starts: list[int]
    ends: list[int]
    plain: list[str]
    words: list[list[str]]
    distinct: list[frozenset[str]]
    keys: list[str]
    repeats: list[int]
    blank_before: list[bool]

    def __len__(self) -> int:
        return len(self.starts)


def split_lines(text: str) -> Lines:
    """Split `text` (frozen: LF line ends) into its lines that are not blank. Linear in the length of the text."""
    starts: list[int] = []
    ends: list[int] = []
    blank_before: list[bool] = []
    last = 0
    for match in _LINE.finditer(text):
        start, end = match.span()
        starts.append(start)
        blank_before.append(not ends or text.count("\n", last, start) > 1)
        last = end
        ends.append(last)
    if is_wrapped(text, starts, ends, blank_before):
        starts, ends, blank_before = _unwrapped(text, starts, ends, blank_before)
    # Four searches of memory are much quicker than a table of characters.
    straight = text.replace("\u2019", "'").replace("\u2018", "'").replace("\u02bc", "'").replace("\n", " ")
    plain = [straight[start:end] for start, end in zip(starts, ends, strict=True)]
    words = [(_ASCII_WORD if line.isascii() else _WORD).findall(line.lower()) for line in plain]
    keys = [" ".join(line) for line in words]
    counts = Counter(keys)
    return Lines(
        text, starts, ends, plain, words, [frozenset(line) for line in words], keys,
        [counts[key] if key else 1 for key in keys], blank_before,
    )  # fmt: skip


_WIDEST = 100  # characters: wider than any text is wrapped
_NARROWEST = 45
_LEAST_PAIRS = 6  # lines that must go on in the next before a text counts as wrapped
_ITEM = re.compile(r"(?:[\u2022\u00b7*>-]|\d{1,2}[.)])\s")


def is_wrapped(text: str, starts: list[int], ends: list[int], blank_before: list[bool]) -> bool:
    """Return whether the lines of a text were broken at a fixed width.

    They were if none is longer than 100 characters, and most lines that another follows without an empty line between
    are nearly as long as the longest and go on in lower case.
    """
    width = max((end - start for start, end in zip(starts, ends, strict=True)), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return False
    followed = [i for i in range(len(starts) - 1) if not blank_before[i + 1]]
    full = [i for i in followed if ends[i] - starts[i] >= 0.75 * width]
    going_on = sum(text[starts[i + 1]].islower() for i in full)
    return going_on >= max(_LEAST_PAIRS, 0.5 * len(full)) and len(full) >= 0.6 * len(followed)


def _unwrapped(
    text: str, starts: list[int], ends: list[int], blank_before: list[bool]
) -> tuple[list[int], list[int], list[bool]]:
    """Return the lines, those of a paragraph as one: a line takes the next where it is full and no item begins."""
    width = max(end - start for start, end in zip(starts, ends, strict=True))
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
