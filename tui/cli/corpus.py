"""`copydesk extract` over many articles: the parts, the progress, and the results in order."""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tui.cleaning.reading import STANDARD_INPUT
from tui.cli.output import opened, say
from tui.model import CopydeskError, screen_safe

if TYPE_CHECKING:
    from tui.corpus import Parts, Progress, Settings
    from tui.corpus.run import Engine

EVERY = 60.0
"""Seconds between two lines on how far a long run is, where standard error is no terminal but a log."""


def extract_corpus(
    paths: Sequence[str], settings: "Settings", engine: "Engine", *, output: Path | None, parts: Path | None = None,
    size: int | None = None,
) -> None:  # fmt: skip
    """Extract from the articles at `paths` in partitions, and write the results to `output`, in the order of the input.

    They go to standard output where it is None, and stay in the folder `parts` alone where that is given without
    `output`. Raises `CopydeskError`.
    """
    from tui.corpus import Parts

    with ExitStack() as stack:
        paths, names = _spooled(paths, stack)
        folder = parts or (output.with_name(f"{output.name}.parts") if output else None)
        if folder is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="copydesk-")), "parts")
        inputs = [names.get(path, str(Path(path).absolute())) for path in paths]
        run = stack.enter_context(Parts(folder, inputs, settings))
        out = None if parts and not output else stack.enter_context(opened(output))
        failures = _run(run, paths, names, settings, engine, out, size)
        aside = len(run.aside)
        if aside and not settings.skip:
            raise CopydeskError(_set_aside(run, kept=parts is not None or output is not None))
        if parts is None and not aside:
            run.remove()
    if failures:
        say([*failures, f"articles left out: {len(failures) - aside}"])
    if aside:
        say([f"partitions left out: {aside}; the same command tries them again"])
        sys.exit(1)


def _set_aside(run: "Parts", *, kept: bool) -> str:
    """Return the sentence for a run in which some partitions ended whoever did them."""
    first = run.aside[min(run.aside)]
    again = f"; all others are in {run.folder}, and the same command tries the rest again" if kept else ""
    return (
        f"{len(run.aside)} of the partitions could not be done: {first}. Look at the articles there, most often memory "
        f"is short{again}. With --skip-errors the results are written without them"
    )


def _spooled(paths: Sequence[str], stack: ExitStack) -> tuple[list[str], dict[str, str]]:
    """Return the paths with standard input in a file, since workers read their articles themselves, and its name."""
    if STANDARD_INPUT not in paths:
        return list(paths), {}
    file = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="copydesk-")), "stdin")
    with file.open("wb") as stream:
        shutil.copyfileobj(sys.stdin.buffer, stream)
    return [str(file) if path == STANDARD_INPUT else path for path in paths], {str(file): "standard input"}


def _run(
    run: "Parts", paths: Sequence[str], names: dict[str, str], settings: "Settings", engine: "Engine",
    out: BinaryIO | None, size: int | None,
) -> list[str]:  # fmt: skip
    from tui.corpus import plan
    from tui.corpus.plan import partition_size

    size = run.size or size or partition_size(paths)
    planned = plan(paths, size, skip=settings.skip, names=names)
    waiting = iter(planned.partitions)
    following = next(waiting, None)
    progress = None
    try:
        with _shown() as show:
            for progress in run.run(planned, size, engine):
                show(progress)
                while following is not None and (part := run.finished(following)):
                    if out is not None:
                        _copy(part, out)
                    following = next(waiting, None)
    except KeyboardInterrupt:
        done = f"{progress.partitions_done} of {progress.partitions}" if progress else "none"
        raise CopydeskError(f"stopped, with {done} partitions done; the same command goes on from there") from None
    if out is not None and settings.skip:  # what comes after a partition that was given up
        for partition in (following, *waiting) if following is not None else ():
            if part := run.finished(partition):
                _copy(part, out)
    if out is None and progress is not None:
        say([f"{_told(progress)}: {run.folder}"])
    return run.failures(planned)


def _copy(part: Path, out: BinaryIO) -> None:
    with part.open("rb") as stream:
        if out.isatty():
            out.write(screen_safe(stream.read().decode("utf-8", "replace"), keep_newlines=True).encode())
        else:
            shutil.copyfileobj(stream, out)


def _told(progress: "Progress") -> str:
    before = f", {progress.before} of them done before" if progress.before else ""
    return f"articles: {progress.articles_done:,} of {progress.articles:,}, in {progress.partitions} parts{before}"


@contextmanager
def _shown() -> Iterator[Callable[["Progress"], None]]:
    """Give what shows how far a run is: a bar on a terminal, and in a log a line a minute."""
    if not sys.stderr.isatty():
        yield _Log().line
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("Extracting"), BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeElapsedColumn(),
        TextColumn("left:"), TimeRemainingColumn(),
    )  # fmt: skip
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=None)
        yield lambda progress: bars.update(task, completed=progress.articles_done, total=progress.articles)


class _Log:
    def __init__(self) -> None:
        self._began = self._said = time.monotonic()
        self._before: int | None = None

    def line(self, progress: "Progress") -> None:
        now = time.monotonic()
        self._before = progress.articles_done if self._before is None else self._before
        if now - self._said < EVERY:
            return
        self._said = now
        rate = (progress.articles_done - self._before) / (now - self._began)
        left = (progress.articles - progress.articles_done) / rate / 60 if rate else 0
        say([f"{_told(progress)}; {rate:.1f} articles a second, about {left:,.0f} minutes left"])
