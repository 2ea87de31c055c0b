"""doccano's JSONL: for its projects of sequence labelling, and of those with relations.

After doccano 1.8's own export: without relations `label` has `[start, end, label]`, with them `entities` and
`relations`. Offsets count UTF-16 units, because its pages are JavaScript, but the file does not say so, and projects
may count grapheme clusters. doccano keeps keys that it doesn't know as metadata, so ours are `article` and `offsets`;
it gives labels new ids and, unless the project allows overlapping, drops what overlaps without a word.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from tui.gold.formats import sniff
from tui.gold.formats.holds import Holds
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import Link, Mark, Page, in_unit, page_of
from tui.gold.formats.registry import Format, Writing
from tui.gold.formats.units import Offsets, Unit
from tui.gold.jsonl import records
from tui.gold.record import GoldArticle
from tui.gold.texts import Texts
from tui.model import CopydeskError

FLAT = frozenset({Holds.ENTITIES, Holds.OVERLAPS, Holds.QUOTES, Holds.TEXT})
LINKED = FLAT | {Holds.SPLIT, Holds.CUES, Holds.SPEAKERS}


def _pages(golds: Iterable[GoldArticle], losses: Losses) -> Iterator[Page]:
    for gold in golds:
        page = page_of(gold)
        spans = sorted(mark.pieces[0] for mark in page.marks)
        if any(one[1] > other[0] for one, other in pairwise(spans)):
            losses.note("articles with labels that overlap: let the project allow overlapping spans", gold.article.id)
        yield in_unit(page, Offsets(gold.article.text), Unit.UTF16)


def _line(row: dict[str, Any]) -> bytes:
    """Return a row in ASCII: doccano guesses the encoding of a file, and may take UTF-8 for Turkish."""
    return json.dumps(row, separators=(",", ":")).encode() + b"\n"


def _head(page: Page) -> dict[str, Any]:
    return {"text": page.text, "article": page.id, "offsets": Unit.UTF16.value}


def write_flat(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield a line an article, for a project of sequence labelling."""
    for page in _pages(golds, losses):
        yield "", _line(_head(page) | {"label": [[m.start, m.end, m.label] for m in page.marks]})


def write_linked(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield a line an article, for a project of sequence labelling with relations."""
    first = 1
    for page in _pages(golds, losses):
        # Ids are those of rows of one table: they go on from article to article.
        ids = {mark.id: n for n, mark in enumerate(page.marks, first)}
        first += len(ids)
        entities = [
            {"id": ids[mark.id], "label": mark.label, "start_offset": mark.start, "end_offset": mark.end}
            for mark in page.marks
        ]
        relations = [
            {"id": n, "from_id": ids[link.head], "to_id": ids[link.child], "type": link.label}
            for n, link in enumerate(page.links, first)
        ]
        yield "", _line(_head(page) | {"entities": entities, "relations": relations})


def read(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:  # noqa: ARG001
    """Yield a page a line, of either kind of project. Raises `CopydeskError`."""
    for number, row in records(path):
        where = f"{path}, line {number}"
        if not isinstance(row, dict):
            raise CopydeskError(f"{where}: it is not an example of doccano, which is an object with a text")
        text = sniff.text(row.get("text", row.get("data")), "text", where)
        if row.get("Comments") or row.get("cats"):
            losses.label("comments and classes of whole texts", where)
        entities = sniff.rows(row.get("entities"), "entities", where)
        marks = [_mark(entity, where) for entity in entities]
        labels = row.get("label", row.get("labels")) or []
        if not isinstance(labels, list):
            raise CopydeskError(f"{where}: label is not a list of [start, end, label]")
        marks += [_flat(label, n, where) for n, label in enumerate(labels, 1)]
        links = [
            Link(sniff.text(r.get("type"), "the type of a relation", where), str(r.get("from_id")), str(r.get("to_id")))
            for r in sniff.rows(row.get("relations"), "relations", where)
        ]
        unit = Unit(row["offsets"]) if row.get("offsets") in set(Unit) else None
        given = row.get("article", row.get("id"))
        article_id = str(given) if isinstance(given, int | str) and str(given).strip() else None
        yield Page(where, article_id, text, tuple(marks), tuple(links), unit=unit)


def _mark(entity: Mapping[str, Any], where: str) -> Mark:
    start, end = (sniff.offset(entity.get(key), where) for key in ("start_offset", "end_offset"))
    return Mark(str(entity.get("id")), sniff.text(entity.get("label"), "a label", where), ((start, end),))


def _flat(label: Any, number: int, where: str) -> Mark:
    if not isinstance(label, list) or len(label) != 3:
        raise CopydeskError(f"{where}: {str(label)[:40]} is not [start, end, label]")
    start, end = (sniff.offset(value, where) for value in label[:2])
    return Mark(f"L{number}", sniff.text(label[2], "a label", where), ((start, end),))


def _is_triple(label: Any) -> bool:
    return isinstance(label, list) and len(label) == 3 and isinstance(label[2], str)


def detect_linked(path: Path, head: bytes) -> bool:
    """Return whether the first line has entities with `start_offset`."""
    row = sniff.first_record(path, head) or {}
    entities = row.get("entities")
    if not isinstance(entities, list) or not isinstance(row.get("text"), str):
        return False
    return "relations" in row and all(isinstance(x, dict) and "start_offset" in x for x in entities)


def detect_flat(path: Path, head: bytes) -> bool:
    """Return whether the first line has labels of three parts."""
    row = sniff.first_record(path, head) or {}
    labels = row.get("label", row.get("labels"))
    return (
        isinstance(labels, list) and all(map(_is_triple, labels)) and isinstance(row.get("text", row.get("data")), str)
    )


FORMATS = (
    Format(
        "doccano", "doccano's JSONL for sequence labelling", ".jsonl", FLAT, Unit.UTF16, write_flat, read, detect_flat
    ),
    Format(
        "doccano-relations", "doccano's JSONL for sequence labelling with relations", ".jsonl", LINKED, Unit.UTF16,
        write_linked, read, detect_linked,
    ),
)  # fmt: skip
