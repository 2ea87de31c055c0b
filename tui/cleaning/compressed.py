"""Files that are compressed with gzip, read as if they were not.

A file is known by its first bytes. A few kilobytes can unpack to gigabytes: what unpacks to far more than text does is
refused when it has come so far, and never kept whole before that.
"""

import gzip
import io
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from tui.model import CopydeskError

GZIP = ".gz"
TIMES = 100
"""How many times its size a file may unpack to. JSONL of news unpacks to about 3 times its size."""
FREE = 64 * 1024 * 1024
"""Bytes that any file may unpack to."""

_MAGIC = b"\x1f\x8b"


def suffix_of(path: str | Path) -> str:
    """Return the ending that says what is in a file, in lower case: ".jsonl" of `news.jsonl.gz`."""
    path = Path(path)
    return (path.with_suffix("") if path.suffix.lower() == GZIP else path).suffix.lower()


def open_plain(path: str | Path) -> BinaryIO:
    """Open a file for reading, unpacked where it is compressed.

    Raises `OSError`. What is read raises `CopydeskError` where the file is damaged or unpacks to too much.
    """
    stream = Path(path).open("rb")  # noqa: SIM115 - it is the caller's
    if stream.peek(2)[:2] != _MAGIC:
        return stream
    return cast("BinaryIO", io.BufferedReader(_Unpacked(stream, str(path)), 1 << 16))


class _Unpacked(io.RawIOBase):
    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream, self._name = stream, name
        self._limit = FREE + TIMES * Path(name).stat().st_size
        self._file = gzip.GzipFile(fileobj=stream)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._file.read1(len(buffer))
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise CopydeskError(f"{self._name} is damaged ({error}); make it anew with gzip") from error
        if self._file.tell() > self._limit:
            raise CopydeskError(
                f"{self._name} unpacks to more than {TIMES} times its size, which no text does; if you trust it, "
                "unpack it with gunzip and give what comes of it"
            )
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; before the present one, everything is unpacked again."""
        return self._file.seek(min(offset, self._limit + 1) if whence == io.SEEK_SET else offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            self._stream.close()
        super().close()
