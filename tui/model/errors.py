"""The one exception that a person may see."""


class CopydeskError(Exception):
    """Something that the person can mend: one clear sentence saying what is wrong, where, and what to do.

    The command line prints it without a traceback and leaves with status 2; the desk shows it as a message.
    """
