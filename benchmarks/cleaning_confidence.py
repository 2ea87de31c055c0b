"""Count how often the cleaner is right when it says how sure it is, and print the figures of `tui.cleaning.confidence`.

    python -m benchmarks.cleaning_confidence near.jsonl full.jsonl extr.jsonl other.jsonl [--pages pages.jsonl.gz]

Every page is judged by forests trained without its domain (`benchmarks.train_cleaner`), so it takes as long as that.
The lines of news are counted, at all levels of clutter. A curve is the isotonic regression of right verdicts on the
probability that the forests give a line (Zadrozny and Elkan, 2002), at a few knots. What is said of its error is about
pages that it was not fitted to: five curves, each without a fifth of the domains.
"""

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.cleaning_data import load
from benchmarks.train_cleaner import (
    FOLDS,
    Page,
    Stranger,
    fold_of,
    read_choices,
    read_gaps,
    read_page,
    strangers,
    train_ends,
    train_headline,
    verdict_on,
    with_variants,
)  # fmt: skip
from benchmarks.train_page_cleaner import WebPage, judged_by_strangers, odds_of_strangers, read_web_pages
from tui.cleaning.body import chosen_lines, is_article
from tui.cleaning.confidence import Choice, Curve
from tui.cleaning.headline import likeliest, reach
from tui.cleaning.html import named_title
from tui.cleaning.language import language
from tui.cleaning.page_verdict import PageEvidence, kept_on_page
from tui.cleaning.trees import Forest
from tui.cleaning.verdict import Verdict

SHARES = (0.25, 0.4, 0.5, 0.6, 0.7, 0.8, 0.87, 0.92, 0.96, 0.985, 1.0)
"""Probabilities up to which verdicts are counted together for a knot."""
PRIOR, COUNTED, ENOUGH = 0.8, 4, 20
"""A rule that was seen to decide nothing is right this often; that counts as much as so many lines. It is counted on
news alone where it decided enough of them."""
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on a line: what the forests gave it, whether it is kept, by which rule if any, and whether rightly."""

    body: float
    keep: bool
    rule: str
    right: bool
    domain: str
    news: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A headline: its log-odds (None where the page names it) and whether it is the right one."""

    log_odds: float | None
    reason: str
    right: bool


Counted = tuple[list[Decision], list[Named]]


def decisions(page: Page, verdict: Verdict, choice: Choice, title: int | None) -> Iterator[Decision]:
    """Yield the verdicts on the lines of a page, but for its headline and what the gold leaves open."""
    for i, role in enumerate(page.roles):
        if role not in ("mixed", "title") and i != title:
            rule = choice.ruled.get(i)
            yield Decision(
                float(verdict.body[i]), choice.keep[i], rule.reason if rule else "", (role == "body") == choice.keep[i],
                page.row["domain"], page.row["news"],
            )  # fmt: skip


def knots(found: Sequence[Decision], *, keep: bool) -> dict[float, float]:
    """Return at which probabilities to be the body which share of the verdicts is right."""
    own = [(one.body if keep else 1 - one.body, one.right) for one in found if one.keep == keep and not one.rule]
    sure, right = np.array(sorted(own)).T
    edges = np.searchsorted(sure, SHARES, side="right")
    pools: list[tuple[float, float, int]] = []
    for start, end in zip((0, *edges[:-1]), edges, strict=True):
        if end == start:
            continue
        pools.append((float(sure[start:end].mean()), float(right[start:end].mean()), int(end - start)))
        while len(pools) > 1 and pools[-2][1] >= pools[-1][1]:  # the more sure, the more right
            (at, share, count), (other_at, other, others) = pools[-2:]
            total = count + others
            pools[-2:] = [((at * count + other_at * others) / total, (share * count + other * others) / total, total)]
    shares = [(at if keep else 1 - at, share) for at, share, _ in pools]
    return {round(at, 3): round(share, 3) for at, share in (shares if keep else reversed(shares))}


def curve(found: Sequence[Decision]) -> Curve:
    """Return the curve of some verdicts."""
    return Curve(knots(found, keep=False), knots(found, keep=True))


def error(found: Sequence[Decision]) -> tuple[float, float]:
    """Return how far what is said is from the share that is right: of the forests' own probability, and of the curve.

    The expected calibration error of the verdicts that are less than 95 % sure: the mean over ten bands of confidence
    by their lines, kept lines and dropped ones apart. Each fold is told by the curve of the others.
    """
    said: list[tuple[float, float, bool, bool]] = []
    for fold in range(FOLDS):
        rest = curve([one for one in found if fold_of(one.domain, FOLDS) != fold])
        own = [one for one in found if fold_of(one.domain, FOLDS) == fold and not one.rule]
        body, keep = np.array([one.body for one in own], np.float32), np.array([one.keep for one in own])
        raw = np.where(keep, body, 1 - body)
        said += zip(raw.tolist(), rest.right(body, keep), [one.right for one in own], keep.tolist(), strict=True)
    raw, curved, right, keep = np.array(said).T
    return _error(raw, right, keep), _error(curved, right, keep)


def _error(sure: NDArray[np.float64], right: NDArray[np.float64], keep: NDArray[np.float64]) -> float:
    doubtful = sure < _SURE
    band = np.minimum(sure * 10, 9).astype(int) + 10 * keep.astype(int)
    gaps = 0.0
    for number in set(band[doubtful].tolist()):
        here = doubtful & (band == number)
        gaps += abs(sure[here].mean() - right[here].mean()) * here.sum()
    return gaps / max(int(doubtful.sum()), 1)


def report(name: str, found: Sequence[Decision]) -> None:
    """Print the curve of some verdicts, and its error."""
    news = [one for one in found if one.news]
    for keep in (False, True):
        count = sum(one.keep == keep and not one.rule for one in news)
        print(f"{name} {'kept' if keep else 'dropped'} ({count} lines): {knots(news, keep=keep)}")
    raw, curved = error(news)
    print(f"{name}: verdicts below 95 % are off by {raw:.1%} as the forests say, by {curved:.1%} as the curve says")


def report_rules(found: Iterable[Decision]) -> None:
    """Print how often each rule is right, on news alone where it decided enough lines there."""
    by_rule: dict[str, tuple[list[bool], list[bool]]] = defaultdict(lambda: ([], []))
    for one in found:
        if one.rule:
            by_rule[one.rule][one.news].append(one.right)
    for rule, (others, news) in sorted(by_rule.items()):
        right = news if len(news) >= ENOUGH else [*news, *others]
        share = (sum(right) + PRIOR * COUNTED) / (len(right) + COUNTED)
        print(f"{rule}: {share:.2f} (news {sum(news)} of {len(news)}, others {sum(others)} of {len(others)})")


def report_titles(found: Sequence[Named]) -> None:
    """Print how often headlines are right, by what speaks for them."""
    for reason in sorted({one.reason for one in found}):
        own = [one for one in found if one.reason == reason]
        print(f"headline, {reason}: {np.mean([one.right for one in own]):.3f} of {len(own)}")
    chosen = sorted((one.log_odds, one.right) for one in found if one.log_odds is not None)
    for part in np.array_split(np.array(chosen), 6):
        print(f"headline, log-odds {part[0, 0]:.2f} to {part[-1, 0]:.2f}: {part[:, 1].mean():.3f} of {len(part)}")


def of_text(found: Sequence[Stranger], headlines: Sequence[Forest], ends: Sequence[Forest]) -> Counted:
    """Return the verdicts on some texts, given the forests of headlines and of ends for each fold."""
    lines: list[Decision] = []
    titles: list[Named] = []
    for stranger in found:
        page, fold = stranger.page, fold_of(stranger.page.row["domain"], FOLDS)
        verdict = verdict_on(page, stranger.odds, language("en"), headlines[fold], ends[fold])
        choice = chosen_lines(page.lines, verdict)
        if not is_article(page.lines, verdict.body, np.array(choice.keep, np.bool_)):
            continue
        odds = stranger.titles[: reach(choice.keep)].tolist()
        title = likeliest(page.lines, verdict, choice.keep, odds)
        if title is not None:
            choice.keep[title] = False
            titles.append(Named(odds[title], "likeliest headline", page.roles[title] == "title"))
        lines += decisions(page, verdict, choice, title)
    return lines, titles


def of_pages(
    pages: Sequence[WebPage], known: Sequence[PageEvidence], odds: Sequence[NDArray[np.float32]]
) -> Counted:  # fmt: skip
    """Return the verdicts on some web pages, given what is known of each and the log-odds of the forest of pages."""
    lines: list[Decision] = []
    titles: list[Named] = []
    for page, evidence, own in zip(pages, known, odds, strict=True):
        verdict = evidence.weighed(own)
        choice = kept_on_page(page.lines, verdict, evidence, says_article=page.metadata.is_article, knows_language=True)
        if choice is None:
            continue
        title = named_title(page.lines, page.blocks, page.metadata)
        if title is not None:
            choice.keep[title.line] = False
            titles.append(Named(None, title.reason, page.roles[title.line] == "title"))
        lines += decisions(page, verdict, choice, None if title is None else title.line)
    return lines, titles


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="+", type=Path, help="JSONL files of labelled pages")
    parser.add_argument("--pages", type=Path, help="the same as HTML")
    options = parser.parse_args()
    rows = [row for path in options.data for row in load(path)]
    text_pages = [read_page(row) for row in rows]
    given = {id(page) for page in text_pages}
    found = strangers(with_variants(text_pages), FOLDS, "")
    gaps, choices = [read_gaps(stranger.page, stranger.odds) for stranger in found], read_choices(found)
    lines, titles = of_text(
        [stranger for stranger in found if id(stranger.page) in given],
        [train_headline([one for one in choices if fold_of(one.domain, FOLDS) != fold]) for fold in range(FOLDS)],
        [train_ends([one for one in gaps if fold_of(one.domain, FOLDS) != fold]) for fold in range(FOLDS)],
    )  # fmt: skip
    report("text", lines)
    if options.pages:
        pages = read_web_pages(options.pages, rows)
        known = judged_by_strangers(pages, text_pages)
        of_markup, named = of_pages(pages, known, odds_of_strangers(pages, known))
        report("pages", of_markup)
        lines, titles = [*lines, *of_markup], [*titles, *named]
    report_rules(lines)
    report_titles(titles)


if __name__ == "__main__":
    main()
