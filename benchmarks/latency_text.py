"""The made-up texts on which the desk is timed beside SLATE: the same words and spans in the form that each reads."""

import random
from dataclasses import dataclass
from pathlib import Path

from tui.gold import Project, Session, Store
from tui.model import Article, Block, BlockKind, Entity, Layer, Predictions, Provenance, Quote, QuoteKind

_VOCABULARY = (
    "the harbour council meets again on Monday to hear what residents think of a plan that would move the evening"
    " ferry from the north pier and close an old customs house while builders repair its roof and two schools wait for"
    " news about buses costs money people say they want answers before winter because storms often stop every boat"
)
VOCABULARY = _VOCABULARY.split()
NAMES = ("Ada Brook", "Northline", "Kellington", "Sorrel Island", "Tomas Lund", "Harbour Trust")
READY = "ZZREADY"
"""The first word of every text."""


@dataclass(frozen=True)
class Sample:
    """A text in paragraphs, and spans as (first token, last token, paragraph), tokens being parted by blanks."""

    paragraphs: list[list[str]]
    spans: list[tuple[int, int, int]]

    @classmethod
    def of(cls, words: int, *, seed: int = 11) -> "Sample":
        """Return a text of `words` words with 5 spans per 100."""
        rng = random.Random(seed)
        paragraphs: list[list[str]] = []
        left = words
        while left > 0:
            size = min(left, rng.randint(20, 100))
            tokens = [READY] if not paragraphs else []
            while len(tokens) < size:
                tokens += rng.choice(NAMES).split() if rng.random() < 0.05 else [rng.choice(VOCABULARY)]
            paragraphs.append(tokens[:size])
            left -= size
        spans = []
        for p, tokens in enumerate(paragraphs):
            for first in range(1, len(tokens), 20):
                length = rng.choice((0, 1, 1, 2, 12))
                spans.append((first, min(len(tokens) - 1, first + length), p))
        return cls(paragraphs, spans)

    @property
    def text(self) -> str:
        """The paragraphs, one a line."""
        return "\n".join(" ".join(tokens) for tokens in self.paragraphs)

    def article(self) -> Article:
        """The text as an article: every paragraph is kept."""
        blocks, at = [], 0
        for tokens in self.paragraphs:
            end = at + len(" ".join(tokens))
            blocks.append(Block(at, end, BlockKind.BODY, True, "made up"))
            at = end + 1
        return Article("text", self.text, tuple(blocks))

    def predictions(self, article: Article) -> Predictions:
        """The spans as suggestions: long ones as quotations, the others as entities."""
        entities, quotes = [], []
        for n, (first, last, p) in enumerate(self.spans):
            tokens, start = self.paragraphs[p], article.blocks[p].start
            start += sum(len(token) + 1 for token in tokens[:first])
            span = article.span(start, start + len(" ".join(tokens[first : last + 1])))
            if last - first > 5:
                quotes.append(Quote(f"q{n}", QuoteKind.INDIRECT, (span,)))
            else:
                entities.append(Entity(f"e{n}", span, "ORG"))
        by = dict.fromkeys((Layer.ENTITIES, Layer.QUOTES), Provenance("made-up", "1"))
        return Predictions(article.text_sha256, by, tuple(entities), tuple(quotes))

    def slate_annotations(self) -> str:
        """The spans in SLATE's format: (line, token) pairs and a label."""
        lines = []
        for first, last, p in self.spans:
            span = f"({p}, {first})" if first == last else f"(({p}, {first}), ({p}, {last}))"
            lines.append(f"{span} - label:{'s' if last - first > 5 else 'a'}\n")
        return "".join(lines)


def make_project(sample: Sample, root: Path) -> None:
    """Make a project of the sample's article, with its spans as suggestions."""
    project = Project.create(root)
    store = Store(project)
    article = sample.article()
    store.add(article, "benchmark")
    Session(store, article.id, "benchmark").do(
        "suggest", by="made-up@1", predictions=sample.predictions(article).as_json()
    )
