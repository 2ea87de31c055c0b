"""Files, folders and standard input to articles."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from tui import __version__
from tui.cleaning.batches import Item, in_batches, raised
from tui.cleaning.compressed import GZIP, open_plain, suffix_of
from tui.cleaning.encoding import decode, decode_page, looks_like_html, looks_like_mhtml
from tui.cleaning.ids import mapped_id, unique_id
from tui.cleaning.parquet import rows, rows_of_groups
from tui.cleaning.plain import Uncleaned, as_is, uncleaned
from tui.model import Article, CopydeskError, Source

MAX_BYTES = 20 * 1024 * 1024
"""The largest article, and the largest line of JSONL, that is read."""
MAX_SAVED = 1024 * 1024 * 1024
"""The largest file of a page with its pictures (MHTML): the page comes before them, in the first `MAX_BYTES`."""
_CHUNK = 1024 * 1024

STANDARD_INPUT = "-"
_TEXT, _HTML, _JSONL = (".txt", ".text"), (".html", ".htm", ".xhtml"), (".jsonl", ".ndjson")
_MHTML = (".mhtml", ".mht")
PARQUET = ".parquet"
_GOLD = b'{"schema":"copydesk.'
_IMPORTER = f"copydesk {__version__}"


@dataclass(frozen=True, slots=True)
class Raw:
    """The bytes of a file, of one that is too large the first ones, and the SHA-256 of them, or of a whole MHTML file.

    `size` is how many bytes the file has, as far as it was read.
    """

    data: bytes
    sha256: str
    size: int


def read_raw(stream: BinaryIO) -> Raw:
    """Return what is to be read of a file: no more of it in memory than `MAX_BYTES` and one."""
    data = stream.read(MAX_BYTES + 1)
    digest, size = hashlib.sha256(data), len(data)
    if size > MAX_BYTES and looks_like_mhtml(data):
        while size <= MAX_SAVED and (more := stream.read(_CHUNK)):
            digest.update(more)
            size += len(more)
    return Raw(data, digest.hexdigest(), size)


@dataclass
class _Run:
    """One call of `read`: whether to clean, and which ids it has given out (in lower case) to whom."""

    no_clean: bool
    ids: dict[str, str] = field(default_factory=dict)

    def add(self, article_id: str, where: str) -> None:
        """Give out an id that came with its article. Raises `CopydeskError` where another article has it."""
        if by := self.ids.get(article_id.lower()):
            raise CopydeskError(f"{where}: the id {article_id!r} is already that of {by}; give each article its own")
        self.ids[article_id.lower()] = where


def read(paths: Iterable[str | Path], *, no_clean: bool = False) -> Iterator[Article]:
    """Yield the articles of `paths`: files, folders (recursively, in order of name), and `-` for standard input.

    In folders, text (.txt, .text), HTML (.html, .htm, .xhtml; with pictures .mhtml, .mht), JSONL (.jsonl, .ndjson, one
    `{"id", "text"}` a line, also .jsonl.gz) and Parquet (.parquet, the columns `id` and `text`) are read, gold files
    apart; a file that is named is read whatever it is called, by what it holds. Ids come from file names, or from the
    `id` of a line or a row. With `no_clean` every line is kept. Texts are cleaned in batches, as by `clean_all`.

    Raises `CopydeskError` for what can't be read, when what comes before it has been yielded.
    """
    return raised(in_batches(_items(paths, _Run(no_clean))))


def _items(paths: Iterable[str | Path], run: _Run) -> Iterator[Item]:
    for given in paths:
        if str(given) == STANDARD_INPUT:
            yield from _items_in(read_raw(sys.stdin.buffer), "standard input", "stdin", "", run)
            continue
        for file in files_of(given):
            yield from _read_file(file, run)


def files_of(given: str | Path) -> list[Path]:
    """Return the files that `read` reads for one path: itself, or those in the folder, in order of name.

    Raises `CopydeskError` for a path that is not there, is neither file nor folder, or is a folder without articles.
    """
    path = Path(given)
    if path.is_dir():
        if files := _files_in(path):
            return files
        raise CopydeskError(f"the folder {path} holds no article; put .txt, .html or .jsonl files into it")
    if not path.exists():
        raise CopydeskError(f"there is no file {path}; check the name")
    if not path.is_file():
        raise CopydeskError(f"{path} is not a file or a folder; give an article's file")
    return [path]


def holds_lines(suffix: str, data: bytes) -> bool:
    """Return whether a file with this suffix (in lower case) that begins with `data` is read as JSONL."""
    return suffix in _JSONL or (suffix == "" and data.lstrip().startswith(b"{"))


def _files_in(folder: Path) -> list[Path]:
    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=_unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [
            Path(root, name) for name in names
            if not name.startswith(".") and _is_read(name)
        ]  # fmt: skip
    return sorted(path for path in found if path.is_file() and not _is_gold(path))


def _is_read(name: str) -> bool:
    """Whether a file in a folder is read; compressed ones where they hold many articles."""
    suffix = suffix_of(name)
    return suffix in _JSONL or (suffix in (*_TEXT, *_HTML, *_MHTML, PARQUET) and not name.lower().endswith(GZIP))


def _is_gold(path: Path) -> bool:
    """Whether a JSONL file holds labels of articles, not articles to read (it starts with a schema of ours)."""
    if suffix_of(path) not in _JSONL:
        return False
    with open_plain(path) as stream:
        return stream.read(len(_GOLD)) == _GOLD


def _unreadable(error: OSError) -> None:
    raise CopydeskError(f"{error.filename} can't be read: {error.strerror}") from error


def _read_file(path: Path, run: _Run) -> Iterator[Item]:
    suffix = suffix_of(path)
    if suffix == PARQUET:
        yield from _rows(path, run)
        return
    try:
        if suffix in _JSONL:
            with open_plain(path) as stream:
                yield from _json_lines(iter(lambda: stream.readline(MAX_BYTES + 1), b""), str(path), path.name, run)
            return
        with open_plain(path) as stream:
            raw = read_raw(stream)
    except OSError as error:
        raise CopydeskError(f"{path} can't be read: {error.strerror}") from error
    yield from _items_in(raw, str(path), path.stem, suffix, run)


def _items_in(raw: Raw, name: str, stem: str, suffix: str, run: _Run) -> Iterator[Item]:
    """Yield the text or the article, or for JSONL the texts, of one file's bytes."""
    if suffix == "" and holds_lines(suffix, raw.data):
        _check_size(raw.data, name)
        yield from _json_lines(iter(raw.data.splitlines(keepends=True)), name, name, run)
        return
    article_id = unique_id(stem, run.ids)
    run.ids[article_id.lower()] = name
    yield item_of_file(
        raw, name, article_id, suffix, no_clean=run.no_clean, source_name=name if stem == "stdin" else None
    )


def item_of_file(
    raw: Raw, name: str, article_id: str, suffix: str, *, no_clean: bool = False, source_name: str | None = None
) -> Uncleaned | Article:
    """Return the text in the bytes of a text file, to be cleaned, or the article in those of an HTML file.

    `name` (a path, say) is for sentences about it. With `no_clean`, a text is an article as it is.

    Raises `CopydeskError` for what is too large, empty or can't be decoded.
    """
    data = raw.data
    is_mhtml = looks_like_mhtml(data)
    if not is_mhtml:
        _check_size(data, name)
    elif raw.size > MAX_SAVED:
        raise CopydeskError(f"{name} is larger than {MAX_SAVED // 1024 // 1024:,} MB; save the page as HTML only")
    if not data.strip(b" \t\r\n\0\x0b\x0c"):
        raise CopydeskError(f"{name} is empty; put the article's text into it")
    is_saved = is_mhtml or (suffix in _MHTML and not looks_like_html(data))
    is_html = is_saved or suffix in _HTML or (suffix not in _TEXT and looks_like_html(data))
    url = None
    if is_html:
        text, encoding, url = decode_page(data, name, is_saved=is_saved, is_cut=raw.size > MAX_BYTES)
    else:
        text, encoding = decode(data, name)
    source = Source(
        name=source_name or Path(name).name, url=url, media_type="text/html" if is_html else "text/plain",
        encoding=encoding, raw_sha256=raw.sha256, importer=_IMPORTER,
    )  # fmt: skip
    return _named(name, text, article_id, source, is_html=is_html, no_clean=no_clean)


def _named(
    name: str, text: str, article_id: str, source: Source, *, is_html: bool, no_clean: bool
) -> Uncleaned | Article:
    """Return the text or make the article; where that fails, say of which file."""
    try:
        if is_html:
            from tui.cleaning.html import clean_html, page_as_is  # noqa: PLC0415 - a text needs no parser of pages

            return (page_as_is if no_clean else clean_html)(text, id=article_id, source=source)
        return as_is(text, id=article_id, source=source) if no_clean else uncleaned(text, article_id, source)
    except CopydeskError as error:
        if is_html and str(error).startswith(f"{article_id} "):  # of a page the id is made from the name
            raise CopydeskError(name + str(error).removeprefix(article_id)) from None
        raise CopydeskError(f"{name}: {error}") from None


def _check_size(data: bytes, name: str) -> None:
    if len(data) > MAX_BYTES:
        raise CopydeskError(f"{name} is larger than {MAX_BYTES // 1024 // 1024} MB; split it into single articles")


def _json_lines(lines: Iterator[bytes], name: str, file_name: str, run: _Run) -> Iterator[Item]:
    empty = True
    for number, line in enumerate(lines, 1):
        where = f"{name}, line {number}"
        _check_size(line, where)
        if not line.strip():
            continue
        empty = False
        item = item_of_line(line, where, file_name, first=number == 1, no_clean=run.no_clean)
        run.add(item.id, where)
        yield item
    if empty:
        raise CopydeskError(f'{name} is empty; put one {{"id": ..., "text": ...}} a line into it')


def _rows(path: Path, run: _Run) -> Iterator[Item]:
    number = 0
    for group, _ in enumerate(rows_of_groups(path)):
        for given, text in rows(path, group):
            number += 1
            where = f"{path}, row {number}"
            item = item_of_row(given, text, where, path.name, no_clean=run.no_clean)
            run.add(item.id, where)
            yield item
    if not number:
        raise CopydeskError(f"{path} is empty; put a row an article into it")


def item_of_line(
    line: bytes, where: str, file_name: str, *, first: bool = False, no_clean: bool = False
) -> Uncleaned | Article:
    """Return the text in one line of JSONL (the `first` one may begin with a byte order mark) as `item_of_file` does.

    Raises `CopydeskError` for a line that is too long, no JSON, or without id or text.
    """
    _check_size(line, where)
    given, text = _record(line, where, first=first)
    source = _row_source(file_name, given, "application/jsonl", hashlib.sha256(line).hexdigest())
    return _named(where, text, mapped_id(given), source, is_html=False, no_clean=no_clean)


def item_of_row(
    given: Any, text: Any, where: str, file_name: str, *, no_clean: bool = False
) -> Uncleaned | Article:  # fmt: skip
    """Return the text of one row of a Parquet file as `item_of_file` does.

    Raises `CopydeskError` for one without id or text.
    """
    given, text = _checked_row(given, text, where)
    _check_size(text.encode(errors="surrogatepass"), where)
    source = _row_source(file_name, given, "application/vnd.apache.parquet", None)
    return _named(where, text, mapped_id(given), source, is_html=False, no_clean=no_clean)


def id_of_row(given: Any, text: Any, where: str) -> str:
    """Return the id that the article of a row gets. Raises what `item_of_row` raises for what it holds."""
    return mapped_id(_checked_row(given, text, where)[0])


def id_of_line(line: bytes, where: str, *, first: bool = False) -> str:
    """Return the id that the article in a line of JSONL gets. Raises what `item_of_line` raises for the line."""
    _check_size(line, where)
    return mapped_id(_record(line, where, first=first)[0])


def _row_source(file_name: str, given: str, media_type: str, raw_sha256: str | None) -> Source:
    name = f"{file_name}#{given}".encode(errors="replace").decode()
    return Source(name=name, media_type=media_type, encoding="utf-8", raw_sha256=raw_sha256, importer=_IMPORTER)


def _record(line: bytes, where: str, *, first: bool) -> tuple[str, str]:
    """Return id and text of one line of JSONL. Raises `CopydeskError`."""
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
    return _checked_row(record.get("id"), record.get("text"), where)


def _checked_row(given: Any, text: Any, where: str) -> tuple[str, str]:
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str) or not given.strip():
        raise CopydeskError(f'{where} has no "id"; give every article a text that names it')
    if not isinstance(text, str):
        raise CopydeskError(f'{where} has no "text"; give every article its text')
    return given, text
