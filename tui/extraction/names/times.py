"""Rules about dates, times of day, frequencies and ages."""

import re
from collections.abc import Iterator

from tui.extraction.names.claims import after_lead, at_numbers, claim, matches, text_before
from tui.extraction.names.numbers import AMOUNT, APPROXIMATELY, DIGITS, SPELLED
from tui.extraction.names.page import Page

_ZONE = r"(?:[ \u00a0](?:GMT|UTC|BST|CET|CEST|EET|EEST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|IST|JST|AEST|AEDT)\b)?"
_HALF_OF_DAY = r"[ \u00a0]?(?:am\b|pm\b|a\.m\.|p\.m\.)"
_CLOCK = re.compile(
    rf"(?:(?:[01]?\d|2[0-3])(?::[0-5]\d(?::[0-5]\d)?(?:{_HALF_OF_DAY})?|(?:\.[0-5]\d)?{_HALF_OF_DAY}){_ZONE}"
    r"|(?:[01]\d|2[0-3])[0-5]\d[ \u00a0](?:GMT|UTC|BST|CET|EST|EDT)\b)(?![\d:])"
)
_MOMENT = re.compile(r"\b(?:[Aa] (?:quarter|third|fraction) of|[Hh]alf) an? (?:second|minute|hour)\b")
_WEEKDAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_PART_OF_DAY = re.compile(r" (?:morning|afternoon|evening|night)\b")
_DAY = re.compile(
    rf"\b(?:(?:[Tt]his |[Ll]ast |[Nn]ext |[Ll]ate |[Ee]arly )?{_WEEKDAY}|[Yy]esterday|[Tt]omorrow|[Tt]his|[Ll]ast)$"
)
_NIGHT_OF = re.compile(r"\b[Tt]he (?:night|morning|afternoon|evening|early hours) of $")

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.|Apr\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_SEASON = "(?:spring|summer|autumn|winter)"
_DAY_AND_MONTH = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? {_YEAR}\b|(?<!\.)\b|(?<=\.))")
_ON_WEEKDAY = re.compile(rf"\b{_WEEKDAY},? $")
_MONTH_AND_DAY = re.compile(rf"\b(?=[JFMASOND]){_MONTH} \d{{1,2}}, {_YEAR}\b")
_SEASONS = re.compile(rf"(?:{DIGITS}|{SPELLED}) {_SEASON}s\b")
_SEASON_OF = re.compile(rf"{_SEASON} of {_YEAR}\b")
_BEFORE_SEASON = re.compile(r"(?<!\w)(?:[Tt]he )?(?:(?:early|late|mid)[ -])?$")
_NIGHTS = re.compile(rf"(?:{DIGITS}|{SPELLED}) nights\b")
_PERIOD = "(?:day|week|fortnight|month|quarter|year|decade)"
_TIMES = re.compile(rf"{AMOUNT} times (?:a|per|every) {_PERIOD}\b")
_OFTEN = re.compile(
    rf"\b(?:(?:[Oo]nce|[Tt]wice) (?:a|per|every) {_PERIOD}"
    rf"|[Ee]very (?:(?:other|second|third|few|{AMOUNT}) )?"
    rf"(?:{_WEEKDAY}s?|days?|weeks?|fortnight|months?|years?|{_SEASON})"
    r"(?: of the (?:week|month|year))?)\b"
)

_AGE = re.compile(
    rf"(?:\d{{1,3}}|{SPELLED})"
    r"(?=[.,;:!?'’\"”)\n]|$| (?:and|when|but|or|with|who|has|had|is|was|in|at|I|he|she|years old)\b)(?![.,]\d)"
)
_AGED = re.compile(
    r"\b(?:[Aa]ged|age of|age|(?:boy|girl|man|woman|youth|teenager) of"
    rf"|(?:[Hh]e|[Ss]he|I|[Ww]ho)(?:['’]m|['’]s| am| is| was| turned| turns)) ({APPROXIMATELY})?$"
)
_IS = re.compile(r"(?:,? who)? (?:is|was|turned|turns) $")
_AT = re.compile(r"\b[Aa]t $")
_AT_AGE = re.compile(r"\d\d(?=,? (?:he|she|I)\b|,? [a-z]+ed\b)")
_TOO_OLD = re.compile(r"hundred|thousand|illion|dozen|1[3-9]\d|[2-9]\d\d")


def clock(page: Page) -> None:
    """A time of day by the clock, or by the part of a day: Monday evening, the night of 3 May."""
    by_clock = at_numbers(page, _CLOCK)
    for start, end in by_clock:
        for zone in page.overlapping(start, end):  # GMT as a body
            if start <= zone.start and zone.end <= end:
                page.remove(zone, "clock")
    claim(page, by_clock, "TIME", "clock", part=False)
    claim(page, matches(page, _MOMENT), "TIME", "clock")
    claim(page, list(_parts_of_days(page)), "TIME", "clock")
    for value in list(page.others):
        night = text_before(page, _NIGHT_OF, value.start) if value.label == "DATE" else None
        if night is not None:
            page.set_value(night.start(), value.end, "TIME", "clock")


def _parts_of_days(page: Page) -> Iterator[tuple[int, int]]:
    for found in _PART_OF_DAY.finditer(page.text):
        day = text_before(page, _DAY, found.start())
        if day is not None:
            yield day.start(), found.end()


def date(page: Page) -> None:
    """Days of the calendar, seasons, and how often something is done, from once a day up."""
    days = [*at_numbers(page, _DAY_AND_MONTH, _ON_WEEKDAY), *matches(page, _MONTH_AND_DAY)]
    claim(page, [*days, *at_numbers(page, _SEASONS), *_seasons(page)], "DATE", "date", keep=("TIME",))
    claim(page, at_numbers(page, _NIGHTS), "DATE", "date")
    often = [*at_numbers(page, _TIMES), *matches(page, _OFTEN)]
    claim(page, often, "DATE", "date", keep=("TIME",))


def _seasons(page: Page) -> Iterator[tuple[int, int]]:
    for found in _SEASON_OF.finditer(page.text):
        before = text_before(page, _BEFORE_SEASON, found.start())
        yield found.start() if before is None else before.start(), found.end()


def age(page: Page) -> None:
    """The age of somebody, also as a bare number."""
    for start, end in [*after_lead(page, _AGED, _AGE), *after_lead(page, _AT, _AT_AGE)]:
        _set_age(page, start, end)
    persons = {mention.end for mention in page.mentions if mention.label == "PERSON"}
    for start in page.numbers:
        found = _AGE.match(page.text, start)
        was = text_before(page, _IS, start) if found is not None else None
        if found is not None and was is not None and was.start() in persons:
            _set_age(page, start, found.end())


def _set_age(page: Page, start: int, end: int) -> None:
    values = page.values_at(start, end)
    narrower = all(
        start <= value.start and value.end <= end and value.label in ("CARDINAL", "DATE") for value in values
    )
    if narrower and not _TOO_OLD.search(page.text, start, end):
        page.set_value(start, end, "DATE", "age")
