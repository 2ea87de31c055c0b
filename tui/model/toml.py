"""TOML that anybody may have written, read in bounded time: the one place that gives such a file to the parser."""

import re
from functools import cache
from typing import Any

from tui.model.errors import CopydeskError

MOST_CHARACTERS = 1_000_000


@cache
def _long_key() -> re.Pattern[str]:
    """Return what finds a key of more than 32 parts: for it the parser takes time that grows with their square."""
    return re.compile(r"""(?<![\w"'.-])(?:[\w"'-]++[ \t]*+\.[ \t]*+){32}[\w"'-]""")


def _says_nothing(source: str) -> bool:
    """Whether there is nothing but comments, as in the configuration of a new project."""
    lines = source.split("\n")
    return all(line.isprintable() and line[:1] in ("", "#") for line in lines)


def parse_toml(source: str) -> dict[str, Any]:
    """Return what the source says. Raises `CopydeskError` that says what is wrong, without the file's name."""
    if len(source) > MOST_CHARACTERS:
        raise CopydeskError(f"it has {len(source):,} characters, and {MOST_CHARACTERS:,} is the most")
    if _says_nothing(source):
        return {}
    import tomllib  # noqa: PLC0415 - most projects set nothing

    if found := _long_key().search(source):
        line = source.count("\n", 0, found.start()) + 1
        raise CopydeskError(f"it has a key of more than 32 parts (at line {line})")
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise CopydeskError(f"it is not TOML: {error}") from error
    except (RecursionError, ValueError) as error:  # a number of more digits than Python takes is a `ValueError`
        what = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise CopydeskError(f"it is not TOML that can be read: {what}") from error
