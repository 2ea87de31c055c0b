"""A corpus cut into partitions: which articles, in which order, and a key for each that changes with what is in it.

Everything is read once for this, which is quick beside what the extractors take. In return a line that is no article,
or an id that is there twice, is found before the work begins, and a run that goes on after a kill, or after the corpus
has grown, knows what is done already.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from tui.cleaning.compressed import open_plain, suffix_of
from tui.cleaning.ids import unique_id
from tui.cleaning.parquet import rows, rows_of_groups
from tui.cleaning.reading import MAX_BYTES, PARQUET, files_of, holds_lines, id_of_line, id_of_row
from tui.corpus.pieces import FilePiece, LinesPiece, Piece, RowsPiece, raw_file, row_bytes
from tui.model import CopydeskError

LARGE = 2 * 1024 * 1024
"""Bytes of input after which a partition ends, however few articles it has: about ten minutes' work of one worker."""

_SIZES = ((4 * 2**20, 8), (64 * 2**20, 32))
_LARGEST = 128


@dataclass(frozen=True, slots=True)
class Partition:
    """Some articles in their order: what one worker does at a time, and what is done again after a kill at the most."""

    n: int
    pieces: tuple[Piece, ...]

    @property
    def count(self) -> int:
        """How many articles it has."""
        return sum(piece.count for piece in self.pieces)

    def __str__(self) -> str:
        articles = "1 article" if self.count == 1 else f"{self.count} articles"
        return f"partition {self.n} ({articles} from {self.pieces[0].where} on)"

    @property
    def content(self) -> str:
        """A SHA-256 of what is in it: the bytes and the ids of its articles, not where they are."""
        digest = hashlib.sha256()
        for piece in self.pieces:
            digest.update(f"{piece.sha256} {getattr(piece, 'article_id', '')}\n".encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Plan:
    """The partitions of a corpus, and what of it is no article (place and sentence), where that may be left out."""

    partitions: tuple[Partition, ...]
    unusable: tuple[str, ...] = ()

    @property
    def articles(self) -> int:
        """How many articles the corpus has."""
        return sum(partition.count for partition in self.partitions)


def partition_size(paths: Iterable[str | Path]) -> int:
    """Return how many articles a partition gets where nobody says so: 8, 32 or 128, by the size of the corpus.

    Few in a small one, so that every worker gets something to do. Raises `CopydeskError`.
    """
    size = sum(file.stat().st_size for path in paths for file in files_of(path))
    return next((articles for limit, articles in _SIZES if size < limit), _LARGEST)


def plan(paths: Sequence[str | Path], size: int, *, skip: bool = False, names: dict[str, str] | None = None) -> Plan:
    """Cut the articles at `paths` (files and folders, as `tui.cleaning.read` takes them) into partitions of `size`.

    Raises `CopydeskError` for the first thing that is no article, or with `skip` leaves it out and lists it. `names`
    gives what to call a file other than by its path.
    """
    cutter = _Cutter(size)
    reader = _Reader(skip, names or {})
    for path in paths:
        for file in files_of(path):
            for piece, length in reader.pieces(file):
                cutter.add(piece, length)
    return Plan(tuple(cutter.partitions()), tuple(reader.unusable))


@dataclass
class _Cutter:
    """Articles one by one into partitions; neighbours in one file become one piece."""

    size: int
    done: list[Partition] = field(default_factory=list)
    open: list["_Growing"] = field(default_factory=list)
    count: int = 0
    length: int = 0

    def add(self, article: "_Growing", length: int) -> None:
        if self.count >= self.size or (self.count and self.length + length > LARGE):
            self._close()
        if not (self.open and self.open[-1].takes(article)):
            self.open.append(article)
        self.count += 1
        self.length += length

    def _close(self) -> None:
        self.done.append(Partition(len(self.done), tuple(growing.piece() for growing in self.open)))
        self.open, self.count, self.length = [], 0, 0

    def partitions(self) -> list[Partition]:
        if self.open:
            self._close()
        return self.done


class _Growing:
    """A piece that may yet take in the article after its last one."""

    def __init__(self, piece: Piece, data: bytes = b"", end: int = 0) -> None:
        self._piece, self._count, self._end = piece, 1, end
        self._start = end - len(data)
        self._data, self._digest = data, hashlib.sha256(data)

    def takes(self, other: "_Growing") -> bool:
        """Take in the article of `other` where it follows in the same file; return whether it does."""
        mine, its = self._piece, other._piece
        together = (
            isinstance(mine, LinesPiece) and isinstance(its, LinesPiece) and mine.path == its.path
            and self._end == other._start
        ) or (
            isinstance(mine, RowsPiece) and isinstance(its, RowsPiece) and (mine.path, mine.group)
            == (its.path, its.group) and mine.start + self._count == its.start
        )  # fmt: skip
        if together:
            self._digest.update(other._data)
            self._count, self._end = self._count + 1, other._end
        return together

    def piece(self) -> Piece:
        piece, sha256 = self._piece, self._digest.hexdigest()
        match piece:
            case LinesPiece():
                return LinesPiece(
                    piece.path, piece.name, self._start, self._end - self._start, piece.line, self._count, sha256
                )
            case RowsPiece():
                return RowsPiece(piece.path, piece.group, piece.start, piece.row, self._count, sha256)
            case FilePiece():
                return piece


class _Reader:
    """The articles of files, one by one, as pieces; ids are given out and compared over all of them."""

    def __init__(self, skip: bool, names: dict[str, str]) -> None:
        self._skip, self._names = skip, names
        self._ids: dict[str, str] = {}
        self.unusable: list[str] = []

    def pieces(self, file: Path) -> Iterator[tuple[_Growing, int]]:
        try:
            if file.suffix.lower() == PARQUET:
                yield from self._rows(file)
                return
            with open_plain(file) as stream:
                head = stream.read(4096)
            if holds_lines(suffix_of(file), head):
                yield from self._lines(file)
            else:
                yield self._file(file)
        except OSError as error:
            raise CopydeskError(f"{file} can't be read: {error.strerror}") from error

    def _file(self, file: Path) -> tuple[_Growing, int]:
        raw = raw_file(file)
        article_id = unique_id(file.stem, self._ids)
        self._ids[article_id.lower()] = str(file)
        return _Growing(FilePiece(str(file), article_id, raw.sha256)), raw.size

    def _lines(self, file: Path) -> Iterator[tuple[_Growing, int]]:
        name = self._names.get(str(file), str(file))
        position, empty = 0, True
        with open_plain(file) as stream:
            for number, (line, rest) in enumerate(_lines_of(stream), 1):
                position += len(line) + rest
                where = f"{name}, line {number}"
                if not line.strip():
                    continue
                empty = False
                if self._usable(partial(id_of_line, line, where, first=number == 1), where):
                    piece = LinesPiece(str(file), name, 0, 0, number, 1, "")
                    yield _Growing(piece, line, position), len(line)
        if empty:
            raise CopydeskError(f'{name} is empty; put one {{"id": ..., "text": ...}} a line into it')

    def _rows(self, file: Path) -> Iterator[tuple[_Growing, int]]:
        number = 0
        for group, _ in enumerate(rows_of_groups(file)):
            for start, row in enumerate(rows(file, group)):
                number += 1
                where = f"{file}, row {number}"
                if self._usable(partial(id_of_row, *row, where), where):
                    data = row_bytes(row)
                    yield _Growing(RowsPiece(str(file), group, start, number, 1, ""), data, 0), len(data)
        if not number:
            raise CopydeskError(f"{file} is empty; put a row an article into it")

    def _usable(self, make_id: Callable[[], str], where: str) -> bool:
        """Give out the id of the next article; return False where it is none and may be left out."""
        try:
            article_id = make_id()
            if by := self._ids.get(article_id.lower()):
                raise CopydeskError(
                    f"{where}: the id {article_id!r} is already that of {by}; give each article its own"
                )
        except CopydeskError as error:
            if not self._skip:
                raise
            self.unusable.append(str(error))
            return False
        self._ids[article_id.lower()] = where
        return True


def _lines_of(stream: BinaryIO) -> Iterator[tuple[bytes, int]]:
    """Yield each line, of one that is too long only the beginning, and how many bytes more it has."""
    while line := stream.readline(MAX_BYTES + 1):
        rest = 0
        if len(line) > MAX_BYTES and not line.endswith(b"\n"):
            while more := stream.readline(MAX_BYTES):
                rest += len(more)
                if more.endswith(b"\n"):
                    break
        yield line, rest
