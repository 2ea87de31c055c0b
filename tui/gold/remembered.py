"""What the file of the open article held when this process last wrote it, so that a save costs what it changes.

A save reads the whole file and writes it whole: that is what makes it one atomic step. With 5,000 labels, taking the
JSON apart and making it again is nine tenths of the time, though one row has changed. This keeps the documents and the
line of each. It is used only while the file is the very one that was remembered: same inode, size and times, which
every replace changes. Anything else is read anew.

The documents of the keyed tables (`tui.gold.rows`) are shared with whoever asks: nobody changes one in place, a changed
row is a new document in a new table. So what is the same object has the same line. TinyDB does change documents in
place, so those of the tables that it writes to are copied.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tui.gold.keyed import KeyedTable

Tables = dict[str, dict[str, Any]]
WRITTEN_BY_TINYDB = ("meta", "review", "events")
Signature = tuple[int, int, int, int, int]


@dataclass(frozen=True)
class Lines:
    """The documents of one table as lines, by number."""

    by_number: dict[str, str]

    @cached_property
    def blob(self) -> bytes:
        """The lines as they stand in the file."""
        return ",\n".join(self.by_number.values()).encode()


@dataclass
class Remembered:
    """The documents of one file and their lines."""

    path: Path | None = None
    signature: Signature | None = None
    tables: Tables = field(default_factory=dict)
    lines: dict[str, Lines] = field(default_factory=dict)

    def documents(self, path: Path) -> Tables | None:
        """Return the tables of the file, or None where it is not the one remembered. See above for what is shared."""
        if self.signature is None or path != self.path or signature_of(path) != self.signature:
            return None
        return {name: _copied(table) if name in WRITTEN_BY_TINYDB else table for name, table in self.tables.items()}

    def keep(self, path: Path, tables: Tables, lines: dict[str, Lines]) -> None:
        """Remember what the caller has just written under the lock, and changes no more."""
        self.path, self.signature = path, signature_of(path)
        self.tables, self.lines = tables, lines
        for table in tables.values():
            if isinstance(table, KeyedTable):
                table.before = None

    def forget(self) -> None:
        """Read the file anew the next time."""
        self.signature, self.tables, self.lines = None, {}, {}

    def lines_of(self, path: Path, tables: Tables, line: Callable[[Any], str]) -> dict[str, Lines]:
        """Return the line of every document of `tables`, made by `line` where the document has changed."""
        known, before = (self.lines, self.tables) if path == self.path else ({}, {})
        return {name: _lines(table, known.get(name), before.get(name, {}), line) for name, table in tables.items()}


def signature_of(path: Path) -> Signature | None:
    """Return what tells this file from any that replaces it, or None where the system does not say."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def _copied(table: dict[str, Any]) -> dict[str, Any]:
    return {number: dict(document) for number, document in table.items()}  # what stands in their fields stays


def _lines(table: dict[str, Any], known: Lines | None, before: dict[str, Any], line: Callable[[Any], str]) -> Lines:
    if known is not None and table is before:
        return known
    lines = dict(known.by_number) if known is not None else {}
    if isinstance(table, KeyedTable) and table.before is before:
        changed: Iterable[str] = table.differs
    else:
        changed = [n for n in {*table, *lines} if n not in lines or n not in table or before[n] != table[n]]
    for number in changed:
        if number in table:
            lines[number] = f"{json.dumps(number)}:{line(table[number])}"
        else:
            del lines[number]
    return Lines(lines if list(lines) == list(table) else {number: lines[number] for number in table})
