"""The guided tour: the article screen on an article of its own, with a line that says what to try next."""

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.app.commands import Place
from tui.app.doing import RefusedError
from tui.app.screens.article import ArticleScreen
from tui.app.tour.steps import STEPS
from tui.gold import Session, default_scheme

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from tui.app.app import Desk


_ASTRAY = "That was something else: {undo} takes it back."


class Coach(Static):
    """What to try next, above the status line."""

    DEFAULT_CSS = """
    Coach { height: auto; max-height: 6; padding: 1 2; background: $row; color: $row-text; }
    """


class TourScreen(ArticleScreen):
    """Steps that wait for the real deed. Esc, when there is nothing else to leave, ends it; Ctrl+N skips a step."""

    PLACE: ClassVar[Place] = Place.TOUR

    def __init__(self, session: Session, desk: "Desk", folder: "TemporaryDirectory[str]") -> None:
        super().__init__(session, desk, scheme=default_scheme())
        self._folder = folder
        self.at = 0
        self.ran: set[str] = set()
        self._edits_before = len(session.history.done)

    @property
    def place(self) -> Place:
        """Whose keys work now."""
        return Place.TOUR if self.comparison is None else Place.COMPARE

    def compose(self) -> ComposeResult:
        """Make the article screen, and the line."""
        yield from super().compose()
        yield Coach()

    def on_unmount(self) -> None:
        """Keep nothing."""
        self._folder.cleanup()

    def suggest(self) -> None:
        """Ask nobody: what is suggested is part of the lesson."""

    def run_command(self, command_id: str) -> None:
        """Run a command and remember that it was."""
        self.ran.add(command_id)
        super().run_command(command_id)

    def show_state(self) -> None:
        """Show what has changed, and go on where a step is done."""
        super().show_state()
        if not self.ready:
            return
        while self.at < len(STEPS) and STEPS[self.at].done(self.editor, self.ran):
            self._go_on()
        self._tell()

    def _go_on(self) -> None:
        self.at += 1
        self.ran.clear()
        self._edits_before = len(self.session.history.done)

    @property
    def _is_astray(self) -> bool:
        """Whether there is an edit of this step that is not what it asks for."""
        return len(self.session.history.done) - self._edits_before > STEPS[self.at].edits_on_the_way

    def _tell(self) -> None:
        if self.at == len(STEPS):
            self.end()
            return
        keymap = self.desk.keymap
        parts: list[Content | tuple[str, str]] = [(f"{self.at + 1} of {len(STEPS)}  ", "bold")]
        text = (f"{_ASTRAY} " if self._is_astray else "") + STEPS[self.at].text
        for i, part in enumerate(text.replace("}", "{").split("{")):
            parts.append((keymap.first(part) or f":{part}", "bold $accent") if i % 2 else (part, ""))
        leave = keymap.first("leave")
        if self.editor.focus is not None or self.editor.selection is not None:
            leave += f" {leave}"  # the first leaves what has the focus
        more = f"   {keymap.first('tour_next')} next step · {leave} ends the tour"
        self.query_one(Coach).update(Content.assemble(*parts, (more, "$muted")))

    def end(self) -> None:
        """End the tour and go where the person was going."""
        self.call_later(self.desk.end_tour)

    # Commands that mean something else here

    def do_tour_next(self) -> None:
        """Skip a step."""
        self._go_on()

    def do_leave(self) -> None:
        """Leave the current state; where there is none, end the tour."""
        if self.comparison is not None or self.editor.failed is not None:
            super().do_leave()
        elif not self.editor.leave():
            self.end()

    def do_approve(self) -> None:
        """Approve the article: the last step. Before that, Enter is pressed to read on, and not to be done."""
        if self.at < len(STEPS) - 1:
            raise RefusedError("this is for the end of the tour: {tour_next} goes to the next step, {leave} ends it")
        self.editor.approve()
        self.end()

    def do_library(self) -> None:
        """End the tour."""
        self.end()

    def do_next_article(self) -> None:
        """Say that there is one article."""
        raise RefusedError("the tour has one article; {leave} ends it")

    def do_previous_article(self) -> None:
        """Say that there is one article."""
        raise RefusedError("the tour has one article; {leave} ends it")
