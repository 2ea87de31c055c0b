"""Lines to blocks: which are the article, what every other one is, and why."""

import re
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.evidence import Evidence
from tui.cleaning.language import known_language, tell_language
from tui.cleaning.lines import Lines
from tui.cleaning.shapes import ends_sentence, is_item
from tui.cleaning.signs import Sign
from tui.cleaning.verdict import KEEP_FROM, Verdict, judge_lines
from tui.cleaning.vocabulary import Vocabulary
from tui.model import Block, BlockKind

_SAMPLE = 20_000  # words that are looked at to tell the language
_LEAST_BODY = 40  # words of kept text below which a text is not taken for an article
_LEAST_TITLE = -1.5  # log-odds of the likeliest line to be the title, below which there is none
_MOST_DOUBT = 0.35  # share of words in doubt above which it is not taken for one (1 article in 100 has as much)
_HEADING = 14  # words a heading may have
_CLEAR = 0.8  # probability of a heading at the end, or a line within a box, that stays
_PULL_QUOTES = 200  # dropped lines at most that are looked up in the body
_CAPTIONS = (BlockKind.CAPTION, BlockKind.CREDIT)
_NO_BOX = (*_CAPTIONS, BlockKind.AD)  # an advertisement's label may stand between any two paragraphs
_POSTS = 3  # times of day between paragraphs that make a live blog
_CLOCK = re.compile(r"(?<!\d)[012]?\d[:.][0-5]\d(?!\d)|\b\d{1,2} ?[ap]\.?m\b", re.IGNORECASE)
_QUOTED_HEADING = re.compile(r"['\u2018][^'\u2018\u2019]*(?:['\u2019]\w+[^'\u2018\u2019]*)*['\u2019]")
_MARKS = "\"\u201c\u201d'"
_NOTES = (BlockKind.CORRECTION, BlockKind.AGENCY_CREDIT, BlockKind.LIVE_STAMP)

Named = tuple[BlockKind, str]


def blocks_of(lines: Lines) -> tuple[tuple[Block, ...], str | None]:
    """Return a block for every line, and the code of the text's language where it can be told."""
    code = text_language(lines)
    verdict = judge_lines(lines, known_language(code))
    keep = kept_lines(lines, verdict)
    if not is_article(lines, verdict.body, keep):
        return other_blocks(lines), code
    return article_blocks(lines, verdict, keep, title_line(lines, verdict, keep)), code


def text_language(lines: Lines) -> str | None:
    """Return the code of the language that a text is in, where it can be told."""
    if lines.characters.sizes.sum() <= _SAMPLE:
        return tell_language(lines.vocabulary)
    words = list(islice(chain.from_iterable(map(str.split, lines.keys)), _SAMPLE))
    return tell_language(Vocabulary.of([" ".join(words)], np.array([len(words)])))


def kept_lines(lines: Lines, verdict: Verdict) -> NDArray[np.bool_]:
    """Return which lines are kept: the likely ones, but for some that rules know better.

    Dropped are lines without a word, advertisement labels, short quotations that repeat a paragraph of the body, a
    doubtful line alone within a box of offers or buttons, and headings at the end whose text is left out.
    """
    body = verdict.body
    keep = (body >= KEEP_FROM) & (lines.characters.sizes > 0)
    keep[[i for i, sign in enumerate(verdict.signs) if sign is not None and sign.kind is BlockKind.AD]] = False
    keep[_repeated_quotations(lines, keep)] = False
    keep[_boxed(verdict, keep)] = False
    for i in reversed(np.flatnonzero(keep).tolist()):
        if i + 1 == len(lines) or body[i] >= _CLEAR or not is_heading(lines, i):
            break
        keep[i] = False
    return keep


def _repeated_quotations(lines: Lines, keep: NDArray[np.bool_]) -> list[int]:
    """Return kept lines that stand in quotation marks and whose words occur in a longer kept line."""
    kept = np.flatnonzero(keep).tolist()
    quotations = [
        i for i in kept
        if lines.plain[i][0] in _MARKS and lines.plain[i][-1] in _MARKS and 5 <= lines.sizes[i] <= 30
        and not _is_quoted_heading(lines, i)
    ]  # fmt: skip
    body = "\n".join(["", *(f" {lines.keys[i]} " for i in kept), ""]) if quotations else ""
    return [i for i in quotations[:_PULL_QUOTES] if _is_part_of_a_line(f" {lines.keys[i]} ", body)]


def _is_part_of_a_line(words: str, body: str) -> bool:
    """Return whether `words` occur in a line of `body` that has others before or behind them."""
    at = body.find(words)
    while at >= 0:
        if body[at - 1] != "\n" or body[at + len(words)] != "\n":
            return True
        at = body.find(words, at + 1)
    return False


def _is_quoted_heading(lines: Lines, i: int) -> bool:
    """Return whether a line is a heading that quotes: in single quotation marks, as headlines are, and no sentence."""
    return lines.sizes[i] <= 7 and is_heading(lines, i) and _QUOTED_HEADING.fullmatch(lines.plain[i]) is not None


def _boxed(verdict: Verdict, keep: NDArray[np.bool_]) -> list[int]:
    """Return kept lines in doubt with a sure sign of clutter right above and right below."""
    alone = keep[1:-1] & ~keep[:-2] & ~keep[2:] & (verdict.body[1:-1] < _CLEAR)
    return [
        i
        for i in (np.flatnonzero(alone) + 1).tolist()
        if all(map(_is_box, (verdict.signs[i - 1], verdict.signs[i + 1])))
    ]


def _is_box(sign: Sign | None) -> bool:
    return sign is not None and sign.sure and sign.kind not in _NO_BOX


def is_heading(lines: Lines, i: int) -> bool:
    """Return whether line `i` has the shape of a heading: short, without a sentence's end, no item of a list."""
    plain = lines.plain[i]
    if lines.sizes[i] > _HEADING or plain.endswith((",", ":")):
        return False
    return not ends_sentence(plain) and not is_item(plain)


def is_article(lines: Lines, body: NDArray[np.float32], keep: NDArray[np.bool_]) -> bool:
    """Return whether the text looks like an article: enough would be kept, and most of it is clear either way."""
    words = lines.characters.sizes
    doubtful = words[(body > 0.15) & (body < 0.6)].sum()
    return bool(words[keep].sum() >= _LEAST_BODY and doubtful <= _MOST_DOUBT * words.sum())


def article_blocks(lines: Lines, verdict: Verdict, keep: NDArray[np.bool_], title: int | None) -> tuple[Block, ...]:
    """Return the blocks of an article, given which lines are likely its body and which is its title."""
    keep = keep.copy()
    if title is not None:
        keep[title] = False
    kept = np.flatnonzero(keep)
    first, last = (int(kept[0]), int(kept[-1])) if len(kept) else (len(lines), -1)
    names = _Namer(lines, verdict.signs, keep.tolist(), title, first, last).names()
    sure = np.where(keep, verdict.body, 1 - verdict.body).tolist()
    explain = verdict.explain
    return tuple([
        Block(
            start, end, kind, is_kept, reason, round(confidence, 4),
            () if i == title else Evidence(explain, i, is_kept, sign.reason if sign else None),
        )
        for i, (start, end, (kind, reason), is_kept, confidence, sign) in enumerate(
            zip(lines.starts, lines.ends, names, keep.tolist(), sure, verdict.signs, strict=True)
        )
    ])  # fmt: skip


def other_blocks(lines: Lines) -> tuple[Block, ...]:
    """Return the blocks of a text in which no article was found: all of it is kept."""
    return tuple(
        Block(start, end, BlockKind.BODY, True, "no article was found: kept as it is")
        for start, end in zip(lines.starts, lines.ends, strict=True)
    )


def title_line(lines: Lines, verdict: Verdict, keep: NDArray[np.bool_]) -> int | None:
    """Return the line that is the title: the likeliest up to the first lines that are kept, if it is likely enough."""
    kept = np.flatnonzero(keep)
    last = int(kept[min(2, len(kept) - 1)]) if len(kept) else 0
    odds = verdict.title_odds(last + 1)
    for i in np.flatnonzero(keep[: last + 1]).tolist():
        if lines.plain[i].endswith("."):  # a paragraph of the body: lost if it became the title
            odds[i] = -np.inf
    best = int(np.argmax(odds))
    return best if odds[best] >= _LEAST_TITLE and lines.sizes[best] else None


@dataclass(frozen=True)
class _Namer:
    """Gives every line its kind and reason, given which lines are kept and which is the title."""

    lines: Lines
    signs: list[Sign | None]
    keep: list[bool]
    title: int | None
    first: int
    last: int

    def names(self) -> list[Named]:
        """Return kind and reason of every line."""
        names = [self._name(i, sign) for i, sign in enumerate(self.signs)]
        for i in self._live_stamps():
            names[i] = (BlockKind.LIVE_STAMP, "time of a post")
        for i in self._pull_quotes():
            names[i] = (BlockKind.PULL_QUOTE, "repeats words of the body")
        return names

    def _name(self, i: int, sign: Sign | None) -> Named:
        if i == self.title:
            return BlockKind.TITLE, "likeliest headline"
        if self.keep[i]:
            return self._kept(i, sign)
        return (sign.kind, sign.reason) if sign is not None else self._dropped(i)

    def _kept(self, i: int, sign: Sign | None) -> Named:
        if sign is not None and sign.kind in _NOTES:
            return sign.kind, sign.reason
        if is_item(self.lines.plain[i]):
            return BlockKind.LIST_ITEM, "list item in the body"
        if i < self.last and self.keep[i + 1] and is_heading(self.lines, i):
            return BlockKind.SUBHEADING, "short line above the text that follows"
        return BlockKind.BODY, "reads as the article's text"

    def _dropped(self, i: int) -> Named:
        """Name a line that has no sign of its own by what it repeats and where it stands."""
        lines = self.lines
        if lines.repeats[i] > 1:
            return BlockKind.REPEATED, f"repeated {lines.repeats[i]} times"
        below = self.signs[i + 1] if i + 1 < len(lines) and not lines.blank_before[i + 1] else None
        if below is not None and below.kind in _CAPTIONS:
            return BlockKind.CAPTION, "stands on a caption"
        is_phrase = not ends_sentence(lines.plain[i])
        short = BlockKind.NAVIGATION if is_phrase and lines.sizes[i] <= 5 else BlockKind.OTHER
        if self.title is not None and self.title < i < self.first and short is BlockKind.OTHER and i - self.title <= 3:
            return BlockKind.SUBTITLE, "between headline and body"
        if i < self.first:
            return short, "before the article"
        if i > self.last:
            is_headline = is_phrase and short is BlockKind.OTHER
            return BlockKind.RELATED if is_headline else short, "after the article"
        return BlockKind.OTHER, "does not read as the article's text"

    def _live_stamps(self) -> list[int]:
        """Return the times of day between the paragraphs of a live blog: there are several, each above kept text."""
        times = [
            i for i in range(self.first + 1, self.last)
            if (sign := self.signs[i]) is not None and sign.kind is BlockKind.TIMESTAMP and not self.keep[i]
            and _CLOCK.search(self.lines.plain[i])
        ]  # fmt: skip
        return times if len(times) >= _POSTS else []

    def _pull_quotes(self) -> list[int]:
        """Return dropped lines inside the body whose words occur in one of its paragraphs: they are quoted from it."""
        candidates = [
            i for i in range(self.first, self.last + 1)
            if not self.keep[i] and self.signs[i] is None and self.lines.sizes[i] >= 5
            and not _is_quoted_heading(self.lines, i)
        ]  # fmt: skip
        if not candidates:
            return []
        body = "\n".join(f" {self.lines.keys[i]} " for i in np.flatnonzero(self.keep))
        return [i for i in candidates[:_PULL_QUOTES] if f" {self.lines.keys[i]} " in body]
