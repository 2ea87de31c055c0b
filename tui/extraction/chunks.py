"""Cutting a long text into pieces that a parser can hold in memory, at the places where a cut does the least harm."""

from collections.abc import Iterator

CHUNK = 10_000
"""Most characters in a piece: spaCy's memory grows with it, its speed doesn't. Most articles are one piece."""

_SEAMS = ("\n\n", "\n", ". ", " ")


def chunks(text: str, size: int = CHUNK) -> Iterator[str]:
    """Yield pieces of `text`, none longer than `size`, which joined make `text` again.

    A piece ends after a blank line where there is one in its second half, else after a line end, a full stop or a
    space; only a text without any of them is cut elsewhere.
    """
    start = 0
    while len(text) - start > size:
        end = start + size
        for seam in _SEAMS:
            at = text.rfind(seam, start + size // 2, end)
            if at >= 0:
                end = at + len(seam)
                break
        yield text[start:end]
        start = end
    if start < len(text):
        yield text[start:]
