"""One line to type in, in the place of the footer: a note, a search, a filter.

It never has the focus: the screen gives it the keys while it is open (see `tui.app.widgets.typing`).
"""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from tui.app.widgets.typing import TypedLine


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
    Prompt TypedLine { padding: 0; background: $background; width: 1fr; }
    Prompt TypedLine:focus { background-tint: $background 0%; }
    """

    class Typed(Message):
        """The text has changed."""

        def __init__(self, prompt: "Prompt", text: str) -> None:
            super().__init__()
            self.prompt, self.purpose, self.text = prompt, prompt.purpose, text

        @property
        def still_stands(self) -> bool:
            """Whether that is what stands in the open line: a message may come behind later keys, and behind Enter."""
            return self.prompt.is_open and self.prompt.text == self.text

    purpose = ""

    def compose(self) -> ComposeResult:
        """Make the label and the input."""
        yield Label("")
        yield TypedLine()

    @property
    def is_open(self) -> bool:
        """Whether something is being asked."""
        return self.has_class("-open")

    @property
    def text(self) -> str:
        """What stands in the line."""
        return self.query_one(Input).value

    def ask(self, purpose: str, question: str, text: str = "") -> None:
        """Open with a question and a text to begin with."""
        self.purpose = purpose
        self.query_one(Label).update(question)
        box = self.query_one(Input)
        with box.prevent(Input.Changed):
            box.value = text
        box.cursor_position = len(text)
        self.add_class("-open")

    def close(self) -> None:
        """Close without a word."""
        self.remove_class("-open")

    def take(self, key: str, character: str | None) -> Answer | None:
        """Take a key, and return the answer where it ends the typing."""
        box = self.query_one(Input)
        if key in ("enter", "escape"):
            self.close()
            return Answer(self.purpose, box.value if key == "enter" else None)
        self.query_one(TypedLine).take(key, character)
        return None

    def paste(self, text: str) -> None:
        """Put in what was pasted, as one line."""
        self.query_one(TypedLine).take_paste(text)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self.post_message(self.Typed(self, event.value))
