"""What `copydesk clean` shows of an article."""

import json

from tui.cleaning import clean
from tui.cleaning.report import as_explanation, as_page, as_record, as_text
from tui.model import Article, Block, BlockKind, Source

TEXT = "A <b>Title</b>\n\nFirst & foremost.\n\n\u2022 an item\n\nShare \u202ethis"
ARTICLE = Article(
    "one", TEXT,
    (
        Block(0, 14, BlockKind.TITLE, False, "likeliest headline"),
        Block(16, 33, BlockKind.BODY, True, "reads well", 0.9, ("3 words",)),
        Block(35, 44, BlockKind.LIST_ITEM, True, "list item"),
        Block(46, len(TEXT), BlockKind.SHARE, False, "share <button>", 0.8),
    ),
    Source(url="https://example.org/?a=1&b=2", author="M. Lind"),
)  # fmt: skip


def test_text_is_title_and_body() -> None:
    assert as_text(ARTICLE) == "A <b>Title</b>\n\nFirst & foremost.\n\n\u2022 an item\n"


def test_text_for_a_terminal_holds_nothing_that_commands_it() -> None:
    article = Article("x", "one \u202etwo", (Block(0, 8, BlockKind.BODY, True, "kept"),))
    assert as_text(article, for_terminal=True) == "one \u200btwo\n"


def test_a_record_is_one_line_whose_blocks_slice_its_text() -> None:
    record = as_record(ARTICLE)
    assert "\n" not in record
    data = json.loads(record)
    assert data["text"][data["blocks"][1]["start"] : data["blocks"][1]["end"]] == "First & foremost."
    assert (data["id"], data["title"], data["source"]["author"]) == ("one", "A <b>Title</b>", "M. Lind")


def test_a_page_escapes_everything_and_folds_what_was_dropped() -> None:
    page = as_page([ARTICLE])
    assert '<h1 dir="auto">A &lt;b&gt;Title&lt;/b&gt;</h1>' in page
    assert '<p dir="auto">First &amp; foremost.</p>' in page
    assert "?a=1&amp;b=2" in page
    before, folded = page.split("<details>")
    assert "this" not in before
    assert "share: share &lt;button&gt;" in folded.split("</details>")[0]
    assert '<ul class="own">\n<li' in before


def test_an_explanation_has_one_line_a_block_and_no_control_characters() -> None:
    lines = as_explanation(ARTICLE).splitlines()
    assert len(lines) == 1 + len(ARTICLE.blocks)
    assert lines[0] == "one: 2 of 4 blocks kept"
    assert "title         head       likeliest headline | A <b>Title</b>" in lines[1]
    assert "body          keep 0.90  reads well [3 words] | First & foremost." in lines[2]
    assert "\u202e" not in lines[4]


def test_every_verdict_of_the_cleaner_can_be_explained() -> None:
    story = "The bridge over the harbour opened again on Monday after weeks of repairs, the city's engineer said."
    article = clean(
        "\n\n".join(["Harbour Bridge Opens", *(f"{story} It cost {i} million." for i in range(8)), "Share"])
    )
    assert as_explanation(article).count("\n") == 1 + len(article.blocks)
    assert article.blocks[-1].evidence


def test_items_with_marks_of_their_own_get_no_second_one() -> None:
    own = Article("x", "1. one\n\ntwo", (
        Block(0, 6, BlockKind.LIST_ITEM, True, "list item"), Block(8, 11, BlockKind.BODY, True, "body"),
    ))  # fmt: skip
    assert '<ul class="own">\n<li dir="auto">1. one</li>' in as_page([own])
    plain = Article("x", "one", (Block(0, 3, BlockKind.LIST_ITEM, True, "list item"),))
    assert '<ul>\n<li dir="auto">one</li>' in as_page([plain])
