"""Pages that a scraper gives as Markdown: judged by what a reader would see, with every mark where it was."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cleaning.story import PARAGRAPHS
from tests.cleaning.test_plain import assert_lawful, kept, kinds
from tui.cleaning import clean
from tui.cleaning.markdown import is_markdown, readable
from tui.model import BlockKind

HEADLINE = "# Harbour Bridge Reopens After Repairs"
PICTURE = "[![Image 2: A bridge](https://post.example/b.jpg)](https://post.example/b)"
STORY = [
    PARAGRAPHS[0].replace("harbour bridge", "[harbour bridge](https://post.example/bridge_(1958))"),
    PARAGRAPHS[1].replace("at once", "**at once**"),
    "## Stronger *than before*",
    f"> {PARAGRAPHS[2]}",
    PARAGRAPHS[3],
    "- [Ferries](/ferries) run until Sunday",
    "- Buses go by the ring road",
    *PARAGRAPHS[4:],
]
PAGE = "\n\n".join([
    "[Skip to content](#main)\n\n* [Home](/)\n* [News](/news)\n* [Sport](/sport)",
    f"{HEADLINE}\n\nBy [Ada Holm](/ada)\n\nJune 3, 2024\n\n{PICTURE}",
    *STORY,
    "[Share on Facebook](https://facebook.example/s)[Share on X](https://x.example/s)",
    "### Related stories\n\n* [Ferry fares to rise again](/fares)\n* [The fate of the old bridge](/fate)",
    "\u00a9 2024 The Harbour Post. All rights reserved.",
])  # fmt: skip


def test_the_article_is_kept_with_its_marks_and_nothing_else() -> None:
    article = clean(PAGE)
    assert kept(article) == STORY
    assert article.title == HEADLINE
    assert article.text == PAGE
    assert_lawful(article)


def test_marks_give_their_lines_a_kind() -> None:
    found = kinds(clean(PAGE))
    assert found[STORY[2]] is BlockKind.SUBHEADING
    assert found[STORY[3]] is BlockKind.BLOCK_QUOTE
    assert found[STORY[5]] is BlockKind.LIST_ITEM
    assert found["By [Ada Holm](/ada)"] is BlockKind.BYLINE
    assert found[PICTURE] is BlockKind.CAPTION
    assert found["[Share on Facebook](https://facebook.example/s)[Share on X](https://x.example/s)"] is BlockKind.SHARE


def test_a_paragraph_wrapped_at_a_fixed_width_keeps_all_its_lines() -> None:
    wrapped = [paragraph.replace(", ", ",\n").replace(" of ", "\nof ") for paragraph in STORY]
    article = clean("\n\n".join([HEADLINE, *wrapped]))
    assert_lawful(article)
    assert "".join(kept(article)).replace("\n", "").replace(" ", "") == "".join(wrapped).replace("\n", "").replace(
        " ", ""
    )


@pytest.mark.parametrize("text", ["#Brexit is over\n# one\n", "He said [sic](so) it was", "C#\n\n## One heading alone",
                                  "import os\n# one\nos.a()\n# two\nos.b()\n# three"])  # fmt: skip
def test_a_text_with_a_mark_here_and_there_is_no_markdown(text: str) -> None:
    assert not is_markdown(text)


PIECES = st.sampled_from([
    "[", "]", "](", ")", "!", "![", "](http://a.example)", "# ", "## ", "\n", "\n\n", "> ", "*", "**", "_", "__", "a",
    "b c", " ", "\u2028", "\u200b", "1. ", "- ", "\\",
])  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_the_marks_every_character_stays_and_every_line_is_a_line(pieces: str) -> None:
    text = f"# A\n\n## B\n\n[c](http://d.example)\n\n{pieces}"
    assert readable(text).count("\n") == text.count("\n")
    article = clean(text)
    assert article.text == text
    assert_lawful(article)


@pytest.mark.parametrize("piece", ["[a](", "**a ", "[![", "> ", "_a *b ", "# ", "a    ", "[a][", "((", "__ **"])
def test_marks_without_end_are_read_in_time_that_grows_with_them(piece: str) -> None:
    start = time.process_time()
    readable("# a\n## b\n### c\n" + piece * (1_000_000 // len(piece)))
    assert time.process_time() - start < 5
