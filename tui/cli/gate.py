"""The gates of the pytest plugin as a command, for builds without pytest."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.batch import model_option
from tui.cli.output import opened, say, write
from tui.cli.scoring import cache_option, check_labels, evaluated, gold_argument, gold_set, labels_option, ours
from tui.model import CopydeskError, Layer

if TYPE_CHECKING:
    from tui.evaluation.baseline import Baseline, Limits
    from tui.evaluation.evaluation import Evaluation
    from tui.evaluation.gates import Requirement

_FACETS = ("publisher", "site", "year", "lang", "annotated")
_LAYERS = [Layer.ENTITIES.value, Layer.QUOTES.value]


@click.command()
@gold_argument
@click.option("--with", "extractor", metavar="EXTRACTOR", help="What to hold to the gates (default: Copydesk's own).")
@model_option
@click.option("--layer", type=click.Choice(_LAYERS), default=_LAYERS[0], show_default=True, help="What to score.")
@labels_option
@click.option("--require", "requirements", multiple=True, metavar="NAME=VALUE",
              help="A score to reach: f1=0.8, PERSON.recall=0.9, f1.low=0.75 (lower end of the interval).")  # fmt: skip
@click.option("--articles", "least_articles", type=click.IntRange(1), default=1, metavar="N",
              help="Refuse to judge on fewer than N articles.")  # fmt: skip
@click.option("--baseline", type=click.Path(dir_okay=False, path_type=Path),
              help="Hold the scores against the ones in FILE.", metavar="FILE")  # fmt: skip
@click.option("--update", is_flag=True, help="Write the scores to the baseline, in place of comparing with it.")
@click.option("--max-drop", type=click.FloatRange(0, 1), default=0.0, metavar="D", help="How far F1 may fall (0).")
@click.option("--label-drop", type=click.FloatRange(0, 1), metavar="D", help="How far the F1 of any label may fall.")
@click.option("--alpha", type=click.FloatRange(0, 1), metavar="A",
              help="Let a fall count only when it is significant at this level.")  # fmt: skip
@click.option("--new-errors", type=click.IntRange(0), metavar="N", help="How many errors may be new.")
@click.option("--known", multiple=True, metavar="ERROR",
              help='An error that is known, as a failure prints it: "article LABEL start:end".')  # fmt: skip
@click.option("--slice", "facet", type=click.Choice(_FACETS),
              help="Hold each group of articles to the gates by itself, each with a baseline of its own.")  # fmt: skip
@click.option("--max-diff", type=click.IntRange(0), default=10, show_default=True, metavar="N",
              help="Articles shown in a failure.")  # fmt: skip
@cache_option
def gate(
    gold: Path | None, extractor: str | None, model: str | None, layer: str, labels: tuple[str, ...],
    requirements: tuple[str, ...], least_articles: int, baseline: Path | None, update: bool, max_drop: float,
    label_drop: float | None, alpha: float | None, new_errors: int | None, known: tuple[str, ...], facet: str | None,
    max_diff: int, no_cache: bool,
) -> None:  # fmt: skip
    """Fail (status 1) when an extractor does not reach its scores on gold, or is worse than its baseline.

    GOLD is a project's folder or a gold file; without it, the project in this folder. A failure shows the wrong spans
    in their context, newly broken articles first.
    """
    from tui.evaluation.baseline import Limits, error_of, slice_path
    from tui.evaluation.groups import groups

    chosen = Layer(layer)
    wanted = [_requirement(text, layer) for text in requirements]
    excused = frozenset(error_of(text) for text in known)
    if update and baseline is None:
        raise CopydeskError("--update needs to know where: name the file with --baseline FILE")
    if not wanted and baseline is None:
        raise CopydeskError("there is nothing to hold the extractor to; give --require f1=0.8, or --baseline FILE")
    golds = gold_set(gold)
    say(golds.unreadable)
    evaluation = evaluated(golds, extractor or ours(), [chosen], labels or None, model=model, use_cache=not no_cache)
    check_labels([evaluation], labels)
    limits = Limits(max_drop, label_drop, alpha, new_errors)
    gates = _Gates(chosen, labels or None, wanted, least_articles, limits, excused, max_diff)
    passed = True
    if facet is None:
        passed = gates.hold(evaluation, baseline, update)
    else:
        for name, group in groups(evaluation, chosen, facet, labels or None).items():
            passed = gates.hold(group, slice_path(baseline, name) if baseline else None, update, name) and passed
    if not passed:
        sys.exit(1)


@dataclass(frozen=True)
class _Gates:
    """What an extractor is held to."""

    layer: Layer
    labels: tuple[str, ...] | None
    wanted: "list[Requirement]"
    least_articles: int
    limits: "Limits"
    excused: frozenset[tuple[str, str]]
    max_diff: int

    def hold(self, evaluation: "Evaluation", baseline: Path | None, update: bool, group: str = "") -> bool:
        """Hold an evaluation (of one group of articles) to the gates, say how that went, and return whether it passed.

        Raises `CopydeskError` where the baseline is missing or of other gold.
        """
        from tui.evaluation.baseline import Baseline, fixed, new_errors, regressions
        from tui.evaluation.gate_text import gate_text
        from tui.evaluation.metrics import articles_in_words

        now = Baseline.of(evaluation, self.layer, self.labels)
        here = {error for error in self.excused if not group or error[0] in now.articles}
        say(f"fixed: {article} {key}; it is no known failure any more" for article, key in fixed(now, here))
        problems = _below(evaluation, self.layer, self.wanted, self.least_articles)
        before: Baseline | None = None
        if baseline is not None and update:
            with opened(baseline) as stream:
                stream.write(now.as_json().encode())
        elif baseline is not None:
            before = _read(baseline)
            try:
                problems += regressions(before, now, self.limits, self.excused)
            except CopydeskError as error:
                raise CopydeskError(f"{baseline}: {error}") from None
        if problems:
            new = new_errors(before, now, self.excused) if before is not None else ()
            told = [f"{group}: {problem}" if group else problem for problem in problems]
            text = gate_text(evaluation, self.layer, told, before=before, new=new, most_articles=self.max_diff)
            write([text + "\n"], None)
            return False
        found = evaluation.interval(self.layer.value)
        what = f"passed: {evaluation.extractor}{f', {group}' if group else ''}"
        say([f"{what}, {self.layer.value} F1 {found.value:.3f} over {articles_in_words(found.documents)}"
             if found.value is not None else f"{what}, nothing to score"])  # fmt: skip
        return True


def _requirement(text: str, layer: str) -> "Requirement":
    """Read a requirement; the layer may be left out of its name."""
    from tui.evaluation.gates import requirement

    return requirement(text if text.startswith(layer) else f"{layer}.{text}")


def _below(evaluation: "Evaluation", layer: Layer, wanted: "list[Requirement]", least: int) -> list[str]:
    from tui.evaluation.gates import check, too_few

    few = too_few(len(evaluation.scored(layer)), layer, least)
    return few + [str(verdict) for verdict in check(evaluation, wanted) if not verdict.passed]


def _read(path: Path) -> "Baseline":
    from tui.evaluation.baseline import Baseline

    try:
        return Baseline.from_json(path.read_text(encoding="utf-8"), str(path))
    except FileNotFoundError:
        raise CopydeskError(f"there is no baseline at {path}; run once with --update and commit the file") from None


COMMANDS = (gate,)
