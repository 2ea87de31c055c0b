"""What an article's text may hold, and how it is shown.

`freeze` is applied once, when a text enters the project; from then on no character of it ever changes, so that every
offset stays true. `screen_safe` makes the copy that a terminal gets, one character for one, so that offsets are the
same on screen.
"""

import re

# Zero-width on every terminal: terminals disagree about the width of what these characters join or colour, and bidi
# controls would reorder the line (research: 23 of 25 test strings agree with them replaced, 18 without).
_INVISIBLE = (
    "\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufe0e\ufe0f\u20e3\ufeff"
)
_SKIN_TONES = "".join(chr(c) for c in range(0x1F3FB, 0x1F400))
_SCREEN: dict[int, str] = {
    **{c: chr(0x2400 + c) for c in range(0x20)},
    **dict.fromkeys((*range(0x80, 0xA0), *range(0xD800, 0xE000)), "\ufffd"),
    **dict.fromkeys(map(ord, "\t\u0085\u2028\u2029"), " "),
    **dict.fromkeys(map(ord, _INVISIBLE + _SKIN_TONES), "\u200b"),
    0x7F: "\u2421",
    0xAD: "\u2010",
}
_SCREEN_LINES = {code: char for code, char in _SCREEN.items() if code != ord("\n")}


# Patterns that are compiled when they are first needed: who only shows texts needs none.
_LINE_END = "\r\n|[\r\x0b\x0c\x85]"
_CONTROL = "[\x00-\x08\x0e-\x1f\x7f-\x9f]"
_SURROGATE = "[\ud800-\udfff]"
_UNWANTED = bytes([*range(0x09), *range(0x0B, 0x20), 0x7F])  # what the three above find of ASCII
_UNWANTED_PAIR = rb"\xc2[\x80-\x9f]"  # and beyond, in UTF-8, which has no surrogates


def freeze(raw: str) -> str:
    """Return `raw` as it will be stored: LF line ends, no control characters but TAB and LF, no lone surrogates.

    Lone surrogates become U+FFFD; a byte order mark at the start goes. Nothing is normalised: what looks like a
    variant spelling may be what the article says. `freeze(freeze(x)) == freeze(x)`.
    """
    raw = raw.lstrip("\ufeff")
    if _is_clean(raw):  # almost every text
        return raw
    text = re.sub(_LINE_END, "\n", raw)
    return re.sub(_SURROGATE, "\ufffd", re.sub(_CONTROL, "", text)).lstrip("\ufeff")


def _is_clean(raw: str) -> bool:
    """Return whether there is nothing in a text that `freeze` changes; bytes are several times as quick to search."""
    try:
        data = raw.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return len(data.translate(None, _UNWANTED)) == len(data) and re.search(_UNWANTED_PAIR, data) is None


def text_sha256(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8 as 64 hexadecimal digits."""
    import hashlib  # noqa: PLC0415 - brings OpenSSL, which takes as long as the rest of this module

    return hashlib.sha256(text.encode()).hexdigest()


def line_key(line: str) -> str:
    """Return what two lines share that say the same to a reader: letter case and runs of white space don't matter."""
    return " ".join(line.split()).casefold()


def screen_safe(text: str, *, keep_newlines: bool = False) -> str:
    """Return a copy of `text` of the same length that can't command a terminal.

    Control characters become their pictures (U+2400...), C1 controls U+FFFD, bidi controls and joiners a zero-width
    space, tabs and separators a space. Line feeds become pictures too unless `keep_newlines`.
    """
    return text.translate(_SCREEN_LINES if keep_newlines else _SCREEN)
