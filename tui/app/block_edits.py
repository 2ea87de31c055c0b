"""What changes blocks: keep or drop, the kind, the title, where one ends. No offset moves, and no label is lost."""

from collections.abc import Callable

from tui.annotation.same_lines import block_edit, same_lines
from tui.app.doing import RefusedError
from tui.app.editor import Editor
from tui.model import Block, BlockKind

KEPT_KINDS = frozenset({BlockKind.BODY, BlockKind.SUBHEADING, BlockKind.LIST_ITEM, BlockKind.BLOCK_QUOTE})
"""Kinds that say that a block is part of the body."""

_CLUTTER = frozenset({
    BlockKind.RELATED, BlockKind.NEWSLETTER, BlockKind.SUBSCRIPTION, BlockKind.PROMO, BlockKind.WIDGET,
    BlockKind.SHARE, BlockKind.COMMENTS, BlockKind.AD, BlockKind.CONSENT, BlockKind.NAVIGATION, BlockKind.FOOTER,
    BlockKind.REPEATED, BlockKind.OTHER,
})  # fmt: skip
"""Kinds that no part of a body has: a block that is kept is none of these. A caption that is kept stays a caption."""

DOUBTFUL = 0.8
"""Confidence below which a verdict of the cleaner is worth a look."""


def in_doubt(block: Block) -> bool:
    """Whether the cleaner was not sure of the block, and nobody has decided since."""
    return block.confidence is not None and block.confidence < DOUBTFUL


def decided(block: Block) -> bool:
    """Whether a person decided what the block is."""
    return block.reason.startswith("person:")


def kind_when(block: Block, *, keep: bool) -> BlockKind:
    """Return the kind that a block has when it is kept or dropped: its own, unless that contradicts the verdict."""
    if keep:
        return BlockKind.BODY if block.kind in _CLUTTER else block.kind
    return BlockKind.OTHER if block.kind in KEPT_KINDS else block.kind


def kept_as(kind: BlockKind, *, now: bool) -> bool:
    """Return whether what is kept (`now`) or not is kept as a `kind`: most kinds decide that, few leave it as it is."""
    return kind in KEPT_KINDS or (now and kind not in _CLUTTER and kind is not BlockKind.TITLE)


class BlockEdits(Editor):
    """An editor that edits the block at the cursor. `edited_block` is where the last edit was, if it was of a block.

    `last` is the last edit of a label or a block, for `repeat`: it does the same to what it finds at the cursor or in
    the focus then.
    """

    PLACE = (*Editor.PLACE, "edited_block", "last")

    edited_block: int | None = None
    last: Callable[[], None] | None = None

    @property
    def block(self) -> Block:
        """The block at the cursor, or the last one before it. Raises `RefusedError` in an article without blocks."""
        before = [start for start in self.state.blocks if start <= self.cursor]
        if not before:
            raise RefusedError("there is no block here")
        return self.state.blocks[max(before)]

    def block_keep(self) -> None:
        """Keep the block at the cursor, or drop it."""
        block = self.block
        self._decide(block, keep=not block.keep)

    def keep_block(self, *, keep: bool) -> None:
        """Keep the block at the cursor, or drop it, and say so even where the cleaner had decided the same."""
        block = self.block
        if block.keep is not keep or not decided(block):
            self._decide(block, keep=keep)

    def _decide(self, block: Block, *, keep: bool) -> None:
        kind = kind_when(block, keep=keep)
        self.do("set_block", start=block.start, keep=keep, **({} if kind is block.kind else {"kind": kind.value}))
        self.last = lambda: self.keep_block(keep=keep)
        self.selection, self.anchor = None, None
        self._edited(block.start)

    def _edited(self, start: int) -> None:
        self.cursor = self.edited_block = start

    def set_block_kind(self, kind: str) -> None:
        """Say what the block at the cursor is; with that it is kept or dropped where the kind leaves no choice."""
        block = self.block
        if kind == BlockKind.TITLE:
            self.make_title()
            return
        self.do("set_block", start=block.start, keep=kept_as(BlockKind(kind), now=block.keep), kind=kind)
        self.last = lambda: self.set_block_kind(kind)
        self.edited_block = block.start

    def give_kind(self, kind: BlockKind) -> None:
        """Say what the block at the cursor is, and with that whether it is part of the body."""
        block = self.block
        self.do("set_block", start=block.start, keep=kind in KEPT_KINDS, kind=kind.value)
        self.last = lambda: self.give_kind(kind)
        self._edited(block.start)

    def make_title(self) -> None:
        """Make the block at the cursor the title; the block that was the title becomes clutter. One step."""
        block = self.block
        if block.kind is BlockKind.TITLE:
            raise RefusedError("this is the title already")
        titles = [other for other in self.state.blocks.values() if other.kind is BlockKind.TITLE]
        none = {"keep": False, "kind": BlockKind.OTHER.value}
        edits = [{"do": "set_block", "args": {"start": other.start, **none}} for other in titles]
        new = {"start": block.start, "keep": False, "kind": BlockKind.TITLE.value}
        self.do("batch", edits=[*edits, {"do": "set_block", "args": new}])
        self.last = self.make_title
        self._edited(block.start)

    def split_block(self) -> None:
        """Split the block before the word at the cursor."""
        self.split_block_at(self.motion.token_at(self.cursor)[0])
        self.last = self.split_block

    def split_block_at(self, offset: int) -> None:
        """Split the block at the cursor before `offset`."""
        self.do("split_block", start=self.block.start, at=offset)

    def join_blocks(self) -> None:
        """Join the block at the cursor with the one after it."""
        start = self.block.start
        self.do("join_blocks", start=start)
        self.last = self.join_blocks
        self.cursor = start

    # The same line elsewhere

    @property
    def decided_block(self) -> Block:
        """The block whose verdict goes to the same lines: the one here, or the one before that was just decided.

        A verdict goes on to the next block, so that the one it was given to stands before the cursor. Raises
        `RefusedError` where neither was decided by a person.
        """
        here = self.block
        if decided(here):
            return here
        before = max((start for start in self.state.blocks if start < here.start), default=None)
        if before is None or before != self.edited_block or not decided(self.state.blocks[before]):
            raise RefusedError("decide the block first (keep, drop or a kind): that goes to the same line elsewhere")
        return self.state.blocks[before]

    def same_lines(self, block: Block) -> list[Block]:
        """Return the other blocks of the article with the line of `block` and another verdict."""
        return same_lines(self.state, block)

    def decide_same_lines(self, block: Block) -> int:
        """Give the verdict on `block` to the same lines of the article; return how many that are."""
        others = self.same_lines(block)
        self.do("batch", edits=[block_edit(other.start, block) for other in others])
        return len(others)
