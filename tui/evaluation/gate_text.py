"""What a failed gate says: the reasons, a table of the labels, and the wrong spans like a diff, in their context."""

from collections.abc import Collection, Iterator, Sequence

from tui.evaluation.baseline import Baseline, error_key
from tui.evaluation.context import ErrorInContext, Side, errors
from tui.evaluation.evaluation import Evaluation
from tui.evaluation.metrics import DASH, Score, articles_in_words, shown
from tui.model import Layer, screen_safe

_AROUND = 18


def gate_text(
    evaluation: Evaluation,
    layer: Layer,
    problems: Sequence[str],
    *,
    before: Baseline | None = None,
    new: Collection[tuple[str, str]] = (),
    most_articles: int = 10,
) -> str:
    """Return the text, safe for a terminal. Articles with new errors come first, marked "!", then the worst ones."""
    lines = [f"gold: {problem}" for problem in problems]
    lines += _table(evaluation, layer, before)
    found = evaluation.interval(layer.value)
    lines.append(
        f"  F1 {shown(found.value)}, 95 % interval {shown(found.low)} to {shown(found.high)} over "
        + articles_in_words(found.documents)
    )
    if found.caution:
        lines.append(f"  ({found.caution})")
    return screen_safe("\n".join([*lines, *_diff(evaluation, layer, new, most_articles)]), keep_newlines=True)


def _table(evaluation: Evaluation, layer: Layer, before: Baseline | None) -> Iterator[str]:
    labels = evaluation.labels(layer)
    if not labels:
        return
    width = max(5, *map(len, labels))
    yield f"  {'label':<{width}}      P      R     F1   gold    TP    FP    FN" + ("      change" if before else "")
    for label in labels:
        score = evaluation.tally(f"{layer.value}.{label}").score
        values = "".join(f"{shown(value):>7}" for value in (score.precision, score.recall, score.f1))
        hits, predicted, gold = int(score.hits), int(score.predicted), int(score.gold)
        counts = f"{gold:>7}{hits:>6}{predicted - hits:>6}{gold - hits:>6}"
        yield f"  {label:<{width}}{values}{counts}" + (_change(score, before, label) if before else "")


def _change(score: Score, before: Baseline, label: str) -> str:
    was = Score(*before.labels[label]).f1 if label in before.labels else None
    return f"{DASH:>12}" if was is None or score.f1 is None else f"{score.f1 - was:>+12.3f}"


def _diff(evaluation: Evaluation, layer: Layer, new: Collection[tuple[str, str]], most_articles: int) -> Iterator[str]:
    by_article: dict[str, list[tuple[ErrorInContext, bool]]] = {}
    for error in errors(evaluation, _AROUND):
        if error.layer is layer:
            is_new = (error.document, error_key(error)) in new
            by_article.setdefault(error.document, []).append((error, is_new))
    order = sorted(
        by_article, key=lambda name: (-sum(is_new for _, is_new in by_article[name]), -len(by_article[name]))
    )
    for name in order[:most_articles]:
        mine = by_article[name]
        count = sum(is_new for _, is_new in mine)
        yield f"  {name} ({len(mine)} wrong{f', {count} new' if count else ''})"
        for error, is_new in mine:
            yield from _error_lines(error, "!" if is_new else " ")
    if len(order) > most_articles:
        yield f"  ... and {len(order) - most_articles} more articles"


def _error_lines(error: ErrorInContext, mark: str) -> Iterator[str]:
    kind = f"{error.kind:<15}"
    for sign, word, side in (("-", "want", error.gold), ("+", "got", error.predicted)):
        if side is not None:
            yield f"  {mark} {sign} {kind} {word:<4} {_side(side)}"
            kind = " " * len(kind)


def _side(side: Side) -> str:
    note = f" ({side.note})" if side.note else ""
    return f"{side.label} {side.start}:{side.end} {side.before}[{side.inside}]{side.after}{note}"
