"""The desk in a browser: textual-serve starts it with pipes for a terminal and names the driver in the environment."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.driver import Driver


def is_served() -> bool:
    """Whether this process was started by `copydesk serve`."""
    return os.environ.get("TEXTUAL_DRIVER", "").endswith("web_driver:WebDriver")


def served_driver() -> "type[Driver] | None":
    """Return the driver of a desk in a browser; None where it is not one: then Textual knows which."""
    if not is_served():
        return None
    from tui.app.served_driver import ServedDriver  # noqa: PLC0415 - a desk in a terminal has no use for it

    return ServedDriver
