"""What a format could not take, or a file had that Copydesk can't hold: counted while writing or reading."""

from collections.abc import Iterator

from tui.gold.report import Loss

_MOST_KINDS = 100


class Losses:
    """Collects losses: of labels (what people decided about the text) apart from those of what is recorded about them.

    Some things go another way but aren't lost; `note` counts them, and no strictness minds.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[str]] = {}

    def label(self, what: str, where: str) -> None:
        """Count one label, or part of one, that is lost: what (in the plural), and where."""
        self._found.setdefault(("label", what), []).append(where)

    def record(self, what: str, where: str) -> None:
        """Count one thing recorded about labels or an article that is lost."""
        self._found.setdefault(("record", what), []).append(where)

    def note(self, what: str, where: str) -> None:
        """Count one thing that somebody should know but that is not lost."""
        self._found.setdefault(("note", what), []).append(where)

    @property
    def of_labels(self) -> tuple[Loss, ...]:
        """What is lost of labels."""
        return tuple(self._of("label"))

    @property
    def of_records(self) -> tuple[Loss, ...]:
        """What is lost of what is recorded about labels and articles."""
        return tuple(self._of("record"))

    @property
    def notes(self) -> tuple[Loss, ...]:
        """What somebody should know."""
        return tuple(self._of("note"))

    @property
    def all(self) -> tuple[Loss, ...]:
        """Everything counted, what weighs most first; of very many kinds, which only a file of nonsense has, a few."""
        found = (*self.of_labels, *self.of_records, *self.notes)
        rest = found[_MOST_KINDS:]
        if not rest:
            return found
        return (*found[:_MOST_KINDS], Loss("things of other kinds", sum(loss.count for loss in rest), rest[0].where))

    def _of(self, kind: str) -> Iterator[Loss]:
        for (found, what), where in self._found.items():
            if found == kind:
                yield Loss(what, len(where), tuple(dict.fromkeys(where)))
