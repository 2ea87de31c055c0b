"""A frozen text as lines: where each stands, its words, and how often it is repeated.

A line here is a paragraph: where a text was wrapped at a fixed width, as mail and press releases are, the lines of a
paragraph are taken together.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from operator import sub

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.chars import WORD, Characters, Codes, code_points, read_characters
from tui.cleaning.lexicon import lexicon
from tui.cleaning.shapes import ends_sentence, is_item
from tui.cleaning.words import Places


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of `text` that are not blank, in order; every list has one entry a line.

    `starts` and `ends` are offsets without the white space around the line; `blank_before` says whether an empty line
    (or the start of the text) comes before. `codes` are the text's code points.
    """

    text: str
    codes: Codes
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
        return read_characters(self.text, self.codes, np.array(self.starts, np.intp), np.array(self.ends, np.intp))

    @cached_property
    def known(self) -> Places:
        """The number of each word of the lines in the lexicon, 0 for a word that is not in there."""
        return lexicon().numbers_of(self.characters.words.numbers)

    @cached_property
    def known_parts(self) -> Places:
        """The same of each part of a word."""
        return lexicon().numbers_of(self.characters.words.parts)

    def key(self, i: int) -> str:
        """Return the words of line `i` in lower case, a space between two: what lines share that say the same."""
        return " ".join(WORD.findall(self.plain[i].lower()))

    @cached_property
    def keys(self) -> list[str]:
        """The key of each line."""
        return list(map(self.key, range(len(self))))

    def lines_with(self, i: int) -> list[int]:
        """Return the other lines that have all words of line `i` (which has some) in a row."""
        if self.sizes[i] <= _FEW_WORDS:
            return [*self.characters.words.lines_with(i).tolist()]
        wanted = f" {self.keys[i]} "
        return [j for j, key in enumerate(self.keys) if j != i and wanted in f" {key} "]

    @cached_property
    def sizes(self) -> list[int]:
        """How many words each line has."""
        return [*self.characters.words.sizes.tolist()]

    @cached_property
    def items(self) -> list[int]:
        """The lines that begin as an item of a list does."""
        plain = self.plain
        return [i for i in self.characters.may_be_items.nonzero()[0].tolist() if is_item(plain[i])]

    @cached_property
    def is_heading(self) -> list[bool]:
        """Whether each line has the shape of a heading: short, without a sentence's end, no item of a list."""
        found = [
            size <= _HEADING and plain[-1] not in ",:" and not ends_sentence(plain)
            for plain, size in zip(self.plain, self.sizes, strict=True)
        ]
        for i in self.items:
            found[i] = False
        return found

    @cached_property
    def in_marks(self) -> list[int]:
        """The lines that stand in quotation marks."""
        return [i for i, plain in enumerate(self.plain) if plain[0] in _MARKS and plain[-1] in _MARKS]

    @cached_property
    def words(self) -> list[list[str]]:
        """The words of each line in lower case."""
        return [key.split() for key in self.keys]

    @cached_property
    def repeats(self) -> list[int]:
        """How many lines have the same words; 1 for a line without words."""
        numbers = self.characters.words.line_numbers
        if len(set(numbers)) == len(numbers):
            return [1] * len(numbers)
        counts = Counter(numbers)
        counts[0] = 1
        return list(map(counts.__getitem__, numbers))


def split_lines(text: str) -> Lines:
    """Split `text` (frozen: LF line ends) into its lines that are not blank. Linear in the length of the text."""
    codes = code_points(text)
    is_feed = codes == _FEED
    has_separators = "\u2028" in text or "\u2029" in text
    if has_separators:
        is_feed |= (codes == _FEED_LIKE[0]) | (codes == _FEED_LIKE[1])
    feeds = is_feed.nonzero()[0]
    bounds = np.empty((2, len(feeds) + 1), np.intp)  # where each piece between two line feeds starts and ends
    bounds[0, 0], bounds[1, -1] = 0, len(text)
    np.add(feeds, 1, out=bounds[0, 1:])
    bounds[1, :-1] = feeds
    number = (bounds[0] < bounds[1]).nonzero()[0]
    bounds = bounds.take(number, axis=1)
    begins, ends_in = _spaces().take(np.minimum(codes.take(bounds - _TO_LAST), _LAST_SPACE + 1))
    has_space = (begins | ends_in).nonzero()[0].tolist()
    if has_space:
        for i in has_space:
            start, end = bounds[:, i].tolist()
            piece = text[start:end]
            start += len(piece) - len(piece.lstrip())
            bounds[:, i] = start, start + len(piece.strip())
        is_line = bounds[0] < bounds[1]
        bounds, number = bounds[:, is_line], number[is_line]
    starts, ends = bounds.tolist()
    if has_separators:  # they end a line, and are no empty line
        blank_before = [True, *(text.count("\n", end, start) > 1 for end, start in zip(ends, starts[1:], strict=False))]
    else:
        blank_before = [True, *(number[1:] - number[:-1] > 1).tolist()]
    blank_before = blank_before[: len(starts)]
    if is_wrapped(text, starts, ends, blank_before):
        starts, ends, blank_before = _unwrapped(text, starts, ends, blank_before)
    return Lines(text, codes, starts, ends, blank_before)


_FEW_WORDS = 40  # up to which words are quicker to find one by one than as a string
_HEADING = 14  # words a heading may have
_MARKS = "\"'\u201c\u201d"
_FEED, _FEED_LIKE = 0x0A, (0x2028, 0x2029)
_TO_LAST = np.array([[0], [1]])
_LAST_SPACE = 0x3000


@cache
def _spaces() -> NDArray[np.bool_]:
    """Return which characters are white space, up to the first behind the last that is."""
    return np.fromiter(map(str.isspace, map(chr, range(_LAST_SPACE + 2))), np.bool_, _LAST_SPACE + 2)


_WIDEST = 100  # characters: wider than any text is wrapped
_NARROWEST = 45
_LEAST_PAIRS = 6  # lines that must go on in the next before a text counts as wrapped
_ITEM = re.compile(r"(?:[\u2022\u00b7*>-]|\d{1,2}[.)])\s")


def is_wrapped(text: str, starts: list[int], ends: list[int], blank_before: list[bool]) -> bool:
    """Return whether the lines of a text were broken at a fixed width.

    They were if none is longer than 100 characters, and most lines that another follows without an empty line between
    are nearly as long as the longest and go on in lower case.
    """
    width = max(map(sub, ends, starts), default=0)
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
