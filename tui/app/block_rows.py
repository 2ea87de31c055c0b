"""The blocks of an article as the rows that the article view shows."""

from collections.abc import Iterable, Set

from tui.app.view_model import Row, RowStyle
from tui.model import Block, BlockKind

_STYLES = {
    BlockKind.TITLE: RowStyle.TITLE,
    BlockKind.SUBTITLE: RowStyle.SUBTITLE,
    BlockKind.SUBHEADING: RowStyle.SUBHEADING,
    BlockKind.LIST_ITEM: RowStyle.LIST_ITEM,
    BlockKind.BLOCK_QUOTE: RowStyle.QUOTE,
    BlockKind.PULL_QUOTE: RowStyle.QUOTE,
}


def rows(blocks: Iterable[Block], text: str, opened: Set[int] = frozenset()) -> list[Row]:
    """Return a row for each block, in order: dropped ones folded to a line unless their start is in `opened`."""
    return [_row(block, text, block.start in opened) for block in sorted(blocks, key=lambda block: block.start)]


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
