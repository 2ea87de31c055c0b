"""What a person may set for the desk: the keymap, the label scheme, the theme. Read once, at start, and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tui.app.keymap import Keymap
from tui.gold import Project, StoreError
from tui.gold.configuration import place
from tui.gold.project import CONFIG
from tui.gold.scheme import default_scheme, load_scheme
from tui.model import CopydeskError
from tui.model.scheme import Scheme

_THEMES = ("copydesk-dark", "copydesk-light")


@dataclass(frozen=True)
class Settings:
    """The settings of the desk in one project."""

    keymap: Keymap
    scheme: Scheme
    theme: str = _THEMES[0]
    others: tuple[Path, ...] = ()
    """Projects and gold files to compare with."""
    extractors: tuple[str, ...] = ()
    """Extractors to offer besides those that are installed: names or paths of spaCy pipelines."""
    blind: float = 0.0
    """The share of articles that are shown without suggestions."""

    @classmethod
    def of(cls, config: Mapping[str, Any], root: Path | None = None) -> Self:
        """Return the settings in `copydesk.toml`: `[keys]` (with `preset`), `scheme` (a file), `theme`,
        `compare` (paths), `extractors` (names), `blind` (a share).

        Raises `CopydeskError` with the sentence that says what to mend.
        """
        keys = config.get("keys", {})
        if not isinstance(keys, Mapping):
            raise CopydeskError('keys in copydesk.toml must be a table: write [keys] and below it command = "key"')
        own = {name: value for name, value in keys.items() if name != "preset"}
        scheme = config.get("scheme")
        if scheme is not None and not isinstance(scheme, str):
            raise CopydeskError("scheme in copydesk.toml must be the name of a TOML file")
        theme = config.get("theme", _THEMES[0])
        others = config.get("compare", [])
        if not isinstance(others, list) or not all(isinstance(other, str) for other in others):
            raise CopydeskError('compare in copydesk.toml must be a list of paths: compare = ["../lee", "gold.jsonl"]')
        extractors = config.get("extractors", [])
        if not isinstance(extractors, list) or not all(isinstance(name, str) and name for name in extractors):
            raise CopydeskError(
                'extractors in copydesk.toml must be a list of names: extractors = ["en_core_web_md", "tickers"]'
            )
        blind = config.get("blind", 0.0)
        if isinstance(blind, bool) or not isinstance(blind, int | float) or not 0 <= blind <= 1:
            raise CopydeskError(f"blind = {blind!r} in copydesk.toml must be a share between 0 and 1, such as 0.2")
        return cls(
            Keymap.of(keys.get("preset", "vim"), own),
            load_scheme((root or Path.cwd()) / scheme) if scheme else default_scheme(),
            _theme(theme),
            tuple((root or Path.cwd()) / Path(other).expanduser() for other in others),
            tuple(extractors),
            float(blind),
        )

    @classmethod
    def of_project(cls, project: Project | None) -> Self:
        """Return the settings of a project, the defaults where there is none.

        Raises `CopydeskError` with the file, the line and what to mend.
        """
        if project is None:
            return cls.of({})
        try:
            return cls.of(project.config, project.root)
        except StoreError:
            raise  # a label scheme, which names its own file and line
        except CopydeskError as error:
            path = project.root / CONFIG
            where = place(path, path.read_text(encoding="utf-8"), *re.findall(r"[\w-]+", str(error)))
            raise CopydeskError(f"{where}: {error}") from error


def _theme(name: object) -> str:
    names = {"dark": _THEMES[0], "light": _THEMES[1]} | {theme: theme for theme in _THEMES}
    if not isinstance(name, str) or name not in names:
        raise CopydeskError(f'theme = {name!r} in copydesk.toml is not known; take "dark" or "light"')
    return names[name]
