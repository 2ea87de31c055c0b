"""CoNLL-2003's columns with IOB2 tags: a token a line, a blank line between sentences, -DOCSTART- before an article.

After Tjong Kim Sang and De Meulder (2003). Only entities that don't overlap fit, and not the text itself: white space
is lost. What is read finds its text again among the project's (or those of --texts) by its letters; where no text
fits, one is made of the tokens with single spaces. Tags may be IO, IOB1, IOB2, IOBES or BILOU.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from tui.annotation import LayerState
from tui.annotation.tokens import Tokens as Words
from tui.gold.formats.holds import Holds
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import Mark, Page, page_of
from tui.gold.formats.registry import Format, Writing
from tui.gold.formats.tokens import covering, cut_at
from tui.gold.record import GoldArticle
from tui.gold.texts import Texts
from tui.model import Article, CopydeskError, Layer

DOCSTART = "-DOCSTART-"
HOLDS = frozenset({Holds.ENTITIES})
_LONGEST_LINE = 10_000
_TAG = re.compile(r"O|[BIELSUM]-\S+")


@dataclass
class Tagged:
    """The tokens of one article with their tags; `breaks` are the numbers of the tokens that begin a sentence."""

    where: str
    tokens: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)


def note_what_nobody_looked_at(gold: GoldArticle, losses: Losses) -> None:
    """Note where an O may mean that nobody has looked: tags have no sign for that."""
    if gold.review.layers[Layer.ENTITIES] is not LayerState.COMPLETE:
        losses.note("articles whose entities are not complete: O may mean that nobody has looked", gold.article.id)
    if any(block.dropped for block in gold.article.blocks):
        losses.note("articles with dropped blocks: their tokens are O, though nobody labels them", gold.article.id)


def tagged(gold: GoldArticle, losses: Losses) -> tuple[list[tuple[int, int]], list[str], set[int]]:
    """Return the tokens of an article, their IOB2 tags, and the numbers of the tokens that begin a sentence."""
    text = gold.article.text
    words = Words.of(text)
    marks = page_of(gold).marks
    edges = [edge for mark in marks for edge in (mark.start, mark.end)]
    tokens = cut_at([words.span(i) for i in range(len(words))], edges, gold.article.id, losses)
    tags = ["O"] * len(tokens)
    for mark in marks:
        for n, i in enumerate(covering(tokens, mark.start, mark.end)):
            tags[i] = f"{'I' if n else 'B'}-{mark.label}"
    starts = sorted(start for paragraph in words.paragraphs for start, _ in words.sentences(*paragraph))
    first = {covering(tokens, start, len(text)).start for start in starts}
    # A sentence never begins within an entity: readers would end the entity there.
    return tokens, tags, {i for i in first if i < len(tokens) and not tags[i].startswith("I-")}


def write(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield the lines of each article. Raises `CopydeskError` for a label with white space in it."""
    for gold in golds:
        tokens, tags, breaks = tagged(gold, losses)
        lines = [f"{DOCSTART} -X- O O\n"]
        for i, ((start, end), tag) in enumerate(zip(tokens, tags, strict=True)):
            if len(tag.split()) > 1:
                raise CopydeskError(f"{gold.article.id}: the label in {tag!r} has white space; rename it in the scheme")
            lines.append(("\n" if i in breaks or not i else "") + f"{gold.article.text[start:end]} -X- _ {tag}\n")
        yield "", "".join([*lines, "\n"]).encode()


def read(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:
    """Yield a page an article, its text found again or made of the tokens. Raises `CopydeskError`."""
    known = {letters(article.text): article for article in texts}
    for article in _articles(path):
        yield page_of_tokens(article, known, None, losses)


def letters(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


def page_of_tokens(article: Tagged, known: dict[str, Article], name: str | None, losses: Losses) -> Page:
    """Return a page for tagged tokens; its text is that of `known` with the same letters, or made of the tokens."""
    found = known.get(letters("".join(article.tokens)))
    if found is not None:
        spans = list(_aligned(found.text, article.tokens))
        text, name = found.text, found.id
    else:
        losses.note("articles whose text is made of the tokens, with single spaces", name or article.where)
        text, spans = _joined(article)
    marks = [
        Mark(f"T{n}", label, ((spans[first][0], spans[last][1]),))
        for n, (first, last, label) in enumerate(chunks(article.tags, article.breaks), 1)
    ]
    return Page(article.where, name, text, tuple(marks))


def chunks(tags: Sequence[str], breaks: set[int]) -> Iterator[tuple[int, int, str]]:
    """Yield first token, last token and label of each entity; IO, IOB1, IOB2, IOBES and BILOU tags are understood.

    A tag that goes on with no entity begins one, as in the scorer of CoNLL-2000 (conlleval).
    """
    start, label = 0, ""
    for i, tag in enumerate([*tags, "O"]):
        kind, _, name = tag.partition("-")
        goes_on = label and name == label and kind in ("I", "E", "L", "M") and i not in breaks
        if label and not goes_on:
            yield start, i - 1, label
            label = ""
        if not goes_on and name:
            start, label = i, name
        if label and kind in ("E", "L", "S", "U"):
            yield start, i, label
            label = ""


def _articles(path: Path) -> Iterator[Tagged]:
    article = Tagged(f"{path}, line 1")
    width = None
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise CopydeskError(f"{path}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    for number, line in enumerate(lines, 1):
        where = f"{path}, line {number}"
        columns = re.split(r"\t" if "\t" in line else r"[ ]+", line.strip("\r "))
        if columns == [""]:
            article.breaks.add(len(article.tokens))
        elif columns[0] == DOCSTART:
            if article.tokens:
                yield article
            article = Tagged(where)
        elif line.startswith("#") and not _TAG.fullmatch(columns[-1]):
            continue
        elif len(columns) < 2 or (width is not None and len(columns) != width) or len(line) > _LONGEST_LINE:
            raise CopydeskError(
                f"{where}: {line[:60]!r} is not a token and its tag in {width or 'two or more'} columns "
                f"with blanks or tabs between them"
            )
        else:
            width = len(columns)
            article.tokens.append(columns[0])
            article.tags.append(_tag(columns[-1], where))
    if article.tokens:
        yield article


def _tag(tag: str, where: str) -> str:
    if _TAG.fullmatch(tag):
        return tag
    raise CopydeskError(f"{where}: {tag[:40]!r} is not a tag (O, B-PERSON, I-PERSON, and so on) in the last column")


def _aligned(text: str, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each token is in a text that has the same letters."""
    position = 0
    for token in tokens:
        start = end = None
        for letter in letters(token):
            while text[position].isspace():
                position += 1
            assert text[position] == letter
            start = position if start is None else start
            position += 1
            end = position
        yield (start, end) if start is not None and end is not None else (position, position)


def _joined(article: Tagged) -> tuple[str, list[tuple[int, int]]]:
    gaps = ["" if i == 0 else "\n" if i in article.breaks else " " for i in range(len(article.tokens))]
    ends = list(accumulate(len(gap) + len(token) for gap, token in zip(gaps, article.tokens, strict=True)))
    text = "".join(gap + token for gap, token in zip(gaps, article.tokens, strict=True))
    return text, [(end - len(token), end) for end, token in zip(ends, article.tokens, strict=True)]


def detect(path: Path, head: bytes) -> bool:
    """Return whether the first lines are tokens with a tag in the last column."""
    if path.is_dir() or b"\0" in head:
        return False
    lines = [line.split() for line in head.decode("utf-8", "ignore").split("\n")[:50] if line.strip()]
    rows = [row for row in lines[:-1] or lines if row[0] not in (DOCSTART, "#")]
    if not rows or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return bool(lines) and lines[0][0] == DOCSTART
    return all(_TAG.fullmatch(row[-1]) for row in rows)


FORMATS = (
    Format(
        "conll", "CoNLL-2003: a token a line with its IOB2 tag in the last of four columns", ".conll", HOLDS, None,
        write, read, detect, remark=note_what_nobody_looked_at,
    ),
)  # fmt: skip
