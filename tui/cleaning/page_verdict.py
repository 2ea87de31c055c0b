"""The verdict on the blocks of a page: that on their text, weighed with the markup and with what trafilatura kept."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from tui.cleaning import confidence
from tui.cleaning.body import chosen_lines, is_article, is_enough, kept_lines
from tui.cleaning.confidence import Choice
from tui.cleaning.evidence import Explainer
from tui.cleaning.features import Column, Matrix
from tui.cleaning.language import Language
from tui.cleaning.lines import Lines, split_lines
from tui.cleaning.page import HEADINGS, PageBlock
from tui.cleaning.page_features import NAMES, kept_shares, page_features
from tui.cleaning.trees import load_forest
from tui.cleaning.verdict import Verdict, judge_lines, probability
from tui.model import BlockKind, freeze

_GROUP_NAMES = ("text", "kept", "links", "markup")
_GROUPS = np.array([_GROUP_NAMES.index(name.split(":")[0].split(" ")[0]) for name in NAMES], np.intp)
_SHOUTED = -8.0  # log-odds of a link in capitals, and of a quotation that is pulled out of the text
_MOST_OF_IT = 0.5  # share of a block from which it counts as kept by trafilatura, or as a link
_ALL_OF_IT = 0.9  # share of links from which a block is nothing else
_LEAST_SHOUTED = 3  # words of a link in capitals: fewer may be the name of something
_CELL = 6  # words of a cell of a table at most
_LEAST_CHARACTERS = 150  # kept ones below which a page in a language that is not known is not taken for an article
_AROUND = (BlockKind.BYLINE, BlockKind.TIMESTAMP, BlockKind.DATELINE, BlockKind.SHARE, BlockKind.FOOTER)
_UNREAD = ("style", "svg", "meta", "link")  # elements of which trafilatura reads nothing when it looks for an article
_READ_SCRIPT = "application/ld+json"
_COLUMN = {name: i for i, name in enumerate(NAMES)}
_HEADINGS = [_COLUMN[f"markup: tag {tag}"] for tag in sorted(HEADINGS)]


@dataclass(frozen=True)
class Weights:
    """Log-odds that come on top of what the forest of pages says.

    `extracted` is added for what trafilatura kept. `links` is taken from links, and `signed` from what the text alone
    would have dropped and what is surely a byline, a time, a share button or a copyright notice. `headings` is added
    for lines in the shape of a heading that are headings by their element, `shapes` for those that are not. With
    `drops_shouted`, a link in capitals is never the article's. Chosen on the development pages: with `--nested`,
    `benchmarks.train_page_cleaner` says what such a choice is worth on pages that had no part in it.
    """

    extracted: float = 1.0
    links: float = 1.0
    signed: float = 4.0
    headings: float = 2.0
    shapes: float = 0.8
    drops_shouted: bool = True


_WEIGHTS = Weights()


@dataclass(frozen=True)
class PageEvidence:
    """What is known of the blocks of a page: the verdict on their text, which would be kept by that alone, how much of
    each trafilatura kept, and what the forest of pages sees of all that.

    `headings` are such by their element and in no box. `shouted` are links in capitals (but for headings): the
    headlines of other articles, which some sites put between two paragraphs. `asides` are captions, times and names by
    their elements: no headings, whatever their shape. `cells` are those of tables, of a few words, and
    `pulled` quotations that are pulled out of the text, with who said them.
    """

    text: Verdict
    kept_as_text: NDArray[np.bool_]
    extracted: Column
    rows: Matrix
    headings: NDArray[np.bool_]
    shouted: NDArray[np.bool_]
    asides: NDArray[np.bool_]
    cells: NDArray[np.bool_]
    pulled: NDArray[np.bool_]

    def weighed(self, log_odds: NDArray[np.float32], weights: Weights = _WEIGHTS) -> Verdict:
        """Return the verdict of the forest of pages, given its log-odds. It has seen where the text ends.

        The forest is too hard on lists and headings: what trafilatura kept is likelier, if it stands within the text
        and has no sign. Links are less likely, since their shape would make them headings; but not if they are headings
        by their element and trafilatura kept them.
        """
        extracted = self.kept_by_trafilatura()
        inside = np.maximum.accumulate(self.kept_as_text) & np.maximum.accumulate(self.kept_as_text[::-1])[::-1]
        has_sign = self.text.kinds > 0
        is_link = self.rows[:, _COLUMN["links"]] >= _MOST_OF_IT
        has_heading_tag = self.rows[:, _HEADINGS].any(axis=1)
        odds = log_odds + weights.extracted * (extracted & inside & ~has_sign)
        odds = odds - weights.links * (is_link & ~(extracted & has_heading_tag))
        odds = odds - weights.signed * (self.signed & ~self.kept_as_text & (self.text.odds < 0))
        if weights.drops_shouted:
            odds = np.where(self.shouted, _SHOUTED, odds)
        odds = np.where(self.pulled, _SHOUTED, odds)
        odds = odds.astype(np.float32)
        for_headings = np.where(
            self.headings | (has_heading_tag & extracted),
            weights.headings,
            np.where(self.asides | has_heading_tag, 0, weights.shapes),
        )
        return replace(
            self.text, body=probability(odds), odds=odds, ends=None, extracted=extracted,
            for_headings=for_headings.astype(np.float32), cells=self.cells,
        )  # fmt: skip

    @property
    def signed(self) -> NDArray[np.bool_]:
        """The lines that stand around articles wherever they are published, by sure signs, and who else reported."""
        found = np.zeros(len(self.kept_as_text), np.bool_)
        for kind in _AROUND:
            found[self.text.signed_as(kind, sure=True)] = True
        found[self.text.signed_as(BlockKind.AGENCY_CREDIT)] = True
        return found

    def kept_by_either(self) -> NDArray[np.bool_]:
        """Return the blocks that trafilatura keeps, or that their text alone would have kept."""
        return self.kept_as_text | self.kept_by_trafilatura()

    def kept_by_trafilatura(self) -> NDArray[np.bool_]:
        """Return the blocks that trafilatura keeps."""
        return np.asarray(self.extracted >= _MOST_OF_IT)


def page_evidence(lines: Lines, blocks: Sequence[PageBlock], extracted: Lines, text: Verdict) -> PageEvidence:
    """Return what is known of the blocks of a page; `lines` holds them as text, `extracted` what trafilatura kept."""
    kept, as_text = kept_shares(lines, extracted), kept_lines(lines, text)
    of_markup = (
        np.fromiter(map(holds_for, blocks), np.bool_, len(blocks))
        for holds_for in (is_heading, is_shouted_link, is_aside, is_cell, attrgetter("pulled"))
    )
    return PageEvidence(text, as_text, kept, page_features(lines, blocks, kept, text, as_text), *of_markup)


def is_heading(block: PageBlock) -> bool:
    """Return whether a block is a heading by its element, and no element around it is named for what is no article."""
    return block.tag in HEADINGS and block.hint in (None, "text")


def is_shouted_link(block: PageBlock) -> bool:
    """Return whether a block is a link in capitals and no heading: the headline of another article."""
    return (
        block.links >= _ALL_OF_IT and block.tag not in HEADINGS and block.text.isupper()
        and block.text.count(" ") >= _LEAST_SHOUTED - 1
    )  # fmt: skip


def is_aside(block: PageBlock) -> bool:
    """Return whether a block is a caption, a time or a writer's name by its element."""
    return block.tag not in HEADINGS and (
        block.tag == "figcaption" or "figure" in block.areas or block.hint in ("caption", "time", "author")
    )


def is_cell(block: PageBlock) -> bool:
    """Return whether a block is a cell of a table: a few words in one, and no link."""
    return "table" in block.areas and block.links < _MOST_OF_IT and block.text.count(" ") < _CELL


def judge_page(
    lines: Lines, blocks: Sequence[PageBlock], tree: etree._Element, language: Language | None
) -> tuple[Verdict, PageEvidence]:
    """Return the verdict on the blocks of a page, and what it rests on; `lines` holds the same blocks as text."""
    evidence = page_evidence(lines, blocks, extracted_lines(tree), judge_lines(lines, language))
    forest = load_forest("page")
    odds, reached = forest.log_odds(evidence.rows)
    explainer = Explainer(evidence.rows, reached, _speak, _GROUP_NAMES, _phrase)
    return replace(evidence.weighed(odds), explain=explainer), evidence


def kept_on_page(
    lines: Lines, verdict: Verdict, evidence: PageEvidence | None, *, says_article: bool, knows_language: bool
) -> Choice | None:
    """Return which blocks of a page are kept, None where no article is found.

    A page that says of itself that it holds an article (`says_article`) does, also where none is clear: then what
    trafilatura or the text alone keeps is kept. In a language without a data file trafilatura alone is asked, and
    characters are counted, since there may be no spaces between the words.
    """
    choice = chosen_lines(lines, verdict)
    if is_article(lines, verdict.body, np.array(choice.keep, np.bool_)):
        return choice
    if evidence is None or not says_article:
        return None
    if not knows_language:
        keep = evidence.kept_by_trafilatura()
        is_one = np.subtract(lines.ends, lines.starts).dot(keep) >= _LEAST_CHARACTERS
        return confidence.all_by(confidence.EXTRACTED, keep) if is_one else None
    keep = evidence.kept_by_either()
    return confidence.all_by(confidence.EITHER, keep) if is_enough(lines, keep) else None


def _speak(reached: NDArray[np.uint8]) -> Matrix:
    return load_forest("page").spoken(reached, _gains())


@cache
def _gains() -> Matrix:
    return load_forest("page").gain_by_group(_GROUPS)


def extracted_lines(tree: etree._Element) -> Lines:
    """Return the lines of the article as trafilatura sees it, none where it finds no article.

    Its fallbacks (jusText, readability) are left out: they take a third of its time, and beside the verdict on the text
    they add nothing (docs/cleaning.md). What it would throw out unread is taken from the tree first: it copies the page
    several times, and looks through each copy.
    """
    import trafilatura  # noqa: PLC0415 - slow to import, and only pages need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    for script in tree.iter("script"):
        if script.get("type") != _READ_SCRIPT:
            script.tag = "style"  # to go with the others: one by one would take time that grows faster than the page
    etree.strip_elements(tree, *_UNREAD, with_tail=False)
    document = trafilatura.bare_extraction(tree, include_comments=False, fast=True)
    text = getattr(document, "text", None) or ""
    return split_lines(freeze(text))


def _phrase(group: str, row: NDArray[np.float32]) -> str:
    def value(name: str) -> float:
        return float(row[_COLUMN[name]])

    match group:
        case "text":
            return f"text reads like the body: {float(probability(row[:1])[0]):.2f}"
        case "kept":
            return "kept by trafilatura" if value("kept") >= 0.5 else "left out by trafilatura"
        case "links":
            return f"links {value('links'):.1f}"
        case _:
            return f"its element holds {value('markup: text of the same parent'):.0%} of the page's running text"
