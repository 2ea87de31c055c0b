"""One line to type in, in the place of the footer: a note, a search, a filter."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label


class Prompt(Horizontal):
    """Hidden until it is asked; Enter gives the text, Esc gives it up."""

    DEFAULT_CSS = """
    Prompt { height: 1; padding: 0 2; background: $background; display: none; }
    Prompt.-open { display: block; }
    Prompt Label { color: $accent; text-style: bold; width: auto; padding: 0 1 0 0; }
    Prompt Input { border: none; height: 1; padding: 0; background: $background; width: 1fr; }
    Prompt Input:focus { border: none; background-tint: $background 0%; }
    """

    class Answered(Message):
        """Enter was pressed (`text`), or Esc (`text` is None)."""

        def __init__(self, purpose: str, text: str | None) -> None:
            super().__init__()
            self.purpose, self.text = purpose, text

    class Typed(Message):
        """The text has changed."""

        def __init__(self, purpose: str, text: str) -> None:
            super().__init__()
            self.purpose, self.text = purpose, text

    purpose = ""

    def compose(self) -> ComposeResult:
        """Make the label and the input."""
        yield Label("")
        yield Input(compact=True, select_on_focus=False, disabled=True)

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
        self.add_class("-open")
        box.disabled = False
        box.focus()

    def close(self) -> None:
        """Close without a word."""
        self.remove_class("-open")
        self.query_one(Input).disabled = True
        self.screen.set_focus(None)

    def on_key(self, event: events.Key) -> None:
        """Give up at Esc."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.close()
            self.post_message(self.Answered(self.purpose, None))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.close()
        self.post_message(self.Answered(self.purpose, event.value))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(self.purpose, event.value))
