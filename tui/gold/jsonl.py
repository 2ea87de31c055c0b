"""JSONL in and out: one value a line, in UTF-8."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tui.cleaning.compressed import open_plain
from tui.gold.errors import reading
from tui.gold.storage import compact
from tui.model import CopydeskError

# A line longer than this is not an article (the longest text that Copydesk takes has 20 MB).
MAX_LINE = 256 * 1024 * 1024

_DOCUMENT = re.compile(rb'[ \t]*\{[ \t\r]*\n\s*"')


def line_of(data: dict[str, Any]) -> bytes:
    """Return a record, its keys in canonical order already, as the bytes of its line."""
    return compact(data).encode() + b"\n"


def records(path: str | Path) -> Iterator[tuple[int, Any]]:
    """Yield the number and the JSON value of each line of a JSONL file, or of the one document in the file.

    Raises `CopydeskError` for what is not JSON.
    """
    with reading(Path(path)), open_plain(path) as file:
        if is_document(file.read(64)):
            file.seek(0)
            yield 1, parsed(file.read(MAX_LINE), str(path))
            return
        file.seek(0)
        for number, line in enumerate(iter(lambda: file.readline(MAX_LINE), b""), 1):
            if len(line) == MAX_LINE:
                raise CopydeskError(f"{path}, line {number}: it is longer than {MAX_LINE // 2**20} MB")
            if line.strip():
                yield number, parsed(line, f"{path}, line {number}")


def is_document(head: bytes) -> bool:
    """Return whether a file that begins with `head` is one record on several lines, not a record a line."""
    return _DOCUMENT.match(head) is not None


def parsed(line: bytes, where: str) -> Any:
    """Return the JSON value of a line. Raises `CopydeskError` that begins with `where`."""
    try:
        return json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise CopydeskError(f"{where}: byte {error.start} is not UTF-8; save the file as UTF-8") from error
    except json.JSONDecodeError as error:
        raise CopydeskError(f"{where}: it is not JSON (column {error.colno}: {error.msg})") from error
    except (ValueError, RecursionError) as error:
        raise CopydeskError(f"{where}: it is not JSON ({error})") from error
