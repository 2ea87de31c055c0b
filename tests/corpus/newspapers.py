"""Small corpora, and an installed extractor that is quick to load (spaCy takes seconds, in every process)."""

import json
import os
import sys
from pathlib import Path

from click.testing import Result

from tests import command_line

TOWNS = ["Paris", "Bonn", "Oslo", "Łódź", "Zürich"]
COMMAND = [sys.executable, "-m", "tui"]


def text(n: int) -> str:
    return f"The mayor of {TOWNS[n % len(TOWNS)]} left {TOWNS[n * 3 % len(TOWNS)]} 😀 with {n} others.\n"


def lines(path: Path, count: int, first: int = 0) -> Path:
    """Write a JSONL file of `count` articles."""
    rows = ({"id": f"a{n}", "text": text(n)} for n in range(first, first + count))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def environment() -> dict[str, str]:
    """Return an environment in which a child process imports what this one imports."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONWARNINGS": "ignore"}


def install_extractor(folder: Path) -> None:
    """Put a package into `folder` that offers the extractor `towns`."""
    (folder / "town_finder.py").write_text(
        "import os, re\n"
        f"TOWNS = re.compile({'|'.join(TOWNS)!r})\n"
        "def find(text):\n"
        "    if 'TOWNS_DIE_OF' in os.environ and os.environ['TOWNS_DIE_OF'] in text:\n"
        "        os._exit(9)  # as if the system had killed it\n"
        "    return [(found.start(), found.end(), 'GPE') for found in TOWNS.finditer(text)]\n",
        encoding="utf-8",
    )
    about = folder / "town_finder-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: town_finder\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[copydesk.extractors]\ntowns = town_finder:find\n")


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    """Run `copydesk extract --jsonl`."""
    return command_line.run("extract", "--jsonl", *arguments, stdin=stdin)


def parts_of(folder: Path) -> dict[str, int]:
    """The parts in a folder, each with the inode of its file: another one where it was written again."""
    return {path.name: path.stat().st_ino for path in folder.glob("part-*.jsonl")}
