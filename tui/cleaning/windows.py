"""Means of columns over windows of lines: how much running text, how many signs stand around each line of its text."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.segments import Segments

WINDOWS = (
    ("prose", 3, 3), ("prose", 8, 8), ("prose", 20, 20), ("prose", 4, 0), ("prose", 0, 4), ("sure", 3, 3),
    ("sure", 8, 8), ("sure", 4, 0), ("sure", 0, 4), ("words", 2, 2), ("words", 6, 6), ("words", 3, 0), ("words", 0, 3),
    ("bullets", 2, 2), ("sentences", 3, 3), ("repeats", 3, 3),
)  # fmt: skip
"""Windows that a column's mean is taken over: its name, and how many lines above and below; 0 leaves the line out."""
SUMMED = ("prose", "sure", "words", "bullets", "sentences", "repeats")
"""The columns that means are taken of, in their order."""
_WIDEST = 21  # lines that a window reaches beyond the text, at most
_COUNTED = np.array([SUMMED.index(name) for name, _, _ in WINDOWS] + [len(SUMMED)] * len(WINDOWS))
_FROM = np.array([_WIDEST - 1 + (-above if above else 1) for _, above, _ in WINDOWS] * 2)  # without its first line
_UP_TO = np.array([_WIDEST - 1 + (below + 1 if below else 0) for _, _, below in WINDOWS] * 2)
_ONE_SIDED = np.array([i for i, (_, above, below) in enumerate(WINDOWS) if not (above and below)])
_WIDTHS = np.array([[above + below] for _, above, below in WINDOWS], np.float64)[_ONE_SIDED]


def window_means(columns: Sequence[NDArray[np.generic]], of_texts: Segments, out: NDArray[np.float32]) -> None:
    """Write the means of the columns (`SUMMED`) over `WINDOWS`, from their running sums.

    A window around a line is cut at the ends of its text; in one to one side, lines that are not there count as 0. So
    texts are laid out with as many zeros around each as a window is wide.
    """
    n = out.shape[1] + (of_texts.count - 1) * _WIDEST
    at = of_texts.apart(_WIDEST)
    sums = np.zeros((len(SUMMED) + 1, n + 2 * _WIDEST))
    inside = sums[:, _WIDEST : _WIDEST + n]
    for row, column in zip(inside, columns, strict=False):
        row[at] = column
    inside[-1, at] = 1  # its sums count the lines of a window
    np.add.accumulate(inside, axis=1, out=inside)
    sums[:, _WIDEST + n :] = inside[:, -1:]
    # The sums of every column, moved by every number of lines: a view, of which windows take what they need.
    row, step = sums.strides
    moved = np.ndarray((len(sums), 2 * _WIDEST + 1, n), sums.dtype, sums, strides=(row, step, step))
    found = moved[_COUNTED, _UP_TO]
    found -= moved[_COUNTED, _FROM]
    totals, widths = found[: len(WINDOWS)], found[len(WINDOWS) :]
    widths[_ONE_SIDED] = _WIDTHS
    if of_texts.count > 1:
        np.maximum(widths, 1, out=widths)  # between texts
        totals /= widths
        out[:] = totals[:, at]
    else:
        np.divide(totals, widths, out=out, casting="same_kind")
