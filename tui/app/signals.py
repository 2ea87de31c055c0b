"""Leaving cleanly when the terminal is closed or the process is asked to end.

Textual restores the terminal when it exits by itself, but not when a signal ends it. Nothing has to be saved here:
every edit is on the disk before it is shown.
"""

import asyncio
import signal
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

HANDLED = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


def leave_on_signals(app: "App[None]") -> None:
    """Make the app exit with status 128 + n on signal n, the terminal restored. Call it from within its event loop."""
    loop = asyncio.get_running_loop()
    for number in HANDLED:
        loop.add_signal_handler(number, partial(app.exit, return_code=128 + number))
