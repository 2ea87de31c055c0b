"""Words, sentences and paragraphs: where the cursor goes, and the edges of a selection. Pure text logic.

Only the blocks that are shown take part, so that no key ever lands in folded text. Positions are offsets into the whole
text; every function returns one, and stays where it is when there is nowhere to go.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tui.app.layout.widths import CellMap

Stretch = tuple[int, int]

# Letters that are written without spaces are tokens one by one.
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_SENTENCE_END = re.compile(
    "[.!?\u2026]+[\"'\u201d\u2019\u00bb)\\]]*\\s+|[\u3002\uff01\uff1f][\u300d\u300f\uff09]*\\s*|\n+"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Rev|Hon|Jr|Sr|Inc|Ltd|Co|Corp|No|vs|etc|e\.g|i\.e"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[^\W\d_]|(?:\b[^\W\d_]\.)+[^\W\d_])\.\s+\Z"
)


@lru_cache(maxsize=64)
def _token_pattern(joining: str) -> re.Pattern[str]:
    """Return the pattern of tokens; `joining` holds the marks and zero-width characters that belong to a word."""
    letter = f"[^\\W_{_IDEOGRAPH}{re.escape(joining)}]"
    inner = f"(?:[^\\W{_IDEOGRAPH}]|[{re.escape(joining)}])" if joining else f"[^\\W{_IDEOGRAPH}]"
    tail = f"[{re.escape(joining)}]*" if joining else ""
    return re.compile(
        rf"\d+(?:[.,:]\d+)+|(?:[A-Z]\.){{2,}}|['\u2019][^\W\d]{{1,2}}(?!\w)|{letter}{inner}*(?:['\u2019]{inner}{{3,}})?"
        rf"|[^\s]{tail}"
    )


class Motion:
    """Motion over `text`, of which the `blocks` are shown; they are in order and do not overlap."""

    def __init__(self, text: str, blocks: Sequence[Stretch]) -> None:
        self._text = text
        self._blocks = [block for block in blocks if block[0] < block[1]]
        self._block_starts = [start for start, _ in self._blocks]
        self._tokens: dict[int, list[Stretch]] = {}
        self._sentences: dict[int, list[Stretch]] = {}

    # Units

    def block_at(self, offset: int) -> int:
        """Return the index of the shown block at `offset`, or of the last one before it (0 where none is)."""
        return max(0, bisect_right(self._block_starts, offset) - 1)

    def tokens(self, block: int) -> list[Stretch]:
        """Return the tokens of a shown block: words, numbers, acronyms, "'s", and each sign for itself."""
        found = self._tokens.get(block)
        if found is None:
            start, end = self._blocks[block]
            pattern = _token_pattern(_joining(self._text[start:end]))
            found = self._tokens[block] = [match.span() for match in pattern.finditer(self._text, start, end)]
        return found

    def sentences(self, block: int) -> list[Stretch]:
        """Return the sentences of a shown block, without the white space between them."""
        found = self._sentences.get(block)
        if found is None:
            found = self._sentences[block] = list(_split_sentences(self._text, *self._blocks[block]))
        return found

    def is_word(self, token: Stretch) -> bool:
        """Return whether a token is more than a sign."""
        return self._text[token[0]].isalnum()

    def token_at(self, offset: int) -> Stretch:
        """Return the token at `offset`, or the nearest before it in its block, or the block's first."""
        if not self._blocks:
            return offset, offset
        tokens = self.tokens(self.block_at(offset))
        if not tokens:
            return offset, offset
        return tokens[max(0, bisect_right(tokens, (offset, len(self._text))) - 1)]

    # Motion

    def next_cluster(self, offset: int) -> int:
        """Return the start of the next grapheme cluster."""
        return self._by_cluster(offset, 1)

    def previous_cluster(self, offset: int) -> int:
        """Return the start of the grapheme cluster before."""
        return self._by_cluster(offset, -1)

    def next_word(self, offset: int) -> int:
        """Return the start of the next word, in this block or a later one."""
        return next((start for start, _ in self._words_after(offset)), offset)

    def previous_word(self, offset: int) -> int:
        """Return the start of the word before `offset`: of this word, when `offset` is inside it."""
        return next((start for start, _ in self._words_before(offset)), offset)

    def word_end(self, offset: int) -> int:
        """Return the offset of the last character of this word, or of the next one when it is there already."""
        block = self.block_at(offset)
        for i in range(block, len(self._blocks)):
            for start, end in self.tokens(i):
                if end - 1 > offset and self.is_word((start, end)):
                    return end - 1
        return offset

    def next_sentence(self, offset: int) -> int:
        """Return the start of the next sentence, in this block or a later one."""
        for i in range(self.block_at(offset), len(self._blocks)):
            for start, _ in self.sentences(i):
                if start > offset:
                    return start
        return offset

    def previous_sentence(self, offset: int) -> int:
        """Return the start of this sentence, or of the one before when it is there already."""
        for i in range(self.block_at(offset) if self._blocks else -1, -1, -1):
            for start, _ in reversed(self.sentences(i)):
                if start < offset:
                    return start
        return offset

    def next_paragraph(self, offset: int) -> int:
        """Return the start of the next shown block."""
        i = bisect_right(self._block_starts, offset)
        return self._block_starts[i] if i < len(self._block_starts) else offset

    # Edges

    def move_start(self, start: int, end: int, by: int) -> Stretch:
        """Move the left edge of a span by `by` tokens (negative: outwards), within its block and before its end."""
        if not self._blocks:
            return start, end
        starts = [a for a, _ in self.tokens(self.block_at(start)) if a < end]
        i = bisect_left(starts, start)
        inside = by > 0 and not (i < len(starts) and starts[i] == start)
        return (starts[min(max(0, i + by - inside), len(starts) - 1)], end) if starts else (start, end)

    def move_end(self, start: int, end: int, by: int) -> Stretch:
        """Move the right edge of a span by `by` tokens (positive: outwards), within its block and behind its start."""
        if not self._blocks:
            return start, end
        ends = [b for _, b in self.tokens(self.block_at(max(start, end - 1))) if b > start]
        i = bisect_left(ends, end)
        inside = by > 0 and not (i < len(ends) and ends[i] == end)
        return (start, ends[min(max(0, i + by - inside), len(ends) - 1)]) if ends else (start, end)

    def _by_cluster(self, offset: int, step: int) -> int:
        if not self._blocks:
            return offset
        block = self.block_at(offset)
        start, end = self._blocks[block]
        # A window is enough: no cluster is longer than a few characters, and a giant paragraph costs nothing more.
        low, high = max(start, offset - 64), min(end, offset + 64)
        starts = CellMap.of(self._text, low, high).starts[:-1]
        i = bisect_right(starts, offset) - 1 + (step if step > 0 or offset in starts else 0)
        if 0 <= i < len(starts):
            return starts[i]
        if step > 0:
            return self.next_paragraph(offset)
        if block == 0:
            return offset
        before = self._blocks[block - 1]
        return CellMap.of(self._text, max(before[0], before[1] - 64), before[1]).starts[-2]

    def _words_after(self, offset: int) -> Iterator[Stretch]:
        for i in range(self.block_at(offset), len(self._blocks)):
            tokens = self.tokens(i)
            for token in tokens[bisect_right(tokens, (offset, len(self._text))) :]:
                if token[0] > offset and self.is_word(token):
                    yield token

    def _words_before(self, offset: int) -> Iterator[Stretch]:
        if not self._blocks:
            return
        for i in range(self.block_at(offset), -1, -1):
            tokens = self.tokens(i)
            for token in reversed(tokens[: bisect_left(tokens, (offset, 0))]):
                if self.is_word(token):
                    yield token


def _joining(text: str) -> str:
    """Return the characters of `text` that join the word before them: combining marks and zero-width characters."""
    if text.isascii():
        return ""
    return "".join(sorted(c for c in set(text) if c > "\u02ff" and unicodedata.category(c) in ("Mn", "Mc", "Me", "Cf")))


def _split_sentences(text: str, start: int, end: int) -> Iterator[Stretch]:
    """Yield the sentences of `text[start:end]`: cut behind a full stop that ends no abbreviation."""
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        behind = match.end()
        lower = behind < end and text[behind].islower()
        if lower or _ABBREVIATION.search(text, max(at, match.start() - 12), behind):
            continue
        if at < match.end():
            yield at, match.start() + len(match.group().rstrip())
        at = behind
    if at < end:
        yield at, at + len(text[at:end].rstrip()) or end
