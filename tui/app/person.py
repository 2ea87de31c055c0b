"""Who annotates."""

import getpass


def who_am_i() -> str:
    """Return the name under which acts are logged where none is given: the user's."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "annotator"
