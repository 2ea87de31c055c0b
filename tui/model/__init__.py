"""The data of Copydesk and its laws. No I/O, nothing but the standard library."""

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
from tui.model.article import Article, Block, BlockKind, KeptText, Source
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
