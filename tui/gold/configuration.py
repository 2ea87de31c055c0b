"""What `copydesk.toml` says, read and checked: a misspelt setting would else do nothing, without a word."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tui.gold.errors import StoreError, reading
from tui.model import CopydeskError
from tui.model.toml import parse_toml

SETTINGS = ("model", "scheme", "theme", "compare", "extractors", "blind", "keys")

_SETS = re.compile(r"""\s*(?:\[+\s*["']?([\w-]+)["']?\s*\]+|["']?([\w-]+)["']?\s*[=.])""")


def read_configuration(path: Path) -> Mapping[str, Any]:
    """Return what a project's configuration says; nothing where there is no file.

    Raises `StoreError` with the file, the line and the mend where it is not TOML or sets what is no setting.
    """
    with reading(path):
        try:
            text = path.read_text(encoding="utf-8")
            config = parse_toml(text)
        except FileNotFoundError:
            return MappingProxyType({})
        except (CopydeskError, UnicodeDecodeError) as error:
            raise StoreError(f"{path} can't be read ({error}); mend that line or empty the file") from error
    for name in config:
        if name not in SETTINGS:
            close = get_close_matches(name.lower(), SETTINGS, 1)
            mend = f"did you mean {close[0]}?" if close else f"there are {', '.join(SETTINGS)}"
            raise StoreError(f"{place(path, text, name)}: {name[:60]!r} is no setting; {mend}")
    model = config.get("model")
    if model is not None and (not isinstance(model, str) or not model.strip()):
        raise StoreError(
            f'{place(path, text, "model")}: model must be a name in quotation marks, such as "en_core_web_md"'
        )
    return MappingProxyType(config)


def place(path: Path, text: str, *names: str) -> str:
    """Return the file, and the line that sets the first of these names that it sets, for the start of a sentence."""
    tables: dict[str, int] = {}
    settings: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if found := _SETS.match(line):
            (tables if found[1] else settings).setdefault(found[1] or found[2], number)
    where = next((there[name] for there in (settings, tables) for name in names if name in there), None)
    return f"{path}, line {where}" if where else str(path)
