"""Gold as a dataset to be published: splits, a datasheet, the guideline, the schema, and a checksum of every file.

The same gold gives the same bytes. Nothing in it depends on when or in which order people worked.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui.annotation import LayerState
from tui.gold.check import schema_text
from tui.gold.datasheet import About, datasheet
from tui.gold.durable import made_folder, replace_file
from tui.gold.errors import writing
from tui.gold.jsonl import line_of
from tui.gold.record import SCHEMA, GoldArticle
from tui.gold.report import Loss, summed
from tui.gold.splits import NAMES, Shares
from tui.gold.standoff import SCHEMA as STANDOFF
from tui.gold.standoff import to_standoff
from tui.model import CopydeskError, Layer, Scheme

SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Dataset:
    """What is written: file names and bytes; `losses` is what of the gold is not in it."""

    files: Mapping[str, bytes]
    losses: tuple[Loss, ...]

    def write(self, folder: Path) -> None:
        """Write the files, each whole. Files there that are of no dataset of ours are left alone.

        Raises `CopydeskError` where the folder holds something else.
        """
        with writing(folder), made_folder(folder):
            if any(folder.iterdir()) and not (folder / SUMS).is_file():
                raise CopydeskError(f"{folder} holds something else than a dataset; give a new folder")
            old = {line.partition("  ")[2] for line in _sums(folder)}
            for name, blob in self.files.items():
                (folder / name).parent.mkdir(exist_ok=True)
                replace_file(folder / name, blob)
            for name in old - self.files.keys():
                path = folder / name
                if path.parent in (folder, *(folder / part for part in ("data", "standoff"))):
                    path.unlink(missing_ok=True)


def dataset(
    golds: Sequence[GoldArticle], scheme: Scheme, about: About, shares: Shares, *, second: Sequence[GoldArticle] = (),
    texts: bool = True,
) -> Dataset:  # fmt: skip
    """Return the dataset of gold articles: those that are complete in some layer, each in the split of its id.

    `second` is a second annotator's gold, for the agreement. Without `texts` only the stand-off variant is in it.
    Raises `CopydeskError` where no article is complete.
    """
    complete = [gold for gold in golds if LayerState.COMPLETE in gold.review.layers.values()]
    if not complete:
        raise CopydeskError("no article is complete in any layer; approve some in the desk (Enter) before you publish")
    losses = [
        Loss("articles of which no layer is complete, left out", 1, (gold.article.id,))
        for gold in golds
        if gold not in complete
    ]
    splits = shares.divided(complete)
    files: dict[str, bytes] = {}
    for name in NAMES:
        standoff = []
        for gold in splits[name]:
            row, lost = to_standoff(gold)
            standoff.append(row)
            losses += [Loss(f"{loss.what} of the stand-off variant", loss.count, loss.where) for loss in lost]
        if texts:
            files[f"data/{name}.jsonl"] = _lines(gold.as_json() for gold in splits[name])
        files[f"standoff/{name}.jsonl"] = _lines(standoff)
    if texts:
        files["gold.schema.json"] = schema_text(SCHEMA).encode()
    files["standoff.schema.json"] = schema_text(STANDOFF).encode()
    files["guideline.md"] = guideline(scheme).encode()
    files["README.md"] = datasheet(splits, scheme, about, shares, list(second), texts=texts).encode()
    sums = "".join(f"{hashlib.sha256(blob).hexdigest()}  {name}\n" for name, blob in sorted(files.items()))
    return Dataset(files | {SUMS: sums.encode()}, summed(losses))


def guideline(scheme: Scheme) -> str:
    """Return what annotators were told, as Markdown."""
    parts = [f"# Guideline: {scheme.name}, version {scheme.version}"]
    if scheme.guideline:
        parts.append(scheme.guideline.strip())
    for layer in (Layer.ENTITIES, Layer.QUOTES):
        parts.append(f"## {layer.value.capitalize()}")
        parts.append(
            "\n".join(f"- **{label.name}**: {label.guideline.strip() or '–'}" for label in scheme.labels(layer))
        )
    return "\n\n".join(parts) + "\n"


def _lines(rows: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> bytes:
    return b"".join(map(line_of, rows))


def _sums(folder: Path) -> list[str]:
    path = folder / SUMS
    return path.read_text("utf-8").splitlines() if path.is_file() else []
