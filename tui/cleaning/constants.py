"""Numbers as numpy takes them quickest: arrays of no dimension, of the type of the columns that they meet.

Over the few lines of one text, half the time of an operation goes into what type a number of Python's has to become.
"""

import numpy as np
from numpy.typing import NDArray


def of_column(value: float) -> NDArray[np.float32]:
    """Return a number for columns of features."""
    return np.array(value, np.float32)


def of_places(value: int) -> NDArray[np.intp]:
    """Return a number for places, sizes and counts."""
    return np.array(value, np.intp)


def of_bytes(value: int) -> NDArray[np.uint8]:
    """Return a number for bytes."""
    return np.array(value, np.uint8)


def of_hashes(value: int) -> NDArray[np.uint64]:
    """Return a number for hashes."""
    return np.array(value, np.uint64)


ZERO, ONE = of_column(0), of_column(1)
ONE_PLACE = of_places(1)
