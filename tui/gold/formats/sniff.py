"""Looking into a file to see what it is, and reading the parts of rows that anybody may have written."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tui.cleaning.compressed import open_plain
from tui.gold.jsonl import MAX_LINE
from tui.model import CopydeskError


def first_record(path: Path, head: bytes) -> Mapping[str, Any] | None:
    """Return the JSON object in the first line of a file that is not empty, or None."""
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or not path.is_file():
        return None
    with open_plain(path) as stream:
        line = b""
        while not line.strip():
            if not (line := stream.readline(MAX_LINE)):
                return None
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) else None


def offset(value: Any, where: str) -> int:
    """Return an offset as a file has it. Raises `CopydeskError` for what is none."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise CopydeskError(f"{where}: {str(value)[:40]!r} is not an offset; offsets are whole numbers from 0 on")
    return value


def text(value: Any, what: str, where: str) -> str:
    """Return a text as a file has it. Raises `CopydeskError` for what is none."""
    if not isinstance(value, str):
        raise CopydeskError(f"{where}: {what} is {str(value)[:40]!r}, which is not a text")
    return value


def rows(value: Any, what: str, where: str) -> list[Mapping[str, Any]]:
    """Return a list of objects as a file has it, None as the empty one. Raises `CopydeskError` for what is none."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise CopydeskError(f"{where}: {what} is not a list of objects")
    return value


def record(value: Any) -> Mapping[str, Any] | None:
    """Return a record of ours (see `page.record_of`) where this is one."""
    return value if isinstance(value, dict) and {"offsets", "labels", "text_sha256"} <= value.keys() else None
