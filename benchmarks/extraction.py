"""What Copydesk costs on top of spaCy: clean + parse + entities + quotes + speakers, against the bare pipeline.

    python -m benchmarks.extraction [TEXTS...] [--model NAME] [--rounds 9] [--most 60] [--json FILE]

TEXTS are text files, folders of them, or JSONL files with `text` (as they were scraped); without any, the sample
articles. Every system gets the same texts in the same run, several rounds in turns, and its CPU time is taken:

* `spaCy`: `nlp.pipe` with the components that Copydesk loads, on the text that its cleaner keeps: 1.00 by definition;
* `Copydesk`: from the text as scraped to predictions with entities, clusters, quotes and speakers;
* `textacy`: `nlp.pipe` on paragraphs and `direct_quotations` on each (the `bench` extra);
* `sayswho`: its preparation of the text, `nlp.pipe`, and its `quote_finder` on each (`bench`, and
  `pip install --no-deps sayswho==0.1.4`). Its
  coreference model is left out: it isn't on PyPI.

A ratio is the median over rounds of (time of the system / time of spaCy in the same round).
"""

import argparse
import json
import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from tui.cleaning import clean
from tui.extraction.models import LoadedModel, load
from tui.extraction.pipeline import BATCH, Analyser

SAMPLES = Path(__file__).parents[1] / "sample_articles"
Run = Callable[[], object]


def texts_of(paths: list[Path], most: int) -> list[str]:
    """Return up to `most` texts of files, folders and JSONL files."""

    def every() -> Iterator[str]:
        for path in paths:
            for file in sorted(path.glob("*.txt")) if path.is_dir() else [path]:
                content = file.read_text("utf-8")
                if file.suffix == ".jsonl":
                    yield from (json.loads(line)["text"] for line in content.splitlines() if line.strip())
                else:
                    yield content

    return [text for text, _ in zip(every(), range(most), strict=False)]


def copydesk(texts: list[str], analyser: Analyser) -> Run:
    """Return the run from text as scraped to predictions."""
    return lambda: list(analyser.analyse_many(clean(text) for text in texts))


def bare(kept: list[str], model: LoadedModel) -> Run:
    """Return the run of the bare pipeline."""
    return lambda: list(model.nlp.pipe(kept, batch_size=BATCH))


def textacy(kept: list[str], model: LoadedModel) -> Run | None:
    """Return the run of textacy's direct quotations, or None where it isn't installed."""
    try:
        from textacy.extract import triples
    except ImportError:
        return None
    paragraphs = [paragraph for text in kept for paragraph in text.split("\n\n") if paragraph.strip()]

    def run() -> list[object]:
        found: list[object] = []
        for doc in model.nlp.pipe(paragraphs, batch_size=BATCH * 8):
            try:
                found += triples.direct_quotations(doc)
            except ValueError:  # it refuses a paragraph with an odd number of marks
                continue
        return found

    return run


def sayswho(kept: list[str], model: LoadedModel) -> Run | None:
    """Return the run of sayswho's quote finder, or None where it isn't installed."""
    try:
        from sayswho.helpers import prep_text_for_quote_detection
        from sayswho.quote_finder import quote_finder
    except ImportError:
        return None

    def run() -> list[object]:
        prepared = (prep_text_for_quote_detection(text) for text in kept)
        return [list(quote_finder(doc)) for doc in model.nlp.pipe(prepared, batch_size=BATCH)]

    return run


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--most", type=int, default=60, help="texts at most")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    model = load(options.model)
    texts = texts_of(options.texts or [SAMPLES], options.most)
    kept = [clean(text).kept.text for text in texts]
    size = sum(map(len, kept))
    runs = {
        "spaCy": bare(kept, model),
        "Copydesk": copydesk(texts, Analyser(model)),
        "Copydesk, cleaning alone": lambda: [clean(text).kept.text for text in texts],
        "textacy, by paragraph": textacy(kept, model),
        "sayswho, no coreference": sayswho(kept, model),
    }
    installed = {name: run for name, run in runs.items() if run is not None}
    seconds: dict[str, list[float]] = {name: [] for name in installed}
    for round_ in range(-1, options.rounds):  # the first one only warms up
        for name, run in installed.items():
            start = time.process_time()
            run()
            if round_ >= 0:
                seconds[name].append(time.process_time() - start)
    print(f"{len(texts)} texts, {size:,} characters kept, {model.name} {model.version}, {options.rounds} rounds\n")
    print("| system | CPU s, median | chars/s | ratio to spaCy | from | to |\n|---|---|---|---|---|---|")
    written = []
    for name, times in seconds.items():
        ratios = sorted(own / base for own, base in zip(times, seconds["spaCy"], strict=True))
        middle = statistics.median(times)
        row = (middle, size / middle, statistics.median(ratios), ratios[0], ratios[-1])
        print(f"| {name} | {row[0]:.2f} | {row[1]:,.0f} | **{row[2]:.3f}** | {row[3]:.3f} | {row[4]:.3f} |")
        written.append(dict(zip(("seconds", "chars_per_second", "ratio", "from", "to"), row, strict=True), system=name))
    for name in runs.keys() - seconds.keys():
        print(f"\n{name}: not installed (pip install 'copydesk[bench]')")
    if options.json:
        options.json.write_text(json.dumps(written, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
