"""Words in a text, whatever their case; offsets stay those of the text."""

from collections.abc import Iterator


def occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield every stretch of `text` that reads `words`, upper and lower case being the same, none overlapping."""
    folded, needle = _folded(text), _folded(words)
    at = folded.find(needle) if needle else -1
    while at >= 0:
        yield at, at + len(needle)
        at = folded.find(needle, at + len(needle))


def _folded(text: str) -> str:
    """Return `text` in lower case, character for character: what would become longer stays as it is."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
