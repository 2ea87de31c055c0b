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
