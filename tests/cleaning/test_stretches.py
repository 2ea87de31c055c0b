"""The lines that are the body, chosen together: the cheapest choice, headings within and teasers far behind."""

from itertools import groupby, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tui.cleaning.signs import Sign, kinds_of
from tui.cleaning.stretches import (
    _CHANGE,
    _COMMENTS,
    _END_MARK,
    _GAP,
    _MOST,
    _ONE_ABOVE,
    gap_costs,
    likeliest_body,
    worth_keeping,
)
from tui.model import BlockKind

CAPTION = Sign(BlockKind.CAPTION, "picture caption", True)
RELATED = Sign(BlockKind.RELATED, "heading of a list of links", True)
COMMENTS = Sign(BlockKind.COMMENTS, "asks for comments", True)


def body(odds: list[float], signs: dict[int, Sign] | None = None, goes_on_to: int = 0) -> list[int]:
    found = chosen(odds, [(signs or {}).get(i) for i in range(len(odds))], goes_on_to)
    return [i for i, is_kept in enumerate(found) if is_kept]


def chosen(odds: list[float], signs: list[Sign | None], goes_on_to: int = 0) -> list[bool]:
    costs = gap_costs(kinds_of(signs), np.full(len(odds), 5), goes_on_to)
    return likeliest_body(worth_keeping(np.array(odds, np.float32)), costs)


def test_a_doubtful_line_goes_with_the_lines_around_it() -> None:
    assert body([3, 3, -0.4, 3, 3]) == [0, 1, 2, 3, 4]
    assert body([-3, -3, 0.1, -3, -3]) == []


def test_a_clear_line_is_dropped_even_within_the_body() -> None:
    assert body([3, 3, -3, 3, 3]) == [0, 1, 3, 4]


def test_what_stands_far_behind_the_body_must_be_worth_the_way() -> None:
    far = [3.0] * 5 + [-3.0] * 10
    assert body([*far, 2]) == [0, 1, 2, 3, 4]
    assert body([*far, 3, 3]) == [0, 1, 2, 3, 4, 15, 16]


def test_captions_may_stand_anywhere_and_the_heading_of_comments_ends_the_body() -> None:
    assert body([3, -3, -3, -3, 0.5], {1: CAPTION, 2: CAPTION, 3: CAPTION}) == [0, 4]
    assert body([3, -3, 1], {1: RELATED}) == [0]
    assert body([3, -3, 3], {1: RELATED}) == [0, 2]
    assert body([3, 3, -3, 2, 2], {2: COMMENTS}) == [0, 1]
    assert body([3, 3, -3, 2, 2], {2: RELATED}) == [0, 1, 3, 4]


def test_marks_of_the_end_say_nothing_above_a_line_that_the_article_is_known_to_reach() -> None:
    assert body([3, -3, 1], {1: RELATED}) == [0]
    assert body([3, -3, 1], {1: RELATED}, goes_on_to=2) == [0, 2]
    assert body([3, -3, 1], {1: RELATED}, goes_on_to=1) == [0]


signs = st.sampled_from([None, CAPTION, RELATED, COMMENTS])


def test_no_article_begins_below_the_heading_of_comments_if_one_stands_above() -> None:
    votes = dict.fromkeys(range(4, 8), COMMENTS)
    assert body([3, 3, 3, 3, -3, -3, -3, -3, 3, 3, 3, 3, 3, 3], votes) == [0, 1, 2, 3]
    assert body([2, -3, 3, 3, 3], {1: COMMENTS}) == [2, 3, 4]  # too little stands above


def test_above_a_line_that_says_so_the_article_goes_on() -> None:
    odds, kinds = np.array([3.0] * 3 + [-3.0] * 20 + [2, 2], np.float32), kinds_of([None] * 25)
    for mark, kept in ((0, [0, 1, 2]), (22, [0, 1, 2, 23, 24])):
        costs = gap_costs(kinds, np.full(25, 5), above_marks=np.arange(25) < mark)
        assert list(np.flatnonzero(likeliest_body(worth_keeping(odds), costs))) == kept


@given(st.lists(st.tuples(st.floats(-4, 4, width=16), signs), max_size=9))
def test_no_other_choice_is_worth_more(lines: list[tuple[float, Sign | None]]) -> None:
    odds, found = [odd for odd, _ in lines], [sign for _, sign in lines]
    starts = [0.0]  # what it costs to begin at each line
    for i, sign in enumerate(found):
        has_one = best(odds[:i], found, starts) > _ONE_ABOVE
        starts.append(starts[-1] - _COMMENTS * (has_one and sign is COMMENTS))
    assert abs(worth(odds, found, chosen(odds, found), starts) - best(odds, found, starts)) < 1e-6


def best(odds: list[float], signs: list[Sign | None], starts: list[float]) -> float:
    return max(worth(odds, signs, list(choice), starts) for choice in product((False, True), repeat=len(odds)))


COSTS = {None: _GAP, CAPTION: 0.0, RELATED: _END_MARK, COMMENTS: _COMMENTS}


def worth(odds: list[float], signs: list[Sign | None], keep: list[bool], starts: list[float]) -> float:
    if not any(keep):
        return 0.0
    first, last = keep.index(True), len(keep) - 1 - keep[::-1].index(True)
    total = starts[first] - _CHANGE
    for i in range(first, last + 1):
        gain = max(-_MOST, min(_MOST, odds[i]))
        is_end = gain < 0 and signs[i] in (RELATED, COMMENTS)
        total += (gain - COSTS[signs[i]] * is_end) if keep[i] else -COSTS[signs[i]]
    runs = [is_kept for is_kept, _ in groupby(keep[first : last + 1])]
    return total - 2 * _CHANGE * runs.count(False)
