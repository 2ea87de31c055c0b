"""A screen over another one that loses no key that is typed before it is there, or behind its end."""

from typing import TypeVar

from textual import events
from textual.message_pump import MessagePump
from textual.screen import ModalScreen

from tui.app.widgets.at_once import PaintedWhole
from tui.app.widgets.typing import TypedLine

Result = TypeVar("Result")


def hand_on(event: events.Key, screen: MessagePump) -> None:
    """Give a key to another screen, which takes it when it is ready."""
    screen.post_message(events.Key(event.key, event.character))


class KeysInOrder(PaintedWhole[Result], ModalScreen[Result], inherit_bindings=False):
    """Takes every key itself, in the order of typing; what was typed behind its end goes to the screen below.

    The screen that opens it hands on what was typed ahead.
    """

    AUTO_FOCUS = ""

    def on_key(self, event: events.Key) -> None:
        """Take a key, or hand it on where this screen has been closed."""
        event.stop()
        event.prevent_default()
        if self.app.screen is self:
            self.take_key(event.key, event.character)
        else:
            hand_on(event, self.app.screen)

    def take_key(self, key: str, character: str | None) -> None:
        """Do what a key means here."""
        raise NotImplementedError


class TypingScreen(KeysInOrder[Result], inherit_bindings=False):
    """A screen with a line to type in."""

    def on_paste(self, event: events.Paste) -> None:
        """Take what was pasted into the line."""
        event.stop()
        self.query_one(TypedLine).take_paste(event.text)
