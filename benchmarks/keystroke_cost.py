"""What it costs to work with a tool: key presses, and seconds of the keystroke-level model.

The model is that of Card, Moran and Newell (Communications of the ACM 23(7), 1980): seconds are motor time and the time
that the interface itself asks for (reading a letter that has just appeared, counting). Reading the article, deciding
what is right and scrolling are the same work in every tool and are left out. A button press counts as a key; a chord
counts every key of it, Shift too.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """Seconds of the model's operators. Dragging follows Fitts' law (MacKenzie, Sellen and Buxton, CHI 1991)."""

    key: float = 0.20
    button: float = 0.10  # pressing or releasing it
    point: float = 1.10
    point_near: float = 0.60  # at a menu that opened under the pointer
    home: float = 0.40  # the hand between mouse and keyboard
    look: float = 0.40  # seeing and reading a letter or a number that has just appeared
    count: float = 0.25  # counting one item
    hold: tuple[float, float, float] = (
        0.50,
        0.033,
        0.60,
    )  # until a key repeats, each repeat, stopping at the right one
    drag: tuple[float, float] = (0.135, 0.249)
    character: float = 9.0  # pixels; a token is five characters wide, a line a hundred


TIMES = Times()
SHIFTED = frozenset('ABCDEFGHIJKLMNOPQRSTUVWXYZ~!@#$%^&*()_+{}|:"<>?')
"""Characters that take Shift on an American keyboard."""


@dataclass
class Cost:
    """Keys (and buttons) and seconds, as they add up; `hand` is where the right hand is."""

    keys: int = 0
    seconds: float = 0.0
    hand: str = "keys"

    def press(self, pressed: str | int = 1, *, left: bool = True) -> None:
        """Press keys, given as characters or as their number; `left`: the right hand may stay on the mouse."""
        number = pressed if isinstance(pressed, int) else sum(1 + (c in SHIFTED) for c in pressed)
        if not left:
            self.move("keys")
        self.keys += number
        self.seconds += number * TIMES.key

    def move(self, to: str) -> None:
        """Move the right hand."""
        if self.hand != to:
            self.hand = to
            self.seconds += TIMES.home

    def click(self, times: int = 1, *, near: bool = False) -> None:
        """Point and click, or double-click."""
        self.move("mouse")
        self.seconds += (TIMES.point_near if near else TIMES.point) + 2 * times * TIMES.button
        self.keys += times

    def drag(self, characters: int, *, snaps: bool) -> None:
        """Point, press, move over so many characters, release; to a token where the tool snaps to them."""
        self.move("mouse")
        wide, high = characters % 100 * TIMES.character, characters // 100 * 2 * TIMES.character
        width = TIMES.character * (5 if snaps else 1)
        base, slope = TIMES.drag
        self.seconds += TIMES.point + 2 * TIMES.button + base + slope * math.log2(math.hypot(wide, high) / width + 1)
        self.keys += 1

    def repeat(self, key: str, times: int, *, counted: bool = True) -> None:
        """Press one key so often, in the best way: one by one, held down, or with a number before it."""
        if times <= 0:
            return
        each = 1 + (key in SHIFTED)
        first, every, stop = TIMES.hold
        ways = [times * each * TIMES.key, first + times * every + stop]
        presses = times * each
        if counted:
            presses = min(presses, len(str(times)) + each)
            ways.append((len(str(times)) + each) * TIMES.key + times * TIMES.count)
        self.keys += presses
        self.seconds += min(ways)
