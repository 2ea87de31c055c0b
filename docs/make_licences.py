"""Print the licences of every package that `copydesk[serve]` installs, as a Markdown table.

`python docs/make_licences.py > docs/licences.md`. Reads what the installed packages say of themselves: the SPDX
expression (PEP 639) first, else the classifiers, else the licence field.
"""

import re
import sys
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HEAD = """# Licences of what Copydesk stands on

Made by `python docs/make_licences.py > docs/licences.md` from what the packages say of themselves: everything that
`pip install 'copydesk[serve]'` installs. A test fails when a package is missing here.

| package | licence |
|---|---|"""


def closure(root: str, extras: frozenset[str]) -> dict[str, metadata.Distribution]:
    """Return every installed distribution that `root` with `extras` needs here, by its normalised name."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [(root, extras)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        found[name] = distribution = metadata.distribution(name)
        for text in distribution.requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or any(
                requirement.marker.evaluate({"extra": extra}) for extra in wanted | {""}
            ):
                waiting.append((canonicalize_name(requirement.name), frozenset(requirement.extras)))
    return found


def licence(distribution: metadata.Distribution) -> str:
    """Return the licence that a distribution names, in a few words."""
    about = distribution.metadata
    if expression := about.get("License-Expression"):
        return str(expression)
    classified = [
        line.rsplit(" :: ", 1)[-1].removesuffix(" License")
        for line in about.get_all("Classifier") or ()
        if line.startswith("License ::") and not line.endswith("OSI Approved")
    ]
    first = (about.get("License") or "").strip().split("\n")[0]
    return ", ".join(classified) or re.sub(r"[^\w .()+/-]", "", first)[:60] or "not said"


def main() -> None:
    """Print the table."""
    found = closure("copydesk", frozenset({"serve"}))
    rows = [f"| {name} | {licence(found[name])} |" for name in sorted(found) if name != "copydesk"]
    sys.stdout.write("\n".join([HEAD, *rows]) + "\n")


if __name__ == "__main__":
    main()
