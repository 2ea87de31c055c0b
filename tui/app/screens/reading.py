"""A page of text over the screen: a guideline."""

import re
from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.app.screens.beside import Keep, nothing_kept, put
from tui.app.screens.typing import KeysInOrder, hand_on
from tui.model import screen_safe

_LINE_END = re.compile(r"[ \t]*\n[ \t]*(?![ \t]*(?:\n|[-*•]|\d+[.)]))")


_SCROLLING = {
    "down": (1, "line"), "j": (1, "line"), "up": (-1, "line"), "k": (-1, "line"), "pagedown": (1, "screen"),
    "space": (1, "screen"), "pageup": (-1, "screen"), "end": (1, "all"), "home": (-1, "all"),
}  # fmt: skip
"""Which way a key scrolls, and by how much."""


def flowing(text: str) -> str:
    """Return a text whose lines end at paragraphs and list items only, so that it fits any width."""
    paragraphs = re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip())
    return "\n\n".join(_LINE_END.sub(" ", paragraph) for paragraph in paragraphs)


class TextScreen(KeysInOrder[None], inherit_bindings=False):
    """Closes at any key but those that scroll, and `e`, which edits the text where `edit` says how."""

    DEFAULT_CSS = """
    TextScreen { align: center middle; background: $background 0%; }
    TextScreen VerticalScroll { width: 72; max-width: 90%; height: auto; padding: 0 2; border: round $muted;
        background: $panel; scrollbar-size-vertical: 1; scrollbar-background: $panel;
        scrollbar-color: $foreground 30%; }
    TextScreen Static { padding: 0 1 0 0; }
    """

    def __init__(
        self,
        title: str,
        text: str,
        more: str = "",
        edit: Callable[[], object] | None = None,
        keep: Keep = nothing_kept,
    ) -> None:
        super().__init__()
        self._keep = keep
        text, more = (screen_safe(flowing(part), keep_newlines=True) for part in (text, more))
        self._edit = edit
        self._is_left = False
        self._ahead: list[events.Key] = []
        self._content = Content.assemble(
            (screen_safe(title), "bold"),
            *((("   e edits it, any other key closes", "$muted"),) if edit else ()), "\n\n", text,
            *((("\n\n" + more, "$muted"),) if more else ()),
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """Make the page."""
        with VerticalScroll(can_focus=False):
            yield Static(self._content)

    def on_resize(self) -> None:
        """Go beside what is kept in sight."""
        lines = self.size.height * 4 // 5
        put(self, self.query_one(VerticalScroll), self._keep(), otherwise=("middle", 0, lines))

    def take_key(self, key: str, character: str | None) -> None:
        """Scroll, or close."""
        if key in _SCROLLING:
            page = self.query_one(VerticalScroll)
            direction, unit = _SCROLLING[key]
            lines = {"line": 1, "screen": max(1, page.size.height - 2), "all": page.virtual_size.height}
            page.scroll_relative(y=direction * lines[unit], animate=False)
        elif self._is_left:
            self._ahead.append(events.Key(key, character))
        elif key == "e" and self._edit is not None:
            self._is_left = True
            self.app.call_later(self._go_on, self._edit)
        else:
            self._is_left = True
            self.dismiss()

    def _go_on(self, edit: Callable[[], object]) -> None:
        """Close, edit the text, and hand on what was typed meanwhile."""
        self.dismiss()
        edit()
        for event in self._ahead:
            hand_on(event, self.app.screen)
