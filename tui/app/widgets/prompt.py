"""One line to type in, in the place of the footer: a note, a search, a filter.

It never has the focus: the screen gives it the keys while it is open. A focus comes a moment after it is asked for, and
what somebody types ahead in that moment, or behind Enter, would run as commands, or be typed into a closed line.
"""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

_EDITS = {
    "backspace": Input.action_delete_left, "delete": Input.action_delete_right, "ctrl+d": Input.action_delete_right,
    "left": Input.action_cursor_left, "right": Input.action_cursor_right,
    "ctrl+left": Input.action_cursor_left_word, "ctrl+right": Input.action_cursor_right_word,
    "home": Input.action_home, "ctrl+a": Input.action_home, "end": Input.action_end, "ctrl+e": Input.action_end,
    "ctrl+w": Input.action_delete_left_word, "ctrl+u": Input.action_delete_left_all,
    "ctrl+k": Input.action_delete_right_all,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a question: the text, or None where it was given up."""

    purpose: str
    text: str | None


class Prompt(Horizontal):
    """Hidden until it is asked; Enter gives the text, Esc gives it up."""

    DEFAULT_CSS = """
    Prompt { height: 1; padding: 0 2; background: $background; display: none; }
    Prompt.-open { display: block; }
    Prompt Label { color: $accent; text-style: bold; width: auto; padding: 0 1 0 0; }
    Prompt Input { border: none; height: 1; padding: 0; background: $background; width: 1fr; }
    Prompt Input:focus { border: none; background-tint: $background 0%; }
    """

    class Typed(Message):
        """The text has changed."""

        def __init__(self, purpose: str, text: str) -> None:
            super().__init__()
            self.purpose, self.text = purpose, text

    purpose = ""

    def compose(self) -> ComposeResult:
        """Make the label and the input."""
        yield Label("")
        box = Input(compact=True, select_on_focus=False)
        box.can_focus = False
        yield box

    @property
    def is_open(self) -> bool:
        """Whether something is being asked."""
        return self.has_class("-open")

    def ask(self, purpose: str, question: str, text: str = "") -> None:
        """Open with a question and a text to begin with."""
        self.purpose = purpose
        self.query_one(Label).update(question)
        box = self.query_one(Input)
        with box.prevent(Input.Changed):
            box.value = text
        box.cursor_blink = False
        box.cursor_position = len(text)
        box.has_focus = True  # so that the cursor is drawn
        self.add_class("-open")

    def close(self) -> None:
        """Close without a word."""
        self.remove_class("-open")
        self.query_one(Input).has_focus = False

    def take(self, key: str, character: str | None) -> Answer | None:
        """Take a key, and return the answer where it ends the typing."""
        box = self.query_one(Input)
        if key in ("enter", "escape"):
            self.close()
            return Answer(self.purpose, box.value if key == "enter" else None)
        if edit := _EDITS.get(key):
            edit(box)
        elif character is not None and character.isprintable():
            box.insert_text_at_cursor(character)
        return None

    def paste(self, text: str) -> None:
        """Put in the first line of what was pasted."""
        self.query_one(Input).insert_text_at_cursor((text.splitlines() or [""])[0])

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self.post_message(self.Typed(self.purpose, event.value))
