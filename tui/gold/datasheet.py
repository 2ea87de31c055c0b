"""The README of a dataset: what is in it, who made it and how, how far people agree, and on what terms it may be used.

Its order follows datasheets for datasets (Gebru et al. 2021) as far as the gold itself tells; the block at the top is
the metadata of Hugging Face dataset cards, so that `load_dataset(FOLDER)` finds the splits.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tui import __version__
from tui.annotation import LayerState
from tui.evaluation.agreement import agreement
from tui.evaluation.report import as_markdown
from tui.evaluation.report_agreement import AgreementReport
from tui.gold import record, standoff
from tui.gold.check import schema_text
from tui.gold.evaluation_input import annotated_texts, compared
from tui.gold.features import features
from tui.gold.record import GoldArticle
from tui.gold.splits import Shares
from tui.model import CopydeskError, Entity, Layer, Quote, Scheme, screen_safe

_SPLITS = {"train": "train", "dev": "validation", "test": "test"}


@dataclass(frozen=True, slots=True)
class About:
    """What only people know: the dataset's name, its licence (an SPDX id), and a sentence or more on it."""

    name: str
    licence: str = ""
    description: str = ""


def datasheet(
    splits: Mapping[str, Sequence[GoldArticle]], scheme: Scheme, about: About, shares: Shares,
    second: Sequence[GoldArticle], *, texts: bool,
) -> str:  # fmt: skip
    """Return the README as Markdown. Raises `CopydeskError` where a second annotator's texts are other ones."""
    golds = [gold for part in splits.values() for gold in part]
    parts = [
        _card(golds, about, texts=texts),
        f"# {_cell(about.name)}",
        about.description.strip(),
        _contents(texts=texts),
        "## How much there is",
        _counts(splits),
        _entities(splits),
        _quotes(splits),
        _splitting(splits, shares),
        _making(golds, scheme),
        _agreement(golds, second),
        _sources(golds, texts=texts),
        _licence(about, texts=texts),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _card(golds: Sequence[GoldArticle], about: About, *, texts: bool) -> str:
    languages = sorted({gold.article.lang for gold in golds if gold.article.lang}) or ["und"]
    folder = "data" if texts else "standoff"
    lines = [
        "---", f"pretty_name: {json.dumps(about.name, ensure_ascii=False)}",
        f"license: {json.dumps(about.licence.lower() or 'unknown')}", "language:",
        *(f"- {json.dumps(language)}" for language in languages),
        "task_categories:", "- token-classification", "configs:", "- config_name: default", "  data_files:",
    ]  # fmt: skip
    for name, theirs in _SPLITS.items():
        lines += [f"  - split: {theirs}", f"    path: {folder}/{name}.jsonl"]
    schema = json.loads(schema_text(record.SCHEMA if texts else standoff.SCHEMA))
    lines += ["dataset_info:", f"  features: {json.dumps(features(schema))}"]  # JSON is YAML, and short
    return "\n".join([*lines, "---"])


def _contents(*, texts: bool) -> str:
    rows = [
        ("`standoff/*.jsonl`", "the labels as offsets, without a word of any article, for `copydesk import --texts`"),
        ("`guideline.md`", "what annotators were asked for"),
        ("`*.schema.json`", "JSON Schemas of the lines"),
        ("`SHA256SUMS`", "of every file; `sha256sum -c SHA256SUMS` checks them"),
    ]  # fmt: skip
    if texts:
        rows.insert(0, ("`data/*.jsonl`", "an article a line, with its text, blocks, entities, clusters and quotes"))
    return _table(("file", "holds"), rows) + (
        "\n\nOffsets count Unicode code points of the article's whole text and are half-open. In a layer that is "
        "*complete*, what is not labelled is not there; count recall only there (`review.layers` of each line)."
    )


def _counts(splits: Mapping[str, Sequence[GoldArticle]]) -> str:
    rows: list[tuple[str, Callable[[GoldArticle], int]]] = [
        ("articles", lambda _: 1),
        ("characters", lambda gold: len(gold.article.text)),
        ("words of the body", lambda gold: len(gold.article.kept.text.split())),
        ("blocks", lambda gold: len(gold.article.blocks)),
        ("blocks that are not the article", lambda gold: sum(block.dropped for block in gold.article.blocks)),
        ("entities", lambda gold: sum(isinstance(label.value, Entity) for label in gold.labels)),
        ("quotes", lambda gold: sum(isinstance(label.value, Quote) for label in gold.labels)),
        ("suggestions turned down", lambda gold: len(gold.rejected)),
        *((f"articles complete in {layer.value}", _is_complete(layer)) for layer in Layer),
        *((f"of these, {layer} without suggestions", _is_blind(layer)) for layer in (Layer.ENTITIES, Layer.QUOTES)),
    ]  # fmt: skip
    return _by_split(splits, [(name, [sum(map(count, part)) for part in splits.values()]) for name, count in rows])


def _is_complete(layer: Layer) -> Callable[[GoldArticle], int]:
    return lambda gold: gold.review.layers[layer] is LayerState.COMPLETE


def _is_blind(layer: Layer) -> Callable[[GoldArticle], int]:
    return lambda gold: layer in gold.review.blind


def _entities(splits: Mapping[str, Sequence[GoldArticle]]) -> str:
    def labels(gold: GoldArticle) -> Iterable[str]:
        return (label.value.label for label in gold.labels if isinstance(label.value, Entity))

    return _tallied(splits, labels, "### Entities by label")


def _quotes(splits: Mapping[str, Sequence[GoldArticle]]) -> str:
    def kinds(gold: GoldArticle) -> Iterable[str]:
        for label in gold.labels:
            if isinstance(label.value, Quote):
                yield label.value.kind.value
                if label.value.speaker is not None:
                    yield "with a speaker"
                if len(label.value.content) > 1:
                    yield "of several pieces"

    return _tallied(splits, kinds, "### Quotes by kind")


def _tallied(
    splits: Mapping[str, Sequence[GoldArticle]], names: Callable[[GoldArticle], Iterable[str]], title: str
) -> str:
    counts = [Counter(name for gold in part for name in names(gold)) for part in splits.values()]
    total: Counter[str] = sum(counts, Counter())
    rows = [(name, [count[name] for count in counts]) for name, _ in sorted(total.items(), key=lambda x: (-x[1], x[0]))]
    return f"{title}\n\n{_by_split(splits, rows)}" if rows else ""


def _splitting(splits: Mapping[str, Sequence[GoldArticle]], shares: Shares) -> str:
    """Return how articles came into their splits, with a warning about texts that are in two under two ids."""
    places: dict[str, set[str]] = {}
    for name, part in splits.items():
        for gold in part:
            places.setdefault(gold.article.text_sha256, set()).add(name)
    twins = sum(len(names) > 1 for names in places.values())
    return (
        f"An article's split is decided by the SHA-256 of its id alone ({shares.train:.0%} train, {shares.dev:.0%} "
        f"dev, {shares.test:.0%} test), so that no article changes sides when the dataset grows. "
        + (f"**Texts that stand in more than one split, under different ids: {twins}.**" if twins else
           "No text is in two splits.")
    )  # fmt: skip


def _making(golds: Sequence[GoldArticle], scheme: Scheme) -> str:
    people = Counter(name for gold in golds for name in gold.review.annotators)
    extractors = Counter(
        f"{layer.value}: {made.name}" for gold in golds for layer, made in gold.review.extractors.items()
    )
    statuses = Counter(label.status.value for gold in golds for label in gold.labels)
    rejected = sum(len(gold.rejected) for gold in golds)
    schemes = sorted({gold.review.scheme for gold in golds} | {f"{scheme.name}/{scheme.version}"})
    decided = (
        f"People read each article in Copydesk {__version__} and decided on every label of the layers that are "
        f"complete: {statuses['accepted']:,} were accepted as suggested, {statuses['corrected']:,} corrected, "
        f"{statuses['added']:,} added, and {rejected:,} suggestions turned down. Suggestions pull answers towards "
        "them; layers without suggestions are counted above."
    )
    lines = [
        "## How it was made",
        decided,
        f"Label set: {', '.join(map(_cell, schemes))} (guideline.md).",
        _table(("annotator", "articles"), [(_cell(name), f"{count:,}") for name, count in sorted(people.items())]),
    ]
    if extractors:
        rows = [(_cell(name), f"{count:,}") for name, count in sorted(extractors.items())]
        lines.append(_table(("suggestions by", "articles"), rows))
    return "\n\n".join(lines)


def _agreement(golds: Sequence[GoldArticle], second: Sequence[GoldArticle]) -> str:
    head = "## How far people agree\n\n"
    if not second:
        return head + "Not measured: no article was labelled by a second person independently."
    shared = {gold.article.id for gold in second} & {gold.article.id for gold in golds}
    both = {"first": golds, "second": second}
    sides = {name: [gold for gold in side if gold.article.id in shared] for name, side in both.items()}
    found = annotated_texts(sides)
    if not found:
        raise CopydeskError("the second annotator has no article whose entities both have completed")
    people = [sorted({person for gold in side for person in gold.review.annotators}) for side in sides.values()]
    who = "; ".join(f"{name}: {', '.join(map(_cell, side))}" for name, side in zip(sides, people, strict=True))
    measured = agreement(found)
    report = AgreementReport(measured, compared(sides))
    tables = as_markdown("", report.notes, list(report.tables())).strip().lstrip("#").strip()
    return f"{head}On the entities of {measured.texts} articles that two sides completed ({who}).\n\n{tables}"


def _sources(golds: Sequence[GoldArticle], *, texts: bool) -> str:
    publishers = Counter(gold.article.source.publisher or "unknown" for gold in golds)
    dates = sorted(date for gold in golds if (date := gold.article.source.published))
    kinds = Counter(gold.article.source.media_type or "unknown" for gold in golds)
    importers = sorted({made for gold in golds if (made := gold.article.source.importer)})
    lines = [
        "## Where the articles come from",
        _table(("publisher", "articles"), [(_cell(name), f"{count:,}") for name, count in publishers.most_common()]),
        f"Read from {', '.join(f'{_cell(kind)} ({count:,})' for kind, count in kinds.most_common())}"
        + (f" by {', '.join(map(_cell, importers))}" if importers else "") + ".",
        f"Published from {_cell(dates[0])} to {_cell(dates[-1])} ({len(dates):,} articles say when)." if dates else "",
        ("Each line has the SHA-256 of its text" + (" and its text" if texts else "") + ", and where they are known "
         "the address, the publisher and the SHA-256 of the file as it was read. The text is as it was read: line ends "
         "became LF and control characters were taken out, nothing else."),
    ]  # fmt: skip
    return "\n\n".join(line for line in lines if line)


def _licence(about: About, *, texts: bool) -> str:
    terms = _cell(about.licence) if about.licence else "**Not stated. Ask before you use or pass on this dataset.**"
    rights = (
        ". The texts are in `data/`, so it has to be right for them, too."
        if texts
        else ", for the labels. The texts are not part of this dataset."
    )
    return f"## Licence\n\n{terms}{rights if about.licence else ''}"


def _by_split(splits: Mapping[str, Sequence[GoldArticle]], rows: Iterable[tuple[str, Sequence[int]]]) -> str:
    return _table(
        ("", *splits, "all"),
        [(_cell(name), *(f"{count:,}" for count in counts), f"{sum(counts):,}") for name, counts in rows],
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """Return text that can't leave its cell, its line, or command a terminal."""
    return screen_safe(text).replace("|", "\\|").replace("<", "&lt;")
