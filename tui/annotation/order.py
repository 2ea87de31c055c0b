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
        self._pending: list[_Key] = []
        self._hidden: set[str] = set()
        self._read_all()

    def update(self, state: State, changed: Iterable[str]) -> None:
        """Take over `state`, in which only the labels `changed` differ from the one before, or the blocks as well."""
        blocks, self._state = self._state.blocks, state
        if blocks is not state.blocks:
            self._read_all()
            return
        for label_id in changed:
            self._hidden.discard(label_id)
            key = self._keys.pop(label_id, None)
            if key is not None:
                for order in (self._order, self._pending):
                    if (i := bisect_left(order, key)) < len(order) and order[i] == key:
                        del order[i]
            label = state.labels.get(label_id)
            if label is None or label.status is Status.REJECTED:
                continue
            if not self._is_shown(label):
                self._hidden.add(label_id)
                continue
            self._keys[label_id] = _key(label)
            insort(self._order, _key(label))
            if label.status is Status.PENDING:
                insort(self._pending, _key(label))

    def _read_all(self) -> None:
        self._dropped = _dropped(self._state.blocks)
        labels = self._state.labels
        shown = [label for label in labels.values() if self._is_shown(label)]
        self._keys = {label.id: _key(label) for label in shown}
        self._order = sorted(self._keys.values())
        self._pending = [key for key in self._order if labels[key[-1]].status is Status.PENDING]
        self._hidden = {x.id for x in labels.values() if x.status is not Status.REJECTED and x.id not in self._keys}

    @property
    def pending(self) -> int:
        """How many of the shown labels nobody has decided."""
        return len(self._pending)

    @property
    def hidden(self) -> int:
        """How many labels stand in dropped blocks."""
        return len(self._hidden)

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
        for order in (self._pending, self._order):
            if found := _beside(order, key, offset, backwards=backwards):
                return self._state.labels[found[-1]]
        return self._state.labels[self._order[0][-1]]  # the only one there is


def _beside(order: list[_Key], key: _Key | None, offset: int, *, backwards: bool) -> _Key | None:
    """Return the one after the key (or after the offset), round the end, or None where there is no other."""
    if backwards:
        i = bisect_left(order, key or (offset, 1, "", "")) - 1
    else:
        i = bisect_right(order, key or (offset, -1 << 60, "", ""))
    if not order:
        return None
    found = order[i % len(order)]
    return None if found == key else found


def _key(label: Label) -> _Key:
    return label.start, -label.end, label.name, label.id


def _dropped(blocks: Mapping[int, Block]) -> list[tuple[int, int]]:
    return sorted((block.start, block.end) for block in blocks.values() if block.dropped)
