"""In which state the code of an extractor is: predictions made by other code are not those of today."""

import hashlib
from importlib.util import find_spec
from itertools import chain
from pathlib import Path


def code_state(module: str) -> str:
    """Return hexadecimal digits that change with any file of the package (or the module) `module` is of.

    Size and time of change count, not contents: a package may bring weights. Empty where there is no such module.
    """
    name = module if module.startswith("tui.") else module.partition(".")[0]
    try:
        spec = find_spec(name)
    except (ImportError, ValueError):
        return ""
    if spec is None:
        return ""
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    files = chain.from_iterable(folder.rglob("*") for folder in folders) if folders else [Path(spec.origin or "")]
    states = []
    for path in sorted(path for path in files if path.suffix != ".pyc" and path.is_file()):
        status = path.stat()
        states.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(states).encode()).hexdigest()[:16]
