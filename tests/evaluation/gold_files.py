"""Small gold files: invented articles of one sentence, finished by a person."""

from pathlib import Path

from tui.annotation import Label, LayerState, Status
from tui.gold.gold_jsonl import write_gold
from tui.gold.record import GoldArticle, Review
from tui.model import Article, Block, BlockKind, Entity, Layer, Quote, QuoteKind, Source, Speaker

SENTENCES = (
    "Ines Okoro came to Ashford.", "The Harbour Trust paid Ines Okoro.", "Ashford thanked the Harbour Trust.",
    "Ines Okoro left.", "Nobody in Ashford minded.", 'The Harbour Trust said: "We stay."',
)  # fmt: skip
NOW = "2026-01-01T00:00:00.000Z"
LABELS = {"Ines Okoro": "PERSON", "Ashford": "GPE", "Harbour Trust": "ORG"}


def gold_article(number: int, sentence: str, state: LayerState = LayerState.COMPLETE) -> GoldArticle:
    """One sentence of body under a title that names somebody, too."""
    title = "Ines Okoro in the news"
    text = f"{title}\n\n{sentence}"
    start = len(title) + 2
    blocks = (Block(0, len(title), BlockKind.TITLE, False, "first line"),
              Block(start, len(text), BlockKind.BODY, True, "prose"))  # fmt: skip
    article = Article(f"a{number}", text, blocks, Source(publisher="Example Times" if number % 2 else "Example Post"))
    values = []
    for name, label in LABELS.items():
        at = text.find(name, start)
        if at >= 0:
            values.append(Entity(f"e{len(values) + 1}", article.span(at, at + len(name)), label))
    if '"' in sentence:
        said = article.span(text.index('"'), len(text))
        values.append(Quote("q1", QuoteKind.DIRECT, (said,), speaker=Speaker(values[0].span)))
    labels = [Label(v.id, v, Status.ADDED, by="ann", created=NOW, modified=NOW) for v in values]
    review = Review(dict.fromkeys(Layer, state), {}, ("ann",), "news/1", {Layer.ENTITIES: ("PERSON", "GPE", "ORG")})
    return GoldArticle.of(article, review, labels, ())


def write(path: Path, articles: list[GoldArticle]) -> None:
    with path.open("wb") as stream:
        write_gold(articles, stream)
