"""A block of an article: what it is, and whether it belongs to the body."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import repeat
from operator import ge
from typing import Any, Self

from tui.model.span import SpanError, number


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


@dataclass(frozen=True, slots=True, init=False)
class Block:
    """A paragraph-like piece of the text, kept as part of the article's body or not.

    `keep` says whether it belongs to the body: that is what people read and extractors see. The title is shown above
    the body but is not part of it, so its `keep` is False unless a person says otherwise. `reason` names the rule (or
    the person) that decided; `evidence` holds what spoke for it, strongest first, each as a short readable phrase.
    Blocks that are made in a row may be given what tells their evidence instead: it is asked when somebody first looks.
    """

    start: int
    end: int
    kind: BlockKind
    keep: bool
    reason: str
    confidence: float | None = None
    evidence: Sequence[str] = ()

    def __init__(  # noqa: PLR0917 - in the order of the fields
        self, start: int, end: int, kind: BlockKind, keep: bool, reason: str, confidence: float | None = None,
        evidence: "Sequence[str] | Telling" = (),
    ) -> None:  # fmt: skip
        if not 0 <= start < end:
            raise SpanError(f"the block {start}:{end} is empty or starts before the text; give start < end")
        # A page has hundreds of blocks: through the slots, each is made in half the time that a dataclass takes.
        _set_start(self, start)
        _set_end(self, end)
        _set_kind(self, kind)
        _set_keep(self, keep)
        _set_reason(self, reason)
        _set_confidence(self, confidence)
        _set_evidence(self, evidence)

    @classmethod
    def row(  # noqa: PLR0917 - in the order of the fields
        cls, starts: Sequence[int], ends: Sequence[int], kinds: Iterable[BlockKind], keeps: Iterable[bool],
        reasons: Iterable[str], confidences: Iterable[float | None], evidence: Iterable["Sequence[str] | Telling"],
    ) -> tuple[Self, ...]:  # fmt: skip
        """Return a block for each start, with what the others say at its place. Raises what a block raises."""
        if any(start < 0 for start in starts[:1]) or any(map(ge, starts, ends)) or len(starts) != len(ends):
            return tuple(map(cls, starts, ends, kinds, keeps, reasons, confidences, evidence))  # says what is wrong
        # A page has hundreds of blocks: slot by slot, all are made in a third of the time of one after the other.
        blocks = tuple(map(object.__new__, repeat(cls, len(starts))))
        columns = (starts, ends, kinds, keeps, reasons, confidences, evidence)
        for fill, column in zip(_SLOTS, columns, strict=True):
            deque(map(fill, blocks, column), 0)
        return blocks

    def named(self, kind: BlockKind, reason: str) -> Self:
        """Return the block with another kind and reason; its evidence is still worked out when somebody first looks."""
        return type(self)(
            self.start, self.end, kind, self.keep, reason, self.confidence, _evidence_as_given(self, type(self))
        )  # fmt: skip

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


_SLOTS = [vars(Block)[each.name].__set__ for each in fields(Block)]
_set_start, _set_end, _set_kind, _set_keep, _set_reason, _set_confidence, _set_evidence = _SLOTS
_evidence_as_given = vars(Block)["evidence"].__get__

Telling = Callable[[int], Sequence[str]]
"""Returns the evidence of the block that starts at an offset."""


class _WhenAsked:
    """The evidence in the slot of a block: worked out when somebody first looks, where what tells it was given."""

    def __init__(self, slot: Any) -> None:
        self._get, self._set = slot.__get__, slot.__set__

    def __get__(self, block: Block | None, owner: type[Block]) -> "Sequence[str] | _WhenAsked":
        if block is None:
            return self
        found: Sequence[str] | Telling = self._get(block)
        if callable(found):
            found = found(block.start)
            self._set(block, found)
        return found

    def __set__(self, block: Block, value: Sequence[str] | Telling) -> None:
        self._set(block, value)


setattr(Block, "evidence", _WhenAsked(vars(Block)["evidence"]))  # noqa: B010 - to type checkers it stays a sequence
