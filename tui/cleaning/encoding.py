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
_HEADER = re.compile(rb"[A-Za-z][A-Za-z-]{1,60}:")
_MAIL = re.compile(rb"^mime-version[ \t]*:", re.IGNORECASE | re.MULTILINE)
_SAVED = re.compile(
    rb"^content-type[ \t]*:\s*(?:multipart/(?:related|alternative)|text/html)\b", re.IGNORECASE | re.MULTILINE
)
_SCATTERED = 100  # bytes of a page for each zero byte among them that says nothing
_REPLACED, _BEYOND_ASCII = "\ufffd", re.compile(r"[^\x00-\x7f]+")
_MOST_LOST = 10  # characters that a page may lose which is not in the encoding that it says
_IN_WORD = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])")
_TYPOGRAPHY = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00ad\u00a0\u00b7\u2022"
_LETTER_RUN = re.compile("[\u00c0-\u024f]{3}")


def looks_like_html(data: bytes) -> bool:
    """Return whether `data` begins as an HTML page does."""
    return _PAGE.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) is not None


def looks_like_mhtml(data: bytes) -> bool:
    """Return whether `data` begins as a file does in which a browser saved a page with its pictures."""
    head = data[:_WITHIN].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not _HEADER.match(head):
        return False
    head = re.split(rb"\r?\n[ \t]*\r?\n", head, maxsplit=1)[0]
    return bool(_MAIL.search(head) and _SAVED.search(head))


def decode_page(
    data: bytes, name: str, *, is_saved: bool | None = None, is_cut: bool = False
) -> tuple[str, str, str | None]:  # fmt: skip
    """Return the markup of a page, its encoding (see `decode`), and the address that it was saved from.

    `is_saved` says that a browser saved it with its pictures, which only MHTML tells the address for; None finds out.
    Raises `CopydeskError`.
    """
    if not (looks_like_mhtml(data) if is_saved is None else is_saved):
        return (*decode(data, name, is_html=True), None)
    from tui.cleaning.mhtml import saved_page  # noqa: PLC0415 - `email` takes 15 ms, and few pages need it

    page = saved_page(data, name, is_cut=is_cut)
    return (*decode(page.markup, name, is_html=True, charset=page.charset), page.url)


def decode(data: bytes, name: str, *, is_html: bool = False, charset: str | None = None) -> tuple[str, str]:
    """Return the text of `data` and the name of its encoding (as Python calls it).

    Tried in this order: a byte order mark; UTF-8; UTF-16 without a mark, by its zero bytes; for HTML the `charset` that
    it came with, else the one that the page declares; cp1252, where every byte means the same in the Western, Central
    European and Turkish Windows code pages; and the code page of the language that the words are in. Raises
    `CopydeskError` for a binary file and for what none of them can read.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(data, encoding, name), encoding
    _refuse_binary(data, name)
    declared = (_known(charset) or _declared(data)) if is_html else None
    if declared is not None and declared.startswith("iso2022"):  # the one family whose bytes are valid UTF-8
        return _strict(data, declared, name), declared
    if is_html and 0 < _SCATTERED * data.count(b"\0") < len(data):
        data = data.replace(b"\0", b"")  # browsers pass over them
    if b"\0" in data:
        return _utf16_or_refuse(data, name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start, declared, name)


def _not_utf8(data: bytes, bad: int, declared: str | None, name: str) -> tuple[str, str]:
    """Read what the byte at `bad` keeps from being UTF-8."""
    if declared is not None and declared != "utf-8":
        return _strict(data, declared, name), declared
    if declared is None:
        western = _unambiguous_cp1252(data)
        if western is not None:
            return western, "cp1252"
    from tui.cleaning.code_pages import by_language  # noqa: PLC0415 - few texts need it

    found = by_language(data)
    if found is not None:
        return found
    where = f"byte 0x{data[bad]:02X} at offset {bad}"
    if declared is None:
        raise CopydeskError(
            f"{name} is not UTF-8: {where} fits no encoding that can be told for sure; "
            "convert it, for example with: iconv -f CP1252 -t UTF-8"
        )
    text = data.decode("utf-8", "replace")  # as browsers show such pages, and people expect
    lost = text.count(_REPLACED)
    if lost > _MOST_LOST and 2 * lost > sum(map(len, _BEYOND_ASCII.findall(text))):
        raise CopydeskError(f"{name} says that it is UTF-8, but {where} is not, like most behind it; save it as UTF-8")
    return text, "utf-8"


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
    return _known(match.group(1).decode("ascii")) if match is not None else None


def _known(charset: str | None) -> str | None:
    """Return the encoding that a page means by the name of a charset, None for a name that says nothing."""
    try:
        found = codecs.lookup(charset or "")
    except (LookupError, ValueError):
        return None
    if not getattr(found, "_is_text_encoding", True) or found.name.startswith(("utf-16", "utf-32", "idna", "punycode")):
        return "utf-8" if found.name.startswith("utf") else None
    return _WEB_NAMES.get(found.name, found.name)


def _refuse_binary(data: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise CopydeskError(f"{name} is {what}, not text or HTML; give the article's text")


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
    return None if readings or _LETTER_RUN.search(text) or _has_signs_for_letters(text) else text


def _has_signs_for_letters(text: str) -> bool:
    """Return whether what stands within words is mostly signs: a code page of DOS read as one of Windows."""
    found = _IN_WORD.findall(text)
    signs = sum(not (char.isalpha() or char in _TYPOGRAPHY) for char in found)
    return 2 * signs > len(found)
