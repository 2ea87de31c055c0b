"""Bytes that are on the disk when the call returns, also after a power cut.

The order is what the promise rests on: contents reach the disk before a name points at them, and names reach it
before anyone is told. A failed fsync is never tried again on the same file (the kernel may have dropped the pages and
report success): the new file is given up and the old one is still there.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

# macOS: fsync leaves the bytes in the drive's cache, this does not.
_FULL_SYNC: int | None = getattr(fcntl, "F_FULLFSYNC", None)


def replace_file(path: Path, blob: bytes | Sequence[bytes]) -> None:
    """Make `blob`, or its parts, the contents of `path`, or leave it as it was. One writer at a time: who has the lock.

    Raises `OSError`. Where it is raised by the last step, the sync of the folder, the new contents are visible but
    might not survive a power cut.
    """
    temporary = path.with_name(path.name + ".tmp")
    mode = _mode(path)
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o666)
    try:
        try:
            if mode is not None:
                os.fchmod(fd, mode)
            _write(fd, blob)
            _sync(fd)
        finally:
            os.close(fd)
        os.replace(temporary, path)  # noqa: PTH105 - every system call of this module goes through `os`, for the tests
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise
    sync_folder(path.parent)


def append_at(path: Path, length: int, blob: bytes) -> None:
    """Cut `path` to its first `length` bytes (what is behind them was never acknowledged) and append `blob`.

    The first `length` bytes never change, so that a reader who knows the old length is not disturbed. Raises `OSError`.
    """
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
    try:
        os.ftruncate(fd, length)
        os.lseek(fd, length, os.SEEK_SET)
        _write(fd, blob)
        _sync(fd)
    finally:
        os.close(fd)
    sync_folder(path.parent)


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """Give a stream into a file that is not there yet; it is on the disk when the block ends, and gone where it fails.

    Raises `OSError`.
    """
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(fd, "wb") as stream:
            yield stream
            stream.flush()
            _sync(stream.fileno())
        sync_folder(path.absolute().parent)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def made_folder(path: Path) -> Iterator[None]:
    """Make a folder where there is none, for what is written in the block; where that fails, no empty one is left.

    Raises `OSError`.
    """
    new = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        inside = [child for child in path.iterdir() if child.is_dir() and not child.is_symlink()] if new else []
        for folder in (*inside, *new):
            with contextlib.suppress(OSError):  # it is not empty
                folder.rmdir()
        raise


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk. Raises `OSError`."""
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _sync(fd)
    finally:
        os.close(fd)


def _mode(path: Path) -> int | None:
    try:
        return os.stat(path).st_mode & 0o7777  # noqa: PTH116
    except FileNotFoundError:
        return None


def _write(fd: int, blob: bytes | Sequence[bytes]) -> None:
    for part in [blob] if isinstance(blob, bytes) else blob:
        view = memoryview(part)
        while view:
            view = view[os.write(fd, view) :]


def _sync(fd: int) -> None:
    if _FULL_SYNC is not None:
        with contextlib.suppress(OSError):  # some file systems don't know it
            fcntl.fcntl(fd, _FULL_SYNC)
            return
    os.fsync(fd)
