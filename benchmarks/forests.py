"""Fit forests of oblivious trees (with CatBoost, of the `train` extra), and write them as plain arrays."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from catboost import CatBoost, CatBoostClassifier, Pool
from numpy.typing import NDArray

from tui.cleaning.trees import Forest, Matrix


def train(
    rows: Matrix, wanted: NDArray[np.bool_], weights: NDArray[np.float64], names: Sequence[str], *,
    trees: int, depth: int, rate: float, l2: float = 3, tells: Sequence[int] | None = None, seed: int = 0,
) -> Forest:  # fmt: skip
    """Return a forest of oblivious trees fitted to `wanted`.

    `tells` says for each column whether it may speak for (1), against (-1) or both ways (0).
    """
    counts = weights > 0
    model = CatBoostClassifier(
        iterations=trees, depth=depth, learning_rate=rate, l2_leaf_reg=l2, border_count=64, bootstrap_type="Bernoulli",
        subsample=0.8, rsm=0.4, random_seed=seed, thread_count=1, verbose=0, allow_writing_files=False,
        monotone_constraints=None if tells is None else list(tells),
    )  # fmt: skip
    model.fit(Pool(rows[counts], wanted[counts].astype(int), weight=weights[counts]))
    return exported(model, names, depth)


def train_choice(
    rows: Matrix, right: NDArray[np.bool_], counts: Sequence[int], weights: Sequence[float], names: Sequence[str], *,
    trees: int, depth: int, rate: float,
) -> Forest:  # fmt: skip
    """Return a forest fitted so that of the rows of each choice the right ones are worth most.

    The first choice has the first `counts[0]` rows, and so on. The loss is the cross-entropy of a softmax over the rows
    of a choice (Cao et al., 2007: ListNet).
    """
    numbers, of_rows = (np.repeat(values, counts) for values in (range(len(counts)), weights))
    model = CatBoost({
        "loss_function": "QuerySoftMax", "iterations": trees, "depth": depth, "learning_rate": rate, "l2_leaf_reg": 3,
        "border_count": 64, "rsm": 0.5, "random_seed": 0, "leaf_estimation_iterations": 20, "thread_count": 1,
        "verbose": 0, "allow_writing_files": False,
    })  # fmt: skip
    model.fit(Pool(rows, right.astype(float), group_id=numbers, group_weight=of_rows))
    return exported(model, names, depth)


def mean_of(forests: Sequence[Forest]) -> Forest:
    """Return one forest whose log-odds are the mean of those of several."""
    n = len(forests)
    feature, border, leaf, gain = (
        np.concatenate([getattr(forest, name) for forest in forests]) for name in ("feature", "border", "leaf", "gain")
    )
    return Forest(
        forests[0].names, feature, border, np.asarray(leaf / n, np.float32), np.asarray(gain / n, np.float16),
        sum(forest.bias for forest in forests) / n,
    )  # fmt: skip


def exported(model: CatBoost, names: Sequence[str], depth: int) -> Forest:
    """Return a CatBoost model of symmetric trees as arrays."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        data = json.loads(path.read_text())
    trees = data["oblivious_trees"]
    feature = np.zeros((len(trees), depth), np.int16)
    border = np.full((len(trees), depth), np.inf, np.float32)
    leaf = np.zeros((len(trees), 2**depth), np.float32)
    gain = np.zeros((len(trees), 2**depth, depth), np.float16)
    bias = float(data["scale_and_bias"][1][0])
    for t, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"] or ()):
            feature[t, level], border[t, level] = split["float_feature_index"], split["border"]
        count = len(tree["leaf_values"])
        leaf[t, :count] = tree["leaf_values"]
        weight = np.zeros(2**depth)
        weight[:count] = tree["leaf_weights"]
        gain[t] = path_gains(leaf[t], weight, depth)
    return Forest(tuple(names), feature, border, leaf, gain, bias)


def path_gains(leaf: NDArray[np.float32], weight: NDArray[np.float64], depth: int) -> NDArray[np.float64]:
    """Return how each question on the way to each leaf of a tree changes the mean of the leaves still possible.

    The mean of the leaves still possible after the first k questions, by the weights of the training lines in them.
    """
    gains = np.zeros((2**depth, depth))
    numbers = np.arange(2**depth)
    weight = weight + 1e-9
    mean = np.full(2**depth, float(np.average(leaf, weights=weight)))
    for level in range(depth):
        known = numbers & ((2 << level) - 1)
        now = np.bincount(known, leaf * weight)[known] / np.bincount(known, weight)[known]
        gains[:, level] = now - mean
        mean = now
    return gains


def save(forest: Forest, path: Path) -> None:
    """Write a forest as a compressed `.npz` of plain arrays."""
    np.savez_compressed(
        path, names=np.array(forest.names), feature=forest.feature, border=forest.border, leaf=forest.leaf,
        gain=forest.gain, bias=np.array(forest.bias),
    )  # fmt: skip
