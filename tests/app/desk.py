"""A tiny app around the article view, and a document to show in it."""

from textual import on
from textual.app import App, ComposeResult
from textual.message import Message

from tui.app.themes import THEMES
from tui.app.view_model import Highlight, HighlightLayer, HighlightState, Row, RowStyle, ViewModel
from tui.app.widgets.article_view import ArticleView


class DeskApp(App[None]):
    """One article view, and a list of the messages that it posted."""

    def __init__(self, view: ViewModel, theme: str = "copydesk-dark") -> None:
        super().__init__()
        for ours in THEMES:
            self.register_theme(ours)
        self.theme = theme
        self.article = ArticleView(view)
        self.posted: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.article

    @on(ArticleView.Clicked)
    @on(ArticleView.Selected)
    @on(ArticleView.FoldClicked)
    def note(self, message: Message) -> None:
        self.posted.append(message)

    def line(self, y: int) -> str:
        """The text of a line of the screen, without blanks at its end."""
        return self.article.render_line(y).text.rstrip()

    def lines(self) -> list[str]:
        """The lines of the screen."""
        return [self.line(y) for y in range(self.article.size.height)]


def document(
    *blocks: str, styles: dict[int, RowStyle] | None = None, folded: dict[int, str] | None = None
) -> ViewModel:
    """A view of these blocks, a blank line between each two; `folded` gives the labels of those that are folded."""
    text, rows = "", []
    for i, block in enumerate(blocks):
        start = len(text) + (2 if text else 0)
        text = text + "\n\n" + block if text else block
        label = (folded or {}).get(i, "")
        rows.append(Row(start, len(text), (styles or {}).get(i, RowStyle.BODY), bool(label), label))
    return ViewModel(text, rows)


def highlight(
    view: ViewModel,
    surface: str,
    layer: HighlightLayer = HighlightLayer.ENTITY,
    tag: str = "P",
    state: HighlightState = HighlightState.PENDING,
    id: str = "",  # noqa: A002
) -> Highlight:
    """A highlight of the first `surface` in the text."""
    start = view.text.index(surface)
    return Highlight(id or surface, start, start + len(surface), layer, tag, tag, "blue", state)
