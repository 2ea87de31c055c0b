"""What each line says about itself by its words and its shape: its sign, and how it uses a language's common words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.chars import CAPITAL, COLON, LOWER, MARK, PIPE, STOP, UPPER
from tui.cleaning.constants import ONE, ONE_PLACE, ZERO, of_places
from tui.cleaning.language import Language, LineClass, has_clock_or_date
from tui.cleaning.lexicon import lexicon
from tui.cleaning.lines import Lines
from tui.cleaning.search_table import Bits, SearchTable
from tui.cleaning.searches import Pattern
from tui.cleaning.shapes import LONGEST_CREDIT, agency_words, credit_cues, credit_patterns, ends_in_glued_credit
from tui.cleaning.words import Places
from tui.model import BlockKind

Column = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sign:
    """A class that a line belongs to by itself, wherever it stands.

    `sure`: that alone says it is not the body. `goes_on`: it says that the article goes on below it.
    """

    kind: BlockKind
    reason: str
    sure: bool
    goes_on: bool = False


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

_NUMBER = {kind: number for number, kind in enumerate(BlockKind, 1)}


def kinds_of(signs: Iterable[Sign | None]) -> Places:
    """Return the number of the kind of each sign, 0 for no sign: what `by_kind` has values for."""
    return np.array([0 if sign is None else _NUMBER[sign.kind] for sign in signs], np.intp)


def by_kind(values: Mapping[BlockKind, float], other: float = 0) -> NDArray[np.float64]:
    """Return a value for each number of a kind, `other` for the kinds that have none and for no sign."""
    out = np.full(len(_NUMBER) + 1, other, np.float64)
    for kind, value in values.items():
        out[_NUMBER[kind]] = value
    return out


_END_MARKS = (BlockKind.RELATED, BlockKind.COMMENTS, BlockKind.AUTHOR_BOX, BlockKind.NEWSLETTER, BlockKind.FOOTER)
_QUOTE_MARKS = "\"'\u201c\u201e\u00ab"


@dataclass(frozen=True, slots=True)
class LineSigns:
    """Signs of the lines, and what they are in numbers.

    `kinds` has the number of each sign's kind (`kinds_of`), `groups` a row for each of `KIND_GROUPS`. The rows of
    `words` are the shares of a line's different words that are function words, words of links, of reports, and to the
    reader, and whether it begins with a call; all are -1 where the language is not known.
    """

    signs: list[Sign | None]
    kinds: Places
    groups: NDArray[np.float32]
    sure: Column
    any: Column
    bullet: Column
    later_copy: Column
    end_mark: Column
    words: NDArray[np.float32]


def read_signs(lines: Lines, language: Language | None) -> LineSigns:
    """Return what the lines say, by shape alone where `language` is None."""
    reader = _reader(language)
    found = reader.signs(lines)
    kinds = np.zeros(len(lines), np.intp)
    kinds[list(found)] = [_NUMBER[sign.kind] for sign in found.values()]
    told = _TOLD.take(kinds, axis=1)
    some, end_mark, groups = told[0], told[1], told[2:]
    end_mark *= lines.word_counts <= _SHORT_MARK
    sure, bullet, later = np.zeros((3, len(lines)), np.float32)
    sure[[i for i, sign in found.items() if sign.sure]] = 1
    bullet[lines.items] = 1
    later[lines.later_copies] = 1
    signs = list(map(found.get, range(len(lines))))
    return LineSigns(signs, kinds, groups, sure, some, bullet, later, end_mark, reader.shares(lines))


_TOLD = np.array((
    by_kind(dict.fromkeys(BlockKind, 1)), by_kind(dict.fromkeys(_END_MARKS, 1)),
    *(by_kind(dict.fromkeys(kinds, 1)) for kinds in KIND_GROUPS.values()),
), np.float32)  # fmt: skip
"""For each number of a kind, whether that is a sign, and one of an end, and which of the groups it is in."""


_LONGEST_CAPTION, _AGENCY = of_places(110), of_places(4)  # words of a caption, and of an agency's name, at most
_NEAR_END = of_places(40)  # characters from the end of a line, within which the slash of a credit stands
_SHORT_MARK = of_places(9)
SHORT_MARK = int(_SHORT_MARK)  # words that the mark of an article's end may have
_ROWS = 3  # rows that make a table
_CAPTION_WORDS = 4  # that a caption has at least, if it repeats what stands in for the picture
_CAPITALS = 0.6  # share of the characters of a headline in capitals


# What a word is marked for: as one that credits have, as "for", and (up to the bit below the first class) as one that a
# class with numbers needs. The bits above say which classes of lines it is a cue of, or may stand in.
_CREDIT, _FOR, _NEEDED = 1, 2, 4
_NOTHING, _OF_CREDIT, _OF_FOR, _FOR_SHAPE = map(of_places, (0, _CREDIT, _FOR, _CREDIT | _FOR))
_CLASSES = 8
_MOST_CLASSES, _MOST_WITH_NUMBERS = 63 - _CLASSES, _CLASSES - 2
_OF_CLASSES, _OF_CREDITS = 0, 1  # groups of searches
_STOP, _SLASH, _COPYRIGHT_MARK, _ZERO_DIGIT, _LAST_DIGIT = (
    np.array(code, np.uint16) for code in (ord("."), ord("/"), ord("\u00a9"), ord("0"), 9)
)  # fmt: skip


_SEPARATOR = Sign(BlockKind.OTHER, "separator", True)
_COPYRIGHT = Sign(BlockKind.FOOTER, "copyright mark", True)
_CREDIT_LINE = Sign(BlockKind.CREDIT, "names the source of a picture", True)
_CAPTION = Sign(BlockKind.CAPTION, "ends with a picture credit", True)
_TABLE_ROW = Sign(BlockKind.WIDGET, "row of a table", True)
_HEADLINE = Sign(BlockKind.RELATED, "headline in capitals", False)
_SAID_TWICE = Sign(BlockKind.CAPTION, "said twice in a row", False)


@cache
def _reader(language: Language | None) -> "_SignReader":
    return _SignReader(language)


class _SignReader:
    """Reads the signs of lines, by the classes of a language that their words are cues of, and by their shape."""

    def __init__(self, language: Language | None) -> None:
        self.classes = language.classes if language is not None else ()
        if len(self.classes) > _MOST_CLASSES:
            raise ValueError(f"a language may have {_MOST_CLASSES} classes of lines, not {len(self.classes)}")
        self.found = [Sign(c.kind, c.reason, c.sure, c.goes_on) for c in self.classes]
        bits = {c: 1 << (number + _CLASSES) for number, c in enumerate(self.classes)}
        table = lexicon().table
        self.marks = table(credit_cues(), _CREDIT) | table(["for"], _FOR)
        self.within = np.zeros_like(self.marks)
        for line_class, bit in bits.items():
            self.marks |= table(line_class.cues, bit)
            self.within |= table(line_class.all_words, bit)
        searches: list[tuple[Pattern | None, LineClass, Sign]] = [
            (pattern, line_class, sign)
            for line_class, sign in zip(self.classes, self.found, strict=True)
            for pattern in line_class.searches or (None,)
        ]
        self.table = SearchTable([pattern for pattern, *_ in searches], credit_patterns())
        of_classes, _ = self.table.numbers
        self.searches = dict(zip(of_classes, searches, strict=True))
        """The search of each bit, with its class and the sign of that, in the order in which they are tried.

        A search is for a pattern, or (None) for what a line needs that is made of the words of a class.
        """
        if sum(c.numbers for c in self.classes) > _MOST_WITH_NUMBERS:
            raise ValueError(f"a language may have {_MOST_WITH_NUMBERS} classes of lines with numbers")
        with_numbers = {c: _NEEDED << number for number, c in enumerate(c for c in self.classes if c.numbers)}
        for line_class, bit in with_numbers.items():
            self.marks |= table(line_class.needs, bit)
        self.of_needs = {n: with_numbers[c] for n, (_, c, _) in self.searches.items() if c.numbers}
        """For each search of a class that needs a word or a number the bit of these words."""
        self.of_search = np.zeros(max(of_classes, default=0) + 1, np.int64)
        """For each bit of a search the bit of its class."""
        self.of_search[of_classes] = [bits[line_class] for _, line_class, _ in searches]
        self.always = sum(bit for c, bit in bits.items() if not c.cues and not c.all_words)
        self.of_numbers = sum(bit for c, bit in bits.items() if c.numbers)
        self.of_cues = sum(bits.values())
        most = max((line_class.max_words for line_class in self.classes), default=0)
        self.by_size = np.array([
            sum(bit for line_class, bit in bits.items() if line_class.max_words >= size) for size in range(most + 2)
        ], np.int64)  # fmt: skip
        """The bits of the classes that a line of so many words may be of."""
        self.uses = None
        if language is not None:
            used = (language.function_words, language.link_words, language.reporting_words, language.reader_words)
            self.uses = sum((table(words, 1 << bit) for bit, words in enumerate(used)), np.zeros_like(self.marks))
            self.calls = table(language.calls)

    def signs(self, lines: Lines) -> dict[int, Sign]:
        """Return the sign of each line that has one: the first class that it fits, else what its shape says."""
        words, known = lines.characters.words, lines.known
        marks = words.joined(self.marks.take(known), np.bitwise_or)
        tried = marks & self.of_cues
        if self.classes:
            within = self.within.take(known)
            begins_with_digit = words.initial - _ZERO_DIGIT <= _LAST_DIGIT  # others wrap around
            np.bitwise_or(within, self.of_numbers, out=within, where=begins_with_digit)
            tried |= words.joined(within, np.bitwise_and)
            tried |= self.always
            tried &= self.by_size.take(words.sizes, mode="clip")
        may_find = self.table.may_find(lines, (tried | marks & _FOR_SHAPE) > _NOTHING)
        found = self._by_words(lines, marks, tried, may_find)
        found.update(self._by_shape(lines, marks, may_find, found))
        for i in _headlines_in_capitals(lines):
            found.setdefault(i, _HEADLINE)
        for i in _table_rows(lines):
            found.setdefault(i, _TABLE_ROW)
        for i in _with_glued_credit(lines):
            found.setdefault(i, _CAPTION)
        for i in _said_twice(lines, found):
            found.setdefault(i, _SAID_TWICE)
        return found

    def _by_words(
        self, lines: Lines, marks: NDArray[np.int64], tried: NDArray[np.int64], may_find: Bits
    ) -> dict[int, Sign]:  # fmt: skip
        """Return the sign of the first class that is tried in each line and whose search finds something there."""
        found: dict[int, Sign] = {}
        plain, searches = lines.plain, self.searches
        lower_line, lower = -1, ""
        for line, number in self.table.pairs(may_find, tried.nonzero()[0], _OF_CLASSES):
            is_tried = ((tried.take(line) & self.of_search.take(number)) > _NOTHING).nonzero()[0]
            for i, search in zip(line.take(is_tried).tolist(), number.take(is_tried).tolist(), strict=True):
                if i in found:
                    continue
                pattern, line_class, sign = searches[search]
                if pattern is None:
                    needed = self.of_needs.get(search, 0)
                    is_found = not needed or bool(marks[i] & needed) or has_clock_or_date(plain[i])
                elif line_class.case:
                    is_found = pattern.is_in(plain[i])
                else:
                    if i != lower_line:
                        lower_line, lower = i, plain[i].lower()
                    is_found = pattern.is_in(lower)
                if is_found:
                    found[i] = sign
        return found

    def _by_shape(
        self, lines: Lines, marks: NDArray[np.int64], may_find: Bits, signs: Mapping[int, Sign]
    ) -> list[tuple[int, Sign]]:
        """Return the lines without a sign whose shape says what they are, with the sign of each."""
        sizes, kinds = lines.word_counts, lines.characters.by_kind
        cues = (marks & _OF_CREDIT) > _NOTHING  # nearly all credits have one of these words, or a copyright mark
        for i in kinds[MARK].nonzero()[0].tolist():
            cues[i] |= "\u00a9" in lines.plain[i]
        starts, ends = lines.bounds
        names = (marks & _OF_FOR) > _NOTHING  # somebody, and whom they work for: "for", or a slash near the end
        slashes = (lines.codes == _SLASH).nonzero()[0]
        with_slash = ends.searchsorted(slashes, side="right")
        names[with_slash[ends.take(with_slash) - slashes <= _NEAR_END]] = True
        names &= lines.codes.take(ends - ONE_PLACE) != _STOP
        names |= cues
        names &= sizes <= _LONGEST_CAPTION
        (patterns,) = may_find[self.table.groups[_OF_CREDITS]]
        patterns *= names
        may_be = patterns > _NOTHING
        may_be |= cues & (sizes <= _AGENCY)
        may_be |= sizes == _NOTHING
        may_be |= lines.codes.take(starts) == _COPYRIGHT_MARK
        at = may_be.nonzero()[0]
        here = zip(at.tolist(), patterns.take(at).tolist(), cues.take(at).tolist(), strict=True)
        found = ((i, self._shape(lines, i, bits, has_cue=has_cue)) for i, bits, has_cue in here if i not in signs)
        return [(i, sign) for i, sign in found if sign is not None]

    def _shape(self, lines: Lines, i: int, patterns: int, *, has_cue: bool) -> Sign | None:
        """Return the sign that a line has by its shape; `patterns` has the bits of the credits that it may end with."""
        plain, size = lines.plain[i], lines.sizes[i]
        if not size:
            return _SEPARATOR
        if plain[0] == "\u00a9":
            return _COPYRIGHT
        if has_cue and size <= _AGENCY and agency_words().issuperset(lines.key(i).split()):
            return _CREDIT_LINE
        if not patterns or plain[0] in _QUOTE_MARKS:
            return None
        if has_cue or "/" in plain[-int(_NEAR_END) :] or " for " in plain[-60:]:
            end = plain[-LONGEST_CREDIT:]
            for pattern in _credits(patterns):
                if pattern.is_in(end):
                    return _CREDIT_LINE if size <= 5 else _CAPTION
        return None

    def shares(self, lines: Lines) -> NDArray[np.float32]:
        """Return the rows `LineSigns.words`."""
        out = np.empty((5, len(lines)), np.float32)
        if self.uses is None:
            out.fill(-1)
            return out
        words, known, different = lines.characters.words, lines.known, lines.different
        states = self.uses.take(known.take(different.at))
        counts = different.table(states, 16, len(lines)).astype(np.float32) @ _WITH_USE  # exact: counts are small
        np.divide(counts[:, :4].T, np.maximum(counts[:, 4], ONE), out=out[:4])
        out[4] = self.calls.take(words.first(known))
        return out


@cache
def _credits(bits: int) -> tuple[Pattern, ...]:
    """Return the patterns of credits that these bits stand for."""
    return tuple(pattern for bit, pattern in enumerate(credit_patterns()) if bits >> bit & 1)


_WITH_USE = np.array([[state >> bit & 1 for bit in range(4)] + [1] for state in range(16)], np.float32)
"""For each way in which a word may be used, whether each of the four uses is among them; and a 1, to count them all."""


def _headlines_in_capitals(lines: Lines) -> list[int]:
    """Return the lines that are headlines of other texts: longer than headings, in capitals, within a text that is not.

    Neither items of lists nor questions, as interviews have them.
    """
    if not any(lines.sizes[i] > SHORT_MARK for i in lines.without_lower):
        return []
    kinds, starts = lines.characters.by_kind, lines.of_texts.starts
    capital = kinds[UPPER] + kinds[CAPITAL]
    may_be = (kinds[LOWER] == 0) & (lines.word_counts > SHORT_MARK) & (capital > _CAPITALS * lines.characters.total)
    is_mixed = np.add.reduceat(kinds[LOWER], starts) > np.add.reduceat(capital, starts)
    may_be &= lines.of_texts.spread(is_mixed)
    may_be[lines.items] = False
    return [i for i in may_be.nonzero()[0].tolist() if not lines.plain[i].endswith("?")]


def _table_rows(lines: Lines) -> list[int]:
    """Return the rows of tables as extractors write them: a bar before and between cells, three rows or more."""
    with_bars = (lines.characters.by_kind[PIPE] > ONE).nonzero()[0].tolist()
    if len(with_bars) < _ROWS:
        return []
    starts = frozenset(lines.of_texts.firsts)
    found: list[int] = []
    run: list[int] = []
    for i in with_bars:
        if lines.plain[i][0] != "|":
            continue
        if run and (i != run[-1] + 1 or i in starts):
            run = []
        run.append(i)
        found += run if len(run) == _ROWS else run[_ROWS:][-1:]
    return found


def _with_glued_credit(lines: Lines) -> list[int]:
    """Return the captions whose photographer stands right behind them: after their sentence, or in one word."""
    kinds = lines.characters.by_kind
    may_be = (kinds[STOP] + kinds[COLON] > ZERO) & (kinds[CAPITAL] > ONE) & (lines.characters.edges[0] == ZERO)
    may_be &= lines.word_counts > _SHORT_MARK
    return [i for i in may_be.nonzero()[0].tolist() if ends_in_glued_credit(lines.plain[i][-LONGEST_CREDIT:])]


def _said_twice(lines: Lines, signs: Mapping[int, Sign]) -> list[int]:
    """Return the lines that say the same twice in a row: what stands in for a picture, and its caption.

    The caption may go on with its credit, and a word or number may stand between the two, as that of the picture does.
    """
    found: list[int] = []
    copies, text = lines.later_copies, lines.of_texts.number
    if len(copies):
        said, counts = lines.characters.words.said, lines.word_counts
        copies = copies[counts.take(copies) >= _CAPTION_WORDS]
        above = copies - ONE_PLACE - (counts.take(copies - ONE_PLACE) <= ONE_PLACE)  # or above a single word there
        is_below = (said.take(above) == said.take(copies)) & (text.take(above) == text.take(copies)) & (above >= 0)
        found += (*above[is_below].tolist(), *copies[is_below].tolist())
    plain, sizes = lines.plain, lines.sizes
    for i, sign in signs.items():
        if sign.kind is BlockKind.CAPTION and sizes[i] >= _CAPTION_WORDS and i:
            j = i - 2 if sizes[i - 1] <= 1 else i - 1
            if j >= 0 and sizes[j] >= _CAPTION_WORDS and plain[i].startswith(plain[j]) and text[j] == text[i]:
                found.append(j)
    return found
