"""Label Studio's JSON: tasks.json with texts, annotations and predictions, and config.xml for the project.

After Label Studio's documentation of its export and its SDK's schema of regions: a region has `value` with `start`,
`end`, `text` and `labels`; relations lead from region to region. Its present pages count code points; those before
2022 counted UTF-16 units. JSON_MIN, its short export, is read too; it has no relations.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from tui.gold.formats import sniff
from tui.gold.formats.holds import EVERYTHING
from tui.gold.formats.losses import Losses
from tui.gold.formats.page import (
    CUE,
    KINDS,
    LINK_CUE,
    LINK_PIECE,
    LINK_SPEAKER,
    SPEAKER,
    Link,
    Mark,
    Page,
    mark_name,
    page_of,
    record_of,
)
from tui.gold.formats.registry import Format, Writing
from tui.gold.formats.units import Unit
from tui.gold.jsonl import parsed
from tui.gold.record import GoldArticle
from tui.gold.storage import compact
from tui.gold.texts import Texts
from tui.model import CopydeskError, Layer

TASKS, CONFIG = "tasks.json", "config.xml"


def write(golds: Iterable[GoldArticle], writing: Writing, losses: Losses) -> Iterator[tuple[str, bytes]]:  # noqa: ARG001
    """Yield the tasks, one an article, and the labelling configuration that fits them."""
    used = dict.fromkeys(label.name for label in writing.scheme.labels(Layer.ENTITIES))
    opening = "[\n"
    for gold in golds:
        page = page_of(gold)
        used |= dict.fromkeys(mark.label for mark in page.marks)
        yield TASKS, (opening + compact(_task(gold, page))).encode()
        opening = ",\n"
    yield TASKS, b"\n]\n" if opening == ",\n" else b"[]\n"
    yield CONFIG, _config([name for name in used if name not in {*KINDS, CUE, SPEAKER}]).encode()


def _task(gold: GoldArticle, page: Page) -> dict[str, Any]:
    origins = {label.id: "manual" if label.proposed is None else "prediction" for label in gold.labels}
    result: list[dict[str, Any]] = [_region(mark, origins.get(mark.id, "manual")) for mark in page.marks]
    result += [
        {"type": "relation", "from_id": link.head, "to_id": link.child, "direction": "right", "labels": [link.label]}
        for link in page.links
    ]
    proposed: dict[str, list[dict[str, Any]]] = {}
    for label in (*gold.labels, *gold.rejected):
        if label.proposed is not None and label.proposed_by:
            suggestion = replace(label, value=label.proposed)
            proposed.setdefault(label.proposed_by, []).extend(
                _region(Mark(f"{label.id}.p{n}", mark_name(suggestion), ((s.start, s.end),), (s.text,)), "prediction")
                for n, s in enumerate(suggestion.spans, 1)
            )
    return {
        "data": {"text": page.text, "article": gold.article.id, "copydesk": record_of(gold, Unit.CODEPOINT)},
        "annotations": [{"result": result, "was_cancelled": False, "ground_truth": True}],
        "predictions": [{"model_version": by, "result": regions} for by, regions in proposed.items()],
    }


def _region(mark: Mark, origin: str) -> dict[str, Any]:
    value = {"start": mark.start, "end": mark.end, "text": mark.surfaces[0], "labels": [mark.label]}
    return {
        "id": mark.id, "from_name": "label", "to_name": "text", "type": "labels", "origin": origin, "value": value,
    }  # fmt: skip


def _config(entities: list[str]) -> str:
    labels = "".join(f"    <Label value={quoteattr(name)}/>\n" for name in [*entities, *KINDS, CUE, SPEAKER])
    relations = "".join(f'    <Relation value="{name}"/>\n' for name in (LINK_CUE, LINK_SPEAKER, LINK_PIECE))
    return (
        f'<View>\n  <Labels name="label" toName="text">\n{labels}  </Labels>\n'
        f"  <Relations>\n{relations}  </Relations>\n"
        f'  <Text name="text" value="$text" granularity="symbol"/>\n</View>\n'
    )


def read(path: Path, texts: Texts, losses: Losses) -> Iterator[Page]:  # noqa: ARG001
    """Yield a page a task. Raises `CopydeskError` for what is no task, and where a task has work of several people."""
    file = path / TASKS if path.is_dir() else path
    for number, task in enumerate(sniff.rows(parsed(file.read_bytes(), str(file)), "it", str(file)), 1):
        where = f"{file}, task {number}"
        data = task.get("data")
        if isinstance(data, dict):
            yield _full_page(task, data, where, losses)
        else:
            yield _short_page(task, where, losses)


def _full_page(task: Mapping[str, Any], data: Mapping[str, Any], where: str, losses: Losses) -> Page:
    rows = sniff.rows(task.get("annotations", task.get("completions")), "annotations", where)
    rows = [row for row in rows if not row.get("was_cancelled")]
    if len(rows) > 1:
        raise CopydeskError(
            f"{where}: it has {len(rows)} annotations; leave one of each task in the file, or export each person's "
            f"work alone and import it into a project of its own"
        )
    if not rows:
        losses.label("tasks that nobody has annotated", where)
    if task.get("predictions") and sniff.record(data.get("copydesk")) is None:
        losses.note("tasks with predictions, which nobody confirmed", where)
    marks: list[Mark] = []
    links: list[Link] = []
    for region in sniff.rows(rows[0].get("result") if rows else None, "result", where):
        if region.get("type") == "relation":
            labels = region.get("labels") or ["RELATED"]
            links += [Link(str(x), str(region.get("from_id")), str(region.get("to_id"))) for x in labels]
        else:
            marks += _marks(region, region.get("value"), len(marks), where, losses)
    given = data.get("article", data.get("id", task.get("id")))
    by = rows[0].get("completed_by") if rows else None
    who = by.get("email") if isinstance(by, dict) else None
    return Page(
        where, str(given) if isinstance(given, int | str) and str(given).strip() else None, _text(data, where),
        tuple(marks), tuple(links), sniff.record(data.get("copydesk")), by=who if isinstance(who, str) else None,
    )  # fmt: skip


def _short_page(task: Mapping[str, Any], where: str, losses: Losses) -> Page:
    marks: list[Mark] = []
    for value in task.values():
        if isinstance(value, list) and value and all(isinstance(row, dict) and "start" in row for row in value):
            for row in value:
                marks += _marks({}, row, len(marks), where, losses)
    given = task.get("id")
    return Page(where, str(given) if isinstance(given, int | str) else None, _text(task, where), tuple(marks))


def _text(data: Mapping[str, Any], where: str) -> str:
    texts = [value for value in data.values() if isinstance(value, str)]
    found = data.get("text", max(texts, key=len) if texts else None)
    return sniff.text(found, "text", where)


def _marks(region: Mapping[str, Any], value: Any, number: int, where: str, losses: Losses) -> Iterator[Mark]:
    labels = value.get("labels") if isinstance(value, dict) else None
    if not isinstance(labels, list) or isinstance(value.get("start"), str):
        # Regions of HTML have XPaths for offsets; choices and ratings have no stretch at all.
        losses.label(f"regions of type {str(region.get('type'))[:40]!r}", where)
        return
    start, end = (sniff.offset(value.get(key), where) for key in ("start", "end"))
    said = value.get("text")
    for n, label in enumerate(labels):
        given = region.get("id")
        name = str(given) if isinstance(given, str) and not n else f"r{number}.{n}"
        surface = said if isinstance(said, str) else None
        yield Mark(name, sniff.text(label, "a label", where), ((start, end),), (surface,))


def detect(path: Path, head: bytes) -> bool:
    """Return whether this is a list of tasks, or a folder with one of ours."""
    if path.is_dir():
        return (path / TASKS).is_file()
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start.startswith(b"["):
        return False
    return b'"annotations"' in head or b'"completions"' in head or b'"labels"' in head or b'"data"' in head


FORMATS = (
    Format(
        "label-studio", "Label Studio's JSON: tasks.json and config.xml", ".json", EVERYTHING, Unit.CODEPOINT, write,
        read, detect, folder=True,
    ),
)  # fmt: skip
