"""Rules that read words, one data file a language: `languages/<code>.toml` (the format is described in `en.toml`)."""

import re
import tomllib
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain
from typing import Any

from tui.cleaning.literals import Look, is_found, look_for
from tui.cleaning.vocabulary import Vocabulary
from tui.model import BlockKind

_DIGITS = frozenset("0123456789")
_CLOCK_OR_DATE = re.compile(r"\b(?:[012]?\d[:.][0-5]\d\b|\d{1,4}([/.-])\d{1,2}\1\d{2,4}\b)(?![.\d])")


@dataclass(frozen=True)
class LineClass:
    """One class of lines and how a line of it is recognised. `sure`: the class alone says that it is not the body."""

    kind: BlockKind
    reason: str
    sure: bool
    max_words: int
    cues: frozenset[str]
    all_words: frozenset[str]
    needs: frozenset[str]
    numbers: bool
    case: bool
    patterns: tuple[str, ...]

    @cached_property
    def _looks(self) -> tuple[Look, ...]:
        return tuple(map(look_for, self.patterns))

    @cached_property
    def _pieces(self) -> tuple[str, ...]:
        """Pieces of text of which a line of the class has one: nearly all lines are told by them alone."""
        needed = [pieces for pieces, _ in self._looks]
        return tuple(dict.fromkeys(chain.from_iterable(needed))) if all(needed) else ("",)

    def fits(self, text: str, small: str, words: Set[str]) -> bool:
        """Return whether a line is of this class, if it has a cue and not too many words.

        `text` is the line with straight apostrophes, `small` the same in lower case, `words` its different words.
        """
        if self.all_words:
            return self._is_made_of_words(text, words)
        shown = text if self.case else small
        return any(map(shown.__contains__, self._pieces)) and is_found(self._looks, shown)

    def _is_made_of_words(self, text: str, words: Set[str]) -> bool:
        if not self.numbers:
            return words <= self.all_words
        for word in words:
            if word not in self.all_words and word[0] not in _DIGITS:
                return False
        return not self.needs.isdisjoint(words) or _CLOCK_OR_DATE.search(text) is not None


@dataclass(frozen=True, eq=False)
class Language:
    """What the cleaner knows of one language."""

    code: str
    name: str
    function_words: frozenset[str]
    reporting_words: frozenset[str]
    reader_words: frozenset[str]
    calls: frozenset[str]
    link_words: frozenset[str]
    classes: tuple[LineClass, ...]


def _words(data: Mapping[str, Any], key: str) -> frozenset[str]:
    return frozenset(str(data.get(key, "")).split())


def _line_class(data: Mapping[str, Any], time_words: frozenset[str]) -> LineClass:
    all_words = _words(data, "all_words")
    kind = BlockKind(data["kind"])
    return LineClass(
        kind, data["reason"], data.get("sure", False), data["max_words"], _words(data, "cues"),
        all_words | time_words if kind is BlockKind.TIMESTAMP else all_words, _words(data, "needs"),
        data.get("numbers", False), data.get("case", False), tuple(data.get("patterns", ())),
    )  # fmt: skip


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((files("tui.cleaning") / "languages" / name).read_text(encoding="utf-8"))


@cache
def agencies() -> tuple[str, ...]:
    """Picture and news agencies as they sign a credit, the longest first."""
    return tuple(sorted(_load("common.toml")["agencies"], key=len, reverse=True))


@cache
def _function_words() -> dict[str, frozenset[str]]:
    """Return the function words of every language that can be told, by its code."""
    other = {code: frozenset(words.split()) for code, words in _load("common.toml")["function_words"].items()}
    return other | {code: language(code).function_words for code in _codes()}


@cache
def _codes() -> frozenset[str]:
    """Return the codes of the languages that have a data file."""
    names = {file.name for file in (files("tui.cleaning") / "languages").iterdir()}
    return frozenset(name.removesuffix(".toml") for name in names if name.endswith(".toml")) - {"common"}


def known_language(code: str | None) -> Language | None:
    """Return the language with this code, None where there is no data file for it."""
    return language(code) if code in _codes() else None


def tell_language(vocabulary: Vocabulary) -> str | None:
    """Return the code of the language of a text, None where none is clear.

    The language whose function words make up most of its words, if those are at least one word in eight and a third
    more than those of any other language.
    """
    number, times = vocabulary.number, vocabulary.times.tolist()
    total = sum(times)
    if not total:
        return None
    words = number.keys()
    shares = sorted(
        ((sum([times[number[word]] for word in known & words]) / total, code)
         for code, known in _function_words().items()),
        reverse=True,
    )  # fmt: skip
    (best, code), (second, _) = shares[:2]
    return code if best >= 0.125 and best >= 4 / 3 * second else None


@cache
def language(code: str) -> Language:
    """Return the language of the data file `languages/<code>.toml`. Raises `FileNotFoundError` where there is none."""
    data = _load(f"{code}.toml")
    time_words = _words(_load("common.toml"), "time_words")
    return Language(
        data["code"], data["name"], _words(data, "function_words"), _words(data, "reporting_words"),
        _words(data, "reader_words"), _words(data, "calls"), _words(data, "link_words"),
        tuple(_line_class(entry, time_words) for entry in data.get("class", ())),
    )  # fmt: skip
