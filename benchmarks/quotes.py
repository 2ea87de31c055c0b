"""Quotations with speakers against gold: Copydesk, and textacy and sayswho beside it where they are installed.

    python -m benchmarks.quotes GOLD.jsonl... [--model NAME] [--fold N/M] [--no-peers] [--json FILE]

`quote_scoring.py` says what GOLD looks like and what counts as right. Views: A, every stretch in quotation marks that
is attributed to somebody; B, those that are quoted as a whole; C, all that is attributed, with marks or without. P, R
and F1 are end to end (span and speaker); intervals are 95 %, resampled over documents. Then, for view A, how much of
each phenomenon was found, and found with the right speaker, and for view C the recall of each kind, and how many of
the predictions with a score are right. Text is taken as
it is, without cleaning. `--fold 0/2` takes the first half of the documents, by a hash of their ids.

The peers come with the `bench` extra. textacy gets one paragraph at a time, since it refuses a text with an odd number
of marks; of sayswho, its preparation of the text and its quotations are taken, without its coreference, which needs a
model that is not on PyPI. Both get the same spaCy pipeline as Copydesk.
"""

import argparse
import json
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from spacy.tokens import Token

from benchmarks.quote_scoring import Item, Predicted, Scored, score
from tui.cleaning import as_is
from tui.evaluation.intervals import interval
from tui.evaluation.metrics import score_of
from tui.evaluation.tally import tally_of
from tui.extraction.models import LoadedModel, load
from tui.extraction.pipeline import Analyser

Row = dict[str, Any]
System = Callable[[Sequence[Row]], list[list[Predicted]]]
VIEWS = {"A": "all stretches in marks", "B": "quoted as a whole", "C": "all that is attributed"}
CUES = {
    "say": r"\b(say|says|said|saying)\b", "tell": r"\b(tell|tells|told|telling)\b",
    "write, tweet": r"\b(wrote|writes?|writing|written|tweet(s|ed|ing)?)\b", "according to": r"\baccording\b",
}  # fmt: skip


def copydesk(model: LoadedModel, *, attitudes: bool = False) -> System:
    """Return Copydesk's quotes of whole texts; with `attitudes`, what is thought, wanted or liked, too."""
    analyser = Analyser(model, attitudes=attitudes)

    def run(rows: Sequence[Row]) -> list[list[Predicted]]:
        found = []
        for predictions in analyser.analyse_many(as_is(row["text"], id="article") for row in rows):
            pieces = []
            for quote in predictions.quotes:
                mention = quote.speaker.mention if quote.speaker else None
                speaker = (mention.start, mention.end) if mention else None
                pieces += [Predicted((piece.start, piece.end), speaker, quote.score) for piece in quote.content]
            found.append(pieces)
        return found

    return run


def textacy(model: LoadedModel) -> System | None:
    """Return textacy's direct quotations, paragraph by paragraph, or None where it isn't installed."""
    try:
        from textacy.extract import triples
    except ImportError:
        return None

    def run(rows: Sequence[Row]) -> list[list[Predicted]]:
        found: list[list[Predicted]] = [[] for _ in rows]
        paragraphs = [
            (match.group(), (n, match.start())) for n, row in enumerate(rows)
            for match in re.finditer(r"[^\n]*\S[^\n]*", row["text"])
        ]  # fmt: skip
        for doc, (n, at) in model.nlp.pipe(paragraphs, as_tuples=True, batch_size=128):
            try:
                for quote in triples.direct_quotations(doc):
                    content = (at + quote.content.start_char, at + quote.content.end_char)
                    found[n].append(Predicted(content, _around(quote.speaker, at)))
            except ValueError:
                continue  # it refuses a paragraph with an odd number of marks
        return found

    return run


def sayswho(model: LoadedModel) -> System | None:
    """Return sayswho's quotations on the text that it prepares, or None where it isn't installed."""
    try:
        from sayswho.helpers import prep_text_for_quote_detection
        from sayswho.quote_finder import quote_finder
    except (ImportError, OSError):
        return None

    def run(rows: Sequence[Row]) -> list[list[Predicted]]:
        found = []
        for row in rows:
            prepared = prep_text_for_quote_detection(row["text"])
            back = _aligned(prepared, row["text"])
            pieces = []
            for quote in quote_finder(model.nlp(prepared)):
                start, end = _around(quote.speaker, 0)
                content = (back[quote.content.start_char], back[quote.content.end_char - 1] + 1)
                pieces.append(Predicted(content, (back[start], back[end - 1] + 1)))
            found.append(pieces)
        return found

    return run


def _around(tokens: Sequence[Token], at: int) -> tuple[int, int]:
    """Return the characters of a list of tokens, moved by `at`."""
    return at + tokens[0].idx, at + tokens[-1].idx + len(tokens[-1])


def _aligned(changed: str, text: str) -> list[int]:
    """Return for each character of `changed` its place in `text`: spaces, "x" and marks were put in or exchanged."""
    places, i = [], 0
    for n, char in enumerate(changed):
        while i < len(text) and text[i].isspace() and char != text[i]:
            i += 1
        same = i < len(text) and text[i] == char
        if char == '"' and text.startswith("''", i):
            places.append(i)
            i += 2
        elif same and not (char == "x" and changed[n - 1] == "'" and text[i - 1] != "'"):
            places.append(i)
            i += 1
        else:
            places.append(min(i, len(text) - 1))
    return places


def phenomena(text: str, item: Item) -> Iterator[str]:
    """Yield the names of the groups that a gold stretch belongs to."""
    words = len(re.findall(r"\w+", text[item.span[0] : item.span[1]]))
    yield item.type
    yield next(
        f"words {name}" for name, most in (("1-3", 3), ("4-9", 9), ("10-39", 39), ("40+", 10**9)) if words <= most
    )
    if item.stretch is not None and item.stretch.reopened:
        yield "reopened mark"
    if item.stretch is not None and not item.stretch.closed:
        yield "no closing mark"
    speaker, cue = item.quote.get("speaker"), item.quote.get("cue")
    yield f"speaker: {speaker.get('kind', 'other') if speaker else 'none in the gold'}"
    if speaker:
        between = text[min(item.span[1], speaker["end"]) : max(item.span[0], speaker["start"])]
        before = speaker["start"] < item.span[0]
        if "\n" in between:
            yield f"speaker in {'an earlier' if before else 'a later'} paragraph"
        elif before and re.search(r"[.!?][”\"']*\s", between.strip()):
            yield "speaker in an earlier sentence of the paragraph"
    if cue:
        said = text[cue["start"] : cue["end"]]
        yield f"cue: {next((name for name, words in CUES.items() if re.search(words, said, re.IGNORECASE)), 'other')}"


def percent(value: float | None) -> str:
    """Return a share as a percentage with one digit."""
    return "–" if value is None else f"{100 * value:.1f}"


def view_rows(results: dict[str, list[Scored]]) -> Iterator[dict[str, str]]:
    """Yield one row for each system."""
    for name, scored in results.items():
        counted = tally_of(name, [(s.right, s.predicted, s.gold) for s in scored])
        spans = tally_of(name, [(s.matched, s.predicted, s.gold) for s in scored])
        end_to_end, between = score_of(counted.rows), interval(counted)
        asked = sum(s.speakers for s in scored)
        yield {
            "system": name, "span F1": percent(score_of(spans.rows).f1),
            "speaker right": percent(sum(s.speakers_right for s in scored) / asked if asked else None),
            "P": percent(end_to_end.precision), "R": percent(end_to_end.recall), "F1": percent(end_to_end.f1),
            "95 %": f"{percent(between.low)}–{percent(between.high)}",
        }  # fmt: skip


def phenomenon_rows(rows: Sequence[Row], results: dict[str, list[Scored]]) -> Iterator[dict[str, str]]:
    """Yield for each phenomenon how many stretches show it, and what each system found of them, and got right."""
    groups: dict[str, dict[str, list[Item]]] = {}
    for system, scored in results.items():
        for row, document in zip(rows, scored, strict=True):
            for item in document.items:
                for name in phenomena(row["text"], item):
                    groups.setdefault(name, {}).setdefault(system, []).append(item)
    for name in sorted(groups):
        items = groups[name]
        line = {"phenomenon": name, "n": str(len(next(iter(items.values()))))}
        for system, found in items.items():
            line[system] = " / ".join(
                percent(sum(getattr(i, what) for i in found) / len(found)) for what in ("found", "right")
            )
        yield line


def kind_rows(results: dict[str, list[Scored]]) -> Iterator[dict[str, str]]:
    """Yield how much of each kind a system found, and got right."""
    for kind in ("direct", "mixed", "indirect"):
        line = {"kind": kind}
        for system, scored in results.items():
            items = [item for document in scored for item in document.items if item.type == kind]
            line["n"] = str(len(items))
            shares = (
                sum(getattr(i, what) for i in items) / len(items) if items else None for what in ("found", "right")
            )
            line[system] = " / ".join(map(percent, shares))
        yield line


def score_rows(results: dict[str, list[Scored]]) -> Iterator[dict[str, str]]:
    """Yield for each tenth of the score how many predictions have it, and how many of those are right."""
    for system, scored in results.items():
        bins: dict[int, list[bool]] = {}
        for value, right in (outcome for document in scored for outcome in document.outcomes):
            if value is not None:
                bins.setdefault(min(9, int(10 * value)), []).append(right)
        for low, rights in sorted(bins.items()):
            share = percent(sum(rights) / len(rights))
            yield {
                "system": system,
                "score": f"{low / 10} to {low / 10 + 0.1:.1f}",
                "n": str(len(rights)),
                "right": share,
            }


def table(rows: Sequence[dict[str, str]]) -> str:
    """Return rows as a Markdown table."""
    head = list(rows[0])
    lines = [head, ["---"] * len(head), *([row[column] for column in head] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def in_fold(row: Row, fold: str | None) -> bool:
    """Return whether a document is in the fold "N/M"."""
    if fold is None:
        return True
    part, parts = map(int, fold.split("/"))
    return int(sha256(row["id"].encode()).hexdigest(), 16) % parts == part


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--model", help="a spaCy pipeline by name or path")
    parser.add_argument("--fold", help="N/M: part N of M of the documents")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--json", type=Path, help="write the tables there too")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    model = load(options.model)
    peers = {} if options.no_peers else {"textacy, by paragraph": textacy(model), "sayswho": sayswho(model)}
    ours = {"Copydesk": copydesk(model), "Copydesk, attitudes too": copydesk(model, attitudes=True)}
    systems = ours | {name: run for name, run in peers.items() if run is not None}
    written: dict[str, list[dict[str, str]]] = {}
    for path in options.gold:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        rows = [row for row in lines if in_fold(row, options.fold)]
        predicted = {name: run(rows) for name, run in systems.items()}
        print(f"\n## {path.stem}: {len(rows)} documents, fold {options.fold or 'all'}, {model.name} {model.version}")
        for view, meaning in VIEWS.items():
            results = {
                name: [score(row, pieces, view) for row, pieces in zip(rows, found, strict=True)]
                for name, found in predicted.items()
            }
            gold = sum(document.gold for document in next(iter(results.values())))
            print(f"\n{view}. {meaning} ({gold})\n\n{table(made := list(view_rows(results)))}", flush=True)
            written[f"{path.stem} {view}"] = made
            if view in ("A", "C"):
                made = list(phenomenon_rows(rows, results) if view == "A" else kind_rows(results))
                print(f"\nfound / found with the right speaker, % of the gold\n\n{table(made)}", flush=True)
                written[f"{path.stem} {view} by kind"] = made
            if view == "C" and (made := list(score_rows(results))):
                print(f"\nright, % of the predictions with a score\n\n{table(made)}", flush=True)
                written[f"{path.stem} by score"] = made
    if options.json:
        options.json.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
