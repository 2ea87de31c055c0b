"""Article ids: names that every file system takes, and that stay inside their folder."""

import re
import unicodedata
from collections.abc import Container

_LEGAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_-])?")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def is_legal(article_id: str) -> bool:
    """Return whether `article_id` can name a file everywhere: ASCII word characters, dots and dashes, at most 100.

    It must not begin with a dot or a dash, end with a dot, or be a name that Windows keeps for itself (`con`,
    `nul.txt`).
    """
    return _LEGAL.fullmatch(article_id) is not None and _RESERVED.match(article_id) is None


def legal_id(name: str) -> str:
    """Return a legal id that resembles `name`: accents go, and other characters become dashes."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    slug = re.sub(r"-{2,}", "-", re.sub(r"[^A-Za-z0-9_.]+", "-", ascii_name))
    slug = re.sub(r"\.{2,}", ".", slug)[:80].strip(".-") or "article"
    return f"article-{slug}" if _RESERVED.match(slug) else slug


def mapped_id(given: str) -> str:
    """Return `given` where it is legal; else a legal id with the start of its SHA-256, the same in every run."""
    if is_legal(given):
        return given
    import hashlib  # noqa: PLC0415 - brings OpenSSL, and few ids need it

    digest = hashlib.sha256(given.encode(errors="surrogatepass")).hexdigest()
    return f"{legal_id(given)}-{digest[:8]}"


def unique_id(name: str, taken: Container[str]) -> str:
    """Return a legal id for `name` that is not among `taken` (which holds ids in lower case)."""
    base = legal_id(name)
    candidate, number = base, 1
    while candidate.lower() in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate
