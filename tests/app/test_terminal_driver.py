"""What is written to a terminal: pictures in one piece, and nobody waits for a terminal that is slow."""

import asyncio
import contextlib
import os
import pty
import select
import tty
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Any, cast

import pytest
from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.app import App

from tui.app import terminal_driver
from tui.app.terminal_driver import TerminalDriver


@dataclass
class Line:
    """The two ends of a terminal's line."""

    ours: int
    theirs: int

    def taken(self) -> bytes:
        """What there is to read."""
        os.set_blocking(self.ours, False)
        found = b""
        try:
            while data := os.read(self.ours, 1 << 16):
                found += data
        except (BlockingIOError, OSError):
            pass
        return found


@pytest.fixture
def line() -> Iterator[Line]:
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    yield Line(ours, theirs)
    for fd in (ours, theirs):
        with contextlib.suppress(OSError):
            os.close(fd)


class _Driver(TerminalDriver):
    """On a line of a test, and without the signals of a process."""

    def __init__(self, line: Line) -> None:
        self._on = line
        super().__init__(cast("App[Any]", None), size=(80, 24))

    @property
    def _file(self) -> TextIOWrapper:  # type: ignore[override]
        return cast("TextIOWrapper", open(self._on.theirs, "w", closefd=False))

    @_file.setter
    def _file(self, file: object) -> None: ...


@pytest.fixture(autouse=True)
def no_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signal.signal", lambda *_: None)


async def test_a_picture_is_written_when_it_is_whole(line: Line) -> None:
    driver = _Driver(line)
    driver.write(SYNC_START)
    driver.write("the picture")
    assert line.taken() == b""
    driver.write(SYNC_END)
    assert line.taken() == f"{SYNC_START}the picture{SYNC_END}".encode()
    driver.write("a question")
    assert line.taken() == b"a question"
    driver.close()


async def test_nobody_waits_for_a_slow_terminal_and_nothing_is_lost(line: Line) -> None:
    driver = _Driver(line)
    sent = "".join(f"{n:>9}\n" for n in range(30_000))
    for at in range(0, len(sent), 5000):
        driver.write(sent[at : at + 5000])  # returns, though nobody reads
    assert driver._left, "the terminal has taken more than this test thinks that it does"
    got = b""
    async with asyncio.timeout(20):
        while len(got) < len(sent):
            got += line.taken()
            await asyncio.sleep(0)
    assert got.decode() == sent
    driver.write("more")
    assert line.taken() == b"more"
    driver.close()


def reader(line: Line, size: int) -> "asyncio.Task[bytes]":
    """Read so many bytes in a thread: who writes is in the middle of something."""

    def read() -> bytes:
        got = b""
        while len(got) < size:
            select.select([line.ours], [], [], 10)
            got += os.read(line.ours, 1 << 16)
        return got

    return asyncio.create_task(asyncio.to_thread(read))


async def test_who_writes_far_too_much_waits(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal_driver, "MOST", 100_000)
    driver = _Driver(line)
    driver.write("x" * 300_000)
    reads = reader(line, 600_000)
    await asyncio.sleep(0)
    driver.write("y" * 300_000)
    assert not driver._left
    assert await reads == b"x" * 300_000 + b"y" * 300_000
    driver.close()


async def test_what_is_left_is_written_before_the_terminal_is_left(line: Line) -> None:
    driver = _Driver(line)
    driver.write("z" * 200_000)
    reads = reader(line, 200_000)
    await asyncio.sleep(0)
    driver.close()
    assert await reads == b"z" * 200_000


async def test_a_terminal_that_was_closed_is_no_error(line: Line) -> None:
    driver = _Driver(line)
    os.close(line.ours)
    driver.write("nobody sees this")
    driver.write("nor this")
    driver.close()
