"""A parsed article as plain lists, and the few questions that the quote rules ask of a parse.

spaCy tokens are views made anew at each access; the rules look at every token several times, so the attributes they
need are read once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property

from spacy.tokens import Doc


class Parse:
    """The parse of a `Doc`: one list an attribute, indexed by token.

    The parser knows no paragraphs, and now and then makes a clause of one the complement of a verb in the next; arcs
    between paragraphs are cut, so that a token's head lies in its own paragraph (a root is its own head).
    """

    def __init__(self, doc: Doc, paragraphs: Sequence[tuple[int, int]]) -> None:
        self.doc = doc
        self.text = doc.text
        tokens = list(doc)
        self.words = [t.text for t in tokens]
        self.lemmas = [t.lemma_.lower() for t in tokens]
        self.tags = [t.tag_ for t in tokens]
        self.pos = [t.pos_ for t in tokens]
        self.deps = [t.dep_ for t in tokens]
        self.starts = [t.idx for t in tokens]
        self.ends = [start + len(word) for start, word in zip(self.starts, self.words, strict=True)]
        self.heads = [t.head.i for t in tokens]
        self._bounds: list[range] = [range(i, i + 1) for i in range(len(self.words))]
        self._cut_between(paragraphs)

    def _cut_between(self, paragraphs: Sequence[tuple[int, int]]) -> None:
        for start, end in paragraphs:
            tokens = self.tokens(start, end)
            for i in tokens:
                self._bounds[i] = tokens
                if self.heads[i] not in tokens:
                    self.heads[i] = i

    @cached_property
    def children(self) -> list[list[int]]:
        """The dependents of each token, left to right."""
        children: list[list[int]] = [[] for _ in self.heads]
        for i, head in enumerate(self.heads):
            if head != i:
                children[head].append(i)
        return children

    def __len__(self) -> int:
        return len(self.words)

    def tokens(self, start: int, end: int) -> range:
        """Return the tokens that share a character with `text[start:end]`."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def child(self, i: int, *deps: str) -> int | None:
        """Return the first dependent of `i` with one of `deps`."""
        return next((c for c in self.children[i] if self.deps[c] in deps), None)

    def is_verb(self, i: int) -> bool:
        """Return whether token `i` is a verb form."""
        return self.tags[i].startswith("VB")

    def subtree(self, i: int) -> tuple[int, int]:
        """Return first token and the one after the last token under `i`, within its paragraph."""
        token, bounds = self.doc[i], self._bounds[i]
        return max(token.left_edge.i, bounds.start), min(token.right_edge.i + 1, bounds.stop)

    def ancestors(self, tokens: range) -> set[int]:
        """Return the tokens that govern the stretch `tokens` from outside."""
        i = next((i for i in tokens if self.heads[i] not in tokens or self.heads[i] == i), None)
        found: set[int] = set()
        while i is not None and self.heads[i] != i and self.heads[i] not in found:
            i = self.heads[i]
            found.add(i)
        return found
