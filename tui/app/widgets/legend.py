"""The label set at a glance: the key, the letter and the name of every label that has a key."""

from collections.abc import Sequence

from rich.text import Text
from textual.content import Content

from tui.app.presenting import hue
from tui.app.view_model import HighlightLayer
from tui.app.widgets.article_styles import ArticleStyles, Look
from tui.app.widgets.steady import Steady
from tui.model import screen_safe
from tui.model.scheme import LabelType

_COLUMNS = 2

LegendKeys = Sequence[tuple[str, LabelType]]
"""A key and the label it gives."""


class Legend(Steady):
    """Labels in two columns, as many as there are; a panel without room for them hides it."""

    DEFAULT_CSS = """
    Legend { height: 0; width: 1fr; margin: 1 0 1 0; color: $muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[object, ...] = ()
        self._height = 0
        self._drawn: dict[tuple[object, ...], list[Content]] = {}

    def make_room(self, room: int) -> None:
        """Take the height that `room` labels need: before the screen is laid out, so that it is laid out once."""
        height = -(-room // _COLUMNS)
        if height != self._height:
            self._height = height
            self.styles.height = height

    def show(self, keys: LegendKeys, styles: ArticleStyles, width: int, room: int) -> None:
        """Show labels in `width` cells, with the letters as they stand in the text; there is always room for `room`."""
        shown = keys, styles, width, room
        if shown == self._shown:
            return
        self._shown = shown
        self.make_room(room)  # the same for every layer: a change of it would lay out the screen
        if (lines := self._drawn.get(shown)) is None:
            self._drawn[shown] = lines = [Content.from_rich_text(line) for line in _drawn(keys, styles, width)]
        self.update(*lines)


def _drawn(keys: LegendKeys, styles: ArticleStyles, width: int) -> list[Text]:
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
    return lines
