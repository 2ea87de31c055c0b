"""Stretches in quotation marks that nobody says: titles, nicknames, names for things, words used with distance."""

import re

from tui.extraction.attribution import Attribution
from tui.extraction.cues import cue_words
from tui.extraction.marks import Stretch
from tui.extraction.syntax import Parse

_SMALL = frozenset(
    ["a", "an", "the", "of", "and", "or", "in", "on", "for", "to", "at", "by", "with", "from", "as", "is", "are", "vs"]
)
_NAMING = frozenset(
    [
        "call",
        "name",
        "title",
        "entitle",
        "dub",
        "label",
        "nickname",
        "term",
        "know",
        "brand",
        "bill",
        "headline",
        "christen",
    ]
)
_LONGEST_TITLE = 7
_LONGEST_LABEL = 3
"""Most words of a title, and of words that are only set off."""
_BESIDE = 2
"""How many tokens lie at most between a cue and what is said beside it."""
_FAR = frozenset(["none", "previous-paragraph", "next-sentence"])
"""Attributions that hold for a sentence in marks, not for a few words in the middle of one."""
_WORD = re.compile(r"[\w’'.&-]*\w[\w’'.&-]*")


def label_reason(parse: Parse, stretch: Stretch, found: Attribution) -> str | None:
    """Return why `stretch` is no quotation, or None when it is one.

    Reasons are "title", "nickname", "name" and "scare words". `found` is what the attribution rules made of it.
    """
    inner = parse.text[stretch.inner_start : stretch.inner_end]
    words = _WORD.findall(inner)
    titled = _is_title_case(words)
    tokens = parse.tokens(stretch.start, stretch.end)
    before, after = _neighbour(parse, tokens.start - 1), _neighbour(parse, tokens.stop)
    if titled and len(words) <= 3 and _is_name(parse, before) and _is_name(parse, after):
        return "nickname"
    if titled and not inner.endswith(("!", "?", ".")) and _names_a_work(parse, before, after, len(words)):
        return "title"
    if len(words) <= 6 and _is_what_it_is_called(parse, before):
        return "name"
    longest = _LONGEST_TITLE if titled or found.how in _FAR else _LONGEST_LABEL
    if len(words) > longest or (_is_sentence(parse, tokens, found, inner) if found.how in _FAR else
                                _is_reported(parse, tokens, found, len(words), titled=titled)):  # fmt: skip
        return None
    return "title" if titled and len(words) > 1 else "scare words"


def _is_sentence(parse: Parse, tokens: range, found: Attribution, inner: str) -> bool:
    """Return whether a few words with a speaker from afar are a sentence: one with a full stop, or all of a line."""
    opens = tokens.start == 0 or parse.tags[tokens.start - 1] in (".", "_SP", "''")
    if (
        len(_WORD.findall(inner)) > _LONGEST_LABEL
        and opens
        and parse.tags[tokens.stop : tokens.stop + 1] in ([], ["_SP"])
    ):
        return True  # a heading, or a pull quote
    return found.mention is not None and opens and inner.rstrip()[-1:] in (".", "!", "?", ",")


def _is_reported(parse: Parse, tokens: range, found: Attribution, words: int, *, titled: bool) -> bool:
    """Return whether a few words belong to a report, instead of only sharing a sentence with it."""
    if found.how != "same-sentence":
        return True
    if found.report is None:
        return False
    cue = found.report.cue
    if tokens.start - _BESIDE <= cue < tokens.stop + _BESIDE:
        return True
    if titled and 1 < words <= _LONGEST_LABEL:
        return False
    return words > 1 or cue in parse.ancestors(tokens)


def _is_what_it_is_called(parse: Parse, before: int | None) -> bool:
    """Return whether a participle of naming leads to the stretch: "a tool called", "a plan known as"."""
    if before and parse.words[before].lower() == "as":
        before -= 1
    if before is None or parse.tags[before] != "VBN" or parse.lemmas[before] not in _NAMING:
        return False
    return parse.deps[before] == "acl" and parse.child(before, "agent", "aux") is None


def _is_title_case(words: list[str]) -> bool:
    return bool(words) and words[0][0].isupper() and all(
        word[0].isupper() or word[0].isdigit() or word.lower() in _SMALL for word in words
    )  # fmt: skip


def _neighbour(parse: Parse, i: int) -> int | None:
    return i if 0 <= i < len(parse) else None


def _is_name(parse: Parse, i: int | None) -> bool:
    return i is not None and parse.pos[i] == "PROPN" and parse.words[i][0].isupper()


def _names_a_work(parse: Parse, before: int | None, after: int | None, words: int) -> bool:
    """Return whether a stretch in title case is introduced or followed as a programme, book, film, song or the like."""
    works = cue_words().works
    if after is not None and parse.lemmas[after] in works:
        return True
    if before is None:
        return False
    if parse.lemmas[before] in works or parse.words[before].lower() in ("titled", "entitled"):
        return True
    if parse.words[before] == "," and before and parse.lemmas[before - 1] in works:
        return True
    # "on CNN's 'State of the Union'", "appeared on 'Fox News Sunday'": broadcasts follow a preposition or an owner.
    return words > 1 and (parse.words[before].lower() in ("on", "in", "of") or parse.tags[before] == "POS")
