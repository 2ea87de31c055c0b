"""Columns that hold an entry for every line of several texts, one text after the other."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.once import once

Places = NDArray[np.intp]
_Entry = TypeVar("_Entry", bound=np.generic)


class Segments:
    """Which lines are of which text: those of text `k` from `firsts[k]` up to and without `firsts[k + 1]`."""

    def __init__(self, firsts: Sequence[int]) -> None:
        self.firsts = firsts
        self.count = len(firsts) - 1

    @once
    def slices(self) -> list[slice]:
        """The lines of each text."""
        return list(map(slice, self.firsts[:-1], self.firsts[1:]))

    @once
    def _edges(self) -> Places:
        return np.array(self.firsts, np.intp)

    @once
    def starts(self) -> Places:
        """The first line of each text."""
        return self._edges[:-1]

    @once
    def last(self) -> Places:
        """The last line of each text."""
        return self._edges[1:] - 1

    @once
    def sizes(self) -> Places:
        """How many lines each text has."""
        return self._edges[1:] - self._edges[:-1]

    @once
    def number(self) -> Places:
        """The number of the text that each line is of."""
        return np.arange(self.count).repeat(self.sizes)

    @once
    def index(self) -> Places:
        """The number of each line within its text."""
        index = np.arange(self.firsts[-1])
        return index - self.starts.repeat(self.sizes) if self.count > 1 else index

    def apart(self, by: int) -> Places | slice:
        """Return the place of each line where `by` places are left free between two texts."""
        return self.number * by + np.arange(self.firsts[-1]) if self.count > 1 else slice(None)

    def spread(self, values: NDArray[_Entry]) -> NDArray[_Entry]:
        """Return columns (the last axis) with a value for each text as ones with a value for each of its lines.

        Where there is one text, that value alone.
        """
        return values.repeat(self.sizes, axis=-1) if self.count > 1 else values
