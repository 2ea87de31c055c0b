"""The one exception that a person may see, and other exceptions in words that a person can use."""


class CopydeskError(Exception):
    """Something that the person can mend: one clear sentence saying what is wrong, where, and what to do.

    The command line prints it without a traceback and leaves with status 2; the desk shows it as a message.
    """


def what_is_wrong(error: Exception) -> str:
    """Say in a person's words why data could not be made of a JSON value: `error` is what reading it raised."""
    if isinstance(error, KeyError):
        return f"it has no {error}"
    if isinstance(error, IndexError):
        return "a list is too short"
    if isinstance(error, TypeError | AttributeError):
        return f"a value is of another kind: {error}"
    return str(error)
