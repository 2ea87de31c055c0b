"""An HTML page as blocks of visible text, in the order of the page, with what the markup says about each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from tui.cleaning.literals import needed_pieces
from tui.model import CopydeskError, freeze

_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "head", "object", "embed", "select", "textarea",
    "input", "canvas", "audio", "video", "map", "math", "datalist", "noframes", "noembed",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "ruby", "rt", "rp", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "img", "picture", "source", "nobr",
})  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
MOST_BLOCKS = 250_000
"""Blocks that a page may have; news have some hundreds, and each takes memory."""

_SPACED = HEADINGS | {"p", "ul", "ol", "blockquote", "table", "dl", "pre", "hr", "figure", "article", "section"}
TAGS = (*sorted(HEADINGS), "p", "li", "td", "figcaption", "blockquote", "pre", "div")
"""Elements that a block may be told to stand in; every other is counted as a `div`."""

AREAS = ("article", "nav", "header", "footer", "aside", "figure", "form", "table", "blockquote", "list")
_AREA_OF = {
    "article": "article", "main": "article", "nav": "nav", "header": "header", "footer": "footer", "aside": "aside",
    "figure": "figure", "form": "form", "button": "form", "table": "table", "blockquote": "blockquote", "ul": "list",
    "ol": "list",
}  # fmt: skip

# What the names that sites give their elements say, in the order in which they are asked.
HINTS = {
    "caption": r"caption|(?:photo|image|media|picture)[-_]?credit|figcap",
    "time": r"time-?stamp|date-?line|pub-?date|published|datetime|updated|read-?time|\bdate\b",
    "author": r"author|byline|\bbio\b|contributor|writer",
    "offer": r"newsletter|sign-?up|subscri|paywall|membership|donat|promo|regwall|piano",
    "comments": r"comment|disqus|coral|viafoura",
    "related": r"related|recommend|most-?(?:read|pop)|trending|read-?(?:more|next)|more-?(?:from|on|stor|news|in)"
    r"|latest|outbrain|taboola|teaser|popular|up-?next|see-?also|recirc|inline-?link",
    "share": r"share|sharing|social|follow-",
    "ad": r"advert|\bads?\b|\bads?[-_]|[-_]ads?\b|sponsor|dfp",
    "tags": r"\btags?\b|topics?\b|keyword|categor|breadcrumb|eyebrow|kicker",
    "footer": r"footer|copyright|legal|colophon",
    "menu": r"\bnav|menu|masthead|skip|search|cookie|consent|gdpr|modal|popup|banner",
    "side": r"sidebar|aside|\brail|widget",
    "text": r"article-?_?(?:body|text|content)|story-?_?(?:body|text|content)|body-?(?:text|copy)|entry-content"
    r"|post-content|paragraph|rich-?text|articlebody",
}
_HINT = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in HINTS.items()))
_HINT_PIECES = needed_pieces("|".join(HINTS.values()))
_NAMING = ("class", "id", "itemprop", "role", "data-testid", "data-component")
_ASKED_FOR = frozenset((*_NAMING, "hidden", "style"))
_LEAST_WORDS = 40  # below which a page shows next to nothing
_NO_DIGITS = str.maketrans("", "", "0123456789")  # sites number what is alike
# A tag of very many pieces, which may be attributes, or a script that looks like a tag. libxml2 takes ever longer for
# each attribute, so where there is one, `_TAGS` looks at them well. Both are linear.
_VALUE = r"""=[ \t\r\n]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))"""  # a quote anywhere else is part of a name
_CROWDED, _CROWDED_OFTEN = (
    re.compile(rf"""<[a-zA-Z](?:[^>=]{{1,{longest}}}+|{_VALUE}|=){{1000,}}+""") for longest in (100, 12)
)
_SMALL, _LARGE = 200_000, 1_000_000  # characters of pages that hold too few attributes to matter, or room for many tags
_TAGS = re.compile(
    r"""<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1|\Z)"""
    rf"""|(?P<tag><[a-z](?:[^>=]++|{_VALUE}|=)*+)""",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(_VALUE)
MOST_ATTRIBUTES = 1000
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")  # between the paragraphs of a text that is set out beforehand
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class PageBlock:
    """One stretch of visible text between two block elements.

    `tag` is the nearest of `TAGS`, `areas` the `AREAS` it stands in, `hint` the nearest of `HINTS` and `hints` all of
    them; `links` is the share of its characters that are links, `parents` the numbers of the two elements around it
    and `depth` how many there are in all; blocks have one `path` if the elements around them, from the outermost on,
    have the same names and classes (digits apart); `spaced` says whether the page shows space above it.
    """

    text: str
    tag: str
    areas: frozenset[str]
    hint: str | None
    hints: frozenset[str]
    links: float
    parents: tuple[int, int]
    depth: int
    path: int
    spaced: bool


@dataclass(slots=True)
class _Place:
    """What an element hands down to those inside it."""

    number: int
    parent: int
    path: int
    tag: str
    areas: frozenset[str]
    hint: str | None
    hints: frozenset[str]


def parse_page(page: str, name: str) -> etree._Element:
    """Return the tree of a page. Raises `CopydeskError` where there is nothing in it, or what would never be read."""
    crowded = _CROWDED if len(page) < _LARGE else _CROWDED_OFTEN
    if len(page) > _SMALL and crowded.search(page) and any(map(_is_crowded, _TAGS.finditer(page))):
        raise CopydeskError(
            f"{name} has an element with more than {MOST_ATTRIBUTES:,} attributes; give the page as the site sent it"
        )
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml_html.document_fromstring(page.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError):
        raise CopydeskError(f"{name} holds no HTML that can be read; give the page as the site sent it") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise CopydeskError(f"{name} nests its elements too deep to be read; give the page as the site sent it")
    return tree


def _is_crowded(match: re.Match[str]) -> bool:
    tag = match["tag"]
    return (
        tag is not None
        and len(tag) > MOST_ATTRIBUTES
        and len(_QUOTED.sub(" ", tag).replace("/", " ").split()) > MOST_ATTRIBUTES
    )


def page_blocks(tree: etree._Element, name: str = "the page") -> list[PageBlock]:
    """Return the visible text of a page as blocks. Walks without recursion, in time linear in the page.

    A page that shows next to nothing but holds a text for browsers without scripts or frames is read as those show it.
    Raises `CopydeskError` where there are more than `MOST_BLOCKS`.
    """
    blocks = _Walk(name, _SKIPPED).blocks_of(tree)
    if not _fewer_words(blocks, _LEAST_WORDS):
        return blocks
    fallbacks = [tree]
    framed = next(tree.iter("noframes"), None)
    if framed is not None and framed.text:  # which is text to the parser
        fallbacks.append(parse_page(framed.text, name))
    for fallback in fallbacks:
        shown = _Walk(name, _SKIPPED - {"noscript"}).blocks_of(fallback)
        if not _fewer_words(shown, _LEAST_WORDS):
            return shown
    return blocks


def _fewer_words(blocks: list[PageBlock], than: int) -> bool:
    return len(blocks) < than and sum(len(block.text.split()) for block in blocks) < than


def page_text(blocks: Sequence[PageBlock]) -> str:
    """Return the blocks as one text, a line each, with an empty line where the page shows space."""
    return "".join(("\n\n" if block.spaced else "\n") + block.text for block in blocks).lstrip("\n")


class _Walk:
    def __init__(self, name: str, skipped: frozenset[str]) -> None:
        self.name = name
        self.skipped = skipped
        self.blocks: list[PageBlock] = []
        self.pieces: list[str] = []
        self.linked = 0
        self.links = 0
        self.spaced = True
        self.preformatted = 0
        self.places = [_Place(0, 0, 0, "div", frozenset(), None, frozenset())]
        self.count = 0
        self.named: dict[str, str | None] = {}
        self.paths: dict[tuple[int, str, str], int] = {}

    def blocks_of(self, tree: etree._Element) -> list[PageBlock]:
        walk = etree.iterwalk(tree, events=("start", "end"))
        is_skipped = False
        around: list[etree._Element] = []  # lxml makes an element anew at its end unless somebody holds it
        for event, element in walk:
            if event == "end":
                around.pop()
                if not is_skipped:
                    self._leave(element.tag)
                is_skipped = False
                self._add(element.tail)
                continue
            around.append(element)
            tag = element.tag
            if tag in self.skipped and (tag != "template" or element.get("shadowrootmode") is None):  # else it is shown
                is_skipped = True  # its end is the next event
                walk.skip_subtree()
                continue
            attributes = _attributes(element)
            if attributes and _is_hidden(attributes):
                is_skipped = True
                walk.skip_subtree()
            else:
                self._enter(tag, attributes)
                self._add(element.text)
        self._flush()
        return self.blocks

    def _enter(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _INLINE:
            self.links += tag == "a"
        else:
            self.spaced = self.spaced or tag in _SPACED or (tag == "br" and not self.pieces)
            self._flush()
            self.preformatted += tag == "pre"
            self.places.append(self._place(tag, attributes))

    def _leave(self, tag: str) -> None:
        if tag in _INLINE:
            self.links -= tag == "a"
        else:
            self._flush()
            self.spaced = self.spaced or tag in _SPACED
            self.preformatted -= tag == "pre"
            self.places.pop()

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if not self.preformatted:
            self._put(text)
        else:
            first, *others = _BLANK_LINE.split(text)
            self._put(first)
            for paragraph in others:
                self._flush()
                self.spaced = True
                self._put(paragraph)

    def _put(self, text: str) -> None:
        self.pieces.append(text)
        if self.links:
            self.linked += len(text)

    def _place(self, tag: str, attributes: dict[str, str]) -> _Place:
        outer = self.places[-1]
        self.count += 1
        area = _AREA_OF.get(tag)
        hint = self._hint(attributes) if attributes else None
        step = (outer.path, tag, attributes.get("class", "").translate(_NO_DIGITS))
        return _Place(
            self.count, outer.number, self.paths.setdefault(step, len(self.paths) + 1),
            tag if tag in TAGS else "li" if tag in ("dt", "dd") else outer.tag if tag == "br"
            else "td" if tag == "th" else "div",
            outer.areas | {area} if area else outer.areas,
            hint or outer.hint, outer.hints | {hint} if hint else outer.hints,
        )  # fmt: skip

    def _hint(self, attributes: dict[str, str]) -> str | None:
        """Return which of `HINTS` the names of an element say first."""
        names = " ".join(filter(None, map(attributes.get, _NAMING))).lower()
        if names not in self.named:
            # A search takes long, and most names have none of the pieces that a hint needs.
            match = _HINT.search(names) if any(map(names.__contains__, _HINT_PIECES)) else None
            self.named[names] = match.lastgroup if match else None
        return self.named[names]

    def _flush(self) -> None:
        if not self.pieces:
            return
        joined = "".join(self.pieces)
        if not joined.isspace():
            text = " ".join(freeze(joined).split())
            if text:
                place = self.places[-1]
                self.blocks.append(PageBlock(
                    text, place.tag, place.areas, place.hint, place.hints, min(1.0, self.linked / len(joined)),
                    (place.number, place.parent), len(self.places), place.path, self.spaced,
                ))  # fmt: skip
                self.spaced = False
                if len(self.blocks) > MOST_BLOCKS:
                    raise CopydeskError(
                        f"{self.name} is cut into more than {MOST_BLOCKS:,} pieces of text; give a page that holds an "
                        "article"
                    )
        self.pieces.clear()
        self.linked = 0


def _is_hidden(attributes: dict[str, str]) -> bool:
    return "hidden" in attributes or ("style" in attributes and _HIDDEN.search(attributes["style"]) is not None)


def _attributes(element: etree._Element) -> dict[str, str]:
    """Return the attributes of an element that are looked at. Its `items` take ever longer for each."""
    return {name: element.get(name, "") for name in element.keys() if name in _ASKED_FOR}  # noqa: SIM118 - no mapping
