"""Leaving cleanly when the terminal is closed or the process is asked to end.

Textual restores the terminal when it exits by itself, but not when a signal ends it; and where the terminal has gone,
it waits for ever on a thread that could not write to it and is no more. Every edit is on
the disk a moment after it is shown; `Desk.exit` sees to the last one.
"""

import asyncio
import errno
import os
import signal
import sys
import termios
import threading
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

HANDLED = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
PATIENCE = 5.0
"""Seconds that the app has for leaving; then the process ends without it."""
LOOK = 1.0
"""Seconds between two looks whether the terminal is still there."""


def leave_on_signals(app: "App[None]") -> None:
    """Make the app exit with status 128 + n on signal n, the terminal restored. Call it from within its event loop.

    SIGHUP stays ignored where it was (`nohup`): a desk of `copydesk serve` then outlives the terminal of the server.
    A terminal of the desk's own is looked at instead, for without it the desk would read nothing, as fast as it can.
    """
    loop = asyncio.get_running_loop()
    _go_on_once(app, loop)
    for number in HANDLED:
        if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
            _leave_without_terminal(app, loop)
        else:
            loop.add_signal_handler(number, partial(_leave, app, 128 + number))


def _go_on_once(app: "App[None]", loop: asyncio.AbstractEventLoop) -> None:
    """Take the terminal again at SIGCONT only where SIGTSTP had given it back.

    Textual takes it at every SIGCONT: it then reads the keys with one thread more, and each gets some of them. It also
    comes without a stop that Textual knows of, from SIGSTOP and, with SIGHUP, from a terminal that is closed; to write
    to that would be to wait for ever, before SIGHUP is heard.
    """
    stop, go_on = signal.getsignal(signal.SIGTSTP), signal.getsignal(signal.SIGCONT)
    if not callable(stop) or not callable(go_on):  # no terminal, or a desk in a browser
        return
    suspended = False

    def stopped(number: int, frame: FrameType | None) -> None:
        nonlocal suspended
        suspended = True
        stop(number, frame)

    def continued(number: int, frame: FrameType | None) -> None:
        nonlocal suspended
        if _has_gone(_terminal()):
            return
        if suspended:
            suspended = False
            go_on(number, frame)
        else:
            loop.call_soon_threadsafe(app.refresh)  # the shell may have written over it

    signal.signal(signal.SIGTSTP, stopped)
    signal.signal(signal.SIGCONT, continued)


def is_job() -> bool:
    """Whether a shell of the same session looks after this process: to stop an orphan would be to lose it."""
    parent = os.getppid()
    try:
        return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
    except OSError:
        return False


def _leave_without_terminal(app: "App[None]", loop: asyncio.AbstractEventLoop) -> None:
    if _has_gone(_terminal()):
        _leave(app, 128 + signal.SIGHUP)
    else:
        loop.call_later(LOOK, _leave_without_terminal, app, loop)


def _leave(app: "App[None]", status: int) -> None:
    if _has_gone(_terminal()):
        _write_to_nowhere()
    last = threading.Timer(PATIENCE, os._exit, (status,))
    last.daemon = True
    last.start()
    app.exit(return_code=status)


def _terminal() -> int:
    return sys.__stderr__.fileno() if sys.__stderr__ else 2


def _has_gone(terminal: int) -> bool:
    """Whether a terminal has been closed; what never was one (a desk in a browser writes to a pipe) has not."""
    try:
        termios.tcgetattr(terminal)
    except termios.error as error:
        return bool(error.args[0] != errno.ENOTTY)
    return False


def _write_to_nowhere() -> None:
    """Let what is still written to the terminal succeed, and what is read from it come to an end."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
