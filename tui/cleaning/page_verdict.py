"""The verdict on the blocks of a page: that on their text, weighed with the markup and with what trafilatura kept."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from tui.cleaning.evidence import Explainer
from tui.cleaning.features import Matrix
from tui.cleaning.language import Language
from tui.cleaning.lines import Lines, split_lines
from tui.cleaning.page import PageBlock
from tui.cleaning.page_features import NAMES, page_features
from tui.cleaning.trees import load_forest
from tui.cleaning.verdict import Verdict, judge_lines, probability
from tui.model import freeze

_GROUP_NAMES = ("text", "kept", "links", "markup")
_GROUPS = np.array([_GROUP_NAMES.index(name.split(":")[0].split(" ")[0]) for name in NAMES], np.intp)
_COLUMN = {name: i for i, name in enumerate(NAMES)}


def judge_page(lines: Lines, blocks: Sequence[PageBlock], tree: etree._Element, language: Language | None) -> Verdict:
    """Return the verdict on the blocks of a page; `lines` holds the same blocks as text."""
    text = judge_lines(lines, language)
    rows = page_features(lines, blocks, extracted_lines(tree), text)
    forest = load_forest("page")
    odds, reached = forest.log_odds(rows)
    explainer = Explainer(rows, lambda: forest.spoken(reached, _gains()), _GROUP_NAMES, _phrase)
    return replace(text, body=probability(odds), odds=odds, explain=explainer)


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
