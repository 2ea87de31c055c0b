"""Lines to blocks: which are the article of each text, what every other one is, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, repeat

import numpy as np
from numpy.typing import NDArray

from tui.cleaning import confidence, kinds, live, rules
from tui.cleaning.confidence import Choice
from tui.cleaning.constants import of_column, of_places
from tui.cleaning.ends import first_lines_behind, gaps_of_verdict
from tui.cleaning.evidence import Decided
from tui.cleaning.features import NAMES
from tui.cleaning.headline import Headline, title_lines
from tui.cleaning.kinds import Namer
from tui.cleaning.language import Language, known_language
from tui.cleaning.lexicon import tell_languages
from tui.cleaning.lines import Lines
from tui.cleaning.once import once
from tui.cleaning.signs import by_kind
from tui.cleaning.stretches import gap_costs, likeliest_body, worth_keeping
from tui.cleaning.verdict import Verdict, judge_lines
from tui.model import Block, BlockKind

_LEAST_BODY = 40  # words of kept text below which a text is not taken for an article
_MOST_DOUBT = 0.35  # share of words in doubt above which a text is not taken for one (1 article in 100 has as much)
_CLEAR_BODY = 100  # words that are clearly the body from which a text may be one in spite of that
_DOUBTFUL, _LIKELY, _CLEAR = of_column(0.15), of_column(0.6), of_column(rules.CLEAR)
"""Probabilities between which a line is in doubt, and from which it is clearly the body."""
_MOST_TO_CLEAR = 3.0  # words in doubt beside every word that is clearly the body, beyond which it never is one
_DOUBT_TO_CLEAR = 1.75  # words in doubt beside every word that is clearly the body, up to which it still is one
_NO_SIGN = of_places(0)
_HALF = of_column(0.5)
_FOR_LISTS = of_column(1)  # log-odds added for lines of a list that a colon announces
_BESIDE_MARK = 1.5  # log-odds added for a line next to one that says that the article goes on, if it has some words
_LONG = 8  # words
_ALIKE = of_column(4)  # lines around, of eight, that have the shape of a line of a list
_SINCE_COLON, _OF_ONE_SHAPE = map(NAMES.index, ("lines since a colon", "lines of the same shape within 4"))
_FOR_HEADINGS = of_column(0.8)
"""Log-odds added for lines in the shape of a heading: what stands around tells more of them."""

_SHORT_OF_SURE = of_column(3)  # log-odds from which nothing is added


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
    texts = list(map(Text, lines.each(), whole.each(lines.of_texts)))
    choices = _chosen_lines(lines, whole, texts)
    keeps = [choice.keep for choice in choices]
    are_articles = _are_articles(lines, whole.body, _together(keeps))
    titles = title_lines(lines.of_texts, whole, ((text.lines, text.verdict) for text in texts), keeps, are_articles)
    for keep, title in zip(keeps, titles, strict=True):
        if title is not None:
            keep[title.line] = False
    kept = _together(keeps)
    sure, against = confidence.OF_TEXT.right(whole.body, kept), _decided_against(whole, kept)
    for text, choice, title, is_one, here in zip(
        texts, choices, titles, are_articles, lines.of_texts.slices, strict=True
    ):  # fmt: skip
        yield (
            _article_blocks(text, choice, title, sure[here], against[here]) if is_one else other_blocks(text.lines)
        )  # fmt: skip


def _together(keeps: Sequence[Sequence[bool]]) -> NDArray[np.bool_]:
    """Return which lines of several texts are kept as one array."""
    return np.frombuffer(b"".join(map(bytes, keeps)), np.bool_)  # a list of bools is an array soonest as bytes


def text_languages(lines: Lines) -> list[str | None]:
    """Return the code of the language that each text is in, where it can be told."""
    return tell_languages(lines.known, lines.characters.words.bounds.take(lines.of_texts.firsts))


@dataclass(frozen=True, eq=False)
class Text:
    """The lines of one text, and the verdict on them."""

    lines: Lines
    verdict: Verdict

    @once
    def writers(self) -> list[int]:
        """The lines that begin with a writer's name."""
        return rules.writers(self.lines, self.verdict)


def kept_lines(lines: Lines, verdict: Verdict) -> NDArray[np.bool_]:
    """Return which lines of a text are kept: the likeliest body up to its end, but for what rules know better."""
    return np.array(chosen_lines(lines, verdict).keep, np.bool_)


def chosen_lines(lines: Lines, verdict: Verdict) -> Choice:
    """Return the same with the rules that decided against the forests."""
    return _chosen_lines(lines, verdict, [Text(lines, verdict)])[0]


def _chosen_lines(lines: Lines, verdict: Verdict, texts: Sequence[Text]) -> list[Choice]:
    """Return the same for each of the texts that these are the lines of."""
    choices = _chosen_anywhere(lines, verdict, texts)
    if verdict.ends is not None:
        keeps = [choice.keep for choice in choices]
        gaps = gaps_of_verdict(verdict, lines.word_counts, _together(keeps), lines.of_texts)
        ends = first_lines_behind(gaps, verdict.ends, map(_known_to_go_on, texts))
        for choice, end in zip(choices, ends, strict=True):
            if end is not None:
                choice.decide(range(end, len(choice.keep)), False, confidence.BEHIND)
    for text, choice in zip(texts, choices, strict=True):
        choice.decide(rules.trailing(text.lines, text.verdict, choice.keep), False, confidence.TRAILING)
    return choices


def kept_anywhere(lines: Lines, verdict: Verdict) -> list[bool]:
    """Return which lines of a text would be kept if everything on a page could be the article."""
    return _chosen_anywhere(lines, verdict, [Text(lines, verdict)])[0].keep


def _chosen_anywhere(lines: Lines, verdict: Verdict, texts: Sequence[Text]) -> list[Choice]:
    """Return the same for each of the texts that these are the lines of, with the rules that decided."""
    marks = _marks(verdict)
    worth = worth_keeping(_raised(lines, verdict, marks))
    costs = gap_costs(verdict.kinds, lines.word_counts, _goes_on_to(verdict), _above_marks(lines, marks), verdict.cells)
    return [
        _as_rules_know(text, likeliest_body(worth[here], costs[here]))
        for text, here in zip(texts, lines.of_texts.slices, strict=True)
    ]


def _as_rules_know(text: Text, keep: list[bool]) -> Choice:
    """Return which lines of a text are kept, given those that are its likeliest body."""
    lines, verdict = text.lines, text.verdict
    choice = Choice(keep, {})
    decide = choice.decide
    decide(lines.wordless, False, confidence.WORDLESS)
    decide(rules.labels(verdict), False, confidence.LABEL)
    decide(live.posts(lines, verdict, keep), True, confidence.POST)
    decide(rules.openings(lines, keep), True, confidence.OPENING)
    decide(rules.closing_notes(verdict, keep), True, confidence.CLOSING)
    decide(rules.repeated_quotations(lines, verdict, keep), False, confidence.QUOTED)
    decide(rules.names_under_quotations(lines, keep), False, confidence.QUOTED_NAME)
    decide(text.writers, False, confidence.WRITER)
    decide(rules.boxed(lines, verdict, keep), False, confidence.BOXED)
    decide(rules.offers(lines, verdict, keep), False, confidence.OFFERED)
    decide(rules.pictures(lines, verdict, keep), False, confidence.PICTURE)
    decide(rules.link_lists(lines, verdict, keep), False, confidence.LINK)
    decide(rules.tables(lines, keep), False, confidence.FIGURES)
    decide(rules.dated_teasers(lines, verdict, keep), False, confidence.TEASER)
    decide(rules.last_sentences(lines, verdict, keep), True, confidence.LAST)
    return choice


def _raised(lines: Lines, verdict: Verdict, marks: Sequence[int]) -> NDArray[np.float32]:
    """Return the log-odds of the lines, higher for those in doubt that have no sign, and the shape of a heading.

    And for those that a colon announced as a list: lines of one shape below it. And for those next to a line that says
    that the article goes on (`marks`).
    """
    has_no_sign = verdict.kinds == _NO_SIGN
    may_be = lines.heading_shapes & has_no_sign
    stands_in = _IS_CAPTION.take(verdict.kinds)  # for a picture, as does what it stands under
    stands_in &= lines.glued
    may_be[:-1] &= ~stands_in[1:]
    in_doubt = np.abs(verdict.odds) < _SHORT_OF_SURE
    may_be &= in_doubt
    raised_by = _FOR_HEADINGS if verdict.for_headings is None else verdict.for_headings
    columns = verdict.rows.T
    is_listed = (columns[_SINCE_COLON] > 0) & (columns[_OF_ONE_SHAPE] >= _ALIKE) & has_no_sign & in_doubt
    raised = verdict.odds + may_be * raised_by + is_listed * _FOR_LISTS
    for mark in marks:
        text = lines.of_texts.slices[lines.of_texts.number[mark]]
        for i in (mark - 1, mark + 1):
            if text.start <= i < text.stop and has_no_sign[i] and lines.sizes[i] >= _LONG:
                raised[i] += _BESIDE_MARK
    return np.asarray(raised, np.float32)


_IS_CAPTION = by_kind(dict.fromkeys(rules.CAPTIONS, 1)) > 0


def _goes_on_to(verdict: Verdict) -> int:
    """Return the last line that an extractor kept: the marks of an end above it stand within the article."""
    if verdict.extracted is None or not verdict.extracted.any():
        return 0
    return int(verdict.extracted.nonzero()[0][-1])


def _known_to_go_on(text: Text) -> frozenset[int]:
    """Return the lines at which no article ends: below the times of posts, and above a line that says it goes on."""
    marks = _marks(text.verdict)
    return live.behind_times(text.lines, text.verdict) | frozenset(range(marks[-1] if marks else 0))


def _marks(verdict: Verdict) -> list[int]:
    """Return the lines that say that the article goes on below them."""
    return [i for i in verdict.signed_as(BlockKind.AD) if (sign := verdict.signs[i]) is not None and sign.goes_on]


def _above_marks(lines: Lines, marks: Sequence[int]) -> NDArray[np.bool_] | None:
    """Return which lines of each text stand above its last mark, None where there is none."""
    if not marks:
        return None
    of_texts = lines.of_texts
    last = np.full(of_texts.count, -1)
    last[of_texts.number.take(marks)] = marks
    return np.asarray(np.arange(len(lines)) < last.take(of_texts.number))


def is_article(lines: Lines, body: NDArray[np.float32], keep: NDArray[np.bool_]) -> bool:
    """Return whether a text looks like an article.

    Enough would be kept, and what is in doubt is neither much of the text nor much beside what is clearly the body.
    """
    return _are_articles(lines, body, keep)[0]


def _are_articles(lines: Lines, body: NDArray[np.float32], keep: NDArray[np.bool_]) -> list[bool]:
    """Return the same for each text of `lines`."""
    words, starts = lines.word_counts, lines.of_texts.starts
    counted = (words * ((body > _DOUBTFUL) & (body < _LIKELY)), words * (keep & (body >= _CLEAR)), words * keep, words)
    return [
        kept >= _LEAST_BODY
        and doubtful <= _MOST_TO_CLEAR * clear
        and (doubtful <= _MOST_DOUBT * total or (clear >= _CLEAR_BODY and doubtful <= _DOUBT_TO_CLEAR * clear))
        for doubtful, clear, kept, total in zip(
            *(np.add.reduceat(column, starts).tolist() for column in counted), strict=True
        )
    ]


def is_enough(lines: Lines, keep: NDArray[np.bool_]) -> bool:
    """Return whether the kept lines have as many words as an article has at least."""
    return bool(lines.word_counts.dot(keep) >= _LEAST_BODY)


def article_blocks(lines: Lines, verdict: Verdict, choice: Choice, title: Headline | None) -> tuple[Block, ...]:
    """Return the blocks of an article, given which lines of a page are likely its body and which is its title."""
    if title is not None:
        choice.keep[title.line] = False
    keep = _together([choice.keep])
    sure = confidence.OF_PAGE.right(verdict.body, keep)
    return _article_blocks(Text(lines, verdict), choice, title, sure, _decided_against(verdict, keep))


def _decided_against(verdict: Verdict, keep: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which lines a forest would have decided the other way by themselves."""
    return np.asarray((verdict.body >= _HALF) != keep)


def _article_blocks(
    text: Text, choice: Choice, title: Headline | None, sure: list[float], against: NDArray[np.bool_]
) -> tuple[Block, ...]:  # fmt: skip
    """Return the blocks of an article whose title is not among the lines that are kept.

    `sure` says how sure each verdict is, but for those of rules, and `against` which no forest would have come to.
    """
    lines, verdict, keep = text.lines, text.verdict, choice.keep
    first = keep.index(True) if True in keep else len(keep)
    last = len(keep) - 1 - keep[::-1].index(True) if first < len(keep) else -1
    headline = None if title is None else title.line
    names = Namer(lines, verdict, keep, headline, first, last, text.writers).names()
    for i in against.nonzero()[0].tolist():
        names[i] = _IN_SPITE.get(names[i], names[i])
    for i, rule in choice.ruled.items():
        sure[i] = rule.right
        if names[i] in _SAYS_LITTLE:
            names[i] = (names[i][0], rule.reason)
    decided = Decided(verdict.explain, lines.starts, keep, verdict.signs)
    evidence: list[Sequence[str] | Decided] = [decided] * len(keep)
    if title is not None:
        names[title.line], sure[title.line], evidence[title.line] = (BlockKind.TITLE, title.reason), title.right, ()
    of_kinds, reasons = [kind for kind, _ in names], [reason for _, reason in names]
    return Block.row(lines.starts, lines.ends, of_kinds, keep, reasons, sure, evidence)


_IN_SPITE = {
    kinds.BODY: (BlockKind.BODY, "stands among the article's text"),
    kinds.BETWEEN: (BlockKind.OTHER, "stands apart from the article's text"),
}
"""What is said of lines that go with those around them, not as they read by themselves."""
_SAYS_LITTLE = frozenset({*_IN_SPITE.values(), kinds.BODY, kinds.BETWEEN, kinds.ABOVE, kinds.BELOW, kinds.SUBTITLE})


def other_blocks(lines: Lines) -> tuple[Block, ...]:
    """Return the blocks of a text in which no article was found: all of it is kept."""
    return kept_as_they_are(lines, "no article was found: kept as it is")


def kept_as_they_are(lines: Lines, reason: str) -> tuple[Block, ...]:
    """Return a block of the body for every line."""
    kinds, keeps, reasons = repeat(BlockKind.BODY), repeat(True), repeat(reason)
    return Block.row(lines.starts, lines.ends, kinds, keeps, reasons, repeat(None), repeat(()))
