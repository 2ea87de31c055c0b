"""The guideline of a label, to be reworded while the article that shows what it lacks is open."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, Static, TextArea

from tui.gold import Project
from tui.gold.guideline import Passage, Rewording, earlier, passages, reword, scheme_file
from tui.model import CopydeskError, Layer, Scheme, freeze, screen_safe

if TYPE_CHECKING:
    from tui.app.app import Desk


class SafeTextArea(TextArea):
    """A text area that never shows what could command the terminal, and takes no control character in."""

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is shown: one character for one."""
        return Text(screen_safe(self.document.get_line(line_index)), end="", no_wrap=True)

    def _on_paste(self, event: events.Paste) -> None:  # type: ignore[override] # Textual calls that of `TextArea` next
        event.text = freeze(event.text)


class GuidelineScreen(ModalScreen[Scheme | None], inherit_bindings=False):
    """What is said of a label, and of all labels. Ctrl+S saves, Ctrl+R brings older wordings back, Esc closes.

    Returns the scheme with what was changed, None where nothing was. Raises `CopydeskError` where the label set can't
    be read or lacks the label.
    """

    DEFAULT_CSS = """
    GuidelineScreen { align: center middle; background: $background; }
    GuidelineScreen > Vertical { width: 84; max-width: 94%; height: 80%; max-height: 34; padding: 1 3;
        background: $panel; }
    GuidelineScreen Label { text-style: bold; }
    GuidelineScreen .where { color: $muted; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    GuidelineScreen TextArea { border: none; padding: 0 1; margin: 1 0; height: 2fr; background: $surface;
        scrollbar-size-vertical: 1; scrollbar-background: $surface; scrollbar-color: $foreground 30%; }
    GuidelineScreen TextArea.first { height: 1fr; min-height: 3; }
    GuidelineScreen TextArea:focus { border: none; background: $background; }
    GuidelineScreen #said { height: 2; color: $muted; }
    GuidelineScreen #said.-problem { color: $error; }
    """

    def __init__(self, project: Project, scheme: Scheme, about: Sequence[Passage], who: str) -> None:
        super().__init__()
        self._project, self._scheme, self._about, self._who = project, scheme, tuple(about), who
        self._was = passages(project, scheme, self._about)
        self._older: dict[int, list[str]] = {}
        self._asked = False

    def compose(self) -> ComposeResult:
        """Make a box for each text."""
        path = scheme_file(self._project)
        where = f"in {path}" if path else f"of the label set {self._scheme.name}; a change gives this project its own"
        with Vertical():
            for i, (passage, text) in enumerate(zip(self._about, self._was, strict=True)):
                yield Label(f"Guideline: {screen_safe(str(passage))}")
                if i == 0:
                    yield Static(Content(screen_safe(where)), classes="where")
                first = "first" if i == 0 and len(self._about) > 1 else ""
                yield SafeTextArea(text, id=f"text-{i}", soft_wrap=True, compact=True, classes=first)
            yield Static(id="said")

    @property
    def desk(self) -> "Desk":
        """The app."""
        return cast("Desk", self.app)

    @property
    def boxes(self) -> list[TextArea]:
        """The boxes, in the order of the texts."""
        return list(self.query(TextArea))

    def on_mount(self) -> None:
        """Be ready to type at the end of the texts, in the first one."""
        for box in self.boxes:
            box.cursor_blink = False
            box.move_cursor(box.document.end)
        self.boxes[0].focus()
        self._say()

    def _say(self, problem: str = "") -> None:
        said = self.query_one("#said", Static)
        said.set_class(bool(problem), "-problem")
        keys = ["Ctrl+S saves", "Ctrl+R an older wording", "Esc closes"]
        keys[1:1] = ["Tab the other"] if len(self._about) > 1 else []
        said.update(Content(screen_safe(problem or " · ".join(keys))))

    def _changes(self) -> list[Rewording]:
        rows = zip(self._about, self._was, self.boxes, strict=True)
        found = [Rewording(passage, was, freeze(box.text).strip()) for passage, was, box in rows]
        return [change for change in found if change.was != change.now]

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._asked = False
        self._say()

    def _save(self) -> None:
        changes = self._changes()
        if not changes:
            self.dismiss(None)
            return
        try:
            scheme, path = reword(self._project, self._scheme, changes, self._who)
        except CopydeskError as error:
            self._say(str(error))
            return
        what = " and ".join(str(change.passage) for change in changes)
        self.desk.news = f"the guideline of {what} is changed, in {path.name}"
        self.dismiss(scheme)

    def _close(self) -> None:
        if self._changes() and not self._asked:
            self._asked = True
            self._say("Not saved. Esc again throws your changes away; Ctrl+S saves them.")
        else:
            self.dismiss(None)

    def _older_wording(self) -> None:
        """Put the wording before the one that is shown into the box; after the oldest comes the present one again."""
        at = next((i for i, box in enumerate(self.boxes) if box.has_focus), 0)
        box = self.boxes[at]
        if at not in self._older:
            try:
                self._older[at] = [text for text in earlier(self._project, self._about[at]) if text != self._was[at]]
            except CopydeskError as error:
                self._say(str(error))
                return
        older = self._older[at]
        if not older:
            self._say("It has said nothing else so far.")
            return
        turn = [self._was[at], *older]
        now = turn.index(box.text) if box.text in turn else 0
        box.replace(turn[(now + 1) % len(turn)], (0, 0), box.document.end)

    def on_key(self, event: events.Key) -> None:
        """Save, close, go to the other box, or bring an older wording back; everything else is typed."""
        keys: dict[str, Callable[[], object]] = {
            "ctrl+s": self._save, "escape": self._close, "ctrl+r": self._older_wording,
            "tab": self.focus_next, "shift+tab": self.focus_previous,
        }  # fmt: skip
        if event.key in keys:
            event.stop()
            event.prevent_default()
            keys[event.key]()
        elif event.character and (event.is_printable or event.key == "enter") and self.boxes:
            # A box keeps what is typed in it from coming here: this was typed before it had the focus.
            event.stop()
            event.prevent_default()
            self.boxes[0].insert("\n" if event.key == "enter" else event.character)


def about(layer: Layer | None, label: str) -> tuple[Passage, ...]:
    """Return what to show for a label: what is said of it, and of all."""
    return (Passage(layer, label), Passage()) if layer in (Layer.ENTITIES, Layer.QUOTES) else (Passage(),)
