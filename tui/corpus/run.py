"""A run over a corpus: what is done already, what an engine does now, and the results in order.

The parts of a run are a folder. Who is killed, and with them the whole machine, loses the partitions that were being
done at that moment; the same command goes on from there.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from filelock import FileLock, Timeout

from tui.corpus.plan import Partition, Plan
from tui.corpus.work import TEMPORARY, Outcome, Settings, failures_path, part_name
from tui.gold.durable import replace_file
from tui.gold.errors import reading, writing
from tui.model import CopydeskError

Engine = Callable[[Sequence[Partition], Settings, str], Iterator[Outcome]]
"""What does partitions, each once, and yields what came of them in any order."""

LIST = "copydesk-parts.json"
SCHEMA = "copydesk.parts/1"
HOPELESS = 5
"""After so many partitions given up, and none done, a run ends."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. `before` counts the partitions that an earlier run had finished."""

    partitions: int
    articles: int
    before: int
    partitions_done: int
    articles_done: int
    failed: int


class Parts:
    """The folder of the parts of one run, held by one process at a time (use it in a `with` statement)."""

    def __init__(self, folder: str | Path, inputs: Iterable[str], settings: Settings) -> None:
        """Take the folder (made where it is not there), what is read, and how."""
        self.folder = Path(folder).absolute()
        self._settings = settings
        self._identity = {"inputs": sorted(inputs), "settings": settings.as_json()}
        self._lock = FileLock(self.folder / ".lock", timeout=0)
        self._list: dict[str, Any] = {}
        self._done: set[int] = set()
        self.aside: dict[int, str] = {}
        """Of each partition that was given up, because it ended whoever did it, why."""

    def __enter__(self) -> Self:
        """Lock the folder. Raises `CopydeskError` where another run uses it, or has used it for something else."""
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                self._lock.acquire()
            except Timeout as error:
                raise CopydeskError(f"another run is at work in {self.folder}; wait for it or end it") from error
        try:
            self._list = self._read_list()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    @property
    def size(self) -> int | None:
        """How many articles a partition had when the run began, or None where it begins now."""
        size = self._list.get("size")
        return size if isinstance(size, int) and size > 0 else None

    def run(self, plan: Plan, size: int, engine: Engine) -> Iterator[Progress]:
        """Do what is not done yet, and yield how far it is, first of all before anything is done.

        Partitions that an engine gives up are in `aside` then, and the list of parts says that it is not complete.
        Raises `CopydeskError` for what can't be done; what was finished before stays.
        """
        names = {partition.n: part_name(partition, self._settings) for partition in plan.partitions}
        missing = [partition for partition in plan.partitions if not self._is_done(names[partition.n])]
        left = {partition.n for partition in missing}
        self._done = {partition.n for partition in plan.partitions} - left
        stale = set(self._list.get("parts", ())) - set(names.values())
        # Also those of before are ours, until everything is done: a kill on the way must not make them strangers.
        self._write_list(size, sorted(stale | set(names.values())), complete=False)
        progress = Progress(
            len(plan.partitions), plan.articles, len(self._done), len(self._done),
            sum(partition.count for partition in plan.partitions if partition.n in self._done),
            len(plan.unusable) + sum(len(self._failures(names[n])) for n in self._done),
        )  # fmt: skip
        yield progress
        counts = {partition.n: partition.count for partition in missing}
        for outcome in engine(missing, self._settings, str(self.folder)):
            if outcome.error is not None:
                raise CopydeskError(outcome.error)
            if outcome.aside is not None:
                self.aside[outcome.n] = outcome.aside
                if len(self.aside) >= HOPELESS and progress.partitions_done == progress.before:
                    raise CopydeskError(
                        f"none of the first {HOPELESS} partitions could be done: {outcome.aside}; most often memory is "
                        "short: take fewer processes, or give workers more"
                    )
                continue
            self._done.add(outcome.n)
            progress = replace(
                progress, partitions_done=progress.partitions_done + 1,
                articles_done=progress.articles_done + counts[outcome.n],
                failed=progress.failed + len(outcome.failed),
            )  # fmt: skip
            yield progress
        if self.aside:  # the list stays open: the same command tries them again
            return
        for path in [self.folder / name for name in stale] + list(self.folder.glob(f"{TEMPORARY}*")):
            path.unlink(missing_ok=True)
            failures_path(path).unlink(missing_ok=True)
        self._write_list(size, list(names.values()), complete=True)

    def finished(self, partition: Partition) -> Path | None:
        """Return the file of a partition's results where it is done, else None."""
        return self.folder / part_name(partition, self._settings) if partition.n in self._done else None

    def failures(self, plan: Plan) -> list[str]:
        """Return a sentence for each partition given up, and for each article left out, in the order of the corpus."""
        parts = (part_name(partition, self._settings) for partition in plan.partitions)
        aside = [self.aside[n] for n in sorted(self.aside)]
        return [*aside, *plan.unusable, *(sentence for part in parts for sentence in self._failures(part))]

    def remove(self) -> None:
        """Delete what the run has written here, and the folder where nothing else is in it."""
        for name in (*self._list["parts"], LIST, ".lock"):
            (self.folder / name).unlink(missing_ok=True)
            failures_path(self.folder / name).unlink(missing_ok=True)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    def _is_done(self, part: str) -> bool:
        """Return whether a part is there, and, unless articles may be left out, has all of them."""
        return (self.folder / part).is_file() and (self._settings.skip or not self._failures(part))

    def _failures(self, part: str) -> list[str]:
        try:
            return failures_path(self.folder / part).read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []

    def _read_list(self) -> dict[str, Any]:
        path = self.folder / LIST
        with reading(path):
            if not path.exists():
                if any(self.folder.glob("part-*")):
                    raise CopydeskError(f"{self.folder} holds parts but no {LIST}; give an empty folder")
                return {}
            try:
                found: dict[str, Any] = json.loads(path.read_text("utf-8"))
                identity = {"inputs": sorted(found["inputs"]), "settings": found["settings"]}
            except (ValueError, LookupError, TypeError) as error:
                raise CopydeskError(f"{path} is not what Copydesk wrote; give an empty folder") from error
        if identity != self._identity:
            raise CopydeskError(
                f"{self.folder} holds the parts of another run ({_difference(identity, self._identity)}); give another "
                "folder, or delete that one"
            )
        return found

    def _write_list(self, size: int, names: list[str], *, complete: bool) -> None:
        self._list = {"schema": SCHEMA, **self._identity, "size": size, "complete": complete, "parts": names}
        if complete:
            self._list["sha256"] = [_sha256(self.folder / name) for name in names]
        with writing(self.folder / LIST):
            replace_file(self.folder / LIST, (json.dumps(self._list, ensure_ascii=False, indent=1) + "\n").encode())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _difference(old: dict[str, Any], new: dict[str, Any]) -> str:
    """Return in words where the two differ."""
    if old["inputs"] != new["inputs"]:
        return "of other input"
    changed = [key for key in new["settings"] if old["settings"].get(key) != new["settings"][key]]
    return f"with another {' and another '.join(changed)}" if changed else "of an older Copydesk"
