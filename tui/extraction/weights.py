"""Which weights a spaCy pipeline has: one SHA-256 for the record, and the known-good digests of published models.

The weight files of a pipeline folder are every file named `model` (a component's parameters) and, in `vocab`, the word
vectors: `vectors` and `key2row`. The digest of a pipeline is the SHA-256 of what
`find . -name model -o -path './vocab/vectors' -o -path './vocab/key2row' | LC_ALL=C sort | xargs sha256sum` prints,
with the leading `./` of each path left out, so anybody can work it out without Copydesk. Meta data and configuration
are not part of it: re-published packages change those and nothing else.
"""

import hashlib
import json
from functools import cache
from importlib.resources import files
from pathlib import Path


def weight_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 (hexadecimal) of each weight file below `folder`, by its POSIX path relative to it, sorted."""
    vectors = [folder / "vocab" / "vectors", folder / "vocab" / "key2row"]
    paths = [*folder.rglob("model"), *vectors]
    digests: dict[str, str] = {}
    for path in paths:
        if path.is_file():
            with path.open("rb") as file:
                digests[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return dict(sorted(digests.items()))


def pipeline_digest(digests: dict[str, str]) -> str:
    """Return the one SHA-256 that stands for all `digests` (as `weight_digests` gives them)."""
    listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return hashlib.sha256(listing.encode()).hexdigest()


@cache
def known_models() -> dict[str, dict[str, str]]:
    """Return the digests of the weight files of published models, by `name@version` of the official model."""
    data = json.loads(files("tui.extraction").joinpath("known_weights.json").read_text("utf-8"))
    models: dict[str, dict[str, str]] = data["models"]
    return models


def known_as(digests: dict[str, str]) -> str | None:
    """Return `name@version` of the published model that has exactly these weight files, or None for any other."""
    return next((name for name, known in known_models().items() if known == digests), None)
