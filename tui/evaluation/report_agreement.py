"""A report on the agreement of annotators: tables, and every difference in context."""

from collections.abc import Iterator

from tui.evaluation.agreement import Agreement
from tui.evaluation.context import ErrorInContext, errors
from tui.evaluation.evaluation import Evaluation
from tui.evaluation.report import as_markdown
from tui.evaluation.report_terminal import tables_text
from tui.evaluation.tables import Table


def agreement_tables(agreement: Agreement) -> Iterator[Table]:
    """Yield the tables of an agreement; those without rows are left out."""
    for table in (_pairs(agreement), _alpha(agreement), _labels(agreement), _differences(agreement)):
        if table.rows:
            yield table


def _pairs(agreement: Agreement) -> Table:
    return Table(
        "pairs", "Annotators, two by two", ("first", "second", "F1", "kappa", "kappa, marked tokens"),
        tuple((p.first, p.second, p.score.f1, p.kappa, p.kappa_marked) for p in agreement.pairs),
        "F1 is strict and the same both ways. kappa is on tokens: with the tokens that nobody marked it is flattered, "
        "without them it is harsh.",
    )  # fmt: skip


def _alpha(agreement: Agreement) -> Table:
    rows = (
        ("alpha of units and labels", agreement.alpha_units),
        ("alpha of marked against unmarked text", agreement.alpha_marked),
        ("alpha of tokens", agreement.alpha_tokens),
    )
    return Table(
        "alpha", "All annotators", ("measure", "value"), rows, "Krippendorff's alpha: 1 is perfect, 0 is chance."
    )


def _labels(agreement: Agreement) -> Table:
    by_label = [pair.scores.by_label for pair in agreement.pairs]
    names = [f"F1 {pair.first}, {pair.second}" for pair in agreement.pairs]
    rows = [
        (label, alpha, *(scores[label].f1 if label in scores else None for scores in by_label))
        for label, alpha in agreement.alpha_labels.items()
    ]
    return Table("agreement-labels", "Labels", ("label", "alpha of units", *names), tuple(rows))


def _differences(agreement: Agreement) -> Table:
    rows = [
        (f"{pair.first}, {pair.second}", kind, count)
        for pair in agreement.pairs
        for kind, count in pair.scores.error_counts.items()
        if kind != "correct"
    ]
    return Table("differences", "Differences", ("pair", "class", "spans"), tuple(rows))


def agreement_terminal(agreement: Agreement, *, width: int = 100, color: bool = False) -> str:
    """Return the report for a terminal."""
    return tables_text(_title(agreement), list(agreement.notes), list(agreement_tables(agreement)), width, color=color)


def agreement_markdown(agreement: Agreement) -> str:
    """Return the report as Markdown."""
    return as_markdown(_title(agreement), list(agreement.notes), list(agreement_tables(agreement)))


def differences(evaluation: Evaluation) -> list[ErrorInContext]:
    """Return what two people differ in, by article and place; the gold side is the first of them.

    `evaluation` is of the documents that `tui.gold.evaluation_input.compared_documents` makes.
    """
    return sorted(errors(evaluation), key=lambda error: (error.document, error.start, error.layer.value))


def _title(agreement: Agreement) -> str:
    return f"Agreement of {', '.join(agreement.annotators)} on {agreement.texts} articles"
