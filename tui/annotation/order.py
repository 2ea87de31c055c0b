"""The labels of a state in the order of the text, kept up to date one edit at a time."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Mapping

from tui.annotation.state import Label, State, Status
from tui.model import Block, Entity

_Key = tuple[int, int, str, str]
_LONGEST = 20_000
"""Characters a label is looked for before an offset; only a quote over many paragraphs is longer."""


class LabelOrder:
    """Labels that are shown: not rejected and not in a block that is dropped. An edit costs a bisection, not a sort."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._keys: dict[str, _Key] = {}
        self._order: list[_Key] = []
        self._read_all()

    def update(self, state: State, changed: Iterable[str]) -> None:
        """Take over `state`, in which only the labels `changed` differ from the one before, or the blocks as well."""
        blocks, self._state = self._state.blocks, state
        if blocks is not state.blocks:
            self._read_all()
            return
        for label_id in changed:
            key = self._keys.pop(label_id, None)
            if key is not None:
                del self._order[bisect_left(self._order, key)]
            label = state.labels.get(label_id)
            if label is not None and self._is_shown(label):
                self._keys[label_id] = _key(label)
                insort(self._order, _key(label))

    def _read_all(self) -> None:
        self._dropped = _dropped(self._state.blocks)
        shown = [label for label in self._state.labels.values() if self._is_shown(label)]
        self._keys = {label.id: _key(label) for label in shown}
        self._order = sorted(self._keys.values())

    def _is_shown(self, label: Label) -> bool:
        return label.status is not Status.REJECTED and not any(
            self._in_dropped(span.start, span.end) for span in label.spans
        )

    def _in_dropped(self, start: int, end: int) -> bool:
        i = bisect_left(self._dropped, (end, 0)) - 1
        return i >= 0 and self._dropped[i][1] > start

    def __len__(self) -> int:
        return len(self._order)

    def labels(self) -> list[Label]:
        """Return the shown labels in the order of the text."""
        return [self._state.labels[key[-1]] for key in self._order]

    def is_shown(self, label_id: str) -> bool:
        """Whether the label is among those shown."""
        return label_id in self._keys

    def between(self, start: int, end: int) -> list[Label]:
        """Return the shown labels that share a character with `start:end`."""
        low = bisect_left(self._order, (max(0, start - _LONGEST),))
        found = []
        for key in self._order[low : bisect_left(self._order, (end,))]:
            label = self._state.labels[key[-1]]
            if any(span.start < end and start < span.end for span in label.spans):
                found.append(label)
        return found

    def at(self, offset: int) -> Label | None:
        """Return the shortest shown label at `offset`, an entity before a quote."""
        here = self.between(offset, offset + 1)
        return min(here, key=lambda label: (not isinstance(label.value, Entity), label.end - label.start), default=None)

    def next(self, focus: str | None, offset: int, *, backwards: bool = False) -> Label | None:
        """Return the next undecided label after the focus (or after `offset`), round the end of the text.

        Where nothing is undecided, the next label of any status; None where there are no labels.
        """
        if not self._order:
            return None
        key = self._keys.get(focus or "")
        if backwards:
            i = bisect_left(self._order, key or (offset, 1, "", ""))
            around = [*reversed(self._order[:i]), *reversed(self._order[i:])]
        else:
            i = bisect_right(self._order, key or (offset, -1 << 60, "", ""))
            around = [*self._order[i:], *self._order[:i]]
        labels = self._state.labels
        pending = (labels[k[-1]] for k in around if labels[k[-1]].status is Status.PENDING and k[-1] != focus)
        return next(pending, labels[around[0][-1]])


def _key(label: Label) -> _Key:
    return label.start, -label.end, label.name, label.id


def _dropped(blocks: Mapping[int, Block]) -> list[tuple[int, int]]:
    return sorted((block.start, block.end) for block in blocks.values() if block.dropped)
