"""Plain text as it was scraped to an `Article`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tui.cleaning.body import blocks_of, kept_as_they_are
from tui.cleaning.lines import split_lines, split_texts
from tui.cleaning.markdown import is_markdown, readable, with_marks
from tui.model import Article, CopydeskError, Source, freeze


@dataclass(frozen=True, slots=True)
class Uncleaned:
    """A text that is still to be cleaned: frozen, and not blank."""

    text: str
    id: str
    source: Source


def uncleaned(text: str, name: str, source: Source) -> Uncleaned:
    """Return a text to be cleaned, with the id and the source of its article.

    Raises `CopydeskError` where it holds nothing but white space.
    """
    return Uncleaned(_frozen(text, name), name, source)


def clean_together(texts: Sequence[Uncleaned]) -> Iterator[Article]:
    """Yield the article in each of some texts; all are read at once."""
    shown = [readable(one.text) if is_markdown(one.text) else one.text for one in texts]
    judged = blocks_of(split_texts(shown))
    for one, seen, found in zip(texts, shown, judged, strict=True):
        blocks = found.blocks if seen is one.text else with_marks(one.text, seen, found.blocks)
        yield Article(one.id, one.text, blocks, one.source, found.lang)


def clean(text: str, *, id: str = "article", source: Source = Source()) -> Article:  # noqa: A002, B008 - frozen
    """Return the article in `text`, with every line a block that is kept or dropped for a reason.

    Many texts are cleaned in half the time by `clean_all`. Raises `CopydeskError` where the text holds nothing but
    white space.
    """
    (article,) = clean_together([uncleaned(text, id, source)])
    return article


def as_is(text: str, *, id: str = "article", source: Source = Source()) -> Article:  # noqa: A002, B008 - frozen
    """Return `text` as an article without cleaning: no title, and every line a block of the body.

    Raises `CopydeskError` where the text holds nothing but white space.
    """
    frozen = _frozen(text, id)
    return Article(id, frozen, kept_as_they_are(split_lines(frozen), "taken as it is"), source)


def _frozen(text: str, name: str) -> str:
    frozen = freeze(text)
    if not frozen or frozen.isspace():
        raise CopydeskError(f"{name} holds no text, only white space; give it the article's text")
    return frozen
