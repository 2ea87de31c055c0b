"""One TinyDB file: whole, or not there; readable by people, by git and by a stock `TinyDB(path)`.

TinyDB's own `JSONStorage` writes in place, so that a crash or a full disk leaves a mix of old and new. This one
replaces the file atomically. Every file carries a schema number: an older one is migrated in memory when it is read
(and written in the new form by its next save), a newer one is refused.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from tinydb.storages import Storage

from tui.gold.durable import replace_file
from tui.gold.errors import DamagedError, TooNewError, reading, writing
from tui.gold.remembered import Lines, Remembered, Tables

# MIGRATIONS[v - 1] brings the tables from schema v to v + 1, in place.
MIGRATIONS: list[Callable[[Tables], None]] = []

# The order of the tables in the file: what hardly changes first, what grows last.
_ORDER = ("meta", "article", "review", "blocks", "clusters", "labels", "events")

_LONG = 1 << 18

# Lone surrogates (typed into a note, say) have no UTF-8, and some programs end a line at the others.
_ESCAPED = re.compile("[\ud800-\udfff\x85\u2028\u2029]")


def schema_version() -> int:
    """Return the schema number of the files that this version writes."""
    return 1 + len(MIGRATIONS)


class AtomicJSONStorage(Storage):
    """A TinyDB storage whose `write` is atomic and durable. It holds no lock: see `tui.gold.store`.

    `remembered` spares it to read and encode again what it has written before; who passes it shares the documents.
    """

    def __init__(self, path: str | Path, remembered: Remembered | None = None) -> None:
        self.path = Path(path)
        self._remembered = remembered

    def read(self) -> Tables | None:
        """Return the tables, or None where there is no file.

        Raises `DamagedError`, `TooNewError`, or `StoreError` where the system refuses.
        """
        if self._remembered is not None and (known := self._remembered.documents(self.path)) is not None:
            return known
        with reading(self.path):
            try:
                blob = self.path.read_bytes()
            except FileNotFoundError:
                return None
        return decode(blob, self.path)

    def write(self, data: Tables) -> None:
        """Replace the file. Raises `NotSavedError`; the old contents are then still there."""
        remembered = self._remembered or Remembered()
        lines = remembered.lines_of(self.path, data, compact)
        remembered.forget()
        with writing(self.path):
            replace_file(self.path, _encode(lines))
        if self._remembered is not None:
            remembered.keep(self.path, data, lines)


def _encode(lines: dict[str, Lines]) -> list[bytes]:
    """Return the tables as JSON in UTF-8, one document a line, so that one changed document is one changed line.

    In parts, because putting together what is some megabytes long takes longer than writing it.
    """
    names = sorted(lines, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))
    parts: list[bytes] = []
    for name in names:
        rows = lines[name].blob
        parts += [b",\n" if parts else b"{\n", json.dumps(name).encode(), b":{"]
        parts += [b"\n", rows, b"\n}"] if rows else [b"}"]
    parts.append(b"\n}\n")
    return parts if sum(map(len, parts)) > _LONG else [b"".join(parts)]


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def compact(document: Any) -> str:
    """Return a document as one line of JSON that has a UTF-8 form. Raises `ValueError` for NaN and infinities."""
    line = _ENCODER.encode(document)
    return line if line.isascii() else _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def decode(blob: bytes, path: Path) -> Tables:
    """Return the tables in `blob`, migrated to the present schema. Raises `DamagedError` or `TooNewError`."""
    try:
        tables = json.loads(blob.decode(), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise _damaged(path, f"byte {error.start} is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise _damaged(path, f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path, str(error)) from error
    _check_shape(tables, path)
    return migrated(tables, path)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _damaged(path: Path, where: str) -> DamagedError:
    return DamagedError(
        f"{path} is damaged ({where}); the other articles are untouched. `copydesk check --repair` saves what can be "
        f"read and keeps the damaged file"
    )


def _check_shape(tables: Any, path: Path) -> None:
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise _damaged(path, "it holds no tables")
    for name, table in tables.items():
        for number, document in table.items():
            if not (number.isascii() and number.isdigit() and isinstance(document, dict)):
                raise _damaged(path, f"document {number!r} of the table {name!r} is not a numbered document")


def migrated(tables: Tables, path: Path) -> Tables:
    """Return the tables in the present schema. Raises `DamagedError` or `TooNewError`."""
    meta = tables.get("meta", {}).get("1", {})
    version = meta.get("schema")
    if not isinstance(version, int) or version < 1:
        raise _damaged(path, "it does not say which schema it has, so Copydesk has not written it")
    if version > schema_version():
        raise TooNewError(
            f"{path} was written by a newer version of Copydesk (schema {version}; this one knows up to "
            f"{schema_version()}); upgrade Copydesk to open it. The file was not changed"
        )
    for migrate in MIGRATIONS[version - 1 :]:
        migrate(tables)
    meta["schema"] = schema_version()
    return tables
