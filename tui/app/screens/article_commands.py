"""The commands of the article screen that need more than the editor: choices, questions, folds, the way out."""

from tui.app.doing import RefusedError
from tui.app.jumps import Stretch
from tui.app.label_keys import label_letters
from tui.app.modes import Choice, Confirm, Mode, Pick
from tui.app.same_line import ask_same_line
from tui.app.screens.chooser import Item
from tui.app.screens.jump_commands import JumpCommands
from tui.app.widgets.side_panel import SidePanel
from tui.gold import Project
from tui.model import Layer, Scheme, screen_safe
from tui.model.scheme import LabelType


class ArticleCommands(JumpCommands):
    """One method `do_x` for each such command `x`."""

    analysing: bool
    panel: "SidePanel"
    position: str
    times = 0
    """The count that was typed for the next command; 0 where there is none."""
    goal: int | None = None

    def __init__(self) -> None:
        super().__init__()
        self.opened: set[int] = set()
        self._warned = False

    # Quotes

    def do_speaker(self) -> None:
        """Choose the speaker of the focused quote by a digit; a selection is the speaker of the quote focused last."""
        if self.editor.selection is not None:
            self.editor.speaker_from_selection()
            return
        _, quote = self.editor.need_quote()
        found = self.editor.candidates_for_speaker()
        choices = [
            Choice(c.name, c.span.start, lambda c=c: self.editor.set_speaker((c.span.start, c.span.end), c.cluster))  # type: ignore[misc]
            for c in found
        ]
        others = {
            "0": Choice("nobody, or not named", None, lambda: self.editor.set_speaker(None, None)),
            "R": Choice("another: jump to the mention", None, self.do_speaker_by_jump),
        }
        start = " ".join(quote.content[0].text.split())[:40]
        self.mode = Pick(f"who says {start}…", choices, others)

    def do_speaker_by_jump(self) -> None:
        """Choose the speaker of the focused quote by a jump."""
        nobody = lambda: self.editor.set_speaker(None, None)  # noqa: E731
        who = lambda start, _end: self.editor.speaker_at(start)  # noqa: E731
        self.mode = self._word_jump("jump to who says it", who, nobody, near=self._quote_at_hand())

    def do_cue(self) -> None:
        """Choose the cue of the focused quote by a jump."""
        self.mode = self._word_jump(
            "jump to the cue, 0 for none",
            lambda start, end: self.editor.set_cue((start, end)),
            lambda: self.editor.set_cue(None),
            near=self._quote_at_hand(),
            names_first=False,
        )

    def do_cue_extend(self) -> None:
        """Extend the cue of the focused quote by a jump."""
        near = self._quote_at_hand()
        self.mode = self._word_jump("extend the cue to a word", self.editor.extend_cue, near=near, names_first=False)

    def _quote_at_hand(self) -> tuple[Stretch, ...]:
        """Return the pieces of the focused quote."""
        _, quote = self.editor.need_quote()
        return tuple((piece.start, piece.end) for piece in quote.content)

    def do_link(self) -> None:
        """Choose the cluster of the focused mention, or of the focused quote's speaker, by a digit."""
        surface, _ = self.editor.linked()
        choices = [
            Choice(name, None, lambda c=cluster: self.editor.link_to(c))  # type: ignore[misc]
            for cluster, name in self.editor.clusters()
        ]
        others = {
            "n": Choice(f"new: {surface}", None, self.editor.link_to_new),
            "N": Choice("new: type its name", None, self._name_cluster),
            "0": Choice("none", None, lambda: self.editor.link_to(None)),
        }
        if len(choices) > 9:
            others["e"] = Choice("another: type its name", None, self._choose_cluster)
        self.mode = Pick(f"who or what is “{surface}”", choices, others)

    def _name_cluster(self) -> None:
        self.ask("cluster", "who or what is it", "", self.editor.link_to_new)

    def _choose_cluster(self) -> None:
        items = [Item(cluster, name) for cluster, name in self.editor.clusters()]
        self.choose("Who or what is it", items, self.editor.link_to)

    # Lists

    def _labels_to_give(self) -> tuple[LabelType, ...]:
        """Return the labels that what is selected or focused may get. Raises `RefusedError` where that is nothing."""
        editor = self.editor
        if editor.selection is not None:
            return (*editor.scheme.entities, *editor.scheme.quotes)
        if editor.focused is None:
            raise RefusedError("select a word or focus a label first: {jump} jumps to any word")
        if not (labels := editor.scheme.labels(editor.focused.layer)):
            raise RefusedError(f"the label set {editor.scheme.name} has no label for {editor.focused.layer.value}")
        return labels

    def do_label_list(self) -> None:
        """Choose from all labels."""
        items = [Item(x.name, x.name, x.key, " ".join(x.guideline.split())) for x in self._labels_to_give()]
        self.choose(f"Label for “{self._surface()}”", items, self.editor.label)

    def _surface(self) -> str:
        """Return the words that a choice is about, as many as a heading has room for."""
        start, end = self.editor.target
        words = screen_safe(" ".join(self.editor.text[start:end].split()))
        return words if len(words) <= 48 else f"{words[:47]}…"

    def do_label_letter(self) -> None:
        """Choose from all labels by a letter."""
        keys = label_letters(self._labels_to_give())
        choices = {
            key: Choice(label.name.replace("_", " "), None, lambda name=label.name: self.editor.label(name))  # type: ignore[misc]
            for key, label in keys.items()
        }
        self.mode = Pick(f"label for “{self._surface()}”", (), choices)

    def do_block_kind(self) -> None:
        """Choose what the block at the cursor is."""
        from tui.app.block_kinds import kinds_to_choose  # noqa: PLC0415 - made when it is first asked for

        kind = self.editor.block.kind
        self.choose("What this block is", kinds_to_choose(kind), self.editor.set_block_kind, at=kind.value)

    def guideline_of(self) -> tuple[Layer | None, str]:
        """Return the focused label; where none is, that of the error that was opened; else none."""
        if self.editor.focused is not None:
            return self.editor.focused.layer, self.editor.focused.name
        error = self.desk.error_at_hand
        side = (error.gold or error.predicted) if error is not None else None
        return (error.layer, side.label) if error is not None and side is not None else (None, "")

    def guideline_place(self) -> tuple[Project, Scheme]:
        """Return where the guideline is kept, and the label set in use."""
        return self.session.store.project, self.editor.scheme

    # Questions

    def do_note(self) -> None:
        """Write a note on the focused label, or on the article."""
        label = self.editor.focused
        about = "note" if label else "note on the article"
        self.ask("note", about, label.note if label else self.editor.state.note, self.editor.set_note)

    def do_search(self) -> None:
        """Search the article."""
        self.ask("search", "/", "", self._search)

    def _search(self, words: str) -> None:
        if words:
            self.editor.search(words)

    def do_search_same(self) -> None:
        """Find what is focused or selected in every article."""
        start, end = self.editor.target
        self.search_project(" ".join(self.editor.text[start:end].split()))

    # The same again

    def do_propagate(self) -> None:
        """Say how many other same strings there are, then ask; on a folded block, or one just edited, same lines."""
        if self.editor.focus is None and self.editor.selection is None:
            block = self.editor.block
            if self.editor.edited_block == block.start or (block.dropped and block.start not in self.opened):
                ask_same_line(self.desk, self.editor, self.attempt)
                return
        propagation = self.editor.propagation()
        yes = frozenset({"enter", "y", "*"})
        self.mode = Confirm(f"{propagation.sentence}? Enter does it", yes, lambda: self.editor.propagate(propagation))

    def do_count(self) -> None:
        """Read a number for the next command."""
        self.mode = self.count()

    def count(self) -> Mode:
        """Return the mode that reads a number; `ArticleScreen` does."""
        raise NotImplementedError

    # Blocks

    def do_blocks(self) -> None:
        """Show every block in a table, to correct the cleaner in."""
        from tui.app.screens.blocks import BlocksScreen  # noqa: PLC0415 - made when it is first asked for

        if not self.editor.state.blocks:
            raise RefusedError("this article has no blocks")
        self.app.push_screen(BlocksScreen(self.session, self.editor, self.position), lambda _: self.left_blocks())

    def left_blocks(self) -> None:
        """Show what was done in the blocks view; `ArticleScreen` does."""
        raise NotImplementedError

    def do_rules(self) -> None:
        """Show the project's own rules."""
        self.desk.show_rules()

    def toggle_fold(self, start: int) -> None:
        """Open or fold the dropped block that starts at `start`."""
        if not self.editor.state.blocks[start].dropped:
            raise RefusedError("this block belongs to the article; only dropped blocks fold, and {block_keep} drops it")
        self.opened ^= {start}
        self.editor.cursor = start
        self.show_rows()

    def show_rows(self) -> None:
        """Show blocks that were folded or opened; `ArticleScreen` does."""
        raise NotImplementedError

    def do_fold(self) -> None:
        """Open or fold the dropped block at the cursor."""
        self.toggle_fold(self.editor.block.start)

    def do_fold_all(self) -> None:
        """Open every dropped block, or fold them all."""
        dropped = {block.start for block in self.editor.state.blocks.values() if block.dropped}
        self.opened = set() if self.opened & dropped else dropped
        self.show_rows()

    # The way over the screen

    def _line(self, lines: int) -> None:
        offset, self.goal = self.view.offset_below(self.editor.cursor, lines, self.goal)
        self.editor.go(offset)

    def do_line_down(self) -> None:
        """Go down a line."""
        self._line(1)

    def do_line_up(self) -> None:
        """Go up a line."""
        self._line(-1)

    def do_page_down(self) -> None:
        """Go down a screen."""
        self._line(max(1, self.view.size.height * 2 // 3))

    def do_page_up(self) -> None:
        """Go up a screen."""
        self._line(-max(1, self.view.size.height * 2 // 3))

    def do_paragraph_next(self) -> None:
        """Go to the next block, a folded one too."""
        after = [row.start for row in self.view.view.rows if row.start > self.editor.cursor]
        if after:
            self.editor.go(after[0])

    def do_paragraph_previous(self) -> None:
        """Go to the start of this block, or to the one before."""
        before = [row.start for row in self.view.view.rows if row.start < self.editor.cursor]
        if before:
            self.editor.go(before[-1])

    def to_paragraph(self, n: int) -> None:
        """Go to the `n`-th block from the top, the last one where there are fewer."""
        rows = self.view.view.rows
        self.editor.go(rows[min(n, len(rows)) - 1].start)

    def do_top(self) -> None:
        """Go to the first word."""
        self.editor.go(self.view.view.rows[0].start)

    def do_bottom(self) -> None:
        """Go to the last block."""
        self.editor.go(self.view.view.rows[-1].start)

    def do_word_end(self) -> None:
        """Go to the end of the word."""
        self.editor.word_end()

    # The way out

    def do_approve(self) -> None:
        """Approve the article and open the next one."""
        if self.analysing and not self._warned:
            self._warned = True
            raise RefusedError("suggestions are still coming; {approve} again approves without them")
        waiting = self.editor.pending()
        self.editor.approve()
        self.desk.open_next(self.session.article.id)
        if waiting:
            self.desk.news = " · ".join(filter(None, (self._accepted_too(waiting), self.desk.news)))

    def _accepted_too(self, count: int) -> str:
        """Say what an approval did beside: it is easily pressed before all was looked at."""
        labels = "1 label that nobody had decided is" if count == 1 else f"{count} labels that nobody had decided are"
        return self.desk.keymap.told(f"{labels} accepted in the article before; {{undo}} there takes it back")

    def do_next_article(self) -> None:
        """Open the next article."""
        self.desk.open_beside(self.session.article.id, 1)

    def do_previous_article(self) -> None:
        """Open the article before."""
        self.desk.open_beside(self.session.article.id, -1)

    def do_library(self) -> None:
        """Go back to the library, or to where the article was opened from."""
        self.desk.show_library()

    def do_evaluation(self) -> None:
        """Show the scores of the extractors."""
        self.desk.show_evaluation()

    def do_next_error(self) -> None:
        """Go to the next span of the list that was opened in the evaluation."""
        self.desk.step_error(1)

    def do_previous_error(self) -> None:
        """Go to the span before in that list."""
        self.desk.step_error(-1)

    def show_stretch(self, start: int, end: int) -> None:
        """Focus the label on a stretch, or select the stretch where there is none; open the block it is in."""
        block = next((b for b in self.editor.state.blocks.values() if b.start <= start < b.end), None)
        if block is not None and block.dropped and block.start not in self.opened:
            self.toggle_fold(block.start)
        self.attempt(lambda: self.editor.select(start, end))

    def do_leave(self) -> None:
        """Leave the current state."""
        if self.editor.failed is not None:
            self.give_up_unsaved()
        elif not self.editor.leave():
            self.end_comparison()

    def do_reload(self) -> None:
        """Load the article again."""
        changed = self.session.reload()
        self.editor.read_again()
        self.show_all()
        self.desk.say("loaded again" if changed else "nothing has changed on the disk")

    def do_side_panel(self) -> None:
        """Hide the side panel, or show it."""
        panel = self.panel
        panel.display = not panel.display
