"""An article's state as what the article view shows: rows for its blocks, highlights for its labels."""

from collections.abc import Callable, Iterable, Set

from tui.annotation import Label, State, Status
from tui.app.view_model import Highlight, HighlightLayer, HighlightState, Row, RowStyle
from tui.model import Block, BlockKind, Entity, Span
from tui.model.scheme import Scheme

_SHORT = 40  # characters of a difference that is filled as a whole
_STYLES = {
    BlockKind.TITLE: RowStyle.TITLE,
    BlockKind.SUBTITLE: RowStyle.SUBTITLE,
    BlockKind.SUBHEADING: RowStyle.SUBHEADING,
    BlockKind.LIST_ITEM: RowStyle.LIST_ITEM,
    BlockKind.BLOCK_QUOTE: RowStyle.QUOTE,
    BlockKind.PULL_QUOTE: RowStyle.QUOTE,
}

# A scheme may name more colours than people tell apart on one screen: each goes to the nearest hue of the themes.
_HUES = {
    "violet": "purple", "teal": "sky", "pink": "purple", "cyan": "sky", "brown": "olive", "lime": "olive",
    "indigo": "blue", "magenta": "purple", "gold": "yellow",
}  # fmt: skip


def hue(colour: str) -> str:
    """Return the hue of the themes that stands for a colour of a label scheme."""
    return _HUES.get(colour, colour)


def rows(state: State, opened: Set[int]) -> list[Row]:
    """Return a row for each block: dropped ones folded to a line unless their start is in `opened`."""
    return [_row(state.blocks[start], state.text, start in opened) for start in sorted(state.blocks)]


def _row(block: Block, text: str, opened: bool) -> Row:
    if not block.dropped:
        return Row(block.start, block.end, _STYLES.get(block.kind, RowStyle.BODY))
    return Row(
        block.start,
        block.end,
        RowStyle.ASIDE,
        folded=not opened,
        fold_label=fold_label(block, text, opened=opened),
    )


def fold_label(block: Block, text: str, *, opened: bool) -> str:
    """Return the dim line of a dropped block: what it is, which rule said so, and how it begins."""
    rule = block.reason.split(":", 1)
    why = f"by {rule[1]}" if rule[0] == "person" else rule[-1].replace("-", " ")
    start = " ".join(text[block.start : block.end].split())[:60]
    kind = block.kind.value.replace("-", " ")
    return f"{kind} · {why}" if opened else f"{kind} · {why} · {start}"


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
