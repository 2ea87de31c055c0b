"""How an article begins, read from its file in a few milliseconds whatever its length: something to look at meanwhile.

A file of the store has one document a line (`tui.gold.storage`), so its first lines and its blocks can be read without
the rest. Nothing is checked here against the log: who works on the article reads and checks all of it (`Store.load`).
"""

import json
import re
import sys
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

from tui.gold.errors import MALFORMED
from tui.model.block import Block, BlockKind

SCHEMA = 1
"""The schema of the files that are read here; others are left to `Store.load`."""
CHARACTERS = 20_000
"""How much of the text there is to look at, from the first block that is not folded: more than any screen shows."""

_START = [b"{", b'"meta":{', b"},", b'"article":{']
_ROW = b'"1":'
_TEXT = b',"text":"'
_BLOCK_START = re.compile(rb'^"\d+":\{"start":(\d+)', re.MULTILINE)
_LONGEST = 2
"""Bytes of a character, as a guess that holds for most texts: where it is too low, the whole text is read."""


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The beginning of a text, and its blocks as they were saved last. `title` may be empty."""

    title: str
    text: str
    blocks: tuple[Block, ...]


def glimpse(path: Path) -> Glimpse | None:
    """Return how the article in a file of the store begins, or None where the file is not as it is written today."""
    try:
        if path.is_symlink():
            return None
        return _read(path.read_bytes())
    except (OSError, *MALFORMED):
        return None


def _beginning(row: bytes, characters: int) -> str:
    """Return at least so many characters of the article's text, which stands at the end of its row, or all of it."""
    text = row[row.index(_TEXT) + len(_TEXT) :]
    cut = text.rfind(b" ", 0, _LONGEST * characters + 1)  # no escape and no character has a blank in it
    if cut >= 0 and len(text) > _LONGEST * characters:
        start = json.loads(b'"' + text[:cut] + b'"')
        if len(start) >= characters:
            return str(start)
    return str(json.loads(row[len(_ROW) :])["text"])


def _first_rows(table: bytes, before: int) -> list[Any]:
    """Return the rows of the blocks that begin before an offset, in order. Nobody looks at most of a thousand."""
    lines = table.split(b",\n")
    starts = [int(found) for found in _BLOCK_START.findall(table)]
    if len(starts) != len(lines):
        raise ValueError("the rows are not as they are written today")
    wanted = b",".join(line for line, start in zip(lines, starts, strict=True) if start < before)
    return sorted(json.loads(b"{" + wanted + b"}").values(), key=lambda row: row["start"])


def _read(blob: bytes) -> Glimpse | None:
    lines = blob.split(b"\n", 6)
    if (
        len(lines) < 7
        or lines[:2] + lines[3:5] != _START
        or not (lines[2].startswith(_ROW) and lines[5].startswith(_ROW))
    ):
        return None
    if json.loads(lines[2][len(_ROW) :])["schema"] != SCHEMA:
        return None
    _, found, rest = lines[6].partition(b'\n"blocks":{\n')
    table, closed, _ = rest.partition(b"\n}")
    if not found or not closed:
        return None
    rows, end = _first_rows(table, CHARACTERS), CHARACTERS
    if not any(row["keep"] for row in rows):  # a long menu, say
        rows = _first_rows(table, sys.maxsize)
        end += next((row["start"] for row in rows if row["keep"]), 0)
    blocks = tuple(Block.from_json(row) for row in takewhile(lambda row: row["start"] < end, rows))
    last = blocks[-1].end if blocks else 0
    text = _beginning(lines[5], last)
    if last > len(text) or any(one.end > other.start for one, other in pairwise(blocks)):
        return None
    title = next((text[x.start : x.end] for x in blocks if x.kind is BlockKind.TITLE), "")
    return Glimpse(title, text[:last], blocks)
