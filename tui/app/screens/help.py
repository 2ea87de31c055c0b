"""Every key, by what it is for; typing searches."""

from textwrap import wrap

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Static

from tui.app.commands import Place
from tui.app.keymap import Keymap, table
from tui.app.screens.typing import TypingScreen
from tui.app.widgets.typing import TypedLine

_KEYS = 18
"""Cells of the column of keys."""
_WIDTH, _SHARE, _EDGES = 100, 94, 7
"""The box: its width where there is room, its share of the screen in percent, and the cells that no text gets."""


def help_text(keymap: Keymap, place: Place, typed: str = "", width: int = 90) -> Content:
    """Return the table of keys of a screen, `width` cells wide, only the rows that hold every word typed."""
    words = typed.casefold().split()
    lines: list[Content] = []
    heading = None
    for group, keys, command in table(keymap, place):
        row = f"{keys} {command.title} {command.help} {group.value}".casefold()
        if not all(word in row for word in words):
            continue
        if group is not heading:
            lines += [Content(""), Content.styled(group.value, "bold")]
            heading = group
        first, *rest = wrap(command.help, max(20, width - _KEYS))
        lines.append(Content.assemble((f"  {keys}".ljust(_KEYS), "$accent"), first))
        lines += [Content(" " * _KEYS + line) for line in rest]
    return Content("\n").join(lines[1:]) if lines else Content.styled("No key has these words.", "$muted")


class HelpScreen(TypingScreen[None], inherit_bindings=False):
    """The keys of a screen. Esc, or ? in the empty search, closes it."""

    DEFAULT_CSS = f"""
    HelpScreen {{ align: center middle; background: $background; }}
    HelpScreen > Vertical {{ width: {_WIDTH}; max-width: {_SHARE}%; height: 90%; padding: 1 3; background: $panel; }}
    HelpScreen Label {{ text-style: bold; }}
    HelpScreen TypedLine {{ margin: 1 0; padding: 0 1; background: $surface; }}
    HelpScreen VerticalScroll {{ scrollbar-size-vertical: 1; scrollbar-background: $panel;
        scrollbar-color: $foreground 30%; scrollbar-gutter: stable; }}
    HelpScreen Static {{ height: auto; }}
    """

    def __init__(self, keymap: Keymap, place: Place) -> None:
        super().__init__()
        self._keymap, self._place = keymap, place

    def compose(self) -> ComposeResult:
        """Make the search and the table."""
        with Vertical():
            yield Label("Keys")
            yield TypedLine(placeholder="type to search, Esc closes")
            with VerticalScroll(can_focus=False):
                yield Static(id="keys")

    def on_resize(self) -> None:
        """Wrap to the new width."""
        self._show()

    @on(Input.Changed)
    def _show(self) -> None:
        width = min(_WIDTH, self.size.width * _SHARE // 100) - _EDGES
        self.query_one("#keys", Static).update(help_text(self._keymap, self._place, self.query_one(Input).value, width))

    def take_key(self, key: str, character: str | None) -> None:
        """Scroll, close, or search."""
        scroll = self.query_one(VerticalScroll)
        empty = not self.query_one(Input).value
        if key == "escape" or (empty and key in ("question_mark", "f1", "enter")):
            self.dismiss()
        elif key in ("down", "up"):
            scroll.scroll_relative(y=1 if key == "down" else -1, animate=False)
        elif key in ("pagedown", "pageup"):
            scroll.scroll_relative(y=scroll.size.height * (1 if key == "pagedown" else -1), animate=False)
        else:
            self.query_one(TypedLine).take(key, character)
