"""An article: its frozen text, and which blocks of it are the article."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import accumulate
from typing import Self

from tui.model.block import Block, BlockKind
from tui.model.span import Span, SpanError
from tui.model.text import text_sha256


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article came from. Everything is optional; `raw_sha256` is of the bytes as they were read."""

    name: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    media_type: str | None = None
    encoding: str | None = None
    raw_sha256: str | None = None
    importer: str | None = None

    def as_json(self) -> dict[str, str]:
        """Return the fields that are set."""
        values = ((f.name, getattr(self, f.name)) for f in fields(self))
        return {name: value for name, value in values if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> Self:
        """Return the source that `as_json` wrote."""
        return cls(**data)


@dataclass(frozen=True)
class Article:
    """A frozen text and its blocks, in order and not overlapping.

    Every character of the text belongs to exactly one block or to the white space between two. `text_sha256` may be
    given to have it checked; it is worked out otherwise.
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    source: Source = Source()
    lang: str | None = None
    text_sha256: str = field(default="")

    def __post_init__(self) -> None:
        digest = text_sha256(self.text)
        if self.text_sha256 not in ("", digest):
            raise SpanError(
                f"the text of {self.id!r} is not the one its SHA-256 was made from; import the original text"
            )
        object.__setattr__(self, "text_sha256", digest)
        position, end = 0, len(self.text)
        for block in self.blocks:
            if block.start < position or block.end > end:
                raise SpanError(
                    f"block {block.start}:{block.end} of {self.id!r} overlaps another or ends after the text"
                )
            position = block.end

    @property
    def title(self) -> str:
        """The text of the title block, or the empty string."""
        return next((self.text[b.start : b.end] for b in self.blocks if b.kind is BlockKind.TITLE), "")

    @cached_property
    def kept(self) -> "KeptText":
        """The body as the extractors see it."""
        return KeptText.of(self.text, [(b.start, b.end) for b in self.blocks if b.keep])

    def with_blocks(self, blocks: tuple[Block, ...]) -> "Article":
        """Return the same article with other blocks; no offset moves."""
        return replace(self, blocks=blocks)

    def span(self, start: int, end: int) -> Span:
        """Return the span `start:end` of the text. Raises `SpanError` where that is empty or out of range."""
        return Span.of(self.text, start, end)


@dataclass(frozen=True)
class KeptText:
    """Pieces of a text joined by a blank line, and the way back to offsets in the whole text."""

    text: str
    whole: str
    kept_starts: tuple[int, ...]
    whole_starts: tuple[int, ...]
    lengths: tuple[int, ...]

    SEPARATOR = "\n\n"

    @classmethod
    def of(cls, whole: str, pieces: list[tuple[int, int]]) -> Self:
        """Join the `(start, end)` pieces of `whole`, which must be in order and not overlap."""
        lengths = [end - start for start, end in pieces]
        kept_starts = [0, *accumulate(length + len(cls.SEPARATOR) for length in lengths)][: len(pieces)]
        text = cls.SEPARATOR.join([whole[start:end] for start, end in pieces])
        return cls(text, whole, tuple(kept_starts), tuple([start for start, _ in pieces]), tuple(lengths))

    def to_whole(self, start: int, end: int) -> Span | None:
        """Return the span of the whole text at `start:end` of the kept text, or None where it leaves its piece."""
        i = bisect_right(self.kept_starts, start) - 1
        if i < 0 or not start < end <= self.kept_starts[i] + self.lengths[i]:
            return None
        shift = self.whole_starts[i] - self.kept_starts[i]
        return Span(start + shift, end + shift, self.text[start:end])

    def from_whole(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the offsets in the kept text of `start:end` of the whole text, or None where not all of it is kept."""
        i = bisect_right(self.whole_starts, start) - 1
        if i < 0 or not start < end <= self.whole_starts[i] + self.lengths[i]:
            return None
        shift = self.kept_starts[i] - self.whole_starts[i]
        return start + shift, end + shift

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Yield the `(start, end)` of each piece in the whole text."""
        for start, length in zip(self.whole_starts, self.lengths, strict=True):
            yield start, start + length
