"""The verdict on the blocks of a page: that on their text, weighed with the markup and with what trafilatura kept."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from tui.cleaning.body import is_article, is_enough, kept_lines
from tui.cleaning.evidence import Explainer
from tui.cleaning.features import Column, Matrix
from tui.cleaning.language import Language
from tui.cleaning.lines import Lines, split_lines
from tui.cleaning.page import HEADINGS, PageBlock
from tui.cleaning.page_features import NAMES, kept_shares, page_features
from tui.cleaning.trees import load_forest
from tui.cleaning.verdict import Verdict, judge_lines, probability
from tui.model import freeze

_GROUP_NAMES = ("text", "kept", "links", "markup")
_GROUPS = np.array([_GROUP_NAMES.index(name.split(":")[0].split(" ")[0]) for name in NAMES], np.intp)
_FOR_EXTRACTED = 1.0  # log-odds added for what trafilatura kept
_FOR_LINKS = 1.0  # log-odds taken from links
_MOST_OF_IT = 0.5  # share of a block from which it counts as kept by trafilatura, or as a link
_LEAST_CHARACTERS = 150  # kept ones below which a page in a language that is not known is not taken for an article
_COLUMN = {name: i for i, name in enumerate(NAMES)}
_HEADINGS = [_COLUMN[f"markup: tag {tag}"] for tag in sorted(HEADINGS)]


@dataclass(frozen=True)
class PageEvidence:
    """What is known of the blocks of a page: the verdict on their text, which would be kept by that alone, how much of
    each trafilatura kept, and what the forest of pages sees of all that.
    """

    text: Verdict
    kept_as_text: NDArray[np.bool_]
    extracted: Column
    rows: Matrix

    def weighed(self, log_odds: NDArray[np.float32]) -> Verdict:
        """Return the verdict of the forest of pages, given its log-odds. It has seen where the text ends.

        The forest is too hard on lists and headings: what trafilatura kept is likelier, if it stands within the text
        and has no sign. Links are less likely, since their shape would make them headings; but not if they are headings
        by their element and trafilatura kept them.
        """
        extracted = self.kept_by_trafilatura()
        inside = np.maximum.accumulate(self.kept_as_text) & np.maximum.accumulate(self.kept_as_text[::-1])[::-1]
        has_sign = self.text.kinds > 0
        is_link = self.rows[:, _COLUMN["links"]] >= _MOST_OF_IT
        is_heading = self.rows[:, _HEADINGS].any(axis=1)
        odds = log_odds + _FOR_EXTRACTED * (extracted & inside & ~has_sign)
        odds = (odds - _FOR_LINKS * (is_link & ~(extracted & is_heading))).astype(np.float32)
        return replace(self.text, body=probability(odds), odds=odds, ends=None, extracted=extracted)

    def kept_by_either(self) -> NDArray[np.bool_]:
        """Return the blocks that trafilatura keeps, or that their text alone would have kept."""
        return self.kept_as_text | self.kept_by_trafilatura()

    def kept_by_trafilatura(self) -> NDArray[np.bool_]:
        """Return the blocks that trafilatura keeps."""
        return np.asarray(self.extracted >= _MOST_OF_IT)


def page_evidence(lines: Lines, blocks: Sequence[PageBlock], extracted: Lines, text: Verdict) -> PageEvidence:
    """Return what is known of the blocks of a page; `lines` holds them as text, `extracted` what trafilatura kept."""
    kept, as_text = kept_shares(lines, extracted), kept_lines(lines, text)
    return PageEvidence(text, as_text, kept, page_features(lines, blocks, kept, text, as_text))


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
) -> NDArray[np.bool_] | None:
    """Return which blocks of a page are kept, None where no article is found.

    A page that says of itself that it holds an article (`says_article`) does, also where none is clear: then what
    trafilatura or the text alone keeps is kept. In a language without a data file trafilatura alone is asked, and
    characters are counted, since there may be no spaces between the words.
    """
    keep = kept_lines(lines, verdict)
    if is_article(lines, verdict.body, keep):
        return keep
    if evidence is None or not says_article:
        return None
    if not knows_language:
        keep = evidence.kept_by_trafilatura()
        return keep if np.subtract(lines.ends, lines.starts).dot(keep) >= _LEAST_CHARACTERS else None
    keep = evidence.kept_by_either()
    return keep if is_enough(lines, keep) else None


def _speak(reached: NDArray[np.uint8]) -> Matrix:
    return load_forest("page").spoken(reached, _gains())


@cache
def _gains() -> Matrix:
    return load_forest("page").gain_by_group(_GROUPS)


def extracted_lines(tree: etree._Element) -> Lines:
    """Return the lines of the article as trafilatura sees it, none where it finds no article.

    Its fallbacks (jusText, readability) are left out: they take a third of its time, and beside the verdict on the text
    they add nothing (docs/cleaning.md).
    """
    import trafilatura  # noqa: PLC0415 - slow to import, and only pages need it

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
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
