"""What a page says of itself: headline, writer, date, publisher, address and language."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from tui.model import Source, freeze

_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|Review", re.IGNORECASE)
_MOST_JSON = 1_000_000  # characters of JSON-LD that are read
_MOST = 500  # characters of one value
_LANG = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found, None where the page doesn't say; `is_article`: it says that it holds an article."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    lang: str | None = None
    is_article: bool = False

    def completed(self, source: Source) -> Source:
        """Return `source` with what it does not say itself."""
        return replace(
            source, url=source.url or self.url, publisher=source.publisher or self.publisher,
            author=source.author or self.author, published=source.published or self.published,
        )  # fmt: skip


def read_metadata(tree: etree._Element) -> Metadata:
    """Return the metadata of a page: JSON-LD first (schema.org), then Open Graph and `<meta>`."""
    linked = next(_articles_in_json(tree), {})
    meta = _meta(tree)
    canonical = next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), None)
    lang = _LANG.match((tree.get("lang") or "").strip())
    return Metadata(
        _text(linked.get("headline")) or meta.get("og:title") or meta.get("twitter:title"),
        _names(linked.get("author")) or meta.get("author") or _not_url(meta.get("article:author")),
        _text(linked.get("datePublished")) or meta.get("article:published_time") or meta.get("date"),
        _names(linked.get("publisher")) or meta.get("og:site_name"),
        _web_address(canonical) or _web_address(meta.get("og:url")),
        lang.group().lower() if lang else None,
        bool(linked) or meta.get("og:type") == "article",
    )


def _articles_in_json(tree: etree._Element) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _MOST_JSON:
            continue
        try:
            found = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        todo = [found]
        while todo:
            value = todo.pop(0)
            if isinstance(value, list):
                todo[:0] = value
            elif isinstance(value, dict):
                if _ARTICLE_TYPES.search(str(value.get("@type"))) and value.get("headline"):
                    yield value
                todo += [value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value]


def _meta(tree: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = _text(element.get("content"))
        if name and value:
            found.setdefault(name, value)
    return found


def _text(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(freeze(value).split())[:_MOST] or None


def _names(value: object) -> str | None:
    """Return the names of a person, an organisation, or several of them, joined by commas."""
    entries = value if isinstance(value, list) else [value]
    names = [_text(entry.get("name") if isinstance(entry, dict) else entry) for entry in entries[:20]]
    return ", ".join(dict.fromkeys(name for name in names if name and _not_url(name))) or None


def _not_url(value: str | None) -> str | None:
    return None if value is None or value.startswith(("http:", "https:", "//", "/")) else value


def _web_address(value: str | None) -> str | None:
    text = _text(value)
    try:
        is_web = text is not None and urlsplit(text).scheme in ("http", "https")
    except ValueError:
        return None
    return text if is_web else None
