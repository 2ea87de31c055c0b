"""What each line says about itself by its words and its shape: its sign, and how it uses a language's common words."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.chars import MARK
from tui.cleaning.language import Language
from tui.cleaning.lines import Lines
from tui.cleaning.shapes import agency_words, credit_cues, is_credit, is_item
from tui.model import BlockKind

Column = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sign:
    """A class that a line belongs to by itself, wherever it stands. `sure`: that alone says it is not the body."""

    kind: BlockKind
    reason: str
    sure: bool


KIND_GROUPS: dict[str, tuple[BlockKind, ...]] = {
    "caption": (BlockKind.CAPTION, BlockKind.CREDIT),
    "time": (BlockKind.TIMESTAMP,),
    "byline": (BlockKind.BYLINE, BlockKind.AUTHOR_BOX),
    "credits": (BlockKind.AGENCY_CREDIT, BlockKind.CORRECTION),
    "link": (BlockKind.RELATED,),
    "button": (BlockKind.SHARE, BlockKind.WIDGET, BlockKind.AD, BlockKind.COMMENTS),
    "offer": (BlockKind.NEWSLETTER, BlockKind.SUBSCRIPTION, BlockKind.PROMO),
    "legal": (BlockKind.FOOTER, BlockKind.CONSENT),
}
"""Kinds of signs that the classifier tells apart, together where they are rare or alike."""

_GROUP = {kind: number for number, kinds in enumerate(KIND_GROUPS.values()) for kind in kinds}
_END_MARKS = (BlockKind.RELATED, BlockKind.COMMENTS, BlockKind.AUTHOR_BOX, BlockKind.NEWSLETTER, BlockKind.FOOTER)
_QUOTE_MARKS = "\"'\u201c\u201e\u00ab"


@dataclass(frozen=True, slots=True)
class LineSigns:
    """Signs of the lines, and what they are in numbers.

    `groups` has a row for each of `KIND_GROUPS`. The rows of `words` are the shares of a line's different words that
    are function words, words of links, of reports, and to the reader, and whether it begins with a call; all are -1
    where the language is not known.
    """

    signs: list[Sign | None]
    groups: NDArray[np.float32]
    sure: Column
    any: Column
    bullet: Column
    later_copy: Column
    end_mark: Column
    words: NDArray[np.float32]


def read_signs(lines: Lines, language: Language | None) -> LineSigns:
    """Return what the lines say, by shape alone where `language` is None."""
    n = len(lines)
    reader = _reader(language)
    vocabulary = lines.vocabulary
    marks = vocabulary.marks(reader.marks)
    of_pairs = marks[vocabulary.of_word]
    first = vocabulary.leading(marks)
    found = reader.signs(lines, vocabulary.sums(of_pairs, np.bitwise_or), first)
    groups = np.zeros((len(KIND_GROUPS), n), np.float32)
    sure, some, end_mark, bullet, later = np.zeros((5, n), np.float32)
    for i, sign in enumerate(found):
        if sign is not None:
            some[i] = 1
            if sign.sure:
                sure[i] = 1
            if sign.kind in _GROUP:
                groups[_GROUP[sign.kind], i] = 1
            if sign.kind in _END_MARKS and lines.sizes[i] <= 9:
                end_mark[i] = 1
    bullet[[i for i, plain in enumerate(lines.plain) if is_item(plain)]] = 1
    later[_later_copies(lines)] = 1
    words = np.full((5, n), -1, np.float32)
    if language is not None:
        bits = np.unpackbits(of_pairs.astype(np.uint8)[:, None], axis=1, bitorder="little")[:, :4]
        sizes = np.maximum(vocabulary.starts[1:] - vocabulary.starts[:-1], 1)
        words[:4] = vocabulary.sums(bits.astype(np.int32)).T / sizes
        words[4] = (first & _CALL) > 0
    return LineSigns(found, groups, sure, some, bullet, later, end_mark, words)


def _later_copies(lines: Lines) -> list[int]:
    """Return the lines that repeat one above them."""
    seen: set[str] = set()
    later = []
    for i, (key, repeats) in enumerate(zip(lines.keys, lines.repeats, strict=True)):
        if repeats > 1:
            if key in seen:
                later.append(i)
            seen.add(key)
    return later


# What a word is marked for. The bits above say which classes of lines it is a cue of.
_FUNCTION, _LINK, _REPORTING, _READER, _CALL, _OPENS, _CREDIT = (1 << bit for bit in range(7))
_CLASSES = 8
_MOST_CLASSES = 63 - _CLASSES


@cache
def _reader(language: Language | None) -> "_SignReader":
    return _SignReader(language)


class _SignReader:
    """Reads the signs of lines, by the classes of a language that their words are cues of, and by their shape.

    `marks` says what a word is marked for.
    """

    def __init__(self, language: Language | None) -> None:
        self.classes = language.classes if language is not None else ()
        if len(self.classes) > _MOST_CLASSES:
            raise ValueError(f"a language may have {_MOST_CLASSES} classes of lines, not {len(self.classes)}")
        self.found = [Sign(c.kind, c.reason, c.sure) for c in self.classes]
        self.marks: dict[str, int] = {}
        self.always = 0
        self.of_words = sum(1 << number for number, c in enumerate(self.classes) if c.all_words)
        self.longest = 0
        for number, line_class in enumerate(self.classes):
            if line_class.cues:
                self._mark(line_class.cues, 1 << (number + _CLASSES))
            else:
                self.always |= 1 << (number + _CLASSES)
                self.longest = max(self.longest, line_class.max_words)
                self._mark(line_class.all_words, _OPENS)
        if language is not None:
            self._mark(language.function_words, _FUNCTION)
            self._mark(language.link_words, _LINK)
            self._mark(language.reporting_words, _REPORTING)
            self._mark(language.reader_words, _READER)
            self._mark(language.calls, _CALL)
        self._mark(credit_cues(), _CREDIT)
        most = max((line_class.max_words for line_class in self.classes), default=0)
        self.by_size = np.array([
            sum(1 << (number + _CLASSES) for number, c in enumerate(self.classes) if c.max_words >= size)
            for size in range(most + 2)
        ], np.int64)  # fmt: skip
        """The bits of the classes that a line of so many words may be of."""

    def _mark(self, words: frozenset[str], mark: int) -> None:
        for word in words:
            self.marks[word] = self.marks.get(word, 0) | mark

    def signs(self, lines: Lines, marks: NDArray[np.int64], first: NDArray[np.int64]) -> list[Sign | None]:
        """Return the sign of each line: the first class that it fits, else what its shape says.

        `marks` holds the marks of all words of a line, `first` those of its first.
        """
        sizes = lines.characters.sizes
        opens = (first & _OPENS) > 0
        opens |= np.fromiter((key[:1].isdigit() for key in lines.keys), np.bool_, len(lines))
        tried = np.where(opens & (sizes <= self.longest), marks | self.always, marks)
        tried &= self.by_size.take(np.minimum(sizes, len(self.by_size) - 1))
        found: list[Sign | None] = [None] * len(lines)
        plain, keys, tried_in = lines.plain, lines.keys, tried.tolist()
        for i in np.flatnonzero(tried).tolist():
            found[i] = self._by_words(plain[i], keys[i], tried_in[i] >> _CLASSES)
        cues = ((marks & _CREDIT) > 0).tolist()
        for i in np.flatnonzero(lines.characters.by_kind[MARK]).tolist():
            cues[i] = cues[i] or "\u00a9" in plain[i]
        for i, (line, size, has_cue) in enumerate(zip(plain, lines.sizes, cues, strict=True)):
            if found[i] is None and (has_cue or line[-1] != "." or not size):
                found[i] = _by_shape(line, keys[i], size, has_cue=has_cue)
        return found

    def _by_words(self, plain: str, key: str, classes: int) -> Sign | None:
        # Few classes are made of words, and those have short lines.
        words = frozenset(key.split()) if classes & self.of_words else frozenset[str]()
        small = plain.lower()
        while classes:
            number = (classes & -classes).bit_length() - 1
            if self.classes[number].fits(plain, small, words):
                return self.found[number]
            classes &= classes - 1
        return None


_SEPARATOR = Sign(BlockKind.OTHER, "separator", True)
_COPYRIGHT = Sign(BlockKind.FOOTER, "copyright mark", True)
_CREDIT_LINE = Sign(BlockKind.CREDIT, "names the source of a picture", True)
_CAPTION = Sign(BlockKind.CAPTION, "ends with a picture credit", True)


def _by_shape(plain: str, key: str, size: int, *, has_cue: bool) -> Sign | None:
    if not size:
        return _SEPARATOR
    if plain[0] == "\u00a9":
        return _COPYRIGHT
    if size <= 4 and has_cue and agency_words().issuperset(key.split()):
        return _CREDIT_LINE
    if not (has_cue or "/" in plain[-40:] or " for " in plain[-60:]):
        return None  # unlike a name, and whom it works for
    if size <= 110 and plain[0] not in _QUOTE_MARKS and is_credit(plain):
        return _CREDIT_LINE if size <= 5 else _CAPTION
    return None
