"""Short states of the article screen in which keys mean something else: a jump, a choice by digit, a question, a count.

A mode takes keys until it is done. What it shows is data: letters over the text, lines for the side panel, a prompt for
the status line.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tui.app.jumps import Stretch, jump_labels


class Mode(Protocol):
    """What the article screen needs of a mode."""

    @property
    def prompt(self) -> str:
        """What the status line says."""

    @property
    def over(self) -> Mapping[int, str]:
        """Letters to lay over the text, by offset."""

    @property
    def lines(self) -> Sequence[tuple[str, str]]:
        """Keys and what they choose, for the side panel."""

    def press(self, key: str) -> Callable[[], None] | None:
        """Take a key. Return what is to be done, `nothing` to end without it, or None to go on."""


def nothing() -> None:
    """End a mode without doing anything."""


@dataclass
class Jump:
    """Type the letters laid over the target. `none` is what 0 does, where that means something."""

    prompt: str
    targets: Sequence[Stretch]
    then: Callable[[int, int], None]
    first: frozenset[Stretch] = frozenset()
    none: Callable[[], None] | None = None
    typed: str = ""
    _labels: dict[str, Stretch] = field(init=False)

    def __post_init__(self) -> None:
        self._labels = jump_labels(self.targets, self.first)

    @property
    def over(self) -> Mapping[int, str]:
        """The rest of the letters of every target that still fits."""
        fitting = {label: target for label, target in self._labels.items() if label.startswith(self.typed)}
        return {start: label[len(self.typed) :] for label, (start, _) in fitting.items()}

    @property
    def lines(self) -> Sequence[tuple[str, str]]:
        """What 0 does."""
        return [("0", "none")] if self.none is not None else []

    def press(self, key: str) -> Callable[[], None] | None:
        """Narrow down by a letter; end at a whole label, or at a letter that leads nowhere."""
        if key == "0" and self.none is not None:
            return self.none
        self.typed += key
        if self.typed in self._labels:
            start, end = self._labels[self.typed]
            return lambda: self.then(start, end)
        return None if any(label.startswith(self.typed) for label in self._labels) else nothing


@dataclass(frozen=True)
class Choice:
    """One thing to choose: its name, where it stands in the text (None: nowhere), and what choosing it does."""

    name: str
    offset: int | None
    then: Callable[[], None]


@dataclass
class Pick:
    """Choose one of up to nine by a digit. `others` are further keys, each with its name and what it does."""

    prompt: str
    choices: Sequence[Choice]
    others: Mapping[str, Choice] = field(default_factory=dict)

    @property
    def over(self) -> Mapping[int, str]:
        """The digits over the text."""
        return {c.offset: str(i) for i, c in reversed(list(enumerate(self.choices[:9], 1))) if c.offset is not None}

    @property
    def lines(self) -> Sequence[tuple[str, str]]:
        """Every choice with its key."""
        numbered = [(str(i), choice.name) for i, choice in enumerate(self.choices[:9], 1)]
        return [*numbered, *((key, choice.name) for key, choice in self.others.items())]

    def press(self, key: str) -> Callable[[], None] | None:
        """Choose, or end at a key that chooses nothing."""
        if key in self.others:
            return self.others[key].then
        if key.isdigit() and 1 <= int(key) <= min(9, len(self.choices)):
            return self.choices[int(key) - 1].then
        return nothing


@dataclass
class Confirm:
    """Ask before something larger is done: the same key again, Enter or y does it, any other key does not."""

    prompt: str
    yes: frozenset[str]
    then: Callable[[], None]

    @property
    def over(self) -> Mapping[int, str]:
        """Nothing lies over the text."""
        return {}

    @property
    def lines(self) -> Sequence[tuple[str, str]]:
        """The two answers."""
        return [("Enter", "do it"), ("Esc", "leave it")]

    def press(self, key: str) -> Callable[[], None] | None:
        """Do it, or not."""
        return self.then if key in self.yes else nothing


@dataclass
class Count:
    """A number for the next command; the first key that is no digit ends it and is given on with the number."""

    then: Callable[[int, str], None]
    digits: str = ""

    @property
    def prompt(self) -> str:
        """The number so far."""
        return f"{self.digits or '…'} times: now a command"

    @property
    def over(self) -> Mapping[int, str]:
        """Nothing lies over the text."""
        return {}

    @property
    def lines(self) -> Sequence[tuple[str, str]]:
        """Nothing to choose."""
        return []

    def press(self, key: str) -> Callable[[], None] | None:
        """Add a digit (at most three), take one back, or give the key on."""
        if key.isdigit():
            self.digits = (self.digits + key)[:3]
            return None
        if key == "backspace" and self.digits:
            self.digits = self.digits[:-1]
            return None
        return (lambda: self.then(int(self.digits), key)) if self.digits and key != "escape" else nothing
