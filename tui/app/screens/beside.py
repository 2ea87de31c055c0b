"""Where a dialog goes: above or below what it is about, wherever there is more room, so that one goes on seeing it."""

from collections.abc import Callable

from textual.geometry import Size
from textual.widget import Widget

Keep = Callable[[], tuple[int, int] | None]
"""Returns the first line of the terminal that is to stay in sight and the one after the last; None for nothing."""

_LOWEST = 12
"""Lines that a dialog needs to be of use: where there are fewer on both sides, it covers what it is about."""


def nothing_kept() -> None:
    """Keep nothing in sight."""


def beside(kept: tuple[int, int] | None, size: Size) -> tuple[str, int] | None:
    """Return the edge that the dialog goes to, and the lines that it may take; None: it may be anywhere."""
    if kept is None:
        return None
    above, below = kept[0], size.height - kept[1]
    edge, lines = ("bottom", below) if below >= above else ("top", above)
    return (edge, lines) if lines >= _LOWEST else None


def put(screen: Widget, box: Widget, kept: tuple[int, int] | None, *, otherwise: tuple[str, int, int]) -> int:
    """Put the box of a dialog beside what is kept in sight; return how many lines it may take.

    `otherwise` is where it goes where nothing is kept: the edge (or "middle"), the lines left free above it, and the
    lines that it may take.
    """
    place = beside(kept, screen.size)
    edge, free, lines = otherwise if place is None else (place[0], 0, place[1])
    screen.styles.align_vertical = "top" if edge == "top" else "bottom" if edge == "bottom" else "middle"
    box.styles.margin = (free, 0, 0, 0)
    box.styles.max_height = lines
    return lines
