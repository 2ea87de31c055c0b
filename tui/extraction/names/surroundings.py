"""The kind of a name from the words around all its mentions: "in X", "X, who", "X's shares"."""

import re
from collections.abc import Iterator

from tui.extraction.names.labels import PLACE_FORMS
from tui.extraction.names.lexicon import (
    DEMONYMS,
    DIRECTIONS,
    HONORIFICS,
    ORG_AFTER,
    ORG_BEFORE,
    ORG_HEADS,
    ORG_OF_ROLES,
    PERSON_AFTER,
    PERSON_OF,
    PLACE_NOUNS,
    PLACE_OF,
    PLACE_PREPOSITIONS,
    ROLES,
)  # fmt: skip
from tui.extraction.names.page import PLACES, Mention, Page, fold

_LIST_AFTER = re.compile(r"(?:,| and| or|, and|, or|;) (?=[^\W\d_])")
_LIST_BEFORE = re.compile(r"(?:,| and| or|, and|, or|;) $")
PERSON, ORG, PLACE = "PERSON", "ORG", "PLACE"
_KINDS = {"PERSON": PERSON, "ORG": ORG, **dict.fromkeys(PLACES, PLACE)}
_BEFORE = (
    dict.fromkeys(PLACE_PREPOSITIONS, (PLACE, 2.5))
    | dict.fromkeys(DIRECTIONS, (PLACE, 2.0))
    | dict.fromkeys(ORG_BEFORE, (ORG, 2.0))
    | dict.fromkeys(HONORIFICS | ROLES, (PERSON, 2.0))
)
_AFTER = (
    dict.fromkeys(PLACE_NOUNS, (PLACE, 3.0))
    | dict.fromkeys(PERSON_AFTER, (PERSON, 1.0))
    | dict.fromkeys(ORG_AFTER, (ORG, 2.0))
)
_STRANGERS = frozenset(("NORP", "PRODUCT", "LANGUAGE", "WORK_OF_ART"))
_OF_PEOPLES = ("an", "ans", "ese", "ish", "ist", "ists", "ite", "ites", "im", "ims", "ic", "ics")
MARGIN = 1.0
"""How many votes the winner must be ahead of the next."""
MOST = 20
"""Mentions of one form that are heard."""


def context(page: Page) -> None:
    """All mentions of one form take the kind that the model and the words around them speak for, when they are clear.

    Each mention has one vote for the kind that the model gave it, and each cue near it votes with its own weight.
    """
    for form, mentions in page.forms().items():
        if form in PLACE_FORMS:
            continue
        strangers = not any(mention.label in _KINDS for mention in mentions)
        if strangers and not _may_be_a_place(page.surface(mentions[0]), mentions[0].label):
            continue
        votes = {PERSON: 0.0, ORG: 0.0, PLACE: 0.0}
        for mention in mentions[:MOST]:
            if mention.label in _KINDS:
                votes[_KINDS[mention.label]] += 1
            for kind, weight in _cues(page, mention):
                votes[kind] += weight
        first, second = sorted(votes, key=votes.__getitem__, reverse=True)[:2]
        if strangers and (first != PLACE or votes[PLACE] < min(len(mentions), MOST)):
            continue
        if votes[first] >= votes[second] + MARGIN:
            for mention in mentions:
                if _KINDS.get(mention.label, None if strangers else first) != first:
                    page.relabel(mention, "GPE" if first == PLACE else first, "context")


def _may_be_a_place(name: str, label: str) -> bool:
    """Return whether what the model took for a people or a product may be a place: "in Iqaluit"."""
    return (
        label in _STRANGERS
        and name.isalpha()
        and not name.isupper()
        and name not in DEMONYMS
        and not name.endswith(_OF_PEOPLES)
    )


def _cues(page: Page, mention: Mention) -> Iterator[tuple[str, float]]:
    """Yield what speaks for a kind near one mention, with its weight."""
    name = page.surface(mention)
    yield from _cues_before(page, mention, one_word=" " not in name)
    after = page.word_after(mention.end)
    if after is not None and after[2] in _AFTER:
        yield _AFTER[after[2]]
    elif page.text.startswith((" and his ", " and her "), mention.end):
        yield PERSON, 2.0
    elif page.text.startswith(", ", mention.end):
        yield from _cues_after_comma(page, mention.end + 2, body=name.rsplit(" ", 1)[-1] in ORG_HEADS)
    kinds = [_KINDS.get(neighbour.label) for neighbour in _listed_with(page, mention)]
    if len(kinds) == 2 and kinds[0] == kinds[1] and kinds[0] is not None:
        yield kinds[0], 2.0
    if name.isupper() and name.isalpha() and len(name) <= 6:
        yield ORG, 1.5


def _listed_with(page: Page, mention: Mention) -> Iterator[Mention]:
    """Yield the neighbours of a mention in an enumeration: "Kilifi, Wajir and Lamu"."""
    after = _LIST_AFTER.match(page.text, mention.end)
    if after:
        yield from (other for other in page.overlapping(after.end(), after.end() + 1) if other.start == after.end())
    before = _LIST_BEFORE.search(page.text, max(0, mention.start - 6), mention.start)
    if before:
        yield from (
            other for other in page.overlapping(before.start() - 1, before.start()) if other.end == before.start()
        )


def _cues_before(page: Page, mention: Mention, *, one_word: bool) -> Iterator[tuple[str, float]]:
    before = page.word_before(mention.start)
    if before is None:
        return
    word = before[2]
    if word in _BEFORE:
        yield _BEFORE[word]
    elif word in ("of", "the"):
        yield from _cues_before_of(page, before if word == "of" else page.word_before(before[0]), of_the=word == "the")
        if word == "the" and one_word:
            yield ORG, 1.0


def _cues_before_of(page: Page, of: tuple[int, int, str] | None, *, of_the: bool) -> Iterator[tuple[str, float]]:
    """Yield what the noun before "of" or "of the" speaks for: "director of X", "son of X"."""
    noun = page.word_before(of[0]) if of is not None and of[2] == "of" else None
    if noun is None:
        return
    if noun[2] in ORG_OF_ROLES:
        yield ORG, 2.0
    elif noun[2] in PLACE_OF and not of_the:
        yield PLACE, 2.0
    elif noun[2] in PERSON_OF and not of_the:
        yield PERSON, 2.0


def _cues_after_comma(page: Page, start: int, *, body: bool) -> Iterator[tuple[str, float]]:
    text = page.text
    if text.startswith("where ", start) and not body:
        yield PLACE, 2.0
    elif text.startswith("who ", start) or (text[start : start + 2].isdigit() and text[start + 2 : start + 3] in ",."):
        yield PERSON, 2.0
    else:
        following = page.overlapping(start, start + 1)
        if following and fold(page.surface(following[0])) in PLACE_FORMS:
            yield PLACE, 1.5
