"""Commands that read articles and print what the extractors say: no terminal, no project."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.output import progress, write
from tui.model import Article, CopydeskError

if TYPE_CHECKING:
    from tui.corpus.run import Engine
    from tui.model import Predictions

Command = Callable[..., Any]


def output_option(command: Command) -> Command:
    """Add `-o FILE`."""
    return click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE, whole or not at all."
    )(command)


def paths_argument(command: Command) -> Command:
    """Add PATH..., one or more files or folders, `-` for standard input."""

    def all_named(_context: click.Context, _argument: click.Parameter, paths: tuple[str, ...]) -> tuple[str, ...]:
        if "" in paths:  # a shell's variable that is not set: it does not stand for the folder here
            raise CopydeskError("one of the paths is empty; write . for this folder")
        return paths

    return click.argument("paths", nargs=-1, required=True, metavar="PATH...", callback=all_named)(command)


def model_option(command: Command) -> Command:
    """Add `--model NAME`."""
    return click.option("--model", metavar="NAME", help="A spaCy pipeline: an installed package's name, or a folder.")(
        command
    )


def no_clean_option(command: Command) -> Command:
    """Add `--no-clean`."""
    return click.option("--no-clean", is_flag=True, help="Take the text as it is: every paragraph is the article.")(
        command
    )


def articles(paths: tuple[str, ...], what: str, *, no_clean: bool = False) -> Iterator[Article]:
    """Yield the articles at `paths`, with a progress bar where there are many. Raises `CopydeskError`."""
    from tui.cleaning import read

    return progress(read(paths, no_clean=no_clean), what)


def rules_option(command: Command) -> Command:
    """Add `--rules FILE`."""
    return click.option(
        "--rules", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
        help="Rules for lines, as `copydesk rules --toml` writes them.",
    )(command)  # fmt: skip


@click.command()
@paths_argument
@output_option
@no_clean_option
@click.option("--jsonl", "form", flag_value="jsonl", help="A line of JSON for each article, with every block.")
@click.option("--html", "form", flag_value="html", help="A page to read, with the dropped blocks folded.")
@click.option("--explain", "form", flag_value="explain", help="A line for each block: kept or not, kind, reason.")
@rules_option
def clean(paths: tuple[str, ...], output: Path | None, no_clean: bool, form: str | None, rules: Path | None) -> None:
    """Print the article in each scraped text or HTML page, and nothing else.

    PATH is a file (.txt, .html, .mhtml, .jsonl with "id" and "text"), a folder of them, or - for standard input.
    """
    from tui.cleaning import report

    found = _ruled(articles(paths, "Cleaning", no_clean=no_clean), rules)
    match form:
        case "jsonl":
            write((report.as_record(article) + "\n" for article in found), output)
        case "html":
            write([report.as_page(found)], output)
        case "explain":
            write(map(report.as_explanation, found), output)
        case _:
            write(_apart(map(report.as_text, found)), output)


def _ruled(found: Iterable[Article], rules: Path | None) -> Iterable[Article]:
    """Return the articles with their lines decided by the rules in a file. Raises `CopydeskError`."""
    if rules is None:
        return found
    from tui.cleaning.project_rules import apply_rules
    from tui.gold.rules import read_rules

    given = read_rules(rules)
    return (apply_rules(article, given) for article in found)


def _apart(texts: Iterable[str]) -> Iterator[str]:
    """Yield the texts with two blank lines between one and the next."""
    for n, text in enumerate(texts):
        yield f"\n\n{text}" if n else text


@click.command()
@paths_argument
@output_option
@no_clean_option
@model_option
@click.option("--with", "extractor", metavar="NAME", help="Another extractor or pipeline in the place of ours.")
@click.option("--jsonl", is_flag=True, help="A line of JSON for each article: `copydesk schema extract` describes it.")
@click.option("-j", "--jobs", type=click.IntRange(0), default=1, show_default=True, metavar="N",
              help="Extract in N processes (0: one for each core).")  # fmt: skip
@click.option("--engine", metavar="dask://HOST:PORT", help="Extract on the workers of a Dask cluster.")
@click.option("--parts", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="Keep the results in DIR, a file for every few articles.")  # fmt: skip
@click.option(
    "--partition", type=click.IntRange(1), metavar="N", help="Articles in a part (default: by the input's size)."
)
@click.option("--skip-errors", is_flag=True, help="Leave out what can't be read or analysed, and list it.")
@rules_option
def extract(
    paths: tuple[str, ...], output: Path | None, no_clean: bool, model: str | None, extractor: str | None, jsonl: bool,
    jobs: int, engine: str | None, parts: Path | None, partition: int | None, skip_errors: bool, rules: Path | None,
) -> None:  # fmt: skip
    """Print the entities and the quotations of each article, with who said what.

    PATH is a file (.txt, .html, .mhtml, .jsonl or .parquet with "id" and "text"), a folder of them, or - for standard
    input.

    With -j, --engine or --parts the work is done in parts, and with -o or --parts the same command goes on where a run
    was stopped or killed. docs/corpora.md has more.
    """
    from tui.extraction import OURS

    if jobs == 1 and not (engine or parts or skip_errors):
        from tui.corpus.work import Form, lines_of

        form = Form.JSONL if jsonl else Form.TEXT
        found = _ruled(articles(paths, "Extracting", no_clean=no_clean), rules)
        predicted = _predicted(found, model=model, extractor=extractor or OURS)
        write((lines_of(article, predictions, form) for article, predictions in predicted), output)
        return
    from tui.cli.corpus import extract_corpus
    from tui.corpus import Form, Settings

    run_by = _engine(jobs, engine, resumable=bool(parts or output))
    form = Form.JSONL if jsonl else Form.TEXT
    toml = _toml_of(rules)
    settings = Settings.checked(
        extractor or OURS, model=model, no_clean=no_clean, form=form, skip=skip_errors, rules=toml
    )
    if engine:  # a worker stands elsewhere
        paths = tuple(path if path == "-" else str(Path(path).absolute()) for path in paths)
    extract_corpus(paths, settings, run_by, output=output, parts=parts, size=partition)


def _engine(jobs: int, engine: str | None, *, resumable: bool) -> "Engine":
    if engine is not None:
        from tui.corpus.cluster import cluster

        if not resumable:
            raise CopydeskError(
                "say with -o FILE or --parts DIR where workers that share a file system put the results"
            )
        return cluster(engine)
    from tui.corpus.local import processes

    return processes(jobs or os.cpu_count() or 1)


def _toml_of(rules: Path | None) -> str:
    """Return the rules in a file as workers get them, wherever they are. Raises `CopydeskError`."""
    if rules is None:
        return ""
    from tui.cleaning.project_rules import as_toml
    from tui.gold.rules import read_rules

    return as_toml(read_rules(rules))


def _predicted(
    found: Iterable[Article], *, model: str | None, extractor: str
) -> "Iterator[tuple[Article, Predictions]]":
    from tui.extraction.registry import get_extractor

    chosen = get_extractor(extractor, model=model)
    for article in found:
        yield article, chosen.analyse(article)


COMMANDS = (clean, extract)
