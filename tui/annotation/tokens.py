"""Words, sentences and paragraphs of a text, as a person moves over them.

Made from the characters alone, so that the desk can move and select before any model has answered. Offsets stay code
points; the table is two arrays, so 100,000 words cost about 2 MB and no garbage collection.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

# Marks that combine with the letter before them; `re` does not count them as word characters.
_MARK = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_LETTER = rf"[^\W_][{_MARK}]*"
_CLITIC = r"[’'](?:s|S|re|ve|ll|d|m)(?![^\W_])"
_TOKEN = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}"  # U.S.
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?![^\W_])"  # 1,000.5  8:30  20th  1990s
    rf"|{_CLITIC}"  # Berg's
    rf"|(?:{_LETTER})+(?:(?!{_CLITIC})[’'](?:{_LETTER})+)*"  # O'Brien
    rf"|\S[{_MARK}\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d\S[\ufe0f\U0001f3fb-\U0001f3ff]*)*"  # one emoji
)
_WORD = re.compile(r"[^\W_]")
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*(?:\n(?!\s*\n)[^\n]*\S[^\n]*)*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Capt|Lt|Sgt|Sen|Rep|Gov|Rev|Jr|Sr|No|vs|etc|Inc|Ltd|Co|Corp|Jan|Feb|Mar|Apr|Jun|"
    r"Jul|Aug|Sept?|Oct|Nov|Dec)|\b[^\W\d_])\.$"
)
_SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\W_a-z]|\s*\Z)|\n")


def word_set(words: str) -> frozenset[str]:
    """Return the words of a list written as one text."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text: `starts[i]:ends[i]` is token i. Clitics ("'s") and punctuation are tokens of their own."""

    text: str
    starts: "array[int]"
    ends: "array[int]"

    @classmethod
    def of(cls, text: str) -> "Tokens":
        """Cut `text` into tokens. White space belongs to none."""
        starts, ends = array("L"), array("L")
        for match in _TOKEN.finditer(text):
            starts.append(match.start())
            ends.append(match.end())
        return cls(text, starts, ends)

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, i: int) -> tuple[int, int]:
        """Return the offsets of token `i`."""
        return self.starts[i], self.ends[i]

    def is_word(self, i: int) -> bool:
        """Whether token `i` has a letter or a digit in it, and is not a clitic."""
        start, end = self.span(i)
        return bool(_WORD.search(self.text, start, end)) and self.text[start] not in "’'"

    def is_capitalised(self, i: int) -> bool:
        """Whether token `i` starts with a capital or title-case letter."""
        return self.text[self.starts[i]].isupper() or self.text[self.starts[i]].istitle()

    def at(self, offset: int) -> int:
        """Return the token at `offset`, else the next one, else the last one (-1 where there are none)."""
        i = bisect_right(self.ends, offset)
        return min(i, len(self) - 1)

    def inside(self, start: int, end: int) -> range:
        """Return the tokens that share a character with `start:end`."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def word_after(self, offset: int) -> tuple[int, int] | None:
        """Return the first word that starts after `offset`."""
        for i in range(bisect_right(self.starts, offset), len(self)):
            if self.is_word(i):
                return self.span(i)
        return None

    def word_before(self, offset: int) -> tuple[int, int] | None:
        """Return the last word that starts before `offset`."""
        for i in range(bisect_left(self.starts, offset) - 1, -1, -1):
            if self.is_word(i):
                return self.span(i)
        return None

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """The stretches between blank lines."""
        return [match.span() for match in _PARAGRAPH.finditer(self.text)]

    def paragraph(self, offset: int) -> tuple[int, int]:
        """Return the paragraph at `offset`, or the one before it between two paragraphs."""
        i = bisect_right(self.paragraphs, (offset, len(self.text))) - 1
        return self.paragraphs[max(i, 0)] if self.paragraphs else (0, len(self.text))

    def sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        """Cut the paragraph `start:end` at full stops that end a sentence; abbreviations and initials do not."""
        found, position = [], start
        for match in _SENTENCE_END.finditer(self.text, start, end):
            stop = match.end()
            if _ABBREVIATION.search(self.text, max(position, match.start() - 6), match.start() + 1):
                continue
            if self.text[position:stop].strip():
                found.append((position, stop))
            position = stop
            while position < end and self.text[position].isspace():
                position += 1
        if self.text[position:end].strip():
            found.append((position, end))
        return found

    def sentence(self, offset: int) -> tuple[int, int]:
        """Return the sentence at `offset`, or the last one that starts before it in its paragraph."""
        start, end = self.paragraph(offset)
        sentences = self.sentences(start, end)
        i = bisect_right(sentences, (offset, len(self.text))) - 1
        return sentences[max(i, 0)] if sentences else (start, end)
