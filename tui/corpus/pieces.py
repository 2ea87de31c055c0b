"""Where the articles of a partition stand: a few numbers that a worker finds them again by, never the text itself."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.cleaning.batches import Item
from tui.cleaning.compressed import open_plain, suffix_of
from tui.cleaning.parquet import rows
from tui.cleaning.reading import Raw, item_of_file, item_of_line, item_of_row, read_raw
from tui.model import CopydeskError


@dataclass(frozen=True, slots=True)
class FilePiece:
    """One article in a file of its own, and the id that it gets among the others."""

    path: str
    article_id: str
    sha256: str
    count: int = 1

    @property
    def where(self) -> str:
        """Where it begins, for people."""
        return self.path

    def items(self, *, no_clean: bool) -> Iterator[Item]:
        """Yield the text or article, or what is wrong with it. Raises `OSError` where the file can't be read now."""
        raw = raw_file(self.path)
        if raw.sha256 != self.sha256:
            raise changed(self.path)
        try:
            suffix = suffix_of(self.path)
            yield item_of_file(raw, self.path, self.article_id, suffix, no_clean=no_clean)
        except CopydeskError as error:
            yield error


@dataclass(frozen=True, slots=True)
class LinesPiece:
    """Consecutive lines of a JSONL file: `length` bytes from `offset` on, of which the first is line `line`."""

    path: str
    name: str
    offset: int
    length: int
    line: int
    count: int
    sha256: str

    @property
    def where(self) -> str:
        """Where it begins, for people."""
        return f"{self.name}, line {self.line}"

    def items(self, *, no_clean: bool) -> Iterator[Item]:
        """Yield the text of each line that is not empty, or what is wrong with it. Raises `OSError`."""
        with open_plain(self.path) as stream:
            stream.seek(self.offset)
            data = stream.read(self.length)
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise changed(self.name)
        file_name = Path(self.name).name
        for number, line in enumerate(io.BytesIO(data), self.line):
            if line.strip():
                where, first = f"{self.name}, line {number}", number == 1
                try:
                    yield item_of_line(line, where, file_name, first=first, no_clean=no_clean)
                except CopydeskError as error:
                    yield error


@dataclass(frozen=True, slots=True)
class RowsPiece:
    """Consecutive rows of one row group of a Parquet file; `row` is the number of the first in the whole file."""

    path: str
    group: int
    start: int
    row: int
    count: int
    sha256: str

    @property
    def where(self) -> str:
        """Where it begins, for people."""
        return f"{self.path}, row {self.row}"

    def items(self, *, no_clean: bool) -> Iterator[Item]:
        """Yield the text of each row, or what is wrong with it. Raises `CopydeskError` for a file that changed."""
        found = list(rows(self.path, self.group, self.start, self.count))
        digest = hashlib.sha256()
        for row in found:
            digest.update(row_bytes(row))
        if digest.hexdigest() != self.sha256:
            raise changed(self.path)
        for number, (given, text) in enumerate(found, self.row):
            where = f"{self.path}, row {number}"
            try:
                yield item_of_row(given, text, where, Path(self.path).name, no_clean=no_clean)
            except CopydeskError as error:
                yield error


Piece = FilePiece | LinesPiece | RowsPiece


def row_bytes(row: tuple[Any, Any]) -> bytes:
    """Return a row as bytes to be hashed."""
    return repr(row).encode()


def raw_file(path: str | Path) -> Raw:
    """Return the bytes of a file, of one that is too large only enough to say so. Raises `OSError`."""
    with open_plain(path) as stream:
        return read_raw(stream)


def changed(name: str) -> CopydeskError:
    """Return the sentence for an input that is not what was planned."""
    return CopydeskError(f"{name} has changed since the run began; run the command again")
