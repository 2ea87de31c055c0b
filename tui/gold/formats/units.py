"""Offsets in the units that other tools count in, to code points and back; and which unit a file must have used.

Files seldom say. JavaScript and Java count UTF-16 units (two for an emoji), some tools bytes of UTF-8, Python code
points; on text without such characters they agree.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tui.model import freeze


class Unit(StrEnum):
    """What an offset counts."""

    CODEPOINT = "codepoint"
    UTF16 = "utf16"
    UTF8 = "utf8"


class Offsets:
    """Positions in one text, in any unit.

    `raw` is the text as a file has it; `text` the same frozen (`tui.model.freeze`), which may be shorter.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = freeze(raw)
        self._forward: dict[Unit, list[int]] = {}
        self._back: dict[Unit, dict[int, int]] = {}

    def from_codepoint(self, offset: int, unit: Unit) -> int:
        """Return a code point offset into the raw text in another unit."""
        return self._starts(unit)[offset]

    def to_codepoint(self, offset: int, unit: Unit) -> int | None:
        """Return the code point offset into the raw text; None inside a character or outside the text."""
        if unit is Unit.CODEPOINT or self.raw.isascii():
            return offset if 0 <= offset <= len(self.raw) else None
        if unit not in self._back:
            self._back[unit] = {value: i for i, value in enumerate(self._starts(unit))}
        return self._back[unit].get(offset)

    def frozen(self, offset: int) -> int:
        """Return where a code point offset into the raw text is in the frozen text."""
        return offset if self._kept is None else self._kept[offset]

    def _starts(self, unit: Unit) -> Sequence[int]:
        if unit is Unit.CODEPOINT or self.raw.isascii():
            return range(len(self.raw) + 1)
        if unit not in self._forward:
            starts, position = [0], 0
            for char in self.raw:
                position += _width(char, unit)
                starts.append(position)
            self._forward[unit] = starts
        return self._forward[unit]

    @cached_property
    def _kept(self) -> list[int] | None:
        if self.text == self.raw:
            return None
        positions, position = [], 0
        for i, char in enumerate(self.raw):
            positions.append(position)
            gone = not freeze(char) and (char != "\ufeff" or position == 0)
            if not gone and not (char == "\r" and self.raw[i + 1 : i + 2] == "\n"):
                position += 1
        return [*positions, position]


def _width(char: str, unit: Unit) -> int:
    if unit is Unit.UTF16:
        return 2 if char > "\uffff" else 1
    return len(char.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Claim:
    """What a file says of one stretch: `start:end` in its unit, and the surface text there, where it has that.

    `loose` surfaces are compared without regard to white space, for formats that can't hold a line end in them.
    """

    offsets: Offsets
    start: int
    end: int
    surface: str | None = None
    loose: bool = False

    def read_in(self, unit: Unit) -> tuple[int, int] | None:
        """Return the code point offsets into the raw text, or None where this can't be said in that unit."""
        start, end = self.offsets.to_codepoint(self.start, unit), self.offsets.to_codepoint(self.end, unit)
        if start is None or end is None or start > end:
            return None
        if self.surface is not None:
            found = self.offsets.raw[start:end]
            same = found.split() == self.surface.split() if self.loose else found == self.surface
            if not same and freeze(found) != freeze(self.surface):
                return None
        return start, end


def possible_units(claims: Iterable[Claim]) -> list[Unit]:
    """Return the units in which every claim holds. UTF-8 counts only where neither of the others does."""
    claims = list(claims)
    fitting = [unit for unit in Unit if all(claim.read_in(unit) is not None for claim in claims)]
    return [unit for unit in fitting if unit is not Unit.UTF8] or fitting


def agree(claims: Iterable[Claim], units: Sequence[Unit]) -> bool:
    """Return whether all `units` (in which the claims hold) give the same stretches."""
    return all(len({claim.read_in(unit) for unit in units}) == 1 for claim in claims)
