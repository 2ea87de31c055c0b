"""A page of text over the screen: a guideline."""

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.model import screen_safe


class TextScreen(ModalScreen[None], inherit_bindings=False):
    """Closes at any key but the arrows, which scroll."""

    DEFAULT_CSS = """
    TextScreen { align: center middle; background: $background 60%; }
    TextScreen VerticalScroll { width: 72; max-width: 90%; height: auto; max-height: 80%; padding: 1 3;
        background: $panel; }
    """

    def __init__(self, title: str, text: str, more: str = "") -> None:
        super().__init__()
        self._content = Content.assemble(
            (screen_safe(title), "bold"), "\n\n", screen_safe(text),
            *((("\n\n" + screen_safe(more), "$foreground 60%"),) if more else ()),
        )  # fmt: skip

    def compose(self) -> ComposeResult:
        """Make the page."""
        with VerticalScroll(can_focus=False):
            yield Static(self._content)

    def on_key(self, event: events.Key) -> None:
        """Scroll, or close."""
        event.stop()
        event.prevent_default()
        if event.key in ("up", "down"):
            self.query_one(VerticalScroll).scroll_relative(y=1 if event.key == "down" else -1, animate=False)
        else:
            self.dismiss()
