"""Rules that read words, one data file a language: `languages/<code>.toml` (the format is described in `en.toml`)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from tui.cleaning.once import once
from tui.cleaning.searches import Pattern
from tui.model import BlockKind

_CLOCK_OR_DATE = re.compile(r"\b(?:[012]?\d[:.][0-5]\d(?:[AaPp]\.?[Mm])?\b|\d{1,4}([/.-])\d{1,2}\1\d{2,4}\b)(?![.\d])")


@dataclass(frozen=True)
class LineClass:
    """One class of lines and how a line of it is recognised.

    `sure`: the class alone says that it is not the body. `goes_on`: it says that the article goes on below.
    """

    kind: BlockKind
    reason: str
    sure: bool
    max_words: int
    cues: frozenset[str]
    all_words: frozenset[str]
    needs: frozenset[str]
    numbers: bool
    case: bool
    goes_on: bool
    patterns: tuple[str, ...]

    @once
    def searches(self) -> tuple[Pattern, ...]:
        """What finds the patterns in a line that has a cue: in lower case, unless `case` is set."""
        return tuple(map(Pattern, self.patterns))


def has_clock_or_date(text: str) -> bool:
    """Return whether a time of day or a date in digits stands in a text."""
    return _CLOCK_OR_DATE.search(text) is not None


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
        data.get("numbers", False), data.get("case", False), data.get("goes_on", False),
        tuple(data.get("patterns", ())),
    )  # fmt: skip


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((files("tui.cleaning") / "languages" / name).read_text(encoding="utf-8"))


@cache
def _common() -> dict[str, Any]:
    return _load("common.toml")


@cache
def agencies() -> tuple[str, ...]:
    """Picture and news agencies as they sign a credit, the longest first."""
    return tuple(sorted(_common()["agencies"], key=len, reverse=True))


@cache
def function_words() -> dict[str, frozenset[str]]:
    """Return the function words of every language that can be told, by its code."""
    other = {code: frozenset(words.split()) for code, words in _common()["function_words"].items()}
    return other | {code: language(code).function_words for code in codes()}


@cache
def codes() -> frozenset[str]:
    """Return the codes of the languages that have a data file."""
    names = {file.name for file in (files("tui.cleaning") / "languages").iterdir()}
    return frozenset(name.removesuffix(".toml") for name in names if name.endswith(".toml")) - {"common"}


def known_language(code: str | None) -> Language | None:
    """Return the language with this code, None where there is no data file for it."""
    return language(code) if code in codes() else None


@cache
def language(code: str) -> Language:
    """Return the language of the data file `languages/<code>.toml`. Raises `FileNotFoundError` where there is none."""
    data = _load(f"{code}.toml")
    time_words = _words(_common(), "time_words")
    return Language(
        data["code"], data["name"], _words(data, "function_words"), _words(data, "reporting_words"),
        _words(data, "reader_words"), _words(data, "calls"), _words(data, "link_words"),
        tuple(_line_class(entry, time_words) for entry in data.get("class", ())),
    )  # fmt: skip
