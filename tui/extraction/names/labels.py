"""Rules about what kind of thing a name is of."""

import re

from tui.extraction.names.lexicon import (
    AMBIGUOUS,
    CAPITALS,
    CONTINENTS,
    COUNTRIES,
    DEMONYMS,
    FUNCTION_WORDS,
    HONORIFICS,
    NOT_A_FIRST_NAME,
    OFFICES,
    ORG_HEADS,
    ORG_OF,
    PLACE_HEADS,
    PLACE_NOUNS,
    ROLES,
    THING_HEADS,
    words,
)
from tui.extraction.names.page import PLACES, Mention, Page, fold

_PARTICLE = "(?:de|da|do|dos|das|del|della|di|du|la|le|el|al|van|von|der|den|ter|bin|bint|ibn|ben|abu|y|e)"
_CAPITALISED = r"(?:[^\W\d_a-zß-öø-ÿ][\w’'\-]*\w|[A-Z]\.(?:[A-Z]\.)*|[A-Z])"
_PERSON_NAME = re.compile(rf"{_CAPITALISED}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])*{_CAPITALISED}){{0,4}}")
_POSSESSIVE = re.compile("['’]s?$")
_COUNTRY_FORMS = {fold(name) for name in COUNTRIES | CAPITALS}
PLACE_FORMS = _COUNTRY_FORMS | {fold(name) for name in CONTINENTS}
_CONTINENT_FORMS = {fold(name) for name in CONTINENTS}
_FIRST_WORDS: dict[str, list[str]] = {}
for _name in sorted(COUNTRIES | CAPITALS, key=len, reverse=True):
    if _name.isalpha() or " " in _name or "-" in _name:
        _FIRST_WORDS.setdefault(re.split("[ ]", _name)[0], []).append(_name)
_SINGLE_ROLES = {role.split()[-1] for role in OFFICES} | ROLES
_FIRST_OF_OFFICES = {office.split()[0] for office in OFFICES}


def honorific(page: Page) -> None:
    """A capitalised sequence right after an honorific is a person, and a mention right after an office or a role."""
    index = page.capitalised
    for word in HONORIFICS & index.keys():
        for start in index[word]:
            _after_title(page, word, start + len(word), strong=True)
    for word in _SINGLE_ROLES & index.keys() - HONORIFICS:
        for start in index[word]:
            _after_title(page, word, start + len(word), strong=False)


def _after_title(page: Page, word: str, end: int, *, strong: bool) -> None:
    gap = page.text[end : end + 2]
    start = end + 2 if gap in (". ", ".\u00a0") else end + 1
    if start == end + 1 and gap[:1] not in (" ", "\u00a0"):
        return
    found = _PERSON_NAME.match(page.text, start)
    if not found:
        return
    name = _POSSESSIVE.sub("", found.group())
    end = start + len(name)
    parts = name.split()
    if not parts or parts[0] in HONORIFICS or parts[0] in NOT_A_FIRST_NAME or parts[-1] in ORG_HEADS:
        return
    if parts[0] in OFFICES or fold(name) in PLACE_FORMS or parts[0] in DEMONYMS or parts[0].lower() in FUNCTION_WORDS:
        return
    overlapping = page.overlapping(start, end)
    if not overlapping:
        if (strong and word not in _WORDS_TOO) or len(parts) > 1:
            page.add(start, end, "PERSON", "honorific")
        return
    mention = overlapping[0]
    if len(overlapping) > 1 or mention.label in ("PERSON", "NORP"):
        return
    cut_short = mention.start == start and mention.end <= end
    with_title = strong and mention.start < start and mention.end == end
    if ((cut_short and (strong or len(parts) > 1)) or with_title) and (
        (strong and cut_short) or mention.label not in PLACES
    ):
        page.move(mention, start, end, "honorific")
        page.relabel(mention, "PERSON", "honorific")


_WORDS_TOO = words("""
    General Major Detective Miss Hon Cardinal Father Sister Brother Captain Count Don Canon Advocate Justice Prophet
    Nana Sri Judge Inspector Constable Commander Colonel
""")
"""Honorifics that are also common words: one capitalised word after them is not yet a name."""


def country(page: Page) -> None:
    """The names of countries and continents are places, whatever the model took them for; missed ones are added."""
    persons = {fold(part) for m in page.mentions if m.label == "PERSON" for part in page.surface(m).split()[:4]
               if " " in page.surface(m)}  # fmt: skip
    for mention in page.mentions:
        form = fold(page.surface(mention))
        if form in AMBIGUOUS and (form in persons or mention.label == "ORG"):
            continue
        if form in _COUNTRY_FORMS and mention.label != "GPE":
            page.relabel(mention, "GPE", "country")
        elif form in _CONTINENT_FORMS and mention.label not in PLACES:
            page.relabel(mention, "LOC", "country")
    index = page.capitalised
    for word in _FIRST_WORDS.keys() & index.keys():
        for start in index[word]:
            _add_country(page, start, _FIRST_WORDS[word])


_OF_BODY = re.compile(
    r"\b(?:Bank|Government|Republic|Emirate|Kingdom|University|Parliament|Federation|State|Sultanate) of (?:the )?$"
)


def _add_country(page: Page, start: int, names: list[str]) -> None:
    for name in names:
        if not page.text.startswith(name, start) or not isolated(page, start, start + len(name)):
            continue
        end = start + len(name)
        if fold(name) in AMBIGUOUS or page.text.startswith(("$", " dollar", " $"), end):
            return
        overlapping = page.overlapping(start, end)
        if not overlapping and not _OF_BODY.search(page.text[max(0, start - 24) : start]):
            page.add(start, end, "GPE", "country")
        elif len(overlapping) == 1 and start <= overlapping[0].start and overlapping[0].end <= end:
            page.move(overlapping[0], start, end, "country")
            page.relabel(overlapping[0], "GPE", "country")
        return


_CAPITAL_AFTER = re.compile(r"[ \u00a0][^\W\d_a-zß-öø-ÿ]")


def isolated(page: Page, start: int, end: int) -> bool:
    """Return whether `start:end` stands on word boundaries and is not part of a longer capitalised sequence."""
    text = page.text
    if start > 0 and (
        text[start - 1].isalnum() or (text[start - 1] in "-&/@#.'’" and text[max(0, start - 2)].isalnum())
    ):
        return False
    after = text[end : end + 2]
    if after[:1].isalnum() or (after[:1] in tuple("-&/@") and after[1:].isalnum()):
        return False
    if _CAPITAL_AFTER.match(text, end):
        return False
    before = page.word_before(start)
    if (
        before is None
        or not before[2][0].isupper()
        or (text[before[1] : start] == ". " and before[2] not in HONORIFICS)
    ):
        return True
    word = before[2]
    return (
        word in HONORIFICS
        or word in _SINGLE_ROLES
        or (word.lower() in FUNCTION_WORDS and page.starts_sentence(before[0]))
    )


_PEOPLES = DEMONYMS - words("Indigenous Aboriginal Orthodox Islamic Protestant Nordic Baltic")
"""Words that name a people wherever they stand with a capital; the others are as often a plain adjective."""
_AFTER_COMPASS = PLACE_NOUNS | FUNCTION_WORDS | words("parts part edge side end coast half films film movie movies")
_JOINED = _PEOPLES | words("Anglo Franco Sino Russo Indo Afro Euro Greco Hispano Italo Serbo Turko Perso Israelo")
"""What may stand before a hyphen and another people's name: "Franco-German"."""


def demonym(page: Page) -> None:
    """Names of peoples and faiths are NORP when they stand alone or before an office; missed ones are added."""
    for mention in list(page.mentions):
        name = page.surface(mention)
        if mention.label in ("PERSON", "ORG", "GPE", "LOC", "PRODUCT") and name in DEMONYMS:
            page.relabel(mention, "NORP", "demonym")
        elif mention.label == "ORG":
            _part_from_body(page, mention, name)
    for word, starts in page.capitalised.items():
        peoples = word.split("-")
        if peoples[-1] not in _PEOPLES or any(part not in _JOINED for part in peoples):
            continue
        for start in starts:
            _add_people(page, start, start + len(word))
    for start in page.capitalised.get("Western", ()):
        after = page.word_after(start + len("Western"))
        if (
            after is not None
            and after[2].islower()
            and after[2] not in _AFTER_COMPASS
            and not page.starts_sentence(start)
        ):
            _add_people(page, start, start + len("Western"))


def _add_people(page: Page, start: int, end: int) -> None:
    after = page.word_after(end)
    if not isolated(page, start, end) and not (
        after is not None
        and (after[2] in OFFICES or after[2] in _FIRST_OF_OFFICES)
        and not _capital_before(page, start)
    ):
        return
    there = page.overlapping(start, end)
    if any(mention.start < start or mention.end > end for mention in there) or page.values_at(start, end):
        return
    for mention in there[1:]:
        page.remove(mention, "demonym")
    if not there:
        page.add(start, end, "NORP", "demonym")
    elif "-" in page.text[start:end]:
        page.move(there[0], start, end, "demonym")
        page.relabel(there[0], "NORP", "demonym")


def _capital_before(page: Page, start: int) -> bool:
    before = page.word_before(start)
    return before is not None and before[2][0].isupper() and not page.starts_sentence(before[0])


def _part_from_body(page: Page, mention: Mention, name: str) -> None:
    """Part "European NATO" (members), where the text has NATO as a name of its own."""
    people, _, body = name.partition(" ")
    if people in DEMONYMS and body.isupper() and len(page.capitalised.get(body, ())) > 1:
        end = mention.end
        page.move(mention, mention.start, mention.start + len(people), "demonym")
        page.relabel(mention, "NORP", "demonym")
        page.add(end - len(body), end, "ORG", "demonym")


_OF = re.compile(rf"(?:{'|'.join(sorted(ORG_OF))}) (?:of|for|on) ")
_FIXED = frozenset(("West Bank", "Left Bank", "South Bank"))


def head_noun(page: Page) -> None:
    """The head noun of a name of several words decides its kind: a Ministry is a body, a River a place."""
    for mention in page.mentions:
        name = page.surface(mention)
        if " " not in name or name in _FIXED:
            continue
        head = name.rsplit(" ", 1)[1].rstrip(".")
        if (head in ORG_HEADS or _OF.match(name)) and mention.label in ("PERSON", "NORP", "PRODUCT", *PLACES):
            page.relabel(mention, "ORG", "head-noun")
            continue
        for label, heads in PLACE_HEADS.items():
            if head in heads and mention.label not in PLACES and not (label == "FAC" and mention.label == "ORG"):
                page.relabel(mention, label, "head-noun")
        for label, heads in THING_HEADS.items():
            if head in heads and mention.label in ("PERSON", "ORG", "NORP", *PLACES):
                page.relabel(mention, label, "head-noun")
