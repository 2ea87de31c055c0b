"""Articles a second over a corpus: one process, two, and Dask on loopback, beside spaCy's own `nlp.pipe`.

    python -m benchmarks.corpus [PATHS...] [--copies 8] [--rounds 3] [--json FILE]

PATHS are what `copydesk extract` reads; without any, the sample articles. Each article is taken `--copies` times, under
ids of its own, so that the work lasts longer than the start of a process. In each round every engine does the same
corpus, in turns, in a process of its own that is measured from its start to its end, loading the model included:

* `nlp.pipe, 1 process` and `2 processes`: the components that Copydesk loads, on the text that its cleaner keeps, which
  is given to it ready-made;
* `copydesk extract`, one process; `-j 2`; `--engine dask:` with two workers, which are there already: from the text as
  scraped to JSONL.

What the engines of Copydesk write is compared: it has to be the same bytes. A ratio is the median over rounds of
(articles a second of the engine / those of one process of `copydesk extract` in the same round). CPU hours a million
are what a million articles like these cost, on this machine.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tui.cleaning import read
from tui.model import Article

SAMPLES = Path(__file__).parents[1] / "sample_articles"
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
COPYDESK = [sys.executable, "-m", "tui", "extract", "--jsonl"]
PIPE = """
import json, sys, warnings
warnings.simplefilter("ignore")
from tui.extraction.models import load
from tui.extraction.pipeline import BATCH
texts = json.load(open(sys.argv[1]))
for doc in load().nlp.pipe(texts, batch_size=BATCH, n_process=int(sys.argv[2])):
    pass
"""


def seconds(command: list[str]) -> tuple[float, float]:
    """Run a command; return wall and CPU seconds (its own and its children's)."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, cpu


def corpus(paths: list[Path], copies: int, folder: Path) -> tuple[Path, Path, list[Article]]:
    """Write the corpus as JSONL, and its kept texts for `nlp.pipe`; return both and the articles."""
    articles = list(read(paths))
    scraped, kept = folder / "corpus.jsonl", folder / "kept.json"
    rows = ({"id": f"{a.id}.{n}", "text": a.text} for n in range(copies) for a in articles)
    scraped.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    again = list(read([scraped]))
    kept.write_text(json.dumps([article.kept.text for article in again]), "utf-8")
    return scraped, kept, again


def cluster(folder: Path) -> tuple[Path, list[subprocess.Popen[bytes]]]:
    """Start a scheduler and two workers on loopback; return the scheduler's file and the processes."""
    file, log = folder / "scheduler.json", (folder / "log").open("wb")
    host = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file)]

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, *host]
        return subprocess.Popen(command, env=ENVIRONMENT, stdout=log, stderr=log)

    running = [start("scheduler", "--port", "0", "--no-show")]
    while not file.exists():
        time.sleep(0.1)
    running += [start("worker", "--no-nanny", "--nthreads", "1", "--local-directory", str(folder)) for _ in range(2)]
    while (folder / "log").read_bytes().count(b"Registered to:") < 2:
        time.sleep(0.1)
    return file, running


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--copies", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        scraped, kept, articles = corpus(options.paths or [SAMPLES], options.copies, folder)
        scheduler, running = cluster(folder)
        outputs = {name: folder / f"{name}.jsonl" for name in ("one", "two", "dask")}
        pipe = [sys.executable, "-c", PIPE, str(kept)]
        split = [str(scraped), "--partition", "8", "-o"]
        engines = {
            "nlp.pipe, 1 process": [*pipe, "1"],
            "nlp.pipe, 2 processes": [*pipe, "2"],
            "copydesk extract": [*COPYDESK, str(scraped), "-o", str(outputs["one"])],
            "copydesk extract -j 2": [*COPYDESK, "-j", "2", *split, str(outputs["two"])],
            "copydesk extract, Dask, 2 workers": [
                *COPYDESK, "--engine", f"dask:{scheduler}", *split, str(outputs["dask"]),
            ],
        }  # fmt: skip
        rates: dict[str, list[float]] = {name: [] for name in engines}
        cpus: dict[str, list[float]] = {name: [] for name in engines}
        try:
            for _ in range(options.rounds):
                for name, command in engines.items():
                    wall, cpu = seconds(command)
                    rates[name].append(len(articles) / wall)
                    cpus[name].append(cpu)
                one, *others = (path.read_bytes() for path in outputs.values())
                assert all(other == one for other in others), "the engines write different bytes"
        finally:
            for process in running:
                process.terminate()
                process.wait()
    report(articles, rates, cpus, options)


def report(
    articles: list[Article], rates: dict[str, list[float]], cpus: dict[str, list[float]], options: argparse.Namespace
) -> None:
    """Print the table, and write it as JSON where that is asked for."""
    kept = sum(len(article.kept.text) for article in articles)
    print(f"{len(articles)} articles, {kept:,} characters kept, {options.rounds} rounds, {os.cpu_count()} cores, "
          f"load {os.getloadavg()[0]:.1f} at the end; the engines of Copydesk wrote the same bytes\n")  # fmt: skip
    print(
        "| engine | articles/s, median | from | to | ratio to one process of Copydesk | CPU s | CPU hours a million |"
    )
    print("|---|---|---|---|---|---|---|")
    written = []
    for name, found in rates.items():
        ratio = statistics.median(own / one for own, one in zip(found, rates["copydesk extract"], strict=True))
        cpu = statistics.median(cpus[name])
        # The workers of the cluster are no children of the client: their time is not in its own.
        hours = None if "Dask" in name else cpu / len(articles) * 1e6 / 3600
        print(f"| {name} | {statistics.median(found):.1f} | {min(found):.1f} | {max(found):.1f} | **{ratio:.2f}** | "
              f"{'–' if hours is None else f'{cpu:.1f}'} | {'–' if hours is None else f'{hours:.0f}'} |")  # fmt: skip
        written.append({"engine": name, "articles_per_second": found, "ratio": ratio, "cpu_hours_per_million": hours})
    if options.json:
        options.json.write_text(json.dumps(written, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
