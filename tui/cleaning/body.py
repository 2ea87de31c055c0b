"""Lines to blocks: which are the article, what every other one is, and why."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tui.cleaning import live, rules
from tui.cleaning.ends import first_line_behind, gaps_in
from tui.cleaning.evidence import Evidence
from tui.cleaning.kinds import Namer
from tui.cleaning.language import known_language
from tui.cleaning.lexicon import tell_language
from tui.cleaning.lines import Lines
from tui.cleaning.stretches import likeliest_body
from tui.cleaning.verdict import Verdict, judge_lines
from tui.model import Block, BlockKind

_SAMPLE = 20_000  # words that are looked at to tell the language
_LEAST_BODY = 40  # words of kept text below which a text is not taken for an article
_LEAST_TITLE = -1.5  # log-odds of the likeliest line to be the title, below which there is none
_MOST_DOUBT = 0.35  # share of words in doubt above which a text is not taken for one (1 article in 100 has as much)
_CLEAR_BODY = 100  # words that are clearly the body from which a text may be one in spite of that
_DOUBT_TO_CLEAR = 1.75  # words in doubt beside every word that is clearly the body, up to which it still is one
_FULL_STOPS = (".", "\u3002", "\uff61", "\u0964", "\u06d4", "\u104b")  # also of Chinese, Hindi, Urdu and Burmese
_FOR_HEADINGS = 0.8  # log-odds added for lines in the shape of a heading: what stands around tells more of them
_SHORT_OF_SURE = 3.0  # log-odds from which nothing is added


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
    return tell_language(lines.known[:_SAMPLE])


def kept_lines(lines: Lines, verdict: Verdict) -> NDArray[np.bool_]:
    """Return which lines are kept: the likeliest body up to where the article ends, but for what rules know better."""
    keep = kept_anywhere(lines, verdict)
    if verdict.ends is not None:
        gaps = gaps_in(
            verdict.odds, verdict.signs, lines.characters.words.sizes, verdict.rows, np.array(keep, np.bool_)
        )
        end = first_line_behind(gaps, verdict.ends)
        if end is not None:
            keep[end:] = [False] * (len(keep) - end)
    for i in rules.trailing(lines, verdict, keep):
        keep[i] = False
    return np.array(keep, np.bool_)


def kept_anywhere(lines: Lines, verdict: Verdict) -> list[bool]:
    """Return which lines would be kept if everything on a page could be the article."""
    keep: list[bool] = (_likeliest(lines, verdict) & (lines.characters.words.sizes > 0)).tolist()

    def decide(found: Sequence[int], is_kept: bool) -> None:
        for i in found:
            keep[i] = is_kept

    decide(rules.advertisements(verdict), False)
    decide(live.posts(lines, verdict, keep), True)
    decide(rules.closing_notes(verdict, keep), True)
    decide(rules.repeated_quotations(lines, verdict, keep), False)
    decide(rules.names_under_quotations(lines, keep), False)
    decide(rules.writers(lines, verdict), False)
    decide(rules.boxed(lines, verdict, keep), False)
    decide(rules.link_lists(lines, verdict, keep), False)
    decide(rules.tables(lines, keep), False)
    return keep


def _likeliest(lines: Lines, verdict: Verdict) -> NDArray[np.bool_]:
    odds, signs, is_heading = verdict.odds.copy(), verdict.signs, lines.is_heading
    doubtful = (np.abs(odds) < _SHORT_OF_SURE).nonzero()[0].tolist()
    headings = [i for i in doubtful if is_heading[i] and signs[i] is None and not rules.is_on_caption(lines, signs, i)]
    odds[headings] += _FOR_HEADINGS
    return likeliest_body(odds, signs, lines.sizes)


def is_article(lines: Lines, body: NDArray[np.float32], keep: NDArray[np.bool_]) -> bool:
    """Return whether the text looks like an article.

    Enough would be kept, and what is in doubt is neither much of the text nor much beside what is clearly the body.
    """
    words = lines.characters.words.sizes
    doubtful = words.dot((body > 0.15) & (body < 0.6))
    clear = words.dot(keep & (body >= rules.CLEAR))
    is_clear = doubtful <= _MOST_DOUBT * words.sum()
    has_clear_body = clear >= _CLEAR_BODY and doubtful <= _DOUBT_TO_CLEAR * clear
    return is_enough(lines, keep) and bool(is_clear or has_clear_body)


def is_enough(lines: Lines, keep: NDArray[np.bool_]) -> bool:
    """Return whether the kept lines have as many words as an article has at least."""
    return bool(lines.characters.words.sizes.dot(keep) >= _LEAST_BODY)


def article_blocks(lines: Lines, verdict: Verdict, keep: NDArray[np.bool_], title: int | None) -> tuple[Block, ...]:
    """Return the blocks of an article, given which lines are likely its body and which is its title."""
    keep = keep.copy()
    if title is not None:
        keep[title] = False
    kept = keep.nonzero()[0]
    first, last = (int(kept[0]), int(kept[-1])) if len(kept) else (len(lines), -1)
    names = Namer(lines, verdict, keep.tolist(), title, first, last).names()
    sure = np.where(keep, verdict.body, 1 - verdict.body).astype(np.float64)
    # Times 10,000 a number of 32 bits is exact in 64: this rounds as `round` does.
    confidences = (np.rint(sure * 1e4) / 1e4).tolist()
    explain = verdict.explain
    return tuple([
        Block(
            start, end, kind, is_kept, reason, confidence,
            () if i == title else Evidence(explain, i, is_kept, sign.reason if sign else None),
        )
        for i, (start, end, (kind, reason), is_kept, confidence, sign) in enumerate(
            zip(lines.starts, lines.ends, names, keep.tolist(), confidences, verdict.signs, strict=True)
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
    kept = keep.nonzero()[0][:3].tolist()
    last = kept[-1] if kept else 0
    odds = verdict.title_odds(last + 1)
    for i in kept:
        if lines.plain[i].endswith(_FULL_STOPS):  # a paragraph of the body: lost if it became the title
            odds[i] = -np.inf
    best = int(odds.argmax())
    return best if odds[best] >= _LEAST_TITLE and lines.sizes[best] else None
