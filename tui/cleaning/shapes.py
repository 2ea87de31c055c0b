"""What a line's shape says in any language: separators, picture credits, copyright marks, bullets, sentence ends."""

import re
from functools import cache

from tui.cleaning.language import agencies
from tui.cleaning.searches import Pattern

_STOPS = ".!?\u2026\u3002\uff01\uff1f\uff0e\u061f\u06d4\u0964\u0965\u0589\u1362\u104b\u17d4"
_CLOSING = "\"'\u201d\u2019\u00bb\u300d\u300f"
SENTENCE_END = re.compile(rf"[{_STOPS}][)\]\uff09]?[{_CLOSING}]*[)\]\uff09]?$")
SENTENCE_ENDS = f"{_STOPS})]\uff09{_CLOSING}"
"""Characters of which one is the last where a sentence ends."""

BULLET = re.compile(r"(?:[\u2022\u00b7\u25aa\u25e6\u25cf\u2023*>-]|\d{1,2}[.)])\s+\S")


_PATH_MARKS = ">\u00bb\u203a"
_PATH = re.compile(
    r"[^>\u00bb\u203a]*\w (?:[>\u00bb\u203a]|>>) \w[^>\u00bb\u203a]*(?: [>\u00bb\u203a] \w[^>\u00bb\u203a]*)*"
)


def is_path(line: str) -> bool:
    """Return whether a line is the path that leads to a page: "Home > News > Local"."""
    return any(mark in line for mark in _PATH_MARKS) and _PATH.fullmatch(line) is not None


def ends_sentence(line: str) -> bool:
    """Return whether a line (not empty) ends as a sentence does."""
    return line[-1] in SENTENCE_ENDS and SENTENCE_END.search(line) is not None


def is_item(line: str) -> bool:
    """Return whether a line (not empty) begins as an item of a list does."""
    return not line[0].isalpha() and BULLET.match(line) is not None


_PICTURE_WORDS = frozenset({
    "photo", "photos", "image", "images", "picture", "photograph", "illustration", "graphic", "screenshot", "video",
    "credit", "credits", "source", "courtesy",
})  # fmt: skip


@cache
def agency_words() -> frozenset[str]:
    """The words, in lower case, that names of agencies are made of."""
    return frozenset(re.split("[ -]", " ".join(agencies()).lower())) - {"the"}


@cache
def credit_cues() -> frozenset[str]:
    """Words (in lower case) of which every credit has one."""
    return _PICTURE_WORDS | agency_words()


_CREDIT_WORDS = ("photo", "image", "picture", "photograph", "illustration", "graphic", "screenshot", "video")
_BEHIND_CREDIT_WORD = ("", "credit", "credits", "source", "courtesy", "by", "of")  # in one word with it
_NAME = r"[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){0,3}"
_CREDIT_WORD = f"(?:{'|'.join(f'[{word[0].upper()}{word[0]}]{word[1:]}' for word in _CREDIT_WORDS)}|PHOTO|IMAGE)"


@cache
def credit_patterns() -> tuple[Pattern, ...]:
    """What the end of a line (`LONGEST_CREDIT`) has that is a picture's credit: an agency, a name, a credit word."""
    agency = "(?:" + "|".join(re.escape(name).replace("\\ ", " ") for name in agencies()) + ")"
    return (Pattern(
        rf"\b{_CREDIT_WORD}s? ?(?:[Cc]redits?|[Ss]ource|[Cc]ourtesy|[Bb]y)?:? ?(?:[:/|]|by|of) ?\S.{{1,70}}$",
        [word + plural + more for word in _CREDIT_WORDS for plural in ("", "s") for more in _BEHIND_CREDIT_WORD],
    ), *map(Pattern, (
        r"(?:^|[.;)\]]? )(?:Credits?|CREDIT): ?[A-Z].{1,60}$",
        r"(?:^|[.;)\]] ?)(?:Source|Courtesy)(?: ?:| of) ?[A-Z].{1,60}$",
        r"\((?:Screenshot|Handout|Supplied|Courtesy|File|Submitted)\b[^()]{0,60}\)\.?$",
        r"[A-Z][\w.'-]+ [A-Z][\w.'-]+ ?/ ?[A-Z][\w ]{1,30}$",
        r"\([A-Z][\w.'-]+(?: [A-Z][\w.'-]+){1,3} ?/ ?[A-Z][\w .]{1,30}\)$",
        rf"\b(?:[Ss]ubmitted|[Cc]ourtesy|[Cc]ontributed|[Ss]taff|[Ff]ile|[Hh]andout|[Pp]rovided) {_CREDIT_WORD}s?\)?$",
        r"[.!?] [A-Z][\w.'-]+ [A-Z][\w.'-]+ for [A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}$",
        r"\u00a9 ?[^.]{2,60}$",
    )), *(Pattern(pattern, _agency_parts()) for pattern in (
        rf"{_NAME} ?(?:/|,? via |\|) ?(?:The )?{agency}\b[^.]{{0,60}}\.?\)?$",
        rf"[(\[][^()]{{0,80}}\b{agency}\b[^()]{{0,50}}[)\]]\.?$",
        rf"(?:\bvia|[/\u2013\u2014|\u00a9-]) ?{agency}(?: ?/ ?[\w .]+)?\.?\)?$",
        rf"\b{agency} ?/ ?[\w .'-]{{2,40}}$",
    )))  # fmt: skip


LONGEST_CREDIT = 180  # characters
_GLUED_NAME = re.compile(r"[^\W\d_]{2}[\"'\u201d\u2019)]*[.!?][\"'\u201d\u2019)]* [A-Z][\w.'-]+(?: [A-Z][\w'-]+){1,3}$")
_GLUED_CREDIT = re.compile(r"[\w.)\]\"'\u201d\u2019]Credit: ?[A-Z].{1,60}$")
_GLUED_WORDS = 5  # of the end of a line, in which a name of at most four and what it is glued to stand


def ends_in_glued_credit(line: str) -> bool:
    """Return whether a line ends in a photographer's name: right behind its sentence, or in one word with "Credit:"."""
    words = line.rsplit(" ", _GLUED_WORDS)[-_GLUED_WORDS:]
    if words[-1][:1].isupper() and _GLUED_NAME.search(" ".join(words)):
        return True
    return "Credit:" in line and _GLUED_CREDIT.search(line) is not None


def _agency_parts() -> frozenset[str]:
    """Return for each agency a part of its name that a credit has, in lower case: "via" may stand right before it."""
    found = set[str]()
    for name in agencies():
        first, *others = re.findall(r"[^\W_]+", name.lower())
        found |= {max(others, key=len)} if others else {first, f"via{first}"}
    return frozenset(found)
