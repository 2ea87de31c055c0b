"""Lines that go from a widget to the screen as they are, and stay the same objects for as long as they look the same.

Textual makes every line of a widget anew from its content and its borders; but a `Strip` knows how it looks in the
terminal once it has been drawn, so a line that is kept costs nearly nothing the next time, and a key redraws little.
"""

from typing import Any, NamedTuple

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from tui.app.widgets.at_once import PaintedAtOnce


class _Frame(NamedTuple):
    """What stands around a line: blanks to its left and right, a line without text, and what is done to its colours."""

    top: int
    bottom: int
    left: list[Segment]
    right: list[Segment]
    padding: int
    blank: Strip
    filters: list[LineFilter]
    background: Color


class OwnLines(Widget, inherit_bindings=False):
    """A widget with padding, but without borders, links or opacity, whose `render_line` says what it shows.

    A line ends where a scroll bar begins: what lies under that is never seen, and cutting it off would be a new line.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._kept: dict[int, Strip] = {}
        self._kept_for: Size | None = None
        self._frame_of_lines: _Frame | None = None

    @property
    def look(self) -> Style:
        """The colours of what has none of its own."""
        return self.visual_style

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "OwnLines":
        """Draw the lines of the regions anew; without any, all of them: the style may have changed."""
        if not regions:
            self._kept_for = None
        edge = self.styles.gutter.top_left
        regions = tuple(region.translate(edge) for region in regions)
        for region in regions:
            for y in region.line_range:
                self._kept.pop(y, None)
        if regions and self._is_mounted and not (layout or recompose) and isinstance(self.screen, PaintedAtOnce):
            self._repaint_regions.update(regions)
            self.screen.has_changed(self)
        else:
            left, top = edge
            inner = (region.translate((-left, -top)) for region in regions)
            super().refresh(*inner, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def notify_style_update(self) -> None:
        """Forget every line: the theme may have changed."""
        super().notify_style_update()
        self._kept_for = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of the widget that are in `crop`."""
        size = self.outer_size
        if self._kept_for != size:
            self._kept, self._kept_for, self._frame_of_lines = {}, size, None
        if missing := [y for y in crop.line_range if y not in self._kept]:
            self._finish(missing)
        found = [self._kept[y] for y in crop.line_range]
        if crop.column_span != (0, size.width):
            found = [strip.crop(*crop.column_span) for strip in found]
        return found

    def _finish(self, lines: list[int]) -> None:
        """Make these lines of the widget, with its padding, in the colours that the terminal has."""
        frame = self._frame_of_lines = self._frame_of_lines or self._framed()
        for y in lines:
            strip = frame.blank
            if frame.top <= y < frame.bottom:
                strip = self.render_line(y - frame.top)
                if frame.padding:
                    strip = Strip([*frame.left, *strip, *frame.right], frame.padding + strip.cell_length)
            for line_filter in frame.filters:
                strip = strip.apply_filter(line_filter, frame.background)
            self._kept[y] = strip

    def _framed(self) -> _Frame:
        gutter, size, padding = self.gutter, self.outer_size, self.styles.gutter
        style = self.look.rich_style
        left, right = ([Segment(" " * cells, style)] if cells else [] for cells in (padding.left, padding.right))
        blank = Strip.blank(size.width - gutter.width + padding.width, style)
        return _Frame(
            gutter.top, size.height - gutter.bottom, left, right, padding.width, blank,
            list(self.get_line_filters()), self.background_colors[1],
        )  # fmt: skip
