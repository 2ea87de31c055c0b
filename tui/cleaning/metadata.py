"""What a page says of itself: headline, writer, date, publisher, address and language."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from tui.model import Source, freeze

_ARTICLE_TYPES = re.compile(r"Article|Posting|Report|Review", re.IGNORECASE)
_MOST_JSON = 1_000_000  # characters of JSON-LD that are read, and of an article's text in it
_MOST_NODES = 2_000  # values of one script that are looked at
_LONGEST_NAME = 60  # characters
_NO_NAME = re.compile(r"[\d|]|,\s+\S")
_LEAST_BODY = 150  # characters of an article's text
_MOST = 500  # characters of one value
_MOST_FRAMES = 3  # pages in frames that are named
_LANG = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_PARAGRAPH = re.compile(r"<(?:/?(?:p|div|h[1-6]|li)|br)\b[^<>]{0,500}>|\n", re.IGNORECASE)
_BY = re.compile(r"by\s+(?=\S)", re.IGNORECASE)
# What orders the letters of a line anew or can't be seen: a person or a site has no need of it in a name.
_UNSEEN = dict.fromkeys(
    map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff\xad")
)
# What some put around JSON so that old browsers pass it over, and the comma that JSON does not allow.
_WRAPPING = re.compile(r"^\s*(?:/[/*]\s*)?(?:<!--|<!\[CDATA\[)(?:\s*\*/)?")
_LAST_COMMA = re.compile(r",(?=\s*[}\]])")
_BETWEEN_PARTS = re.compile(r"\s+[|\u2013\u2014\u00ab\u00bb\u00b7\u2022-]\s+")
_FORWARDS = re.compile(r"url\s*=\s*[\"']?([^\"'\s]{1,2000})", re.IGNORECASE)
_DECODER = json.JSONDecoder(strict=False)
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl")
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.date", "dcterms.created", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date",
    "publication_date",
)  # fmt: skip
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name")
_ASKED_FOR = frozenset((*_TITLES, *_AUTHORS, *_DATES, *_PUBLISHERS, "og:type", "og:url"))
_DAYS = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y/%m/%d", "%Y%m%d")
"""How a day is written where nothing is in doubt: `03/06/2024` may be in March or in June."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found, None where the page doesn't say; `is_article`: it says that it holds an article.

    `published` is as ISO 8601 writes it where it could be told, else as the page does. `body` holds the paragraphs of
    the article that the page gives in JSON-LD, beside what it shows, none where they are a teaser.
    """

    title: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    lang: str | None = None
    is_article: bool = False
    body: tuple[str, ...] = ()

    def completed(self, source: Source) -> Source:
        """Return `source` with what it does not say itself."""
        return replace(
            source, url=source.url or self.url, publisher=source.publisher or self.publisher,
            author=source.author or self.author, published=source.published or self.published,
        )  # fmt: skip


def read_metadata(tree: etree._Element) -> Metadata:
    """Return the metadata of a page: JSON-LD first (schema.org), then Open Graph, `<meta>` and marked elements."""
    linked = next(_articles_in_json(tree), {})
    meta = _meta(tree)
    canonical = next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), None)
    lang = _LANG.match((tree.get("lang") or "").strip())
    return Metadata(
        _text(linked.get("headline")) or _text(linked.get("name")) or _first(meta, _TITLES) or _page_title(tree),
        _names(linked.get("author")) or _names(linked.get("creator")) or _names(_values(meta, _AUTHORS))
        or _names(_marked_names(tree)),
        _date(linked.get("datePublished")) or _date(_first(meta, _DATES)) or _date(_marked_date(tree))
        or _date(linked.get("dateCreated")),
        _names(linked.get("publisher")) or _first(meta, _PUBLISHERS),
        _web_address(canonical) or _web_address(meta.get("og:url")),
        lang.group().lower() if lang else None,
        bool(linked) or meta.get("og:type") == "article",
        _paragraphs(linked.get("articleBody")),
    )  # fmt: skip


def leads_to(tree: etree._Element) -> list[str]:
    """Return the address that a page forwards to, else those of the pages that it shows in frames (three at most)."""
    for element in tree.iter("meta"):
        match = _FORWARDS.search(element.get("content") or "")
        is_forwarding = (element.get("http-equiv") or "").lower() == "refresh"
        if match and is_forwarding and (address := _text(match.group(1))):
            return [address]
    framed = filter(None, (_text(element.get("src")) for element in tree.iter("frame", "iframe")))
    return [*islice(dict.fromkeys(framed), _MOST_FRAMES)]


def _articles_in_json(tree: etree._Element) -> Iterator[dict[str, Any]]:
    """Yield what JSON-LD says of articles; what it only refers to (`@id`) is filled in."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _MOST_JSON:
            continue
        todo, seen = [_parsed(script.text)], 0
        named: dict[str, dict[str, Any]] = {}
        found = []
        while todo and seen < _MOST_NODES:
            seen += 1
            value = todo.pop(0)
            if isinstance(value, list):
                todo[:0] = value[:_MOST_NODES]
            elif isinstance(value, dict):
                if isinstance(value.get("@id"), str) and len(value) > 1:
                    named.setdefault(value["@id"], value)
                if _ARTICLE_TYPES.search(str(value.get("@type"))) and (value.get("headline") or value.get("name")):
                    found.append(value)
                todo += [value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value]
        for article in found:
            yield {key: _resolved(value, named) for key, value in article.items()}


def _parsed(script: str) -> object:
    """Return the JSON in a script, also where it is wrapped in a comment, or ends a list with a comma; else None."""
    text = _WRAPPING.sub("", script).lstrip("\ufeff \t\r\n;")
    for attempt in (text, _LAST_COMMA.sub("", text)):
        try:
            return _DECODER.raw_decode(attempt)[0]
        except (ValueError, RecursionError):
            continue
    return None


def _resolved(value: object, named: Mapping[str, dict[str, Any]]) -> object:
    """Return a value of JSON-LD, where it is a mere reference what that leads to."""
    if isinstance(value, list):
        return [_resolved(entry, named) for entry in value[:20] if not isinstance(entry, list)]
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def _meta(tree: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = _text(element.get("content")) if name in _ASKED_FOR else None
        if name and value and name in found and name in _AUTHORS and value not in found[name].split(", "):
            found[name] = f"{found[name]}, {value}"[:_MOST]
        elif name and value:
            found.setdefault(name, value)
    return found


def _values(meta: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """Return the value of the first name that has one which is no address, if any."""
    return [meta[name] for name in names if name in meta and _not_url(meta[name])][:1]


def _first(meta: Mapping[str, str], names: Iterable[str]) -> str | None:
    return next(filter(None, map(meta.get, names)), None)


def _page_title(tree: etree._Element) -> str | None:
    """Return the longest part of the page's title: the others name the site and the section."""
    title = _text(next((element.text for element in tree.iter("title")), None))
    return str(max(_BETWEEN_PARTS.split(title), key=len)) if title else None


def _marked_names(tree: etree._Element) -> list[str]:
    """Return the names in elements that are marked as the author's, but for those that hold more than a name."""
    found = [element for element in tree.iterfind(".//*[@rel]") if "author" in element.get("rel", "").lower().split()]
    found += tree.iterfind(".//*[@itemprop='author']")
    texts = [_text("".join(islice(element.itertext(), 20))) or "" for element in found[:20]]
    return [text.strip(" ,") for text in texts if len(text) <= _LONGEST_NAME and not _NO_NAME.search(text)]


def _marked_date(tree: etree._Element) -> object:
    """Return the date of an element that is marked as that of publication."""
    for element in tree.iter("time"):
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            return element.get("datetime")
    return None


def _text(value: object) -> str | None:
    """Return a value as a line of plain text: no tags, no entities, nothing that can't be seen."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    return _plain(value[: 20 * _MOST])[:_MOST].strip() or None


def _plain(text: str) -> str:
    for _ in range(2):  # what was escaped once for HTML and once for JSON
        if "&" in text:
            text = unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = freeze(text)
    return " ".join((text if text.isascii() else text.translate(_UNSEEN)).split())


def _paragraphs(value: object) -> tuple[str, ...]:
    if not isinstance(value, str) or len(value) > _MOST_JSON:
        return ()
    text = unescape(value) if "<" not in value else value
    found = tuple(filter(None, map(_plain, _PARAGRAPH.split(text))))
    return found if sum(map(len, found)) >= _LEAST_BODY else ()


def _names(value: object) -> str | None:
    """Return the names of a person, an organisation, or several of them, joined by commas."""
    entries = value if isinstance(value, list) else [value]
    names = [_text(entry.get("name") if isinstance(entry, dict) else entry) for entry in entries[:20]]
    given = [_BY.sub("", name, count=1) if _BY.match(name) else name for name in names if name and _not_url(name)]
    return ", ".join(dict.fromkeys(given)) or None


def _date(value: object) -> str | None:
    """Return a date as ISO 8601 writes it, if it can be told, else as it is."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    text = _text(value)
    if text is None or _is_iso(text):
        return text
    if text.isdecimal() and len(text) in (10, 13):  # seconds or milliseconds since 1970
        return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(text).isoformat()  # Mon, 03 Jun 2024 08:00:00 GMT
    except (ValueError, OverflowError):
        return text


def _is_iso(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return "-" in text


def _not_url(value: str) -> bool:
    return not value.startswith(("http:", "https:", "//", "/"))


def _web_address(value: str | None) -> str | None:
    text = _text(value)
    try:
        is_web = text is not None and urlsplit(text).scheme in ("http", "https")
    except ValueError:
        return None
    return text if is_web else None
