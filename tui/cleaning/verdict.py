"""The learned verdict on every line of a text: how likely it belongs to the article's body, and why."""

from dataclasses import dataclass
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from tui.cleaning.constants import ONE, of_column
from tui.cleaning.evidence import GROUP_NAMES, Explainer, groups_of, shown, text_phrase
from tui.cleaning.features import NAMES, Matrix, all_features
from tui.cleaning.language import Language
from tui.cleaning.lines import Lines
from tui.cleaning.once import once
from tui.cleaning.segments import Segments
from tui.cleaning.signs import Sign, read_signs
from tui.cleaning.trees import Forest, load_forest
from tui.model import BlockKind


@dataclass(frozen=True)
class Verdict:
    """What the classifier says of the lines of a text, or of several.

    `kinds` has the number of the kind of each of `signs` (`signs.kinds_of`). `body` is the probability of each line to
    belong to the body and `odds` its log-odds; `rows` is the feature matrix. Three forests answer what comes after:
    `titles` how likely a line is the title, `headlines` which of several is it (None: the likeliest), and `ends` where
    the article ends (None: nobody knows). Where more than the text was seen, `extracted` says which lines an extractor
    kept, `for_headings` what is added to the log-odds of each if it has the shape of a heading, and `cells` which are
    those of tables.
    """

    signs: list[Sign | None]
    kinds: NDArray[np.intp]
    body: NDArray[np.float32]
    odds: NDArray[np.float32]
    rows: Matrix
    titles: Forest
    headlines: Forest | None
    ends: Forest | None
    explain: Explainer
    extracted: NDArray[np.bool_] | None = None
    for_headings: NDArray[np.float32] | None = None
    cells: NDArray[np.bool_] | None = None

    @once
    def signed(self) -> dict[BlockKind, list[int]]:
        """The lines that have a sign, by its kind."""
        found: dict[BlockKind, list[int]] = {}
        for i in self.kinds.nonzero()[0].tolist():
            sign = self.signs[i]
            if sign is not None:
                found.setdefault(sign.kind, []).append(i)
        return found

    def signed_as(self, kind: BlockKind, *, sure: bool = False) -> list[int]:
        """Return the lines that have a sign of this kind; with `sure`, one that is sure."""
        found = self.signed.get(kind, [])
        return [i for i in found if (sign := self.signs[i]) is not None and sign.sure] if sure and found else found

    def title_odds(self, *ranges: range) -> NDArray[np.float32]:
        """Return the log-odds of the lines in some ranges (at least one) to be the title of their text."""
        columns = [self.rows.T[:, lines.start : lines.stop] for lines in ranges]
        return self.titles.log_odds((np.concatenate(columns, axis=1) if len(columns) > 1 else columns[0]).T)[0]

    def each(self, of_texts: Segments) -> "list[Verdict]":
        """Return the verdict on the lines of each text."""
        if of_texts.count == 1:
            return [self]
        return [
            Verdict(
                self.signs[here], self.kinds[here], self.body[here], self.odds[here], self.rows[here], self.titles,
                self.headlines, self.ends, self.explain.part(here),
            )
            for here in of_texts.slices
        ]  # fmt: skip


def judge_lines(lines: Lines, language: Language | None) -> Verdict:
    """Return the verdict on `lines`; where the language has no data file, on their shape alone."""
    signs = read_signs(lines, language)
    rows = all_features(lines, signs, language.function_words if language else frozenset())
    forest = load_forest("body" if language else "body-by-shape")
    odds, reached = forest.log_odds(rows)
    titles = load_forest("title" if language else "title-by-shape")
    explainer = Explainer(shown(rows), reached, partial(_speak, forest), GROUP_NAMES, text_phrase)
    headlines, ends = (load_forest(name) if language else None for name in ("headline", "ends"))
    return Verdict(signs.signs, signs.kinds, probability(odds), odds, rows, titles, headlines, ends, explainer)


def probability(log_odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the probabilities that these log-odds stand for."""
    return np.asarray(ONE / (ONE + np.exp(-np.minimum(np.maximum(log_odds, _LEAST), _MOST))), np.float32)


_LEAST, _MOST = of_column(-30), of_column(30)


def _speak(forest: Forest, reached: NDArray[np.uint8]) -> Matrix:
    return forest.spoken(reached, _gains(forest))


@cache
def _gains(forest: Forest) -> Matrix:
    if forest.names != NAMES:
        raise ValueError("the cleaner's model was trained on other features; train it again (docs/cleaning.md)")
    return forest.gain_by_group(groups_of(forest.names))
