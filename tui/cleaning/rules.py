"""What holds for the lines of an article wherever it was published, beside what the forests learned.

Every rule looks at the shape of a line, at its sign, at what it repeats and at what stands around it, and returns the
numbers of the lines that it decides.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.lines import Lines
from tui.cleaning.shapes import ends_sentence, is_item
from tui.cleaning.signs import Sign
from tui.cleaning.verdict import Verdict
from tui.model import BlockKind

Keep = NDArray[np.bool_]

CLEAR = 0.8  # probability of a line that no rule about lines in doubt touches
_LIKELY = 0.6  # probability of a line that no rule about lists of links touches
SAID_TWICE = 5  # words from which no one says the same twice
PULL_QUOTES = 200  # lines at most that are looked up in the body
_HEADING = 14  # words a heading may have
_HEADLINE = 4  # words that a headline has at least
_ROWS = 3  # lines that make a table
_NAME_WORDS = 8  # words at most of a name with a role
_CAPTIONS = (BlockKind.CAPTION, BlockKind.CREDIT)
_NO_BOX = (*_CAPTIONS, BlockKind.AD, BlockKind.OTHER)  # labels of advertisements and separators may stand anywhere
_OFFERS = (BlockKind.NEWSLETTER, BlockKind.SUBSCRIPTION, BlockKind.PROMO, BlockKind.CONSENT)
_NOTES_BELOW = (BlockKind.AUTHOR_BOX, BlockKind.AGENCY_CREDIT, BlockKind.FOOTER, BlockKind.BYLINE, *_OFFERS)
_QUOTED_HEADING = re.compile(r"['\u2018][^'\u2018\u2019]*(?:['\u2019]\w+[^'\u2018\u2019]*)*['\u2019]")
_MARKS = "\"'\u201c\u201d"
_LABEL = re.compile(r"[A-Z][^:.!?\"']{0,30}: \S")
_ROW = re.compile(r"[^\W\d_][\w '/-]{1,30}: .*\d")


def is_heading(lines: Lines, i: int) -> bool:
    """Return whether line `i` has the shape of a heading: short, without a sentence's end, no item of a list."""
    plain = lines.plain[i]
    if lines.sizes[i] > _HEADING or plain.endswith((",", ":")):
        return False
    return not ends_sentence(plain) and not is_item(plain)


def is_on_caption(lines: Lines, signs: Sequence[Sign | None], i: int) -> bool:
    """Return whether a caption or credit follows without an empty line: the text that stands in for its picture."""
    if i + 1 == len(lines) or lines.blank_before[i + 1]:
        return False
    below = signs[i + 1]
    return below is not None and below.kind in _CAPTIONS


def is_quoted_heading(lines: Lines, i: int) -> bool:
    """Return whether a line is a heading that quotes: in single quotation marks, as headlines are, and no sentence."""
    return lines.sizes[i] <= 7 and is_heading(lines, i) and _QUOTED_HEADING.fullmatch(lines.plain[i]) is not None


def is_in_marks(lines: Lines, i: int) -> bool:
    """Return whether a line stands in quotation marks."""
    return lines.plain[i][0] in _MARKS and lines.plain[i][-1] in _MARKS


def is_names(lines: Lines, i: int) -> bool:
    """Return whether a line is a few names and nothing else: two words or more, capitalised but for the short ones."""
    return 2 <= lines.sizes[i] <= _NAME_WORDS and is_heading(lines, i) and _is_name(lines.plain[i])


def is_labelled(lines: Lines, i: int) -> bool:
    """Return whether a line begins with a label and a colon, as the items of a list of dates or facts do."""
    return _LABEL.match(lines.plain[i]) is not None


def advertisements(verdict: Verdict) -> list[int]:
    """Return the labels of advertisements."""
    return [i for i, sign in enumerate(verdict.signs) if sign is not None and sign.kind is BlockKind.AD]


def repeated_quotations(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return kept lines in quotation marks whose words occur in a longer kept line: they are pulled out of it.

    Fewer than five words may be said twice: they count if the line is in doubt and the longer one quotes them too. In
    single marks they are a heading, unless the longer line stands above.
    """
    kept = np.flatnonzero(keep).tolist()
    quotations = [
        i for i in kept
        if is_in_marks(lines, i) and 3 <= lines.sizes[i] <= 30
        and not is_quoted_heading(lines, i)
    ]  # fmt: skip
    return [i for i in quotations[:PULL_QUOTES] if _is_pulled_out(lines, verdict, i, kept)]


def _is_pulled_out(lines: Lines, verdict: Verdict, i: int, kept: list[int]) -> bool:
    key = f" {lines.keys[i]} "
    longer = [j for j in kept if key in f" {lines.keys[j]} " and len(lines.keys[j]) + 2 > len(key)]
    if lines.sizes[i] < SAID_TWICE:
        if verdict.body[i] >= CLEAR:
            return False
        said = lines.plain[i].strip(_MARKS)
        longer = [
            j for j in longer if any(mark + said in lines.plain[j] or said + mark in lines.plain[j] for mark in _MARKS)
        ]
    if is_heading(lines, i) and lines.plain[i][0] == "'":
        return any(j < i for j in longer)
    return bool(longer)


def names_under_quotations(lines: Lines, keep: Keep) -> list[int]:
    """Return kept lines that name who said the dropped quotation right above: a few words, most of them capitalised."""

    return [
        i for i in (np.flatnonzero(keep[1:] & ~keep[:-1]) + 1).tolist()
        if is_in_marks(lines, i - 1) and is_names(lines, i)
    ]  # fmt: skip


def _is_name(plain: str) -> bool:
    first, *rest = plain.lstrip("\u2013\u2014- ").split(",")[0].split()
    return first[:1].isupper() and all(word[:1].isupper() or len(word) <= 3 for word in rest)


def boxed(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return kept lines in doubt between two dropped lines that are signs of clutter.

    Both must be sure, or one of them, where one makes an offer and no empty line stands around.
    """
    alone = keep[1:-1] & ~keep[:-2] & ~keep[2:] & (verdict.body[1:-1] < CLEAR)
    return [i for i in (np.flatnonzero(alone) + 1).tolist() if _is_boxed(lines, verdict, i)]


def _is_boxed(lines: Lines, verdict: Verdict, i: int) -> bool:
    above, below = verdict.signs[i - 1], verdict.signs[i + 1]
    if above is None or below is None or above.kind in _NO_BOX or below.kind in _NO_BOX:
        return False
    if above.sure and below.sure:
        return True
    is_glued = not lines.blank_before[i] and not lines.blank_before[i + 1]
    return (above.sure or below.sure) and is_glued and (above.kind in _OFFERS or below.kind in _OFFERS)


def tables(lines: Lines, keep: Keep) -> list[int]:
    """Return kept tables of figures in the middle of running text, with the line in capitals that names them.

    Three or more lines of a label, a colon and a number, with nothing between them.
    """
    found: list[int] = []
    for start in np.flatnonzero(keep).tolist():
        if not lines.plain[start].isupper() or not is_heading(lines, start):
            continue
        end = start + 1
        while (
            end < len(lines) and keep[end] and _is_row(lines, end) and (end == start + 1 or not lines.blank_before[end])
        ):
            end += 1
        if end - start > _ROWS:
            found += range(start, end)
    return found


def _is_row(lines: Lines, i: int) -> bool:
    return _ROW.match(lines.plain[i]) is not None and is_heading(lines, i)


def link_lists(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return kept lines in doubt that go on a list of links: headlines with no space between, below its heading."""
    found = []
    for start, sign in enumerate(verdict.signs):
        if sign is None or not sign.sure or sign.kind is not BlockKind.RELATED or keep[start]:
            continue
        i = start + 1
        while i < len(lines) and not lines.blank_before[i] and verdict.body[i] < _LIKELY and is_heading(lines, i):
            if keep[i] and lines.sizes[i] >= _HEADLINE:
                found.append(i)
            i += 1
    return found


def writers(lines: Lines, signs: Sequence[Sign | None]) -> list[int]:
    """Return short lines that begin with the name of a writer whom a byline names: bylines of parts, or their boxes."""
    names = " ".join(
        f" {lines.keys[i]} " for i, sign in enumerate(signs)
        if sign is not None and sign.kind is BlockKind.BYLINE and sign.sure
    )  # fmt: skip
    if not names:
        return []
    return [
        i for i, size in enumerate(lines.sizes)
        if 2 <= size <= _NAME_WORDS and signs[i] is None and f" {' '.join(lines.keys[i].split()[:2])} " in names
        and is_heading(lines, i) and _is_name(" ".join(lines.plain[i].split()[:2]))
    ]  # fmt: skip


def closing_notes(verdict: Verdict, keep: Keep) -> list[int]:
    """Return dropped notes on the facts (a life's dates, an exchange rate) right below kept text."""
    return [
        i for i in (np.flatnonzero(keep[:-1] & ~keep[1:]) + 1).tolist()
        if (sign := verdict.signs[i]) is not None and sign.kind is BlockKind.BODY
    ]  # fmt: skip


def trailing(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return the kept lines in doubt at the end that are headings without their text, or notes on who wrote it."""
    found = []
    for i in reversed(np.flatnonzero(keep).tolist()):
        sign = verdict.signs[i]
        is_note = sign is not None and sign.kind in _NOTES_BELOW
        is_fact = sign is not None and sign.kind is BlockKind.BODY
        is_bare = is_heading(lines, i) and i + 1 < len(lines)
        if verdict.body[i] >= CLEAR or is_fact or not (is_note or is_bare):
            break
        found.append(i)
    return found
