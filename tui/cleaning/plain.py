"""Plain text as it was scraped to an `Article`."""

from tui.cleaning.body import blocks_of, kept_as_they_are
from tui.cleaning.lines import split_lines
from tui.model import Article, CopydeskError, Source, freeze


def clean(text: str, *, id: str = "article", source: Source = Source()) -> Article:  # noqa: A002, B008 - frozen
    """Return the article in `text`, with every line a block that is kept or dropped for a reason.

    Raises `CopydeskError` where the text holds nothing but white space.
    """
    frozen = _frozen(text, id)
    (judged,) = blocks_of(split_lines(frozen))
    return Article(id, frozen, judged.blocks, source, judged.lang)


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
