"""What a worker does: one partition, from where its articles stand to a finished file of the results.

A part's file appears whole or not at all, under a name made from what went in, so that whoever finds it there knows
that nothing of it has to be done again. The same function runs in this process, in a process of a pool, and on a worker
of a cluster; extractors are loaded once in each.
"""

import hashlib
import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from tui import __version__
from tui.cleaning.batches import Item, in_batches
from tui.cleaning.project_rules import ProjectRule, apply_rules, from_toml
from tui.corpus.plan import Partition
from tui.extraction.record import record
from tui.extraction.registry import Extractor, get_extractor
from tui.extraction.summary import summary
from tui.gold.durable import replace_file, sync_folder
from tui.model import Article, CopydeskError, Predictions

TEMPORARY = ".part-"
"""How files begin that are not finished."""

_ONE_AT_A_TIME = threading.Lock()


class Form(StrEnum):
    """How a result is written: a record of JSON a line, or a summary for people."""

    JSONL = "jsonl"
    TEXT = "txt"


@dataclass(frozen=True)
class Settings:
    """What makes the results what they are, apart from the articles.

    `rules` are rules for lines (`tui.cleaning.project_rules`) as TOML, and `by` is what the extractor says of itself.
    """

    extractor: str
    model: str | None = None
    no_clean: bool = False
    form: Form = Form.JSONL
    skip: bool = False
    rules: str = ""
    by: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    version: str = __version__

    @classmethod
    def checked(cls, extractor: str, **others: Any) -> "Settings":
        """Return settings with the `by` of the extractor, which is loaded for that. Raises `CopydeskError`."""
        settings = cls(extractor, **others)
        return cls(extractor, **others, by=_by(_extractor(settings.extractor, settings.model)))

    def as_json(self) -> dict[str, Any]:
        """Return the settings as they go into the key of a part; leaving out what can't be done is no part of it."""
        return {
            "extractor": self.extractor, "model": self.model, "no_clean": self.no_clean, "form": self.form.value,
            "by": {layer: dict(made) for layer, made in sorted(self.by.items())},
            "version": self.version,
            **({"rules": self.rules} if self.rules else {}),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a partition: its number, how many articles are in its file, and what could not be done.

    `failed` holds a sentence for each article left out; `error`, where it is set, says why there is no file at all,
    which doing it again would not mend; `aside` says why an engine has given it up, to go on with the others. `seconds`
    is how long it took, `where` the machine and process.
    """

    n: int
    articles: int
    failed: tuple[str, ...] = ()
    error: str | None = None
    seconds: float = 0.0
    where: str = ""
    aside: str | None = None


def part_name(partition: Partition, settings: Settings) -> str:
    """Return the name of the file of a partition's results, which changes with everything that they depend on."""
    key = json.dumps([settings.as_json(), partition.content], sort_keys=True)
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"part-{partition.n:06}-{digest[:16]}.{settings.form}"


def failures_path(part: Path) -> Path:
    """Return where the sentences about articles left out of a part are."""
    return part.with_suffix(".failed")


def work(partition: Partition, settings: Settings, folder: str) -> Outcome:
    """Do a partition and write its part into `folder`.

    What a person has to mend comes back in the outcome. Raises `OSError` for what may go well the next time.
    """
    began = time.monotonic()
    where = f"{socket.gethostname()}:{os.getpid()}"
    try:
        lines, failed, articles = _analysed(partition, settings)
    except CopydeskError as error:
        return Outcome(partition.n, 0, error=str(error), where=where)
    part = Path(folder, part_name(partition, settings))
    # Before the part itself: a part without them is one that has every article.
    if failed:
        _put(failures_path(part), "".join(f"{sentence}\n" for sentence in failed).encode("utf-8", "replace"))
    else:
        failures_path(part).unlink(missing_ok=True)
    _put(part, b"".join(lines))
    return Outcome(partition.n, articles, tuple(failed), None, time.monotonic() - began, where)


def _put(path: Path, blob: bytes) -> None:
    """Write a file whole or not at all, also where another worker writes the same one (thought lost, but alive)."""
    own = path.with_name(f"{TEMPORARY}{uuid.uuid4().hex}")
    replace_file(own, blob)
    own.replace(path)
    sync_folder(path.parent)


def lines_of(article: Article, predictions: Predictions, form: Form) -> str:
    """Return the result of one article as it is written."""
    if form is Form.TEXT:
        return summary(article, predictions)
    return json.dumps(record(article, predictions), ensure_ascii=False) + "\n"


def _analysed(partition: Partition, settings: Settings) -> tuple[list[bytes], list[str], int]:
    with _ONE_AT_A_TIME:  # a Dask worker may have several threads; a pipeline serves one
        extractor = _extractor(settings.extractor, settings.model)
        _check_same(extractor, settings)
        lines: list[bytes] = []
        failed: list[str] = []
        for article in in_batches(_items(partition, settings)):
            try:
                if isinstance(article, CopydeskError):
                    raise article
                article = apply_rules(article, _rules(settings.rules))  # noqa: PLW2901 - the same one, by the rules
                lines.append(_result(article, extractor, settings.form).encode("utf-8", "replace"))
            except CopydeskError as error:
                if not settings.skip:
                    raise
                failed.append(str(error))
    return lines, failed, len(lines)


def _items(partition: Partition, settings: Settings) -> Iterator[Item]:
    for piece in partition.pieces:
        try:
            yield from piece.items(no_clean=settings.no_clean)
        except FileNotFoundError as error:
            raise CopydeskError(
                f"{piece.path} is not there on {socket.gethostname()}; workers need the input under the same path"
            ) from error


def _result(article: Article, extractor: Extractor, form: Form) -> str:
    try:
        return lines_of(article, extractor.analyse(article), form)
    except CopydeskError as error:
        raise CopydeskError(f"{article.id}: {error}") from error
    except Exception as error:
        raise CopydeskError(f"{article.id}: the extractor failed ({type(error).__name__}: {error})") from error


@lru_cache(maxsize=2)
def _rules(toml: str) -> tuple[ProjectRule, ...]:
    return from_toml(toml) if toml else ()


@lru_cache(maxsize=2)
def _extractor(name: str, model: str | None) -> Extractor:
    return get_extractor(name, model)


def _by(extractor: Extractor) -> dict[str, dict[str, str]]:
    return {layer.value: made.as_json() for layer, made in extractor.by.items()}


def _check_same(extractor: Extractor, settings: Settings) -> None:
    """Raise `CopydeskError` where this machine would make something else than the one that planned the work."""
    here = (_by(extractor), __version__)
    if here != ({layer: dict(made) for layer, made in settings.by.items()}, settings.version):
        names = ", ".join(sorted(made.name for made in extractor.by.values()))
        raise CopydeskError(
            f"the worker on {socket.gethostname()} has other extractors than this machine ({names}); install the same "
            "Copydesk and the same model there"
        )
