"""One article a file: gold that git can show, merge and keep.

The same record as a line of gold JSONL, its keys and labels in the same order, but a label a line, so that one changed
label is one changed line.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.gold.check import checked_records
from tui.gold.durable import made_folder, replace_file
from tui.gold.errors import reading, writing
from tui.gold.jsonl import is_document, line_of, parsed
from tui.gold.storage import compact
from tui.model import CopydeskError

ENDING = ".json"


@dataclass(frozen=True, slots=True)
class Split:
    """What was written into a folder: files that are new or changed, files that were so already, and those of others.

    `others` are gold files there of articles that this export does not have.
    """

    written: tuple[Path, ...]
    same: tuple[Path, ...]
    others: tuple[Path, ...]


def document_of(data: Mapping[str, Any]) -> bytes:
    """Return a record, its keys in canonical order already, as the bytes of its file."""
    parts = []
    for key, value in data.items():
        rows = [compact(row) for row in value] if isinstance(value, list) else []
        written = "[\n" + ",\n".join(rows) + "\n]" if rows else compact(value)
        parts.append(f"{json.dumps(key)}:{written}")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def split(rows: Iterable[Mapping[str, Any]], folder: Path) -> Split:
    """Write each record into a file of its own, `ID.json`, and leave alone what is the same already.

    Raises `CopydeskError`, for a file of that name that is no gold, too; no file is then half written.
    """
    written, same = [], []
    documents = [(folder / f"{row['id']}{ENDING}", document_of(row)) for row in rows]
    for path, _ in documents:
        if path.exists() and not (_is_gold(path) or _is_in_conflict(path)):
            raise CopydeskError(f"{path} is there already and is no gold; give another folder, or move it away")
    with writing(folder), made_folder(folder):
        for path, blob in documents:
            if path.is_file() and path.read_bytes() == blob:
                same.append(path)
            else:
                replace_file(path, blob)
                written.append(path)
    mine = {*written, *same}
    others = (path for path in sorted(folder.glob(f"*{ENDING}")) if path not in mine)
    return Split(tuple(written), tuple(same), tuple(path for path in others if _is_gold(path)))


def join(paths: Iterable[Path]) -> Iterator[bytes]:
    """Yield the records of files, and of the files in folders, as lines of gold JSONL, by id.

    Raises `CopydeskError` for a file with findings, for an article that is there twice, and where there is none.
    """
    found: dict[str, tuple[Path, dict[str, Any]]] = {}
    for path in paths:
        for file in sorted(path.rglob(f"*{ENDING}")) if path.is_dir() else [path]:
            for row in checked_records(file):
                if there := found.get(row["id"].lower()):
                    raise CopydeskError(f"{file} has the article {row['id']!r}, which {there[0]} has already")
                found[row["id"].lower()] = file, row
    if not found:
        raise CopydeskError("there is no gold file; `copydesk export --split DIR` writes them")
    yield from (line_of(row) for _, row in sorted(found.values(), key=lambda item: item[1]["id"]))


def rows_of(blob: bytes, where: str) -> tuple[list[Any], bool]:
    """Return the records in the bytes of a gold file, and whether it is a file of one article.

    Raises `CopydeskError` that begins with `where`.
    """
    if is_document(blob[:64]):
        return [parsed(blob, where)], True
    lines = enumerate(blob.split(b"\n"), 1)
    return [parsed(line, f"{where}, line {n}") for n, line in lines if line.strip()], False


def written_as(rows: Iterable[dict[str, Any]], *, document: bool) -> bytes:
    """Return records as the bytes of a file: of one article, or a line for each."""
    return b"".join(map(document_of if document else line_of, rows))


def _is_in_conflict(path: Path) -> bool:
    """Whether git has left its marks in a file, or there is nothing in it."""
    with reading(path), path.open("rb") as stream:
        return stream.read(7) in (b"<<<<<<<", b"")


def _is_gold(path: Path) -> bool:
    with reading(path), path.open("rb") as stream:
        return stream.read(64).startswith(b'{\n"schema":"copydesk.')
