"""Which pieces of text a pattern needs: a quick look at a line that spares most searches.

Looking for a piece of text is much quicker than a search, and nearly every line has none of the pieces that a pattern
needs. After the filters of RE2 and of Russ Cox's "Regular Expression Matching with a Trigram Index" (2012).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import log2

_MOST = 24  # strings that are kept apart before a pattern counts as open
_LONGEST = 6  # characters beyond which a longer piece is no rarer
_TOKEN = re.compile(
    r"\(\?(?P<around><?[=!])|\(\?(?P<flags>[a-zA-Z-]+:)|(?P<open>\((?:\?:|\?P<\w+>)?)|"
    r"(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<code>\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2})"
    r"|\\(?P<edge>[bBAZ])|\\(?P<set>[wWsSdD0-9])|\\(?P<escaped>[^\w\s]|[ntr ])"
    r"|(?P<any>\.)|(?P<end>[\^$])|(?P<char>[^\\()\[|*+?{}]|[\]{}])",
    re.DOTALL,
)
_TIMES = re.compile(r"(?:\*|\+|\?|\{(\d*)(?:(,)(\d*))?\})[?+]?")
_RANGE = re.compile(r"\\[^\Wux]|.-.", re.DOTALL)  # or an escape that is no character
_CODE = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}")


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a piece of a pattern: all strings that it matches, if few, and what it needs, if anything."""

    all: frozenset[str] | None
    needed: frozenset[str]


Look = tuple[tuple[str, ...], Callable[[str], re.Match[str] | None]]
"""The pieces of text that a pattern needs, and what finds it."""


def look_for(pattern: str) -> Look:
    """Return what finds `pattern` in a line. It is compiled when a line first has what it needs."""

    @cache
    def compiled() -> re.Pattern[str]:
        return re.compile(pattern)

    def find(text: str) -> re.Match[str] | None:
        return compiled().match(text) if pattern.startswith("^") else compiled().search(text)

    return needed_pieces(pattern), find


def is_found(looks: Iterable[Look], text: str) -> bool:
    """Return whether one of the patterns is found in `text`."""
    for pieces, find in looks:
        if not pieces:
            if find(text):
                return True
            continue
        for piece in pieces:
            if piece in text:
                if find(text):
                    return True
                break
    return False


def needed_pieces(pattern: str) -> tuple[str, ...]:
    """Return pieces of text of which every match of `pattern` has at least one; none where that can't be told.

    Reads the part of Python's syntax that rules are written in, without flags; a pattern with anything else has none.
    """
    try:
        reader = _Reader(pattern)
        known = reader.alternatives()
    except ValueError:
        return ()
    return tuple(sorted(known.needed)) if reader.at == len(pattern) else ()


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def alternatives(self) -> _Known:
        found = [self._sequence()]
        while self.pattern.startswith("|", self.at):
            self.at += 1
            found.append(self._sequence())
        if len(found) == 1:
            return found[0]
        every = None
        if all(known.all is not None for known in found):
            every = frozenset().union(*(known.all or () for known in found))
        pieces = [known.needed for known in found]
        needed = _shortest(frozenset().union(*pieces)) if all(pieces) else frozenset[str]()
        return _Known(every if every is not None and len(every) <= _MOST else None, needed)

    def _sequence(self) -> _Known:
        run, best, is_whole = frozenset({""}), frozenset[str](), True
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            known = self._repeated(self._atom())
            best = _rarer(best, _shortest(run))
            if known.all is not None and len(run) * len(known.all) <= _MOST:
                run = frozenset(map("".join, product(run, known.all)))
                continue
            is_whole = False
            best = _rarer(best, known.needed)
            run = frozenset({""})
        return _Known(run if is_whole else None, _rarer(best, _shortest(run)))

    def _atom(self) -> _Known:
        match = _TOKEN.match(self.pattern, self.at)
        if match is None or match["flags"]:
            raise ValueError(self.pattern)
        self.at = match.end()
        if match["open"] or match["around"]:
            inner = self.alternatives()
            if not self.pattern.startswith(")", self.at):
                raise ValueError(self.pattern)
            self.at += 1
            return inner if match["open"] else _EMPTY
        if match["edge"] or match["end"]:
            return _EMPTY
        if match["any"] or match["set"]:
            return _OPEN
        if match["class"]:
            return _of_class(match["class"])
        if match["code"]:
            return _one_of(_coded(match["code"]))
        escaped = match["escaped"]
        char = {"n": "\n", "t": "\t", "r": "\r"}.get(escaped, escaped) if escaped else match["char"]
        return _one_of(char)

    def _repeated(self, known: _Known) -> _Known:
        match = _TIMES.match(self.pattern, self.at)
        if match is None:
            return known
        self.at = match.end()
        is_optional = match[0][0] in "*?" or (match[0][0] == "{" and int(match[1] or 0) == 0)
        if match[0][0] == "?" and known.all is not None:
            return _one_of("", *known.all)
        return _OPEN if is_optional else _Known(None, known.needed)


def _coded(escape: str) -> str:
    """Return the character of an escape like `\\u2013`."""
    return chr(int(escape.lstrip("\\ux"), 16))


def _of_class(text: str) -> _Known:
    """Return the characters of `[...]`, where they are few and written one by one."""
    inner = text[1:-1]
    if inner.startswith("^") or _RANGE.search(inner.strip("-")):
        return _OPEN
    inner = _CODE.sub(lambda match: _coded(match[0]), inner)
    chars = _one_of(*re.sub(r"\\(.)", r"\1", inner))
    return chars if len(chars.needed) <= 4 else _Known(None, chars.needed)


def _shortest(pieces: Iterable[str]) -> frozenset[str]:
    """Return the pieces without those that hold another; none where one is empty."""
    kept: list[str] = []
    for piece in sorted(pieces, key=len):
        if not any(other in piece for other in kept):
            kept.append(piece)
    return frozenset(kept) if "" not in kept else frozenset()


def _one_of(*strings: str) -> _Known:
    every = frozenset(strings)
    return _Known(every, _shortest(every))


def _rarer(*choices: frozenset[str]) -> frozenset[str]:
    """Return the pieces that fewest lines are likely to have: long ones, and few."""

    def rarity(pieces: frozenset[str]) -> float:
        shortest = min((len(piece.strip()) for piece in pieces), default=0)
        return min(shortest, _LONGEST) - log2(len(pieces)) if shortest else float("-inf")

    return max(choices, key=rarity)


_OPEN = _Known(None, frozenset())
_EMPTY = _one_of("")
