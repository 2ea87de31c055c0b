"""What a person can do with an edit that the disk refused: try again, or take it away in a file or the clipboard."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from tui.app.doing import RefusedError
from tui.app.edits import Edits
from tui.app.pace import TURN
from tui.app.screens.base import CommandScreen
from tui.gold import ConflictError, Session, StoreError
from tui.model import CopydeskError

CLIPBOARD_MOST = 70_000
"""Characters: terminals take about 100 KB of base64 at once, and throw away what is longer."""


class UnsavedScreen(CommandScreen):
    """A screen with an editor whose last edit may not be saved."""

    SHOWS_FIRST: ClassVar[bool] = False

    editor: Edits
    session: Session
    _warned_of_quitting = False

    def show_all(self) -> None:
        """Show the article anew: any part of it may be another one."""
        raise NotImplementedError

    def show_state(self) -> None:
        """Show what a command has changed."""
        raise NotImplementedError

    def show_saved(self) -> None:
        """Show that what is on the screen is on the disk, too."""
        self.show_state()

    def attempt(self, run: Callable[[], object]) -> None:
        """Do something; say why when it is refused, and show what has changed either way.

        What was done before is saved first. A screen that `SHOWS_FIRST` saves an edit when it has been painted: until
        then its status line says that it is being saved.
        """
        self.settle()
        self.editor.shows_first = self.SHOWS_FIRST
        try:
            self._run(run)
        finally:
            self.editor.shows_first = False
        if not self.editor.is_settled and not self.status.call_after_refresh(self._painted):
            self.settle()  # the screen is being closed: nothing more is painted

    def _painted(self) -> None:
        """Save, when the thread that writes to the terminal has had its turn; without a terminal there is none."""
        if self.app.is_headless:
            self.settle()
        else:
            self.set_timer(TURN, self.settle)

    def settle(self) -> None:
        """Save the edit that is shown and not on the disk yet; where that can't be, take it back and say why."""
        if self.editor.is_settled:
            return
        try:
            changed = self.editor.settle()
        except CopydeskError as error:
            self._say_why(error)
        else:
            self.show_state() if changed else self.show_saved()
        self.paint()

    def _run(self, run: Callable[[], object]) -> None:
        try:
            try:
                run()
            except CopydeskError:
                self.editor.settle()  # no sentence about the save may take the place of the one that comes now
                raise
        except CopydeskError as error:
            self._say_why(error)
        else:
            self.show_state()

    def _say_why(self, error: CopydeskError) -> None:
        if isinstance(error, ConflictError):
            focus = self.editor.focus
            self.session.reload()
            self.editor.read_again()
            if focus is not None and self.editor.order.is_shown(focus):
                self.editor.focus_label(self.editor.state.label(focus))
            self.show_all()
            self.refuse(str(error))
        else:
            self.show_state()
            self.refuse(str(error))

    def give_up_unsaved(self) -> None:
        """Give up the edit that could not be saved; where it had reached the disk after all, show that it is there."""
        self.editor.give_up()
        with contextlib.suppress(StoreError):  # what can't be written may be unreadable, too: then nothing is known
            if self.session.reload():
                self.editor.read_again()
                self.show_all()
                self.desk.say("the edit had reached the disk after all, and is here now: {undo} takes it back")

    def hear(self) -> bool:
        """Take over what another session wrote; return whether there was anything, and nothing of ours waits."""
        self.settle()
        if self.editor.failed is not None or not self.session.reload():
            return False
        self.editor.read_again()
        return True

    def do_quit(self) -> None:
        """Leave Copydesk; where an edit could not be saved, only when that was asked for twice."""
        if self.editor.failed is not None and not self._warned_of_quitting:
            self._warned_of_quitting = True
            raise RefusedError("the last edit is not saved: {save} tries again, {quit} again leaves without it")
        super().do_quit()

    def do_save(self) -> None:
        """Try again to save."""
        self.editor.retry()

    def do_write_out(self) -> None:
        """Ask where the article and its log go."""
        self.ask(
            "write_out",
            "write article and log to (empty: clipboard)",
            str(self._suggestion()),
            self._write_out,
        )

    def _suggestion(self) -> Path:
        """Return a name in the home folder that is free: the project's disk is what fails."""
        name = f"{self.session.article.id}-unsaved" if self.editor.failed is not None else self.session.article.id
        names = (Path.home() / f"{name}{f'-{i}' if i else ''}.jsonl" for i in range(1000))
        return next(path for path in names if not path.exists())

    def _write_out(self, answer: str) -> None:
        from tui.gold.rescue import session_text, write_out  # noqa: PLC0415 - seldom needed

        failed = self.editor.failed is not None
        if answer.strip():
            path = Path(answer.strip()).expanduser()
            write_out(self.session, path, unsaved=failed)
            where = str(path)
        else:
            text = session_text(self.session, unsaved=failed)
            if len(text) > CLIPBOARD_MOST:
                raise RefusedError(f"{len(text):,} characters are too long for a terminal's clipboard: name a file")
            self.app.copy_to_clipboard(text)
            where = "the clipboard (paste it into a file)"
        self.desk.say(f"`copydesk import` takes it back in: the article and its log are in {where}")
