"""The learned verdict on every line of a text: how likely it belongs to the article's body, and why."""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.evidence import GROUP_NAMES, Explainer, groups_of, text_phrase
from tui.cleaning.features import NAMES, Matrix, all_features
from tui.cleaning.language import Language
from tui.cleaning.lines import Lines
from tui.cleaning.signs import Sign, read_signs
from tui.cleaning.trees import Forest, load_forest
from tui.model import BlockKind


@dataclass(frozen=True)
class Verdict:
    """What the classifier says of the lines of one text.

    `body` is the probability of each line to belong to the body and `odds` its log-odds; `rows` is the feature matrix,
    `titles` the forest that tells which line is the title, and `ends` the one that tells where the article ends (None:
    nobody knows).
    """

    signs: list[Sign | None]
    body: NDArray[np.float32]
    odds: NDArray[np.float32]
    rows: Matrix
    titles: Forest
    ends: Forest | None
    explain: Explainer

    @cached_property
    def signed(self) -> dict[BlockKind, list[int]]:
        """The lines that have a sign, by its kind."""
        found: dict[BlockKind, list[int]] = {}
        for i, sign in enumerate(self.signs):
            if sign is not None:
                found.setdefault(sign.kind, []).append(i)
        return found

    def signed_as(self, kind: BlockKind, *, sure: bool = False) -> list[int]:
        """Return the lines that have a sign of this kind; with `sure`, one that is sure."""
        found = self.signed.get(kind, [])
        return [i for i in found if (sign := self.signs[i]) is not None and sign.sure] if sure and found else found

    def title_odds(self, count: int) -> NDArray[np.float32]:
        """Return the log-odds of the first `count` lines to be the title."""
        return self.titles.log_odds(self.rows[:count])[0]


def judge_lines(lines: Lines, language: Language | None) -> Verdict:
    """Return the verdict on `lines`; where the language has no data file, on their shape alone."""
    signs = read_signs(lines, language)
    rows = all_features(lines, signs, language.function_words if language else frozenset())
    forest = load_forest("body" if language else "body-by-shape")
    odds, reached = forest.log_odds(rows)
    titles = load_forest("title" if language else "title-by-shape")
    explainer = Explainer(rows, lambda: forest.spoken(reached, _gains(forest)), GROUP_NAMES, text_phrase)
    ends = load_forest("ends") if language else None
    return Verdict(signs.signs, probability(odds), odds, rows, titles, ends, explainer)


def probability(log_odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probabilities that these log-odds stand for."""
    return (1 / (1 + np.exp(-np.minimum(np.maximum(log_odds, -30), 30)))).astype(np.float32)


@cache
def _gains(forest: Forest) -> Matrix:
    if forest.names != NAMES:
        raise ValueError("the cleaner's model was trained on other features; train it again (docs/cleaning.md)")
    return forest.gain_by_group(groups_of(forest.names))
