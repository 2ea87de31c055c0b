"""The text of an article, to be read while everything that works on it is loaded.

Everything stands where the article screen shows it, so that nothing moves when that comes.
"""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from tui.app.block_rows import rows
from tui.app.screens.fitting import fit
from tui.app.view_model import ViewModel
from tui.app.widgets.article_view import ArticleView
from tui.app.widgets.lines import FooterLine, StatusLine
from tui.app.widgets.panel import Panel
from tui.app.widgets.steady import Steady
from tui.gold.glimpse import Glimpse
from tui.model.text import screen_safe


class _Text(ArticleView):
    """A view that tells when it is being painted for the first time."""

    def __init__(self, view: ViewModel, first: int, then: Callable[[], object]) -> None:
        super().__init__(view)
        self.can_focus = False
        self._first = first
        self._then: Callable[[], object] | None = then

    def on_resize(self) -> None:
        """Wrap the text, and show its first line where the article screen shows it."""
        super().on_resize()
        self.scroll_to_offset(self._first)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines; they are on their way to the terminal when the next message is handled."""
        if self._then is not None and self.virtual_size.width:
            self.call_later(self._then)
            self._then = None
        return super().render_lines(crop)


class FirstLook(Screen[None], inherit_bindings=False):
    """How an article begins. `then` is called when it has been painted; keys are for the app to keep until then."""

    AUTO_FOCUS = ""

    def __init__(self, glimpse: Glimpse, title: str, then: Callable[[], object]) -> None:
        super().__init__()
        self._title = screen_safe(title)
        blocks = rows(glimpse.blocks, glimpse.text)
        first = next((row.start for row in blocks if not row.folded), 0)
        self._text = _Text(ViewModel(glimpse.text, blocks), first, then)

    def compose(self) -> ComposeResult:
        """Make the heading, the text, and the places of the panel and of the lines below."""
        yield Steady(id="masthead")
        with Container(id="desk"):
            yield self._text
            yield Panel()
        yield StatusLine()
        yield FooterLine()

    def on_mount(self) -> None:
        """Show the title."""
        self.query_one("#masthead", Steady).update(Content.styled(self._title, "bold"))

    def on_resize(self, event: events.Resize) -> None:
        """Lay everything out as the article screen does."""
        fit(self, event.size)
