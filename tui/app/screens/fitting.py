"""What an article's screen has room for."""

from textual.geometry import Size
from textual.widget import Widget

_NARROW, _WIDE, _HIGH = 100, 160, 32


def fit(screen: Widget, size: Size) -> None:
    """Put the panel beside the text where there is room, below it where there is not (see `app.tcss`)."""
    screen.set_class(size.width < _NARROW, "-narrow")
    screen.set_class(size.width >= _WIDE, "-wide")
    screen.set_class(size.height < _HIGH, "-low")
