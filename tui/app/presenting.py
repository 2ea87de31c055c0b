"""The labels of an article, and what is looked for in it, as highlights of the article view."""

from collections.abc import Callable, Iterable

from tui.annotation import Label, Status
from tui.app.view_model import Highlight, HighlightLayer, HighlightState
from tui.model import Entity, Span
from tui.model.scheme import Scheme

_SHORT = 40  # characters of a difference that is filled as a whole
# A scheme may name more colours than people tell apart on one screen: each goes to the nearest hue of the themes.
_HUES = {
    "violet": "purple", "teal": "sky", "pink": "purple", "cyan": "sky", "brown": "olive", "lime": "olive",
    "indigo": "blue", "magenta": "purple", "gold": "yellow",
}  # fmt: skip


def hue(colour: str) -> str:
    """Return the hue of the themes that stands for a colour of a label scheme."""
    return _HUES.get(colour, colour)


def highlights(labels: Iterable[Label], scheme: Scheme) -> list[Highlight]:
    """Return the highlights of labels: an entity's span, a quote's pieces, its cue and its speaker."""
    found: list[Highlight] = []
    for label in labels:
        found += _of(label, scheme)
    return found


def _of(label: Label, scheme: Scheme) -> list[Highlight]:
    kind = scheme.by_name.get((label.layer, label.name))
    tag, colour = (kind.tag, hue(kind.colour)) if kind else ("?", "grey")
    state = HighlightState(label.status.value)

    def mark(span: Span, layer: HighlightLayer, *, shown_tag: str = "") -> Highlight:
        return Highlight(label.id, span.start, span.end, layer, label.name, shown_tag, colour, state)

    if isinstance(label.value, Entity):
        return [mark(label.value.span, HighlightLayer.ENTITY, shown_tag=tag)]
    quote = label.value
    pieces = [mark(span, HighlightLayer.QUOTE, shown_tag=tag if i == 0 else "") for i, span in enumerate(quote.content)]
    if label.status is Status.REJECTED:
        return pieces
    if quote.cue is not None:
        pieces.append(mark(quote.cue, HighlightLayer.CUE))
    if quote.speaker is not None and quote.speaker.mention is not None:
        pieces.append(mark(quote.speaker.mention, HighlightLayer.SPEAKER))
    return pieces


def hit_highlights(hits: Iterable[tuple[int, int]]) -> list[Highlight]:
    """Return the highlights of search hits."""
    return [Highlight(f"hit:{start}", start, end, HighlightLayer.SEARCH) for start, end in hits]


def difference_highlights(start: int, end: int, token_at: Callable[[int], tuple[int, int]]) -> list[Highlight]:
    """Return the highlights of a stretch on which two sides differ: in a long one its first and last word stand out.

    A whole quotation in a colour of its own would hide what is said in it.
    """
    name = f"difference:{start}:{end}"
    if end - start <= _SHORT:
        return [Highlight(name, start, end, HighlightLayer.DIFFERENCE)]
    first, last = max(start + 1, token_at(start)[1]), min(end - 1, token_at(end - 1)[0])
    return [
        Highlight(name, start, min(first, end), HighlightLayer.DIFFERENCE),
        Highlight(name, start, end, HighlightLayer.WITHIN),
        Highlight(name, max(last, start), end, HighlightLayer.DIFFERENCE),
    ]
