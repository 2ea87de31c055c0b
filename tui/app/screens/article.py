"""The article screen: the text with its labels, what has the focus beside it, and every key of the editor."""

import contextlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult

from tui.annotation import LayerState
from tui.app.block_rows import rows
from tui.app.commands import Place
from tui.app.edits import Edits
from tui.app.modes import Count, Mode
from tui.app.presenting import highlights, hit_highlights
from tui.app.returning import is_finished, left_at
from tui.app.screens.article_lines import ArticleLines
from tui.app.screens.fitting import fit
from tui.app.view_model import Focus, Highlight, Row, ViewModel
from tui.app.widgets.article_view import ArticleView
from tui.app.widgets.backdrop import Backdrop, Desktop
from tui.app.widgets.lines import FooterLine, StatusLine
from tui.app.widgets.prompt import Prompt
from tui.app.widgets.side_panel import SidePanel
from tui.gold import Session
from tui.model import CopydeskError, Layer, Predictions
from tui.model.scheme import Scheme

if TYPE_CHECKING:
    from tui.app.opening import Opening
    from tui.gold.others import Other

_KEEP_COLUMN = ("line_up", "line_down", "page_up", "page_down")
_SMALL_STEPS = frozenset({*_KEEP_COLUMN, "word_next", "word_previous", "word_end", "end_left", "end_right"})
"""Commands at which the text scrolls line by line; after others it stands still until its end is reached."""
_COUNTED = frozenset(
    {
        *("line_down", "line_up", "word_next", "word_previous", "word_end", "sentence_next", "sentence_previous"),
        *("paragraph_next", "paragraph_previous", "page_down", "page_up", "next", "previous", "least_sure"),
        *("next_candidate", "previous_candidate", "search_next", "search_previous", "next_piece", "next_difference"),
        *("previous_difference", "accept", "reject", "skip", "end_left", "end_right", "start_left", "start_right"),
        *("expand", "shrink", "join_blocks", "repeat", "undo", "redo"),
    }
)
"""What a count before it does as often. Nothing that asks or opens something; `top` and `bottom` take it themselves."""


class ArticleScreen(Backdrop, ArticleLines):
    """One open article. `blind` articles get no suggestions: a person labels them alone."""

    PLACE: ClassVar[Place] = Place.ARTICLE
    SHOWS_FIRST = True

    def __init__(
        self,
        session: Session,
        desk: "Opening",
        *,
        position: str = "",
        blind: bool = False,
        other: "Other | None" = None,
        scheme: Scheme | None = None,
        blocks: bool = False,
    ) -> None:
        super().__init__()
        self.scheme = scheme or desk.scheme
        self.session = session
        self.position = position
        self.blind = blind
        self.analyser = desk.analyser
        self._other = other
        self._begins_with_blocks = blocks
        self._strides = True
        self.sought = False
        """Whether the article was opened at a hit of a search, and nothing has been suggested since."""
        self.view = ArticleView()
        self.view.can_focus = False
        state = session.state
        self.editor = Edits(session, self.view.motion, self.scheme, desk.recorder)
        self.view.show(self._document(self.scheme))
        self.editor.motion = self.view.motion
        self.editor.cursor = max(0, self.view.motion.next_paragraph(-1))
        if not is_finished(state):
            self.editor.come_back(left_at(reversed(session.stored.events), state, session.who))
        self.ready = False
        self._hits: list[tuple[int, int]] = []
        self._marked: set[str] = set()
        self._marks: list[Highlight] = []
        self._shown_at: tuple[int, Any] = (-1, None)
        self._analysed_blocks = state.blocks

    @property
    def place(self) -> Place:
        """Whose keys work now: while differences are looked at, 1 and 2 take a side."""
        return Place.ARTICLE if self.comparison is None else Place.COMPARE

    def compose(self) -> ComposeResult:
        """Make the heading, the text, the panel and the lines below."""
        yield self.masthead
        with Desktop(id="desk"):
            yield self.view
            yield self.panel
        yield StatusLine()
        yield FooterLine()
        yield Prompt()

    @property
    def stands(self) -> bool:
        """Whether there is something to draw on: the screen is mounted, and the article has not been left."""
        return self.ready and self.is_attached

    def on_mount(self) -> None:
        """Show the text; suggestions come when they are ready."""
        self.ready = True
        self.show_state()
        if (other := self._other) is not None:
            self.attempt(lambda: self.compare_with_other(other))
        if self._begins_with_blocks and self.editor.state.blocks:
            self.clicked_command("blocks")  # as a click, a replay of this article's log does it again
        else:
            self._begins_with_blocks = False
            self.call_after_refresh(self.suggest)

    def left_blocks(self) -> None:
        """Show what was done in the blocks view; where the article began with it, nobody was asked for suggestions."""
        self.attempt(lambda: None)
        if self._begins_with_blocks:
            self._begins_with_blocks = False
            self.suggest()

    def on_unmount(self) -> None:
        """Leave nothing unsaved that was shown."""
        self.leave_saved()

    def leave_saved(self) -> None:
        """Save what is shown and not on the disk yet, where that can be done; nobody is left to hear that it can't."""
        with contextlib.suppress(CopydeskError):
            self.editor.settle()

    def on_resize(self, event: events.Resize) -> None:
        """Put the panel beside the text where there is room, below it where there is not."""
        fit(self, event.size)
        if self.ready:
            self.call_after_refresh(self._resized)

    @on(SidePanel.Resized)
    def _has_room(self) -> None:
        """Show the panel as there is room, before it is painted."""
        if self.stands:
            self.show_panel()

    def _resized(self) -> None:
        """Show the panel as there is room, and keep in sight what is worked on."""
        if not self.stands:
            return
        self.show_panel()
        self.refresh_lines_below()
        self.show_mode()
        self.view.scroll_to_offset(self.editor.cursor)

    # Suggestions

    def suggest(self) -> None:
        """Ask for suggestions, unless the article has them in its log, is blind, or is done."""
        state = self.editor.state
        wanted = any(state.layers[layer] is LayerState.OPEN for layer in (Layer.ENTITIES, Layer.QUOTES))
        fresh = bool(state.proposers) and state.blocks == self._analysed_blocks
        if not self.blind and wanted and not fresh and self.analyser is not None:
            self._ask_analyser()

    @work(exclusive=True, group="analyse")
    async def _ask_analyser(self) -> None:
        analyser = self.analyser
        assert analyser is not None
        self.analysing, self.trouble = True, ""
        self.refresh_lines_below()
        blocks = self.editor.state.blocks
        try:
            predictions = await analyser.analyse(self.editor.state.current_article())
        except CopydeskError as error:
            self.trouble = f"no suggestions: {error}"
        else:
            if not self.stands:  # the article was left meanwhile
                return
            self.maker = analyser
            self.attempt(lambda: self.take(predictions))
            self._analysed_blocks = blocks
        finally:
            self.analysing = False
            self.refresh_lines_below()

    def take(self, predictions: Predictions) -> None:
        """Take predictions as suggestions."""
        maker = next(iter(predictions.by.values()))
        editor = self.editor
        fresh = editor.focus is None and editor.selection is None and editor.cursor == editor.motion.next_paragraph(-1)
        self.editor.do("suggest", by=maker.name, predictions=predictions.as_json())
        if fresh and self.mode is None and editor.pending():
            editor.next()
        elif self.sought and editor.focus is None and editor.selection is None:
            editor.go(editor.cursor)  # what has just been suggested at the hit gets the focus
        self.sought = False

    # Keys

    def press(self, name: str) -> None:
        """Give the key to the mode that is on, else to the keymap; what was done before is saved first."""
        self.settle()
        if self.mode is None or self._pressed:
            waiting = bool(self._pressed)
            super().press(name)
            if not self._pressed:
                self.times = 0
                if waiting and self.stands:
                    self.show_panel()
            return
        then = self.mode.press(name)
        if then is not None:
            self.mode = None
            self.attempt(then)
        self.show_mode()

    def show_continuations(self, pressed: str, keys: list[tuple[str, str, str]]) -> None:
        """Show in the panel which keys can follow: there are more than the footer has room for."""
        super().show_continuations(pressed, keys)
        choices = [(key, title) for key, title, _ in keys]
        self.panel.show_choices(f"{pressed} …", choices, compact=self.has_class("-narrow"))

    def find(self, command_id: str) -> Callable[[], object]:
        """Return the screen's own method, or the editor's."""
        if command_id.startswith("label_") and command_id[6:].isdigit():
            return lambda: self.editor.label_by_key(command_id[6:])
        own = getattr(self, f"do_{command_id}", None)
        found: Callable[[], object] = own or getattr(self.editor, command_id)
        return found

    def run_command(self, command_id: str) -> None:
        """Run a command, as often as a count says."""
        if self.editor.anchor is not None:  # b and e, as in vim, while a selection is made by hand
            command_id = {"link": "word_end", "blocks": "word_previous"}.get(command_id, command_id)
        counted, self.times = self.times, 0
        times = counted if counted and command_id in _COUNTED else 1
        if command_id not in _KEEP_COLUMN:
            self.goal = None
        self._strides = command_id not in _SMALL_STEPS
        run = self.find(command_id)
        if counted and command_id in ("top", "bottom"):
            run = partial(self.to_paragraph, counted)

        def all_of_them() -> None:
            for _ in range(times):
                run()

        self.attempt(all_of_them)
        self.show_mode()

    def lines_in_sight(self) -> tuple[int, int] | None:
        """Return the lines of what is focused or selected, else that of the cursor: a dialog is about it."""
        start, end = self.editor.selection or self.editor.focused_span or (self.editor.cursor, self.editor.cursor)
        return self.view.lines_of(start, end)

    def clicked_command(self, command_id: str) -> None:
        """Run a command that was clicked on the footer; while a mode is on there is the one that leaves it."""
        if self.mode is None:
            super().clicked_command(command_id)
        else:
            self.desk.recorder.press("escape")
            self.press("escape")

    # Showing

    def _document(self, scheme: Scheme) -> ViewModel:
        state = self.editor.state
        return ViewModel(state.text, self._rows(), highlights(self.editor.order.labels(), scheme))

    def _rows(self) -> list[Row]:
        return rows(self.editor.state.blocks.values(), self.editor.state.text, self.opened)

    def show_all(self) -> None:
        """Show the article anew: its blocks or all of its labels may have changed."""
        self.view.show(self._document(self.scheme))
        self.editor.motion = self.view.motion
        self._hits, self._marks, self._marked = [], [], set()
        self.editor.drain()
        self.show_state()

    def show_rows(self) -> None:
        """Show blocks that were folded or opened."""
        self.view.update_rows(self._rows())
        self.editor.motion = self.view.motion

    def show_state(self) -> None:
        """Bring the view, the panel and the lines up to date; only what has changed is drawn."""
        if not self.stands:
            return
        editor, view = self.editor, self.view
        if self.comparison is not None and self.comparison.state is not editor.state:
            self.comparison.refresh(editor.state)
        touched, blocks = editor.drain()
        if blocks:
            self.show_all()
            self.suggest()
            return
        if touched:
            shown = [editor.state.labels[x] for x in touched if editor.order.is_shown(x)]
            gone = touched - {label.id for label in shown}
            view.update_highlights(highlights(shown, self.scheme), gone)
        if editor.hits != self._hits:
            new = hit_highlights(editor.hits)
            view.update_highlights(new, {f"hit:{start}" for start, _ in self._hits} - {x.id for x in new})
            self._hits = list(editor.hits)
        self.set_class(self.comparison is not None, "-comparing")
        marks = self.difference_highlights()
        if marks is not self._marks:
            self._marks, names = marks, {mark.id for mark in marks}
            view.update_highlights([mark for mark in marks if mark.id not in self._marked], self._marked - names)
            self._marked = names
        span = editor.focused_span
        selecting = editor.selection is not None
        if self.comparison is not None and selecting and editor.selection == self.difference_at:
            span, selecting = editor.selection, False
        view.lay_over(
            None if (span and not selecting) or (selecting and editor.anchor is None) else editor.cursor,
            Focus(*span, editor.focus or "") if span is not None and not selecting else None,
            editor.selection if selecting else None,
        )
        place = (editor.cursor, span)
        if place != self._shown_at:
            self._shown_at = place
            view.scroll_to_offset(editor.cursor, ahead=self._strides)
        self.show_panel()
        self.refresh_lines_below()

    def show_mode(self) -> None:
        """Show the letters of a mode over the text, and what it asks."""
        over = self.mode.over if self.mode is not None else {}
        if over or self.view.overlay.jump_labels:
            self.view.show_jump_labels(over)
        if self.mode is not None:
            self.show_panel()
            self.status.say([], self.mode.prompt, asking=True)
            self.show_footer(self.footer_keys())

    def count(self) -> Mode:
        """Return the mode that reads a number."""

        def give_on(times: int, key: str) -> None:
            self.times = max(1, times)
            self.press(key)

        return Count(give_on)
