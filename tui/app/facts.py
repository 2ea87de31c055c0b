"""What the status line says of an article: saved when, how much was done, what is left."""

from datetime import datetime
from functools import lru_cache

from tui.annotation import LayerState
from tui.gold import Session
from tui.model import Layer


@lru_cache(8)
def clock_time(at: str) -> str:
    """Return the local time of day of an ISO 8601 time in UTC."""
    return datetime.fromisoformat(at).astimezone().strftime("%H:%M:%S")


def article_facts(session: Session, pending: int, *, failed: bool) -> list[str]:
    """Return the facts, the most important first. Only what is on the disk is called saved, and is among the edits."""
    state = session.state
    edits = len(session.stored.history.done)
    saved = f"saved {clock_time(session.saved_at)}" if session.saved_at else "all saved"
    if session.is_ahead:
        saved = "saving".ljust(len(saved))  # what stands behind it stays in its place
    layers = [
        f"{layer.value} {'done' if state.layers[layer] is LayerState.COMPLETE else 'open'}"
        for layer in (Layer.ENTITIES, Layer.QUOTES)
    ]
    return [
        "NOT SAVED" if failed else saved,
        f"{edits} edit{'' if edits == 1 else 's'}",
        f"{pending} to review",
        *layers,
    ]
