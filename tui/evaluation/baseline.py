"""What a scored extractor got right and wrong, kept in a file, so that a later one can be held against it.

A baseline has counts for each article, so that a paired test needs no old model, and a key for each error, so that
the articles that broke since can be named. It belongs to one state of the gold, told by a digest.
"""

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from tui.evaluation.context import ErrorInContext, errors
from tui.evaluation.data import Document
from tui.evaluation.evaluation import Evaluation
from tui.evaluation.intervals import compare
from tui.evaluation.metrics import Score, shown
from tui.evaluation.tally import Tally
from tui.model import CopydeskError, Layer
from tui.model.errors import what_is_wrong

SCHEMA = "copydesk.baseline/1"

_Row = tuple[int, int, int]


@dataclass(frozen=True)
class Baseline:
    """Counts `(hits, predicted, gold)` by article and by label, and the keys of the errors of each article."""

    layer: Layer
    gold: str
    articles: Mapping[str, _Row]
    labels: Mapping[str, _Row]
    wrong: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, evaluation: Evaluation, layer: Layer, labels: Collection[str] | None = None) -> Self:
        """Return the baseline of one layer of an evaluation, which was restricted to `labels`."""
        documents = evaluation.scored(layer)
        rows = evaluation.tally(layer.value).rows.tolist()
        wrong: dict[str, list[str]] = {}
        for error in errors(evaluation):
            if error.layer is layer:
                wrong.setdefault(error.document, []).append(error_key(error))
        return cls(
            layer, gold_digest(documents, layer, labels),
            {document.id: _row(row) for document, row in zip(documents, rows, strict=True)},
            {name: _sums(evaluation.tally(f"{layer.value}.{name}")) for name in evaluation.labels(layer)},
            {name: tuple(sorted(keys)) for name, keys in wrong.items()},
        )  # fmt: skip

    @property
    def score(self) -> Score:
        """The micro-averaged score."""
        return self.tally(tuple(self.articles)).score

    def tally(self, order: Sequence[str]) -> Tally:
        """Return the counts of the articles in this order."""
        return Tally(self.layer.value, np.array([self.articles[name] for name in order], dtype=float).reshape(-1, 3))

    def as_json(self) -> str:
        """Return the file: stable, one article and one label a line, so that a change reads well in a diff."""
        lines = [
            f'{{"schema": "{SCHEMA}", "layer": "{self.layer.value}", "gold": "{self.gold}",',
            '"labels": {', *_lines(self.labels), "},", '"articles": {',
            *_lines({name: {"counts": row, "wrong": self.wrong.get(name, ())} for name, row in self.articles.items()}),
            "}}",
        ]  # fmt: skip
        return "\n".join(lines) + "\n"

    @classmethod
    def from_json(cls, text: str, where: str) -> Self:
        """Read what `as_json` wrote. Raises `CopydeskError` naming `where` it stands."""
        try:
            data = json.loads(text)
            if data["schema"] != SCHEMA:
                raise CopydeskError(f"{where} is of the schema {data['schema']!r}, not {SCHEMA!r}; write it again")
            articles = data["articles"]
            return cls(
                Layer(data["layer"]), data["gold"], {name: _row(row["counts"]) for name, row in articles.items()},
                {name: _row(row) for name, row in data["labels"].items()},
                {name: tuple(row["wrong"]) for name, row in articles.items() if row["wrong"]},
            )  # fmt: skip
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CopydeskError(f"{where} isn't a baseline ({what_is_wrong(error)}); write it again") from None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much worse a score may be than its baseline.

    `max_drop` is of F1, `label_drop` of the F1 of each label (None: any). With `alpha`, a drop counts only when
    approximate randomisation finds it significant at that level. `new_errors` is how many errors may be new
    (None: any).
    """

    max_drop: float = 0.0
    label_drop: float | None = None
    alpha: float | None = None
    new_errors: int | None = None


def slice_path(path: Path, name: str) -> Path:
    """Return where the baseline of a group of articles stands, beside that of all of them."""
    return path.with_name(f"{path.stem}.{file_name(name)}{path.suffix}")


def file_name(name: str) -> str:
    """Return a name as a part of the name of a file."""
    return re.sub(r"[^\w.-]+", "-", name).strip("-") or "-"


def error_key(error: ErrorInContext) -> str:
    """Return what identifies an error from run to run: the gold that wasn't got right, or "+" and what is spurious."""
    side, sign = (error.gold, "") if error.gold is not None else (error.predicted, "+")
    assert side is not None
    return f"{sign}{side.label} {side.start}:{side.end}"


def error_of(text: str) -> tuple[str, str]:
    """Return article and key of an error as a failure prints it, "article LABEL start:end".

    Raises `CopydeskError` for anything else.
    """
    match = re.fullmatch(r"(\S+) (\+?\S.* \d+:\d+)", text)
    if match is None:
        raise CopydeskError(f"{text!r} doesn't name an error; write it as a failure prints it: article LABEL start:end")
    return match[1], match[2]


def fixed(now: Baseline, known: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return which of the known errors are no errors any more."""
    wrong = {(article, key) for article, keys in now.wrong.items() for key in keys}
    return sorted(set(known) - wrong)


def gold_digest(documents: Sequence[Document], layer: Layer, labels: Collection[str] | None = None) -> str:
    """Return 16 hexadecimal digits that change with anything in the gold that bears on the scores of a layer."""
    rows: list[Any] = [sorted(labels) if labels is not None else None]
    for document in sorted(documents, key=lambda d: d.id):
        gold = document.gold
        made: Any = {
            Layer.ENTITIES: sorted(gold.spans), Layer.QUOTES: sorted(map(repr, (*gold.quotes, *gold.clusters))),
            Layer.BLOCKS: (),
        }[layer]  # fmt: skip
        text = hashlib.sha256(document.text.encode()).hexdigest()
        rows.append([document.id, text, made, gold.blocks, sorted(document.asked or ())])
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]


def new_errors(before: Baseline, now: Baseline, known: Collection[tuple[str, str]] = ()) -> list[tuple[str, str]]:
    """Return article and key of the errors that the baseline doesn't have, without those that are known."""
    return [
        (article, key)
        for article, keys in now.wrong.items()
        for key in sorted(set(keys) - set(before.wrong.get(article, ())))
        if (article, key) not in known
    ]


def regressions(before: Baseline, now: Baseline, limits: Limits, known: Collection[tuple[str, str]] = ()) -> list[str]:
    """Return a sentence for each way in which `now` is worse than its baseline allows.

    Raises `CopydeskError` where the two don't belong to the same gold, or there are too few articles for a test.
    """
    if before.layer is not now.layer or before.gold != now.gold or set(before.articles) != set(now.articles):
        raise CopydeskError(
            f"the gold has changed since the baseline was written (digest {before.gold}, now {now.gold}); write the "
            "baseline again, with the extractor that is to be held against"
        )
    found = [*_drop(before, now, limits)]
    if limits.label_drop is not None:
        for label, row in before.labels.items():
            was, value = Score(*row).f1, Score(*now.labels.get(label, (0, 0, row[2]))).f1
            if was is not None and was - (value or 0.0) > limits.label_drop + 1e-12:
                found.append(
                    f"{label} F1 fell from {shown(was, 4)} to {shown(value, 4)}, allowed {limits.label_drop:g}"
                )
    broken = new_errors(before, now, known)
    if limits.new_errors is not None and len(broken) > limits.new_errors:
        articles = len({article for article, _ in broken})
        found.append(f"{len(broken)} new errors in {articles} articles, allowed {limits.new_errors}")
    return found


def _drop(before: Baseline, now: Baseline, limits: Limits) -> list[str]:
    was, value = before.score.f1 or 0.0, now.score.f1 or 0.0
    if was - value <= limits.max_drop + 1e-12:
        return []
    sentence = f"F1 fell by {was - value:.4f}, from {was:.4f} to {value:.4f}, allowed {limits.max_drop:g}"
    if limits.alpha is None:
        return [sentence]
    order = sorted(now.articles)
    p = compare(before.tally(order), now.tally(order)).p
    return [f"{sentence} (p = {p:.3f})"] if p < limits.alpha else []


def _row(row: Sequence[float]) -> _Row:
    hits, predicted, gold = (int(value) for value in row)
    return hits, predicted, gold


def _sums(tally: Tally) -> _Row:
    return _row(tally.rows.sum(axis=0).tolist())


def _lines(rows: Mapping[str, Any]) -> list[str]:
    made = [_member(name, rows[name]) for name in sorted(rows)]
    return [f"{line}," for line in made[:-1]] + made[-1:]


def _member(name: str, value: Any) -> str:
    return f"{json.dumps(name, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}"
