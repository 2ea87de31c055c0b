"""The theme that a person chose with a key, kept in the folder of their configuration.

It is kept beside the theme that the project asked for at the time: where a project asks for another one, that is shown,
until a person chooses there, too.
"""

import contextlib
import json
from pathlib import Path
from typing import Any

from tui.gold.durable import replace_file

_FILE = "theme.json"


def chosen_theme(folder: Path, who: str, asked_for: str) -> str:
    """Return the theme that `who` chose where a project asks for `asked_for`; that one where they never chose."""
    chosen = _read(folder).get(who, {})
    name = chosen.get(asked_for) if isinstance(chosen, dict) else None
    return name if isinstance(name, str) else asked_for


def choose_theme(folder: Path, who: str, asked_for: str, chosen: str) -> None:
    """Keep a choice. Where it can't be written it holds until the desk is left."""
    kept = _read(folder)
    mine = kept.get(who)
    kept[who] = {**(mine if isinstance(mine, dict) else {}), asked_for: chosen}
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / _FILE, json.dumps(kept, ensure_ascii=False).encode())


def _read(folder: Path) -> dict[str, Any]:
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
