"""What a browser may send over the WebSocket: keys, the size of its terminal, a ping, focus. All else is refused."""

import json
from dataclasses import dataclass

LONGEST = 256 * 1024
"""Bytes of one message: a page or two pasted into a note."""

MOST_CELLS = 1000
_LONGEST_PING = 64


class BadMessageError(Exception):
    """A message that no terminal of ours sends."""


@dataclass(frozen=True)
class Keys:
    """What was typed or pasted, as a terminal sends it."""

    data: bytes


@dataclass(frozen=True)
class Resize:
    """The size of the terminal in cells."""

    width: int
    height: int


@dataclass(frozen=True)
class Ping:
    """Asks for an answer with the same text."""

    text: str


@dataclass(frozen=True)
class Focus:
    """The page got the keyboard's focus, or lost it."""

    has: bool


Message = Keys | Resize | Ping | Focus


def parse(text: str) -> Message:
    """Return the message. Raises `BadMessageError`.

    The format is that of textual-serve 1.1: a JSON list that begins with the kind.
    """
    try:
        envelope = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMessageError("not JSON") from error
    match envelope:
        case ["stdin", str(data)]:
            try:
                return Keys(data.encode())
            except UnicodeEncodeError as error:
                raise BadMessageError("half a character") from error
        case ["resize", {"width": int(width), "height": int(height)}]:
            if not (1 <= width <= MOST_CELLS and 1 <= height <= MOST_CELLS):
                raise BadMessageError("a terminal of no such size")
            return Resize(width, height)
        case ["ping", str(said)] if len(said) <= _LONGEST_PING:
            return Ping(said)
        case ["focus" | "blur" as kind]:
            return Focus(kind == "focus")
    raise BadMessageError("no message of a terminal")


def cells(text: str | None, default: int) -> int:
    """Return a width or height from an address, `default` where it is none, within what a terminal may have."""
    if text is None or not (text.isascii() and text.isdigit() and len(text) <= 4):
        return default
    return max(1, min(MOST_CELLS, int(text)))
