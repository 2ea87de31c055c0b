"""Words in all articles of a project: where they stand in what is kept, with a little of what stands around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tui.annotation.search import occurrences
from tui.gold.errors import StoreError
from tui.gold.store import Store
from tui.model import BlockKind

_WHITE = re.compile(r"\s+")
MOST = 500
"""Hits that a person is offered; who wants others types more words."""
AROUND = 40
"""Characters shown before and after a hit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Words that were found: in which article, where, and what stands there, on one line."""

    article_id: str
    title: str
    start: int
    end: int
    before: str
    found: str
    after: str


def search(store: Store, words: str, *, most: int) -> Iterator[Hit]:
    """Yield where `words` stand in the titles and the kept blocks of a project, article by article, at most `most`.

    An article that can't be read is passed over. Raises `StoreError` where the project can't be read.
    """
    yield from islice((hit for article_id in store.ids() for hit in _hits(store, article_id, words)), most)


def _hits(store: Store, article_id: str, words: str) -> Iterator[Hit]:
    try:
        tables = store.tables(article_id)
        text: str = tables["article"]["1"]["text"]
        blocks = sorted(tables["blocks"].values(), key=lambda block: block["start"])
    except (StoreError, KeyError):
        return
    shown = [block for block in blocks if block["keep"] or block["kind"] == BlockKind.TITLE.value]
    title = next((text[b["start"] : b["end"]] for b in shown if b["kind"] == BlockKind.TITLE.value), article_id)
    for start, end in occurrences(text, words):
        block = next((b for b in shown if b["start"] <= start < b["end"]), None)
        if block is not None:
            before, after = text[max(block["start"], start - AROUND) : start], text[end : end + AROUND]
            words_around = (_WHITE.sub(" ", part) for part in (before, text[start:end], after))
            yield Hit(article_id, " ".join(title.split()), start, end, *words_around)
