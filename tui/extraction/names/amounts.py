"""Rules about sums of money, percentages, measures and plain numbers: what belongs to them, and what they are."""

import re
from collections.abc import Iterator

from tui.extraction.names.claims import LEAD, at_numbers, claim, matches, text_before
from tui.extraction.names.numbers import AMOUNT, APPROXIMATELY, DIGITS, GAP, SCALE, SIGN, SPELLED
from tui.extraction.names.page import Mention, Page

_CURRENCY = (
    "(?:euros?|dollars?|pesos?|yen|yuan|renminbi|crowns?|kronor|kroner|krona|krone|francs?|rupees?|rou?bles?|liras?|"
    "zlotys?|rands?|cents?|pence|dirhams?|dinars?|riyals?|rials?|shekels?|guineas?|shillings?|forints?|"
    "hryvnias?|baht|naira|cedis?|rupiah|ringgit|taka|bitcoins?|EUR|USD|GBP|CHF|SEK|NOK|DKK|JPY|CNY|INR|PLN|CZK)"
)
_SUM = rf"{SIGN}[ \u00a0]?{DIGITS}(?:{SCALE}|[kKmMbB]\b)?"
_PERCENT_SIGN = r"(?:[ \u00a0]?%|[ \u00a0-](?:per ?cent|percentage points?|pct)\b)"
_BETWEEN = "(?<=[Bb]etween )"
_RANGE = rf"(?:{_BETWEEN}{AMOUNT}{_PERCENT_SIGN}? and |(?!(?:19|20)\d\d\b){AMOUNT}(?: to | or |[–-]))?"
_MORE = "(?: or (?:more|less))?"
_MONEY = re.compile(
    rf"(?:(?:{_BETWEEN}{_SUM} and )?{_SUM}(?:[–-](?:{_SUM}|{DIGITS}{SCALE}))?"
    rf"|{_RANGE}{AMOUNT}{GAP}{_CURRENCY}\b"
    rf"|(?:{DIGITS}{GAP}(?:million|billion|trillion)|{SPELLED}(?<=illion)){GAP}pounds?\b){_MORE}"
)
_OLD_COIN = re.compile(r"\b(?:six|three)pence\b")
_PERCENT = re.compile(rf"{_RANGE}{AMOUNT}{_PERCENT_SIGN}{_MORE}")
_UNIT = (
    "(?:(?:square|cubic) )?(?:"
    "(?:nano|micro|milli|centi|deci|hecto|kilo|mega|giga|tera)?(?:met(?:re|er)s?|grams?|grammes?|lit(?:re|er)s?|watts?|"
    "watt-hours?|hertz|tonn?es?)|miles?|yards?|foot|feet|inch(?:es)?|acres?|hectares?|gallons?|pints?|barrels?|bushels?|"
    "ounces?|tons?|kilos?|knots|nautical miles|degrees (?:Celsius|Fahrenheit|centigrade)|light[- ]years?|"
    "mph|kph|km/h|kmh|mm|cm|km|kg|mg|ha|kWh|MWh|GWh|TWh|kW|MW|GW|°C|°F|lbs?|oz|sq (?:m|km|ft|mi)|m²|km²|m³)"
)
_SHORT_UNIT = r"(?:g|m|l|ft|hp)"
_PER = rf"(?:(?: per (?:{_UNIT}|hour|second|minute|day)| an hour|/(?:h|s|kg|l|m³))\b)?"
_QUANTITY = re.compile(rf"{_RANGE}(?:{AMOUNT}(?:{GAP}|(?<=\d)){_UNIT}|{DIGITS}[ \u00a0]{_SHORT_UNIT})(?![\w²³-]){_PER}")
_HALF_A_UNIT = re.compile(rf"[Hh]alf an? {_UNIT}\b{_PER}")
_AND_A_HALF = re.compile(rf" and a half\b{_PER}")
_A_UNIT = re.compile(rf"\b(?:{APPROXIMATELY})?[Aa]n? {_UNIT}$")
_FRACTION = re.compile(
    r"\b(?:[Aa]|[Oo]ne|[Tt]wo|[Tt]hree)[ -](?:half|halves|thirds?|quarters?|fifths?|tenths?)(?= of )"
)
_ORDINAL = re.compile(r"(?<![\w.,-])\d+(?:st|nd|rd|th)\b(?! (?:(?:and|to) \d+\w\w )?[Cc]entur| [A-Z]|-)")
_SCORE = re.compile(r"(?<![\w-])\d{1,2}[-–]\d{1,2}(?![\w-])")
_COUNTLESS = re.compile(
    r"\b(?:half-time|one-time|one-off|one-way|one-sided|one-on-one|second-hand|first-hand|first-class|second-class|first-rate|"
    r"second-rate|first-team|sixth-form\w*|centre-hal(?:f|ves)|two-faced)\b"
    r"|\b[Aa]t first\b"
)
_NOT_OF_AN_AMOUNT = re.compile(
    r"(?:[Tt]he(?: remaining| other)?|[Oo]nly|[Jj]ust|[Mm]erely|[Aa]bove|[Bb]elow) (?=\S*\d|[a-z]+\b)"
)
_RATE = re.compile(r" an? (?:second|minute|hour|day|night|week|month|quarter|year)$")
_OTHERS = ("MONEY", "PERCENT", "DATE", "TIME")


def money(page: Page) -> None:
    """A sum has its currency, sign or word, and what says that it is about right."""
    claim(page, [*at_numbers(page, _MONEY), *matches(page, _OLD_COIN)], "MONEY", "money")


def percent(page: Page) -> None:
    """A percentage is one, in whichever spelling."""
    claim(page, at_numbers(page, _PERCENT), "PERCENT", "percent")


def quantity(page: Page) -> None:
    """A measure is a number with its unit."""
    spans = [*at_numbers(page, _QUANTITY), *_halves(page)]
    claim(page, spans, "QUANTITY", "quantity", keep=_OTHERS)


def _halves(page: Page) -> Iterator[tuple[int, int]]:
    for found in _HALF_A_UNIT.finditer(page.text):
        before = text_before(page, LEAD, found.start())
        yield found.start() if before is None or before["between"] else before.start(), found.end()
    for found in _AND_A_HALF.finditer(page.text):
        unit = text_before(page, _A_UNIT, found.start())
        if unit is not None:
            yield unit.start(), found.end()


def number(page: Page) -> None:
    """A third of something is a number, so is 2-1, and 27th is a place; "one-time" and "at first" count nothing."""
    claim(page, matches(page, _FRACTION), "CARDINAL", "number", keep=[*_OTHERS, "QUANTITY"])
    for found in _SCORE.finditer(page.text):
        values = page.values_at(*found.span())
        if values and all(value.label == "CARDINAL" for value in values):
            page.set_value(*found.span(), "CARDINAL", "number")
    for found in _ORDINAL.finditer(page.text):
        values = page.values_at(*found.span())
        if all((value.start, value.end) == found.span() for value in values):
            page.set_value(*found.span(), "ORDINAL", "number")
    for found in _COUNTLESS.finditer(page.text):
        for value in page.values_at(*found.span()):
            if found.start() <= value.start and value.end <= found.end():
                page.remove_value(value, "number")


def value_edges(page: Page) -> None:
    """Leave out "the" and "only" before an amount, "no later than" before a date, and a rate behind ("a year")."""
    for value in list(page.others):
        start, end = _edges(page.text, value)
        if (start, end) != (value.start, value.end):
            page.set_value(start, end, value.label, "value-edges")


def _edges(text: str, value: Mention) -> tuple[int, int]:
    start, end = value.start, value.end
    surface = text[start:end]
    if value.label in ("DATE", "TIME"):
        if surface.startswith("no later than "):
            start += len("no later than ")
    elif value.label in ("CARDINAL", "PERCENT", "QUANTITY", "MONEY") and (before := _NOT_OF_AN_AMOUNT.match(surface)):
        start += before.end()
    counted = value.label in ("MONEY", "QUANTITY") or (surface[0].isdigit() or re.match(SPELLED, surface) is not None)
    if counted and "times" not in surface and (rate := _RATE.search(surface)):
        end = value.start + rate.start()
    return start, end
