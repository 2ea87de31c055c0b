"""A report on the agreement of annotators: tables, and every difference in context."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from tui.evaluation.agreement import Agreement
from tui.evaluation.context import ErrorInContext, errors
from tui.evaluation.evaluation import Evaluation
from tui.evaluation.intervals import interval
from tui.evaluation.metrics import articles_in_words
from tui.evaluation.report import as_markdown, no_formula
from tui.evaluation.report_terminal import side_text, tables_text
from tui.evaluation.tables import Cell, Table
from tui.model import screen_safe

SCHEMA = "copydesk.agreement/1"
_LAYERS = {
    "entities": "entities, strict", "quotes.content": "quotes, content", "quotes": "quotes, content and speaker",
    "blocks": "body, lines",
}  # fmt: skip
Pair = tuple[str, str]


def differences(evaluation: Evaluation) -> list[ErrorInContext]:
    """Return what two people differ in, by article and place; the gold side is the first of them.

    `evaluation` is of the documents that `tui.gold.evaluation_input.compared_documents` makes.
    """
    return sorted(errors(evaluation), key=lambda error: (error.document, error.start, error.layer.value))


@dataclass(frozen=True)
class AgreementReport:
    """The measures of all annotators on entities, every two of them against each other on every layer, and gamma."""

    agreement: Agreement
    pairs: Mapping[Pair, Evaluation]
    gamma: float | None = None

    @property
    def title(self) -> str:
        """Who, and on how many articles."""
        articles = self.agreement.texts or max((len(one.documents) for one in self.pairs.values()), default=0)
        return f"Agreement of {', '.join(self.agreement.annotators)} on {articles_in_words(articles)}"

    @property
    def notes(self) -> list[str]:
        """What a reader has to know beside the numbers."""
        found = list(self.agreement.notes)
        if not self.agreement.texts:
            found.append("entities: no article whose entities all have finished")
        for (first, second), evaluation in self.pairs.items():
            for name, scores in (("entities", evaluation.entities), ("quotes", evaluation.quotes)):
                if scores is not None and any(scores.outside):
                    found.append(
                        f"{name}: {scores.outside[0]} of {first} and {scores.outside[1]} of {second} lie outside the "
                        "body that both keep, and aren't compared"
                    )
        for pair in self.agreement.pairs:
            caution = interval(pair.scores.tally()).caution
            found += [caution] if caution else []
        return list(dict.fromkeys(found))

    def tables(self) -> Iterator[Table]:
        """Yield the tables; those without rows are left out."""
        for table in (self._pairs(), self._layers(), self._alpha(), self._labels(), self._differences()):
            if table.rows:
                yield table

    def differences(self) -> Iterator[tuple[Pair, ErrorInContext]]:
        """Yield every difference of every two people, by article and place."""
        for pair, evaluation in self.pairs.items():
            for error in differences(evaluation):
                yield pair, error

    def render(self, form: str, *, most: int = 0, width: int = 100, color: bool = False) -> str:
        """Return the report as "terminal" (with `most` differences), "json", "csv" or "markdown"."""
        if form == "json":
            return self._as_json()
        if form == "csv":
            return self._as_csv()
        if form == "markdown":
            return as_markdown(self.title, self.notes, [*self.tables(), self._listed()])
        shown = [difference_text(*one) for _, one in zip(range(most), self.differences(), strict=False)]
        total = sum(1 for _ in self.differences())
        if shown and total > len(shown):
            shown.append(Text(f"... and {total - len(shown)} more", style="dim"))
        return tables_text(self.title, self.notes, list(self.tables()), width, color=color, after=shown)

    def _pairs(self) -> Table:
        rows = []
        for p in self.agreement.pairs if self.agreement.texts else ():
            found = interval(p.scores.tally())
            rows.append(
                (f"{p.first}, {p.second}", found.value, found.low, found.high, p.kappa, p.kappa_marked, found.documents)
            )
        return Table(
            "pairs", "Entities, two by two",
            ("pair", "F1", "low", "high", "kappa", "kappa, marked", "articles"), tuple(rows),
            "F1 is strict and the same both ways; low and high: its 95 % interval, by resampling articles. kappa is on "
            "tokens: with the tokens that nobody marked it is flattered, without them it is harsh."
            + self._of_all,
        )  # fmt: skip

    @property
    def _of_all(self) -> str:
        """What to know of the tables of all annotators, where those of two have more articles, or more of them."""
        if len(self.agreement.annotators) == 2:
            return ""
        return " This table and those of all are of what all have finished and keep, the next is of what two have."

    def _layers(self) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for pair, evaluation in self.pairs.items():
            for name, title in _LAYERS.items():
                if name not in evaluation.tallies or not len(evaluation.tally(name).rows):
                    continue
                found, score = evaluation.interval(name), evaluation.tally(name).score
                rows.append((
                    ", ".join(pair), title, found.value, found.low, found.high, int(score.gold), int(score.predicted),
                    found.documents,
                ))  # fmt: skip
        return Table(
            "layers", "Every layer, two by two",
            ("pair", "layer", "F1", "low", "high", "first", "second", "articles"), tuple(rows),
            "What lies in a block that one of the pair drops isn't compared, apart from the block.",
        )  # fmt: skip

    def _alpha(self) -> Table:
        rows = [
            ("alpha of units and labels", self.agreement.alpha_units),
            ("alpha of marked against unmarked text", self.agreement.alpha_marked),
            ("alpha of tokens", self.agreement.alpha_tokens),
            *([("gamma", self.gamma)] if self.gamma is not None else []),
        ]
        return Table(
            "alpha", "Entities, all annotators", ("measure", "value"), tuple(rows) if self.agreement.texts else (),
            "Krippendorff's alpha: 1 is perfect, 0 is chance.",
        )  # fmt: skip

    def _labels(self) -> Table:
        by_label = [pair.scores.by_label for pair in self.agreement.pairs]
        names = [f"F1 {pair.first}, {pair.second}" for pair in self.agreement.pairs]
        rows = [
            (label, alpha, *(scores[label].f1 if label in scores else None for scores in by_label))
            for label, alpha in self.agreement.alpha_labels.items()
        ]
        return Table("agreement-labels", "Labels", ("label", "alpha of units", *names), tuple(rows))

    def _differences(self) -> Table:
        counts: dict[tuple[str, str, str], int] = {}
        for pair, error in self.differences():
            key = (", ".join(pair), error.layer.value, error.kind)
            counts[key] = counts.get(key, 0) + 1
        return Table(
            "differences", "Differences", ("pair", "layer", "class", "count"),
            tuple((*key, count) for key, count in counts.items()),
            "missed, lost: only the first of the pair has it; spurious, left in: only the second.",
        )  # fmt: skip

    def _listed(self) -> Table:
        columns = ("article", "layer", "class", "first", "its text", "second", "its text too")
        return Table("list", "Every difference", columns, tuple(tuple(row[1:]) for row in self._rows()))

    def _rows(self) -> Iterator[list[Cell]]:
        for pair, error in self.differences():
            cells: list[Cell] = [", ".join(pair), f"{error.document}:{error.start}", error.layer.value, error.kind]
            for side in (error.gold, error.predicted):
                cells += [
                    side.label if side else "",
                    f"{side.inside}{f' ({side.note})' if side.note else ''}" if side else "",
                ]
            yield cells

    def _as_csv(self) -> str:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["first", "second", "article", "layer", "class", "first_label", "first_start", "first_end",
                         "first_text", "second_label", "second_start", "second_end", "second_text"])  # fmt: skip
        for pair, error in self.differences():
            row: list[Any] = [*map(no_formula, pair), no_formula(error.document), error.layer.value, error.kind]
            for side in (error.gold, error.predicted):
                row += [no_formula(side.label), side.start, side.end, no_formula(side.inside)] if side else [""] * 4
            writer.writerow(row)
        return out.getvalue()

    def _as_json(self) -> str:
        data = {
            "schema": SCHEMA, **self.agreement.as_json(), "gamma": self.gamma, "notes": self.notes,
            "layers": [dict(zip(self._layers().columns, row, strict=True)) for row in self._layers().rows],
            "list": [
                {"pair": list(pair), "article": error.document, "layer": error.layer.value, "class": error.kind,
                 **{name: {"start": side.start, "end": side.end, "label": side.label, "text": side.inside,
                           "note": side.note} if side else None
                    for name, side in (("first", error.gold), ("second", error.predicted))}}
                for pair, error in self.differences()
            ],
        }  # fmt: skip
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def difference_text(pair: Pair, error: ErrorInContext) -> Text:
    """Return one difference as lines: what each of the two says, in its context."""
    text = Text(f"\n{error.layer.value}: {error.kind}  ", style="bold")
    text.append(screen_safe(error.document), style="dim")
    names = [screen_safe(name)[:20] for name in pair]
    width = max(map(len, names))
    for name, side, style in zip(names, (error.gold, error.predicted), ("green", "magenta"), strict=True):
        text.append(f"\n  {name:<{width}}  ")
        text.append_text(side_text(side, style) if side is not None else Text("nothing", style="dim"))
    return text
