"""Lines that go from a widget to the screen as they are, and stay the same objects for as long as they look the same.

Textual makes every line of a widget anew from its content and its borders; but a `Strip` knows how it looks in the
terminal once it has been drawn, so a line that is kept costs nearly nothing the next time, and a key redraws little.
"""

from typing import Any

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget


class OwnLines(Widget, inherit_bindings=False):
    """A widget with padding, but without borders, links or opacity, whose `render_line` says what it shows.

    A line ends where a scroll bar begins: what lies under that is never seen, and cutting it off would be a new line.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kept: dict[int, Strip] = {}
        self._kept_for: Size | None = None

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "OwnLines":
        """Draw the lines of the regions anew; without any, all of them: the style may have changed."""
        if not regions:
            self._kept_for = None
        top = self.gutter.top
        for region in regions:
            for y in region.line_range:
                self._kept.pop(y + top, None)
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def notify_style_update(self) -> None:
        """Forget every line: the theme may have changed."""
        super().notify_style_update()
        self._kept_for = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of the widget that are in `crop`."""
        size = self.outer_size
        if self._kept_for != size:
            self._kept, self._kept_for = {}, size
        if missing := [y for y in crop.line_range if y not in self._kept]:
            self._finish(missing)
        found = [self._kept[y] for y in crop.line_range]
        if crop.column_span != (0, size.width):
            found = [strip.crop(*crop.column_span) for strip in found]
        return found

    def _finish(self, lines: list[int]) -> None:
        """Make these lines of the widget, with its padding, in the colours that the terminal has."""
        gutter, size, padding = self.gutter, self.outer_size, self.styles.gutter
        style = self.visual_style.rich_style
        background = self.background_colors[1]
        filters = self.get_line_filters()
        blank = Strip.blank(size.width - gutter.width + padding.width, style)
        left, right = ([Segment(" " * cells, style)] if cells else [] for cells in (padding.left, padding.right))
        for y in lines:
            strip = blank
            if gutter.top <= y < size.height - gutter.bottom:
                strip = self.render_line(y - gutter.top)
                if left or right:
                    strip = Strip([*left, *strip, *right], padding.width + strip.cell_length)
            for line_filter in filters:
                strip = strip.apply_filter(line_filter, background)
            self._kept[y] = strip
