"""From the kept text, which extractors see, to offsets in the whole text of an article."""

from collections.abc import Iterator

from tui.model import Candidate, Entity, KeptText, Predictions, Quote, Span, trimmed


def in_whole(predictions: Predictions, kept: KeptText) -> Predictions:
    """Return `predictions` made on `kept.text` with offsets into the whole text.

    A span that runs on into the next block is cut at the end of its own; what has nothing left is dropped.
    """

    def cut(span: Span | None) -> Span | None:
        if span is None:
            return None
        return next(_pieces(span, kept), None)

    entities = [
        Entity(e.id, span, e.label, e.cluster, e.score, e.changes)
        for e in predictions.entities
        if (span := cut(e.span)) is not None
    ]
    candidates = [
        Candidate(span, c.layer, c.reason) for c in predictions.candidates if (span := cut(c.span)) is not None
    ]
    quotes: list[Quote] = []
    for quote in predictions.quotes:
        content = tuple(piece for span in quote.content for piece in _pieces(span, kept))
        if not content:
            continue
        speaker = quote.speaker
        if speaker is not None and speaker.mention is not None:
            mention = cut(speaker.mention)
            speaker = type(speaker)(mention, speaker.cluster) if mention or speaker.cluster else None
        quotes.append(Quote(quote.id, quote.kind, content, cut(quote.cue), speaker, quote.how, quote.score))
    return Predictions(
        predictions.text_sha256, predictions.by, tuple(entities), tuple(quotes), predictions.clusters,
        tuple(candidates),
    )  # fmt: skip


def _pieces(span: Span, kept: KeptText) -> Iterator[Span]:
    """Yield the parts of `span` (of the kept text) that lie in one block each, with offsets of the whole."""
    if (whole := kept.to_whole(span.start, span.end)) is not None:
        yield whole
        return
    for start, length in zip(kept.kept_starts, kept.lengths, strict=True):
        if start < span.end and span.start < start + length:
            part = trimmed(kept.text, max(span.start, start), min(span.end, start + length))
            if part[0] < part[1] and (whole := kept.to_whole(*part)) is not None:
                yield whole
