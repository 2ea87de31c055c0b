"""A small forest of oblivious decision trees, worked out with numpy alone.

An oblivious tree asks the same question in all nodes of a level, so that the answers to its questions are the bits of
the number of its leaf: a whole forest over all lines of a text is a handful of array operations. The forests are
trained by `benchmarks/train_cleaner.py` (with CatBoost) and kept as `.npz` files of plain arrays.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.once import once

Matrix = NDArray[np.float32]

_CHUNK = 256  # rows at a time, so that what lies between fits into the cache of a processor


@dataclass(frozen=True, eq=False)
class Forest:
    """`trees` trees of `depth` (at most 8) questions each.

    `feature` (trees, depth) names the column that a question is about and `border` (trees, depth) the value it must
    exceed; `leaf` (trees, 2**depth) holds the log-odds that a leaf adds to `bias`. `gain` (trees, 2**depth, depth)
    splits what a leaf says among its questions, as the change of the mean of the leaves still possible (Saabas, 2014).
    """

    names: tuple[str, ...]
    feature: NDArray[np.int16]
    border: Matrix
    leaf: Matrix
    gain: NDArray[np.float16]
    bias: float

    def log_odds(self, rows: Matrix) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Return for each row its log-odds, and the leaf that it reaches in each tree (rows, trees).

        `rows` has one column for each of `names`; it is quickest where each column lies together in memory.
        """
        odds = np.empty(len(rows), np.float32)
        reached = np.empty((len(rows), len(self.feature)), np.uint8)
        columns, borders, (last, *others) = self._questions
        all_leaves = self.leaf.ravel()
        for low in range(0, len(rows), _CHUNK):
            here = slice(low, low + _CHUNK)
            said = np.ascontiguousarray(rows[here].T).take(columns, axis=0) > borders
            answers = said.view(np.uint8)
            leaves = answers.take(last, axis=0)
            for level in others:
                leaves += leaves
                leaves |= answers.take(level, axis=0)
            own = reached[here]
            own[:] = leaves.T
            np.add.reduce(all_leaves.take(own + self._offsets), axis=1, out=odds[here])
        odds += self.bias
        return odds, reached

    def spoken(self, reached: NDArray[np.uint8], table: Matrix) -> Matrix:
        """Return for each row how much each group of columns added to its log-odds (rows, groups).

        `reached` comes from `log_odds`, `table` from `gain_by_group`.
        """
        said = np.empty((len(reached), table.shape[2]), np.float32)
        leaves = table.reshape(-1, table.shape[2])
        for low in range(0, len(reached), _CHUNK):
            at = reached[low : low + _CHUNK].T + self._offsets[:, None]
            said[low : low + _CHUNK] = leaves.take(at, axis=0).sum(axis=0)
        return said

    @once
    def _questions(self) -> tuple[NDArray[np.intp], Matrix, list[NDArray[np.intp]]]:
        """The column and the border of each different question (many trees ask the same), and which are asked.

        The last has an entry for each level, from the last one up, with the number of the question that each tree asks
        there.
        """
        numbers: dict[tuple[int, float], int] = {}
        pairs = zip(self.feature.T.ravel().tolist(), self.border.T.ravel().tolist(), strict=True)
        asked = np.array([numbers.setdefault(pair, len(numbers)) for pair in pairs], np.intp)
        columns, borders = zip(*numbers, strict=True)
        levels = [*asked.reshape(self.feature.T.shape)[::-1]]
        return np.array(columns, np.intp), np.array(borders, np.float32)[:, None], levels

    @once
    def _offsets(self) -> NDArray[np.unsignedinteger]:
        """Where the leaves of each tree begin among those of all."""
        return np.arange(0, self.leaf.size, self.leaf.shape[1], dtype=np.min_scalar_type(self.leaf.size))

    def gain_by_group(self, groups: NDArray[np.intp]) -> Matrix:
        """Return what each leaf says, split among groups of columns: (trees, leaves, groups), `groups` one a column."""
        count = int(groups.max()) + 1
        member = np.zeros((*self.feature.shape, count), np.float32)
        np.put_along_axis(member, groups[self.feature][:, :, None], 1, axis=2)
        return np.asarray(np.matmul(self.gain.astype(np.float32), member), np.float32)


@cache
def load_forest(name: str) -> Forest:
    """Return the forest in `model/<name>.npz`."""
    with (files("tui.cleaning") / "model" / f"{name}.npz").open("rb") as stream, np.load(stream) as data:
        return Forest(
            tuple(data["names"].tolist()), data["feature"], data["border"], data["leaf"], data["gain"],
            float(data["bias"]),
        )  # fmt: skip
