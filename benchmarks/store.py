"""How long a save takes, against the size of the corpus, of the article and of its log.

    python -m benchmarks.store [--articles 10 1000] [--saves 300]

Prints a table of milliseconds from the call to the acknowledgement (both fsyncs included), and beside it what one
append of 300 bytes with fsync costs on the same disk in the same minute.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tui.gold import Project, Session, Store
from tui.model import Article, Block, BlockKind, Entity, Layer, Predictions, Provenance

LABELS = 60


def article(article_id: str, words: int) -> Article:
    """Return an article of invented words in paragraphs of 50."""
    paragraphs = [" ".join(f"w{i + j:05}" for j in range(50)) for i in range(0, words, 50)]
    blocks, start = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(start, start + len(paragraph), BlockKind.BODY, True, "rule:prose"))
        start += len(paragraph) + 2
    return Article(article_id, "\n\n".join(paragraphs), tuple(blocks))


def session(store: Store, article_id: str, words: int) -> Session:
    """Return a session on a new article with 60 suggested entities."""
    made = article(article_id, words)
    store.add(made, "bench")
    at = Session(store, article_id, "ann")
    entities = tuple(Entity(f"e{i}", made.span(7 * i, 7 * i + 6), "PERSON") for i in range(LABELS))
    predictions = Predictions(made.text_sha256, {Layer.ENTITIES: Provenance("bench", "1")}, entities)
    at.do("suggest", by="bench@1", predictions=predictions.as_json())
    return at


def timed(do: Callable[[int], object], times: int) -> str:
    """Return "p50 / p99" in milliseconds."""
    took = []
    for i in range(times):
        start = time.perf_counter()
        do(i)
        took.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(took):6.2f} / {statistics.quantiles(took, n=100)[98]:6.2f}"


def disk(folder: Path, times: int) -> str:
    """Return what an append of 300 bytes with fsync costs."""
    fd = os.open(folder / "probe", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def append(_: int) -> None:
        os.write(fd, b"x" * 300)
        os.fsync(fd)

    try:
        return timed(append, times)
    finally:
        os.close(fd)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[10, 1000])
    parser.add_argument("--saves", type=int, default=300)
    options = parser.parse_args()
    heads = ("corpus", "words", "events", "save p50 / p99 ms", "disk p50 / p99 ms", "list ms")
    print("{:>7} {:>7} {:>7} {:>18} {:>18} {:>8}".format(*heads))

    def row(at: Session, corpus: int, words: int) -> None:
        def relabel(i: int) -> None:
            at.do("relabel", id=f"e2.{i % LABELS + 1}", label=("ORG", "GPE")[i % 2])

        before = at.state.n
        took = timed(relabel, options.saves)
        start = time.perf_counter()
        at.store.overview()
        listed = (time.perf_counter() - start) * 1000
        print(f"{corpus:>7} {words:>7} {before:>7} {took:>18} {disk(folder, 200):>18} {listed:>8.1f}", flush=True)

    with tempfile.TemporaryDirectory(dir=".") as name:
        folder = Path(name)
        for corpus in options.articles:
            store = Store(Project.create(folder / str(corpus)))
            for i in range(corpus - 1):
                store.add(article(f"a{i:05}", 500), "bench")
            store.overview()
            row(session(store, "open", 500), corpus, 500)
        long = session(store, "long", 500)
        for target in (900, 2000, 10_000):
            while long.state.n < target:
                long.do("flag", on=long.state.n % 2 == 0)
            row(long, corpus + 1, 500)
        row(session(store, "book", 100_000), corpus + 2, 100_000)


if __name__ == "__main__":
    main()
