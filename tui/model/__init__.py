"""The data of Copydesk and its laws. No I/O, nothing but the standard library."""

from typing import TYPE_CHECKING

from tui.model.lazily import lazily

if TYPE_CHECKING:
    from tui.model.annotation import (
        Candidate,
        Cluster,
        Entity,
        Layer,
        Predictions,
        Provenance,
        Quote,
        QuoteKind,
        RuleChange,
        Speaker,
    )
    from tui.model.article import Article, KeptText, Source
    from tui.model.block import Block, BlockKind
    from tui.model.errors import CopydeskError
    from tui.model.event import Event
    from tui.model.scheme import LabelType, Scheme
    from tui.model.span import Span, SpanError, trimmed
    from tui.model.text import freeze, line_key, screen_safe, text_sha256

__all__ = [
    "Article", "Block", "BlockKind", "Candidate", "Cluster", "CopydeskError", "Entity", "Event", "KeptText",
    "LabelType", "Layer", "Predictions", "Provenance", "Quote", "QuoteKind", "RuleChange", "Scheme", "Source", "Span",
    "SpanError", "Speaker", "freeze", "line_key", "screen_safe", "text_sha256", "trimmed",
]  # fmt: skip

__getattr__ = lazily(
    __name__,
    {
        "annotation": "Candidate Cluster Entity Layer Predictions Provenance Quote QuoteKind RuleChange Speaker",
        "article": "Article KeptText Source",
        "block": "Block BlockKind",
        "errors": "CopydeskError",
        "event": "Event",
        "scheme": "LabelType Scheme",
        "span": "Span SpanError trimmed",
        "text": "freeze line_key screen_safe text_sha256",
    },
)
