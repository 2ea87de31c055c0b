"""The blocks view: every block of an article with its kind, reason and confidence, to correct the cleaner in.

It works on the editor of the article screen below it, so that every act is the same event that it would be there.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.content import Content
from textual.coordinate import Coordinate
from textual.widget import Widget
from textual.widgets import Static

from tui.annotation import LayerState
from tui.app.block_edits import decided, in_doubt
from tui.app.block_kinds import kinds_to_choose
from tui.app.blocks_table import about_block, about_blocks, block_cells, hidden_by_block
from tui.app.commands import BLOCK_KINDS, Place
from tui.app.doing import RefusedError
from tui.app.edits import Edits
from tui.app.facts import article_facts
from tui.app.layout.packed import packed
from tui.app.same_line import ask_same_line
from tui.app.screens.block_search import BlockSearch
from tui.app.screens.chooser import NAMES, Item
from tui.app.screens.fitting import fit
from tui.model import Block, BlockKind, Layer, screen_safe

if TYPE_CHECKING:
    from tui.gold import Session

_WIDE = 110
_FIXED = 28
"""Cells that the columns beside the text take."""
_WHY = 30
_MARGINS = 4
"""Cells beside the heading."""
_EDGES = 6
"""Cells beside the text of what stands below the table."""
_PAGE, _LEAST, _OTHERS = 7, 3, 10
"""Lines of the page about a block, one of them empty, how few there may be, and those beside it and the table."""
_WITH_DIGITS = 16
"""Lines of a terminal that has room for the kinds that digits give."""
_ROOM = 20
"""Lines above the page about a block from which on a list has enough of them there."""
_WORD = re.compile(r"\S+")


class BlocksScreen(BlockSearch):
    """A table with a row for each block; what is known of the row's block stands below it."""

    PLACE: ClassVar[Place] = Place.BLOCKS

    def __init__(self, session: "Session", editor: Edits, position: str = "") -> None:
        super().__init__()
        self.session, self.editor, self.position = session, editor, position
        self.starts: list[int] = []
        self.hidden: dict[int, int] = {}
        self.ready = False
        self._shown: Mapping[int, Block] = {}
        self._filled_at = 0

    def below(self) -> Iterable[Widget]:
        """Make the page about the block of the row, and the line of kinds that a digit gives."""
        yield Static(id="about")
        yield Static(id="digits")

    @property
    def block(self) -> Block:
        """The block in the row of the table's cursor."""
        return self.editor.state.blocks[self.starts[self.table.cursor_row]]

    def on_mount(self) -> None:
        """Fill the table, and go to the block at the article's cursor."""
        self.ready = True
        self._share_lines()
        self.show_blocks()

    def on_resize(self, event: events.Resize) -> None:
        """Give the text what width there is; the table is filled anew only where that has changed."""
        fit(self, event.size)
        if not self.ready:
            return
        self._share_lines()
        if self.size.width != self._filled_at:
            self.starts, self._shown = [], {}
            self.show_blocks()

    def _share_lines(self) -> None:
        """Leave the table half of a low terminal: there, the page about the block has fewer lines."""
        lines = self.app.size.height
        self.query_one("#about").styles.height = max(_LEAST, min(_PAGE, (lines - _OTHERS) // 2))
        self.query_one("#digits").display = lines >= _WITH_DIGITS

    def on_screen_resume(self) -> None:
        """Show what a list that was open meanwhile has changed."""
        if self.ready:
            self.show_blocks()

    # Showing

    def show_blocks(self) -> None:
        """Bring the table up to date: only the rows of blocks that changed, unless some came or went."""
        blocks = self.editor.state.blocks
        if not blocks:
            return
        if blocks is not self._shown:
            starts = sorted(blocks)
            wide = self.size.width >= _WIDE
            width = max(20, self.size.width - _FIXED - (_WHY + 2 if wide else 0) - 6)
            self.hidden = hidden_by_block(self.editor.state)
            if starts != self.starts:
                self._fill(starts, [self._cells(start, width, wide=wide) for start in starts], width, wide=wide)
            else:
                for y, start in enumerate(starts):
                    if blocks[start] != self._shown[start]:
                        selected = y in self.rows.selected
                        for x, cell in enumerate(self._cells(start, width, wide=wide, selected=selected)):
                            self.table.update_cell_at(Coordinate(y, x), cell)
            self._shown = blocks
        self.go_to(self.editor.cursor)
        self.show_selection()

    def _cells(self, start: int, width: int, *, wide: bool, selected: bool = False) -> list[Text]:
        block, hidden = self.editor.state.blocks[start], self.hidden.get(start, 0)
        return block_cells(block, self.editor.text, width, wide=wide, hidden=hidden, selected=selected)

    def _fill(self, starts: list[int], rows: list[list[Text]], width: int, *, wide: bool) -> None:
        table = self.rows
        table.clear(columns=True)
        table.select(range(0))
        table.add_column("", width=2)
        table.add_column("Kind", width=13)
        table.add_column(Text("Sure", justify="right"), width=5)
        if wide:
            table.add_column("Why", width=_WHY)
        table.add_column("Text", width=width)
        for row in rows:
            table.add_row(*row)
        if self._filled_at != self.size.width:
            self.query_one("#digits", Static).update(self._digits())
        self.starts, self._filled_at = starts, self.size.width

    def go_to(self, offset: int) -> None:
        """Put the cursor on the block at `offset`, or on the last one before it."""
        row = max(0, bisect_right(self.starts, offset) - 1)
        self.table.move_cursor(row=row, animate=False)
        self._moved_to(row)

    def _moved_to(self, row: int) -> None:
        self.editor.focus, self.editor.selection, self.editor.anchor = None, None, None
        self.editor.cursor = self.starts[row]
        self.refresh_lines_below()

    def refresh_lines_below(self) -> None:
        """Bring the heading, the page about the block, the status line and the footer up to date."""
        if not self.ready or not self.starts:
            return
        state = self.editor.state
        blocks = state.blocks.values()
        kept, doubts = sum(block.keep for block in blocks), sum(map(in_doubt, blocks))
        done = "  approved" if state.layers[Layer.BLOCKS] is LayerState.COMPLETE else ""
        name = screen_safe(state.current_article().title or state.article.id)
        dim = "$muted"
        heading = Content.assemble(
            ("Blocks", "bold $accent"), (f"   {kept} of {len(blocks)} kept", dim),
            (f" · {doubts} in doubt" if doubts else "", "$warning"), (done, "$success"),
        )  # fmt: skip
        place = Content.styled(f"   {self.position}" if self.position else "", dim)
        room = max(1, self.size.width - _MARGINS - heading.cell_length - place.cell_length)
        title = Content.styled(f"   {name}", "bold").truncate(room, ellipsis=True)
        self.query_one("#masthead", Static).update(Content.assemble(heading, title, place), layout=False)
        if self.is_selecting:
            about = about_blocks(self.editor.blocks_at_hand, state.text, self.hidden)
        else:
            about = about_block(self.block, state, self.hidden.get(self.block.start, 0))
        self.query_one("#about", Static).update(about, layout=False)
        self.status.say(self.facts(), self.desk.news)
        self.show_footer(self.footer_keys())

    def _digits(self) -> Content:
        """Return the kinds that a key gives, as many to a line as there is room for."""
        first = self.desk.keymap.first
        keys = [(first(f"kind_{n}"), kind.replace("-", " ")) for n, kind in enumerate(BLOCK_KINDS, 1)]
        cells = [Content.assemble((key, "bold $accent"), (f" {kind}", "$muted")) for key, kind in keys if key]
        return Content("\n").join(packed(cells, "  ", self.size.width - _EDGES))

    def lines_in_sight(self) -> tuple[int, int] | None:
        """Return the lines of the page about the block, where the table leaves a list enough room above it."""
        page = self.query_one("#about", Static).region
        return (page.y, page.bottom) if page.y >= _ROOM else None

    def facts(self) -> list[str]:
        """Return whether everything is saved, and how much was done."""
        return article_facts(self.session, self.editor.pending(), failed=self.editor.failed is not None)[:2]

    def footer_commands(self) -> list[str]:
        """Return the commands of most use for the block."""
        if self.editor.failed is not None:
            return ["save", "write_out", "leave"]
        if self.is_selecting:
            return [
                "drop_block", "keep_block", "block_kind", "join_blocks", "leave", "other_end", "next_run", "help",
            ]  # fmt: skip
        again = ["propagate"] if decided(self.block) else []
        doubt = any(map(in_doubt, self.editor.state.blocks.values()))
        return [
            *again, "drop_block" if self.block.keep else "keep_block",
            "next_doubtful" if doubt else "blocks_approved", "block_kind", "show_in_article",
            "undo", "help", "select_blocks", "block_title", "split_block", "join_blocks", "approve_blocks", "rules",
        ]  # fmt: skip

    # Keys

    def show_state(self) -> None:
        """Show what has changed, unless a list has been opened over it."""
        if self.is_current:
            self.show_blocks()

    def show_all(self) -> None:
        """Show the blocks anew."""
        self.show_blocks()

    def find(self, command_id: str) -> Callable[[], object]:
        """Return the screen's own method, or the editor's."""
        if command_id.startswith("kind_"):
            return lambda: self._kind(BlockKind(BLOCK_KINDS[int(command_id[5:]) - 1]))
        own = getattr(self, f"do_{command_id}", None)
        found: Callable[[], object] = own or getattr(self.editor, command_id)
        return found

    def _kind(self, kind: BlockKind) -> None:
        if kind is not BlockKind.TITLE:
            self.editor.give_kind(kind)
        elif self.editor.one_block("a title").kind is not BlockKind.TITLE:
            self.editor.make_title()
        self._next()

    def _next(self) -> None:
        after = [start for start in sorted(self.editor.state.blocks) if start > self.editor.cursor]
        self.editor.cursor = after[0] if after else self.editor.cursor

    def do_keep_block(self) -> None:
        """Keep the block and go on."""
        self.editor.keep_block(keep=True)
        self._next()

    def do_drop_block(self) -> None:
        """Drop the block and go on."""
        self.editor.keep_block(keep=False)
        self._next()

    def do_block_title(self) -> None:
        """Make the block the title."""
        self.editor.make_title()

    def do_block_kind(self) -> None:
        """Choose what the block is."""
        keys = {BlockKind(kind): self.desk.keymap.first(f"kind_{n}") for n, kind in enumerate(BLOCK_KINDS, 1)}
        kind, many = self.block.kind, len(self.editor.blocks_at_hand)
        self.choose(
            "What this block is" if many == 1 else f"What these {many} blocks are",
            kinds_to_choose(kind, keys, title=many == 1),
            self.editor.set_block_kind,
            at=kind.value,
        )

    def do_split_block(self) -> None:
        """Choose where to split: the beginnings of sentences first, then every other word."""
        block, tokens, text = self.editor.one_block("a split"), self.editor.tokens, self.editor.text
        sentences = [start for start, _ in tokens.sentences(block.start, block.end) if start > block.start]
        words = [match.start() for match in _WORD.finditer(text, block.start, block.end)][1:]
        items = [
            Item(
                str(at),
                " ".join(text[at : min(at + NAMES, block.end)].split()),
                about=f"{'a sentence, ' * (at in sentences)}after “{' '.join(text[block.start : at].split()[-3:])}”",
            )
            for at in dict.fromkeys([*sentences, *words])
        ]
        if not items:
            raise RefusedError("this block is one word; there is nowhere to split it")
        self.choose("Split before", items, lambda at: self.editor.split_block_at(int(at)))

    def do_join_blocks(self) -> None:
        """Join blocks, and say what becomes of them where some were kept and some dropped."""
        blocks = self.editor.blocks_at_hand
        blocks += [self.editor.state.blocks[start] for start in self.starts if start > blocks[-1].start][
            : len(blocks) == 1
        ]
        self.editor.join_blocks()
        if len({block.keep for block in blocks}) > 1:
            now = "kept: {drop_block} drops it" if blocks[0].keep else "dropped: {keep_block} keeps it"
            # Said when the table has been brought up to date: until then it has rows of blocks that are no more.
            self.desk.news = self.desk.keymap.told(f"as its first part was, the whole block is {now}")

    def do_repeat(self) -> None:
        """Do the last edit again, to this block."""
        if self.editor.edited_block is None:
            raise RefusedError("no block has been edited last: {keep_block} keeps one, {drop_block} drops one")
        blocks = len(self.editor.state.blocks)
        self.editor.repeat()
        if len(self.editor.state.blocks) == blocks:
            self._next()

    def do_propagate(self) -> None:
        """Ask how far the verdict on the block is to reach."""
        ask_same_line(self.desk, self.editor, self.attempt)

    def do_next_doubtful(self) -> None:
        """Go to the next block in doubt, round the end."""
        self._doubtful(1)

    def do_previous_doubtful(self) -> None:
        """Go to the block in doubt before, round the start."""
        self._doubtful(-1)

    def _doubtful(self, step: int) -> None:
        at, n = self.table.cursor_row, len(self.starts)
        for i in range(1, n + 1):
            start = self.starts[(at + step * i) % n]
            if in_doubt(self.editor.state.blocks[start]):
                self.editor.cursor = start
                return
        self.desk.say("no block is in doubt")

    def do_rules(self) -> None:
        """Show the project's rules."""
        self.desk.show_rules()

    def do_show_in_article(self) -> None:
        """Go back to the article."""
        self.editor.block_anchor = None
        self.dismiss()

    # From article to article

    def do_next_article(self) -> None:
        """Go to the blocks of the next article."""
        self.desk.open_beside(self.session.article.id, 1, blocks=True)

    def do_previous_article(self) -> None:
        """Go to the blocks of the article before."""
        self.desk.open_beside(self.session.article.id, -1, blocks=True)

    def do_blocks_approved(self) -> None:
        """Approve the blocks, and go to those of the next article whose blocks nobody has approved."""
        if self.editor.state.layers[Layer.BLOCKS] is not LayerState.COMPLETE:
            self.editor.approve_blocks()
        self.desk.open_next(self.session.article.id, blocks=True)

    def do_leave(self) -> None:
        """Give up an edit that could not be saved, else the selection; else go back to the article."""
        if self.editor.failed is not None:
            self.give_up_unsaved()
        elif self.is_selecting:
            self.editor.block_anchor = None
        else:
            self.dismiss()
