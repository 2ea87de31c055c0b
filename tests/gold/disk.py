"""A disk that can fail, and one whose power can be cut.

`Disk` stands in for the `os` module in `tui.gold.durable`. It lets everything through and keeps a record of it; told
to, it fails the k-th operation. `after_power_cut` makes a folder as it might look when the machine dies at some moment
of that record: what was synced is there; of what was not, each write may be there, missing or torn, and each name may
or may not have changed, in any combination (the method of ALICE: Pillai et al., OSDI 2014).
"""

import errno
import os
import random
import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Op:
    """One thing that happened to the disk; `what` is "acknowledged" where a save returned."""

    what: str
    file: int = 0
    name: str = ""
    other: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """`os`, recorded. `fail(k, code)` makes the k-th operation from now raise; with `for_ever`, all after it too.

    Files are known by numbers of our own, negative for those that `folder` had at the start: the system gives an inode
    away again as soon as its file is gone.
    """

    folder: Path
    record: list[Op] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    made: int = 0
    left: int = 0
    code: int = 0
    for_ever: bool = False
    failed: int = 0

    def __post_init__(self) -> None:
        self.numbers = {path.stat().st_ino: -i for i, path in enumerate(sorted(self.folder.iterdir()), 1)}

    def fail(self, k: int, code: int, *, for_ever: bool) -> None:
        self.left, self.code, self.for_ever, self.failed = k, code, for_ever, 0

    def mend(self) -> None:
        self.left = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def _try(self) -> bool:
        """Count an operation; whether it fails."""
        if not self.left:
            return False
        if self.left > 1:
            self.left -= 1
            return False
        self.failed += 1
        if not self.for_ever:
            self.left = 0
        return True

    def _check(self) -> None:
        if self._try():
            raise OSError(self.code, os.strerror(self.code))

    def open(self, path: Path, flags: int, mode: int = 0o777) -> int:
        self._check()
        is_new = bool(flags & os.O_CREAT) and not Path(path).exists()
        fd = os.open(path, flags, mode)
        if is_new:
            self.made += 1
            self.numbers[os.fstat(fd).st_ino] = self.made
            self.record.append(Op("create", self.made, Path(path).name))
        elif flags & os.O_TRUNC:
            self.record.append(Op("cut", self._number(fd)))
        return fd

    def _number(self, fd: int) -> int:
        return self.numbers[os.fstat(fd).st_ino]

    def fchmod(self, fd: int, mode: int) -> None:
        self._check()
        os.fchmod(fd, mode)

    def write(self, fd: int, data: bytes) -> int:
        offset, inode = os.lseek(fd, 0, os.SEEK_CUR), self._number(fd)
        if self._try():
            half = bytes(data[: len(data) // 2])
            os.write(fd, half)
            self.record.append(Op("write", inode, offset=offset, data=half))
            raise OSError(self.code, os.strerror(self.code))
        done = os.write(fd, data)
        self.record.append(Op("write", inode, offset=offset, data=bytes(data[:done])))
        return done

    def ftruncate(self, fd: int, length: int) -> None:
        self._check()
        os.ftruncate(fd, length)
        self.record.append(Op("cut", self._number(fd), offset=length))

    def fsync(self, fd: int) -> None:
        self._check()
        os.fsync(fd)
        is_folder = stat.S_ISDIR(os.fstat(fd).st_mode)
        self.record.append(Op("sync names") if is_folder else Op("sync", self._number(fd)))

    def replace(self, source: Path, target: Path) -> None:
        self._check()
        number = self.numbers[Path(source).stat().st_ino]
        Path(source).replace(target)
        self.record.append(Op("rename", number, Path(source).name, Path(target).name))

    def unlink(self, path: Path) -> None:
        self._check()
        Path(path).unlink()
        self.record.append(Op("unlink", name=Path(path).name))


def after_power_cut(start: Path, ops: list[Op], rng: random.Random, target: Path) -> None:
    """Make `target` what the disk may hold after `ops`, of which the last ones may not have reached it.

    `start` is a copy of the folder as it was, all of it on the disk, before the first of `ops`.
    """
    names = {path.name: -i for i, path in enumerate(sorted(start.iterdir()), 1)}
    data = {-i: bytearray(path.read_bytes()) for i, path in enumerate(sorted(start.iterdir()), 1)}
    names_synced = max((i for i, op in enumerate(ops) if op.what == "sync names"), default=-1)
    synced = {op.file: i for i, op in enumerate(ops) if op.what == "sync"}
    for i, op in enumerate(ops):
        if op.what in ("write", "cut"):
            _touch(data[op.file], op, rng if i > synced.get(op.file, -1) else None)
        if op.what == "create":
            data[op.file] = bytearray()
        if op.what in ("create", "rename", "unlink") and (i < names_synced or rng.random() < 0.5):
            names.pop(op.name, None)
            if op.what != "unlink":
                names[op.other or op.name] = op.file
    target.mkdir(parents=True)
    for name, file in names.items():
        (target / name).write_bytes(data[file])


def _touch(contents: bytearray, op: Op, rng: random.Random | None) -> None:
    """Do a write or a cut; with `rng`, perhaps not, or a write only in part."""
    fate = rng.choice(["done", "missing", "torn"]) if rng else "done"
    if fate == "missing":
        return
    if op.what == "cut":
        del contents[op.offset :]
        return
    data = op.data if fate == "done" else op.data[: rng.randrange(len(op.data) + 1)] if rng else op.data
    if len(contents) < op.offset:
        contents.extend(b"\0" * (op.offset - len(contents)))
    contents[op.offset : op.offset + len(data)] = data


def copied(folder: Path, target: Path) -> Path:
    """Return a copy of a folder."""
    shutil.copytree(folder, target)
    return target


CODES = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
