"""The best one-to-one pairing of two short lists."""

from collections.abc import Sequence


def best_pairs(weights: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Return the pairs `(row, column)` of positive weight whose total weight is greatest, in order of rows.

    Every row and column is in at most one pair. Weights are non-negative integers, so that ranks of any size can be
    packed into them without rounding; equal input gives equal output. The Hungarian method with potentials
    (Kuhn 1955; Jonker and Volgenant 1987), O(rows^2 x columns) for rows <= columns.
    """
    if not weights or not weights[0]:
        return []
    turned = len(weights) > len(weights[0])
    rows = list(zip(*weights, strict=True)) if turned else weights
    n, m = len(rows), len(rows[0])
    if n == 1:
        best = max(range(m), key=rows[0].__getitem__)
        return [(best, 0) if turned else (0, best)] if rows[0][best] else []
    row_potential, column_potential = [0] * (n + 1), [0] * (m + 1)
    row_of = [0] * (m + 1)  # counted from 1; 0 is "free", and column 0 holds the row that is being placed
    for row in range(1, n + 1):
        row_of[0] = row
        _place(rows, row_potential, column_potential, row_of)
    pairs = [(row_of[j] - 1, j - 1) for j in range(1, m + 1) if row_of[j] and rows[row_of[j] - 1][j - 1]]
    return sorted((j, i) if turned else (i, j) for i, j in pairs)


def _place(
    rows: Sequence[Sequence[int]], row_potential: list[int], column_potential: list[int], row_of: list[int]
) -> None:
    """Place the row waiting in column 0 by the cheapest augmenting path, updating potentials and `row_of`."""
    columns = len(row_of)
    slack: list[int | None] = [None] * columns
    came_from, done = [0] * columns, [False] * columns
    column = 0
    while row_of[column]:
        done[column] = True
        weights, potential = rows[row_of[column] - 1], row_potential[row_of[column]]
        step, nearest = -1, 0
        for j in range(1, columns):
            if done[j]:
                continue
            reduced = -weights[j - 1] - potential - column_potential[j]
            known = slack[j]
            if known is None or reduced < known:
                slack[j], came_from[j] = reduced, column
                known = reduced
            if not nearest or known < step:
                step, nearest = known, j
        for j in range(columns):
            known = slack[j]
            if done[j]:
                row_potential[row_of[j]] += step
                column_potential[j] -= step
            elif known is not None:
                slack[j] = known - step
        column = nearest
    while column:
        row_of[column] = row_of[came_from[column]]
        column = came_from[column]
