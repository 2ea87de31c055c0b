"""What each side of a difference says, in words for a panel or a line of output."""

from tui.annotation.compare import Difference, Disagreement, Side, Value
from tui.model import Entity, Layer, Quote

NAMES = {
    Disagreement.ONLY_FIRST: "only on side 1",
    Disagreement.ONLY_SECOND: "only on side 2",
    Disagreement.LABEL: "label",
    Disagreement.EDGES: "edges",
    Disagreement.LABEL_AND_EDGES: "label and edges",
    Disagreement.LINK: "who it is",
    Disagreement.KIND: "kind of quote",
    Disagreement.CUE: "cue",
    Disagreement.SPEAKER: "speaker",
    Disagreement.KEPT: "kept or dropped",
    Disagreement.BLOCK_KIND: "kind of block",
    Disagreement.CUT: "where blocks end",
}
"""Each class of differences, as people read it."""

_SINGULAR = {Layer.BLOCKS: "block", Layer.ENTITIES: "entity", Layer.QUOTES: "quote"}
NOTHING = "nothing here"
_LONG = 160


def class_name(layer: Layer, what: Disagreement) -> str:
    """Return the class of a difference with its layer: "entity: label"."""
    return f"{_SINGULAR[layer]}: {NAMES[what]}"


def in_short(difference: Difference, value: Value | None, side: Side, text: str) -> str:
    """Return in one line what a side says in the point at which the sides differ; `text` is the article's."""
    if value is None:
        return NOTHING
    if isinstance(value, tuple):
        return ", ".join(
            f"{block.kind.value} {'kept' if block.keep else 'dropped'}: {_shortened(text[block.start : block.end], 40)}"
            for block in value
        )
    if isinstance(value, Entity):
        who = side.name_of(value.cluster)
        return who or "nobody" if difference.what is Disagreement.LINK else f"{value.label} {value.span.text}"
    points = {
        Disagreement.KIND: value.kind.value,
        Disagreement.CUE: value.cue.text if value.cue else "no cue",
        Disagreement.SPEAKER: _speaker(value, side),
    }
    return points.get(difference.what, f"{value.kind.value} {_content(value)}")


def in_full(difference: Difference, value: Value | None, side: Side, text: str) -> list[str]:
    """Return in lines all that a side says there; of a quote the point at which the sides differ has a mark."""
    if not isinstance(value, Quote):
        return [in_short(difference, value, side, text)]
    lines = {
        Disagreement.KIND: f"{value.kind.value} quote",
        Disagreement.EDGES: _content(value),
        Disagreement.CUE: f"cue: {value.cue.text if value.cue else 'none'}",
        Disagreement.SPEAKER: f"speaker: {_speaker(value, side)}",
    }
    return [f"▸ {line}" if what is difference.what else f"  {line}" for what, line in lines.items()]


def _speaker(quote: Quote, side: Side) -> str:
    if quote.speaker is None:
        return "nobody"
    name = side.name_of(quote.speaker.cluster)
    mention = quote.speaker.mention.text if quote.speaker.mention else ""
    return f"{mention} ({name})" if name and mention and name != mention else mention or name or "nobody"


def _content(quote: Quote) -> str:
    return _shortened(" … ".join(piece.text for piece in quote.content))


def _shortened(text: str, most: int = _LONG) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
