"""What the server says on the terminal that it runs in: one safe line for each thing, whoever made its words.

aiohttp logs the bytes of a broken request and textual-serve writes out what a desk said when it ended; both may hold
what an attacker or an article put there.
"""

import io
import logging
from typing import TextIO

from aiohttp.http_exceptions import HttpProcessingError

from tui.model import screen_safe


class SafeWriter(io.TextIOBase):
    """Writes to `stream` what can't command a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a safe copy of `text`, of the same length."""
        self._stream.write(screen_safe(text, keep_newlines=True))
        self._stream.flush()
        return len(text)

    def isatty(self) -> bool:
        """Whether somebody is looking."""
        return self._stream.isatty()


class _OneLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        said = record.getMessage().partition("\n")[0]
        return f"{said}: {type(error).__name__}" if error is not None else said


def server_log(stream: TextIO) -> logging.Logger:
    """Return the log for aiohttp's server: a line for an error of ours, nothing for what others send broken."""
    log = logging.getLogger("copydesk.serve")
    log.propagate = False
    handler = logging.StreamHandler(SafeWriter(stream))
    handler.setFormatter(_OneLine())
    handler.addFilter(lambda record: not _is_broken_request(record))
    log.handlers = [handler]
    log.setLevel(logging.ERROR)
    return log


def _is_broken_request(record: logging.LogRecord) -> bool:
    return record.exc_info is not None and isinstance(record.exc_info[1], HttpProcessingError)
