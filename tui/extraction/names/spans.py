"""Rules about where a name starts and ends, and about what is no name at all.

The convention (docs/extractors.md): a name's span leaves out the leading article, the possessive 's, titles and
honorifics, and keeps what is part of the name.
"""

import re

from tui.extraction.names.lexicon import (
    ABBREVIATIONS,
    FIELDS,
    GENERIC,
    OFFICES,
    TITLES,
    words,
)
from tui.extraction.names.page import Mention, Page, fold

_LEADING = " \t\u00a0\n\"'“”‘’„«»,;:–—-.)]}*•|/\\_#+="
_TRAILING = ' \t\u00a0\n"“”‘„«»,;:–—-([{*•|/\\_#+='
_PICTURE = re.compile("[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]")
"""Emoji, flags and what joins them: never part of a name."""
_ABBREVIATED = re.compile(r"(?:\.[A-Za-z]\.|\b(?:Inc|Corp|Ltd|Co|Jr|Sr|St|Bros|No|[A-Z])\.)$")
_ARTICLE = re.compile(r"(?:the|a|an|The|A|An|THE)[ \u00a0\n]+(?=\S)")
_LONGEST_FIRST = "|".join(re.escape(title) for title in sorted(TITLES, key=len, reverse=True))
_TITLE = re.compile(rf"(?:{_LONGEST_FIRST})\.?[ \u00a0]+(?=\S)")
_NUMBER_AT_END = re.compile(r"[ \u00a0][\d.,/:-]+$")
_OFFICE_HEADS = words("Minister Ministers Secretary Commissioner")
_TAUGHT = re.compile(r"\b(?:[Pp]rofessor|[Ll]ecturer|[Cc]hair|[Dd]egree|[Bb]achelor|[Mm]aster|[Dd]octor) (?:of|in) $")
"""What stands before a subject: "Professor of Practice"."""
_CURRENCY = frozenset(("US", "A", "C", "NZ", "HK", "NT", "S"))


def boundaries(page: Page) -> None:
    """Trim space, punctuation and emoji, cut at line ends and brackets, drop a possessive 's and the US of US$."""
    for mention in list(page.mentions):
        surface = page.surface(mention)
        if surface.isalpha():
            start, end = mention.start, mention.end
        else:
            start, end = _bounds(page.text, mention)
        if page.text.startswith("$", end) and page.text[start:end] in _CURRENCY:
            page.remove(mention, "boundaries")
        else:
            page.move(mention, start, end, "boundaries")
    for value in list(page.others):
        if not any(character.isalnum() for character in page.surface(value)):
            page.remove_value(value, "boundaries")  # an emoji, half a flag, a dash


def _bounds(text: str, mention: Mention) -> tuple[int, int]:
    start, end = mention.start, mention.end
    while start < end:
        name = text[start:end]
        if name[0] in _LEADING or _PICTURE.match(name[0]):
            start += 1
        elif "\n" in name:
            end = start + name.index("\n")
        elif (
            name[-1] in _TRAILING
            or _PICTURE.match(name[-1])
            or name[-1] in "'’"
            or (name[-1] == "." and not _ABBREVIATED.search(name))
        ):
            end -= 1
        elif len(name) > 2 and name[-1] in "sS" and name[-2] in "'’‘":
            end -= 2
        elif (opening := name.find("(")) >= 0:
            end = start + opening
        elif (closing := name.find(")")) >= 0:
            end = start + closing
        elif mention.label in ("PERSON", "GPE", "LOC") and (comma := name.find(", ")) > 0:
            end = start + comma
        elif mention.label in ("PERSON", "GPE") and (number := _NUMBER_AT_END.search(name)):
            end = start + number.start()
        else:
            break
    return start, end


def article(page: Page) -> None:
    """Drop a leading the, a or an, also of newspapers; titles of works and "The Hague" keep theirs."""
    for mention in list(page.mentions):
        name = page.surface(mention)
        if mention.label != "WORK_OF_ART" and (found := _ARTICLE.match(name)) and fold(name) != "the hague":
            page.move(mention, mention.start + found.end(), mention.end, "article")


def title(page: Page) -> None:
    """Drop titles and honorifics from the start of a person's name."""
    for mention in list(page.mentions):
        if mention.label != "PERSON":
            continue
        start = mention.start
        while found := _TITLE.match(page.text, start, mention.end):
            start = found.end()
        page.move(mention, start, mention.end, "title")


def lower_case(page: Page) -> None:
    """Drop what has no capital: it is a common noun."""
    for mention in list(page.mentions):
        name = page.surface(mention)
        if name == name.lower() and name != name.upper():
            page.remove(mention, "lower-case")


def generic(page: Page) -> None:
    """Drop single common nouns and abbreviations of them, which news writes with a capital ("the State", "GDP").

    A single word that the text also uses in lower case is no name either, unless it is a person's whose full name
    stands elsewhere, or a place's.
    """
    surnames = {
        page.surface(m).rsplit(" ", 1)[-1] for m in page.mentions if m.label == "PERSON" and " " in page.surface(m)
    }
    for mention in list(page.mentions):
        name = page.surface(mention)
        if mention.label == "ORG" and _TAUGHT.search(page.text, max(0, mention.start - 16), mention.start):
            page.remove(mention, "generic")
            continue
        if " " in name:
            if mention.label in ("PERSON", "ORG") and (name in OFFICES or _holds_office(page, mention, name)):
                page.remove(mention, "generic")
            continue
        common = name in GENERIC or name in ABBREVIATIONS
        twin = (
            not name.isupper() and name.lower() in page.lower_words and mention.label != "GPE" and name not in surnames
        )
        if common or twin:
            page.remove(mention, "generic")


def _holds_office(page: Page, mention: Mention, name: str) -> bool:
    """Return whether a name is an office, "Gender Minister", or the field of one, "Natural Resources" Minister."""
    last = name.rsplit(" ", 1)[1]
    if last in _OFFICE_HEADS:
        return mention.label == "PERSON" or name.split(maxsplit=1)[0] in FIELDS
    after = page.word_after(mention.end)
    return last in FIELDS and after is not None and after[2] in _OFFICE_HEADS
