"""A frozen text as lines: where each stands, its words, and how often it is repeated.

A line here is a paragraph: where a text was wrapped at a fixed width, as mail and press releases are, the lines of a
paragraph are taken together.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from tui.cleaning.chars import Characters, read_characters
from tui.cleaning.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of `text` that are not blank, in order; every list has one entry a line.

    `starts` and `ends` are offsets without the white space around the line; `blank_before` says whether an empty line
    (or the start of the text) comes before.
    """

    text: str
    starts: list[int]
    ends: list[int]
    blank_before: list[bool]

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def plain(self) -> list[str]:
        """Each line with straight apostrophes and without line feeds."""
        # Four searches of memory are much quicker than a table of characters.
        text = self.text.replace("\u2019", "'").replace("\u2018", "'").replace("\u02bc", "'").replace("\n", " ")
        return list(map(text.__getitem__, map(slice, self.starts, self.ends)))

    @cached_property
    def characters(self) -> Characters:
        """What the characters of the lines say: the words in them, and how many there are of each kind."""
        return read_characters(self.text, self.starts, self.ends)

    @property
    def keys(self) -> list[str]:
        """The words of each line in lower case, with a space between two: what two lines share that say the same."""
        return self.characters.keys

    @cached_property
    def sizes(self) -> list[int]:
        """How many words each line has."""
        return [*self.characters.sizes.tolist()]

    @cached_property
    def words(self) -> list[list[str]]:
        """The words of each line in lower case."""
        return [key.split() for key in self.keys]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The different words of the text, and which lines have them."""
        return Vocabulary.of(self.keys, self.characters.sizes)

    @cached_property
    def repeats(self) -> list[int]:
        """How many lines have the same words; 1 for a line without words."""
        counts = Counter(self.keys)
        if len(counts) == len(self.keys):
            return [1] * len(self.keys)
        counts[""] = 1
        return list(map(counts.__getitem__, self.keys))


def split_lines(text: str) -> Lines:
    """Split `text` (frozen: LF line ends) into its lines that are not blank. Linear in the length of the text."""
    starts: list[int] = []
    ends: list[int] = []
    blank_before: list[bool] = []
    has_separators = "\u2028" in text or "\u2029" in text
    pieces = (text.replace("\u2028", "\n").replace("\u2029", "\n") if has_separators else text).split("\n")
    at, feeds = 0, 2  # a text begins as if an empty line came before it
    for piece in pieces:
        line = piece.strip()
        if line:
            start = at if piece[0] == line[0] else at + piece.index(line[0])
            starts.append(start)
            blank_before.append(feeds > 1)
            at_end = start + len(line)
            ends.append(at_end)
            feeds = 0
        at += len(piece) + 1
        feeds += 1
    if has_separators and starts:  # they end a line, and are no empty line
        blank_before = [True, *(text.count("\n", end, start) > 1 for end, start in zip(ends, starts[1:], strict=False))]
    if is_wrapped(text, starts, ends, blank_before):
        starts, ends, blank_before = _unwrapped(text, starts, ends, blank_before)
    return Lines(text, starts, ends, blank_before)


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
