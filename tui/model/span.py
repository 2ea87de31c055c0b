"""A stretch of an article's text."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Self

from tui.model.errors import CopydeskError


class SpanError(CopydeskError):
    """A span that is empty, out of range, or whose surface text is not what stands at its offsets."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """`text[start:end]`: code points, half-open, never empty, together with the surface text that stands there."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"the span {self.start}:{self.end} is empty or starts before the text; give start < end")
        if len(self.text) != self.end - self.start:
            raise SpanError(
                f"the span {self.start}:{self.end} is {self.end - self.start} characters long but its text "
                f"{self.text[:40]!r} has {len(self.text)}; offsets count Unicode code points"
            )

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """Return the span `start:end` of `text`. Raises `SpanError` where that is empty or out of range."""
        if end > len(text):
            raise SpanError(f"the span {start}:{end} ends after the text, which has {len(text)} characters")
        return cls(start, end, text[start:end])

    def check(self, text: str) -> None:
        """Raise `SpanError` unless this span's surface text stands at its offsets in `text`."""
        found = text[self.start : self.end]
        if found != self.text:
            raise SpanError(
                f"the span {self.start}:{self.end} says {self.text[:60]!r}, but there stands {found[:60]!r}"
            )

    def overlaps(self, other: "Span") -> bool:
        """Return whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Return whether `other` lies within this span (equal spans contain each other)."""
        return self.start <= other.start and other.end <= self.end

    def as_json(self) -> dict[str, Any]:
        """Return `{"start", "end", "text"}`."""
        return {"start": self.start, "end": self.end, "text": self.text}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the span that `as_json` wrote. Raises `SpanError`, or `KeyError` for a missing field."""
        return cls(data["start"], data["end"], data["text"])


def number(value: Any) -> float | None:
    """Return a score read from JSON, where there is one. Raises `TypeError` or `ValueError` for what is no number."""
    if value is None or isfinite(value):
        return None if value is None else float(value)
    raise ValueError(f"{value} is not a score")


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return `start, end` moved inwards past white space at the edges (equal when nothing else is there)."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
