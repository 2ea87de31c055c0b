"""Speed and F1 of the cleaner beside other tools, in one run.

    python -m benchmarks.cleaning text news-near.jsonl news-full.jsonl
    python -m benchmarks.cleaning pages pages.jsonl.gz --gold news-near.jsonl
    python -m benchmarks.cleaning growth

needs the `bench` extra; a tool that is not installed is left out. The peers read HTML, so each line of a text is given
to them as one `<p>`; the time of wrapping is not counted. Texts are given to Copydesk one at a time (`clean`), and all
together (`clean_all`). Times are of one process, of its own processor time: for each text (each batch) the best of
`--rounds` rounds that take the tools in turn, so that a busy machine counts less. The forests that
Copydesk ships were trained on the development halves of the corpora named in docs/cleaning.md: on those, only the
cross-validated scores of `benchmarks.train_cleaner` mean anything.
"""

import argparse
import gzip
import html
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.cleaning_data import Row, load, shingle_score
from tui.cleaning import clean, clean_all, clean_html
from tui.model import CopydeskError

Tool = Callable[[str], str]
Many = Callable[[Sequence[str]], list[str]]
BATCH = 150_000  # characters of a batch, as in `clean_all`


def copydesk_text(text: str) -> str:
    """Return the body that Copydesk keeps of a text."""
    return clean(text).kept.text


def copydesk_texts(texts: Sequence[str]) -> list[str]:
    """Return the body that Copydesk keeps of each of many texts."""
    return [article.kept.text for article in clean_all(texts)]


def copydesk_page(page: str) -> str:
    """Return the body that Copydesk keeps of a page."""
    try:
        return clean_html(page).kept.text
    except CopydeskError:
        return ""


def keep_all(text: str) -> str:
    """Return everything: what no cleaner may fall below."""
    return text


def _justext() -> Tool:
    import justext

    stop_words = justext.get_stoplist("English")
    return lambda page: "\n".join(
        p.text for p in justext.justext(page.encode(), stop_words, encoding="utf-8") if not p.is_boilerplate
    )


def _boilerpy3() -> Tool:
    from boilerpy3 import extractors

    extractor = extractors.ArticleExtractor(raise_on_failure=False)
    return lambda page: str(extractor.get_content(page))


def _trafilatura(*, precision: bool) -> Tool:
    import trafilatura

    return lambda page: trafilatura.extract(page, include_comments=False, favor_precision=precision) or ""


def _readability() -> Tool:
    import lxml.html
    import readability

    def run(page: str) -> str:
        summary = lxml.html.fromstring(readability.Document(page).summary())
        return "\n".join(" ".join(element.itertext()) for element in summary.iter("p", "li", "h2", "h3", "blockquote"))

    return run


def _newspaper() -> Tool:
    import newspaper

    def run(page: str) -> str:
        article = newspaper.Article("http://page.example/", language="en", fetch_images=False)
        article.download(input_html=page)
        article.parse()
        return str(article.text)

    return run


def _resiliparse() -> Tool:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda page: extract_plain_text(page, main_content=True)


PEERS: dict[str, Callable[[], Tool]] = {
    "jusText": _justext,
    "boilerpy3": _boilerpy3,
    "trafilatura": lambda: _trafilatura(precision=False),
    "trafilatura precision": lambda: _trafilatura(precision=True),
    "readability-lxml": _readability,
    "newspaper4k": _newspaper,
    "resiliparse": _resiliparse,
}


def installed_peers(only: Sequence[str] = ()) -> dict[str, Tool]:
    """Return the peers that can be imported; where `only` names some, no others."""
    found = {}
    for name, make in PEERS.items():
        if only and name not in only:
            continue
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}")
    return found


def as_page(row: Row) -> str:
    """Return the lines of a text as paragraphs of a page."""
    lines = (html.escape(row["raw"][line["start"] : line["end"]]) for line in row["lines"])
    return "<html><body><article>" + "\n".join(f"<p>{line}</p>" for line in lines) + "</article></body></html>"


def compare(
    tools: Mapping[str, tuple[Tool, Sequence[str]]], gold: Sequence[str], rounds: int,
    many: Mapping[str, tuple[Many, Sequence[str]]] | None = None,
) -> None:  # fmt: skip
    """Print F1 and pages a second of each tool on its inputs, those in `many` given a batch at a time."""
    works: dict[str, list[Callable[[], list[str]]]] = {}
    for name, (tool, inputs) in tools.items():
        works[name] = [partial(_one, tool, text) for text in inputs]
    for name, (all_at_once, inputs) in (many or {}).items():
        works[name] = [partial(all_at_once, batch) for batch in batches(inputs)]
    # The first time also imports and compiles what a tool needs.
    output = {name: [text for work in of_tool for text in work()] for name, of_tool in works.items()}
    seconds = {name: [float("inf")] * len(of_tool) for name, of_tool in works.items()}
    # The tools take turns, so that what else runs on the machine slows all of them alike.
    turns = sorted((i / len(of_tool), name, i) for name, of_tool in works.items() for i in range(len(of_tool)))
    for _ in range(rounds):
        for _, name, i in turns:
            start = time.process_time()
            works[name][i]()
            seconds[name][i] = min(seconds[name][i], time.process_time() - start)
    print(f"{'tool':<24}{'P':>8}{'R':>8}{'F1':>8}{'ms/page':>10}{'pages/s':>10}")
    for name in sorted(works, key=lambda name: -shingle_score(zip(gold, output[name], strict=True)).f1):
        score = shingle_score(zip(gold, output[name], strict=True))
        each = sum(seconds[name]) / len(gold)
        print(f"{name:<24}{score.precision:>8.4f}{score.recall:>8.4f}{score.f1:>8.4f}{1000 * each:>10.2f}"
              f"{1 / max(each, 1e-9):>10.0f}")  # fmt: skip


def _one(tool: Tool, text: str) -> list[str]:
    return [tool(text)]


def batches(texts: Sequence[str]) -> list[list[str]]:
    """Return texts in the batches that `clean_all` makes of them."""
    found: list[list[str]] = []
    size = BATCH
    for text in texts:
        if size + len(text) > BATCH:
            found.append([])
            size = 0
        found[-1].append(text)
        size += len(text)
    return found


def compare_texts(paths: Sequence[Path], rounds: int, only: Sequence[str]) -> None:
    """Compare on plain texts, one table a file."""
    peers = installed_peers(only)
    for path in paths:
        rows = load(path)
        texts, pages = [row["raw"] for row in rows], [as_page(row) for row in rows]
        tools: dict[str, tuple[Tool, Sequence[str]]] = {
            "copydesk": (copydesk_text, texts),
            "keep everything": (keep_all, texts),
        }
        print(f"\n{path.name}: {len(rows)} texts")
        tools |= {name: (tool, pages) for name, tool in peers.items()}
        many = {"copydesk, in batches": (copydesk_texts, texts)}
        compare(tools, [row["gold_body"] for row in rows], rounds, many)


def compare_pages(path: Path, gold_path: Path, rounds: int, only: Sequence[str]) -> None:
    """Compare on HTML pages."""
    gold = {row["id"]: row["gold_body"] for row in load(gold_path)}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pages: list[dict[str, Any]] = [page for page in map(json.loads, lines) if page["id"] in gold]
    inputs = [page["html"] for page in pages]
    print(f"\n{path.name}: {len(pages)} pages")
    tools = {"copydesk": (copydesk_page, inputs)} | {
        name: (tool, inputs) for name, tool in installed_peers(only).items()
    }
    compare(tools, [gold[page["id"]] for page in pages], rounds)


def growth() -> None:
    """Print the time of texts and pages of growing size, made from one invented story, in all and for a megabyte."""
    story = "The bridge over the harbour opened again on day {} of the repairs, the city's engineer said on Monday."
    for size in (200_000, 2_000_000, 20_000_000):
        lines = [story.format(i) for i in range(size // len(story))]
        for name, tool, text in (
            ("text", copydesk_text, "\n\n".join(lines)),
            (
                "page",
                copydesk_page,
                "<html><body><article><p>" + "</p><p>".join(lines) + "</p></article></body></html>",
            ),
        ):
            start = time.process_time()
            tool(text)
            seconds, size_mb = time.process_time() - start, len(text) / 1e6
            print(f"{name} of {size_mb:5.1f} MB: {seconds:7.2f} s, {seconds / size_mb:5.2f} s a MB")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    text = commands.add_parser("text", help="plain texts")
    text.add_argument("data", nargs="+", type=Path)
    pages = commands.add_parser("pages", help="HTML pages")
    pages.add_argument("data", type=Path)
    pages.add_argument("--gold", type=Path, required=True)
    for command in (text, pages):
        command.add_argument("--rounds", type=int, default=2)
        command.add_argument("--only", nargs="+", default=[], choices=list(PEERS), help="compare with these alone")
    commands.add_parser("growth", help="time against size")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if options.command == "text":
        compare_texts(options.data, options.rounds, options.only)
    elif options.command == "pages":
        compare_pages(options.data, options.gold, options.rounds, options.only)
    else:
        growth()


if __name__ == "__main__":
    main()
