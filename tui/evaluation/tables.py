"""The tables of a report, free of any format: every renderer walks the same ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from tui.evaluation.evaluation import MACRO, Evaluation
from tui.evaluation.intervals import LEAST_DOCUMENTS, Comparison, Interval, compare, holm, width_curve
from tui.evaluation.matching import ERROR_CLASSES, SCHEMES
from tui.evaluation.metrics import Chance, Score
from tui.evaluation.quotes import CRITERIA, Found
from tui.evaluation.spans import SpanScores
from tui.evaluation.tally import Tally
from tui.model import Layer

Cell = str | int | float | None
"""Text, a count, a value shown with three digits, or None for what is undefined."""

NONE_LABEL = "\u2205"
"""The row of spurious predictions and the column of missed gold in a confusion matrix."""

MAIN = ("entities", MACRO, "quotes", "blocks")
"""The numbers that stand for a layer."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under column names; the first column names the row. `note` says how to read it."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def tables(evaluation: Evaluation) -> Iterator[Table]:
    """Yield the tables of one extractor, the summary first; tables without rows are left out."""
    for table in (_summary(evaluation), *_entity_tables(evaluation), *_quote_tables(evaluation), _curve(evaluation)):
        if table.rows:
            yield table


def comparison(evaluations: Sequence[Evaluation]) -> Table:
    """Return the table of differences between every two extractors on the main numbers and the articles they share.

    Rows are left out where there are too few articles for a test.
    """
    found: list[tuple[str, Comparison]] = []
    short = extractor_names([evaluation.extractor for evaluation in evaluations])
    for first, second in combinations(evaluations, 2):
        for name in MAIN:
            if name in first.tallies and name in second.tallies:
                tallies = _on_common_articles(first, second, name)
                if len(tallies[0].rows) >= LEAST_DOCUMENTS:
                    found.append((f"{short[second.extractor]} v. {short[first.extractor]}", compare(*tallies)))
    by_score = {name: holm([c.p for _, c in found if c.name == name]) for name in {c.name for _, c in found}}
    adjusted = {name: iter(values) for name, values in by_score.items()}
    rows: list[tuple[Cell, ...]] = [
        (names, c.name.removesuffix(".strict").removesuffix(".end-to-end").removesuffix(".lines"), c.first, c.second,
         c.difference.value, c.difference.low, c.difference.high, Chance(next(adjusted[c.name])), c.more_documents,
         c.difference.documents)
        for names, c in found
    ]  # fmt: skip
    several = any(len(values) > 1 for values in by_score.values())
    return Table(
        "comparison", "Differences between extractors (F1)",
        ("extractors", "score", "first", "second", "difference", "low", "high", "p", "more articles", "articles"),
        tuple(rows),
        "95 % interval of the difference by paired bootstrap over articles, p by approximate randomisation"
        f"{', adjusted by the method of Holm for the number of pairs' if several else ''}; "
        "more articles: how many it would take to tell the two apart with a probability of 80 %.",
    )  # fmt: skip


def _on_common_articles(first: Evaluation, second: Evaluation, name: str) -> tuple[Tally, Tally]:
    layer = Layer(name.split(".", maxsplit=1)[0])
    ids = [[document.id for document in evaluation.scored(layer)] for evaluation in (first, second)]
    both = set(ids[0]) & set(ids[1])
    places = [sorted((x for x in range(len(own)) if own[x] in both), key=own.__getitem__) for own in ids]
    one, other = (
        Tally(e.tally(name).name, e.tally(name).rows[at]) for e, at in zip((first, second), places, strict=True)
    )
    return one, other


def extractor_names(names: Sequence[str]) -> dict[str, str]:
    """Return the extractors without their models, where that still tells them apart."""
    short = {name: name.partition("+")[0] for name in names}
    return short if len(set(short.values())) == len(set(names)) else {name: name for name in names}


def notes(evaluation: Evaluation) -> list[str]:
    """Return what a reader has to know beside the numbers: what was left out, and how far to trust them."""
    found = []
    layers = {"entities": evaluation.entities, "quotes": evaluation.quotes, "blocks": evaluation.blocks}
    for name, scores in layers.items():
        if scores is None:
            continue
        if not scores.documents:
            found.append(f"{name}: nothing to score; no article with predictions is complete in this layer")
            continue
        if scores.skipped:
            found.append(
                f"{name}: {len(scores.documents)} of {len(evaluation.documents)} articles are scored; the others "
                "aren't complete in this layer, or have no predictions for it"
            )
        caution = evaluation.interval(name).caution
        if caution:
            found.append(f"{name}: {caution}")
    for name, outside in (
        ("entities", evaluation.entities.outside if evaluation.entities else (0, 0)),
        ("quotes", evaluation.quotes.outside if evaluation.quotes else (0, 0)),
    ):
        if any(outside):
            found.append(
                f"{name}: {outside[1]} predicted and {outside[0]} gold outside the body of their article aren't scored"
            )
    if evaluation.entities is not None and evaluation.entities.unasked:
        found.append(
            f"entities: {evaluation.entities.unasked} predictions with labels that people weren't asked for aren't "
            "scored"
        )
    return found


def _score_cells(score: Score) -> tuple[Cell, ...]:
    return score.precision, score.recall, score.f1


def _interval_cells(interval: Interval) -> tuple[Cell, ...]:
    return interval.low, interval.high


def _summary(evaluation: Evaluation) -> Table:
    rows: list[tuple[Cell, ...]] = []
    named = [("entities", "entities, strict"), ("quotes", "quotes, end to end"), ("quotes.content", "quotes, content"),
             ("blocks", "body, lines"), ("blocks.characters", "body, characters")]  # fmt: skip
    for name, title in named:
        if name in evaluation.tallies and len(evaluation.tally(name).rows):
            score, interval = evaluation.tally(name).score, evaluation.interval(name)
            rows.append((
                title, *_score_cells(score), *_interval_cells(interval), int(score.gold), int(score.predicted),
                interval.documents,
            ))  # fmt: skip
    return Table(
        "summary", "Scores", ("layer", "P", "R", "F1", "low", "high", "gold", "predicted", "articles"), tuple(rows),
        "low and high: 95 % interval of F1, by resampling articles.",
    )  # fmt: skip


def _entity_tables(evaluation: Evaluation) -> Iterator[Table]:
    scores = evaluation.entities
    if scores is None or not scores.documents:
        return
    yield _labels(evaluation, scores)
    yield Table(
        "schemes", "Matching schemes", ("scheme", "COR", "INC", "PAR", "MIS", "SPU", "P", "R", "F1"),
        tuple((s, *scores.counts(s).values(), *_score_cells(scores.score(s))) for s in SCHEMES),
        "SemEval-2013 task 9.1: strict asks for boundaries and label, exact for boundaries, partial gives half for an "
        "overlap, type asks for an overlap and the label.",
    )  # fmt: skip
    yield Table(
        "overlap", "Overlap", ("unit", "P", "R", "F1", "gold", "predicted", "common"),
        tuple(
            (unit, *_score_cells(t.score), int(t.score.gold), int(t.score.predicted), int(t.score.hits))
            for unit, t in (("characters", scores.characters), ("tokens", scores.tokens))
        ),
    )  # fmt: skip
    counts = scores.error_counts
    yield Table(
        "errors", "What happened to spans", ("class", "spans"),
        tuple((name, counts[name]) for name in ERROR_CLASSES if name in counts),
        "merged: overlaps a prediction that went to another gold span; split: overlaps a gold span that another "
        "prediction took.",
    )  # fmt: skip
    yield confusion_table(scores)


def _labels(evaluation: Evaluation, scores: SpanScores) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for label, score in scores.by_label.items():
        interval = evaluation.interval(f"entities.{label}")
        hits, predicted, gold = int(score.hits), int(score.predicted), int(score.gold)
        rows.append((
            label, *_score_cells(score), *_interval_cells(interval), gold, hits, predicted - hits, gold - hits,
        ))  # fmt: skip
    if rows:
        micro, interval = scores.score(), evaluation.interval("entities")
        hits, predicted, gold = int(micro.hits), int(micro.predicted), int(micro.gold)
        rows.append((
            "micro", *_score_cells(micro), *_interval_cells(interval), gold, hits, predicted - hits, gold - hits,
        ))  # fmt: skip
        for title, every in (("macro", False), ("macro, all labels", True)):
            values = [scores.macro(metric, every_label=every) for metric in ("precision", "recall", "f1")]
            bounds = (None, None) if every else _interval_cells(evaluation.interval(MACRO))
            rows.append((title, *values, *bounds, gold, "", "", ""))
    return Table(
        "labels", "Labels (strict)", ("label", "P", "R", "F1", "low", "high", "support", "TP", "FP", "FN"), tuple(rows),
        "macro is the mean over labels that the gold has.",
    )  # fmt: skip


def confusion_table(scores: SpanScores) -> Table:
    """Return gold labels by predicted labels, with the row of spurious predictions and the column of missed gold."""
    names = (*scores.labels, NONE_LABEL)
    matrix = scores.confusion.tolist()
    rows = [(name, *row) for name, row in zip(names, matrix, strict=True)] if scores.labels else []
    return Table(
        "confusion", "Confusion matrix", ("gold \\ predicted", *names), tuple(rows),
        f"Every span is in one cell. {NONE_LABEL}: missed (column) and spurious (row).",
    )  # fmt: skip


def _quote_tables(evaluation: Evaluation) -> Iterator[Table]:
    scores = evaluation.quotes
    if scores is None or not scores.documents:
        return
    rows: list[tuple[Cell, ...]] = []
    named = [f"quotes.{name}" for name in CRITERIA] + ["quotes.characters", *(t.name for t in scores.parts.values())]
    for name in named:
        score, interval = evaluation.tally(name).score, evaluation.interval(name)
        rows.append((
            name.removeprefix("quotes."), *_score_cells(score), *_interval_cells(interval), int(score.gold),
            int(score.predicted),
        ))  # fmt: skip
    yield Table(
        "quotes", "Quotations", ("what agrees", "P", "R", "F1", "low", "high", "gold", "predicted"), tuple(rows),
        "content: all pieces equal; overlap, hard: more than 30 % and 80 % of both contents in common; mention, "
        "speaker: content equal and the same mention or person; end-to-end: overlap and the same person; all: "
        "content, mention and cue.",
    )  # fmt: skip
    yield Table(
        "attribution", "Speakers of matched quotations", ("right by", "share", "matched"),
        tuple((name, share, scores.matched) for name, share in scores.attribution.items()),
    )  # fmt: skip
    for id_, title, first, found in (
        ("kinds", "Quotations by kind", "kind", scores.by_kind),
        ("ways", "Quotations by the way their speaker was found", "way", scores.by_how),
        ("speakers", "Quotations by how the text names the speaker", "speaker", scores.by_speaker),
    ):
        columns = (first, "gold", "found", "R", "predicted", "right", "P", "speaker right")
        yield Table(id_, title, columns, tuple((name, *_found_cells(one)) for name, one in found.items()))
    yield Table(
        "quote-errors", "What happened to quotations", ("class", "quotations"), tuple(scores.error_counts.items())
    )


def _found_cells(found: Found) -> tuple[Cell, ...]:
    return (
        found.gold, found.gold_matched, found.recall, found.predicted, found.predicted_matched, found.precision,
        found.attribution,
    )  # fmt: skip


def _curve(evaluation: Evaluation) -> Table:
    rows = [
        (name, point.documents, point.half_width)
        for name in MAIN
        if name in evaluation.tallies
        for point in width_curve(evaluation.tally(name))
    ]
    return Table(
        "curve", "How sure more articles would make F1", ("score", "articles", "\u00b1"), tuple(rows),
        "Half the width of the 95 % interval that this many articles like these would give.",
    )  # fmt: skip
