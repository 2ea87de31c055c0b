"""Which highlights touch a stretch of the text: an index that a change to one annotation leaves nearly alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tui.app.view_model import Highlight, HighlightLayer, HighlightState

_BUCKET = 512  # characters; a line asks one or two buckets, a long quote lies in a few


class HighlightIndex:
    """Highlights by id and by place."""

    def __init__(self, highlights: Iterable[Highlight] = ()) -> None:
        self._by_id: defaultdict[str, list[Highlight]] = defaultdict(list)
        self._buckets: defaultdict[int, list[Highlight]] = defaultdict(list)
        for highlight in highlights:
            self._add(highlight)

    def of(self, highlight_id: str) -> Sequence[Highlight]:
        """Return every highlight that has this id."""
        return self._by_id.get(highlight_id, ())

    def between(self, start: int, end: int) -> list[Highlight]:
        """Return the highlights that share a character with `start:end`: bottom layer first, long before short."""
        found = {
            highlight
            for bucket in _buckets(start, end)
            for highlight in self._buckets.get(bucket, ())
            if highlight.start < end and highlight.end > start
        }
        return sorted(found, key=_paint_order)

    def update(self, changed: Iterable[Highlight], removed: Iterable[str]) -> list[tuple[int, int]]:
        """Replace everything that shares an id with `changed` by `changed`, drop the ids `removed`.

        Returns the stretches of the text whose look may have changed.
        """
        changed = list(changed)
        touched = [(highlight.start, highlight.end) for highlight in changed]
        for highlight_id in {*removed, *(highlight.id for highlight in changed)}:
            for highlight in self._by_id.pop(highlight_id, ()):
                touched.append((highlight.start, highlight.end))
                if highlight.state is not HighlightState.REJECTED:
                    for bucket in _buckets(highlight.start, highlight.end):
                        self._buckets[bucket].remove(highlight)
        for highlight in changed:
            self._add(highlight)
        return touched

    def _add(self, highlight: Highlight) -> None:
        self._by_id[highlight.id].append(highlight)
        if highlight.state is not HighlightState.REJECTED:
            for bucket in _buckets(highlight.start, highlight.end):
                self._buckets[bucket].append(highlight)


_LAYER_RANK = {layer: rank for rank, layer in enumerate(HighlightLayer)}


def _paint_order(highlight: Highlight) -> tuple[int, int, int, str]:
    return _LAYER_RANK[highlight.layer], highlight.start - highlight.end, highlight.start, highlight.id


def _buckets(start: int, end: int) -> range:
    return range(start // _BUCKET, max(start, end - 1) // _BUCKET + 1)
