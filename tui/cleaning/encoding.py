"""Bytes to text: what can be known of an encoding, and a clear sentence where nothing can."""

import codecs
import re

from tui.model import CopydeskError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,1000}?charset|\?xml\b[^>]{0,200}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""",
    re.IGNORECASE,
)
_WITHIN = 65536  # bytes at the start of a page in which it says its charset: some put scripts before it
_MHTML = re.compile(
    rb"(?:from|mime-version|subject|snapshot-content-location):.{0,2000}?multipart/related", re.IGNORECASE | re.DOTALL
)
# The web reads these names as their larger relatives (WHATWG Encoding Standard).
_WEB_NAMES = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
    "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs",
}  # fmt: skip
_MAGIC = (
    (b"%PDF-", "a PDF"), (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"), (b"\x1f\x8b", "a gzip file"), (b"\x7fELF", "a program"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"), (b"\xfd7zXZ", "an xz file"), (b"BZh", "a bzip2 file"),
    (b"bplist00", "a web archive of Safari"),
)  # fmt: skip
_PAGE = re.compile(
    rb"^\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|main)\b",
    re.IGNORECASE | re.DOTALL,
)
_LETTER_RUN = re.compile("[\u00c0-\u024f]{3}")


def looks_like_html(data: bytes) -> bool:
    """Return whether `data` begins as an HTML page does."""
    return _PAGE.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) is not None


def decode(data: bytes, name: str, *, is_html: bool = False) -> tuple[str, str]:
    """Return the text of `data` and the name of its encoding (as Python calls it).

    Tried in this order: a byte order mark; UTF-8; UTF-16 without a mark, by its zero bytes; for HTML the charset that
    the page declares; and cp1252, only where every byte means the same in the Western, Central European and Turkish
    Windows code pages. Raises `CopydeskError` for a binary file and for what none of them can read.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding, name), encoding
    _refuse_binary(data, name)
    declared = _declared(data) if is_html else None
    if declared is not None and declared.startswith("iso2022"):  # the one family whose bytes are valid UTF-8
        return _strict(data, declared, name), declared
    if b"\0" in data:
        return _utf16_or_refuse(data, name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, declared, name)


def _not_utf8(data: bytes, bad: int, declared: str | None, name: str) -> tuple[str, str]:
    """Read what the byte at `bad` keeps from being UTF-8."""
    if declared == "utf-8":  # browsers show such pages with replacement characters, and so do people expect
        return data.decode("utf-8", "replace"), "utf-8"
    if declared is not None:
        return _strict(data, declared, name), declared
    western = _unambiguous_cp1252(data)
    if western is None:
        raise CopydeskError(
            f"{name} is not UTF-8: byte 0x{data[bad]:02X} at offset {bad} fits no encoding that can be told for sure; "
            "convert it, for example with: iconv -f CP1252 -t UTF-8"
        )
    return western, "cp1252"


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise CopydeskError(
            f"{name} says that it is {encoding}, but byte 0x{data[error.start]:02X} at offset {error.start} is not; "
            "save it as UTF-8"
        ) from None


def _declared(page: bytes) -> str | None:
    match = _DECLARED.search(page[:_WITHIN])
    if match is None:
        return None
    try:
        found = codecs.lookup(match.group(1).decode("ascii"))
    except LookupError:
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name.startswith(("utf-16", "utf-32", "idna", "punycode")):
        return "utf-8" if found.name.startswith("utf") else None
    return _WEB_NAMES.get(found.name, found.name)


def _refuse_binary(data: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise CopydeskError(f"{name} is {what}, not text or HTML; give the article's text")
    if _MHTML.match(data[:4096]):
        raise CopydeskError(f"{name} is a page saved with its pictures (MHTML); save it as HTML only")


def _utf16_or_refuse(data: bytes, name: str) -> tuple[str, str]:
    """UTF-16 without a byte order mark: of mostly Latin text nearly every second byte is zero."""
    sample = data[:4096]
    pairs = max(1, len(sample) // 2)
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[first::2].count(0) >= 0.7 * pairs and sample[1 - first :: 2].count(0) <= 0.05 * pairs:
            return _strict(data, encoding, name), encoding
    offset = data.index(b"\0")
    raise CopydeskError(f"{name} is not text: byte 0x00 at offset {offset}; give the article's text or HTML")


def _unambiguous_cp1252(data: bytes) -> str | None:
    try:
        readings = {data.decode(encoding) for encoding in ("cp1252", "cp1250", "cp1254")}
    except UnicodeDecodeError:
        return None
    text = readings.pop()
    return None if readings or _LETTER_RUN.search(text) else text
