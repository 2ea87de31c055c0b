"""The two lines at the foot of every screen: what is the case, and which keys work now."""

import os
from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style

from tui.app.widgets.steady import Steady
from tui.model import screen_safe

MOST_LINES = 4
"""Lines that a sentence may take."""


class StatusLine(Steady):
    """One line: facts on the left; on the right what was just done, or what is wrong.

    A sentence that one line has no room for gets as many as it needs, with the facts behind it, until the next is said.
    The folder of the project is cut off the paths in it first: it is known, and as long as what matters.
    """

    DEFAULT_CSS = """
    StatusLine { height: 1; padding: 0 2; background: $surface; color: $muted;
        text-wrap: nowrap; text-overflow: ellipsis; }
    """
    _PROBLEM, _QUESTION = "bold $problem-text on $problem", "$row-text on $row"

    def __init__(self) -> None:
        super().__init__()
        self._look = ""
        self._said: tuple[Content, bool] = Content(""), False
        self._height = 1

    @property
    def look(self) -> Style:
        """The colours of the line. No classes: for a change of one, Textual looks through every rule of the sheets."""
        return super().look + self._get_style(self._look) if self._look else super().look

    def say(self, facts: Sequence[str], message: str = "", *, problem: bool = False, asking: bool = False) -> None:
        """Show facts and a message; a problem, a question, and what would be cut off stand first."""
        look = self._PROBLEM if problem else self._QUESTION if asking else ""
        if look != self._look:
            self._look = look
            self.refresh()
        room = self.app.size.width - 4
        folder = getattr(self.app, "project_folder", None)  # no other app than the desk has one
        if folder is not None and len(message) > room:
            message = message.replace(f"{folder}{os.sep}", "")
        said = screen_safe(message)
        parts = [*facts, said] if said else [*facts]
        line = Content(" · ".join(parts))
        if said and (problem or asking or line.cell_length > room):
            line = Content(" · ".join([said, *facts]))
        self._said = line, bool(said) and not asking and Content(said).cell_length > room
        self._fit()
        self.update(self._said[0])

    def on_resize(self) -> None:
        """Give a long sentence the lines that it needs now."""
        self._fit()

    def _fit(self) -> None:
        said, long = self._said
        lines = min(MOST_LINES, len(said.wrap(max(1, self.app.size.width - 4)))) if long else 1
        if lines != self._height:
            self._height = lines
            self.styles.height = lines
            self.styles.text_wrap = "wrap" if lines > 1 else "nowrap"
            self.notify_style_update()


class FooterLine(Steady):
    """The keys that work now, each with two or three words; a click on one is the key."""

    DEFAULT_CSS = """
    FooterLine { height: 1; text-wrap: nowrap; padding: 0 2; background: $background; color: $muted; }
    """

    class Chosen(Message):
        """A command was clicked."""

        def __init__(self, command_id: str) -> None:
            super().__init__()
            self.command_id = command_id

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[tuple[str, str, str]] = []
        self._places: list[tuple[int, int, str]] = []

    def show(self, keys: list[tuple[str, str, str]]) -> None:
        """Show `(key, title, command id)` of the commands that fit here, the most useful first; the help always."""
        if keys != self._keys:
            self._keys = keys
            self._fill()

    def on_resize(self) -> None:
        """Show as many as fit now."""
        self._fill()

    def _fill(self) -> None:
        parts: list[Content] = []
        self._places = []
        x = 0
        for key, title, command_id in self._fitting():
            width = len(key) + 1 + len(title)
            parts.append(Content.assemble((key, "bold $accent"), " ", title, "   "))
            self._places.append((x, x + width, command_id))
            x += width + 3
        self.update(Content("").join(parts))

    def _fitting(self) -> list[tuple[str, str, str]]:
        """Return the keys that there is room for. The one that tells of all others keeps its room where not all fit."""

        room = (self.outer_size - self.styles.gutter.totals).width  # a line that is hidden has it, too

        def fits(rows: list[tuple[str, str, str]]) -> bool:
            return sum(len(key) + len(title) + 4 for key, title, _ in rows) - 3 <= room

        shown = list(self._keys)
        while shown and not fits(shown):
            last = max((i for i, row in enumerate(shown) if row[-1] != "help"), default=0)
            del shown[last]
        return shown

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        x = event.x - self.gutter.left
        for start, end, command_id in self._places:
            if start <= x < end:
                self.post_message(self.Chosen(command_id))
