"""Two sides of the open article: which differences there are, which one is looked at, and what was said of it."""

from collections.abc import Set

from tui.annotation import State, Verdict
from tui.annotation.compare import Memory, counted, differences, still_open
from tui.annotation.difference import Difference, Disagreement, Side
from tui.annotation.difference_words import class_name, in_full, in_short
from tui.app.doing import RefusedError
from tui.model import Entity, Layer, Quote

_SHORT = 48
"""Characters of a side, so that both have room on a narrow screen."""

Class = tuple[Layer, Disagreement]


class Comparison:
    """The article as it is (side 1) beside `other` (side 2). `refresh` takes over a changed state.

    What is stepped through can be narrowed to some classes with `only`. `at` is the difference that is looked at, also
    after it was settled.
    """

    def __init__(self, other: Side, who: str, state: State) -> None:
        self.other = other
        self.who = who
        self.only: Set[Class] = frozenset()
        self.at: Difference | None = None
        self.mine: set[str] = set()
        """The labels that were settled in this sitting."""
        self._memory = Memory()
        self.refresh(state)

    def refresh(self, state: State) -> None:
        """Compare anew."""
        self.state = state
        self.own = Side.of_state(self.who, state)
        self.found = differences(self.own, self.other, self._memory)
        self.open = still_open(self.found, state.verdicts)

    @property
    def listed(self) -> list[Difference]:
        """The open differences of the classes that are stepped through."""
        return [x for x in self.open if not self.only or (x.layer, x.what) in self.only]

    @property
    def settled(self) -> int:
        """How many verdicts were given against this side."""
        return sum(verdict.against == self.other.name for verdict in self.state.verdicts.values())

    @property
    def verdict(self) -> Verdict | None:
        """What was said of the difference that is looked at, unless an edit has opened it again."""
        if self.at is None or any(x.key == self.at.key for x in self.open):
            return None
        return self.state.verdicts.get(self.at.key)

    def counts(self) -> dict[Class, int]:
        """Return how many differences are open of each class."""
        return counted(self.open)

    def step(self, cursor: int, *, backwards: bool = False) -> Difference:
        """Go to the next open difference, round the end. Raises `RefusedError` where there is none."""
        listed = self.listed
        if not listed:
            raise RefusedError(self.sentence())
        place = self.at.order if self.at is not None else (cursor,)
        if backwards:
            before = [x for x in listed if x.order < place]
            self.at = before[-1] if before else listed[-1]
        else:
            after = [x for x in listed if x.order > place]
            self.at = after[0] if after else listed[0]
        return self.at

    def sentence(self) -> str:
        """Return in words how far the comparison is."""
        if not self.found and not self.settled:
            return f"you and {self.other.name} agree in everything"
        if self.open and not self.listed:
            return f"no such difference is left, but {len(self.open)} of other classes are"
        if self.open:
            return f"{_number(len(self.open))} with {self.other.name}"
        return f"every difference with {self.other.name} is settled"

    def is_about(self, focus: str | None) -> bool:
        """Whether a label with the focus is what is looked at; where none has it, it is."""
        first = self.at.first if self.at is not None else None
        return focus is None or (isinstance(first, Entity | Quote) and first.id == focus)

    # In words

    def heading(self) -> str:
        """Return which difference is looked at."""
        if self.at is None:
            return f"Compared with {self.other.name}"
        listed = [x.key for x in self.listed]
        place = f"{listed.index(self.at.key) + 1} of {len(listed)}" if self.at.key in listed else "settled"
        return f"{class_name(self.at.layer, self.at.what)}  {place}"

    def rows(self, *, compact: bool) -> list[tuple[str, str]]:
        """Return what each side says, the verdict, and the counts by class, as rows for the panel."""
        rows: list[tuple[str, str]] = []
        at = self.at
        if at is not None:
            text = self.state.text
            for digit, side, value in ((1, self.own, at.first), (2, self.other, at.second)):
                said = in_short(at, value, side, text, _SHORT) if compact else "\n".join(in_full(at, value, side, text))
                rows.append((f"{digit} {side.name}", said))
            if (verdict := self.verdict) is not None:
                rows.append(("verdict", f"side {verdict.side}, by {verdict.by}"))
        if not compact:
            counts = [f"{count:>3}  {class_name(*what)}" for what, count in self.counts().items()]
            rows.append(("open", "\n".join(counts) or "none"))
            rows.append(("settled", f"{self.settled:>3}" if self.settled else ""))
        if self.only:
            rows.append(("shown", ", ".join(class_name(*what) for what in sorted(self.only))))
        return rows


def _number(count: int) -> str:
    return f"{count} difference{'' if count == 1 else 's'}"
