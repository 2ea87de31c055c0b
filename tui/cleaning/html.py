"""An HTML page to an `Article`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from lxml import etree

from tui.cleaning.body import article_blocks, other_blocks, text_languages
from tui.cleaning.encoding import decode_page
from tui.cleaning.headline import Headline, title_line
from tui.cleaning.language import known_language
from tui.cleaning.lines import Lines, split_lines
from tui.cleaning.metadata import Metadata, leads_to, read_metadata
from tui.cleaning.page import HEADINGS, PageBlock, page_blocks, page_text, parse_page
from tui.cleaning.page_verdict import is_cell, is_shouted_link, judge_page, kept_on_page
from tui.cleaning.plain import as_is
from tui.cleaning.verdict import judge_lines
from tui.model import Article, Block, BlockKind, CopydeskError, Source

MAX_BLOCKS = 20_000
"""Blocks of a page above which trafilatura, whose time grows faster than the page, is not asked."""

MAX_DEPTH = 250
"""Elements inside one another above which trafilatura, which recurses, is not asked."""

MAX_ELEMENTS = 100_000
"""Elements of a page above which trafilatura, which copies them several times, is not asked; news have 3,000 or so."""

_COUNT = etree.XPath("count(//*)")

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]{4}")
"""Letters of scripts that put no space between words: a headline of many words is one word there."""
_LEAST_TITLE = 3  # words of a headline
_NAMED, _ONLY = 0.99, 0.97  # how often a headline that the page names is right, and its only `h1` (all of 155 and 31)
_POSITIONAL = (BlockKind.OTHER, BlockKind.NAVIGATION, BlockKind.RELATED)
_BY_HINT = {
    "caption": BlockKind.CAPTION, "time": BlockKind.TIMESTAMP, "author": BlockKind.BYLINE, "offer": BlockKind.PROMO,
    "comments": BlockKind.COMMENTS, "related": BlockKind.RELATED, "share": BlockKind.SHARE, "ad": BlockKind.AD,
    "tags": BlockKind.NAVIGATION, "footer": BlockKind.FOOTER, "menu": BlockKind.NAVIGATION, "side": BlockKind.WIDGET,
}  # fmt: skip
_BY_AREA = {
    "nav": BlockKind.NAVIGATION, "footer": BlockKind.FOOTER, "figure": BlockKind.CAPTION, "aside": BlockKind.WIDGET,
    "form": BlockKind.WIDGET,
}  # fmt: skip


def clean_html(page: str | bytes, *, id: str = "article", source: Source = Source()) -> Article:  # noqa: A002, B008 - frozen
    """Return the article in an HTML page; all other visible text of the page is dropped blocks.

    The article's text is the visible text of the page in its order, one block for each stretch between two block
    elements. What the page says of itself fills the fields of `source` that are unset. Raises `CopydeskError` where the
    page has no text.

    Where it shows no article but gives one as data (`articleBody` in JSON-LD), that comes first in the text.
    """
    tree, source = _tree(page, id, source)
    metadata = read_metadata(tree)
    blocks = page_blocks(tree, id)
    source = metadata.completed(source)
    if not blocks and metadata.body:
        return _article_in_data(id, "", (), metadata, source)
    text = _text_of(blocks, tree, id)
    lines = split_lines(text)
    code = text_languages(lines)[0]
    language = known_language(code)
    if len(blocks) <= MAX_BLOCKS and max(block.depth for block in blocks) <= MAX_DEPTH and _COUNT(tree) <= MAX_ELEMENTS:
        verdict, evidence = judge_page(lines, blocks, tree, language)
    else:
        verdict, evidence = judge_lines(lines, language), None
    choice = kept_on_page(
        lines, verdict, evidence, says_article=metadata.is_article, knows_language=language is not None
    )  # fmt: skip
    if choice is None and metadata.body and not set(split_lines("\n".join(metadata.body)).keys) & set(lines.keys):
        shown = [_named(block, markup) for block, markup in zip(_beside_data(lines), blocks, strict=True)]
        return _article_in_data(id, text, shown, metadata, source)
    if choice is None:
        return Article(id, text, other_blocks(lines), source, code or metadata.lang)
    title = named_title(lines, blocks, metadata) or title_line(lines, verdict, choice.keep)
    found = article_blocks(lines, verdict, choice, title)
    named = tuple(_named(block, markup) for block, markup in zip(found, blocks, strict=True))
    return Article(id, text, named, source, code or metadata.lang)


def page_as_is(page: str | bytes, *, id: str = "article", source: Source = Source()) -> Article:  # noqa: A002, B008 - frozen
    """Return all visible text of a page as an article, every block kept. Raises `CopydeskError` where there is none."""
    tree, source = _tree(page, id, source)
    return as_is(_text_of(page_blocks(tree, id), tree, id), id=id, source=source)


def _tree(page: str | bytes, name: str, source: Source) -> tuple[etree._Element, Source]:
    if isinstance(page, bytes):
        page, _, url = decode_page(page, name)
        source = replace(source, url=source.url or url)
    return parse_page(page, name), source


def _text_of(blocks: list[PageBlock], tree: etree._Element, name: str) -> str:
    if blocks:
        return page_text(blocks)
    if there := leads_to(tree):
        wanted = "that page" if len(there) == 1 else "the one that holds the article"
        raise CopydeskError(f"{name} holds no text, but leads on to {', '.join(there)}; give {wanted}")
    raise CopydeskError(f"{name} holds no text, only markup; save the page again when it has loaded")


def _beside_data(lines: Lines) -> list[Block]:
    """Return dropped blocks for what a page shows beside the article that it gives as data."""
    return [
        Block(start, end, BlockKind.OTHER, False, "beside the article that the page gives as data")
        for start, end in zip(lines.starts, lines.ends, strict=True)
    ]  # fmt: skip


def _article_in_data(id: str, text: str, shown: Sequence[Block], metadata: Metadata, source: Source) -> Article:  # noqa: A002
    """Return the article that a page gives as data, followed by the `text` that it shows, whose blocks are `shown`."""
    whole, blocks = "", []
    for paragraph in (metadata.title, *metadata.body):
        if not paragraph:
            continue
        is_title = paragraph is metadata.title
        kind, why = (BlockKind.TITLE, "headline") if is_title else (BlockKind.BODY, "text")
        blocks.append(Block(
            len(whole), len(whole) + len(paragraph), kind, not is_title, f"the article's {why} in the page's data"
        ))  # fmt: skip
        whole += paragraph + "\n\n"
    at = len(whole)
    moved = [replace(block, start=block.start + at, end=block.end + at) for block in shown]
    whole = (whole + text).rstrip("\n")
    code = text_languages(split_lines(whole))[0]
    return Article(id, whole, (*blocks, *moved), source, code or metadata.lang)


def named_title(lines: Lines, blocks: list[PageBlock], metadata: Metadata) -> Headline | None:
    """Return the block that is the headline.

    A heading that the page names as its title, else another block that it names so, else its only `h1`.
    """
    headings = [i for i, block in enumerate(blocks) if block.tag in HEADINGS]
    if metadata.title:
        wanted = split_lines(metadata.title).keys
        others = (i for i, block in enumerate(blocks) if block.links == 0 and _is_long_enough(lines, block, i))
        for i in chain(headings, others):
            if (key := lines.key(i)) and key in wanted:
                return Headline(i, "named as its title by the page", _NAMED)
    first_rank = [i for i in headings if blocks[i].tag == "h1" and _is_long_enough(lines, blocks[i], i)]
    return Headline(first_rank[0], "the page's only heading of the first rank", _ONLY) if len(first_rank) == 1 else None


def _is_long_enough(lines: Lines, block: PageBlock, i: int) -> bool:
    """Return whether a block has the words of a headline."""
    return lines.sizes[i] >= _LEAST_TITLE or _UNSPACED.search(block.text) is not None


def _named(block: Block, markup: PageBlock) -> Block:
    """Return the block with the kind that the markup gives it, where its text did not say more."""
    kind, reason = block.kind, block.reason
    if block.keep and kind in (BlockKind.BODY, BlockKind.SUBHEADING, BlockKind.LIST_ITEM):
        if markup.tag in HEADINGS:
            kind, reason = BlockKind.SUBHEADING, "heading in the body"
        elif markup.tag == "li":
            kind, reason = BlockKind.LIST_ITEM, "list item in the body"
        elif "blockquote" in markup.areas:
            kind, reason = BlockKind.BLOCK_QUOTE, "quoted in the body"
    elif not block.keep and kind in _POSITIONAL and is_shouted_link(markup):
        kind, reason = BlockKind.RELATED, "a link in capitals"
    elif not block.keep and kind in _POSITIONAL and markup.pulled:
        kind, reason = BlockKind.PULL_QUOTE, "in an element named for pulled quotes"
    elif not block.keep and kind is BlockKind.OTHER and is_cell(markup):
        kind, reason = BlockKind.WIDGET, "cell of a table"
    elif not block.keep and kind in _POSITIONAL:
        area = next((area for area in _BY_AREA if area in markup.areas), None)
        if kind is BlockKind.RELATED and (markup.hint == "side" or area == "aside"):
            pass  # what stands beside the article is mostly links to others: its text said more
        elif markup.hint in _BY_HINT:
            kind, reason = _BY_HINT[markup.hint], f"in an element named for {markup.hint}"
        elif area is not None:
            kind, reason = _BY_AREA[area], f"in the page's {area}"
    return block if reason is block.reason else block.named(kind, reason)
