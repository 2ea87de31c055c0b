"""Commands that score: extractors against gold, people against each other, and gates for builds."""

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.batch import model_option, output_option
from tui.cli.output import progress, say, screen_width, write
from tui.model import CopydeskError, Layer

if TYPE_CHECKING:
    from tui.evaluation.evaluation import Evaluation
    from tui.gold.gold_set import GoldSet
    from tui.model import Predictions

Command = Callable[..., Any]

FORMATS = ("terminal", "json", "csv", "markdown", "html")


def gold_argument(command: Command) -> Command:
    """Add [GOLD], a project or a gold file."""
    return click.argument("gold", type=click.Path(path_type=Path), required=False, metavar="[GOLD]")(command)


def layers_option(command: Command) -> Command:
    """Add `--layer LAYER`, as often as one likes."""
    return click.option("--layer", "layers", multiple=True, type=click.Choice([layer.value for layer in Layer]),
                        help="Score only this layer. May be given several times.")(command)  # fmt: skip


def labels_option(command: Command) -> Command:
    """Add `--label LABEL`, as often as one likes."""
    return click.option("--label", "labels", multiple=True, metavar="LABEL",
                        help="Score only entities with this label. May be given several times.")(command)  # fmt: skip


def cache_option(command: Command) -> Command:
    """Add `--no-cache`."""
    return click.option("--no-cache", is_flag=True, help="Run the extractors also where their answers are known.")(
        command
    )


def format_option(command: Command) -> Command:
    """Add `--format FORMAT`."""
    return click.option("--format", "form", type=click.Choice(FORMATS), default="terminal", show_default=True,
                        help="html is one page that needs no network.")(command)  # fmt: skip


@click.command()
@gold_argument
@click.option("--with", "extractors", multiple=True, metavar="EXTRACTOR",
              help="What to score: an extractor's name, a spaCy pipeline, module:function, or a file that `copydesk "
                   "extract --jsonl` wrote. May be given several times; the default is Copydesk's own.")  # fmt: skip
@model_option
@layers_option
@labels_option
@format_option
@output_option
@click.option("--require", "requirements", multiple=True, metavar="NAME=VALUE",
              help="Leave with status 1 unless a score is reached: entities.f1=0.8, entities.PERSON.recall=0.9, "
                   "quotes.f1.low=0.6 (the lower end of the interval).")  # fmt: skip
@click.option("--errors", "most_errors", type=click.IntRange(0), default=0, metavar="N",
              help="Show the first N errors in their context (terminal; json and html have all of them).")  # fmt: skip
@click.option("--all", "every_table", is_flag=True, help="Show every table in the terminal.")
@cache_option
def evaluate(
    gold: Path | None, extractors: tuple[str, ...], model: str | None, layers: tuple[str, ...], labels: tuple[str, ...],
    form: str, output: Path | None, requirements: tuple[str, ...], most_errors: int, every_table: bool, no_cache: bool,
) -> None:  # fmt: skip
    """Score extractors against gold, with intervals, and say whether one is better than another.

    GOLD is a project's folder or a gold file; without it, the project in this folder. Only what people have finished
    is scored: articles whose layer is complete.
    """
    from tui.evaluation.gates import check, requirement

    wanted = [requirement(text) for text in requirements]
    golds = gold_set(gold)
    say(golds.unreadable)
    chosen = [Layer(name) for name in layers] or list(Layer)
    by_name = {
        name: evaluated(golds, name, chosen, labels or None, model=model, use_cache=not no_cache)
        for name in extractors or (ours(),)
    }
    evaluations = _told_apart(by_name)
    check_labels(evaluations, labels)
    verdicts = [(e, verdict) for e in evaluations for verdict in check(e, wanted)]
    text = _report(evaluations, form, output, most_errors=most_errors, every_table=every_table)
    write([text], output, styled=form == "terminal")
    several = len(evaluations) > 1
    say(f"{e.extractor}: {verdict}" if several else str(verdict) for e, verdict in verdicts)
    if not all(verdict.passed for _, verdict in verdicts):
        sys.exit(1)


def ours() -> str:
    """Return the name of Copydesk's own extractor."""
    from tui.extraction import OURS

    return OURS


def gold_set(path: Path | None) -> "GoldSet":
    """Return the gold that is complete in some layer, at `path` or of the project here. Raises `CopydeskError`."""
    from tui.cli.labels import project_here
    from tui.gold.gold_set import GoldSet

    return (GoldSet.at(path) if path is not None else GoldSet.of_project(project_here(None))).scored


def evaluated(
    golds: "GoldSet", name: str, layers: Sequence[Layer], labels: Sequence[str] | None, *, model: str | None,
    use_cache: bool,
) -> "Evaluation":  # fmt: skip
    """Run one extractor (and, for ours, the cleaner) on the gold articles and score what it says."""
    from tui.gold.evaluation_input import evaluate_gold

    is_ours = name == ours()
    blocks = None
    if is_ours and Layer.BLOCKS in layers:
        blocks = dict(progress(golds.cleaned(), "Cleaning", len(golds.articles)))
    if set(layers) == {Layer.BLOCKS}:
        title, predictions = "copydesk, cleaning", _none_of(golds)
    elif name.endswith((".jsonl", ".jsonl.gz")):
        title, predictions = Path(name).name, _from_file(golds, Path(name))
    else:
        title, predictions = extracted(golds, name, model=model, use_cache=use_cache)
    if not is_ours and not any(layer in made.by for made in predictions.values() for layer in layers):
        raise CopydeskError(f"{name} makes nothing of {', '.join(layers)}; leave out --layer, or score another")
    return evaluate_gold(golds.articles, predictions, title, blocks=blocks, layers=layers, labels=labels)


def extracted(
    golds: "GoldSet", name: str, *, model: str | None = None, use_cache: bool = True
) -> "tuple[str, dict[str, Predictions]]":
    """Return what to call an extractor, and its predictions by article, out of the cache where it can be."""
    from tui.extraction.cache import PredictionCache, predictions_of
    from tui.extraction.registry import code_of, get_extractor, title_of

    extractor = get_extractor(name, model)
    articles = [gold.article for gold in golds.articles]
    cache = PredictionCache.of_user() if use_cache else PredictionCache(None)
    found = predictions_of(extractor, articles, cache, code_of(name))
    return title_of(extractor.by), dict(progress(found, f"Extracting with {name}", len(articles)))


def _told_apart(by_name: "Mapping[str, Evaluation]") -> "list[Evaluation]":
    """Return evaluations with titles of their own: files of one name by their paths, others with what was asked for."""
    titles = Counter(evaluation.extractor for evaluation in by_name.values())
    found = []
    for name, evaluation in by_name.items():
        title = evaluation.extractor
        if titles[title] > 1:
            title = name if title == Path(name).name else f"{title} ({name})"
        found.append(replace(evaluation, extractor=title))
    return found


def check_labels(evaluations: "Sequence[Evaluation]", labels: Sequence[str]) -> None:
    """Raise `CopydeskError` for a label that neither the gold nor a prediction has, and that nobody was asked for.

    So where labels are given and no entities are scored: they would narrow nothing down.
    """
    if labels and all(one.entities is None for one in evaluations):
        raise CopydeskError(
            "--label narrows entities down, which are not scored here; for one kind of quotation there is "
            "--require quotes.direct.recall=0.9, for example"
        )
    scored = [document for one in evaluations if one.entities is not None for document in one.scored(Layer.ENTITIES)]
    if not scored:
        return
    known = {span.label for document in scored for side in (document.gold, document.predicted) for span in side.spans}
    known.update(label for document in scored for label in document.asked or ())
    for label in labels:
        if label not in known:
            raise CopydeskError(
                f"no entity of the gold and no prediction has the label {label!r}; "
                f"there are: {', '.join(sorted(known)) or 'none'}"
            )


def _from_file(golds: "GoldSet", path: Path) -> "dict[str, Predictions]":
    """Return the predictions that stand in a file, for the gold articles that it has. Raises `CopydeskError`."""
    from tui.cleaning.compressed import open_plain
    from tui.extraction.record import read_predictions

    wanted = {gold.article.id: gold.article for gold in golds.articles}
    try:
        with open_plain(path) as stream:
            found = dict(read_predictions(stream, str(path), wanted))
    except OSError as error:
        raise CopydeskError(f"{path} can't be read: {error.strerror}") from error
    missing = sorted(set(wanted) - set(found))
    if missing and not found:
        raise CopydeskError(f"{path} says nothing about any of the {len(wanted)} gold articles; are the ids others?")
    if missing:
        first = ", ".join(missing[:5]) + (", ..." if len(missing) > 5 else "")
        say([f"{path}: nothing about {len(missing)} of {len(wanted)} gold articles, which are not scored: {first}"])
    return found


def _none_of(golds: "GoldSet") -> "dict[str, Predictions]":
    from tui.model import Predictions

    return {gold.article.id: Predictions(gold.article.text_sha256, {}) for gold in golds.articles}


def _report(
    evaluations: "Sequence[Evaluation]", form: str, output: Path | None, *, most_errors: int, every_table: bool
) -> str:
    from tui.evaluation.report import render
    from tui.evaluation.report_terminal import terminal

    if form != "terminal":
        return render(evaluations, form)
    width, color = screen_width(output)
    return terminal(evaluations, every_table=every_table, most_errors=most_errors, width=width, color=color)


COMMANDS = (evaluate,)
