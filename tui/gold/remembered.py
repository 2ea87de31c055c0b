"""What the file of the open article held when this process last wrote it, so that a save costs what it changes.

A save reads the whole file and writes it whole: that is what makes it one atomic step. With 5,000 labels, taking the
JSON apart and making it again is nine tenths of the time, though one row has changed. This keeps the documents and the
line of each. It is used only while the file is the very one that was remembered: same inode, size and times, which
every replace changes. Anything else is read anew.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Tables = dict[str, dict[str, Any]]
Signature = tuple[int, int, int, int, int]


@dataclass
class Remembered:
    """The documents of one file and their lines. Whoever asks for the documents gets copies."""

    path: Path | None = None
    signature: Signature | None = None
    tables: Tables = field(default_factory=dict)
    lines: dict[str, dict[str, str]] = field(default_factory=dict)

    def documents(self, path: Path) -> Tables | None:
        """Return the tables of the file, or None where it is not the one remembered."""
        if self.signature is None or path != self.path or signature_of(path) != self.signature:
            return None
        return _copied(self.tables)

    def keep(self, path: Path, tables: Tables, lines: dict[str, dict[str, str]]) -> None:
        """Remember what the caller has just written under the lock, and changes no more."""
        self.path, self.signature = path, signature_of(path)
        self.tables, self.lines = tables, lines

    def forget(self) -> None:
        """Read the file anew the next time."""
        self.signature, self.tables, self.lines = None, {}, {}

    def lines_of(self, path: Path, tables: Tables, line: Callable[[Any], str]) -> dict[str, dict[str, str]]:
        """Return the line of every document of `tables`, made by `line` where the document has changed."""
        known, before = (self.lines, self.tables) if path == self.path else ({}, {})
        return {
            name: _table_lines(table, known.get(name, {}), before.get(name, {}), line) for name, table in tables.items()
        }


def signature_of(path: Path) -> Signature | None:
    """Return what tells this file from any that replaces it, or None where the system does not say."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def _copied(tables: Tables) -> Tables:
    # TinyDB changes documents in place, but never what stands in their fields.
    return {name: {number: dict(document) for number, document in table.items()} for name, table in tables.items()}


def _table_lines(
    table: dict[str, Any], known: dict[str, str], before: dict[str, Any], line: Callable[[Any], str]
) -> dict[str, str]:
    lines = {}
    for number, document in table.items():
        old = known.get(number)
        unchanged = old is not None and before[number] == document
        lines[number] = old if unchanged and old is not None else f"{json.dumps(number)}:{line(document)}"
    return lines
