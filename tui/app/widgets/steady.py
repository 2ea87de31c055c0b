"""Text of which only the lines that have changed are drawn anew.

A panel that is brought up to date at every key changes a line or two of it. Textual's `Static` draws all of them, and
everything beside them: most of what a key costs.
"""

from collections.abc import Sequence

from rich._wrap import divide_line
from rich.cells import cell_len
from rich.segment import Segment
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style

from tui.app.widgets.own_lines import OwnLines


class Steady(OwnLines):
    """Paragraphs in a place whose size does not depend on them."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (the name all widgets use)
        super().__init__(id=id, classes=classes)
        self._paragraphs: tuple[Content, ...] = ()
        self._strips: list[Strip] = []
        self._laid_out_for: tuple[Size, Style] | None = None
        """The size with the padding, which Textual knows without looking, and the look."""
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
        if self._laid_out_for is None or self._laid_out_for != (self.outer_size, self.look):
            self.refresh()
            return
        old, self._strips = self._strips, self._lines()
        width = self._strips[0].cell_length if self._strips else 0
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
        wanted = (self.outer_size, self.look)
        if self._laid_out_for != wanted:
            self._strips, self._laid_out_for = self._lines(), wanted
        return self._strips[y]

    def _lines(self) -> list[Strip]:
        """Return exactly as many lines as there is room for; no paragraph after the first is cut to a single line."""
        width, height = self.outer_size - self.styles.gutter.totals  # a line that is hidden has a size, too
        style = self.look
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
        """Return the lines of a paragraph, flush left, as long as there is room.

        Textual's own way of it gives each stretch of text a style that knows where it stands, for a selection by mouse;
        here what looks the same has the same style, which knows how it looks in the terminal once it has been drawn.
        """
        if self.styles.text_wrap == "nowrap":
            paragraph = paragraph.truncate(width, ellipsis=self.styles.text_overflow == "ellipsis")
        base = style.rich_style
        lines: list[list[Segment]] = [[]]
        for text, look in paragraph.expand_tabs().render(style, end="", parse_style=self._get_style):
            first, *others = text.split("\n")
            if first:
                lines[-1].append(Segment(first, look.rich_style))
            lines += [[Segment(other, look.rich_style)] if other else [] for other in others]
        return [strip.adjust_cell_length(width, base) for line in lines for strip in _broken(Strip(line), width)]


def _broken(line: Strip, width: int) -> Sequence[Strip]:
    """Return a line as lines that are no longer than `width`, but for blanks, broken where words end."""
    if line.cell_length <= width:
        return [line]
    text = line.text
    cells = [cell_len(text[:at]) for at in divide_line(text, width)]
    return line.divide([*cells, line.cell_length])
