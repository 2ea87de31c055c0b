"""What lies behind other widgets and is hardly seen: one blank line, the same object wherever it stands.

Textual draws the screen and every container on each line of which anything has changed, before it finds that they are
covered; a line that is made anew for that costs more than a line of the article.
"""

from textual.containers import Container
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Backdrop(Widget, inherit_bindings=False):
    """A widget with a background and nothing else: no padding, no border, no text."""

    _behind: Strip | None = None

    def notify_style_update(self) -> None:
        """Forget the line: the theme may have changed."""
        super().notify_style_update()
        self._behind = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the line as often as it is wanted."""
        line = self._behind
        if line is None or line.cell_length != crop.width:
            line = Strip.blank(crop.width, self.visual_style.rich_style)
            for line_filter in self.get_line_filters():
                line = line.apply_filter(line_filter, self.background_colors[1])
            self._behind = line
        return [line] * crop.height


class Desktop(Backdrop, Container, inherit_bindings=False):
    """Holds the article and the panel, side by side or one above the other."""
