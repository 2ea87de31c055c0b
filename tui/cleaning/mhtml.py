"""The page in a file that a browser saved with its pictures: MHTML (RFC 2557), "web page, single file".

Such a file is a mail message: headers, then parts, each with headers of its own. `email` reads the headers. The parts
are cut at their boundary here: its parser goes through a file line by line, and recurses into parts within parts.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from urllib.parse import urlsplit

from tui.model import CopydeskError

MAX_HEADERS = 8_192
"""Bytes of the headers of a file, or of a part."""
MAX_PARTS = 1_000
"""Parts that are looked at. A page comes first, before its pictures."""
MAX_DEPTH = 8
"""Parts within parts."""

_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n")
_PAGES = ("text/html", "application/xhtml+xml")
_SHADOW = (b"<template shadowmode=", b"<template shadowrootmode=")
"""How Chrome writes a shadow root into such a file, and how HTML does."""
_AGAIN = "save the page again, or as HTML only"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The markup in such a file, the charset that its headers give it, and the address that it was saved from."""

    markup: bytes
    charset: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part's headers and body; `is_whole` where a boundary ends it."""

    headers: Message
    body: bytes
    is_whole: bool = True

    @property
    def type(self) -> str:
        return self.headers.get_content_type()


def saved_page(data: bytes, name: str, *, is_cut: bool = False) -> SavedPage:
    """Return the page in a file: the one that the file says it starts with, else the first.

    `is_cut` says that the file goes on behind `data`. Raises `CopydeskError` where the file is damaged or holds no
    page, or not in `data`.
    """
    whole = _part(data, is_whole=not is_cut)
    if not whole.headers:
        raise CopydeskError(f"{name} does not begin as a saved page does; {_AGAIN}")
    page, is_start = _page_in(whole, name, MAX_DEPTH)
    if is_cut and (page is None or not page.is_whole or not is_start):
        raise CopydeskError(f"{name} does not hold its page in the first {len(data) >> 20} MB; save it as HTML only")
    if page is None:
        raise CopydeskError(f"{name} holds no page; {_AGAIN}")
    if not page.is_whole:
        raise CopydeskError(f"{name} is damaged: it ends within its page; {_AGAIN}")
    markup = _decoded(page, name).replace(*_SHADOW)
    if not markup.strip():
        raise CopydeskError(f"{name} holds an empty page; {_AGAIN}")
    addresses = (
        whole.headers["Snapshot-Content-Location"], page.headers["Content-Location"], whole.headers["Content-Location"],
    )  # fmt: skip
    return SavedPage(markup, page.headers.get_content_charset(), next(filter(None, map(_address, addresses)), None))


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """Return headers and body of a file, or of a part from its headers on."""
    blank = _BLANK.search(data, 0, MAX_HEADERS)
    return (data[:MAX_HEADERS], b"") if blank is None else (data[: blank.start()], data[blank.end() :])


def _part(data: bytes, *, is_whole: bool = True) -> _Part:
    head, body = _cut(data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    return _Part(BytesHeaderParser().parsebytes(head), body, is_whole)


def _page_in(part: _Part, name: str, depth: int) -> tuple[_Part | None, bool]:
    """Return the page that a part is, or that stands in it, and whether it is the one to start with."""
    if part.type in _PAGES:
        return part, True
    if part.headers.get_content_maintype() != "multipart":
        return None, False
    if not depth:
        raise CopydeskError(f"{name} has more than {MAX_DEPTH} parts within one another; {_AGAIN}")
    start = part.headers.get_param("start")
    first = None
    for one in _parts(part, name):
        is_start = start is None or str(one.headers["Content-ID"]).strip() == str(start).strip()
        if is_start or first is None:
            found, _ = _page_in(one, name, depth - 1)
            if found is not None and is_start:
                return found, True
            first = first or found
    return first, False


def _parts(part: _Part, name: str) -> Iterator[_Part]:
    boundary = part.headers.get_boundary()
    if not boundary:
        raise CopydeskError(f"{name} is damaged: it does not say what stands between its parts; {_AGAIN}")
    line = re.compile(rb"^--" + re.escape(boundary.encode(errors="replace")) + rb"(--)?[ \t]*\r?$", re.MULTILINE)
    start = None
    for number, found in enumerate(line.finditer(part.body)):
        if number == MAX_PARTS:
            raise CopydeskError(f"{name} has more than {MAX_PARTS:,} parts; {_AGAIN}")
        if start is not None:
            yield _part(part.body[start : found.start()])
        if found[1]:
            return
        start = found.end()
    if start is not None:
        yield _part(part.body[start:], is_whole=False)


def _decoded(page: _Part, name: str) -> bytes:
    coding = str(page.headers.get("Content-Transfer-Encoding", "8bit")).strip().lower()
    try:
        match coding:
            case "quoted-printable":
                return binascii.a2b_qp(page.body)
            case "base64":
                return binascii.a2b_base64(page.body)
            case "7bit" | "8bit" | "binary":
                return page.body
    except binascii.Error:
        raise CopydeskError(f"{name} is damaged: its page is cut off; {_AGAIN}") from None
    raise CopydeskError(f"{name} has its page in an encoding that is not known ({coding[:40]!r}); {_AGAIN}")


def _address(given: object) -> str | None:
    """Return an address of the web, without what folded its header; None for any other."""
    address = "".join(str(given or "").split())
    try:
        return address if urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None
