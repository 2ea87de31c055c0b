"""Frozen texts as lines: where each stands, its words, and how often it is repeated.

A line here is a paragraph: where a text was wrapped at a fixed width, as mail and press releases are, the lines of a
paragraph are taken together. The lines of many texts are read as one: numpy takes hardly longer over a page than over
a paragraph.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.chars import APOSTROPHES, COLON, LOWER, WORD, Characters, Codes, code_points, read_characters, spaces
from tui.cleaning.constants import ONE_PLACE, ZERO, of_bytes, of_hashes, of_places
from tui.cleaning.lexicon import lexicon
from tui.cleaning.once import once
from tui.cleaning.segments import Segments
from tui.cleaning.shapes import SENTENCE_ENDS, ends_sentence, is_item
from tui.cleaning.words import Different, Places
from tui.cleaning.wrapping import NARROWEST, WIDEST, is_wrapped, unwrapped


@dataclass(frozen=True, eq=False)
class Lines:
    """The lines of a text, or of several, that are not blank, in order; every list has one entry a line.

    `text` holds the texts with `BETWEEN` between two, and `offsets` says where each begins in it; `of_texts` which
    lines are of which. `bounds` are where lines start and end (2, lines), without the white space around them;
    `blank_before` says whether an empty line (or the start of its text) comes before. `codes` are the code points of
    `text`.
    """

    text: str
    codes: Codes
    offsets: list[int]
    of_texts: Segments
    bounds: Places
    blank_before: list[bool]
    within: "tuple[Lines, int, int] | None" = None
    """Of a part: the whole, and which of its lines the part has."""

    def __len__(self) -> int:
        return len(self.blank_before)

    @once
    def starts(self) -> list[int]:
        """Where each line starts."""
        return [*self.bounds[0].tolist()]

    @once
    def ends(self) -> list[int]:
        """Where each line ends."""
        return [*self.bounds[1].tolist()]

    @once
    def plain(self) -> list[str]:
        """Each line with straight apostrophes and without line feeds."""
        # Four searches of memory are much quicker than a table of characters.
        text = self.text.replace("\u2019", "'").replace("\u2018", "'").replace("\u02bc", "'").replace("\n", " ")
        return [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    @once
    def characters(self) -> Characters:
        """What the characters of the lines say: the words in them, and how many there are of each kind."""
        if self.within is not None:
            whole, low, high = self.within
            return whole.characters.part(low, high)
        return read_characters(self.text, self.codes, *self.bounds)

    @once
    def known(self) -> Places:
        """The number of each word of the lines in the lexicon, 0 for a word that is not in there."""
        words, parts = self.characters.words, self.known_parts
        known = parts.take(words.splits[:-1])
        known[words.compound] = self._known[len(parts) :]
        return known

    @once
    def known_parts(self) -> Places:
        """The same of each part of a word."""
        return self._known[: len(self.characters.words.parts)]

    @once
    def _known(self) -> Places:
        """The same of all parts, and behind them of the words that have several."""
        words = self.characters.words
        return lexicon().numbers_of(np.concatenate((words.parts, words.numbers.take(words.compound))))

    @once
    def different(self) -> Different:
        """The different words of each line, told apart in each text for itself."""
        return Different.of(self.characters.words, self.of_texts.number if self.of_texts.count > 1 else None)

    def key(self, i: int) -> str:
        """Return the words of line `i` in lower case, a space between two: what lines share that say the same."""
        return " ".join(WORD.findall(self.plain[i].lower()))

    @once
    def keys(self) -> list[str]:
        """The key of each line."""
        return list(map(self.key, range(len(self))))

    def lines_with(self, i: int) -> list[int]:
        """Return the other lines that have all words of line `i` (which has some) in a row."""
        whole, low, high = self.within or (self, 0, len(self))
        return [j - low for j in whole.characters.words.lines_with(low + i, low, high)]

    def words_of(self, first: int, end: int) -> list[int]:
        """Return the numbers of the words of the lines from `first` up to and without `end`."""
        whole, low, _ = self.within or (self, 0, 0)
        words = whole.characters.words
        return [*words.numbers[words.bounds[low + first] : words.bounds[low + end]].tolist()]

    def pairs(self, i: int) -> Iterator[tuple[int, int]]:
        """Return the numbers of each two words that follow on one another in line `i`."""
        return pairwise(self.words_of(i, i + 1))

    def beginnings(self, lines: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Return the numbers of the first two words of some lines, all of which have two."""
        whole, low, _ = self.within or (self, 0, 0)
        return whole.characters.words.beginnings([low + i for i in lines])

    @once
    def sizes(self) -> list[int]:
        """How many words each line has."""
        return [*self.word_counts.tolist()]

    @once
    def word_counts(self) -> Places:
        """The same as an array."""
        return self.characters.words.sizes

    @once
    def items(self) -> list[int]:
        """The lines that begin as an item of a list does."""
        plain = self.plain
        return [i for i in self.characters.may_be_items.nonzero()[0].tolist() if is_item(plain[i])]

    @once
    def is_heading(self) -> list[bool]:
        """Whether each line has the shape of a heading: short, without a sentence's end, no item of a list."""
        return [*self.heading_shapes.tolist()]

    @once
    def headings(self) -> list[int]:
        """The lines in the shape of a heading."""
        return [*self.heading_shapes.nonzero()[0].tolist()]

    @once
    def heading_shapes(self) -> NDArray[np.bool_]:
        """The same as an array."""
        ends_in = self._edges[1]
        found = (self.word_counts <= _HEADING) & (ends_in & _GOES_ON == _NOTHING)
        plain = self.plain
        for i in (found & (ends_in & _MAY_END > _NOTHING)).nonzero()[0].tolist():
            found[i] = not ends_sentence(plain[i])
        if self.items:
            found[self.items] = False
        return np.asarray(found)

    @once
    def headings_in_capitals(self) -> list[int]:
        """The lines in the shape of a heading that are written in capitals."""
        plain = self.plain
        return [i for i in self.without_lower if self.is_heading[i] and plain[i].isupper()]

    @once
    def without_lower(self) -> list[int]:
        """The lines without a letter in lower case."""
        return [*(self.characters.by_kind[LOWER] == ZERO).nonzero()[0].tolist()]

    @once
    def wordless(self) -> list[int]:
        """The lines that have no words."""
        return [*(self.word_counts == _NONE).nonzero()[0].tolist()]

    @once
    def glued(self) -> NDArray[np.bool_]:
        """Which lines stand right below another, without an empty line between."""
        return np.logical_not(np.frombuffer(bytes(self.blank_before), np.bool_))

    @once
    def in_marks(self) -> list[int]:
        """The lines that stand in quotation marks."""
        return [*(self._edges[0] & self._edges[1] & _QUOTES).nonzero()[0].tolist()]

    @once
    def with_colon(self) -> list[int]:
        """The lines that have a colon."""
        return [*self.characters.by_kind[COLON].nonzero()[0].tolist()]

    @once
    def _edges(self) -> NDArray[np.uint8]:
        """What the first and the last character of each line may mean (2, lines)."""
        at = self.codes.take(self.bounds - _TO_LAST)
        return np.asarray(_meanings().take(at, mode="clip"))

    @once
    def words(self) -> list[list[str]]:
        """The words of each line in lower case."""
        return [key.split() for key in self.keys]

    @once
    def repeats(self) -> list[int]:
        """How many lines of its text have the same words; 1 for a line without words."""
        return [*self.repeat_counts.tolist()]

    @once
    def repeat_counts(self) -> Places:
        """The same as an array."""
        counts = np.ones(len(self), np.intp)
        order, _, sizes = self._alike
        if len(sizes) < len(order):
            counts[order] = sizes.repeat(sizes)
            counts[self.word_counts == _NONE] = 1
        return counts

    @once
    def later_copies(self) -> Places:
        """The lines that repeat one above them in their text."""
        order, starts, _ = self._alike
        if len(starts) == len(order):
            return _NO_LINES
        is_copy = np.ones(len(self), np.bool_)
        is_copy[order.take(starts)] = False
        is_copy &= self.word_counts > _NONE
        return is_copy.nonzero()[0]

    @once
    def _alike(self) -> tuple[Places, Places, Places]:
        """The lines, those of a text that say the same one after the other; where each such run begins; its size."""
        said = self.characters.words.said
        if self.of_texts.count > 1:
            said = said + self.of_texts.number.astype(np.uint64) * _APART
        order = said.argsort(kind="stable")
        ordered = said.take(order)
        is_first = np.empty(len(said) + 1, np.bool_)
        is_first[:1] = is_first[-1:] = True
        np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:-1])
        edges = is_first.nonzero()[0]
        return order, edges[:-1], edges[1:] - edges[:-1]

    def part(self, first: int, end: int) -> "Lines":
        """Return the lines of the texts from number `first` on, up to and without number `end`."""
        of_texts = self.of_texts
        if end - first == of_texts.count:
            return self
        low, high = of_texts.firsts[first], of_texts.firsts[end]
        start = self.offsets[first]
        stop = self.offsets[end] - len(BETWEEN) if end < of_texts.count else len(self.text)
        part = Lines(
            self.text[start:stop], self.codes[start : stop + 1], [offset - start for offset in self.offsets[first:end]],
            Segments([line - low for line in of_texts.firsts[first : end + 1]]), self.bounds[:, low:high] - start,
            self.blank_before[low:high], (self, low, high),
        )  # fmt: skip
        # What is known of the whole is known of a part.
        known = self.__dict__
        for name in _BY_LINE:
            if name in known:
                part.__dict__[name] = known[name][low:high]
        for name in _LISTED:
            if name in known:
                listed = known[name]
                here = slice(bisect_left(listed, low), bisect_left(listed, high))
                part.__dict__[name] = [i - low for i in listed[here]]
        return part

    def each(self) -> list["Lines"]:
        """Return the lines of each text by themselves."""
        if self.of_texts.count > 1:
            for name in (*_BY_LINE, *_LISTED):  # of all at once, before they are asked of each
                getattr(self, name)
        return [self.part(number, number + 1) for number in range(self.of_texts.count)]


_BY_LINE = ("plain", "sizes", "word_counts", "is_heading", "repeats")
_LISTED = ("items", "headings", "in_marks", "headings_in_capitals", "with_colon", "wordless")
BETWEEN = "\n\n"


def split_lines(text: str) -> Lines:
    """Split `text` (frozen: LF line ends) into its lines that are not blank. Linear in the length of the text."""
    return split_texts((text,))


def split_texts(texts: Sequence[str]) -> Lines:
    """Split frozen texts into their lines that are not blank. A single text may be empty, of several none."""
    text = BETWEEN.join(texts)
    codes = code_points(text)
    is_feed = codes == _FEED
    has_separators = "\u2028" in text or "\u2029" in text
    if has_separators:
        is_feed |= (codes == _FEED_LIKE[0]) | (codes == _FEED_LIKE[1])
    feeds = is_feed.nonzero()[0]
    bounds = np.empty((2, len(feeds) + 1), np.intp)  # where each piece between two line feeds starts and ends
    bounds[0, 0], bounds[1, -1] = 0, len(text)
    np.add(feeds, ONE_PLACE, out=bounds[0, 1:])
    bounds[1, :-1] = feeds
    number = (bounds[0] < bounds[1]).nonzero()[0]
    bounds = bounds.take(number, axis=1)
    begins, ends_in = spaces().take(codes.take(bounds - _TO_LAST), mode="clip")
    has_space = (begins | ends_in).nonzero()[0].tolist()
    if has_space:
        for i in has_space:
            start, end = bounds[:, i].tolist()
            piece = text[start:end]
            start += len(piece) - len(piece.lstrip())
            bounds[:, i] = start, start + len(piece.strip())
        is_line = bounds[0] < bounds[1]
        bounds, number = bounds[:, is_line], number[is_line]
    if has_separators:  # they end a line, and are no empty line
        between = zip(bounds[1].tolist(), bounds[0, 1:].tolist(), strict=False)
        blank_before = [True, *(text.count("\n", end, start) > 1 for end, start in between)]
    else:
        blank_before = [True, *(number[1:] - number[:-1] > ONE_PLACE).tolist()]
    blank_before = blank_before[: bounds.shape[1]]
    offsets, firsts, at = [0], [0], 0
    for one in texts[:-1]:
        at += len(one) + len(BETWEEN)
        offsets.append(at)
    if at:
        firsts += bounds[0].searchsorted(offsets[1:]).tolist()
    firsts.append(len(blank_before))
    of_texts = Segments(firsts)
    if len(blank_before):
        of_texts, bounds, blank_before = _with_paragraphs(text, of_texts, bounds, blank_before)
    return Lines(text, codes, offsets, of_texts, bounds, blank_before)


def _with_paragraphs(
    text: str, of_texts: Segments, bounds: Places, blank_before: list[bool]
) -> tuple[Segments, Places, list[bool]]:
    """Return the lines, with those of a paragraph as one in the texts that were wrapped at a fixed width."""
    widths = np.maximum.reduceat(bounds[1] - bounds[0], of_texts.starts)
    if not any(NARROWEST <= width <= WIDEST for width in widths.tolist()):
        return of_texts, bounds, blank_before
    found: list[tuple[list[int], list[int], list[bool]]] = []
    firsts = [0]
    for here in of_texts.slices:
        starts, ends = bounds[:, here].tolist()
        own = (starts, ends, blank_before[here])
        if is_wrapped(text, *own):
            own = unwrapped(text, *own)
        found.append(own)
        firsts.append(firsts[-1] + len(own[0]))
    edges = [[edge for own in found for edge in own[which]] for which in (0, 1)]
    return Segments(firsts), np.array(edges, np.intp), [is_after for own in found for is_after in own[2]]


_NO_LINES = np.zeros(0, np.intp)
_APART = of_hashes(0xD1B54A32D192ED03)  # what lines say in one text is told from the same in others
_NONE, _HEADING = of_places(0), of_places(14)  # words a heading may have
_MARKS = "\"'\u201c\u201d" + APOSTROPHES
_FEED, _FEED_LIKE = np.array(0x0A, np.uint16), (0x2028, 0x2029)
_TO_LAST = np.array([[0], [1]])


_NOTHING, _QUOTES, _GOES_ON, _MAY_END = map(of_bytes, (0, 1, 2, 4))
_LAST_MEANING = 0xFFFF


@cache
def _meanings() -> NDArray[np.uint8]:
    """Return for each character whether quotations begin and end with it, a line goes on after it, or may end there."""
    out = np.zeros(_LAST_MEANING + 1, np.uint8)
    for chars, meaning in ((_MARKS, _QUOTES), (",:", _GOES_ON), (SENTENCE_ENDS + APOSTROPHES, _MAY_END)):
        out[list(map(ord, chars))] |= meaning
    return out
