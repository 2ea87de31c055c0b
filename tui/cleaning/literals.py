"""What a pattern needs: words or pieces of text of which a quick look at a line tells that most searches are in vain.

Looking for a piece of text is much quicker than a search, and nearly every line has none of the pieces that a pattern
needs; words are quicker still, as those of all lines are looked up at once. After the filters of RE2 and of Russ Cox's
"Regular Expression Matching with a Trigram Index" (2012).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import log2

_MOST = 160  # strings that are kept apart before a pattern counts as open
_MOST_LOOKED_FOR = 64  # pieces of a set that are looked for before a search of any line
_MOST_BESIDE_WORDS = 16  # the same where the lines that are searched have one of the words that a match needs
_SETS = 3  # sets of pieces that are kept
_WORD_SETS = 2  # the same of words
_LONGEST = 6  # characters beyond which a longer piece is no rarer
_EDGE = "\0"  # stands in a string where a word can't go on
_BOUNDED = re.compile(r"(?<=[\W])[^\W_]+(?=[\W])")
_PAIR = re.compile(r"(?<=\W)(?=([^\W_]+)\W+([^\W_]+)\W)")
_FIRST = re.compile(r"\W*([^\W_]+)(?=\W)")
_TOKEN = re.compile(
    r"(?P<margin>\^\\[Ws]\*|\\W\*\$)|\(\?(?P<around><?[=!])|\(\?(?P<flags>[a-zA-Z-]+:)|(?P<open>\((?:\?:|\?P<\w+>)?)|"
    r"(?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<code>\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2})"
    r"|\\(?P<edge>[bBAZ])|\\(?P<set>[wWsSdD0-9])|\\(?P<escaped>[^\w\s]|[ntr ])"
    r"|(?P<text>[A-Za-z ]{2,}(?![*+?{]))|(?P<any>\.)|(?P<end>[\^$])|(?P<char>[^\\()\[|*+?{}]|[\]{}])",
    re.DOTALL,
)
_IS_QUICK = re.compile(r"\^|[,;]|\\[()]")  # a pattern that is tried at one place, or begins with a mark
_TIMES = re.compile(r"(?:\*|\+|\?|\{(\d*)(?:(,)(\d*))?\})[?+]?")
_RANGE = re.compile(r"\\[^\Wux]|.-.", re.DOTALL)  # or an escape that is no character
_CODE = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}")


_Pair = tuple[frozenset[str], ...]  # none, or two


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a piece of a pattern: all strings that it matches, if they are few, else what it needs.

    Every match has one of each set of `needed` and of each set of `words`, the rarest set first, a word of the first
    set of `pair` right before one of the second where there are two, and begins with one of `starts` where that is
    known. The strings of `all` and `starts` have edges of words in them.
    """

    all: frozenset[str] | None
    needed: tuple[frozenset[str], ...] = ()
    words: tuple[frozenset[str], ...] = ()
    starts: frozenset[str] | None = None
    pair: _Pair = ()

    def begins(self) -> frozenset[str] | None:
        """Return `starts`, also where all strings are known."""
        return self.starts if self.all is None else self.all

    def needs(self) -> tuple[tuple[frozenset[str], ...], tuple[frozenset[str], ...]]:
        """Return `needed` and `words`, also where all strings are known."""
        return (self.needed, self.words) if self.all is None else (_sets(self.all), _bounded(self.all))

    def beside(self) -> _Pair:
        """Return `pair`, also where all strings are known."""
        return self.pair if self.all is None else _pairs(self.all)


@dataclass(frozen=True, slots=True)
class Needs:
    r"""What every match of a pattern has: one of each of the sets of `words` (at most two), and of `pieces`.

    Words are in lower case, with none of `[^\W_]` beside them. A match at the start of a line, of a pattern that begins
    with `^`, has one of the words `first` before all others, if there are any. In every match a word of the first set
    of `pair` is followed by one of the second, if there are two, and it begins within `reach` characters of the end of
    the line, if that is not 0.
    """

    words: tuple[tuple[str, ...], ...]
    pieces: tuple[tuple[str, ...], ...]
    first: tuple[str, ...] = ()
    pair: tuple[tuple[str, ...], ...] = ()
    reach: int = 0


def work_out(pattern: str) -> Needs:
    """Return what a search for `pattern` needs, of which it is worth to look at a line."""
    known = _known(pattern)
    needed, known_words = known.needs()
    words = dict.fromkeys(tuple(sorted({word.lower() for word in each})) for each in known_words)
    # Where a search is as quick as a look for all pieces, or the words say as much, none is looked for.
    is_quick = _IS_QUICK.match(pattern) is not None
    most = (0 if is_quick else _MOST_BESIDE_WORDS) if words else _MOST_LOOKED_FOR
    looked_for = sorted((len(pieces), sorted(pieces)) for pieces in needed if len(pieces) <= most)
    first = [_FIRST.match(string) for string in known.begins() or ()] if pattern.startswith("^") else []
    return Needs(
        tuple(words), tuple(tuple(pieces) for _, pieces in looked_for),
        tuple(sorted({match[1].lower() for match in first if match})) if all(first) else (),
        tuple(tuple(sorted({word.lower() for word in each})) for each in known.beside()),
    )  # fmt: skip


def needed_pieces(pattern: str) -> tuple[str, ...]:
    """Return pieces of text of which every match of `pattern` has at least one; none where that can't be told."""
    needed, _ = _known(pattern).needs()
    return tuple(sorted(needed[0])) if needed else ()


def _known(pattern: str) -> _Known:
    """Return what is known of a pattern.

    Reads the part of Python's syntax that rules are written in, without flags; of a pattern with anything else nothing
    is known.
    """
    try:
        reader = _Reader(pattern)
        known = reader.alternatives()
    except ValueError:
        return _OPEN
    return known if reader.at == len(pattern) else _OPEN


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
        if all(known.all is not None for known in found):
            every = frozenset().union(*(known.all or () for known in found))
            if len(every) <= _MOST:
                return _Known(every)
        needs = [known.needs() for known in found]
        needed: tuple[frozenset[str], ...] = ()
        if all(pieces for pieces, _ in needs):  # every match has what is rarest in one of them
            needed = _sets(frozenset().union(*(pieces[0] for pieces, _ in needs)))
        starts = [known.begins() for known in found]
        pair = _either([known.beside() for known in found])
        return _Known(None, needed, _either([words for _, words in needs]), _one_of_each(starts), pair)

    def _sequence(self) -> _Known:
        run, parts, starts = frozenset({""}), list[_Known](), frozenset[str]()
        while self.at < len(self.pattern) and self.pattern[self.at] not in "|)":
            known = self._repeated(self._atom())
            if known.all is not None and len(run) * len(known.all) <= _MOST:
                run = _followed(run, known.all)
            else:
                begins = known.begins() or frozenset({""})
                starts = starts or (_followed(run, begins) if len(run) * len(begins) <= _MOST else run)
                parts += [_Known(run), known]
                run = frozenset({""})
        if not parts:
            return _Known(run)
        needs = [known.needs() for known in (*parts, _Known(run))]
        needed = sorted({pieces for sets, _ in needs for pieces in sets}, key=_rarity, reverse=True)
        words = sorted({each for _, words in needs for each in words}, key=_rarity, reverse=True)
        pairs = [pair for known in (*parts, _Known(run)) if (pair := known.beside())]
        pair = max(pairs, key=_rarity_of_pair, default=())
        return _Known(None, tuple(needed[:_SETS]), tuple(words[:_WORD_SETS]), starts, pair)

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
            return inner if match["open"] else _one_of("")
        if match["edge"] or match["end"] or match["margin"]:
            return _one_of("" if match["edge"] == "B" else _EDGE)
        if match["any"] or match["set"]:
            return _OPEN
        if match["class"]:
            return _of_class(match["class"])
        if match["code"]:
            return _one_of(_coded(match["code"]))
        escaped = match["escaped"]
        char = {"n": "\n", "t": "\t", "r": "\r"}.get(escaped, escaped) if escaped else match["char"] or match["text"]
        return _one_of(char)

    def _repeated(self, known: _Known) -> _Known:
        match = _TIMES.match(self.pattern, self.at)
        if match is None:
            return known
        self.at = match.end()
        is_optional = match[0][0] in "*?" or (match[0][0] == "{" and int(match[1] or 0) == 0)
        if match[0][0] == "?" and known.all is not None:
            return _one_of("", *known.all)
        return _OPEN if is_optional else _Known(None, *known.needs(), known.begins(), known.beside())


def _followed(strings: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Return each of some strings with each of the others behind it."""
    return frozenset(map("".join, product(strings, others)))


def _one_of_each(several: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    """Return the strings of which one is in any of several sets; None where one is not known, or they are too many."""
    known = [strings for strings in several if strings is not None]
    union = frozenset[str]().union(*known)
    return union if len(known) == len(several) and len(union) <= _MOST else None


def _coded(escape: str) -> str:
    """Return the character of an escape like `\\u2013`."""
    return chr(int(escape.lstrip("\\ux"), 16))


def _of_class(text: str) -> _Known:
    """Return the characters of `[...]`, where they are few and written one by one."""
    inner = text[1:-1]
    if inner.startswith("^") or _RANGE.search(inner.strip("-")):
        return _OPEN
    inner = _CODE.sub(lambda match: _coded(match[0]), inner)
    chars = frozenset(re.sub(r"\\(.)", r"\1", inner))
    return _one_of(*chars) if len(chars) <= 4 else _Known(None, _sets(chars))


def _shortest(pieces: Iterable[str]) -> frozenset[str]:
    """Return the pieces without those that hold another; none where one is empty."""
    kept: list[str] = []
    for piece in sorted(pieces, key=len):
        if not any(other in piece for other in kept):
            kept.append(piece)
    return frozenset(kept) if "" not in kept else frozenset()


def _sets(strings: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Return the pieces of text that stand in strings with edges of words, as a set, if each has one."""
    pieces = _shortest(string.replace(_EDGE, "") for string in strings)
    return (pieces,) if pieces else ()


def _bounded(strings: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Return sets with the longest words that are whole in the strings, one of each; none where a string has none."""
    # Of two as long the later comes first: it is less often one like "and".
    words = [sorted(_BOUNDED.findall(string), key=len)[::-1][:_WORD_SETS] for string in strings]
    return _either([tuple(frozenset({word}) for word in each) for each in words])


def _pairs(strings: frozenset[str]) -> _Pair:
    """Return two sets of words, of which each string has one of the first right before one of the second; else none."""
    found = []
    for string in strings:
        pairs = [match.groups() for match in _PAIR.finditer(string)]
        if not pairs:
            return ()
        found.append(max(pairs, key=lambda pair: len("".join(pair))))
    return frozenset(first for first, _ in found), frozenset(second for _, second in found)


def _rarity_of_pair(pair: _Pair) -> float:
    return sum(_rarity(words)[0] for words in pair)


def _either(several: Sequence[tuple[frozenset[str], ...]]) -> tuple[frozenset[str], ...]:
    """Return the sets that hold where those of one of several do; none where one has none."""
    if not all(several):
        return ()
    return tuple(
        frozenset().union(*(sets[min(number, len(sets) - 1)] for sets in several))
        for number in range(max(map(len, several)))
    )


def _one_of(*strings: str) -> _Known:
    return _Known(frozenset(strings))


def _rarity(pieces: frozenset[str]) -> tuple[float, list[str]]:
    """Return how few lines are likely to have one of the pieces: few if they are long, and not many."""
    return min(_LONGEST, *(len(piece.strip()) for piece in pieces)) - log2(len(pieces)), sorted(pieces)


_OPEN = _Known(None)
