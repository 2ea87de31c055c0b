"""Gold articles for the tests of formats: one written by hand with everything in it, and drawn ones."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from tui.annotation import Label, LayerState, Status
from tui.cleaning import as_is
from tui.gold import GoldArticle, Review, Texts
from tui.gold.formats import Format, Losses, Terms, Writing, default_writing, read_format, write_format
from tui.model import (
    Article,
    Block,
    BlockKind,
    Cluster,
    Entity,
    Layer,
    Provenance,
    Quote,
    QuoteKind,
    Source,
    Span,
    Speaker,
)

WHEN = "2026-01-05T09:00:00.000Z"
TERMS = Terms("eve", "2026-02-02T10:00:00.000Z", "test")

TEXT = (
    "Harbour 🎉 opens\n\n“We won 🎉🎉,” said Zoë O’Neil of the Bank of Éire 👩‍🚀, “it’s over.”\n\n"
    "東京のベルクさん met Bob Ray.\n\nPhoto: A. Nyström"
)


def span(piece: str, text: str = TEXT) -> Span:
    """Return the first occurrence of a piece of text."""
    start = text.index(piece)
    return Span.of(text, start, start + len(piece))


def article() -> Article:
    """Return an article with a title, two body blocks and a credit."""
    kinds = (BlockKind.TITLE, BlockKind.BODY, BlockKind.BODY, BlockKind.CREDIT)
    blocks, start = [], 0
    for kind, part in zip(kinds, TEXT.split("\n\n"), strict=True):
        blocks.append(Block(start, start + len(part), kind, kind is BlockKind.BODY, f"rule:{kind}", 0.75, ("short",)))
        start += len(part) + 2
    return Article("harbour", TEXT, tuple(blocks), Source(url="https://example.org/harbour", author="Ada"), "en")


def full_gold() -> GoldArticle:
    """Return gold with nested, crossing and corrected entities, a split quote, clusters, notes and a rejection."""
    by = {"by": "ann", "created": WHEN, "modified": WHEN}
    zoe, bank, eire, bob = span("Zoë O’Neil"), span("Bank of Éire"), span("Éire"), span("Bob Ray")
    crossing = span("Neil of the Bank")
    entities = [
        Label("e2.1", Entity("e2.1", zoe, "PERSON", "c2.1"), Status.CORRECTED,
              Entity("e2.1", span("O’Neil"), "ORG", None, 0.62), "names@1+sm@3.8.0", note="a 🎉 note", **by),
        Label("e2.2", Entity("e2.2", bank, "ORG"), Status.ACCEPTED, Entity("e2.2", bank, "ORG", None, 0.5),
              "names@1+sm@3.8.0", **by),
        Label("e2.3", Entity("e2.3", eire, "GPE"), Status.ADDED, **by),
        Label("e2.4", Entity("e2.4", crossing, "WORK_OF_ART"), Status.ADDED, **by),
        Label("e3.1", Entity("e3.1", bob, "PERSON", "c3.1"), Status.ADDED, **by),
        Label("e3.2", Entity("e3.2", span("ベルク"), "PERSON"), Status.ADDED, **by),
        Label("e2.9", Entity("e2.9", span("Photo"), "ORG"), Status.REJECTED, Entity("e2.9", span("Photo"), "ORG"),
              "names@1+sm@3.8.0", **by),
    ]  # fmt: skip
    quotes = [
        Label("q2.1", Quote("q2.1", QuoteKind.DIRECT, (span("“We won 🎉🎉,”"), span("“it’s over.”")), span("said"),
                            Speaker(zoe, "c2.1")), Status.ADDED, **by),
        Label("q2.2", Quote("q2.2", QuoteKind.INDIRECT, (span("met Bob Ray"),), None, Speaker(span("さん"))),
              Status.ADDED, **by),
        Label("q2.3", Quote("q2.3", QuoteKind.MIXED, (span("🎉 opens"),), None, Speaker(None, "c2.1")), Status.ADDED,
              **by),
    ]  # fmt: skip
    review = Review(
        {Layer.BLOCKS: LayerState.COMPLETE, Layer.ENTITIES: LayerState.COMPLETE, Layer.QUOTES: LayerState.OPEN},
        {Layer.ENTITIES: Provenance("names", "1", "sm", "3.8.0", "0" * 64)}, ("ann",), "news/1",
        {Layer.ENTITIES: ("PERSON", "ORG"), Layer.QUOTES: ("direct",)}, "a look at the photo", flagged=True,
    )  # fmt: skip
    clusters = [Cluster("c2.1", "Zoë O’Neil", "PERSON", ("Ms O’Neil",)), Cluster("c3.1", "Bob Ray")]
    return GoldArticle.of(article(), review, [*entities, *quotes], clusters)


WORDS = st.sampled_from([
    "Bank", "of", "Éire", "Zoe\u0308", "O’Neil’s", "東京", "ベルクさん", "👩‍🚀", "🎉🎉", "said", "“No,”", "it’s",
    "U.S.", "(x)", "=1+1", "a\u0301b", "\u05e9\u05dc\u05d5\u05dd", "naïve", "$5bn", "don't", "'tis", "--", "#1",
    "<b>&amp;", "\\n", "x_y",
])  # fmt: skip
GAPS = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\t", "", ""])
LABELS = st.sampled_from(["PERSON", "ORG", "WORK_OF_ART"])


@st.composite
def golds(draw: st.DrawFn, article_id: str = "drawn") -> GoldArticle:
    """An article with emoji, CJK and combining marks, and labels anywhere in it, inside words too."""
    parts = draw(st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=14))
    text = "".join(word + gap for word, gap in parts).strip()
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 25)).map(lambda at: trimmed_span(text, *at))
    names = st.sampled_from([None, "c2.1", "c2.2"])
    labels: list[Label] = []
    seen = set()
    for n in range(draw(st.integers(0, 5))):
        value = Entity(f"e2.{n}", draw(spans), draw(LABELS), draw(names))
        if (value.span, value.label) not in seen:
            labels.append(signed(draw, value))
        seen.add((value.span, value.label))
    for n in range(draw(st.integers(0, 3))):
        content = apart(sorted(draw(st.lists(spans, min_size=1, max_size=3))))
        cue, mention, cluster = draw(st.none() | spans), draw(st.none() | spans), draw(names)
        speaker = Speaker(mention, cluster) if mention or cluster else None
        value = Quote(f"q2.{n}", draw(st.sampled_from(QuoteKind)), content, cue, speaker)
        if (value.kind, content) not in seen:
            labels.append(signed(draw, value))
        seen.add((value.kind, content))
    article = as_is(text, id=article_id)
    if draw(st.booleans()):
        first = replace(article.blocks[0], kind=BlockKind.TITLE, keep=False, reason="rule:first-line", confidence=0.5)
        article = replace(
            article, blocks=(first, *article.blocks[1:]), lang="de", source=Source(publisher="Example Post")
        )
    layers = {layer: draw(st.sampled_from(LayerState)) for layer in Layer}
    note = draw(st.sampled_from(["", "“later”"]))
    review = Review(layers, {}, ("ann",) if labels else (), "news/1", {Layer.ENTITIES: ("PERSON",)}, note)
    clusters = [Cluster("c2.1", "Zoë, the first", "PERSON", ("Z",)), Cluster("c2.2", text[:5])]
    return GoldArticle.of(article, review, labels, clusters)


def trimmed_span(text: str, start: int, length: int) -> Span:
    """Return a stretch that begins and ends with no white space."""
    end = min(start + length, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span.of(text, start, end) if start < end else Span.of(text, 0, 1)


def apart(spans: list[Span]) -> tuple[Span, ...]:
    """Return the stretches that don't overlap one before them."""
    found: list[Span] = []
    for one in spans:
        if not found or one.start >= found[-1].end:
            found.append(one)
    return tuple(found)


def signed(draw: st.DrawFn, value: Entity | Quote) -> Label:
    """Return a label on the value, accepted, corrected, added or rejected."""
    status = draw(st.sampled_from([Status.ACCEPTED, Status.CORRECTED, Status.ADDED, Status.REJECTED]))
    proposed = None if status is Status.ADDED else value
    if status is Status.CORRECTED:
        kinds = {QuoteKind.DIRECT: QuoteKind.MIXED, QuoteKind.MIXED: QuoteKind.INDIRECT}
        other = {"label": "GPE"} if isinstance(value, Entity) else {"kind": kinds.get(value.kind, QuoteKind.DIRECT),
                                                                    "cue": value.content[0]}  # fmt: skip
        proposed = replace(value, **other)
    note = draw(st.sampled_from(["", "", "a “note”\nof two lines"]))
    return Label(value.id, value, status, proposed, proposed and "names@1", "ann", WHEN, WHEN, note)


def files_of(golds: Iterable[GoldArticle], form: Format, folder: Path, losses: Losses | None = None,
             writing: Writing | None = None) -> Path:  # fmt: skip
    """Write articles in a format under a folder, and return the path to read them from."""
    path = folder / "out" if form.folder else folder / f"out{form.ending}"
    if form.folder:
        path.mkdir()
    else:
        path.write_bytes(b"")
    for name, blob in write_format(golds, form, writing or default_writing(), losses or Losses()):
        with (path / name if form.folder else path).open("ab") as stream:
            stream.write(blob)
    return path


def back_from(path: Path, form: Format, golds: Iterable[GoldArticle], losses: Losses | None = None,
              terms: Terms = TERMS) -> list[GoldArticle]:  # fmt: skip
    """Read a file in a format, whose texts are those of the articles."""
    texts = Texts((gold.article for gold in golds), "here")
    return read_format(path, form, terms, losses or Losses(), texts=texts)
