"""Lines to blocks: which are the article of each text, what every other one is, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, repeat

import numpy as np
from numpy.typing import NDArray

from tui.cleaning import live, rules
from tui.cleaning.ends import first_lines_behind, gaps_of_verdict
from tui.cleaning.evidence import Decided, Evidence
from tui.cleaning.kinds import Namer
from tui.cleaning.language import Language, known_language
from tui.cleaning.lexicon import tell_languages
from tui.cleaning.lines import Lines
from tui.cleaning.segments import Segments
from tui.cleaning.stretches import likeliest_body
from tui.cleaning.verdict import Verdict, judge_lines
from tui.model import Block, BlockKind

_LEAST_BODY = 40  # words of kept text below which a text is not taken for an article
_LEAST_TITLE = -1.5  # log-odds of the likeliest line to be the title, below which there is none
_MOST_DOUBT = 0.35  # share of words in doubt above which a text is not taken for one (1 article in 100 has as much)
_CLEAR_BODY = 100  # words that are clearly the body from which a text may be one in spite of that
_DOUBT_TO_CLEAR = 1.75  # words in doubt beside every word that is clearly the body, up to which it still is one
_FULL_STOPS = (".", "\u3002", "\uff61", "\u0964", "\u06d4", "\u104b")  # also of Chinese, Hindi, Urdu and Burmese
_FOR_HEADINGS = 0.8  # log-odds added for lines in the shape of a heading: what stands around tells more of them
_SHORT_OF_SURE = 3.0  # log-odds from which nothing is added


@dataclass(frozen=True, slots=True)
class Judged:
    """A text's blocks, one for every line, and the code of its language where it can be told."""

    blocks: tuple[Block, ...]
    lang: str | None


def blocks_of(lines: Lines) -> Iterator[Judged]:
    """Yield what each text of `lines` holds.

    Those that follow on one another in a language that has a data file (or in languages without one) are judged
    together; what comes of a text is the same with and without others. Blocks are made one text after the other, as
    they are asked for.
    """
    codes = text_languages(lines)
    for known, numbers in groupby(range(len(codes)), lambda number: known_language(codes[number])):
        first, *others = numbers
        end = first + len(others) + 1
        yield from map(Judged, _blocks_of_each(lines.part(first, end), known), codes[first:end])


def _blocks_of_each(lines: Lines, language: Language | None) -> Iterator[tuple[Block, ...]]:
    whole = judge_lines(lines, language)
    texts = list(zip(lines.each(), whole.each(lines.of_texts), strict=True))
    keeps = _kept_lines_of((lines, whole), texts)
    are_articles = _are_articles(lines, whole.body, np.concatenate(keeps))
    titles = _title_lines(lines.of_texts, whole, texts, keeps, are_articles)
    for keep, title in zip(keeps, titles, strict=True):
        if title is not None:
            keep[title] = False
    confidences = _confidences(whole, np.concatenate(keeps))
    for text, keep, title, is_one, here in zip(
        texts, keeps, titles, are_articles, lines.of_texts.slices, strict=True
    ):  # fmt: skip
        yield _article_blocks(text, keep, title, confidences[here]) if is_one else other_blocks(text[0])


def text_languages(lines: Lines) -> list[str | None]:
    """Return the code of the language that each text is in, where it can be told."""
    return tell_languages(lines.known, lines.characters.words.bounds.take(lines.of_texts.firsts))


Text = tuple[Lines, Verdict]
"""The lines of one text, and the verdict on them."""


def kept_lines(lines: Lines, verdict: Verdict) -> NDArray[np.bool_]:
    """Return which lines of a text are kept: the likeliest body up to its end, but for what rules know better."""
    return _kept_lines_of((lines, verdict), [(lines, verdict)])[0]


def _kept_lines_of(whole: Text, texts: Sequence[Text]) -> list[NDArray[np.bool_]]:
    """Return the same for each of the texts that make up a whole."""
    lines, verdict = whole
    odds = _raised(lines, verdict)
    keeps = [
        _kept_anywhere(*text, odds[here]) for text, here in zip(texts, lines.of_texts.slices, strict=True)
    ]  # fmt: skip
    if verdict.ends is not None:
        kept = np.array(keeps[0] if len(keeps) == 1 else list(chain.from_iterable(keeps)), np.bool_)
        gaps = gaps_of_verdict(verdict, lines.word_counts, kept, lines.of_texts)
        for keep, end in zip(keeps, first_lines_behind(gaps, verdict.ends), strict=True):
            if end is not None:
                keep[end:] = [False] * (len(keep) - end)
    for text, keep in zip(texts, keeps, strict=True):
        for i in rules.trailing(*text, keep):
            keep[i] = False
    return [np.array(keep, np.bool_) for keep in keeps]


def kept_anywhere(lines: Lines, verdict: Verdict) -> list[bool]:
    """Return which lines of a text would be kept if everything on a page could be the article."""
    return _kept_anywhere(lines, verdict, _raised(lines, verdict))


def _kept_anywhere(lines: Lines, verdict: Verdict, odds: NDArray[np.float32]) -> list[bool]:
    likeliest = likeliest_body(odds, verdict.signs, lines.sizes, _goes_on_to(verdict))
    keep: list[bool] = (likeliest & (lines.word_counts > 0)).tolist()

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


def _raised(lines: Lines, verdict: Verdict) -> NDArray[np.float32]:
    """Return the log-odds of the lines, higher for those in doubt that have the shape of a heading and no sign."""
    may_be = lines.heading_shapes.copy()
    for kind, found in verdict.signed.items():
        may_be[found] = False
        if kind in rules.CAPTIONS:
            may_be[[i - 1 for i in found if not lines.blank_before[i]]] = False  # what stands in for a picture
    may_be &= np.abs(verdict.odds) < _SHORT_OF_SURE
    odds = verdict.odds.copy()
    odds[may_be] += _FOR_HEADINGS
    return odds


def _goes_on_to(verdict: Verdict) -> int:
    """Return the last line that an extractor kept: the marks of an end above it stand within the article."""
    if verdict.extracted is None or not verdict.extracted.any():
        return 0
    return int(verdict.extracted.nonzero()[0][-1])


def is_article(lines: Lines, body: NDArray[np.float32], keep: NDArray[np.bool_]) -> bool:
    """Return whether a text looks like an article.

    Enough would be kept, and what is in doubt is neither much of the text nor much beside what is clearly the body.
    """
    return _are_articles(lines, body, keep)[0]


def _are_articles(lines: Lines, body: NDArray[np.float32], keep: NDArray[np.bool_]) -> list[bool]:
    """Return the same for each text of `lines`."""
    words = lines.word_counts
    counted = ((body > 0.15) & (body < 0.6), keep & (body >= rules.CLEAR), keep, np.True_)
    sums = [np.add.reduceat(words * which, lines.of_texts.starts) for which in counted]
    return [
        kept >= _LEAST_BODY
        and (doubtful <= _MOST_DOUBT * total or (clear >= _CLEAR_BODY and doubtful <= _DOUBT_TO_CLEAR * clear))
        for doubtful, clear, kept, total in zip(*(each.tolist() for each in sums), strict=True)
    ]


def is_enough(lines: Lines, keep: NDArray[np.bool_]) -> bool:
    """Return whether the kept lines have as many words as an article has at least."""
    return bool(lines.word_counts.dot(keep) >= _LEAST_BODY)


def article_blocks(lines: Lines, verdict: Verdict, keep: NDArray[np.bool_], title: int | None) -> tuple[Block, ...]:
    """Return the blocks of an article, given which lines are likely its body and which is its title."""
    keep = keep.copy()
    if title is not None:
        keep[title] = False
    return _article_blocks((lines, verdict), keep, title, _confidences(verdict, keep))


def _confidences(verdict: Verdict, keep: NDArray[np.bool_]) -> list[float]:
    """Return how sure it is of each line that it is kept, or that it is not."""
    sure = np.where(keep, verdict.body, 1 - verdict.body).astype(np.float64)
    # Times 10,000 a number of 32 bits is exact in 64: this rounds as `round` does.
    return [*(np.rint(sure * 1e4) / 1e4).tolist()]


def _article_blocks(
    text: Text, keep: NDArray[np.bool_], title: int | None, confidences: Sequence[float]
) -> tuple[Block, ...]:  # fmt: skip
    """Return the blocks of an article whose title is not among the lines that are kept."""
    lines, verdict = text
    kept = keep.nonzero()[0]
    first, last = (int(kept[0]), int(kept[-1])) if len(kept) else (len(lines), -1)
    kept_list = keep.tolist()
    names = Namer(lines, verdict, kept_list, title, first, last).names()
    evidence: list[Sequence[str]] = [*Evidence.of_lines(Decided(verdict.explain, kept_list, verdict.signs))]
    if title is not None:
        evidence[title] = ()
    kinds, reasons = zip(*names, strict=True)
    return Block.row(lines.starts, lines.ends, kinds, kept_list, reasons, confidences, evidence)


def other_blocks(lines: Lines) -> tuple[Block, ...]:
    """Return the blocks of a text in which no article was found: all of it is kept."""
    return kept_as_they_are(lines, "no article was found: kept as it is")


def kept_as_they_are(lines: Lines, reason: str) -> tuple[Block, ...]:
    """Return a block of the body for every line."""
    kinds, keeps, reasons = repeat(BlockKind.BODY), repeat(True), repeat(reason)
    return Block.row(lines.starts, lines.ends, kinds, keeps, reasons, repeat(None), repeat(()))


def title_line(lines: Lines, verdict: Verdict, keep: NDArray[np.bool_]) -> int | None:
    """Return the line that is the title: the likeliest up to the first lines that are kept, if it is likely enough."""
    first = _first_kept(keep)
    return _title(lines, first, verdict.title_odds(slice(0, _up_to(first))))


def _title_lines(
    of_texts: Segments,
    whole: Verdict,
    texts: Sequence[Text],
    keeps: Sequence[NDArray[np.bool_]],
    wanted: Sequence[bool],
) -> list[int | None]:
    """Return the same for each text that is `wanted`, all of them looked up at once."""
    firsts = [_first_kept(keep) if is_wanted else [] for keep, is_wanted in zip(keeps, wanted, strict=True)]
    counts = [_up_to(first) if is_wanted else 0 for first, is_wanted in zip(firsts, wanted, strict=True)]
    starts = [here.start for here in of_texts.slices]
    lines = np.concatenate([np.arange(at, at + count) for at, count in zip(starts, counts, strict=True)])
    odds = np.split(whole.title_odds(lines), np.cumsum(counts)[:-1])
    return [
        _title(text, first, own) if len(own) else None
        for (text, _), first, own in zip(texts, firsts, odds, strict=True)
    ]  # fmt: skip


def _first_kept(keep: NDArray[np.bool_]) -> list[int]:
    return [*keep.nonzero()[0][:3].tolist()]


def _up_to(kept: Sequence[int]) -> int:
    """Return how many lines may be the title, given the first that are kept."""
    return kept[-1] + 1 if kept else 1


def _title(lines: Lines, kept: Sequence[int], odds: NDArray[np.float32]) -> int | None:
    for i in kept:
        if lines.plain[i].endswith(_FULL_STOPS):  # a paragraph of the body: lost if it became the title
            odds[i] = -np.inf
    best = int(odds.argmax())
    return best if odds[best] >= _LEAST_TITLE and lines.sizes[best] else None
