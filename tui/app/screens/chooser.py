"""Choose one of many by typing a part of its name: labels, kinds of block, clusters, commands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from tui.app.screens.beside import Keep, nothing_kept, put
from tui.app.screens.typing import TypingScreen
from tui.app.widgets.typing import TypedLine
from tui.model import screen_safe

NAMES = 31
"""Cells of the column of names; a longer one pushes its own sentence aside, not those of all."""
_ROWS = 18
"""The most rows of the list that are shown at once."""
_WIDTH, _EDGES = 72, 5
"""Cells of the box where there is room, and how many of them no item's line gets."""
_AROUND = 9
"""Lines of the box that are no rows of the list: its edges, the title, the input, what is told of the item."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to choose: what is returned, its name, its key, and a sentence that is searched as well."""

    id: str
    name: str
    key: str = ""
    about: str = ""


def matching(items: Sequence[Item], typed: str) -> list[Item]:
    """Return the items that hold every word typed: names that begin with it first, then names, then sentences.

    The last is the one whose key was typed: it stands beside the name, and a digit is in no name.
    """
    words = typed.casefold().split()
    if not words:
        return list(items)

    def rank(item: Item) -> int | None:
        name = item.name.casefold().replace("_", " ")
        if not all(word in name or word in item.about.casefold() for word in words):
            return 3 if item.key and typed.strip() == item.key else None
        if name.startswith(words[0]):
            return 0
        return 1 if all(word in name for word in words) else 2

    ranked = [(rank(item), i, item) for i, item in enumerate(items)]
    return [item for _, _, item in sorted((r, i, item) for r, i, item in ranked if r is not None)]


class Chooser(TypingScreen[str | None], inherit_bindings=False):
    """A list that narrows down while one types. Enter chooses, the arrows move, Esc gives up.

    It begins at the item whose id is `at`, or at the first.
    """

    DEFAULT_CSS = """
    Chooser { align: center top; background: $background 0%; }
    Chooser Vertical { width: 72; max-width: 90%; height: auto; padding: 0 1; border: round $muted;
        background: $panel; }
    Chooser Label { text-style: bold; color: $foreground; padding: 0 1; }
    Chooser TypedLine { margin: 1 0; padding: 0 1; background: $surface; }
    Chooser OptionList { border: none; background: $panel; padding: 0;
        scrollbar-size-vertical: 1; scrollbar-background: $panel; scrollbar-color: $foreground 30%;
        text-wrap: nowrap; text-overflow: ellipsis; }
    Chooser OptionList:focus { border: none; }
    Chooser OptionList > .option-list--option-highlighted { background: $row; color: $row-text;
        text-style: bold; }
    Chooser #about { height: 2; margin: 1 0 0 0; padding: 0 1; color: $muted; }
    """

    def __init__(self, title: str, items: Sequence[Item], keep: Keep = nothing_kept, at: str = "") -> None:
        super().__init__()
        self._at = next((i for i, item in enumerate(items) if item.id == at), 0)
        self._title = title
        self._keep = keep
        self._items = list(items)
        self._found = list(items)
        self._shown = ""
        self._lit: int | None = None
        self._rows = _ROWS
        self._keys = max((len(item.key) for item in items), default=0)
        self._names = min(NAMES, max((len(item.name) for item in items if item.about), default=0))

    def compose(self) -> ComposeResult:
        """Make the title, the input and the list."""
        with Vertical():
            yield Label(self._title)
            yield TypedLine(placeholder="type to narrow down")
            yield OptionList(compact=True)
            yield Static(id="about")

    def on_mount(self) -> None:
        """Show everything."""
        self.query_one(OptionList).can_focus = False
        self._show("")

    def on_resize(self) -> None:
        """Go beside what is kept in sight, and leave room below the list for what is told of the item."""
        free = min(3, self.size.height // 8)
        lines = put(self, self.query_one(Vertical), self._keep(), otherwise=("top", free, self.size.height - free))
        self._rows = max(3, min(_ROWS, lines - _AROUND))
        self._fit_list()

    def _fit_list(self) -> None:
        """Make the list as high as it is long, if there is room: a height that it found out itself would come late."""
        self.query_one(OptionList).styles.height = max(1, min(self._rows, len(self._found)))

    def tell(self, about: Mapping[str, str]) -> None:
        """Say something else of the items with these ids; the one that would be chosen stays."""
        self._items = [replace(item, about=about.get(item.id, item.about)) for item in self._items]
        if self.is_mounted:
            options = self.query_one(OptionList)
            at = options.highlighted
            self._show(self.query_one(Input).value)
            if at is not None and at < len(self._found):
                options.highlighted = at

    def _show(self, typed: str) -> None:
        self._shown, self._lit = typed, None
        self._found = matching(self._items, typed)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(self._line(item), id=str(i)) for i, item in enumerate(self._found)])
        self._fit_list()
        if self._found:
            options.highlighted = 0 if typed else self._at
        self._tell_all()

    def _line(self, item: Item, *, lit: bool = False) -> Content:
        """Return an item on one line; what doesn't fit is told below the list. The one that is lit has one colour."""
        key = f" {item.key:>{self._keys}}  " if self._keys else " "
        name = screen_safe(item.name)
        about = f"  {screen_safe(item.about)}" if item.about else ""
        name = name.ljust(self._names) if item.about else name
        return Content(key + name + about) if lit else Content.assemble((key, "bold $accent"), name, (about, "$muted"))

    @on(OptionList.OptionHighlighted)
    def _tell_all(self) -> None:
        """Show the whole sentence of the item that would be chosen, where its line has no room for it."""
        options = self.query_one(OptionList)
        at = options.highlighted
        for i in {x for x in (self._lit, at) if x is not None and x < len(self._found)}:
            options.replace_option_prompt_at_index(i, self._line(self._found[i], lit=i == at))
        self._lit = at
        item = self._found[at] if at is not None and at < len(self._found) else None
        cut = item is not None and self._line(item).cell_length > min(_WIDTH, self.size.width * 9 // 10) - _EDGES
        told = Content(screen_safe(item.about)) if item is not None and cut else ""
        self.query_one("#about", Static).update(told if self._found else "nothing in the list has these words")

    @on(Input.Changed)
    def _typed(self) -> None:
        if (typed := self.query_one(TypedLine).value) != self._shown:
            self._show(typed)

    def _choose(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and self._found:  # else it stays, and says that nothing has these words
            self.dismiss(self._found[at].id)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._found[event.option_index].id)

    def take_key(self, key: str, character: str | None) -> None:
        """Move in the list, choose, give up, or narrow it down."""
        options = self.query_one(OptionList)
        moves: dict[str, Callable[[], object]] = {
            "down": options.action_cursor_down, "up": options.action_cursor_up, "tab": options.action_cursor_down,
            "shift+tab": options.action_cursor_up, "pagedown": options.action_page_down,
            "pageup": options.action_page_up,
            "escape": lambda: self.dismiss(None), "enter": self._choose,
        }  # fmt: skip
        if key in moves:
            self._typed()  # the key may have come with what was typed before it
            moves[key]()
            return
        self.query_one(TypedLine).take(key, character)
