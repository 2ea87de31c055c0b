"""Rules that carry what is known of a name in one place of a document to the others."""

import re
from collections.abc import Collection, Iterator

from tui.extraction.names.labels import isolated
from tui.extraction.names.lexicon import (
    COUNTRIES,
    DEMONYMS,
    FUNCTION_WORDS,
    GENERIC,
    HONORIFICS,
    ORG_HEADS,
    ROLES,
    words,
)
from tui.extraction.names.page import Mention, Page, fold

_SHORT = re.compile(r"\((?:the )?([A-Z][A-Za-z0-9&\-/]{1,9})\)")
_LONG_WORD = re.compile(r"[^\W_][\w’'.\-]*")
_HEAD = re.compile(r"[^\W_]+")
_JOINS = re.compile(r"[\w&-]")
_GOES_ON = re.compile(r"[\w&]")
_SMALL = words("of and for the in on to de la")
_NO_BODIES = words("AM PM AC FC SC UP IT TV DC")
_COUNTRY_FORMS = frozenset(fold(name) for name in COUNTRIES)


def acronym(page: Page) -> None:
    """ "Financial Times (FT)": the long form is one name, and FT, there and elsewhere, is of the same kind."""
    defined: dict[str, str] = {}
    for found in _SHORT.finditer(page.text):
        short, end = found.group(1), len(page.text[: found.start()].rstrip(' \u00a0"”’,'))
        if (span := long_form(page.text, end, short)) is not None:
            label = _long_label(page, *span)
            if label is not None:
                _make_one(page, *span, label)
                defined[short] = label
        elif short.isupper() and (named := _named_before(page, end)):
            defined[short] = named
    defined = dict.fromkeys(_initials_of_bodies(page), "ORG") | defined
    if not defined:
        return
    for short, starts in _where(page, defined).items():
        label = defined[short]
        for start in starts:
            end = start + len(short)
            overlapping = page.overlapping(start, end)
            if not overlapping:
                page.add(start, end, label, "acronym")
            elif (overlapping[0].start, overlapping[0].end) == (start, end):
                page.relabel(overlapping[0], label, "acronym")


def _where(page: Page, forms: Collection[str]) -> dict[str, list[int]]:
    """Return where each form starts, "FT" in "FT's" and "FT-led" too, but not in "FT&Co" or "non-FT"."""
    places: dict[str, list[int]] = {form: [] for form in forms}
    for word, starts in page.capitalised.items():
        head = _HEAD.match(word)
        if head is not None and head.group() in places:
            places[head.group()] += starts
    for form in forms:
        if not form.isalnum():
            places[form] = [found.start() for found in re.finditer(re.escape(form), page.text)]
    text = page.text
    return {
        form: sorted(
            start
            for start in starts
            if not _JOINS.match(text[start - 1 : start]) and not _GOES_ON.match(text, start + len(form))
        )
        for form, starts in places.items()
    }


def _initials_of_bodies(page: Page) -> Iterator[str]:
    """Yield the forms in capitals that spell the initials of a body named in full: FT beside Financial Times."""
    for mention in page.mentions:
        if mention.label == "ORG" and " " in page.surface(mention):
            parts = [word for word in page.surface(mention).split() if word.lower() not in _SMALL]
            initials = "".join(word[0] for word in parts if word[0].isupper())
            if 2 <= len(initials) <= 6 and initials in page.capitalised and initials not in _NO_BODIES:
                yield initials


def long_form(text: str, end: int, short: str) -> tuple[int, int] | None:
    """Return the span of the words ending at `end` whose initials spell `short`, or None.

    After Schwartz and Hearst (2003), from right to left; words in lower case may be skipped, capitalised ones not.
    """
    letters = [char for char in short if char.isupper()]
    if len(letters) < 2 or len(letters) < 0.6 * sum(char.isalpha() for char in short):
        return None
    base = max(0, end - 160, text.rfind("\n", 0, end) + 1)
    words = [(m.start(), m.end(), m.group()) for m in _LONG_WORD.finditer(text, base, end)]
    left, first = len(letters), None
    for start, _, word in reversed(words[-(3 * len(letters) + 3) :]):
        if not left:
            break
        initials = [part[0] for part in word.split("-") if part]
        if initials[-1].upper() == letters[left - 1] and (
            initials[-1].isupper() or word in ("and", "of", "for", "the")
        ):
            left -= 1
            first = start if initials[0].isupper() else first
        elif word[0].isupper():
            return None
    if left or first is None or not words:
        return None
    last = words[-1][1]
    return first, last - 2 if text[first:last].endswith(("'s", "’s")) else last


def _long_label(page: Page, start: int, end: int) -> str | None:
    label = None
    overlapping = page.overlapping(start, end)
    if overlapping:
        longest = max(overlapping, key=lambda mention: mention.end - mention.start)
        if longest.end - longest.start >= (end - start) / 2:
            label = longest.label
    words = page.text[start:end].split()
    if (words[0] in ORG_HEADS or words[-1] in ORG_HEADS) and label not in ("EVENT", "LAW"):
        label = "ORG"
    return None if label == "PERSON" else label


def _make_one(page: Page, start: int, end: int, label: str) -> None:
    overlapping = page.overlapping(start, end)
    if any(mention.start < start or mention.end > end + 2 for mention in overlapping):
        return
    if not overlapping:
        page.add(start, end, label, "acronym")
        return
    for mention in overlapping[1:]:
        page.remove(mention, "acronym")
    page.move(overlapping[0], start, end, "acronym")
    page.relabel(overlapping[0], label, "acronym")


def _named_before(page: Page, end: int) -> str | None:
    """Return ORG where a body's name of several words ends at `end`: what follows in brackets is its short name."""
    before = page.overlapping(end - 1, end)
    if before and before[0].end == end and before[0].label == "ORG" and " " in page.surface(before[0]):
        return "ORG"
    return None


def surname(page: Page) -> None:
    """A bare surname or given name is a person's where the full name stands elsewhere; diacritics don't matter."""
    known = _person_parts(page)
    if not known:
        return
    for mention in page.mentions:
        if (
            mention.label != "PERSON"
            and fold(page.surface(mention)) in known
            and isolated(page, mention.start, mention.end)
        ):
            page.relabel(mention, "PERSON", "surname")
    for word, starts in page.capitalised.items():
        bare = word[:-2] if word.endswith(("'s", "’s")) else word
        if fold(bare) in known and not word.isupper():
            for start in starts:
                if isolated(page, start, start + len(bare)):
                    page.add(start, start + len(bare), "PERSON", "surname")


def _person_parts(page: Page) -> set[str]:
    """Return the folded first and last words of the full names of persons that can stand for them alone."""
    parts: set[str] = set()
    for mention in page.mentions:
        words = page.surface(mention).split() if mention.label == "PERSON" else []
        if 2 <= len(words) <= 5 and not any(word in ORG_HEADS for word in words):
            parts.update((words[0], words[-1]))
            if len(words) > 2 and len(words[-2]) > 2 and words[-2][0].isupper():
                parts.add(words[-2])
    return {
        form
        for part in parts
        if len(form := fold(part)) > 2
        and form not in page.lower_words
        and part.lower() not in page.lower_words
        and form not in _COUNTRY_FORMS
        and part not in HONORIFICS
        and part not in GENERIC
        and part not in DEMONYMS
        and form not in ROLES
        and form not in FUNCTION_WORDS
    }


def propagate(page: Page) -> None:
    """A form found in one place is found where else it stands by itself, written the same."""
    seen: dict[str, list[Mention]] = {}
    for mention in page.mentions:
        if mention.label in ("PERSON", "GPE", "ORG", "LOC", "NORP"):
            seen.setdefault(page.surface(mention), []).append(mention)
    for form, mentions in sorted(seen.items(), key=lambda item: -len(item[0])):
        labels = {mention.label for mention in mentions}
        word = re.match(r"[^\W_]+(?:[-’'][^\W_]+)*", form)
        if word is None or len(form) < 3 or not form[0].isupper() or len(labels) > 1:
            continue
        if " " not in form and (len(mentions) < 2 or form.lower() in page.lower_words or form in GENERIC):
            continue
        for start in page.capitalised.get(word.group(), ()):
            end = start + len(form)
            if page.text.startswith(form, start) and isolated(page, start, end):
                page.add(start, end, mentions[0].label, "propagate")
