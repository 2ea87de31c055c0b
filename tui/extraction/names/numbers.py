"""How English writes numbers: where one starts, and pieces of the patterns that the rules on values are made of.

Every repetition has a bound, so that no text takes more than linear time.
"""

import re

_SMALL = (
    "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
)
_LARGE = "(?:hundred|thousand|million|billion|trillion|dozen|lakh|crore)"
DIGITS = r"(?:\d(?:[\d,.]{0,20}\d)?[½¼¾]?|[½¼¾])"
SPELLED = (
    rf"(?:(?:(?i:{_SMALL})|(?:[Hh]alf )?[Aa] {_LARGE}(?= )|{_LARGE}(?=-))"
    rf"(?:[ -](?:and[ -])?(?:{_SMALL}|{_LARGE})){{0,8}})\b"
)
SCALE = r"(?:[ \u00a0-]?(?:hundred|thousand|million|billion|trillion|lakh|crore|mln|mn|bn|trn|tn)\b)"
AMOUNT = rf"(?:{DIGITS}{SCALE}?|{SPELLED})"
"""A number, in digits or in words."""

SIGN = (
    r"(?:(?:US|U\.S\.|AU|CA|NZ|HK|NT|A|C|N|S|R|GH)?[$£€¥₹₽₩₺₴₪₦₱¢]"
    r"|(?:Rs\.?|K[Ss]h|RM|Rp|USD|EUR|GBP|CHF|ZAR|GHS|NGN|INR)(?=[ \u00a0]?\d))"
)
"""The sign of a currency."""

GAP = r"[ \u00a0-]"
APPROXIMATELY = (
    "(?:(?i:about|around|roughly|approximately|some|nearly|almost|up to|more than|less than|fewer than|at least|"
    "at most|as much as|as many as|as little as|an estimated|over) )"
)
"""Words before a number that belong to it."""

NUMBER_START = re.compile(rf"(?<![\w.,$£€¥-])(?={SIGN}[ \u00a0]?\d|[\d½¼¾]|{SPELLED})")
"""Matches nothing wide, where a number, or a sum with its sign, starts."""
