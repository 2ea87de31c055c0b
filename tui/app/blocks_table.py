"""What the blocks view shows of a block: the cells of its row, and the page about it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from rich.text import Text
from textual.content import Content

from tui.annotation import State, Status
from tui.app.block_edits import decided, in_doubt
from tui.model import Block, BlockKind, screen_safe

MARKS = {"kept": "●", "dropped": "○", "title": "◆"}
"""What the first column shows; the colours say the same."""

SELECTED = "\u258c"
"""What stands before the mark of a block that is selected."""

_LONG = 600  # characters of a block's text on the page about it
_LINE = 60  # and of one that is selected with others


def mark(block: Block) -> str:
    """Return the name of the block's mark."""
    return "kept" if block.keep else "title" if block.kind is BlockKind.TITLE else "dropped"


def why(block: Block) -> str:
    """Return who or what decided the block."""
    return f"by {block.reason.removeprefix('person:')}" if decided(block) else block.reason.replace("rule:", "")


def hidden_by_block(state: State) -> dict[int, int]:
    """Return the number of labels that stand in each dropped block, by the block's start."""
    dropped = [block for _, block in sorted(state.blocks.items()) if block.dropped]
    starts = [block.start for block in dropped]
    found: Counter[int] = Counter()
    for label in state.labels.values():
        if label.status is not Status.REJECTED:
            inside: set[int] = set()
            for span in label.spans:
                i = bisect_left(starts, span.end) - 1
                if i >= 0 and dropped[i].end > span.start:
                    inside.add(starts[i])
            found.update(inside)
    return found


def mark_cell(block: Block, *, selected: bool) -> Text:
    """Return the first cell of a block's row: its mark, and a bar where the row is selected, which needs no colour."""
    colour = {"kept": "success", "dropped": "muted", "title": "bold"}[mark(block)]
    return Text.assemble((SELECTED if selected else " ", "bold warning"), (MARKS[mark(block)], colour))


def block_cells(
    block: Block, text: str, width: int, *, wide: bool, hidden: int, selected: bool = False
) -> list[Text]:  # fmt: skip
    """Return the cells of a block's row: mark, kind, confidence, on a wide screen why, and how its text begins."""
    style = {"kept": "", "dropped": "muted", "title": "bold"}[mark(block)]
    sure = "you" if decided(block) else "" if block.confidence is None else f"{block.confidence:.0%}"
    begins = screen_safe(" ".join(text[block.start : min(block.end, block.start + 4 * width)].split()))
    shown = Text(begins, style=style, no_wrap=True, overflow="ellipsis")
    if hidden:
        note = f"{hidden} hidden label{'' if hidden == 1 else 's'}  "
        shown = Text.assemble((note, "warning"), shown, no_wrap=True, overflow="ellipsis")
    shown.truncate(width, overflow="ellipsis")
    reason = [Text(screen_safe(why(block)), style=style, no_wrap=True, overflow="ellipsis")] if wide else []
    doubt = in_doubt(block)
    confidence = Text(f"{sure}?" if doubt else f"{sure} ", justify="right", style="warning" if doubt else "muted")
    kind = Text(block.kind.value.replace("-", " "), style=style)
    return [mark_cell(block, selected=selected), kind, confidence, *reason, shown]


def about_block(block: Block, state: State, hidden: int) -> Content:
    """Return what is known of a block: its verdict, why, what spoke for it, its labels, and its text."""
    sure = "" if block.confidence is None else f"   {block.confidence:.0%} sure"
    head = Content.assemble(
        (block.kind.value.replace("-", " "), "bold"), f"  {mark(block) if mark(block) != 'title' else 'shown above'}",
        (sure, "$warning" if in_doubt(block) else "$muted"), (f"   {screen_safe(why(block))}", "$muted"),
    )  # fmt: skip
    evidence = screen_safe("; ".join(block.evidence))
    kept = f"{_labels(hidden)} in here: kept, hidden while the block is dropped"
    text = screen_safe(" ".join(state.text[block.start : block.end].split()))
    lines = [
        head,
        Content.styled(f"spoke for it: {evidence}", "$muted") if evidence else None,
        Content.styled(kept, "$warning") if hidden else None,
        Content(text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"),
    ]
    return Content("\n").join(line for line in lines if line is not None)


def about_blocks(blocks: Sequence[Block], text: str, hidden: Mapping[int, int]) -> Content:
    """Return what is known of several blocks: how many are kept, of which kinds, and how the outer ones read."""
    kept = sum(block.keep for block in blocks)
    kinds = Counter(block.kind.value.replace("-", " ") for block in blocks)
    labels = sum(hidden.get(block.start, 0) for block in blocks)
    head = Content.assemble(
        (f"{len(blocks)} blocks selected", "bold"), f"   {kept} kept, {len(blocks) - kept} not kept"
    )
    lines = [
        head,
        Content.styled(", ".join(f"{kind} {n}" if n > 1 else kind for kind, n in kinds.most_common()), "$muted"),
        Content.styled(f"{_labels(labels)} in the dropped ones: kept, hidden while they are dropped", "$warning")
        if labels else None,
        *(Content(_first_line(text, block)) for block in (blocks[0], blocks[-1])),
    ]  # fmt: skip
    return Content("\n").join(line for line in lines if line is not None)


def _first_line(text: str, block: Block) -> str:
    begins = screen_safe(" ".join(text[block.start : min(block.end, block.start + _LINE)].split()))
    return f"{begins}…" if block.end - block.start > _LINE else begins


def _labels(n: int) -> str:
    return f"{n} label{'' if n == 1 else 's'}"
