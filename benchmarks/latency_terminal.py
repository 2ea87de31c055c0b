"""A program in a pseudo-terminal whose answers to keys are timed."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

QUIET = 0.04
"""Seconds of silence that end a burst of output."""
SIZE = (120, 40)
_BYTECODE = tempfile.TemporaryDirectory(prefix="latency-", ignore_cleanup_errors=True)
"""Where every start finds the bytecode of what it imports, as after an installation; the first start makes it."""
_PICTURE_ENDS = b"\x1b[?2026l"


def _size(columns: int, lines: int) -> bytes:
    return struct.pack("HHHH", lines, columns, 0, 0)


@dataclass(frozen=True, slots=True)
class Burst:
    """What answers a key: milliseconds until the first picture is whole and until the last byte; how many bytes."""

    painted: float
    whole: float
    size: int


class Terminal:
    """A program in a pseudo-terminal that answers as a modern terminal does."""

    def __init__(self, argv: Sequence[str], folder: str) -> None:
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        environment.pop("NO_COLOR", None)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = _BYTECODE.name
        self.started = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, _size(*SIZE))  # before it begins: no program waits for a size
            os.chdir(folder)
            os.execvpe(argv[0], list(argv), environment)

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal a new size."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, _size(columns, lines))

    def read(self, timeout: float) -> bytes:
        """Return what has come within `timeout` seconds, answering the question for synchronised output."""
        if not select.select([self._fd], [], [], max(0.0, timeout))[0]:
            return b""
        data = os.read(self._fd, 1 << 16)
        if b"\x1b[?2026$p" in data:
            os.write(self._fd, b"\x1b[?2026;2$y")
        return data

    def burst(self, quiet: float = QUIET, limit: float = 20.0) -> Burst | None:
        """Return the next burst of output; None where nothing came."""
        began = time.perf_counter()
        painted, last, seen = None, None, b""
        while True:
            now = time.perf_counter()
            wait = limit - (now - began) if last is None else quiet - (now - last)
            if wait <= 0:
                break
            if data := self.read(wait):
                last = time.perf_counter()
                seen += data
                if painted is None and _PICTURE_ENDS in seen:
                    painted = last
        if last is None:
            return None
        return Burst(((painted or last) - began) * 1000, (last - began) * 1000, len(seen))

    def press(self, keys: bytes) -> Burst | None:
        """Type `keys` and return the burst that answers them."""
        os.write(self._fd, keys)
        return self.burst(limit=0.6)

    def until(self, mark: bytes, limit: float = 60.0) -> float:
        """Return seconds from the start of the program until `mark` was painted. Raises `TimeoutError`."""
        seen = b""
        while mark not in seen:
            if time.perf_counter() - self.started > limit:
                raise TimeoutError(f"{mark!r} was not painted within {limit:.0f} s")
            seen = seen[-64:] + self.read(0.5)
        return time.perf_counter() - self.started

    def megabytes(self) -> float:
        """Return the resident memory of the program."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else float("nan")

    def close(self) -> None:
        """End the program."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self._fd)


@contextlib.contextmanager
def terminal(argv: Sequence[str], folder: str = ".") -> Iterator[Terminal]:
    """Run a program in a terminal for as long as the block lasts."""
    running = Terminal(argv, folder)
    try:
        yield running
    finally:
        running.close()
