"""A page of text over the screen: a guideline."""

import re
from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.app.screens.typing import KeysInOrder
from tui.model import screen_safe

_LINE_END = re.compile(r"[ \t]*\n[ \t]*(?![ \t]*(?:\n|[-*•]|\d+[.)]))")


def flowing(text: str) -> str:
    """Return a text whose lines end at paragraphs and list items only, so that it fits any width."""
    paragraphs = re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip())
    return "\n\n".join(_LINE_END.sub(" ", paragraph) for paragraph in paragraphs)


class TextScreen(KeysInOrder[None], inherit_bindings=False):
    """Closes at any key but the arrows, which scroll, and `e`, which edits the text where `edit` says how."""

    DEFAULT_CSS = """
    TextScreen { align: center middle; background: $background 60%; }
    TextScreen VerticalScroll { width: 72; max-width: 90%; height: auto; max-height: 80%; padding: 1 3;
        background: $panel; scrollbar-size-vertical: 1; scrollbar-background: $panel;
        scrollbar-color: $foreground 30%; }
    TextScreen Static { padding: 0 1 0 0; }
    """

    def __init__(self, title: str, text: str, more: str = "", edit: Callable[[], object] | None = None) -> None:
        super().__init__()
        text, more = (screen_safe(flowing(part), keep_newlines=True) for part in (text, more))
        self._edit = edit
        self._is_left = False
        self._content = Content.assemble(
            (screen_safe(title), "bold"),
            *((("   e edits it, any other key closes", "$muted"),) if edit else ()), "\n\n", text,
            *((("\n\n" + more, "$muted"),) if more else ()),
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """Make the page."""
        with VerticalScroll(can_focus=False):
            yield Static(self._content)

    def take_key(self, key: str, character: str | None) -> None:  # noqa: ARG002 - a screen to type in needs it
        """Scroll, or close."""
        if key in ("up", "down"):
            self.query_one(VerticalScroll).scroll_relative(y=1 if key == "down" else -1, animate=False)
        elif not self._is_left:
            self._is_left = True
            self.dismiss()
            if key == "e" and self._edit is not None:
                self.app.call_later(self._edit)
