"""Which articles a person labels without suggestions, so that what suggestions do to people can be measured."""

import hashlib
from collections.abc import Iterable

from tui.model import Event


def is_blind(who: str, article_id: str, share: float) -> bool:
    """Whether `who` gets no suggestions for this article: the same answer each time, for `share` (0 to 1) of them."""
    digest = hashlib.sha256(f"copydesk-blind\0{who}\0{article_id}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64 < share


def was_blind(who: str, events: Iterable[Event]) -> bool:
    """Whether `who` has begun this article blind: then it stays so, whatever share is asked for later."""
    return any(event.do == "open" and event.by == who and event.args.get("blind") for event in events)
