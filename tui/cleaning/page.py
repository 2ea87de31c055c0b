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
    "input", "canvas", "audio", "video", "map", "math", "datalist", "noframes", "noembed", "title",
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

# What the names that sites give their elements say, in the order in which they are asked. No white space in them: each
# word of a name is looked at by itself.
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
_PULLED = re.compile(r"pull-?_?quote|quote-?_?pull|blockquote--pull")
_HINT = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in HINTS.items()))
_MAY_HINT = re.compile("|".join(map(re.escape, needed_pieces("|".join(HINTS.values())))))
_NAMING = ("class", "id", "itemprop", "role", "data-testid", "data-component")
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
# What trafilatura asks for. The parser of `lxml.html` looks the class of each element up in Python, each time anew.
_ONE_CLASS = etree.ElementDefaultClassLookup(element=lxml_html.HtmlElement)
_END, _END_TAG = b"</html", re.compile(rb"</html[^>]*>", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")  # between the paragraphs of a text that is set out beforehand
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class PageBlock:
    """One stretch of visible text between two block elements.

    `tag` is the nearest of `TAGS`, `areas` the `AREAS` it stands in, `hint` the nearest of `HINTS` and `hints` all of
    them; `links` is the share of its characters that are links, `parents` the numbers of the two elements around it
    and `depth` how many there are in all; blocks have one `path` if the elements around them, from the outermost on,
    have the same names and classes (digits apart); `spaced` says whether the page shows space above it, and `pulled`
    whether an element around it is named for quotations that are pulled out of the text.
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
    pulled: bool = False


@dataclass(slots=True, eq=False)
class _Make:
    """What an element hands down to those inside it: the same for all of one name, class and so on inside another."""

    path: int
    tag: str
    areas: frozenset[str]
    hint: str | None
    hints: frozenset[str]
    pulled: bool = False


@dataclass(slots=True)
class _Place:
    """An element, by its number and that of the one around it."""

    number: int
    parent: int
    make: _Make


def parse_page(page: str, name: str) -> etree._Element:
    """Return the tree of a page. Raises `CopydeskError` where there is nothing in it, or what would never be read."""
    crowded = _CROWDED if len(page) < _LARGE else _CROWDED_OFTEN
    if len(page) > _SMALL and crowded.search(page) and any(map(_is_crowded, _TAGS.finditer(page))):
        raise CopydeskError(
            f"{name} has an element with more than {MOST_ATTRIBUTES:,} attributes; give the page as the site sent it"
        )
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    try:
        tree = lxml_html.document_fromstring(
            _to_its_end(page.replace("\0", "").encode("utf-8", "replace")), parser=parser
        )
    except (etree.LxmlError, ValueError):
        raise CopydeskError(f"{name} holds no HTML that can be read; give the page as the site sent it") from None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise CopydeskError(f"{name} nests its elements too deep to be read; give the page as the site sent it")
    return tree


def _to_its_end(page: bytes) -> bytes:
    """Return a page without the ends that it goes on behind: libxml2 reads no further, but every browser does."""
    end = page.lower().find(_END)
    if end < 0 or not page[page.find(b">", end) + 1 :].strip():
        return page
    return page[:end] + _END_TAG.sub(b"", page[end:])


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
        self.around: list[tuple[etree._Element, str]] = []
        """The block elements around this place, with their names."""
        self.places = [_Place(0, 0, _Make(0, "div", frozenset(), None, frozenset()))]
        """The page and the first of `around`; the others are added where a text stands in them."""
        self.count = 0
        self.named: dict[str, str | None] = {}
        self.makes: dict[tuple[_Make, str, *tuple[str | None, ...]], _Make] = {}
        self.paths: dict[tuple[int, str, str], int] = {}

    def blocks_of(self, tree: etree._Element) -> list[PageBlock]:
        walk = etree.iterwalk(tree, events=("start", "end"))
        # The elements that are open, with their names if they are shown. lxml makes one anew at its end unless held.
        opened: list[tuple[etree._Element, str | None]] = []
        for event, element in walk:
            if event == "end":
                tag = opened.pop()[1]
                if tag is not None:
                    self._leave(tag)
                text = element.tail
            else:
                tag = element.tag
                if self._is_left_out(element, tag):
                    opened.append((element, None))
                    walk.skip_subtree()  # its end is the next event
                    continue
                opened.append((element, tag))
                self._enter(element, tag)
                text = element.text
            if text:
                self._add(text)
        self._flush()
        return self.blocks

    def _is_left_out(self, element: etree._Element, tag: str) -> bool:
        if tag in self.skipped and (tag != "template" or element.get("shadowrootmode") is None):  # else it is shown
            return True
        if element.get("hidden") is not None:
            return True
        style = element.get("style")
        return style is not None and _HIDDEN.search(style) is not None

    def _enter(self, element: etree._Element, tag: str) -> None:
        if tag == "a":
            self.links += 1
        elif tag not in _INLINE:
            self.spaced = self.spaced or tag in _SPACED or (tag == "br" and not self.pieces)
            if self.pieces:
                self._flush()
            if tag == "pre":
                self.preformatted += 1
            self.around.append((element, tag))

    def _leave(self, tag: str) -> None:
        if tag == "a":
            self.links -= 1
        elif tag not in _INLINE:
            if self.pieces:
                self._flush()
            self.spaced = self.spaced or tag in _SPACED
            if tag == "pre":
                self.preformatted -= 1
            self.around.pop()
            del self.places[len(self.around) + 1 :]

    def _add(self, text: str) -> None:
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

    def _place(self) -> _Place:
        """Return the innermost block element. Many hold no text, and are never asked what they hand down."""
        for element, tag in self.around[len(self.places) - 1 :]:
            outer = self.places[-1]
            key = (outer.make, tag, *map(element.get, _NAMING))
            make = self.makes.get(key)
            if make is None:
                make = self.makes[key] = self._make(*key)
            self.count += 1
            self.places.append(_Place(self.count, outer.number, make))
        return self.places[-1]

    def _make(self, outer: _Make, tag: str, classes: str | None, *others: str | None) -> _Make:
        area = _AREA_OF.get(tag)
        hint = self._hint((classes, *others))
        step = (outer.path, tag, (classes or "").translate(_NO_DIGITS))
        return _Make(
            self.paths.setdefault(step, len(self.paths) + 1),
            tag if tag in TAGS else "li" if tag in ("dt", "dd") else outer.tag if tag == "br"
            else "td" if tag == "th" else "div",
            outer.areas | {area} if area else outer.areas,
            hint or outer.hint, outer.hints | {hint} if hint else outer.hints,
            outer.pulled or (classes is not None and _PULLED.search(classes.lower()) is not None),
        )  # fmt: skip

    def _hint(self, names: tuple[str | None, ...]) -> str | None:
        """Return which of `HINTS` the names of an element say first."""
        for name in filter(None, names):
            for word in name.lower().split():
                hint = self._hint_of(word)
                if hint is not None:
                    return hint
        return None

    def _hint_of(self, word: str) -> str | None:
        if word not in self.named:
            # Most words have none of the pieces of text that a hint needs, which are quicker to look for.
            match = _HINT.search(word) if _MAY_HINT.search(word) else None
            self.named[word] = match.lastgroup if match else None
        return self.named[word]

    def _flush(self) -> None:
        if not self.pieces:
            return
        joined = "".join(self.pieces)
        if not joined.isspace():
            text = " ".join(freeze(joined).split())
            if text:
                place = self._place()
                make = place.make
                self.blocks.append(PageBlock(
                    text, make.tag, make.areas, make.hint, make.hints, min(1.0, self.linked / len(joined)),
                    (place.number, place.parent), len(self.places), make.path, self.spaced, make.pulled,
                ))  # fmt: skip
                self.spaced = False
                if len(self.blocks) > MOST_BLOCKS:
                    raise CopydeskError(
                        f"{self.name} is cut into more than {MOST_BLOCKS:,} pieces of text; give a page that holds an "
                        "article"
                    )
        self.pieces.clear()
        self.linked = 0
