"""What a desk in a terminal reads and writes, without detours.

Textual hands each picture to a thread that writes, in three pieces: the mark that begins it, the picture, and the mark
that ends it. That thread wakes up three times, and has to wait for the processor each time. Here a picture is written
in one piece, by whoever has made it, as far as the terminal takes it at once. What it does not take follows when it
does: nobody waits for a slow terminal.
"""

import contextlib
import os
import select
import threading
from typing import Any

from textual._ansi_sequences import SYNC_END, SYNC_START
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

MOST = 1 << 20
"""Bytes that wait for the terminal at most; who writes more waits, too."""


class TerminalDriver(LinuxDriver):
    """Keeps what is written between two marks together, and writes it itself."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._picture: list[str] | None = None
        self._left = bytearray()
        self._writes = threading.RLock()  # a signal may suspend the desk in the middle of a write
        self._terminal = self._opened()

    def _opened(self) -> int | None:
        """Return a descriptor for the terminal that never blocks, or None where there is none to be had.

        One of its own: what is set for the standard streams is set for the shell, too.
        """
        assert self._file is not None
        try:
            return os.open(os.ttyname(self._file.fileno()), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
        except (OSError, ValueError):
            return None

    def send_message(self, message: Message) -> None:
        """Give the app what was read. `post_message` may be called from any thread, and makes no task for it."""
        self._app.post_message(message)

    def write(self, data: str) -> None:
        """Write to the terminal; a picture when it is whole."""
        if data == SYNC_START:
            self._picture = [data]
        elif self._picture is None:
            self._write(data)
        else:
            self._picture.append(data)
            if data == SYNC_END:
                whole, self._picture = "".join(self._picture), None
                self._write(whole)

    def _write(self, data: str) -> None:
        if self._terminal is None:
            super().write(data)
            return
        with self._writes:
            waits = bool(self._left)
            self._left += data.encode(errors="replace")
            if not waits:
                self._go_on()
                if self._left:
                    self._loop.call_soon_threadsafe(self._loop.add_writer, self._terminal, self._when_it_takes_more)
            elif len(self._left) > MOST:
                self._drain()

    def _go_on(self) -> None:
        """Write what the terminal takes. One that has been closed takes nothing: the signal that says so follows."""
        assert self._terminal is not None
        try:
            del self._left[: os.write(self._terminal, self._left)]
        except BlockingIOError:
            pass
        except OSError:
            self._left.clear()

    def _drain(self) -> None:
        assert self._terminal is not None
        while self._left:
            select.select([], [self._terminal], [])
            self._go_on()

    def _when_it_takes_more(self) -> None:
        with self._writes:
            if self._terminal is not None:
                self._go_on()
                if not self._left:
                    self._loop.remove_writer(self._terminal)

    def close(self) -> None:
        """Write the rest, and leave the terminal; `start_application_mode` comes back to it."""
        with self._writes:
            if self._terminal is not None:
                self._drain()
                with contextlib.suppress(RuntimeError):  # the loop is closed
                    self._loop.remove_writer(self._terminal)
                os.close(self._terminal)
                self._terminal = None
        super().close()

    def start_application_mode(self) -> None:
        """Take the terminal, again after a suspension, too."""
        if self._terminal is None:
            self._terminal = self._opened()
        super().start_application_mode()  # type: ignore[no-untyped-call]
