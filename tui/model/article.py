"""An article: its frozen text, and which blocks of it are the article."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Self

from tui.model.span import Span, SpanError, number
from tui.model.text import text_sha256


class BlockKind(StrEnum):
    """What a block of a scraped page is."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    BODY = "body"
    SUBHEADING = "subheading"
    LIST_ITEM = "list-item"
    BLOCK_QUOTE = "block-quote"
    PULL_QUOTE = "pull-quote"
    CORRECTION = "correction"
    BYLINE = "byline"
    DATELINE = "dateline"
    TIMESTAMP = "timestamp"
    LIVE_STAMP = "live-stamp"
    CAPTION = "caption"
    CREDIT = "credit"
    AGENCY_CREDIT = "agency-credit"
    AUTHOR_BOX = "author-box"
    RELATED = "related"
    NEWSLETTER = "newsletter"
    SUBSCRIPTION = "subscription"
    PROMO = "promo"
    WIDGET = "widget"
    SHARE = "share"
    COMMENTS = "comments"
    AD = "ad"
    CONSENT = "consent"
    NAVIGATION = "navigation"
    FOOTER = "footer"
    REPEATED = "repeated"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like piece of the text, kept as part of the article's body or not.

    `keep` says whether it belongs to the body: that is what people read and extractors see. The title is shown above
    the body but is not part of it, so its `keep` is False unless a person says otherwise. `reason` names the rule (or
    the person) that decided; `evidence` holds what spoke for it, strongest first, each as a short readable phrase.
    """

    start: int
    end: int
    kind: BlockKind
    keep: bool
    reason: str
    confidence: float | None = None
    evidence: Sequence[str] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"the block {self.start}:{self.end} is empty or starts before the text; give start < end")

    @property
    def dropped(self) -> bool:
        """Whether the block is folded away in the reading view (the title is not)."""
        return not self.keep and self.kind is not BlockKind.TITLE

    def as_json(self) -> dict[str, Any]:
        """Return the block as JSON, without the fields that are unset."""
        data: dict[str, Any] = {
            "start": self.start, "end": self.end, "kind": self.kind.value, "keep": self.keep, "reason": self.reason,
        }  # fmt: skip
        if self.confidence is not None:
            data["confidence"] = round(self.confidence, 4)
        if self.evidence:
            data["evidence"] = list(self.evidence)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the block that `as_json` wrote. Raises `ValueError` for an unknown kind."""
        return cls(
            data["start"], data["end"], BlockKind(data["kind"]), data["keep"], data["reason"],
            number(data.get("confidence")), tuple(data.get("evidence", ())),
        )  # fmt: skip


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
        position = 0
        for block in self.blocks:
            if block.start < position or block.end > len(self.text):
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
        kept_starts, position = [], 0
        for start, end in pieces:
            kept_starts.append(position)
            position += end - start + len(cls.SEPARATOR)
        return cls(
            cls.SEPARATOR.join(whole[start:end] for start, end in pieces), whole, tuple(kept_starts),
            tuple(start for start, _ in pieces), tuple(end - start for start, end in pieces),
        )  # fmt: skip

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
