"""Whether somebody starts Copydesk for the first time: a mark in the folder of their configuration."""

import os
from pathlib import Path

import platformdirs

from tui.app.web import is_served

NEVER = "COPYDESK_TOUR"
"""Set to "never" in the environment, nobody is shown the tour unasked."""


def configuration_folder() -> Path:
    """Return the folder of the user's configuration, which need not exist."""
    return platformdirs.user_config_path("copydesk")


def is_first(folder: Path | None = None) -> bool:
    """Whether this is the first time, which it is once: the mark is left here and now.

    Where no mark can be left it is not the first time, because it would be so each time. A desk in a browser is
    started by somebody who has served it, and has had a first time.
    """
    if os.environ.get(NEVER) == "never" or is_served():
        return False
    mark = (folder or configuration_folder()) / "tour-shown"
    try:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch(exist_ok=False)
    except OSError:
        return False
    return True
