"""Typing into a line that never has the focus: whoever owns it gives it the keys.

A focus comes a moment after it is asked for, and what somebody types ahead in that moment, or behind Enter, would run
as commands, or be typed into a closed line.
"""

from textual.widgets import Input

_EDITS = {
    "backspace": Input.action_delete_left, "delete": Input.action_delete_right, "ctrl+d": Input.action_delete_right,
    "left": Input.action_cursor_left, "right": Input.action_cursor_right,
    "ctrl+left": Input.action_cursor_left_word, "ctrl+right": Input.action_cursor_right_word,
    "home": Input.action_home, "ctrl+a": Input.action_home, "end": Input.action_end, "ctrl+e": Input.action_end,
    "ctrl+w": Input.action_delete_left_word, "ctrl+u": Input.action_delete_left_all,
    "ctrl+k": Input.action_delete_right_all,
}  # fmt: skip


class TypedLine(Input, can_focus=False):
    """An input that is given its keys."""

    DEFAULT_CSS = """
    TypedLine { border: none; height: 1; }
    TypedLine:focus { border: none; }
    """

    def __init__(self, *, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=False)
        self.cursor_blink = False

    def on_mount(self) -> None:
        """Draw the cursor."""
        self.has_focus = True

    def on_resize(self) -> None:
        """Show the place where the cursor is: a line that was hidden had no width to scroll in."""
        position = self.cursor_position
        self.cursor_position = 0
        self.cursor_position = position

    def take(self, key: str, character: str | None) -> None:
        """Take a key: an edit, or a character."""
        if edit := _EDITS.get(key):
            edit(self)
        elif character is not None and character.isprintable():
            self.insert_text_at_cursor(character)

    def take_paste(self, text: str) -> None:
        """Put in what was pasted as one line: what begins a line or can't be typed becomes a blank, or goes."""
        line = " ".join(text.split())
        self.insert_text_at_cursor("".join(x for x in line if x.isprintable()))
