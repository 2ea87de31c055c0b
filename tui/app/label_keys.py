"""A letter for every label of a set, so that thirty labels are two keys each."""

import string
from collections.abc import Sequence

from tui.model.scheme import LabelType


def label_letters(labels: Sequence[LabelType]) -> dict[str, LabelType]:
    """Return the labels by the key that gives each: its own, else a letter of its name, else one that is free.

    No key is given twice: own keys first, then small letters of the name, then capital ones, in the order of the set.
    """
    keys: dict[str, LabelType] = {}
    for label in labels:
        if label.key:
            keys.setdefault(label.key, label)
    for label in labels:
        if any(label is other for other in keys.values()):
            continue
        name = [c for c in label.name if c in string.ascii_letters]
        wanted = [*(c.lower() for c in name), *(c.upper() for c in name), *string.ascii_letters, *string.digits]
        key = next((c for c in wanted if c not in keys), None)
        if key is not None:
            keys[key] = label
    return keys
