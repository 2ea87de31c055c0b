"""Which keys run which command: the table of commands, a preset, and the user's own keys, checked for clashes.

Textual's own keymaps ignore unknown ids and bad key names in silence; here each is refused with a sentence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from tui.app.commands import BLOCK_KINDS, COMMANDS, PRESETS, Command, Group, Place, by_id
from tui.model import CopydeskError

_NAMED_KEYS = (
    "tab shift+tab enter escape backspace delete insert space up down left right home end pageup pagedown "
    "shift+up shift+down shift+left shift+right f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12"
)
_NAMED = frozenset(_NAMED_KEYS.split())
# Ctrl with these arrives as another key (tab, enter, backspace, escape), or the terminal keeps it.
_CTRL_TAKEN = {"i": "tab", "m": "enter", "h": "backspace", "[": "escape", "j": "enter"}
_COMMAND = re.compile(r"\{([a-z_0-9]+)\}")
_CTRL = re.compile(r"ctrl\+([a-z])")

# Textual's names of the characters that have one, to the characters themselves.
_CHARACTERS = {
    "question_mark": "?", "asterisk": "*", "exclamation_mark": "!", "semicolon": ";", "colon": ":", "full_stop": ".",
    "comma": ",", "slash": "/", "minus": "-", "plus": "+", "left_curly_bracket": "{", "right_curly_bracket": "}",
    "left_parenthesis": "(", "right_parenthesis": ")", "vertical_line": "|", "left_square_bracket": "[",
    "right_square_bracket": "]", "equals_sign": "=", "underscore": "_", "apostrophe": "'", "quotation_mark": '"',
    "grave_accent": "`", "tilde": "~", "at": "@", "number_sign": "#", "dollar_sign": "$", "percent_sign": "%",
    "circumflex_accent": "^", "ampersand": "&", "less_than_sign": "<", "greater_than_sign": ">", "backslash": "\\",
}  # fmt: skip


def key_name(key: str, character: str | None) -> str:
    """Return the name of a key press: the printable character, or Textual's name for any other key."""
    if key in _CHARACTERS:
        return _CHARACTERS[key]
    if character is not None and len(character) == 1 and character.isprintable() and character != " ":
        return character
    return key


@dataclass(frozen=True)
class Keymap:
    """The keys of every command. `lookup[place]` maps a sequence of keys to the id of a command."""

    keys: Mapping[str, tuple[str, ...]]
    lookup: Mapping[Place, Mapping[tuple[str, ...], str]]

    @classmethod
    def of(cls, preset: str = "vim", own: Mapping[str, Any] | None = None) -> "Keymap":
        """Return the keymap of a preset with the user's own keys over it.

        `own` maps ids of commands to a key, a list of keys, or an empty list (no key). Raises `CopydeskError` for an
        unknown preset or id, for a key that no terminal sends, and where one key would run two commands.
        """
        if preset not in PRESETS:
            raise CopydeskError(f"there is no keymap {preset!r}; known are {', '.join(PRESETS)}; set preset to one")
        commands = by_id()
        keys = {command.id: command.keys for command in COMMANDS} | PRESETS[preset]
        changed = set(PRESETS[preset])
        for command_id, value in (own or {}).items():
            if command_id not in commands:
                raise CopydeskError(
                    f"[keys] names the command {command_id!r}, which does not exist; `copydesk keys` lists them"
                )
            keys[command_id] = tuple(_checked(command_id, key) for key in _list(command_id, value))
            changed.add(command_id)
        lookup: dict[Place, Mapping[tuple[str, ...], str]] = {}
        for place in sorted(Place, key=lambda place: place.under is not None):
            own_keys = _lookup(place, keys)
            lookup[place] = own_keys if place.under is None else _over(own_keys, lookup[place.under], place)
        return cls(keys, lookup)

    def first(self, command_id: str) -> str:
        """Return the command's first key as it is shown, or the empty string where it has none."""
        return shown(self.keys[command_id][0]) if self.keys[command_id] else ""

    def told(self, sentence: str) -> str:
        """Return a sentence with the key of a command, or its name after a colon, wherever `{its id}` stands in it."""
        commands = by_id()

        def key(named: re.Match[str]) -> str:
            command = commands.get(named[1])
            return named[0] if command is None else self.first(command.id) or f":{command.title}"

        return _COMMAND.sub(key, sentence)

    def commands(self, place: Place) -> list[Command]:
        """Return the commands that work in a place, in the order of the table; those that have no key, too."""
        reached = set(self.lookup[place].values())
        places = {place, place.under}
        return [x for x in COMMANDS if places & set(x.places) and (x.id in reached or not self.keys[x.id])]

    def resolve(self, place: Place, pressed: tuple[str, ...]) -> str | None:
        """Return the command that `pressed` runs, or None."""
        return self.lookup[place].get(pressed)

    def is_start(self, place: Place, pressed: tuple[str, ...]) -> bool:
        """Whether a longer sequence begins with `pressed`."""
        return any(len(keys) > len(pressed) and keys[: len(pressed)] == pressed for keys in self.lookup[place])

    def continuations(self, place: Place, pressed: tuple[str, ...]) -> list[tuple[str, str]]:
        """Return `(rest of the keys, command id)` of every sequence that begins with `pressed`."""
        return [
            (shown(" ".join(keys[len(pressed) :])), command_id)
            for keys, command_id in self.lookup[place].items()
            if len(keys) > len(pressed) and keys[: len(pressed)] == pressed
        ]


def _list(command_id: str, value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(key, str) for key in value):
        return value
    raise CopydeskError(f'[keys] {command_id} must be a key such as "w", or a list of keys')


def _checked(command_id: str, keys: str) -> str:
    """Return `keys` in their one spelling. Raises `CopydeskError` for a key that can't be bound."""
    names = []
    for name in keys.split() if keys.strip() else [keys]:
        key = _CHARACTERS.get(name, name)
        ctrl = _CTRL.fullmatch(key)
        if ctrl and ctrl[1] in _CTRL_TAKEN:
            raise CopydeskError(
                f"[keys] {command_id} = {keys!r}: terminals send {_CTRL_TAKEN[ctrl[1]]} for {key}; take another key"
            )
        if not (ctrl or key in _NAMED or (len(key) == 1 and key.isprintable() and key != " ")):
            raise CopydeskError(
                f"[keys] {command_id} = {keys!r}: no terminal can be relied on to send {name!r}; take a character, "
                "ctrl and a letter, or a named key such as tab, enter, f5, pagedown"
            )
        names.append(key)
    return " ".join(names)


def _lookup(place: Place, keys: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Return sequence to command for one place. Raises `CopydeskError` where a key would run two commands."""
    found: dict[tuple[str, ...], str] = {}
    for command in COMMANDS:
        if place not in command.places:
            continue
        for key in keys[command.id]:
            sequence = tuple(key.split())
            for other, other_id in found.items():
                shorter = min(len(other), len(sequence))
                if other[:shorter] == sequence[:shorter] and other_id != command.id:
                    raise CopydeskError(
                        f"the key {shown(key)!r} of {command.id!r} clashes with {shown(' '.join(other))!r} of "
                        f"{other_id!r} in the {place.value} screen; give one of them another key in [keys]"
                    )
            found[sequence] = command.id
    return found


def _over(
    own: Mapping[tuple[str, ...], str], under: Mapping[tuple[str, ...], str], place: Place
) -> dict[tuple[str, ...], str]:
    """Return the keys of a place over those of the place under it. Raises `CopydeskError` where one begins another."""
    for sequence, command_id in own.items():
        for other, other_id in under.items():
            shorter = min(len(sequence), len(other))
            if sequence != other and sequence[:shorter] == other[:shorter]:
                raise CopydeskError(
                    f"the key {shown(' '.join(sequence))!r} of {command_id!r} clashes with {shown(' '.join(other))!r} "
                    f"of {other_id!r} in the {place.value} screen; give one of them another key in [keys]"
                )
    return {**under, **own}


_SHOWN = {
    "space": "Space", "enter": "Enter", "escape": "Esc", "backspace": "Backspace", "tab": "Tab",
    "shift+tab": "Shift+Tab", "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp",
    "pagedown": "PgDn", "home": "Home", "end": "End",
}  # fmt: skip


@cache
def shown(keys: str) -> str:
    """Return keys as people read them: `g g` as "gg", `shift+tab` as "Shift+Tab", `ctrl+q` as "Ctrl+Q"."""
    parts = [_SHOWN.get(key, key.title() if len(key) > 1 else key) for key in keys.split()]
    return "".join(parts) if all(len(part) == 1 for part in parts) else " ".join(parts)


def table(keymap: Keymap, place: Place | None = None) -> list[tuple[Group, str, Command]]:
    """Return `(group, keys as shown, command)` for the help, the docs and `copydesk keys`, group by group."""
    return [
        (group, "  ".join(shown(key) for key in keymap.keys[command.id]), command)
        for group in Group
        for command in (COMMANDS if place is None else keymap.commands(place))
        if command.group is group
    ]


_DIGITS = {
    "label_": "Give a label of the label set to the focus or the selection.",
    "kind_": f"Say what the block is, kept or dropped with that, and go to the next one: {', '.join(BLOCK_KINDS)}.",
}  # fmt: skip
"""What the nine commands on digits are for, by the start of their ids: one row of the README for each nine."""


def as_markdown(keymap: Keymap | None = None) -> str:
    """Return the table of keys for the README."""
    keymap = keymap or Keymap.of()
    lines = ["| Key | Does |", "|---|---|"]
    heading = None
    for group, keys, command in table(keymap):
        if command.id[:-1] in _DIGITS and command.id[-1] in "23456789":
            continue
        if group is not heading:
            lines.append(f"| **{group.value}** | |")
            heading = group
        if command.id[:-1] in _DIGITS and command.id[-1] == "1":
            lines.append(f"| `1`-`9` | {_DIGITS[command.id[:-1]]} |")
            continue
        only = command.places[0] if len(command.places) == 1 else None
        where = {Place.COMPARE: " (While comparing.)", Place.TOUR: " (In the tour.)"}.get(only, "") if only else ""
        cells = " ".join(f"`` {key} ``" if "`" in key else f"`{key}`" for key in keys.split("  ")).replace("|", "\\|")
        lines.append(f"| {cells} | {command.help}{where} |")
    return "\n".join(lines) + "\n"


def as_text(keymap: Keymap | None = None) -> str:
    """Return every key as text, for `copydesk keys`."""
    keymap = keymap or Keymap.of()
    lines: list[str] = []
    heading = None
    for group, keys, command in table(keymap):
        if group is not heading:
            lines += ["", group.value] if lines else [group.value]
            heading = group
        lines.append(f"  {keys:<18} {command.id:<20} {command.help}")
    return "\n".join(lines) + "\n"
