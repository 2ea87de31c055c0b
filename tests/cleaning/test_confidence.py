"""How sure the cleaner says it is: of lines that rules decide, of those that go with others, and of headlines."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.cleaning.test_html import PAGE
from tests.cleaning.test_plain import BODY, TITLE
from tui.cleaning import clean, clean_html, confidence
from tui.cleaning.body import article_blocks
from tui.cleaning.confidence import OF_PAGE, OF_TEXT, Choice, Curve, right_title
from tui.cleaning.language import language
from tui.cleaning.lines import split_lines
from tui.cleaning.verdict import judge_lines
from tui.model import Article, Block

NOTE = "Marta Lind, engineer and bridge builder, born 9 January 1932; died 2 June 2024"


def block_of(article: Article, line: str) -> Block:
    return next(block for block in article.blocks if article.text[block.start : block.end].startswith(line))


def test_a_line_that_a_rule_decides_says_which_and_how_often_that_is_right() -> None:
    note = block_of(clean("\n\n".join([TITLE, *BODY, NOTE])), NOTE)
    assert (note.keep, note.reason) == (True, confidence.CLOSING.reason)
    assert note.confidence == confidence.CLOSING.right


def test_a_line_kept_for_what_stands_around_it_does_not_claim_to_read_as_the_text() -> None:
    line = "(c) 2024 Harbour Media. All rights reserved. Sign up for our newsletter."
    lines = split_lines("\n\n".join([*BODY, line, *BODY]))
    everything = Choice([True] * len(lines), {})
    blocks = article_blocks(lines, judge_lines(lines, language("en")), everything, None)
    told = {lines.plain[i]: block for i, block in enumerate(blocks)}
    assert told[line].reason == "stands among the article's text"
    assert (told[line].confidence or 1) < 0.5
    assert told[BODY[1]].reason == "reads as the article's text"


def test_a_headline_that_the_page_names_is_surer_than_one_found_among_lines() -> None:
    named = block_of(clean_html(PAGE), clean_html(PAGE).title)
    assert named.reason == "named as its title by the page"
    guessed = block_of(clean("\n\n".join([TITLE, *BODY])), TITLE)
    assert guessed.reason == "likeliest headline"
    assert (named.confidence or 0) > (guessed.confidence or 0) >= 0.5


@given(st.lists(st.floats(0, 1), min_size=2, max_size=20), st.sampled_from([OF_TEXT, OF_PAGE]))
def test_what_the_forests_are_surer_of_is_never_said_to_be_less_sure(body: list[float], curve: Curve) -> None:
    rising = np.array(sorted(body), np.float32)
    kept = curve.right(rising, np.ones(len(body), np.bool_))
    dropped = curve.right(rising, np.zeros(len(body), np.bool_))
    assert kept == sorted(kept)
    assert dropped == sorted(dropped, reverse=True)
    assert all(0 < sure <= 1 for sure in (*kept, *dropped))


@given(st.floats(-30, 30), st.floats(-30, 30))
def test_a_likelier_headline_is_never_less_sure(one: float, other: float) -> None:
    assert (right_title(one) <= right_title(other)) or one > other
