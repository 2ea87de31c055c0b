"""Commands that read articles and print what the extractors say: no terminal, no project."""

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.output import progress, write
from tui.model import Article

if TYPE_CHECKING:
    from tui.model import Predictions

Command = Callable[..., Any]


def output_option(command: Command) -> Command:
    """Add `-o FILE`."""
    return click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE, whole or not at all."
    )(command)


def paths_argument(command: Command) -> Command:
    """Add PATH..., one or more files or folders, `-` for standard input."""
    return click.argument("paths", nargs=-1, required=True, metavar="PATH...")(command)


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


@click.command()
@paths_argument
@output_option
@no_clean_option
@click.option("--jsonl", "form", flag_value="jsonl", help="A line of JSON for each article, with every block.")
@click.option("--html", "form", flag_value="html", help="A page to read, with the dropped blocks folded.")
@click.option("--explain", "form", flag_value="explain", help="A line for each block: kept or not, kind, reason.")
def clean(paths: tuple[str, ...], output: Path | None, no_clean: bool, form: str | None) -> None:
    """Print the article in each scraped text or HTML page, and nothing else.

    PATH is a file (.txt, .html, .jsonl with "id" and "text"), a folder of them, or - for standard input.
    """
    from tui.cleaning import report

    found = articles(paths, "Cleaning", no_clean=no_clean)
    match form:
        case "jsonl":
            write((report.as_record(article) + "\n" for article in found), output)
        case "html":
            write([report.as_page(found)], output)
        case "explain":
            write(map(report.as_explanation, found), output)
        case _:
            write(_apart(map(report.as_text, found)), output)


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
def extract(
    paths: tuple[str, ...], output: Path | None, no_clean: bool, model: str | None, extractor: str | None, jsonl: bool
) -> None:
    """Print the entities and the quotations of each article, with who said what.

    PATH is a file (.txt, .html, .jsonl with "id" and "text"), a folder of them, or - for standard input.
    """
    from tui.extraction.record import record
    from tui.extraction.summary import summary

    lines = (
        json.dumps(record(article, predictions), ensure_ascii=False) + "\n" if jsonl else summary(article, predictions)
        for article, predictions in _predicted(paths, no_clean=no_clean, model=model, extractor=extractor)
    )
    write(lines, output)


def _predicted(
    paths: tuple[str, ...], *, no_clean: bool, model: str | None, extractor: str | None
) -> "Iterator[tuple[Article, Predictions]]":
    from tui.extraction.registry import OURS, get_extractor

    chosen = get_extractor(extractor or OURS, model=model)
    for article in articles(paths, "Extracting", no_clean=no_clean):
        yield article, chosen.analyse(article)


COMMANDS = (clean, extract)
