"""Which lines are the body, taken together: a line's neighbours say as much of it as the line itself.

An article is a stretch of text, or several close to one another. What reads like an article but stands far from it,
behind much clutter, is a teaser of another one or a reader's comment; a short line within the article is its heading.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.signs import Sign
from tui.model import BlockKind

_CHANGE = 0.2  # log-odds that each border between kept and dropped lines must be worth
_GAP = 0.35  # log-odds that each dropped line within the body costs
_END_MARK = 2.0  # the same for a line that stands below articles: what follows had better be sure
_COMMENTS = 5.0  # the same for the heading of readers' comments, which read like an article
_MOST = 3.0  # log-odds of one line at most, so that no line outweighs all others
_INSERTED = frozenset({BlockKind.CAPTION, BlockKind.CREDIT, BlockKind.AD, BlockKind.TIMESTAMP})
"""What may stand anywhere within a body and says nothing of its end."""
_END_MARKS = frozenset({
    BlockKind.RELATED, BlockKind.COMMENTS, BlockKind.AUTHOR_BOX, BlockKind.NEWSLETTER, BlockKind.SUBSCRIPTION,
    BlockKind.CONSENT, BlockKind.FOOTER,
})  # fmt: skip
_SHORT = 9  # words an end mark may have


def likeliest_body(odds: NDArray[np.float32], signs: Sequence[Sign | None], sizes: Sequence[int]) -> NDArray[np.bool_]:
    """Return which lines are the body, given the log-odds of each, its sign and its number of words.

    The choice with the largest sum of the log-odds of kept lines, less what borders and gaps cost: the best way through
    the states before, in, between and after the body (Viterbi, 1967). Linear in the number of lines.
    """
    gains = np.clip(odds, -_MOST, _MOST).tolist()
    kept, between, best, last = -np.inf, -np.inf, 0.0, -1  # the sum where the line is kept; where it is in a gap
    came: list[tuple[int, bool]] = []
    for i, (odd, sign, size) in enumerate(zip(gains, signs, sizes, strict=True)):
        cost = _gap(sign, size)
        # Else it could be cheaper to keep a mark of the end than to leave it out.
        gain = odd - cost if odd < 0 and cost > _GAP else odd
        enters = max(0.0, between) - _CHANGE
        if kept >= enters:
            sum_kept, step = kept, _GOES_ON
        else:
            sum_kept, step = enters, _BEGINS if between < 0 else _RETURNS
        leaves = kept - _CHANGE > between
        between = (kept - _CHANGE if leaves else between) - cost
        kept = sum_kept + gain
        came.append((step, leaves))
        if kept > best:
            best, last = kept, i
    return _way_back(came, last)


_GOES_ON, _RETURNS, _BEGINS = range(3)


def _gap(sign: Sign | None, size: int) -> float:
    """Return what it costs to leave a line out between two kept ones."""
    if sign is None:
        return _GAP
    if sign.kind in _INSERTED:
        return 0.0
    if size > _SHORT or sign.kind not in _END_MARKS:
        return _GAP
    return _COMMENTS if sign.kind is BlockKind.COMMENTS else _END_MARK


def _way_back(came: Sequence[tuple[int, bool]], last: int) -> NDArray[np.bool_]:
    """Return the kept lines, given how each line was best reached when kept, and when left out."""
    keep = np.zeros(len(came), np.bool_)
    is_kept = True
    for i in range(last, -1, -1):
        step, leaves = came[i]
        if not is_kept:
            is_kept = leaves
            continue
        keep[i] = True
        if step == _BEGINS:
            break
        is_kept = step == _GOES_ON
    return keep
