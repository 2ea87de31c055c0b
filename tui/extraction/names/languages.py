"""When the name of a people names its language: "spoke Dutch", "in Croatian, she said"."""

import re

from tui.extraction.names.lexicon import words
from tui.extraction.names.page import Page

LANGUAGES = words("""
    Afrikaans Albanian Amharic Arabic Armenian Azerbaijani Basque Belarusian Bengali Bosnian Breton Bulgarian Burmese
    Cantonese Catalan Chechen Chinese Cornish Croatian Czech Danish Dari Dutch English Esperanto Estonian Farsi Finnish
    Flemish French Frisian Gaelic Galician Georgian German Greek Guarani Gujarati Hausa Hebrew Hindi Hungarian Icelandic
    Igbo Indonesian Irish Italian Japanese Kannada Kazakh Khmer Korean Kurdish Kyrgyz Lao Latin Latvian Lithuanian
    Luxembourgish Macedonian Malay Malayalam Maltese Mandarin Manx Māori Marathi Mongolian Nahuatl Nepali Norwegian
    Oromo Pashto Persian Polish Portuguese Punjabi Quechua Romanian Romansh Russian Sanskrit Sami Serbian Sinhala Slovak
    Slovene Slovenian Somali Spanish Swahili Swedish Tagalog Tajik Tamil Tatar Telugu Thai Tibetan Tigrinya Turkish
    Turkmen Twi Ukrainian Urdu Uyghur Uzbek Vietnamese Welsh Wolof Xhosa Yiddish Yoruba Zulu
""")
"""Languages that news writes of; most are also the adjective of a people."""

_SPOKEN = words("""
    speak speaks spoke spoken speaking learn learns learned learnt learning teach teaches taught teaching understand
    understands understood fluent broken perfect accented halting flawless rusty conversational
""")
_INTO = words("in into In Into from")
_TONGUE = re.compile(
    r"(?:[ -](?:speak|language|dialect|lesson|translat|interpret|subtitle|grammar|accent|teacher)|-medium)"
)
_NO_NOUN_AFTER = re.compile(
    r"[.,;:!?)’”\"'\]\n]|$|[ \u00a0](?:and|or|at|in|on|that|which|with|to|by|for|from|as|but|is|was|are|were|because|"
    r"after|before|than|when|while|so|only|too|first|not|if|without|rather|fluently|badly|well|he|she|they|I|we|it)\b"
)
_LIST = re.compile(r"(?:,| and| or|, and|, or|;) $")


def language(page: Page) -> None:
    """A people's name is its language's after "speak" or "in", before "-speaking", and beside one in a list."""
    heads = ((form.partition("-")[0], starts) for form, starts in page.capitalised.items())
    places = sorted((start, word) for word, starts in heads if word in LANGUAGES for start in starts)
    spoken = {start for start, word in places if _is_spoken(page, start, start + len(word))}
    if not spoken:
        return
    ends = {start + len(word): start for start, word in places}
    for start, word in [*places, *reversed(places)]:
        if start not in spoken and _stands_alone(page, start, start + len(word)):
            known = {form for place, form in places if place in spoken}
            spoken.update({start} if _listed(page, start, ends) in spoken or word in known else ())
        elif start in spoken and (before := _listed(page, start, ends)) is not None:
            spoken.add(before)
    for start, word in places:
        if start in spoken:
            _set(page, start, start + len(word))


def _is_spoken(page: Page, start: int, end: int) -> bool:
    if _TONGUE.match(page.text, end):
        return True
    before = page.word_before(start)
    if before is None or not page.text.startswith(" ", before[1]):
        return False
    return before[2] in _SPOKEN or (before[2] in _INTO and bool(_NO_NOUN_AFTER.match(page.text, end)))


def _stands_alone(page: Page, start: int, end: int) -> bool:
    """Return whether no noun follows, and no "the" makes it the people."""
    before = page.word_before(start)
    return bool(_NO_NOUN_AFTER.match(page.text, end)) and (
        before is None or before[2].lower() not in ("the", "a", "an")
    )


def _listed(page: Page, start: int, ends: dict[int, int]) -> int | None:
    """Return where the language starts that stands before this one in an enumeration."""
    found = _LIST.search(page.text, max(0, start - 6), start)
    return ends.get(found.start()) if found else None


def _set(page: Page, start: int, end: int) -> None:
    overlapping = page.overlapping(start, end)
    if not overlapping and page.free(start, end):
        page.add(start, end, "LANGUAGE", "language")
    elif len(overlapping) == 1 and (overlapping[0].start, overlapping[0].end) == (start, end):
        page.relabel(overlapping[0], "LANGUAGE", "language")
