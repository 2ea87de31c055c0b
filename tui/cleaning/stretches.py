"""Which lines are the body, taken together: a line's neighbours say as much of it as the line itself.

An article is a stretch of text, or several close to one another. What reads like an article but stands far from it,
behind much clutter, is a teaser of another one or a reader's comment; a short line within the article is its heading.
"""

from collections.abc import Sequence
from math import inf

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.constants import of_column, of_places
from tui.cleaning.signs import SHORT_MARK, by_kind
from tui.cleaning.words import Places
from tui.model import BlockKind

_CHANGE = 0.2  # log-odds that each border between kept and dropped lines must be worth
_GAP = 0.5  # log-odds that each dropped line within the body costs
_ABOVE_MARK = 0.1  # the same for a line above one that says that the article goes on below it
_END_MARK = 2.0  # the same for a line that stands below articles: what follows had better be sure
_COMMENTS = 5.0  # the same for the heading of readers' comments, which read like an article
_ONE_ABOVE = 10.0  # what is kept above the heading of comments is worth, from which no article begins below it
_MOST = 3  # log-odds of one line at most, so that no line outweighs all others
INSERTED = frozenset({BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.AD, BlockKind.TIMESTAMP})
"""What may stand anywhere within a body and says nothing of its end."""
END_MARKS = frozenset({
    BlockKind.RELATED, BlockKind.COMMENTS, BlockKind.AUTHOR_BOX, BlockKind.NEWSLETTER, BlockKind.SUBSCRIPTION,
    BlockKind.CONSENT, BlockKind.FOOTER,
})  # fmt: skip


def worth_keeping(odds: NDArray[np.float32]) -> list[float]:
    """Return what lines with these log-odds are worth when they are kept."""
    return [*np.minimum(np.maximum(odds, _BOUNDS[0]), _BOUNDS[1]).tolist()]


_BOUNDS = of_column(-_MOST), of_column(_MOST)


def gap_costs(
    kinds: Places, sizes: Places, goes_on_to: int = 0, above_marks: NDArray[np.bool_] | None = None,
    cells: NDArray[np.bool_] | None = None,
) -> list[float]:  # fmt: skip
    """Return what it costs to leave each line out between two kept ones, given its sign (`signs.kinds_of`) and words.

    Up to the line `goes_on_to` the article is known to go on: what marks an end above it costs no more than any other
    line. `above_marks` are the lines above one that says so: they cost next to nothing. `cells` of tables cost nothing:
    a table is cut into many.
    """
    costs = _COSTS.take(kinds)
    ends_nothing = sizes > _SHORT_MARK
    ends_nothing[:goes_on_to] = True
    np.minimum(costs, _GAP, out=costs, where=ends_nothing)
    if above_marks is not None:
        np.minimum(costs, _ABOVE_MARK, out=costs, where=above_marks)
    if cells is not None:
        costs[cells] = 0
    return [*costs.tolist()]


_SHORT_MARK = of_places(SHORT_MARK)


_COSTS = by_kind(
    dict.fromkeys(INSERTED, 0.0) | dict.fromkeys(END_MARKS, _END_MARK) | {BlockKind.COMMENTS: _COMMENTS}, _GAP
)


def likeliest_body(worth: Sequence[float], costs: Sequence[float]) -> list[bool]:
    """Return which lines are the body, given what each is worth when kept, and what it costs to leave it out in a gap.

    The choice with the largest sum of the worth of kept lines, less what borders and gaps cost: the best way through
    the states before, in, between and after the body (Viterbi, 1967). Linear in the number of lines.
    """
    # No body begins or ends with a line that speaks against it.
    first = next((i for i, odd in enumerate(worth) if odd >= 0), len(worth))
    end = len(worth) - next((i for i, odd in enumerate(reversed(worth)) if odd >= 0), len(worth))
    if first >= end:
        return [False] * len(worth)
    return [False] * first + _best_way(worth[first:end], costs[first:end]) + [False] * (len(worth) - end)


def _best_way(odds: Sequence[float], costs: Sequence[float]) -> list[bool]:
    """Return which lines are kept, given what each is worth when kept, and what it costs to leave it out in a gap."""
    kept, between, best, last = -inf, -inf, 0.0, -1  # the sum where the line is kept; where it is in a gap
    start = 0.0  # the sum before the body
    came: list[int] = []
    for odd, cost in zip(odds, costs, strict=True):
        enters = (between if between > start else start) - _CHANGE  # noqa: FURB136 (five times as fast)
        leaves = kept - _CHANGE
        if kept >= enters:
            step = _GOES_ON
        else:
            kept, step = enters, _BEGINS if between <= start else _RETURNS
        if leaves > between:
            between, step = leaves, step | _LEAVES
        between -= cost
        if cost >= _COMMENTS and best > _ONE_ABOVE:
            start -= cost
        # Else it could be cheaper to keep a mark of the end than to leave it out.
        kept += odd - cost if odd < 0 and cost > _GAP else odd
        if kept > best:
            best, last = kept, len(came)
        came.append(step)
    return _way_back(came, last)


_GOES_ON, _RETURNS, _BEGINS, _LEAVES = 0, 1, 2, 4
"""How a line is best reached: when kept, from the line above, out of a gap or as the first; a gap may begin with it."""


def _way_back(came: Sequence[int], last: int) -> list[bool]:
    """Return the kept lines, given how each line was best reached when kept, and when left out."""
    keep = [False] * len(came)
    is_kept = True
    for i in range(last, -1, -1):
        if not is_kept:
            is_kept = came[i] >= _LEAVES
            continue
        keep[i] = True
        step = came[i] & ~_LEAVES
        if step == _BEGINS:
            break
        is_kept = step == _GOES_ON
    return keep
