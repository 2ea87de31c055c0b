"""A scroll bar that is drawn anew only where its thumb has moved: in a long article a line down does not move it."""

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip

from tui.app.widgets.own_lines import OwnLines


class SteadyScrollBar(OwnLines, ScrollBar):
    """Textual's vertical scroll bar, one cell wide."""

    def __init__(self) -> None:
        super().__init__()
        self._bar: list[Segment] = []

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "SteadyScrollBar":
        """Draw what has changed of the thumb; where nothing has, nothing is done."""
        if regions or layout or recompose or len(self._bar) != self.size.height:
            super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
            return self
        before, self._bar = self._bar, self._segments()
        for y, (old, new) in enumerate(zip(before, self._bar, strict=True)):
            if old != new:
                super().refresh(Region(0, y, 1, 1))
        return self

    def render_line(self, y: int) -> Strip:
        """Return a line of the bar."""
        if len(self._bar) != self.size.height:
            self._bar = self._segments()
        return Strip([self._bar[y]], 1)

    def _segments(self) -> list[Segment]:
        """Return exactly a segment a line; Textual's bar is longer where the position is behind the end."""
        height = self.size.height
        bar = self.render()
        assert isinstance(bar, ScrollBarRender)
        style = bar.style if isinstance(bar.style, Style) else Style.parse(bar.style)
        assert style.bgcolor is not None
        assert style.color is not None
        segments = bar.render_bar(
            height, bar.virtual_size, bar.window_size, bar.position,
            back_color=style.bgcolor, bar_color=style.color,
        ).segments  # fmt: skip
        blank = Segment(" ", Style(bgcolor=style.bgcolor))
        return [*segments[:height], *[blank] * (height - len(segments))]
