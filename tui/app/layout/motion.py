"""Words, sentences and paragraphs: where the cursor goes, and how a selection grows. Pure text logic.

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
_OPENING, _CLOSING = "\u201c\u2018\u00ab\u2039", "\u201d\u2019\u00bb\u203a"
_SENTENCE_END = re.compile(
    "[.!?\u2026]+[\"'\u201d\u2019\u00bb)\\]]*\\s+|[\u3002\uff01\uff1f][\u300d\u300f\uff09]*\\s*|\n+"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|St|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Rev|Hon|Jr|Sr|Inc|Ltd|Co|Corp|No|vs|etc|e\.g|i\.e"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[^\W\d_]|(?:\b[^\W\d_]\.)+[^\W\d_])\.\s+\Z"
)
_CAPITALISED_GAP = re.compile(r"(?:[ \n]|['\u2019]s |-| (?:of|the|for|and|de|la|del|van|von|der|bin|al) | & )+")


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

    def previous_paragraph(self, offset: int) -> int:
        """Return the start of this block, or of the one before when it is there already."""
        i = bisect_left(self._block_starts, offset)
        return self._block_starts[i - 1] if i else offset

    # Edges and growth

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

    def rungs(self, start: int, end: int) -> list[Stretch]:
        """Return what a selection grows through, smallest first: the word, the run of capitalised words, the quoted
        text without and with its marks, the sentence, the paragraph; only what takes in all of `start:end`.
        """
        if not self._blocks:
            return []
        block = self.block_at(start)
        found = [self._word_rung(start, end, block), self._capitalised(start, end, block)]
        for opening, closing in self.quoted(block):
            found += [(opening + 1, closing), (opening, closing + 1)]
        found += [*self.sentences(block), self._blocks[block]]
        rungs = {rung for rung in found if rung[0] <= start and rung[1] >= end and rung[0] < rung[1]}
        return sorted(rungs, key=lambda rung: (rung[1] - rung[0], rung))

    def expand(self, start: int, end: int) -> Stretch:
        """Return the next rung that is larger than `start:end`, or the same where there is none."""
        return next((rung for rung in self.rungs(start, end) if rung[1] - rung[0] > end - start), (start, end))

    def quoted(self, block: int) -> list[Stretch]:
        """Return the offsets of the opening and closing mark of each quoted stretch of a block, inner ones first."""
        found: list[Stretch] = []
        stack: list[tuple[str, int]] = []
        start, end = self._blocks[block]
        for i in range(start, end):
            char = self._text[i]
            if char == '"':
                if any(mark == '"' for mark, _ in stack):
                    while stack:
                        mark, opened = stack.pop()
                        if mark == '"':
                            found.append((opened, i))
                            break
                else:
                    stack.append((char, i))
            elif char in _OPENING:
                stack.append((char, i))
            elif char in _CLOSING and not self._is_apostrophe(i, start, end):
                wanted = _OPENING[_CLOSING.index(char)]
                if stack and stack[-1][0] == wanted:
                    found.append((stack.pop()[1], i))
        return found

    def _is_apostrophe(self, i: int, start: int, end: int) -> bool:
        return (
            self._text[i] == "\u2019"
            and start < i < end - 1
            and self._text[i - 1].isalnum()
            and self._text[i + 1].isalnum()
        )

    def _word_rung(self, start: int, end: int, block: int) -> Stretch:
        tokens = [token for token in self.tokens(block) if token[1] > start and token[0] < max(end, start + 1)]
        return (tokens[0][0], tokens[-1][1]) if tokens else (start, end)

    def _capitalised(self, start: int, end: int, block: int) -> Stretch:
        """Return the longest run of capitalised words around `start:end`, small words within it taken in."""
        words = [token for token in self.tokens(block) if self.is_word(token)]
        i = bisect_right(words, (start, len(self._text))) - 1
        if i < 0 or words[i][1] <= start or not self._text[words[i][0]].isupper():
            return start, end
        first = last = i
        while (j := self._capitalised_neighbour(words, first, -1)) is not None:
            first = j
        while (j := self._capitalised_neighbour(words, last, 1)) is not None:
            last = j
        return words[first][0], words[last][1]

    def _capitalised_neighbour(self, words: Sequence[Stretch], i: int, step: int) -> int | None:
        """Return the next capitalised word in a direction, if nothing but a blank or small words lie between."""
        for j in (i + step, i + 2 * step, i + 3 * step):
            if not 0 <= j < len(words):
                return None
            a, b = sorted((i, j))
            if self._text[words[j][0]].isupper():
                between = self._text[words[a][1] : words[b][0]]
                return j if _CAPITALISED_GAP.fullmatch(between) else None
        return None

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
