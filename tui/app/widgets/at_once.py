"""A screen that is painted as soon as a key has been done.

Between a change and its picture Textual has every widget that changed tell the screen in a message of its own, waits
until nobody has anything to say, and lets a timer wake up: half a millisecond, and a third of what a key costs. Here
a widget tells the screen directly, and what has done a key asks for the picture. Everything else goes Textual's way:
new sizes, other widgets, and keys that come faster than they are painted.
"""

from typing import TypeVar

from textual import events
from textual.screen import Screen
from textual.widget import Widget

Result = TypeVar("Result")


class PaintedWhole(Screen[Result], inherit_bindings=False):
    """A screen that is first painted when everything on it has its place and its size.

    Textual paints a new screen four times: as it is before its widgets know their sizes, once they do, where that moved
    something, and all of it again. The first pictures, of empty tables over what was there before, could be seen.
    """

    _is_new = True

    def _on_screen_resume(self, event: events.ScreenResume) -> None:
        """Leave the styles of a new screen as they are: each widget has been given its own a moment ago."""
        if self._is_new:
            event.refresh_styles = False

    def _compositor_refresh(self) -> None:
        if not self._is_new:
            super()._compositor_refresh()

    def _on_timer_update(self) -> None:
        if self._is_new and self.is_current and not self.app._batch_count:
            if self._layout_required:
                self._refresh_layout(scroll=self._scroll_required)
                self._layout_required = False
            self._is_new = False
            self._repaint_required = True
        super()._on_timer_update()


class PaintedAtOnce(PaintedWhole[Result], inherit_bindings=False):
    """A screen whose widgets may tell it that they have changed."""

    def has_changed(self, widget: Widget) -> None:
        """Have a widget painted with the next picture: what Textual does when it is told so by `messages.Update`."""
        if widget.display and self in self._compositor:
            self._dirty_widgets.add(widget)
            self.check_idle()

    def paint(self) -> None:
        """Paint what has changed now, and not when a timer says so."""
        if self.is_current and self._dirty_widgets:
            self._on_timer_update()
