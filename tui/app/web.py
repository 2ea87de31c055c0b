"""Where the desk is seen: in a terminal, or in a browser.

For a browser textual-serve starts it with pipes for a terminal, and names a driver in the environment.
"""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver


def is_served() -> bool:
    """Whether this process was started by `copydesk serve`."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith("web_driver:WebDriver")


def own_driver() -> "type[Driver] | None":
    """Return what the desk reads and writes with; None where somebody has named another driver in the environment."""
    if is_served():
        from tui.app.served_driver import ServedDriver  # noqa: PLC0415 - a desk in a terminal has no use for it

        return ServedDriver
    if os.environ.get("TEXTUAL_DRIVER"):
        return None
    from tui.app.terminal_driver import TerminalDriver  # noqa: PLC0415 - a desk in a browser has no use for it

    return TerminalDriver
