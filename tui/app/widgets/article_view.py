"""The article view: the document with a mouse."""

from dataclasses import dataclass

from textual import events
from textual.message import Message

from tui.app.layout.wrap import LineKind
from tui.app.view_model import ViewModel
from tui.app.widgets.document_view import DocumentView


class ArticleView(DocumentView):
    """A document that can be clicked and dragged over. What a click or a drag means is for the screen to say.

    While the mouse is dragged the view changes the selection by itself, token by token.
    """

    @dataclass
    class Clicked(Message):
        """The text was clicked at `offset`, for the `chain`-th time in a row (2: a double click)."""

        view: "ArticleView"
        offset: int
        chain: int

        @property
        def control(self) -> "ArticleView":
            """The view that was clicked."""
            return self.view

    @dataclass
    class Selected(Message):
        """The mouse was dragged over `start:end`, which begins and ends with a token."""

        view: "ArticleView"
        start: int
        end: int

        @property
        def control(self) -> "ArticleView":
            """The view in which it was dragged."""
            return self.view

    @dataclass
    class FoldClicked(Message):
        """The label of the row that begins at `block_start` was clicked."""

        view: "ArticleView"
        block_start: int

        @property
        def control(self) -> "ArticleView":
            """The view that was clicked."""
            return self.view

    def __init__(self, view: ViewModel | None = None, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (the name all widgets use)
        super().__init__(view, id=id, classes=classes)
        self._drag_from: tuple[int, int] | None = None
        self._dragged = False

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin a drag at the token under the pointer."""
        self._dragged = False
        if event.button == 1 and self._view.rows:
            x, y = self._content_cell(event)
            if self.offset_at(x, y) is not None:
                self._drag_from = self.motion.token_at(self.nearest_offset(x, y))
                self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select from the token where the drag began to the one under the pointer; scroll at the edges."""
        if self._drag_from is None:
            return
        x, y = self._content_cell(event)
        if y < 0:
            self.scroll_relative(y=-1, animate=False, force=True)
        elif y >= self.size.height:
            self.scroll_relative(y=1, animate=False, force=True)
        start, end = self.motion.token_at(self.nearest_offset(x, y))
        if (start, end) != self._drag_from:
            self._dragged = True
        if self._dragged:
            self.select(min(start, self._drag_from[0]), max(end, self._drag_from[1]))

    def on_mouse_up(self) -> None:
        """End a drag."""
        if self._drag_from is None:
            return
        self._drag_from = None
        self.release_mouse()
        if self._dragged and self.overlay.selection is not None:
            self.post_message(self.Selected(self, *self.overlay.selection))

    def on_click(self, event: events.Click) -> None:
        """Say what was clicked, unless the click ends a drag."""
        if self._dragged or event.button != 1:
            return
        x, y = self._content_cell(event)
        line = self.line_at(y)
        if line is not None and line.kind is LineKind.LABEL:
            self.post_message(self.FoldClicked(self, line.start))
        elif (offset := self.offset_at(x, y)) is not None:
            self.post_message(self.Clicked(self, offset, event.chain))

    def _content_cell(self, event: events.MouseEvent) -> tuple[int, int]:
        return event.x - self.gutter.left, event.y - self.gutter.top
