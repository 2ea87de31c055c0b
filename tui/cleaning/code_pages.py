"""Which code page a text is in that does not say so, told by the language that its words are in.

Western European languages are written in one code page of Windows, Polish in two that differ, Turkish in another: once
the language is clear, so are they. What is read must have the letters of that language, and no others but in names.
"""

import re
from dataclasses import dataclass

_SAMPLE = 200_000  # characters that are looked at
_LEAST_OWN = 0.95  # share of letters beyond ASCII that are the language's own
_IN_WORD = re.compile(r"(?<=[A-Za-z])[^\x00-\x7f\u2019\u00ad](?=[A-Za-z])")
_CONTROL = re.compile("[\x80-\x9f]")
_MARKUP = re.compile(r"<(script|style)\b.*?(?:</\1|\Z)|<[^>]{0,5000}>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Written:
    encodings: tuple[str, ...]
    letters: str


_WRITTEN = {
    "en": _Written(("cp1252",), "éèêëáàâäíïñóöúüçæœ"),
    "de": _Written(("cp1252",), "äöüßéàè"),
    "fr": _Written(("cp1252",), "àâæçéèêëîïôœùûüÿ"),
    "es": _Written(("cp1252",), "áéíñóúüçªº"),
    "it": _Written(("cp1252",), "àèéìíîòóùú"),
    "nl": _Written(("cp1252",), "éëèïíóöüáäêç"),
    "pt": _Written(("cp1252",), "ãáâàçéêíõóôúüªº"),
    "sv": _Written(("cp1252",), "åäöéàü"),
    "pl": _Written(("cp1250", "iso8859-2"), "ąćęłńóśźż"),
    "tr": _Written(("cp1254",), "çğıöşüâîûİ"),
}  # fmt: skip
"""In which encodings languages are written, and their letters beyond ASCII, in lower case."""


def by_language(data: bytes) -> tuple[str, str] | None:
    """Return the text in `data` and its encoding, None where no language or more than one text is clear."""
    found: dict[str, str] = {}
    for encoding in dict.fromkeys(name for written in _WRITTEN.values() for name in written.encodings):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text) and _fits(text, encoding):
            found.setdefault(text, encoding)
    return next(iter(found.items())) if len(found) == 1 else None


def _fits(text: str, encoding: str) -> bool:
    """Return whether the words of a text are in a language that this is an encoding of, and its letters of that."""
    from tui.cleaning.body import text_languages  # noqa: PLC0415 - few texts need it
    from tui.cleaning.lines import split_lines  # noqa: PLC0415
    from tui.model import freeze  # noqa: PLC0415

    shown = freeze(_MARKUP.sub(" ", text[:_SAMPLE]))
    if shown.isspace() or not shown:
        return False
    written = _WRITTEN.get(text_languages(split_lines(shown))[0] or "")
    if written is None or encoding not in written.encodings:
        return False
    # In a code page of DOS or of an old Mac, what stands within words would be a sign of money or a quotation mark.
    letters = [*_IN_WORD.findall(shown), *(char for char in shown if not char.isascii() and char.isalpha())]
    own = sum(char.lower() in written.letters or char in written.letters for char in letters)
    return own >= _LEAST_OWN * len(letters)
