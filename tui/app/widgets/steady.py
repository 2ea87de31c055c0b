"""Text of which only the lines that have changed are drawn anew.

A panel that is brought up to date at every key changes a line or two of it. Textual's `Static` draws all of them, and
everything beside them: most of what a key costs.
"""

from rich.segment import Segment
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from tui.app.widgets.own_lines import OwnLines


class Steady(OwnLines):
    """Paragraphs in a place whose size does not depend on them."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (the name all widgets use)
        super().__init__(id=id, classes=classes)
        self._paragraphs: tuple[Content, ...] = ()
        self._strips: list[Strip] = []
        self._laid_out_for: tuple[Size, Style] | None = None
        self._wrapped: LRUCache[tuple[object, ...], list[Strip]] = LRUCache(512)
        self._wrapped_for: tuple[int, Style] | None = None
        self.auto_links = False  # nothing in it can be clicked

    def render(self) -> Content:
        """Return the text."""
        return Content("\n").join(self._paragraphs)

    def update(self, *paragraphs: Content) -> None:
        """Show other paragraphs, each on lines of its own; where they are the same nothing is done."""
        before, self._paragraphs = self._paragraphs, paragraphs
        if len(before) == len(paragraphs) and all(a.is_same(b) for a, b in zip(before, paragraphs, strict=True)):
            return
        if self._laid_out_for is None or self._laid_out_for != (self.size, self.visual_style):
            self.refresh()
            return
        old, self._strips = self._strips, self._lines()
        width = self._laid_out_for[0].width
        changed = [
            Region(0, y, width, 1)
            for y, (a, b) in enumerate(zip(old, self._strips, strict=True))
            if not (a is b or a == b)
        ]
        if changed:
            self.refresh(*changed)

    def notify_style_update(self) -> None:
        """Wrap everything anew: a theme has other colours of the same names."""
        super().notify_style_update()
        self._wrapped.clear()
        self._laid_out_for = None

    def render_line(self, y: int) -> Strip:
        """Return a line of the text."""
        wanted = (self.size, self.visual_style)
        if self._laid_out_for != wanted:
            self._strips, self._laid_out_for = self._lines(), wanted
        return self._strips[y]

    def _lines(self) -> list[Strip]:
        """Return exactly as many lines as there is room for; no paragraph after the first is cut to a single line."""
        width, height = self.size
        style = self.visual_style
        if self._wrapped_for != (width, style):
            self._wrapped.clear()
            self._wrapped_for = width, style
        lines: list[Strip] = []
        for paragraph in self._paragraphs:
            if len(lines) >= height:
                break
            key = (paragraph.plain, *paragraph.spans)
            if (wrapped := self._wrapped.get(key)) is None:
                wrapped = self._wrapped[key] = self._wrap(paragraph, width, style)
            if lines and len(lines) + 1 == height and len(wrapped) > 1:
                break
            lines += wrapped
        blank = Strip.blank(width, style.rich_style)
        return [*lines[:height], *[blank] * (height - len(lines))]

    def _wrap(self, paragraph: Content, width: int, style: Style) -> list[Strip]:
        if not paragraph.spans and paragraph.plain.isprintable() and (cells := paragraph.cell_length) <= width:
            return [Strip([Segment(paragraph.plain + " " * (width - cells), style.rich_style)], width)]
        return Visual.to_strips(self, paragraph, width, None, style, pad=True)
