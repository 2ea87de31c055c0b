"""Live reports: posts under times of day, each with a heading, below the key points."""

import re
from collections.abc import Sequence

from tui.cleaning.lines import Lines
from tui.cleaning.rules import Keep
from tui.cleaning.signs import Sign
from tui.cleaning.verdict import Verdict
from tui.model import BlockKind

_POSTS = 3  # times of day above kept text that make a live report
_TIME = 6  # words of a post's time at most; when a page was written takes more
_POST_BEGINS = 4  # lines after its time within which a post's text begins
_LONG = 8  # words of a line that is no heading
_POINTS = 3  # lines that make a list of key points
POINT = 6  # words that a key point has at least
_ABOVE_POSTS = 5  # lines that may stand between the key points and the first post
_SHARED = 0.5  # share of the words of key points that the posts have too
_CLOCK = re.compile(r"(?<!\d)[012]?\d[:.][0-5]\d(?!\d)|\b\d{1,2} ?[ap]\.?m\b", re.IGNORECASE)
_ONLY_CLOCK = re.compile(r"\W*[012]?\d[:.][0-5]\d ?(?:[ap]\.?m\.?)?(?: [A-Z]{2,4})?\W*", re.IGNORECASE)


def post_times(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return the times of day that posts stand under, none where there are fewer than three."""
    times = verdict.signed_as(BlockKind.TIMESTAMP)
    if len(times) < _POSTS:
        return []
    times = [
        i for i in times
        if lines.sizes[i] <= _TIME and not keep[i] and any(keep[i + 1 : i + 1 + _POST_BEGINS])
        and _CLOCK.search(lines.plain[i])
    ]  # fmt: skip
    return times if len(times) >= _POSTS else []


def behind_times(lines: Lines, verdict: Verdict) -> frozenset[int]:
    """Return the lines up to which a post's text may begin, below each time of day that stands alone on its line.

    None where there are fewer than three such times. Comments have dates, or say how long ago they were written.
    """
    times = [i for i in verdict.signed_as(BlockKind.TIMESTAMP) if _ONLY_CLOCK.fullmatch(lines.plain[i])]
    return frozenset(i for time in times for i in range(time + 1, time + 1 + _POST_BEGINS) if len(times) >= _POSTS)


def stamps(signs: Sequence[Sign | None], times: Sequence[int]) -> list[int]:
    """Return the lines that say when posts were written: times of day, and how long ago that was, right below them."""
    return [i for time in times for i in (time, time + 1) if i < len(signs) and _is_time(signs[i])]


def posts(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return dropped lines of a live report that belong to it: headings and texts of posts, and the key points."""
    times, signs = post_times(lines, verdict, keep), verdict.signs
    if not times:
        return []
    last = len(keep) - 1
    while not keep[last]:
        last -= 1
    texts = [
        i for i in range(times[0] + 1, last)
        if not keep[i] and signs[i] is None and lines.sizes[i] >= _LONG and not lines.is_heading[i]
    ]  # fmt: skip
    headings = [i for time in times if (i := _heading_below(lines, signs, keep, time)) is not None]
    return [*key_points(lines, signs, times), *texts, *headings]


def _is_time(sign: Sign | None) -> bool:
    return sign is not None and sign.kind is BlockKind.TIMESTAMP


def _heading_below(lines: Lines, signs: Sequence[Sign | None], keep: Keep, time: int) -> int | None:
    """Return the first line below a time that is no time itself, if it has the shape of a heading above kept text."""
    for i in range(time + 1, min(time + 1 + _POST_BEGINS, len(lines))):
        sign = signs[i]
        if sign is None:
            is_above_text = any(keep[i + 1 : i + 3])
            return i if lines.is_heading[i] and is_above_text and not keep[i] else None
        if not _is_time(sign):
            return None
    return None


def key_points(lines: Lines, signs: Sequence[Sign | None], times: Sequence[int]) -> list[int]:
    """Return the list right above the first post whose lines share most words with the posts, and its heading."""
    if not times:
        return []
    first = times[0]
    words_of_posts = frozenset(lines.words_of(first, len(lines)))

    def is_point(i: int) -> bool:
        words = frozenset(lines.words_of(i, i + 1))
        shared = len(words & words_of_posts)
        return signs[i] is None and len(words) >= POINT and shared >= _SHARED * len(words)

    end = next((i for i in range(first - 1, max(first - 1 - _ABOVE_POSTS, -1), -1) if is_point(i)), None)
    if end is None:
        return []
    start = end
    while start > 0 and is_point(start - 1):
        start -= 1
    if end - start + 1 < _POINTS:
        return []
    has_heading = start > 0 and signs[start - 1] is None and lines.is_heading[start - 1]
    return list(range(start - has_heading, end + 1))
