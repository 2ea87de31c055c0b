"""A cleaned article for reading: plain text, one JSON record, a web page, and the reasons line by line.

What goes to a terminal is passed through `screen_safe`; what goes into HTML is escaped. The functions return text and
write nothing.
"""

import json
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from tui.cleaning.shapes import is_item
from tui.model import Article, Block, BlockKind, screen_safe

_EXCERPT = 60  # characters of a block in an explanation

_PAGE_HEAD = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.6 Georgia, serif; }}
article + article {{ border-top: 1px solid; margin-top: 3rem; padding-top: 1rem; }}
details {{ font: 0.85rem/1.5 system-ui, sans-serif; opacity: 0.75; margin: 0.75rem 0; }}
ul.own {{ list-style: none; padding-left: 1rem; }}
details p {{ margin: 0.25rem 0 0.25rem 1rem; }}
.source, .why {{ font: 0.8rem system-ui, sans-serif; opacity: 0.75; }}
</style>
</head>
<body>
"""
_TAGS = {BlockKind.SUBHEADING: "h2", BlockKind.BLOCK_QUOTE: "blockquote", BlockKind.PULL_QUOTE: "blockquote"}


def as_text(article: Article, *, for_terminal: bool = False) -> str:
    """Return title and body with a blank line between paragraphs, ending in a line feed."""
    parts = [article.title] if article.title else []
    text = "\n\n".join([*parts, *(article.text[b.start : b.end] for b in article.blocks if b.keep)]) + "\n"
    return screen_safe(text, keep_newlines=True) if for_terminal else text


def as_record(article: Article) -> str:
    """Return the article as one line of JSON: id, whole text, its SHA-256, title, blocks and where it came from.

    Offsets of blocks count code points of `text`.
    """
    record = {
        "id": article.id, "text": article.text, "text_sha256": article.text_sha256, "title": article.title,
        "blocks": [block.as_json() for block in article.blocks], "source": article.source.as_json(),
    }  # fmt: skip
    if article.lang is not None:
        record["lang"] = article.lang
    return json.dumps(record, ensure_ascii=False)


def as_page(articles: Iterable[Article]) -> str:
    """Return a web page that shows the articles for reading; what was dropped is folded away in its place."""
    shown = list(articles)
    title = shown[0].title or shown[0].id if len(shown) == 1 else "Cleaned articles"
    lang = (shown[0].lang if shown else None) or "en"
    body = "".join("".join(_article_html(article)) for article in shown)
    return f"{_PAGE_HEAD.format(title=escape(title), lang=escape(lang))}{body}</body>\n</html>\n"


def _article_html(article: Article) -> Iterator[str]:
    yield f'<article id="{escape(article.id)}">\n<h1 dir="auto">{escape(article.title or article.id)}</h1>\n'
    source = article.source
    facts = [fact for fact in (source.author, source.published, source.publisher, source.url or source.name) if fact]
    if facts:
        line = escape(" \u00b7 ".join(facts))
        yield f'<p class="source">{line}</p>\n'
    shown = (block for block in article.blocks if block.kind is not BlockKind.TITLE)
    for dropped, run in groupby(shown, key=lambda block: block.dropped):
        blocks = list(run)
        yield from _dropped_html(article, blocks) if dropped else _kept_html(article, blocks)
    yield "</article>\n"


def _kept_html(article: Article, blocks: Iterable[Block]) -> Iterator[str]:
    def make(block: Block) -> tuple[bool, bool]:
        is_list = block.kind is BlockKind.LIST_ITEM
        return is_list, is_list and is_item(article.text[block.start : block.end])

    for (is_list, has_marks), run in groupby(blocks, key=make):
        tags = [("li" if is_list else _TAGS.get(block.kind, "p"), block) for block in run]
        items = [f'<{tag} dir="auto">{_text(article, block)}</{tag}>\n' for tag, block in tags]
        opened = '<ul class="own">' if has_marks else "<ul>"
        yield f"{opened}\n{''.join(items)}</ul>\n" if is_list else "".join(items)


def _dropped_html(article: Article, blocks: list[Block]) -> Iterator[str]:
    kinds = ", ".join(dict.fromkeys(block.kind.value for block in blocks))
    yield f"<details><summary>{len(blocks)} left out: {escape(kinds)}</summary>\n"
    for block in blocks:
        why = escape(f"{block.kind.value}: {block.reason}")
        yield f'<p dir="auto">{_text(article, block)} <span class="why">({why})</span></p>\n'
    yield "</details>\n"


def _text(article: Article, block: Block) -> str:
    return escape(article.text[block.start : block.end])


def as_explanation(article: Article) -> str:
    """Return one line a block, safe for a terminal: offset, kind, verdict, confidence, reason, evidence, excerpt.

    The verdict is `keep` or `drop`, and `head` for the title, which is shown above the body and is no part of it.
    """
    lines = [f"{article.id}: {sum(block.keep for block in article.blocks)} of {len(article.blocks)} blocks kept"]
    width = len(str(len(article.text)))
    for block in article.blocks:
        sure = "    " if block.confidence is None else f"{block.confidence:.2f}"
        why = block.reason + (f" [{'; '.join(block.evidence)}]" if block.evidence else "")
        text = article.text[block.start : block.end]
        excerpt = text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "\u2026"
        verdict = "keep" if block.keep else "head" if block.kind is BlockKind.TITLE else "drop"
        lines.append(f"{block.start:>{width}}  {block.kind.value:<13} {verdict} {sure}  {why} | {excerpt}")
    return "".join(screen_safe(line) + "\n" for line in lines)
