"""What an export or an import left out or changed: counted and named, never silent."""

from collections.abc import Iterable
from dataclasses import dataclass

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing that did not go through as it was: what (in the plural), how many, and in which articles."""

    what: str
    count: int
    where: tuple[str, ...]

    def __str__(self) -> str:
        names = ", ".join(self.where[:_SHOWN])
        more = len(self.where) - _SHOWN
        return f"{self.what}: {self.count} ({names}{f' and {more} more' if more > 0 else ''})"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of an export or an import: articles and labels that went through, and what did not."""

    articles: int
    labels: int
    losses: tuple[Loss, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """Return the report as lines to print."""
        return (f"articles: {self.articles}, labels: {self.labels}", *(str(loss) for loss in self.losses))


def summed(losses: Iterable[Loss]) -> tuple[Loss, ...]:
    """Return the losses with those of one kind added up, in the order in which kinds first came."""
    counts: dict[str, int] = {}
    places: dict[str, list[str]] = {}
    for loss in losses:
        counts[loss.what] = counts.get(loss.what, 0) + loss.count
        places.setdefault(loss.what, []).extend(loss.where)
    return tuple(Loss(what, count, tuple(places[what])) for what, count in counts.items())
