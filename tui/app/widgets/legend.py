"""The label set at a glance: the key, the letter and the name of every label that has a key."""

from collections.abc import Sequence

from rich.text import Text
from textual.widgets import Static

from tui.app.presenting import hue
from tui.app.view_model import HighlightLayer
from tui.app.widgets.article_styles import ArticleStyles, Look
from tui.model import screen_safe
from tui.model.scheme import LabelType

_COLUMNS = 2


class Legend(Static):
    """Labels in two columns, as many as there are; a panel without room for them hides it."""

    DEFAULT_CSS = """
    Legend { height: auto; width: 1fr; margin: 1 0 1 0; color: $foreground 75%; }
    """

    def show(self, keys: Sequence[tuple[str, LabelType]], styles: ArticleStyles, width: int) -> None:
        """Show `(key, label)` pairs in `width` cells, with the letters as they stand in the text."""
        cell = max(12, width // _COLUMNS)
        rows = -(-len(keys) // _COLUMNS)
        lines = []
        for y in range(rows):
            line = Text()
            for key, label in keys[y::rows]:
                look = Look(HighlightLayer.ENTITY, hue(label.colour), settled=True)
                part = Text.assemble((f"{key} ", "bold"), (styles.letter(label.tag), styles.tag(look)))
                part.append(" " + screen_safe(label.name.replace("_", " ")))
                part.truncate(cell - 1, overflow="ellipsis")
                part.pad_right(cell - part.cell_len)
                line.append_text(part)
            lines.append(line)
        self.update(Text("\n").join(lines))
