"""Is this file the gold it says it is? First the published JSON Schema, then what a schema can't say."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

from tui.gold import record, standoff
from tui.gold.jsonl import records
from tui.gold.record import GoldArticle
from tui.model import CopydeskError, freeze, text_sha256
from tui.model.block import BlockKind

SCHEMAS = {record.SCHEMA: "gold.schema.json", standoff.SCHEMA: "standoff.schema.json"}
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a line of a gold file: in which article, and at which label, block or cluster."""

    line: int
    article: str | None
    at: str | None
    what: str

    def __str__(self) -> str:
        where = [
            f"line {self.line}",
            *([f"article {self.article!r}"] if self.article else ()),
            *filter(None, [self.at]),
        ]
        return f"{', '.join(where)}: {self.what}"


def schema_text(name: str) -> str:
    """Return the JSON Schema of `record.SCHEMA` or `standoff.SCHEMA` as it is published. Raises `KeyError`."""
    return (files("tui.gold") / "schemas" / SCHEMAS[name]).read_text(encoding="utf-8")


def check_file(path: str | Path) -> Iterator[Finding]:
    """Yield everything wrong with a gold or stand-off JSONL file.

    Raises `CopydeskError` for a file that can't be read or a line that is not JSON.
    """
    yield from _findings(records(path))


def checked_rows(rows: Sequence[dict[str, Any]], where: str) -> list[dict[str, Any]]:
    """Return records that are right in every point. Raises `CopydeskError`, which begins with `where`, otherwise."""
    if findings := list(_findings(enumerate(rows, 1))):
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        raise CopydeskError(f"{where}, {findings[0]}{more}")
    return list(rows)


def _findings(rows: Iterable[tuple[int, Any]]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for number, data in rows:
        yield from (Finding(number, article, at, what) for article, at, what in _record_findings(data))
        if isinstance(data, dict) and isinstance(name := data.get("id"), str):
            if name.lower() in seen:
                yield Finding(number, name, None, f"line {seen[name.lower()]} has this article already")
            seen.setdefault(name.lower(), number)


def checked_records(path: str | Path, *, standoff: bool | None = None) -> list[dict[str, Any]]:
    """Return the records of a file that is right in every point, of one kind or (None) of both.

    Raises `CopydeskError` with the first finding and the number of the others.
    """
    if findings := list(check_file(path)):
        more = f" (and {len(findings) - 1} more; `copydesk check` lists them)" if len(findings) > 1 else ""
        raise CopydeskError(f"{path}, {findings[0]}{more}")
    data = [row for _, row in records(path)]
    if not data:
        raise CopydeskError(f"{path} is empty; `copydesk export -o {Path(path).name}` writes one")
    for row in data:
        if standoff is not None and is_standoff(row) is not standoff:
            kind = "stand-off gold, which has no text" if is_standoff(row) else "gold with its text"
            raise CopydeskError(f"{path} is {kind}; `copydesk import` reads it into a project")
    return data


def check_gold(gold: GoldArticle, where: str) -> None:
    """Raise `CopydeskError`, which begins with `where`, unless gold that was made of another format is right."""
    found = [f"{at}: {what}" if at else what for _, at, what in _record_findings(gold.as_json())]
    if found:
        raise CopydeskError(f"{where}: {found[0]}{f' (and {len(found) - 1} more)' if len(found) > 1 else ''}")


def is_standoff(data: Mapping[str, Any]) -> bool:
    """Return whether a record is stand-off gold."""
    return bool(data["schema"] == standoff.SCHEMA)


@cache
def _validator(schema: str) -> Any:
    import jsonschema  # noqa: PLC0415 - 0.1 s, only needed here

    return jsonschema.Draft202012Validator(json.loads(schema_text(schema)))


def _record_findings(data: Any) -> Iterator[tuple[str | None, str | None, str]]:
    says = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(says, str) or says not in SCHEMAS:
        hint = "; it needs a newer Copydesk" if isinstance(says, str) and says.startswith("copydesk.") else ""
        yield None, None, f'"schema" is {says!r}, not {" or ".join(map(repr, SCHEMAS))}{hint}'
        return
    article = data.get("id") if isinstance(data.get("id"), str) else None
    errors = sorted(_validator(says).iter_errors(data), key=lambda error: list(map(str, error.absolute_path)))
    for error in errors:
        message = error.message if len(error.message) <= _SHOWN else f"{error.message[:_SHOWN]}..."
        yield article, _place(data, error), message
    if not errors:
        yield from ((article, at, what) for at, what in _Facts(data).findings())


def _place(data: Mapping[str, Any], error: Any) -> str | None:
    """Return where a schema error is: the id of the label or cluster, where it has one, and the path within."""
    path = list(error.absolute_path)
    if len(path) > 1 and isinstance(path[1], int):
        row = data[path[0]][path[1]]
        name = row.get("id") if isinstance(row, dict) else None
        return ".".join(map(str, [name or f"{path[0]}[{path[1]}]", *path[2:]]))
    return ".".join(map(str, path)) or None


class _Facts:
    """One record that its schema allows, and what may yet be wrong with it."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.text: str | None = data.get("text")
        self.length: int = data["length"] if self.text is None else len(self.text)
        self.labels: list[Mapping[str, Any]] = [*data["entities"], *data["quotes"], *data["rejected"]]

    def findings(self) -> Iterator[tuple[str | None, str]]:
        """Yield place and sentence of each."""
        return chain(self._text(), self._blocks(), self._ids(), self._spans(), self._duplicates(), self._statuses())

    def _text(self) -> Iterator[tuple[str | None, str]]:
        if self.text is None:
            return
        if freeze(self.text) != self.text:
            yield (
                None,
                "the text holds control characters or line ends that Copydesk takes out when it reads an article",
            )
        elif text_sha256(self.text) != self.data["text_sha256"]:
            yield None, "the text is not the one that was annotated: its SHA-256 is not text_sha256"
        rows = (row for row in self.data["blocks"] if row["kind"] == BlockKind.TITLE.value)
        title = next((self.text[row["start"] : row["end"]] for row in rows), "")
        if self.data["title"] != title:
            yield None, f"the title is {self.data['title'][:60]!r}, but the title block has {title[:60]!r}"

    def _blocks(self) -> Iterator[tuple[str | None, str]]:
        position = 0
        for row in self.data["blocks"]:
            where = f"block {row['start']}:{row['end']}"
            if not row["start"] < row["end"] <= self.length:
                yield where, f"it is empty or ends after the text, which has {self.length} characters"
            elif row["start"] < position:
                yield where, "it overlaps the block before it, or the blocks are not in order"
            position = max(position, row["end"])

    def _ids(self) -> Iterator[tuple[str | None, str]]:
        seen: set[str] = set()
        for row in (*self.labels, *self.data["clusters"]):
            if row["id"] in seen:
                yield row["id"], "this id is there twice"
            seen.add(row["id"])
        clusters = {row["id"] for row in self.data["clusters"]}
        for row in self.labels:
            for part in (row, row.get("proposed", {})):
                for name in (part.get("cluster"), part.get("speaker", {}).get("cluster")):
                    if name is not None and name not in clusters:
                        yield row["id"], f"there is no cluster {name!r}"
        named = ((row["id"], pair) for row in self.data["clusters"] if self.text is None for pair in _pairs(row))
        for name, (start, end) in named:
            if not start < end <= self.length:
                yield name, f"the name at {start}:{end} is empty or ends after the text"

    def _spans(self) -> Iterator[tuple[str | None, str]]:
        for row in self.labels:
            for where, part in ((row["id"], row), (f"{row['id']}.proposed", row.get("proposed", {}))):
                for name, span in _spans_of(part):
                    yield from self._span(f"{where}{name}", span)
                pieces = part.get("content", ())
                if any(one["end"] > other["start"] for one, other in pairwise(pieces)):
                    yield where, "its pieces overlap or are not in the order of the text"

    def _span(self, where: str, span: Mapping[str, Any]) -> Iterator[tuple[str | None, str]]:
        start, end = span["start"], span["end"]
        if not start < end <= self.length:
            yield where, f"the span {start}:{end} is empty or ends after the text, which has {self.length} characters"
        elif self.text is not None:
            found = self.text[start:end]
            if span["text"] != found:
                yield where, f"it says {span['text'][:60]!r}, but at {start}:{end} stands {found[:60]!r}"
            elif found != found.strip():
                yield where, f"the span {start}:{end} begins or ends with white space"

    def _duplicates(self) -> Iterator[tuple[str | None, str]]:
        seen: dict[tuple[Any, ...], str] = {}
        for row in (*self.data["entities"], *self.data["quotes"]):
            key = (row.get("label", row.get("kind")), *((s["start"], s["end"]) for s in row.get("content", [row])))
            if key in seen:
                yield row["id"], f"it is the same as {seen[key]}"
            seen.setdefault(key, row["id"])

    def _statuses(self) -> Iterator[tuple[str | None, str]]:
        for row in (*self.data["entities"], *self.data["quotes"]):
            proposed, status = row.get("proposed"), row["status"]
            if (proposed is None) != (status == "added"):
                yield row["id"], f"its status is {status!r} but it has {'no' if proposed is None else 'a'} proposal"
            elif proposed is not None and (said(row) == said(proposed)) != (status == "accepted"):
                same = "what was proposed" if status == "corrected" else "not what was proposed"
                yield row["id"], f"its status is {status!r} but it is {same}"
            if ("proposed_by" in row) != (proposed is not None):
                yield row["id"], "a proposal needs to say by whom it was (proposed_by), and nothing else does"
        review = self.data["review"]
        blind = [
            layer
            for layer in ("entities", "quotes")
            if review["layers"][layer] == "complete" and layer not in review["extractors"]
        ]
        if review["blind"] != blind:
            yield "review.blind", f"it is {review['blind']}, but layers and extractors say {blind}"


def _pairs(cluster: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    for pair in (*([cluster["name"]] if "name" in cluster else ()), *cluster.get("aliases", ())):
        yield pair[0], pair[1]


def _spans_of(part: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if "start" in part:
        yield "", part
    for i, piece in enumerate(part.get("content", ())):
        yield f".content[{i}]", piece
    if "cue" in part:
        yield ".cue", part["cue"]
    if mention := part.get("speaker", {}).get("mention"):
        yield ".speaker", mention


def said(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a label or a proposal says of the text, as the reducer compares it."""
    return tuple(row.get(key) for key in ("start", "end", "label", "cluster", "kind", "content", "cue", "speaker"))
