"""Everything that is scored of one extractor, and every number by its name.

Names have the layer first: `entities` (strict), `entities.exact`, `entities.partial`, `entities.type`,
`entities.macro`, `entities.characters`, `entities.tokens`, `entities.<LABEL>`; `quotes` (end to end), `quotes.content`,
`quotes.overlap`, `quotes.hard`, `quotes.mention`, `quotes.speaker`, `quotes.all`, `quotes.characters`, `quotes.cue`
and so on, `quotes.<KIND>`; `blocks` (lines), `blocks.characters`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from tui.evaluation.blocks import BlockScores, score_blocks
from tui.evaluation.data import Document
from tui.evaluation.intervals import Interval, intervals, macro_interval
from tui.evaluation.matching import SCHEMES
from tui.evaluation.quotes import CRITERIA, QuoteScores, score_quotes
from tui.evaluation.spans import SpanScores, score_spans
from tui.evaluation.tally import Tally
from tui.model import CopydeskError, Layer

MACRO = "entities.macro"


@dataclass(frozen=True)
class Evaluation:
    """The scores of one extractor; a layer that wasn't asked for is None."""

    extractor: str
    documents: tuple[Document, ...]
    entities: SpanScores | None
    quotes: QuoteScores | None
    blocks: BlockScores | None

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """Every tally by its name, labels last in their layer."""
        found: dict[str, Tally] = {}
        if self.entities is not None:
            found["entities"] = self.entities.tally()
            found |= {f"entities.{scheme}": self.entities.tally(scheme) for scheme in SCHEMES}
            found |= {t.name: t for t in (self.entities.characters, self.entities.tokens)}
            found |= {f"entities.{label}": self.entities.label_tally(label) for label in self.entities.labels}
        if self.quotes is not None:
            found["quotes"] = self.quotes.tally("end-to-end")
            found |= {f"quotes.{criterion}": self.quotes.tally(criterion) for criterion in CRITERIA}
            found |= {tally.name: tally for tally in (self.quotes.characters, *self.quotes.parts.values())}
            found |= {f"quotes.{kind}": self.quotes.kind_tally(kind) for kind in self.quotes.by_kind}
        if self.blocks is not None:
            found["blocks"] = self.blocks.lines
            found |= {tally.name: tally for tally in (self.blocks.lines, self.blocks.characters)}
        return found

    def interval(self, name: str, metric: str = "f1") -> Interval:
        """Return a number with its interval. Raises `CopydeskError` for a name that isn't scored here."""
        if name == MACRO and self.entities is not None:
            return macro_interval(self.entities, metric)
        self.tally(name)
        layer = name.split(".", maxsplit=1)[0]
        if (layer, metric) not in self._intervals:
            # Everything of a layer is counted over the same documents: one set of resamples serves all of it.
            names = [other for other in self.tallies if other.split(".")[0] == layer]
            found = intervals([self.tallies[other] for other in names], metric)
            self._intervals[layer, metric] = dict(zip(names, found, strict=True))
        return self._intervals[layer, metric][name]

    @cached_property
    def _intervals(self) -> dict[tuple[str, str], dict[str, Interval]]:
        """Intervals that were worked out already, by layer and metric."""
        return {}

    def labels(self, layer: Layer) -> tuple[str, ...]:
        """Return the labels of a layer: those of entities, the kinds of quotations; blocks have none."""
        if layer is Layer.ENTITIES and self.entities is not None:
            return self.entities.labels
        return tuple(self.quotes.by_kind) if layer is Layer.QUOTES and self.quotes is not None else ()

    def scored(self, layer: Layer) -> tuple[Document, ...]:
        """Return the documents that are scored in a layer, in the order of its tallies."""
        scores = {Layer.ENTITIES: self.entities, Layer.QUOTES: self.quotes, Layer.BLOCKS: self.blocks}[layer]
        return scores.documents if scores is not None else ()

    def tally(self, name: str) -> Tally:
        """Return the counts behind a number. Raises `CopydeskError` for a name that isn't scored here."""
        try:
            return self.tallies[name]
        except KeyError:
            known = ", ".join([*self.tallies, *([MACRO] if self.entities is not None else [])])
            raise CopydeskError(f"{name!r} isn't scored for {self.extractor}; there are: {known}") from None


def evaluate(
    documents: Sequence[Document],
    extractor: str,
    layers: Iterable[Layer] = tuple(Layer),
    labels: Iterable[str] | None = None,
) -> Evaluation:
    """Score every asked layer of the documents; with `labels`, only entities with these labels."""
    wanted = set(layers)
    return Evaluation(
        extractor, tuple(documents),
        score_spans(documents, labels) if Layer.ENTITIES in wanted else None,
        score_quotes(documents) if Layer.QUOTES in wanted else None,
        score_blocks(documents) if Layer.BLOCKS in wanted else None,
    )  # fmt: skip
