"""What is to be put right where suggestions are to become gold: the same list of edits for every tool."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Target:
    """A span with its label; `link` is where the speaker of a quote is named, `person` where else that person is."""

    start: int
    end: int
    label: str
    link: tuple[int, int] | None = field(default=None, compare=False)
    person: frozenset[tuple[int, int]] = field(default=frozenset(), compare=False)


@dataclass(frozen=True)
class Edit:
    """One thing to put right: what stands there, what should stand there, and whether the link is still to be made."""

    kind: str  # keep, relabel, bound, boundlabel, spurious, missing
    now: Target | None
    gold: Target | None
    link: bool

    @property
    def start(self) -> int:
        """Where in the text it is."""
        target = self.gold or self.now
        assert target is not None
        return target.start


def edits(suggested: Sequence[Target], gold: Sequence[Target]) -> list[Edit]:
    """Pair suggestions with gold: the same, then the same span, then the longest overlap. In the order of the text."""
    left, wanted = sorted(suggested), sorted(gold)
    pairs: list[tuple[Target, Target]] = []

    def pair(fits: Callable[[Target, Target], bool]) -> None:
        for target in list(wanted):
            found = next((x for x in left if fits(x, target)), None)
            if found is not None:
                left.remove(found)
                wanted.remove(target)
                pairs.append((found, target))

    pair(lambda x, y: x == y)
    pair(lambda x, y: (x.start, x.end) == (y.start, y.end))
    overlaps = [(min(x.end, y.end) - max(x.start, y.start), x, y) for x in left for y in wanted]
    for common, x, y in sorted(overlaps, key=lambda item: (-item[0], item[1], item[2])):
        if common > 0 and x in left and y in wanted:
            left.remove(x)
            wanted.remove(y)
            pairs.append((x, y))
    found = [Edit(_kind(x, y), x, y, _to_link(x, y)) for x, y in pairs]
    found += [Edit("spurious", x, None, False) for x in left]
    found += [Edit("missing", None, y, y.link is not None) for y in wanted]
    return sorted(found, key=lambda edit: (edit.start, edit.kind))


def _kind(now: Target, gold: Target) -> str:
    same_span, same_label = (now.start, now.end) == (gold.start, gold.end), now.label == gold.label
    if same_span:
        return "keep" if same_label else "relabel"
    return "bound" if same_label else "boundlabel"


def _to_link(now: Target, gold: Target) -> bool:
    return not is_same_speaker(now.link, now.person, gold.link, gold.person)


def is_same_speaker(
    now: tuple[int, int] | None,
    person: frozenset[tuple[int, int]],
    gold: tuple[int, int] | None,
    meant: frozenset[tuple[int, int]],
) -> bool:
    """Whether the mentions overlap or are of one person; anything will do where the gold has no mention."""
    if gold is None:
        return True
    return bool(person & meant) or (now is not None and now[0] < gold[1] and gold[0] < now[1])
