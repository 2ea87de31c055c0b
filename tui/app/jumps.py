"""Letters laid over the words on the screen: which word gets which."""

from collections.abc import Sequence

LETTERS = "asdfghjklewruioqtypvnmcxbzASDFGHJKLEWRUIOQTYPVNMCXBZ"
"""Easy keys first; capitals only where the small ones are used up."""

Stretch = tuple[int, int]


def jump_labels(targets: Sequence[Stretch], first: frozenset[Stretch] = frozenset()) -> dict[str, Stretch]:
    """Return a label for each target: one letter for as many as can be, `first` before the others, then two letters.

    No label is the beginning of another, so a jump never waits for a key. Targets beyond 52 x 52 get none.
    """
    ordered = [target for target in targets if target in first] + [x for x in targets if x not in first]
    count = len(ordered)
    n = len(LETTERS)
    prefixes = 0
    while prefixes < n and (n - prefixes) + prefixes * n < count:
        prefixes += 1
    singles, leads = LETTERS[: n - prefixes], LETTERS[n - prefixes :]
    labels = [*singles, *(lead + letter for lead in leads for letter in LETTERS)]
    return dict(zip(labels, ordered, strict=False))


def apart(word: Stretch, stretches: Sequence[Stretch]) -> int:
    """Return how many characters a word stands from the nearest of the stretches: 0 inside one, and without any."""
    return min((max(start - word[1], word[0] - end, -1) + 1 for start, end in stretches), default=0)


def by_distance(words: Sequence[Stretch], stretches: Sequence[Stretch]) -> list[Stretch]:
    """Return the words outside the stretches, what is nearest to one of them first."""
    return sorted((word for word in words if apart(word, stretches)), key=lambda word: apart(word, stretches))
