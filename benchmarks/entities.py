"""Names against gold: spaCy as it is, the convention of the desk, and all rules; then what each rule is worth.

    python -m benchmarks.entities GOLD.jsonl... [--model NAME...] [--no-rules] [--json FILE]

GOLD has one document a line: `{"id", "text", "spans": [{"start", "end", "label"}]}`, offsets in code points. Persons,
organisations and places are scored, whatever the gold calls them (PER, Person, PERSON; ORG, Organization; LOC,
Location, GPE); where it has a label for facilities, they count for themselves and not as places. A hit has the same
characters and the same label. Scores are micro-averaged; intervals are 95 %, resampled over documents; the difference
to plain spaCy is tested on the same documents (`tui.evaluation.intervals`). A model is the name or the path of a spaCy
pipeline; the default is the one that Copydesk uses.
"""

import argparse
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.evaluation.intervals import compare, interval
from tui.evaluation.metrics import score_of
from tui.evaluation.tally import Tally, tally_of
from tui.extraction.chunks import chunks
from tui.extraction.models import load
from tui.extraction.names import RULES, refine

KINDS = {
    "PER": "PER", "PERSON": "PER", "ORG": "ORG", "ORGANIZATION": "ORG", "ORGANISATION": "ORG",
    "LOC": "LOC", "LOCATION": "LOC", "GPE": "LOC",
}  # fmt: skip
FACILITIES = {"FAC", "FACILITY"}
CONVENTION = ("boundaries", "article", "title", "lower-case")
"""The rules that only apply the convention of spans: without them, what a score measures is mostly the convention."""

Mention = tuple[int, int, str]


@dataclass(frozen=True)
class GoldDocument:
    """A text, and its gold mentions with one of the labels PER, ORG and LOC."""

    text: str
    mentions: frozenset[Mention]


@dataclass(frozen=True)
class Gold:
    """A file of gold; `kinds` maps labels of predictions to those that are scored."""

    name: str
    documents: list[GoldDocument]
    kinds: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> "Gold":
        """Read a JSONL file."""
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        labels = {span["label"].upper() for line in lines for span in line["spans"]}
        kinds = KINDS if labels & FACILITIES else KINDS | dict.fromkeys(FACILITIES, "LOC")
        documents = [
            GoldDocument(line["text"], mapped(((s["start"], s["end"], s["label"]) for s in line["spans"]), kinds))
            for line in lines
        ]
        return cls(path.stem, documents, kinds)


def mapped(mentions: Iterable[Mention], kinds: dict[str, str]) -> frozenset[Mention]:
    """Return the mentions that are scored, with the label that they are scored by."""
    return frozenset((start, end, kinds[label.upper()]) for start, end, label in mentions if label.upper() in kinds)


def found_by(model: str | None, gold: Gold) -> tuple[str, list[list[Mention]]]:
    """Return the model's name and what it finds in each document: `(start, end, label)`, offsets of the text."""
    loaded = load(model, needs=["doc.ents"])
    unused = [pipe for pipe in loaded.nlp.pipe_names if pipe in ("tagger", "parser", "attribute_ruler", "lemmatizer")]
    pieces = [(piece, n) for n, document in enumerate(gold.documents) for piece in chunks(document.text)]
    found: list[list[Mention]] = [[] for _ in gold.documents]
    offsets = [0] * len(gold.documents)
    for doc, n in loaded.nlp.pipe(pieces, as_tuples=True, batch_size=16, disable=unused):
        found[n] += [(offsets[n] + e.start_char, offsets[n] + e.end_char, e.label_) for e in doc.ents]
        offsets[n] += len(doc.text)
    return f"{loaded.name} {loaded.version}", found


def refined(gold: Gold, found: Sequence[Sequence[Mention]], on: Collection[str]) -> list[list[Mention]]:
    """Return what the rules `on` make of `found`."""
    off = RULES.keys() - set(on)
    return [
        [(mention.start, mention.end, mention.label) for mention in refine(document.text, mentions, off).result()]
        for document, mentions in zip(gold.documents, found, strict=True)
    ]


def tally(gold: Gold, found: Sequence[Iterable[Mention]], label: str | None = None) -> Tally:
    """Count hits, predictions and gold of each document, of one label or of all three."""
    rows = []
    for document, mentions in zip(gold.documents, found, strict=True):
        predicted, wanted = (
            {mention for mention in side if label is None or mention[2] == label}
            for side in (mapped(mentions, gold.kinds), document.mentions)
        )
        rows.append((len(predicted & wanted), len(predicted), len(wanted)))
    return tally_of(label or "all", rows)


def percent(value: float | None) -> str:
    """Return a share as a percentage with one digit."""
    return "–" if value is None else f"{100 * value:.1f}"


def system_rows(gold: Gold, systems: dict[str, list[list[Mention]]]) -> Iterator[dict[str, str]]:
    """Yield one row for each system; the first of the mapping is the one that the others are compared with."""
    base = tally(gold, next(iter(systems.values())))
    for name, found in systems.items():
        counted = tally(gold, found)
        score, between = score_of(counted.rows), interval(counted)
        row = {
            "system": name, "P": percent(score.precision), "R": percent(score.recall), "F1": percent(score.f1),
            "95 %": f"{percent(between.low)}–{percent(between.high)}",
        }  # fmt: skip
        row |= {label: percent(tally(gold, found, label).score.f1) for label in ("PER", "ORG", "LOC")}
        row["gain"] = row["gain 95 %"] = ""
        if counted.rows is not base.rows and name != next(iter(systems)):
            gain = compare(base, counted).difference
            row["gain"], row["gain 95 %"] = percent(gain.value), f"{percent(gain.low)}–{percent(gain.high)}"
        yield row


def rule_rows(gold: Gold, found: Sequence[Sequence[Mention]]) -> Iterator[dict[str, str]]:
    """Yield what each rule adds to those before it, and what is lost when it alone is switched off."""
    everything = tally(gold, refined(gold, found, tuple(RULES)))
    before = tally(gold, found)
    names = list(RULES)
    for n, rule in enumerate(names, start=1):
        upto = tally(gold, refined(gold, found, names[:n]))
        without = compare(everything, tally(gold, refined(gold, found, [name for name in names if name != rule])))
        yield {
            "rule": rule,
            "added in order": f"{100 * ((upto.score.f1 or 0) - (before.score.f1 or 0)):+.2f}",
            "switched off": f"{100 * (without.difference.value or 0):+.2f}",
            "95 %": f"{100 * (without.difference.low or 0):+.2f} to {100 * (without.difference.high or 0):+.2f}",
        }
        before = upto


def table(rows: Sequence[dict[str, str]]) -> str:
    """Return rows as a Markdown table."""
    head = list(rows[0])
    lines = [head, ["---"] * len(head), *([row[column] for column in head] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--model", action="append", help="a spaCy pipeline by name or path; may be repeated")
    parser.add_argument("--no-rules", action="store_true", help="leave out what each rule is worth")
    parser.add_argument("--json", type=Path, help="write the tables there too")
    options = parser.parse_args()
    written: dict[str, list[dict[str, str]]] = {}
    for path in options.gold:
        gold = Gold.read(path)
        print(f"\n## {gold.name}: {len(gold.documents)} documents, "
              f"{sum(len(d.mentions) for d in gold.documents)} names, strict span and label, micro\n")  # fmt: skip
        systems: dict[str, list[list[Mention]]] = {}
        parsed = [found_by(model, gold) for model in options.model or [None]]
        for name, found in parsed:
            systems[f"{name}, plain"] = found
            systems[f"{name} + convention"] = refined(gold, found, CONVENTION)
            systems[f"{name} + all rules"] = refined(gold, found, tuple(RULES))
        written[gold.name] = list(system_rows(gold, systems))
        print(table(written[gold.name]))
        for name, found in parsed if not options.no_rules else ():
            written[f"{gold.name} rules {name}"] = rows = list(rule_rows(gold, found))
            print(f"\nWhat each rule is worth there, F1 in points, with {name}:\n\n{table(rows)}")
        sys.stdout.flush()
    if options.json:
        options.json.write_text(json.dumps(written, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
