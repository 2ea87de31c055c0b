"""Files, folders and standard input to articles."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tui import __version__
from tui.cleaning.encoding import decode
from tui.cleaning.html import clean_html, looks_like_html, page_as_is
from tui.cleaning.ids import mapped_id, unique_id
from tui.cleaning.plain import as_is, clean
from tui.model import Article, CopydeskError, Source

MAX_BYTES = 20 * 1024 * 1024
"""The largest article, and the largest line of JSONL, that is read."""

STANDARD_INPUT = "-"
_TEXT, _HTML, _JSONL = (".txt", ".text"), (".html", ".htm", ".xhtml"), (".jsonl", ".ndjson")
_GOLD = b'{"schema":"copydesk.'
_IMPORTER = f"copydesk {__version__}"


@dataclass
class _Run:
    """One call of `read`: whether to clean, and which ids it has given out (in lower case) to whom."""

    no_clean: bool
    ids: dict[str, str] = field(default_factory=dict)


def read(paths: Iterable[str | Path], *, no_clean: bool = False) -> Iterator[Article]:
    """Yield the articles of `paths`: files, folders (recursively, in order of name), and `-` for standard input.

    In folders, text (.txt, .text), HTML (.html, .htm, .xhtml) and JSONL (.jsonl, .ndjson, one `{"id", "text"}` a line)
    are read, gold files apart; a file that is named is read whatever it is called, by what it holds. Ids come from
    file names, or from the `id` of a JSONL line. With `no_clean` every line is kept.

    Raises `CopydeskError` for what can't be read.
    """
    run = _Run(no_clean)
    for given in paths:
        if str(given) == STANDARD_INPUT:
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
            yield from _articles(data, "standard input", "stdin", "", run)
            continue
        path = Path(given)
        if path.is_dir():
            files = _files_in(path)
            if not files:
                raise CopydeskError(f"the folder {path} holds no article; put .txt, .html or .jsonl files into it")
            for file in files:
                yield from _read_file(file, run)
        else:
            yield from _read_file(path, run)


def _files_in(folder: Path) -> list[Path]:
    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [
            Path(root, name) for name in names
            if not name.startswith(".") and Path(name).suffix.lower() in (*_TEXT, *_HTML, *_JSONL)
        ]  # fmt: skip
    return sorted(path for path in found if path.is_file() and not _is_gold(path))


def _is_gold(path: Path) -> bool:
    """Whether a JSONL file holds labels of articles, not articles to read (it starts with a schema of ours)."""
    if path.suffix.lower() not in _JSONL:
        return False
    with path.open("rb") as stream:
        return stream.read(len(_GOLD)) == _GOLD


def _unreadable(error: OSError) -> None:
    raise CopydeskError(f"{error.filename} can't be read: {error.strerror}") from error


def _read_file(path: Path, run: _Run) -> Iterator[Article]:
    suffix = path.suffix.lower()
    try:
        if not path.exists():
            raise CopydeskError(f"there is no file {path}; check the name")
        if not path.is_file():
            raise CopydeskError(f"{path} is not a file or a folder; give an article's file")
        if suffix in _JSONL:
            with path.open("rb") as stream:
                yield from _json_lines(iter(lambda: stream.readline(MAX_BYTES + 1), b""), str(path), path.name, run)
            return
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise CopydeskError(f"{path} can't be read: {error.strerror}") from error
    yield from _articles(data, str(path), path.stem, suffix, run)


def _articles(data: bytes, name: str, stem: str, suffix: str, run: _Run) -> Iterator[Article]:
    """Yield the article, or for JSONL the articles, of one file's bytes."""
    _check_size(data, name)
    if not data.strip(b" \t\r\n\0\x0b\x0c"):
        raise CopydeskError(f"{name} is empty; put the article's text into it")
    is_html = suffix in _HTML or (suffix not in _TEXT and looks_like_html(data))
    if suffix == "" and data.lstrip().startswith(b"{"):
        yield from _json_lines(iter(data.splitlines(keepends=True)), name, name, run)
        return
    article_id = unique_id(stem, run.ids)
    run.ids[article_id.lower()] = name
    text, encoding = decode(data, name, is_html=is_html)
    source = Source(
        name=name if stem == "stdin" else Path(name).name, media_type="text/html" if is_html else "text/plain",
        encoding=encoding, raw_sha256=hashlib.sha256(data).hexdigest(), importer=_IMPORTER,
    )  # fmt: skip
    yield _named(name, text, article_id, source, is_html=is_html, no_clean=run.no_clean)


def _named(name: str, text: str, article_id: str, source: Source, *, is_html: bool, no_clean: bool) -> Article:
    """Make the article; where that fails, say of which file."""
    try:
        if is_html:
            return (page_as_is if no_clean else clean_html)(text, id=article_id, source=source)
        return (as_is if no_clean else clean)(text, id=article_id, source=source)
    except CopydeskError as error:
        raise CopydeskError(f"{name}: {error}") from None


def _check_size(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        raise CopydeskError(f"{name} is larger than {MAX_BYTES // 1024 // 1024} MB; split it into single articles")


def _json_lines(lines: Iterator[bytes], name: str, file_name: str, run: _Run) -> Iterator[Article]:
    empty = True
    for number, line in enumerate(lines, 1):
        where = f"{name}, line {number}"
        _check_size(line, where)
        if not line.strip():
            continue
        empty = False
        given, text = _record(line, where, first=number == 1)
        article_id = mapped_id(given)
        if article_id.lower() in run.ids:
            raise CopydeskError(
                f"{where}: the id {given!r} is already that of {run.ids[article_id.lower()]}; give each article its own"
            )
        run.ids[article_id.lower()] = where
        source = Source(
            name=f"{file_name}#{given}".encode(errors="replace").decode(), media_type="application/jsonl",
            encoding="utf-8", raw_sha256=hashlib.sha256(line).hexdigest(), importer=_IMPORTER,
        )  # fmt: skip
        yield _named(where, text, article_id, source, is_html=False, no_clean=run.no_clean)
    if empty:
        raise CopydeskError(f'{name} is empty; put one {{"id": ..., "text": ...}} a line into it')


def _record(line: bytes, where: str, *, first: bool) -> tuple[str, str]:
    """Return id and text of one line of JSONL."""
    try:
        record = json.loads(line.decode("utf-8-sig" if first else "utf-8"))
    except UnicodeDecodeError as error:
        raise CopydeskError(
            f"{where} is not UTF-8: byte 0x{line[error.start]:02X} at offset {error.start} of the line; "
            "save it as UTF-8"
        ) from None
    except (ValueError, RecursionError) as error:
        detail = (
            f"{error.msg} at column {error.colno}" if isinstance(error, json.JSONDecodeError) else "nested too deep"
        )
        raise CopydeskError(f"{where} is not JSON: {detail}; mend or remove the line") from None
    if not isinstance(record, dict):
        raise CopydeskError(f'{where} is not a JSON object; write {{"id": ..., "text": ...}}')
    given, text = record.get("id"), record.get("text")
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str) or not given.strip():
        raise CopydeskError(f'{where} has no "id"; give every line a text that names the article')
    if not isinstance(text, str):
        raise CopydeskError(f'{where} has no "text"; give every line the text of its article')
    return given, text
