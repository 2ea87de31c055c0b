"""What holds for the lines of an article wherever it was published, beside what the forests learned.

Every rule looks at the shape of a line, at its sign, at what it repeats and at what stands around it, and returns the
numbers of the lines that it decides.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from tui.cleaning.features import NAMES
from tui.cleaning.lines import Lines
from tui.cleaning.shapes import ends_sentence
from tui.cleaning.signs import SHORT_MARK, by_kind
from tui.cleaning.verdict import Verdict
from tui.model import BlockKind

_SINCE_COLON, _OF_ONE_SHAPE, _ENDS_SENTENCE, _FUNCTION_WORDS = map(
    NAMES.index, ("lines since a colon", "lines of the same shape within 4", "ends a sentence", "function words")
)

Keep = Sequence[bool]
"""Which lines are kept."""

CLEAR = 0.8  # probability of a line that no rule about lines in doubt touches
_CLEAR_NOTE = 0.9  # the same where a sign says that it is a note on who wrote it
_LIKELY_ITEM = 0.5  # probability from which a line is an item of a list that an article ends in
_LEAST_LIKELY = 0.15  # probability of a last sentence, below which it is none of the body's
_ALIKE = 4  # lines around, of eight, that have the shape of such an item
SAID_TWICE = 5  # words from which no one says the same twice
PULL_QUOTES = 200  # lines at most that are looked up in the body
_HEADLINE = 4  # words that a headline has at least
_SECTION, _LONGEST_HEADLINE, _DATE = 3, 20, 4  # words at most of a section's name, a headline and a date
_PARAGRAPH = 15  # words that a paragraph has at least
_ABOVE = 4  # lines above the body among which it may begin
_ROWS = 3  # lines that make a table
_OFFERED = 3  # lines at most that say what a newsletter is
_NAME_WORDS = 8  # words at most of a name with a role
CAPTIONS = (BlockKind.CAPTION, BlockKind.CREDIT)
_IS_AD = by_kind({BlockKind.AD: 1}) > 0
_NO_BOX = (*CAPTIONS, BlockKind.AD, BlockKind.OTHER)  # labels of advertisements and separators may stand anywhere
_OFFERS = (BlockKind.NEWSLETTER, BlockKind.SUBSCRIPTION, BlockKind.PROMO, BlockKind.CONSENT)
_NOTES_BELOW = (BlockKind.AUTHOR_BOX, BlockKind.AGENCY_CREDIT, BlockKind.FOOTER, BlockKind.BYLINE, *_OFFERS)
_QUOTED_HEADING = re.compile(r"['\u2018][^'\u2018\u2019]*(?:['\u2019]\w+[^'\u2018\u2019]*)*['\u2019]")
_DATELINE = re.compile(
    r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}(?:, [A-Z][\w.]*(?: [A-Z][\w.]*)?){0,2}(?: \([A-Z][\w ]{1,20}\))?"
    r" ?(?:[\u2013\u2014]|--?) ?[\"'\u201c\u2018]?[A-Z]"
)
_MARKS = "\"'\u201c\u201d"
_LABEL = re.compile(r"[A-Z][^:.!?\"']{0,30}: \S")
_ABOVE_ALONE = re.compile(rb"\0(?=\x01\0)")  # a dropped line above a kept one that no other stands beside
_ROW = re.compile(r"[^\W\d_][\w '/-]{1,30}: .*\d")


def is_quoted_heading(lines: Lines, i: int) -> bool:
    """Return whether a line is a heading that quotes: in single quotation marks, as headlines are, and no sentence."""
    return lines.sizes[i] <= 7 and lines.is_heading[i] and _QUOTED_HEADING.fullmatch(lines.plain[i]) is not None


def is_names(lines: Lines, i: int) -> bool:
    """Return whether a line is a few names and nothing else: two words or more, capitalised but for the short ones."""
    return 2 <= lines.sizes[i] <= _NAME_WORDS and lines.is_heading[i] and _is_name(lines.plain[i])


def is_labelled(lines: Lines, i: int) -> bool:
    """Return whether a line begins with a label and a colon, as the items of a list of dates or facts do."""
    return _LABEL.match(lines.plain[i]) is not None


def labels(verdict: Verdict) -> list[int]:
    """Return the labels of advertisements, and datelines on lines of their own."""
    return [*verdict.signed_as(BlockKind.AD), *verdict.signed_as(BlockKind.DATELINE, sure=True)]


def repeated_quotations(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return kept lines in quotation marks whose words occur in a longer kept line: they are pulled out of it.

    Fewer than five words may be said twice: they count if the line is in doubt and the longer one quotes them too. In
    single marks they are a heading, unless the longer line stands above.
    """
    quotations = [
        i for i in lines.in_marks if keep[i] and 3 <= lines.sizes[i] <= 30 and not is_quoted_heading(lines, i)
    ]  # fmt: skip
    return [i for i in quotations[:PULL_QUOTES] if _is_pulled_out(lines, verdict, i, keep)]


def _is_pulled_out(lines: Lines, verdict: Verdict, i: int, keep: Keep) -> bool:
    longer = [j for j in lines.lines_with(i) if keep[j] and lines.sizes[j] > lines.sizes[i]]
    if lines.sizes[i] < SAID_TWICE:
        if verdict.body[i] >= CLEAR:
            return False
        said = lines.plain[i].strip(_MARKS)
        longer = [
            j for j in longer if any(mark + said in lines.plain[j] or said + mark in lines.plain[j] for mark in _MARKS)
        ]
    if lines.is_heading[i] and lines.plain[i][0] == "'":
        return any(j < i for j in longer)
    return bool(longer)


def names_under_quotations(lines: Lines, keep: Keep) -> list[int]:
    """Return kept lines that name who said the dropped quotation right above: a few words, most of them capitalised."""
    return [
        i + 1 for i in lines.in_marks
        if not keep[i] and i + 1 < len(lines) and keep[i + 1] and is_names(lines, i + 1)
    ]  # fmt: skip


def _is_name(plain: str) -> bool:
    first, *rest = plain.lstrip("\u2013\u2014- ").split(",")[0].split()
    return first[:1].isupper() and all(word[:1].isupper() or len(word) <= 3 for word in rest)


def boxed(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return kept lines in doubt between two dropped lines that are signs of clutter.

    Both must be sure, or one of them, where one makes an offer and no empty line stands around.
    """
    alone = (match.end() for match in _ABOVE_ALONE.finditer(bytes(keep)))
    return [i for i in alone if verdict.body[i] < CLEAR and _is_boxed(lines, verdict, i)]


def _is_boxed(lines: Lines, verdict: Verdict, i: int) -> bool:
    above, below = verdict.signs[i - 1], verdict.signs[i + 1]
    if above is None or below is None or above.kind in _NO_BOX or below.kind in _NO_BOX:
        return False
    if above.sure and below.sure:
        return True
    is_glued = not lines.blank_before[i] and not lines.blank_before[i + 1]
    return (above.sure or below.sure) and is_glued and (above.kind in _OFFERS or below.kind in _OFFERS)


def offers(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return kept lines in doubt right below the heading of an offer: what is offered, and what is said of it."""
    found: list[int] = []
    for start in (*verdict.signed_as(BlockKind.NEWSLETTER), *verdict.signed_as(BlockKind.SUBSCRIPTION)):
        if keep[start] or lines.sizes[start] > SHORT_MARK or not lines.blank_before[start]:
            continue
        for i in range(start + 1, min(start + 1 + _OFFERED, len(lines))):
            if lines.blank_before[i] or verdict.body[i] >= CLEAR:
                break
            if keep[i]:
                found.append(i)
    return found


def pictures(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return kept lines that stand in for a picture: in the shape of a heading, right above its caption, unlikely.

    Or a number or word alone between two captions.
    """
    above = [
        i - 1 for kind in CAPTIONS for i in verdict.signed_as(kind)
        if i and keep[i - 1] and not keep[i] and not lines.blank_before[i]
        and lines.is_heading[i - 1] and verdict.odds[i - 1] < 0
    ]  # fmt: skip
    captions = verdict.signed_as(BlockKind.CAPTION)
    between = [i + 1 for i, below in pairwise(captions) if below == i + 2 and keep[i + 1] and lines.sizes[i + 1] <= 1]
    return [*above, *between]


def tables(lines: Lines, keep: Keep) -> list[int]:
    """Return kept tables of figures in the middle of running text, with the line in capitals that names them.

    Three or more lines of a label, a colon and a number, with nothing between them.
    """
    found: list[int] = []
    names = [i for i in lines.headings_in_capitals if keep[i]]
    end = 0
    for start in names:
        if start < end - 1:  # in capitals itself, but a row of the table above
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
    return _ROW.match(lines.plain[i]) is not None and lines.is_heading[i]


def link_lists(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return kept lines in doubt that go on a list of links: headlines with no space between, below its heading."""
    found = []
    i = 0
    for start in verdict.signed_as(BlockKind.RELATED, sure=True):
        if keep[start] or start < i:  # the list above went on beyond it
            continue
        i = start + 1
        while i < len(lines) and not lines.blank_before[i] and verdict.body[i] < CLEAR and lines.is_heading[i]:
            if keep[i] and lines.sizes[i] >= _HEADLINE:
                found.append(i)
            i += 1
    return found


def dated_teasers(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return kept lines of teasers within the text: the name of a section, a headline, a sentence, and a date.

    A paragraph follows, as none does in a list of events.
    """
    found: list[int] = []
    first = keep.index(True) if True in keep else len(keep)
    for date in verdict.signed_as(BlockKind.TIMESTAMP):
        teaser = range(date - 3, date + 1)
        if first < teaser.start and any(keep[i] for i in teaser) and _is_teaser(lines, teaser):
            below = next((i for i in range(date + 1, len(keep)) if not _IS_AD[verdict.kinds[i]]), date)
            if keep[below] and lines.sizes[below] >= _PARAGRAPH:
                found += (i for i in teaser if keep[i])
    return found


def _is_teaser(lines: Lines, teaser: Sequence[int]) -> bool:
    sizes = [lines.sizes[i] for i in teaser]
    section, headline, sentence, date = (lines.plain[i] for i in teaser)
    return (
        sizes[0] <= _SECTION < sizes[1] <= _LONGEST_HEADLINE and sizes[2] > _HEADLINE and sizes[3] <= _DATE
        and not ends_sentence(section) and not headline.endswith(".") and ends_sentence(sentence) and ":" not in date
    )  # fmt: skip


def writers(lines: Lines, verdict: Verdict) -> list[int]:
    """Return short lines that begin with the name of a writer whom a byline names: bylines of parts, or their boxes."""
    named = verdict.signed_as(BlockKind.BYLINE, sure=True)
    if not named:
        return []
    signs, sizes = verdict.signs, lines.sizes
    names = {pair for i in named for pair in lines.pairs(i)}
    short = [i for i in lines.headings if 2 <= sizes[i] <= _NAME_WORDS and signs[i] is None]
    return [
        i for i, pair in zip(short, lines.beginnings(short), strict=True)
        if pair in names and _is_name(" ".join(lines.plain[i].split()[:2]))
    ]  # fmt: skip


def openings(lines: Lines, keep: Keep) -> list[int]:
    """Return dropped sentences right above the first kept line that begin with a dateline: only articles do."""
    first = keep.index(True) if True in keep else 0
    return [
        i for i in range(max(first - _ABOVE, 0), first)
        if lines.sizes[i] > _NAME_WORDS and _DATELINE.match(lines.plain[i]) and ends_sentence(lines.plain[i])
    ]  # fmt: skip


def last_sentences(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return the dropped line right below the last kept one, if it ends as a sentence and has no sign of clutter.

    For languages without a data file, in which shape alone speaks against a short last paragraph.
    """
    if not len(keep) or verdict.rows[0, _FUNCTION_WORDS] >= 0:  # -1 where nobody knows them
        return []
    last = max((i for i, is_kept in enumerate(keep) if is_kept), default=len(keep))
    return [
        i for i in range(last + 1, min(last + 2, len(keep)))
        if verdict.signs[i] is None and verdict.rows[i, _ENDS_SENTENCE] > 0
        and lines.sizes[i] >= _HEADLINE and verdict.body[i] >= _LEAST_LIKELY
    ]  # fmt: skip


def closing_notes(verdict: Verdict, keep: Keep) -> list[int]:
    """Return dropped notes on the facts (a life's dates, an exchange rate) right below kept text."""
    return [i for i in verdict.signed_as(BlockKind.BODY) if i and keep[i - 1] and not keep[i]]


def trailing(lines: Lines, verdict: Verdict, keep: Keep) -> list[int]:
    """Return the kept lines in doubt at the end: headings without their text, notes on who wrote it, sure clutter.

    What looks like a heading but was kept by an extractor, or is one of many lines of one shape that a colon announced
    or that are likely kept, is none: an article may end in a list.
    """
    found = []
    for i in range(len(keep) - 1, -1, -1):
        if not keep[i]:
            continue
        sign = verdict.signs[i]
        is_note = sign is not None and (sign.sure or sign.kind in _NOTES_BELOW)
        is_fact = sign is not None and sign.kind is BlockKind.BODY
        was_extracted = verdict.extracted is not None and bool(verdict.extracted[i])
        is_announced = verdict.rows[i, _SINCE_COLON] > 0
        is_listed = verdict.rows[i, _OF_ONE_SHAPE] >= _ALIKE and (is_announced or verdict.body[i] >= _LIKELY_ITEM)
        is_bare = lines.is_heading[i] and i + 1 < len(lines) and not was_extracted and not is_listed
        if verdict.body[i] >= (_CLEAR_NOTE if is_note else CLEAR) or is_fact or not (is_note or is_bare):
            break
        found.append(i)
    return found
