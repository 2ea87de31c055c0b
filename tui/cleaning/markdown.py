"""Texts in Markdown, as some scrapers give a page: what a reader would see of them, line by line.

The text itself is never changed. It is judged by a copy without marks and addresses of links, which has the same lines;
what is said of these is said of the lines of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from tui.model import Block, BlockKind
from tui.model.span import trimmed

_LEAST, _MOST = 3, 50  # links and headings from which a text is in Markdown, and that are looked at
_LINK = re.compile(r"!?\[([^\[\]\n]*)\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\[\]\n]{0,60}\])")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(?=\S)|(?<=\S)[ \t]+#+[ \t]*$", re.MULTILINE)
_QUOTE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+(?=\S)", re.MULTILINE)
_MARKS = re.compile(r"\*\*(?=\S)|__(?=\S)|(?<=\S)\*\*|(?<=\S)__")
_MARK = re.compile(r"(?<![\w*])[*_](?=[^\s*_])|(?<=[^\s*_])[*_](?![\w*])")  # in pairs or not: this is but a copy
_PICTURE = re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)|\[!\[[^\[\]\n]*\]\([^()\n]*\)\]\([^()\n]*\)")
_LINE, _FEED = re.compile(r"^.*$", re.MULTILINE), re.compile("\n")
_MARKED_HEADING = re.compile(r"#{1,6}[ \t]")
_TOLD = re.compile(r"(?P<sure>\]\((?:https?:|/|#|mailto:)|^#{2,6} \S)|^# \S", re.MULTILINE)


def is_markdown(text: str) -> bool:
    """Return whether a text has links and headings as Markdown writes them."""
    if "](" not in text and "\n#" not in text:  # almost every text
        return False
    if "\u2028" in text or "\u2029" in text:  # they end lines, too
        return False
    found = [match["sure"] is not None for match in islice(_TOLD.finditer(text), _MOST)]
    return len(found) >= _LEAST and any(found)  # "# " alone is what comments in code begin with


def readable(text: str) -> str:
    """Return a copy without marks and addresses of links, with the same lines.

    A line of which nothing would be left stays as it is.
    """
    copy = text
    for _ in range(2):  # a link may be around a picture
        copy = _LINK.sub(r"\1", copy)
    for pattern in (_HEADING, _QUOTE, _MARKS, _MARK):
        copy = pattern.sub("", copy)
    lines = zip(copy.split("\n"), text.split("\n"), strict=True)
    return "\n".join(one if one.strip() else other for one, other in lines)


def with_marks(text: str, copy: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks of a copy as those of the text: each with its marks, and the kind that they give it."""
    lines = [match.span() for match in _LINE.finditer(text)]
    starts = [0, *(match.end() for match in _FEED.finditer(copy))]
    found = []
    for block in blocks:
        first, last = (bisect_right(starts, at) - 1 for at in (block.start, block.end - 1))
        start, end = trimmed(text, lines[first][0], lines[last][1])
        found.append(_as_marked(text[start:end], replace(block, start=start, end=end)))
    return tuple(found)


def _as_marked(marked: str, block: Block) -> Block:
    """Return a block with what its marks say of it: headings and quotations, and pictures, which are no text."""
    if _PICTURE.fullmatch(marked):
        return replace(block, keep=False, kind=BlockKind.CAPTION, reason="stands for a picture", confidence=1.0)
    if block.keep and _MARKED_HEADING.match(marked):
        return replace(block, kind=BlockKind.SUBHEADING, reason="marked as a heading")
    if block.keep and marked[0] == ">":
        return replace(block, kind=BlockKind.BLOCK_QUOTE, reason="marked as a quotation")
    return block
