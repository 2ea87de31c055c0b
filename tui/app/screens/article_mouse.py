"""The mouse in the article: a click focuses, a double click and a drag select, a click on a folded block opens it.

Each is kept with the keys, so that a replay can do it again.
"""

from textual import on

from tui.app.screens.article_commands import ArticleCommands
from tui.app.widgets.article_view import ArticleView


class ArticleMouse(ArticleCommands):
    """What clicks and drags do."""

    def show_mode(self) -> None:
        """Show the letters of a mode; `ArticleScreen` does."""
        raise NotImplementedError

    @on(ArticleView.Clicked)
    def _clicked_text(self, message: ArticleView.Clicked) -> None:
        self.clicked(message.offset, twice=message.chain > 1)

    def clicked(self, offset: int, *, twice: bool = False) -> None:
        """Focus the label that was clicked; a second click selects the word, and its whole name."""
        self.desk.recorder.press(f"{'double' if twice else 'click'}:{offset}")
        self.mode = None
        if twice:
            self.attempt(lambda: self.editor.select(*self.editor.name_at(*self.editor.motion.token_at(offset))))
        else:
            self.attempt(lambda: self.editor.go(offset))
        self.show_mode()

    @on(ArticleView.Selected)
    def _dragged(self, message: ArticleView.Selected) -> None:
        self.dragged(message.start, message.end)

    def dragged(self, start: int, end: int) -> None:
        """Select what the mouse was dragged over."""
        self.desk.recorder.press(f"drag:{start}:{end}")
        self.attempt(lambda: self.editor.select(start, end))

    @on(ArticleView.FoldClicked)
    def _fold_clicked(self, message: ArticleView.FoldClicked) -> None:
        self.fold_clicked(message.block_start)

    def fold_clicked(self, start: int) -> None:
        """Open or fold a dropped block."""
        self.desk.recorder.press(f"fold:{start}")
        self.attempt(lambda: self.toggle_fold(start))
