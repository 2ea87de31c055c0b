"""What changes blocks: keep or drop, the kind, the title, where one ends. No offset moves, and no label is lost."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tui.annotation.same_lines import block_edit, same_lines
from tui.app.doing import RefusedError
from tui.app.editor import Editor
from tui.model import Block, BlockKind, CopydeskError

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
    """An editor that edits the block at the cursor, or every one that is selected.

    `edited_blocks` are those that the last edit was of, if it was of blocks, and `edited_block` is the last of them.
    `last` is the last edit of a label or a block, for `repeat`: it does the same to what it finds at the cursor or in
    the focus then, or to as many blocks from the cursor on.
    """

    PLACE = (*Editor.PLACE, "edited_block", "edited_blocks", "last", "block_anchor")

    edited_block: int | None = None
    edited_blocks: tuple[int, ...] = ()
    last: Callable[[], None] | None = None
    block_anchor: int | None = None
    """Where the selection of blocks began, which reaches to the block at the cursor; None where none is selected."""

    @property
    def block(self) -> Block:
        """The block at the cursor, or the last one before it. Raises `RefusedError` in an article without blocks."""
        before = [start for start in self.state.blocks if start <= self.cursor]
        if not before:
            raise RefusedError("there is no block here")
        return self.state.blocks[max(before)]

    @property
    def blocks_at_hand(self) -> list[Block]:
        """The selected blocks in their order, or the one at the cursor. Raises `RefusedError` as `block` does."""
        here = self.block
        if self.block_anchor is None:
            return [here]
        low, high = sorted((self.block_anchor, here.start))
        return [block for start, block in sorted(self.state.blocks.items()) if low <= start <= high]

    def one_block(self, what: str) -> Block:
        """Return the block at hand. Raises `RefusedError` where several are selected: `what` needs one."""
        blocks = self.blocks_at_hand
        if len(blocks) > 1:
            raise RefusedError(
                f"{what} needs one block, and {len(blocks)} are selected: {{leave}} leaves the selection"
            )
        return blocks[0]

    def select_blocks(self, many: int) -> None:
        """Select so many blocks from the one at the cursor on, or as many as there are."""
        start = self.block.start
        after = [other for other in sorted(self.state.blocks) if other >= start]
        self.block_anchor, self.cursor = start, after[:many][-1]

    def on_blocks(self, many: int, edit: Callable[[], object]) -> None:
        """Run an edit on so many blocks from the one at the cursor on."""
        cursor = self.cursor
        self.select_blocks(many)
        try:
            edit()
        except CopydeskError:
            self.block_anchor, self.cursor = None, cursor
            raise
        self.block_anchor = None

    def _did_to(self, blocks: Sequence[Block], edit: Callable[[], None]) -> None:
        """Remember what was done to blocks, and where; end the selection of several, and go to the last of them."""
        self._remember(len(blocks), edit)
        self.edited_block, self.edited_blocks = blocks[-1].start, tuple(block.start for block in blocks)
        if self.block_anchor is not None:
            self.block_anchor, self.cursor = None, blocks[-1].start

    def _remember(self, many: int, edit: Callable[[], None]) -> None:
        """Have `repeat` do an edit again: to what is selected then, else to as many blocks from the cursor on."""

        def again() -> None:
            if many > 1 and self.block_anchor is None:
                self.on_blocks(many, edit)
            else:
                edit()

        self.last = again

    def _set(self, made: Sequence[Mapping[str, Any]]) -> None:
        """Set blocks, several of them as one step."""
        if len(made) == 1:
            self.do("set_block", **made[0])
        elif made:
            self.do("batch", edits=[{"do": "set_block", "args": args} for args in made])

    def block_keep(self) -> None:
        """Keep the block at the cursor, or drop it; all that are selected become what it becomes."""
        self._decide(self.blocks_at_hand, keep=not self.block.keep)

    def keep_block(self, *, keep: bool) -> None:
        """Keep what is at hand, or drop it, and say so even where the cleaner had decided the same."""
        self._decide(self.blocks_at_hand, keep=keep, but_decided=True)

    def _decide(self, blocks: Sequence[Block], *, keep: bool, but_decided: bool = False) -> None:
        made: list[Mapping[str, Any]] = []
        for block in blocks:
            if not (but_decided and block.keep is keep and decided(block)):
                kind = kind_when(block, keep=keep)
                changed = {} if kind is block.kind else {"kind": kind.value}
                made.append({"start": block.start, "keep": keep, **changed})
        self._set(made)
        self._did_to(blocks, lambda: self.keep_block(keep=keep))
        self.selection, self.anchor = None, None
        self.cursor = blocks[-1].start

    def set_block_kind(self, kind: str) -> None:
        """Say what is at hand; with that it is kept or dropped where the kind leaves no choice."""
        if kind == BlockKind.TITLE:
            self.make_title()
            return
        blocks = self.blocks_at_hand
        self._set([{"start": x.start, "keep": kept_as(BlockKind(kind), now=x.keep), "kind": kind} for x in blocks])
        self._did_to(blocks, lambda: self.set_block_kind(kind))

    def give_kind(self, kind: BlockKind) -> None:
        """Say what is at hand, and with that whether it is part of the body."""
        blocks = self.blocks_at_hand
        self._set([{"start": block.start, "keep": kind in KEPT_KINDS, "kind": kind.value} for block in blocks])
        self._did_to(blocks, lambda: self.give_kind(kind))
        self.cursor = blocks[-1].start

    def make_title(self) -> None:
        """Make the block at the cursor the title; the block that was the title becomes clutter. One step."""
        block = self.one_block("a title")
        if block.kind is BlockKind.TITLE:
            raise RefusedError("this is the title already")
        titles = [other for other in self.state.blocks.values() if other.kind is BlockKind.TITLE]
        none = {"keep": False, "kind": BlockKind.OTHER.value}
        edits = [{"do": "set_block", "args": {"start": other.start, **none}} for other in titles]
        new = {"start": block.start, "keep": False, "kind": BlockKind.TITLE.value}
        self.do("batch", edits=[*edits, {"do": "set_block", "args": new}])
        self._did_to([block], self.make_title)
        self.cursor = block.start

    def split_block(self) -> None:
        """Split the block before the word at the cursor. Raises `RefusedError` where no second part begins there."""
        block, at = self.one_block("a split"), self.motion.token_at(self.cursor)[0]
        if not block.start < at < block.end:
            raise RefusedError(
                "go to the word that the second part begins with, or choose it in the blocks view ({blocks})"
            )
        self.split_block_at(at)
        self.last = self.split_block

    def split_block_at(self, offset: int) -> None:
        """Split the block at the cursor before `offset`."""
        self.do("split_block", start=self.one_block("a split").start, at=offset)
        self.block_anchor = None

    def join_blocks(self) -> None:
        """Join the block at the cursor with the one after it, or all that are selected with one another. One step."""
        blocks = self.blocks_at_hand
        start = blocks[0].start
        joins = max(1, len(blocks) - 1)
        if joins == 1:
            self.do("join_blocks", start=start)
        else:
            self.do("batch", edits=[{"do": "join_blocks", "args": {"start": start}}] * joins)
        self._remember(len(blocks), self.join_blocks)
        self.block_anchor, self.cursor = None, start

    # The same line elsewhere

    @property
    def decided_blocks(self) -> list[Block]:
        """The blocks whose verdicts go to the same lines: the selected ones, the one here, or those just decided.

        A verdict goes on to the next block, so that the last one it was given to is at the cursor or before it. Raises
        `RefusedError` where none was decided by a person.
        """
        here = self.block
        before = max((start for start in self.state.blocks if start < here.start), default=None)
        last = here.start if decided(here) else before
        if self.block_anchor is not None:
            found = self.blocks_at_hand
        elif last is not None and last == self.edited_block:
            found = [self.state.blocks[start] for start in self.edited_blocks if start in self.state.blocks]
        else:
            found = [here]
        if not (found := [block for block in found if decided(block)]):
            raise RefusedError("decide the block first (keep, drop or a kind): that goes to the same line elsewhere")
        return found

    def same_lines(self, blocks: Sequence[Block]) -> dict[int, Block]:
        """Return the starts of other blocks with the line of one of `blocks` and another verdict, and that block."""
        mine = {block.start for block in blocks}
        return {
            other.start: block for block in blocks for other in same_lines(self.state, block) if other.start not in mine
        }

    def decide_same_lines(self, blocks: Sequence[Block]) -> int:
        """Give the verdicts on `blocks` to the same lines of the article, as one step; return how many that are."""
        others = self.same_lines(blocks)
        self.do("batch", edits=[block_edit(start, block) for start, block in others.items()])
        self.block_anchor = None
        return len(others)
