"""Rules that give a name the words it was cut off from, and part two names that were taken for one."""

import re

from tui.extraction.names.labels import PLACE_FORMS
from tui.extraction.names.lexicon import (
    DEMONYMS,
    DIRECTIONS,
    FUNCTION_WORDS,
    GENERIC,
    NOT_A_FIRST_NAME,
    OFFICES,
    ORG_HEADS,
    PLACE_HEADS,
    ROLES,
    TITLES,
    words,
)
from tui.extraction.names.page import PLACES, Mention, Page, fold

_PARTICLE = r"(?:de|da|do|dos|das|del|della|di|du|la|las|los|van|von|der|den|ter|bin|bint|ibn|ben|ka|y)"
_ENDS_OPEN = re.compile(rf"[ \u00a0]{_PARTICLE}$")
_CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w’'\-]*"
_PARTICLE_AFTER = re.compile(rf"(?:[ \u00a0]{_PARTICLE}){{1,3}}[ \u00a0]{_CAPITALISED}")
_CAPITALISED_AFTER = re.compile(rf"[ \u00a0]{_CAPITALISED}")
_NAME_HYPHENATED = re.compile(r"-[a-z]{2,8}(?![\w-])")
_COMPOUND = words("""
    based led born backed style era held owned run elect listed made linked wide bound allied related winning controlled
""")
"""What follows a hyphen in adjectives: "Beijing-based" is no longer name than "Beijing"."""
_INITIALS_BEFORE = re.compile(r"(?<![\w.])(?:[A-Z]\.?[ \u00a0]?){1,3}$")
_LETTERS_BEFORE = re.compile(r"(?<![\w.\-])(?:[A-Z]{2}|Md|Mohd)[ \u00a0]$")
_NO_INITIALS = words("US UK EU UN TV PM CM MP AI IT HR PR VP DC LA NY AP UP MD CEO DJ GM RM")


def extend(page: Page) -> None:
    """Take in what belongs to a name and was left out at its edge: particles, given names, initials, "-sook"."""
    for mention in list(page.mentions):
        start, end = mention.start, mention.end
        if mention.label in ("PERSON", "GPE", "LOC", "ORG"):
            end = _particles(page, mention)
        if mention.label == "PERSON":
            end = _right(page, mention, end)
            start = _left(page, start)
        if (start, end) != (mention.start, mention.end):
            for other in page.overlapping(start, end):
                if other is not mention:
                    page.remove(other, "extend")
            page.move(mention, start, end, "extend")


def _particles(page: Page, mention: Mention) -> int:
    """Return the end of "Ursula von der Leyen" where the mention stops at or within the particles."""
    end = mention.end
    if open_end := _ENDS_OPEN.search(page.surface(mention)):
        end = mention.start + open_end.start()
    elif mention.label != "PERSON":
        return end
    found = _PARTICLE_AFTER.match(page.text, end)
    if found is None:
        return mention.end
    found_end = found.end()
    if found.group().endswith(("'s", "’s")):
        found_end -= 2
    beyond = page.overlapping(mention.end, found_end)
    if any(other is not mention and (other.end > found_end or other.label == "PERSON") for other in beyond):
        return mention.end
    return found_end


def _right(page: Page, mention: Mention, end: int) -> int:
    if (found := _NAME_HYPHENATED.match(page.text, end)) and found.group()[1:] not in _COMPOUND:
        return found.end()
    word = page.word_after(end)
    if word is None or not _may_be_name(page, word[2]) or not page.free(end, word[1], mention):
        return end
    return word[1] - 2 if word[2].endswith(("'s", "’s")) else word[1]


def _left(page: Page, start: int) -> int:
    before = page.text[max(0, start - 8) : start]
    initials = _INITIALS_BEFORE.search(before) or _LETTERS_BEFORE.search(before)
    if initials and initials.group().strip() not in _NO_INITIALS and initials.group()[0] not in "AI":
        first = start - len(initials.group())
        if page.free(first, start) and not page.starts_sentence(first):
            return first
    word = page.word_before(start)
    if word is None or page.text[word[1] : start] == ". " or not _may_be_name(page, word[2]):
        return start
    if not page.free(word[0], start) or page.starts_sentence(word[0]):
        return start
    earlier = page.word_before(word[0])
    if page.text[word[0] - 1] not in ' \u00a0(“"' or (earlier and earlier[2] in ("and", "of", "&", "the")):
        return start
    return word[0]


def _may_be_name(page: Page, word: str) -> bool:
    """Return whether a capitalised word beside a person's name may be part of it."""
    lower = word.lower()
    return (
        word[0].isupper()
        and not word.isupper()
        and word not in TITLES
        and word not in GENERIC
        and word not in DEMONYMS
        and word not in NOT_A_FIRST_NAME
        and word not in OFFICES
        and lower not in FUNCTION_WORDS
        and lower not in ROLES
        and lower not in DIRECTIONS
        and lower not in page.lower_words
        and lower.rsplit("-", 1)[-1] not in _COMPOUND
    )


_HEADS = frozenset().union(*PLACE_HEADS.values()) - {"State", "Building", "Station", "Street", "Port"}
_HEAD_AFTER = re.compile(rf"[ \u00a0](?:(?:National|State|Autonomous|International|Metropolitan) )?({_CAPITALISED})")


def place_head(page: Page) -> None:
    """Take in the head noun after the name of a place: "Virunga National Park", "Muscat Governorate"."""
    for mention in list(page.mentions):
        if mention.label not in ("PERSON", "ORG", *PLACES):
            continue
        found = _HEAD_AFTER.match(page.text, mention.end)
        if not found or found.group(1) not in _HEADS or not page.free(mention.end, found.end(), mention):
            continue
        if _CAPITALISED_AFTER.match(page.text, found.end()) or page.surface(mention).split()[-1] in ORG_HEADS:
            continue
        page.move(mention, mention.start, found.end(), "place-head")
        if mention.label not in PLACES:
            label = next(label for label, heads in PLACE_HEADS.items() if found.group(1) in heads)
            page.relabel(mention, label, "place-head")


_PAIR = re.compile(rf"({_CAPITALISED}) (?:and|&) ({_CAPITALISED})$")
_OWNED = re.compile(r"(.+?)[ \u00a0]?['’]s[ \u00a0](.+)$", re.DOTALL)


def split(page: Page) -> None:
    """Part "Perdue and Loeffler" where one of them is a person elsewhere, and "Qatar's Ministry" after the owner."""
    persons = {
        fold(part)
        for mention in page.mentions
        if mention.label == "PERSON"
        for part in page.surface(mention).split()[-1:]
    }
    for mention in list(page.mentions):
        name = page.surface(mention)
        if mention.label in ("ORG", "PERSON") and (pair := _PAIR.fullmatch(name)):
            if persons & {fold(pair.group(1)), fold(pair.group(2))} or mention.label == "PERSON":
                _part(page, mention, pair, ("PERSON", "PERSON"))
        elif (
            mention.label in ("ORG", "PERSON", "FAC")
            and (owned := _OWNED.fullmatch(name))
            and fold(owned.group(1)) in PLACE_FORMS
        ):
            _part(page, mention, owned, ("GPE", mention.label))


def _part(page: Page, mention: Mention, found: re.Match[str], labels: tuple[str, str]) -> None:
    start = mention.start
    page.move(mention, start, start + found.end(1), "split")
    page.relabel(mention, labels[0], "split")
    page.add(start + found.start(2), start + found.end(2), labels[1], "split")


_DATELINE = re.compile(
    r"^([A-Z][A-Z .'’\-]*[A-Z])(?:/([A-Z][A-Z .'’\-]*[A-Z]))?(?:, [^\n()]{2,30})? ?"
    r"(?:\([A-Z][\w ]{1,20}\)|[—–]|--|-(?= ))",
    re.MULTILINE,
)


def dateline(page: Page) -> None:
    """The capitals that open a report, "LONDON (Reuters) -", are the place it was filed from."""
    for found in _DATELINE.finditer(page.text):
        for group in (1, 2):
            start, end = found.span(group)
            if start < 0 or end - start > 30:
                continue
            overlapping = page.overlapping(start, end)
            if not overlapping:
                page.add(start, end, "GPE", "dateline")
            elif len(overlapping) == 1 and overlapping[0].start == start and overlapping[0].label != "PERSON":
                page.move(overlapping[0], start, end, "dateline")
                page.relabel(overlapping[0], "GPE", "dateline")
