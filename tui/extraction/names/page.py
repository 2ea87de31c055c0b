"""The state that the rules work on: a text, its words, and the mentions of names in it."""

import re
import unicodedata
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import attrgetter

from tui.extraction.names.numbers import NUMBER_START
from tui.model import RuleChange

NAMES = frozenset(("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"))
"""Labels of names. What else a model finds (dates, amounts, numbers) are values: `amounts` and `times` see to them."""

PLACES = frozenset(("GPE", "LOC", "FAC"))

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_CAPITALISED = re.compile(r"(?<![^\W_])(?<![^\W_][-’'])[^\W\d_a-zß-öø-ÿ][^\W_]*(?:[-’'][^\W_]+)*")
_LOWER_WORD = re.compile(r"(?<![^\W_])(?<![^\W_][-’'])[a-zß-öø-ÿ][^\W_]*(?:[-’'][^\W_]+)*")
_UNFOLDED = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'"})


@lru_cache(maxsize=20_000)
def fold(form: str) -> str:
    """Return `form` without case and diacritics, so that "Šimonytė" and "SIMONYTE" are the same."""
    if form.isascii():
        return form.casefold()
    plain = unicodedata.normalize("NFKD", form.casefold().translate(_UNFOLDED))
    return "".join(char for char in plain if not unicodedata.combining(char))


@dataclass(slots=True)
class Mention:
    """One mention: `text[start:end]`, its label, and what the rules did to it."""

    start: int
    end: int
    label: str
    changes: list[RuleChange] = field(default_factory=list)


_start = attrgetter("start")


class Page:
    """A text with its mentions, which never overlap; every change goes through a method that records it."""

    def __init__(self, text: str, mentions: Iterable[tuple[int, int, str]]) -> None:
        """Take the text and what the model said: `(start, end, label)`, code points, not overlapping."""
        self.text = text
        found = [Mention(start, end, label) for start, end, label in sorted(mentions)]
        self.mentions = [mention for mention in found if mention.label in NAMES]
        self.others = [mention for mention in found if mention.label not in NAMES]
        self.removed: list[Mention] = []

    # What stands where

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words that the text also uses in lower case."""
        return frozenset(_LOWER_WORD.findall(self.text))

    @cached_property
    def capitalised(self) -> dict[str, list[int]]:
        """Where each word that starts with a capital starts, by its form; a hyphen or an apostrophe in it belongs."""
        index: dict[str, list[int]] = {}
        for match in _CAPITALISED.finditer(self.text):
            word = match.group()
            if word[0].isupper():
                index.setdefault(word, []).append(match.start())
        return index

    @cached_property
    def numbers(self) -> list[int]:
        """Where a number, or a sum with the sign of its currency, starts."""
        return [match.start() for match in NUMBER_START.finditer(self.text)]

    def surface(self, mention: Mention) -> str:
        """Return the text of a mention."""
        return self.text[mention.start : mention.end]

    def word_before(self, start: int) -> tuple[int, int, str] | None:
        """Return the word that ends right before `start`, with one space (or a full stop and a space) between."""
        text = self.text
        end = start - 1
        if end < 1 or text[end] not in " \u00a0":
            return None
        if text[end - 1] == "." and text[end] == " ":
            end -= 1
        first = end
        while first and (text[first - 1].isalnum() or (text[first - 1] in "-’'" and first < end)):
            first -= 1
        while first < end and not text[first].isalnum():
            first += 1
        return (first, end, text[first:end]) if first < end else None

    def word_after(self, end: int) -> tuple[int, int, str] | None:
        """Return the word that starts right after `end`, with one space between."""
        if self.text[end : end + 1] not in (" ", "\u00a0"):
            return None
        match = _WORD.match(self.text, end + 1)
        return (match.start(), match.end(), match.group()) if match else None

    def starts_sentence(self, start: int) -> bool:
        """Return whether nothing but opening marks stands between `start` and the end of a sentence or line."""
        before = self.text[max(0, start - 6) : start].rstrip(" \u00a0“\"‘'([")
        return not before or before[-1] in ".!?:”\n\t…" or "\n" in self.text[max(0, start - 3) : start]

    def overlapping(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that share a character with `start:end`, in text order."""
        return _sharing(self.mentions, start, end)

    def free(self, start: int, end: int, mention: Mention | None = None) -> bool:
        """Return whether nothing but `mention` itself stands in `start:end`, neither a name nor a date or an amount."""
        if any(other is not mention for other in self.overlapping(start, end)):
            return False
        return not self.values_at(start, end)

    def forms(self, mentions: Iterable[Mention] | None = None) -> dict[str, list[Mention]]:
        """Return the mentions by their folded surface form."""
        forms: dict[str, list[Mention]] = {}
        for mention in self.mentions if mentions is None else mentions:
            forms.setdefault(fold(self.surface(mention)), []).append(mention)
        return forms

    # What a rule may do

    def relabel(self, mention: Mention, label: str, rule: str) -> None:
        """Give a mention another label."""
        if mention.label != label:
            before = self._shown(mention)
            mention.label = label
            mention.changes.append(RuleChange(rule, before, self._shown(mention)))

    def move(self, mention: Mention, start: int, end: int, rule: str) -> None:
        """Move the edges of a mention; one that would be empty, or run into another, is left out or stays."""
        if (start, end) == (mention.start, mention.end):
            return
        if start >= end:
            self.remove(mention, rule)
            return
        if any(other is not mention for other in self.overlapping(start, end)):
            return
        before = self._shown(mention)
        mention.start, mention.end = start, end
        mention.changes.append(RuleChange(rule, before, self._shown(mention)))

    def add(self, start: int, end: int, label: str, rule: str) -> Mention | None:
        """Add a mention where there is none yet, and return it."""
        if start >= end or self.overlapping(start, end):
            return None
        mention = Mention(start, end, label)
        mention.changes.append(RuleChange(rule, "", self._shown(mention)))
        insort(self.mentions, mention, key=_start)
        return mention

    def remove(self, mention: Mention, rule: str) -> None:
        """Take a mention out; it stays in `removed` with the reason."""
        self._remove(self.mentions, mention, rule)

    def values_at(self, start: int, end: int) -> list[Mention]:
        """Return the dates, amounts and numbers that share a character with `start:end`, in text order."""
        return _sharing(self.others, start, end)

    def set_value(self, start: int, end: int, label: str, rule: str) -> None:
        """Make `start:end` one value, in the place of those that share a character with it. Names stay in its way."""
        if start >= end or self.overlapping(start, end):
            return
        there = self.values_at(start, end)
        if not there:
            made = Mention(start, end, label)
            made.changes.append(RuleChange(rule, "", self._shown(made)))
            insort(self.others, made, key=_start)
            return
        first = there[0]
        for other in there[1:]:
            self.remove_value(other, rule)
        if (first.start, first.end, first.label) != (start, end, label):
            before = self._shown(first)
            first.start, first.end, first.label = start, end, label
            first.changes.append(RuleChange(rule, before, self._shown(first)))

    def remove_value(self, value: Mention, rule: str) -> None:
        """Take a value out; it stays in `removed` with the reason."""
        self._remove(self.others, value, rule)

    def result(self) -> Iterator[Mention]:
        """Yield names and other mentions in text order; an added name goes before an amount or a date in its place."""
        others = (mention for mention in self.others if not self.overlapping(mention.start, mention.end))
        yield from sorted([*self.mentions, *others], key=_start)

    def _remove(self, those: list[Mention], mention: Mention, rule: str) -> None:
        mention.changes.append(RuleChange(rule, self._shown(mention), ""))
        n = bisect_left(those, mention.start, key=_start)
        while those[n] is not mention:
            n += 1
        del those[n]
        self.removed.append(mention)

    def _shown(self, mention: Mention) -> str:
        return f"{mention.label} {self.surface(mention)}"


def _sharing(mentions: list[Mention], start: int, end: int) -> list[Mention]:
    """Return those of `mentions`, which are in order and apart, that share a character with `start:end`."""
    n = max(bisect_right(mentions, start, key=_start) - 1, 0)
    found = []
    while n < len(mentions) and mentions[n].start < end:
        if mentions[n].end > start:
            found.append(mentions[n])
        n += 1
    return found
