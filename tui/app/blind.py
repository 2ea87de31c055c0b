"""Which articles a person labels without suggestions, so that what suggestions do to people can be measured."""

import hashlib


def is_blind(who: str, article_id: str, share: float) -> bool:
    """Whether `who` gets no suggestions for this article: the same answer each time, for `share` (0 to 1) of them."""
    digest = hashlib.sha256(f"copydesk-blind\0{who}\0{article_id}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64 < share
