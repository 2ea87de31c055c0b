"""Scraped text or HTML to an `Article`: which blocks are the article, and why.

`clean` takes plain text as it was scraped, `clean_all` many such texts, `clean_html` a page, `as_is` text that needs no
cleaning; `read` does the right one of them for files, folders and standard input. Nothing is ever deleted: what is not
the article is a block with `keep=False`, its kind, and the reason.
"""

from typing import TYPE_CHECKING

from tui.model.lazily import lazily

if TYPE_CHECKING:
    from tui.cleaning.batches import clean_all
    from tui.cleaning.html import clean_html
    from tui.cleaning.plain import as_is, clean
    from tui.cleaning.reading import MAX_BYTES, read

__all__ = ["MAX_BYTES", "as_is", "clean", "clean_all", "clean_html", "read"]

__getattr__ = lazily(
    __name__,
    {
        "batches": "clean_all",
        "html": "clean_html",
        "plain": "as_is clean",
        "reading": "MAX_BYTES read",
    },
)
