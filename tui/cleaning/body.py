"""Lines to blocks: which are the article, what every other one is, and why."""

from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from tui.cleaning import live, rules
from tui.cleaning.evidence import Evidence
from tui.cleaning.language import known_language, tell_language
from tui.cleaning.lines import Lines
from tui.cleaning.shapes import ends_sentence, is_item
from tui.cleaning.signs import Sign
from tui.cleaning.stretches import likeliest_body
from tui.cleaning.verdict import Verdict, judge_lines
from tui.cleaning.vocabulary import Vocabulary
from tui.model import Block, BlockKind

_SAMPLE = 20_000  # words that are looked at to tell the language
_LEAST_BODY = 40  # words of kept text below which a text is not taken for an article
_LEAST_TITLE = -1.5  # log-odds of the likeliest line to be the title, below which there is none
_MOST_DOUBT = 0.35  # share of words in doubt above which a text is not taken for one (1 article in 100 has as much)
_CLEAR_BODY = 100  # words that are clearly the body from which a text may be one in spite of that
_DOUBT_TO_CLEAR = 1.75  # words in doubt beside every word that is clearly the body, up to which it still is one
_FOR_HEADINGS = 0.5  # log-odds added for lines in the shape of a heading: what stands around tells more of them
_SHORT_OF_SURE = 3.0  # log-odds from which nothing is added
_CAPTIONS = (BlockKind.CAPTION, BlockKind.CREDIT)
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
    """Return which lines are kept: the likeliest body, but for some lines that rules know better."""
    keep = _likeliest(lines, verdict) & (lines.characters.sizes > 0)
    keep[rules.advertisements(verdict)] = False
    keep[live.posts(lines, verdict.signs, keep)] = True
    keep[rules.closing_notes(verdict, keep)] = True
    keep[rules.repeated_quotations(lines, verdict, keep)] = False
    keep[rules.names_under_quotations(lines, keep)] = False
    keep[rules.writers(lines, verdict)] = False
    keep[rules.boxed(lines, verdict, keep)] = False
    keep[rules.link_lists(lines, verdict, keep)] = False
    keep[rules.tables(lines, keep)] = False
    keep[rules.trailing(lines, verdict, keep)] = False
    return keep


def _likeliest(lines: Lines, verdict: Verdict) -> NDArray[np.bool_]:
    odds = verdict.odds.copy()
    for i in np.flatnonzero(np.abs(odds) < _SHORT_OF_SURE).tolist():
        if rules.is_heading(lines, i):
            odds[i] += _FOR_HEADINGS
    return likeliest_body(odds, verdict.signs, lines.sizes)


def is_article(lines: Lines, body: NDArray[np.float32], keep: NDArray[np.bool_]) -> bool:
    """Return whether the text looks like an article.

    Enough would be kept, and what is in doubt is neither much of the text nor much beside what is clearly the body.
    """
    words = lines.characters.sizes
    doubtful = words[(body > 0.15) & (body < 0.6)].sum()
    clear = words[keep & (body >= rules.CLEAR)].sum()
    is_clear = doubtful <= _MOST_DOUBT * words.sum()
    has_clear_body = clear >= _CLEAR_BODY and doubtful <= _DOUBT_TO_CLEAR * clear
    return bool(words[keep].sum() >= _LEAST_BODY and (is_clear or has_clear_body))


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
        for i in live.stamps(self.lines, self.signs, np.array(self.keep)):
            names[i] = (BlockKind.LIVE_STAMP, "time of a post")
        for i in self._pull_quotes():
            names[i] = (BlockKind.PULL_QUOTE, "repeats words of the body")
        return names

    def _name(self, i: int, sign: Sign | None) -> Named:
        if i == self.title:
            return BlockKind.TITLE, "likeliest headline"
        if self.keep[i]:
            return self._kept(i, sign)
        is_named = sign is not None and sign.kind is not BlockKind.BODY
        return (sign.kind, sign.reason) if sign is not None and is_named else self._dropped(i)

    def _kept(self, i: int, sign: Sign | None) -> Named:
        if sign is not None and sign.kind in _NOTES:
            return sign.kind, sign.reason
        if is_item(self.lines.plain[i]):
            return BlockKind.LIST_ITEM, "list item in the body"
        if i < self.last and self.keep[i + 1] and rules.is_heading(self.lines, i):
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

    def _pull_quotes(self) -> list[int]:
        """Return dropped lines inside the body whose words occur in one of its paragraphs: they are quoted from it."""
        candidates = [
            i for i in range(self.first, self.last + 1)
            if not self.keep[i] and self.signs[i] is None and self.lines.sizes[i] >= 5
            and not rules.is_quoted_heading(self.lines, i)
        ]  # fmt: skip
        if not candidates:
            return []
        body = "\n".join(f" {self.lines.keys[i]} " for i in np.flatnonzero(self.keep))
        return [i for i in candidates[: rules.PULL_QUOTES] if f" {self.lines.keys[i]} " in body]
