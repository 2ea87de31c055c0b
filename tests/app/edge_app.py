"""An app for a real terminal: hostile text with a wall at its right, and below it what was clicked last.

Run as `python -m tests.app.edge_app`.
"""

from textual import on
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from tests.app.desk import document
from tui.app.themes import DARK
from tui.app.widgets.article_view import ArticleView

TEXTS = (
    "東京証券取引所で 田中さん said",
    "the 👩‍👩‍👧‍👦 family and ❤️ hearts 👍🏽 here",
    "e\u0301le\u0300ve Zoe\u0308 wrote",
    "zero\u200bwidth \u200bstart",
    "one\ttwo\t\tthree",
    "Minister שלום כהן met",
    "safe\u202eevil\u2066txt\u2069 end",
    "keycap 1\ufe0f\u20e3 done",
    "red\x1b[31m bell\x07 csi\x9b2J title\x1b]0;pwned\x07 done",
)
WALL = "\u2503"


class EdgeApp(App[None]):
    """The article view between the left edge and a wall."""

    CSS = "#wall { width: 1; } ArticleView { width: 1fr; } #clicked { dock: bottom; height: 1; }"

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield ArticleView(document(*TEXTS))
            yield Static("\n".join(WALL * 40), id="wall")
        yield Static("ready", id="clicked")

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name

    @on(ArticleView.Clicked)
    def tell(self, message: ArticleView.Clicked) -> None:
        """Show where the text was clicked, and keep the cursor there."""
        message.view.lay_over(message.offset)
        self.query_one("#clicked", Static).update(f"clicked {message.offset}")


if __name__ == "__main__":
    EdgeApp().run()
