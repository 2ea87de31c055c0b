"""What each line says about itself by its words and its shape: its sign, and how it uses a language's common words."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.language import Language, LineClass
from tui.cleaning.lines import Lines
from tui.cleaning.shapes import BULLET, agency_words, credit_cues, is_credit
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
    """Signs of the lines, and shares of their different words; -1 where the language is not known."""

    signs: list[Sign | None]
    groups: NDArray[np.float32]
    sure: Column
    any: Column
    bullet: Column
    later_copy: Column
    end_mark: Column
    function_words: Column
    link_words: Column
    reporting_words: Column
    reader_words: Column
    calls: Column


def read_signs(lines: Lines, language: Language | None) -> LineSigns:
    """Return what the lines say, by shape alone where `language` is None."""
    n = len(lines)
    classes = _classes(language)
    found = [classes.of(plain, words, distinct) for plain, words, distinct in
             zip(lines.plain, lines.words, lines.distinct, strict=True)]  # fmt: skip
    groups = np.zeros((n, len(KIND_GROUPS)), np.float32)
    for i, sign in enumerate(found):
        if sign is not None and sign.kind in _GROUP:
            groups[i, _GROUP[sign.kind]] = 1
    seen: set[str] = set()
    later = np.zeros(n, np.float32)
    for i, key in enumerate(lines.keys):
        if lines.repeats[i] > 1:
            later[i] = key in seen
            seen.add(key)
    return LineSigns(
        found, groups,
        np.fromiter((sign is not None and sign.sure for sign in found), np.float32, n),
        np.fromiter((sign is not None for sign in found), np.float32, n),
        np.fromiter((BULLET.match(plain) is not None for plain in lines.plain), np.float32, n),
        later,
        np.fromiter((sign is not None and sign.kind in _END_MARKS and len(words) <= 9
                     for sign, words in zip(found, lines.words, strict=True)), np.float32, n),
        *_word_shares(lines, language),
    )  # fmt: skip


def _word_shares(lines: Lines, language: Language | None) -> tuple[Column, ...]:
    n = len(lines)
    if language is None:
        unknown = np.full(n, -1, np.float32)
        return (unknown,) * 5
    sizes = np.maximum(np.fromiter(map(len, lines.distinct), np.float32, n), 1)
    sets = (language.function_words, language.link_words, language.reporting_words, language.reader_words)
    shared = np.array([[len(distinct & known) for distinct in lines.distinct] for known in sets], np.float32)
    calls = [bool(words) and words[0] in language.calls for words in lines.words]
    return (*(shared / sizes), np.array(calls, np.float32))


@cache
def _classes(language: Language | None) -> "_Classes":
    return _Classes(language)


class _Classes:
    """The classes of a language, found by their cue words."""

    def __init__(self, language: Language | None) -> None:
        self.classes = language.classes if language is not None else ()
        self.by_cue: dict[str, list[int]] = {}
        self.always: list[int] = []
        for number, line_class in enumerate(self.classes):
            if line_class.cues:
                for cue in line_class.cues:
                    self.by_cue.setdefault(cue, []).append(number)
            else:
                self.always.append(number)
        self.cues = frozenset(self.by_cue)
        self.openers = frozenset().union(*(self.classes[number].all_words for number in self.always))
        self.longest = max((self.classes[number].max_words for number in self.always), default=0)

    def of(self, plain: str, words: list[str], distinct: frozenset[str]) -> Sign | None:
        """Return the sign of a line: the first class that it fits, else what its shape says."""
        count = len(words)
        if not count:
            return _SEPARATOR
        opens = count <= self.longest and (words[0] in self.openers or words[0][0].isdigit())
        candidates = set(self.always) if opens else set()
        for cue in distinct & self.cues:
            candidates.update(self.by_cue[cue])
        for number in sorted(candidates) if candidates else ():
            line_class: LineClass = self.classes[number]
            if count <= line_class.max_words and line_class.fits(plain, count, words, distinct):
                return Sign(line_class.kind, line_class.reason, line_class.sure)
        return _by_shape(plain, count, distinct)


_SEPARATOR = Sign(BlockKind.OTHER, "separator", True)
_COPYRIGHT = Sign(BlockKind.FOOTER, "copyright mark", True)
_CREDIT = Sign(BlockKind.CREDIT, "names the source of a picture", True)
_CAPTION = Sign(BlockKind.CAPTION, "ends with a picture credit", True)


def _by_shape(plain: str, count: int, distinct: frozenset[str]) -> Sign | None:
    if plain.startswith("\u00a9"):
        return _COPYRIGHT
    if count <= 4 and distinct <= agency_words():
        return _CREDIT
    may_be_credit = not credit_cues().isdisjoint(distinct) or "\u00a9" in plain
    if not may_be_credit and plain[-1] != ".":  # a name, and whom it works for
        may_be_credit = "/" in plain[-40:] or " for " in plain[-60:]
    if may_be_credit and count <= 110 and plain[0] not in _QUOTE_MARKS and is_credit(plain):
        return _CREDIT if count <= 5 else _CAPTION
    return None
