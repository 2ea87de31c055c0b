"""The commands of the article screen that need more than the editor: jumps, choices, questions, folds, the way out."""

from collections.abc import Callable

from tui.app.editor import RefusedError
from tui.app.jumps import Stretch
from tui.app.label_keys import label_letters
from tui.app.modes import Choice, Confirm, Jump, Mode, Pick
from tui.app.same_line import ask_same_line
from tui.app.screens.chooser import Item
from tui.app.screens.compare_commands import CompareCommands
from tui.app.widgets.article_view import ArticleView
from tui.app.widgets.side_panel import SidePanel
from tui.gold import Project
from tui.model import BlockKind, Layer, Scheme
from tui.model.scheme import LabelType


class ArticleCommands(CompareCommands):
    """One method `do_x` for each such command `x`."""

    view: ArticleView
    analysing: bool
    mode: Mode | None = None
    times = 1
    goal: int | None = None

    def __init__(self) -> None:
        super().__init__()
        self.opened: set[int] = set()
        self._warned = False

    # Jumps

    def _words_on_screen(self) -> list[Stretch]:
        low, high = self.view.visible_offsets()
        motion = self.editor.motion
        found = []
        for block in range(motion.block_at(low), motion.block_at(max(low, high - 1)) + 1):
            found += [x for x in motion.tokens(block) if low <= x[0] < high and motion.is_word(x)]
        return found

    def _word_jump(self, prompt: str, then: Callable[[int, int], None], none: Callable[[], None] | None = None) -> Jump:
        words = self._words_on_screen()
        text = self.editor.text
        first, end = [], -1
        for word in words:
            if text[word[0]].isupper() and word[0] >= end:
                first.append(word)
                end = self.editor.name_at(*word)[1]
        return Jump(prompt, words, then, frozenset(first), none)

    def do_jump(self) -> None:
        """Jump to a word and select it, or the name that it begins."""
        select = lambda start, end: self.editor.select(*self.editor.name_at(start, end))  # noqa: E731
        self.mode = self._word_jump("jump to a word", select)

    def do_jump_extend(self) -> None:
        """Extend what is selected to a word."""
        self.mode = self._word_jump("extend to a word", self.editor.extend_to)

    def do_focus_by_jump(self) -> None:
        """Focus a label on the screen."""
        labels = self.editor.labels_on_screen(*self.view.visible_offsets())
        if not labels:
            raise RefusedError("no label starts on this screen")
        by_place: dict[Stretch, str] = {}
        for label in labels:
            start = label.start
            while (start, start + 1) in by_place and start + 1 < label.end:
                start += 1
            by_place[start, start + 1] = label.id
        focus = lambda start, end: self.editor.focus_label(self.editor.state.label(by_place[start, end]))  # noqa: E731
        self.mode = Jump("focus a label", sorted(by_place), focus)

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
        self.editor.need_quote()
        nobody = lambda: self.editor.set_speaker(None, None)  # noqa: E731
        self.mode = self._word_jump("jump to who says it", lambda start, _end: self.editor.speaker_at(start), nobody)

    def do_cue(self) -> None:
        """Choose the cue of the focused quote by a jump."""
        self.editor.need_quote()
        self.mode = self._word_jump(
            "jump to the cue, 0 for none",
            lambda start, end: self.editor.set_cue((start, end)),
            lambda: self.editor.set_cue(None),
        )

    def do_cue_extend(self) -> None:
        """Extend the cue of the focused quote by a jump."""
        self.editor.need_quote()
        self.mode = self._word_jump("extend the cue to a word", self.editor.extend_cue)

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
            raise RefusedError("select a word or focus a label first: f jumps to any word")
        return editor.scheme.labels(editor.focused.layer)

    def do_label_list(self) -> None:
        """Choose from all labels."""
        items = [Item(x.name, x.name, x.key, " ".join(x.guideline.split())) for x in self._labels_to_give()]
        self.choose("Label", items, self.editor.label)

    def do_label_letter(self) -> None:
        """Choose from all labels by a letter."""
        keys = label_letters(self._labels_to_give())
        choices = {
            key: Choice(label.name.replace("_", " "), None, lambda name=label.name: self.editor.label(name))  # type: ignore[misc]
            for key, label in keys.items()
        }
        self.mode = Pick("give a label", (), choices)

    def do_block_kind(self) -> None:
        """Choose what the block at the cursor is."""
        now = self.editor.block.kind
        items = [Item(kind.value, kind.value, about="now" if kind is now else "") for kind in BlockKind]
        self.choose("What this block is", items, self.editor.set_block_kind)

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
        """Show how many other same strings there are, then ask; where a block was edited last, the same lines."""
        if self.editor.focus is None and self.editor.edited_block == self.editor.block.start:
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
        self.app.push_screen(BlocksScreen(self.session, self.editor), lambda _: self.attempt(lambda: None))

    def do_rules(self) -> None:
        """Show the project's own rules."""
        self.desk.show_rules()

    def toggle_fold(self, start: int) -> None:
        """Open or fold the dropped block that starts at `start`."""
        if not self.editor.state.blocks[start].dropped:
            raise RefusedError("this block belongs to the article; only dropped blocks fold, and B drops it")
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
            raise RefusedError("suggestions are still coming; Enter again approves without them")
        self.editor.approve()
        self.desk.open_next(self.session.article.id)

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
        panel = self.query_one(SidePanel)
        panel.display = not panel.display
