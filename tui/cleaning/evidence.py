"""What spoke for a verdict, in words: the groups of features that the classifier explains itself by."""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import expm1

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.features import NAMES, Matrix
from tui.cleaning.once import once
from tui.cleaning.signs import Sign

_MOST = 3  # phrases a block
_LEAST = 0.25  # log-odds that a group must add before it is worth a phrase

_GROUPS: dict[str, tuple[str, ...]] = {
    "length": ("words", "characters", "word length", "lines in the paragraph"),
    "sentence": ("ends", "begins", "commas", "sentence ends", "exclamations"),
    "wording": ("function words", "reporting words"),
    "capitals": ("capital", "words in capitals"),
    "marks": ("digits", "money", "marks", "separators", "brackets", "quote marks"),
    "links": ("link-like", "words to the reader", "begins with a call"),
    "repetition": ("repeats", "later copy"),
    "sign": ("sign", "sure sign", "any sign"),
    "bullet": ("bullet",),
    "layout": ("no space", "lines with space", "like the line"),
    "neighbours": (
        "body text within", "body text in", "lines since", "lines to", "run of short", "words within", "words in the 3",
        "sentences within", "lines of the same shape", "signs within", "signs in", "bullets within", "repeats within",
    ),
    "place": (
        "body text before", "body text after", "in the densest", "after its start", "before its end", "place",
        "end marks", "lines", "body text",
    ),
    "themes": ("words of the body", "themes of the body"),
}  # fmt: skip
GROUP_NAMES = tuple(_GROUPS)
_NEIGHBOURS = GROUP_NAMES.index("neighbours")


def groups_of(names: Sequence[str]) -> NDArray[np.intp]:
    """Return for each feature the number of its group: the one with the longest beginning that fits its name."""
    return np.array([_group(name) for name in names], np.intp)


def _group(name: str) -> int:
    if name.endswith(("(-1)", "(+1)", "(-2)", "(+2)")):
        return _NEIGHBOURS
    fits = [(len(start), key) for key, starts in _GROUPS.items() for start in starts if name.startswith(start)]
    return GROUP_NAMES.index(max(fits)[1])


@dataclass(frozen=True)
class Explainer:
    """Turns what the groups of features added to a line's log-odds into phrases, strongest first.

    `rows` holds what phrases are made of, a row a line, and `reached` the leaves that each line reached in a forest's
    trees; `speak` works out of these what each group added (lines, groups), `names` names the groups, and `phrase` says
    what a row is like in a group.
    """

    rows: Matrix
    reached: NDArray[np.uint8]
    speak: Callable[[NDArray[np.uint8]], Matrix]
    names: Sequence[str]
    phrase: Callable[[str, NDArray[np.float32]], str]

    def part(self, here: slice) -> "Explainer":
        """Return the same for some of the lines, without a hold on the others."""
        return Explainer(self.rows[here].copy(), self.reached[here].copy(), self.speak, self.names, self.phrase)

    def phrases(self, i: int, *, keep: bool, sign: str | None) -> tuple[str, ...]:
        """Return at most three phrases for what spoke for the verdict on line `i`; `sign` is the sign it has."""
        order, gains = self._spoken
        row = self.rows[i]
        if keep:
            names = [self.names[group] for group in order[i][: -_MOST - 1 : -1] if gains[i][group] >= _LEAST]
        else:
            names = [self.names[group] for group in order[i][:_MOST] if gains[i][group] <= -_LEAST]
        return tuple([sign if name == "sign" and sign is not None else self.phrase(name, row) for name in names])

    @once
    def _spoken(self) -> tuple[list[list[int]], list[list[float]]]:
        """The groups of each line from the least to the most that they added, and what each added."""
        said = self.speak(self.reached)
        return np.argsort(said, axis=1).tolist(), said.tolist()


@dataclass(frozen=True, slots=True)
class Decided:
    """What evidence is made of: the explainer of a text, where its lines start, which are kept, the sign of each."""

    explainer: Explainer
    starts: Sequence[int]
    keep: Sequence[bool]
    signs: Sequence[Sign | None]

    def __call__(self, start: int) -> tuple[str, ...]:
        """Return the phrases for what spoke for the verdict on the line that starts there."""
        i = bisect_left(self.starts, start)
        sign = self.signs[i]
        return self.explainer.phrases(i, keep=self.keep[i], sign=sign.reason if sign is not None else None)


SHOWN = (
    "words", "ends a sentence", "function words", "capitalised words", "digits", "link-like words", "repeats", "bullet",
    "no space above", "body text within 3", "body text before", "words of the body",
)  # fmt: skip
"""The features that `text_phrase` makes phrases of."""

_COLUMN = {name: i for i, name in enumerate(SHOWN)}
_SHOWN_COLUMNS = np.array([NAMES.index(name) for name in SHOWN])


def shown(rows: Matrix) -> Matrix:
    """Return of a feature matrix (rows of the columns `features.NAMES`) the columns `SHOWN`."""
    return np.asarray(rows.T.take(_SHOWN_COLUMNS, axis=0).T)


def text_phrase(group: str, row: NDArray[np.float32]) -> str:  # noqa: PLR0911, PLR0912 - one line a group
    """Return what a line, of which `row` holds the columns `SHOWN`, is like in one of the groups of features."""

    def value(name: str) -> float:
        return row.item(_COLUMN[name])

    match group:
        case "length":
            count = round(expm1(value("words")))
            return f"{count} word{'s' * (count != 1)}"
        case "sentence":
            return "ends as a sentence" if value("ends a sentence") else "does not end as a sentence"
        case "wording":
            return f"function words {value('function words'):.1f}"
        case "capitals":
            return f"capitalised words {value('capitalised words'):.1f}"
        case "marks":
            return f"digits {value('digits'):.1f}" if value("digits") >= 0.05 else "marks and numbers"
        case "links":
            return f"link-like words {value('link-like words'):.1f}"
        case "repetition":
            repeats = round(value("repeats"))
            return f"repeated {repeats} times" if repeats > 1 else "not repeated"
        case "sign":
            return "no sign of clutter"
        case "bullet":
            return "a list item" if value("bullet") else "no list item"
        case "layout":
            return "no space above" if value("no space above") else "space above"
        case "neighbours":
            return f"running text in {value('body text within 3'):.0%} of the lines around"
        case "place":
            return f"{value('body text before'):.0%} of the running text stands before"
        case _:
            return f"{value('words of the body'):.0%} of its words occur in the body"
