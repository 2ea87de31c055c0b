"""A program on a pseudo-terminal of a test's own, and what it wrote, byte by byte."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self


class Terminal:
    """A program on a pseudo-terminal of 100 × 30, and every byte that it wrote."""

    def __init__(
        self, arguments: list[str], folder: Path, *, nohup: bool = False, program: Sequence[str] = ("-m", "tui")
    ) -> None:
        def started() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            signal.signal(signal.SIGHUP, signal.SIG_IGN if nohup else signal.SIG_DFL)  # whatever the tests run under

        self._leader, follower = pty.openpty()
        fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, *program, *arguments], cwd=folder, stdin=follower, stdout=follower, stderr=follower,
            start_new_session=True, preexec_fn=started,
            env={**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
        )  # fmt: skip
        os.close(follower)
        self.seen = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def type(self, keys: str) -> None:
        """Type, and wait for nothing."""
        os.write(self._leader, keys.encode())

    def wait_for(self, words: str, seconds: float = 60) -> None:
        """Read until the program has written these words since the last key."""
        deadline, since = time.monotonic() + seconds, len(self.seen)
        while words.encode() not in self.seen[since:]:
            assert time.monotonic() < deadline, (words, self.seen[-2000:])
            self._read(0.2)

    def wait_from_start(self, words: str) -> None:
        """Read until the program has written these words at any time."""
        self.wait_until(lambda: words.encode() in self.seen)

    def wait_until(self, condition: Callable[[], bool], seconds: float = 60) -> None:
        """Read until the condition holds."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, self.seen[-2000:]
            self._read(0.05)

    def state(self) -> str:
        """The state of the process as Linux tells it: T where it is stopped."""
        return Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0]

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        os.close(self._leader)

    def press(self, keys: str) -> None:
        """Type, and read until the program has been silent for a moment."""
        self.type(keys)
        deadline = time.monotonic() + 10
        while self._read(0.25) and time.monotonic() < deadline:
            pass

    def end(self, seconds: float = 60) -> int:
        """Read until the program has ended, and return its status."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < deadline, self.seen[-2000:]
            self._read(0.1)
        while self._read(0.05):
            pass
        os.close(self._leader)
        return self.process.returncode

    def _read(self, seconds: float) -> bool:
        with contextlib.suppress(OSError):
            if select.select([self._leader], [], [], seconds)[0]:
                part = os.read(self._leader, 65536)
                self.seen += part
                return bool(part)
        return False
