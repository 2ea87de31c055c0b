"""What can go wrong with a project, as sentences that a person can act on."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tui.model import CopydeskError

_CAUSES = {
    errno.ENOSPC: "the disk is full; free some space and try again",
    errno.EDQUOT: "your disk quota is used up; free some space and try again",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EIO: "the disk reports an error; copy the project to another disk before you go on",
    errno.EACCES: "you have no permission; ask for it, or copy the project to a folder of your own",
    errno.EPERM: "you have no permission; ask for it, or copy the project to a folder of your own",
    errno.EROFS: "it is on a read-only file system; copy the project to a folder of your own to annotate it",
    errno.EMFILE: "too many files are open; close some programs and try again",
    errno.ENFILE: "too many files are open; close some programs and try again",
}


# What reading a row of another shape than ours may raise.
MALFORMED = (LookupError, TypeError, ValueError, AttributeError, CopydeskError)


class StoreError(CopydeskError):
    """Something about a project on disk that a person can mend."""


class DamagedError(StoreError):
    """A file that is not what Copydesk wrote."""


class TooNewError(StoreError):
    """A file that a newer version of Copydesk wrote. It is never rewritten."""


class ConflictError(StoreError):
    """Another session changed the same thing. Nothing was saved; reload and decide again."""


class LockedError(StoreError):
    """Another process holds the project's lock."""


class NotSavedError(StoreError):
    """The system refused to write. What was on disk before is still there."""


class NoSuchArticleError(StoreError):
    """The project has no article of that id."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an `OSError` raised within into a `NotSavedError` about `path`."""
    try:
        yield
    except OSError as error:
        raise NotSavedError(f"could not save {path}: {cause(error)}") from error


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn an `OSError` raised within into a `StoreError` about `path`."""
    try:
        yield
    except OSError as error:
        raise StoreError(f"could not read {path}: {cause(error)}") from error


def cause(error: OSError) -> str:
    """Return what the error means and what to do about it."""
    return _CAUSES.get(error.errno or 0, error.strerror or str(error))
