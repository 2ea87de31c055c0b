"""What each side of a difference says, in words for a panel or a line of output."""

from tui.annotation.difference import Difference, Disagreement, Side, Value, pieces
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
_AROUND = 4
"""Words that both sides have which are told beside where they differ."""


def class_name(layer: Layer, what: Disagreement) -> str:
    """Return the class of a difference with its layer: "entity: label"."""
    return f"{_SINGULAR[layer]}: {NAMES[what]}"


def in_short(difference: Difference, value: Value | None, side: Side, text: str, most: int = _LONG) -> str:
    """Return in one line what a side says in the point at which the sides differ; `text` is the article's.

    What both sides have in common is left out where it is long, and of what is still longer than `most` the middle.
    """
    if value is None:
        return NOTHING
    if isinstance(value, tuple):
        return ", ".join(
            f"{block.kind.value} {'kept' if block.keep else 'dropped'}: {_shortened(text[block.start : block.end], 40)}"
            for block in value
        )
    if isinstance(value, Entity):
        who = side.name_of(value.cluster)
        content = _content(difference, value, most)
        return who or "nobody" if difference.what is Disagreement.LINK else f"{value.label} {content}"
    points = {
        Disagreement.KIND: value.kind.value,
        Disagreement.CUE: value.cue.text if value.cue else "no cue",
        Disagreement.SPEAKER: _speaker(value, side),
    }
    return points.get(difference.what, f"{value.kind.value} {_content(difference, value, most)}")


def in_full(difference: Difference, value: Value | None, side: Side, text: str) -> list[str]:
    """Return in lines all that a side says there; of a quote the point at which the sides differ has a mark."""
    if not isinstance(value, Quote):
        return [in_short(difference, value, side, text)]
    lines = {
        Disagreement.KIND: f"{value.kind.value} quote",
        Disagreement.EDGES: _content(difference, value, _LONG),
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


def _content(difference: Difference, value: Entity | Quote, most: int) -> str:
    words = _words(value)
    other = difference.second if value is difference.first else difference.first
    if isinstance(other, Entity | Quote) and difference.what in (Disagreement.EDGES, Disagreement.LABEL_AND_EDGES):
        words = _apart(words, _words(other))
    return _shortened(" ".join(words), most)


def _words(value: Entity | Quote) -> list[str]:
    return " … ".join(piece.text for piece in pieces(value)).split()


def _apart(words: list[str], others: list[str]) -> list[str]:
    """Return `words` with no more than a few of those that it begins with, or ends with, like `others`."""
    before = _common(words, others)
    behind = _common(words[before:][::-1], others[before:][::-1])
    first, last = words[:before], words[len(words) - behind :]
    if len(first) > _AROUND + 1:
        first = ["…", *first[-_AROUND:]]
    if len(last) > _AROUND + 1:
        last = [*last[:_AROUND], "…"]
    return [*first, *words[before : len(words) - behind], *last]


def _common(words: list[str], others: list[str]) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(words, others, strict=False)) if a != b), min(len(words), len(others))
    )


def _shortened(text: str, most: int = _LONG) -> str:
    """Return a text on one line, without its middle where it is too long."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    ahead = (most - 1) * 2 // 3
    return f"{text[:ahead].rstrip()} … {text[ahead + 3 - most :].lstrip()}"
