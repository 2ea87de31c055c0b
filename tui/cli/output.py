"""What the commands share: sentences for errors, output to a file or standard output, progress on a terminal."""

import codecs
import contextlib
import errno
import gzip
import io
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

import click

from tui.model import CopydeskError, screen_safe

FEW = 3
"""Up to this many inputs are done before a progress bar would be worth reading."""

_WIDTH = 110
"""Columns where the output is not a terminal."""

_OPEN_ALREADY = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/self/fd/")
"""Names of what the shell has opened for this process, whatever that is."""

T = TypeVar("T")


class SentenceGroup(click.Group):
    """A group whose commands end in one sentence and exit status 2 where a person can mend what went wrong."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command; where a standard stream is closed, something stands in its place."""
        _open_what_is_closed()
        return super().main(*args, **extra)

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the options before the command's name, and print the help where that is asked for."""
        with _in_sentences():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _in_sentences():
            return super().invoke(ctx)


@contextlib.contextmanager
def _in_sentences() -> Iterator[None]:
    """Say what went wrong without a traceback."""
    try:
        yield
    except click.ClickException as error:  # it repeats arguments, and a file's name may hold anything
        error.message = screen_safe(error.message, keep_newlines=True)  # type: ignore[misc]
        raise
    except CopydeskError as error:
        fail(str(error))
    except BrokenPipeError:
        # The reader of our output has left (`copydesk ... | head`): that is its right, and nobody's mistake.
        _write_no_more()
        raise click.exceptions.Exit(0) from None
    except OSError as error:
        if error.errno == errno.EBADF:
            _write_no_more()
            fail("standard output is closed; leave it open, or write to a file")
        where = f"{error.filename}: " if error.filename else ""
        fail(f"{where}{error.strerror or error}; nothing was changed")


def _write_no_more() -> None:
    """Keep the interpreter from complaining when it flushes standard output at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_what_is_closed() -> None:
    """Let no file that is opened later be taken for a standard stream, and no word for people fail.

    What can't be written to standard output is a failure all the same: what stands for it can't be written to.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            way = os.O_WRONLY if name == "stderr" else os.O_RDONLY
            setattr(sys, name, os.fdopen(os.open(os.devnull, way), mode, encoding="utf-8"))


class TerminalStream(io.RawIOBase):
    """Bytes for standard output when that is a terminal: UTF-8 text, made safe for it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def write(self, data: Any, /) -> int:
        """Write a safe copy of the text in `data`."""
        self._stream.write(
            screen_safe(self._decoder.decode(bytes(data)), keep_newlines=True).encode("utf-8", "replace")
        )
        return len(data)

    def writable(self) -> bool:
        """Whether it can be written to."""
        return True

    def flush(self) -> None:
        """Show what was written."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Whether somebody is looking."""
        return True


def fail(sentence: str) -> None:
    """Print one sentence to standard error and leave with status 2."""
    click.echo(f"copydesk: {screen_safe(' '.join(sentence.split()))}", err=True)
    sys.exit(2)


def say(sentences: Iterable[str]) -> None:
    """Print sentences for the person to standard error, out of the way of what the command writes."""
    for sentence in sentences:
        click.echo(screen_safe(sentence), err=True)


def write(lines: Iterable[str], output: Path | None, *, styled: bool = False) -> None:
    """Write `lines` (each with its line end) as UTF-8 to `output`, or to standard output where that is None.

    What goes to a terminal is made safe for it, unless it is `styled`: then its maker has seen to that. Raises what
    `opened` raises, and what the making of the lines raises.
    """
    with opened(output, styled=styled) as stream:
        for line in lines:
            stream.write(line.encode("utf-8", "replace"))


@contextlib.contextmanager
def opened(output: Path | None, *, styled: bool = False) -> Iterator[BinaryIO]:
    """Open `output` for writing, or standard output where it is None.

    What goes to a terminal is made safe for it, unless it is `styled`: then its maker has seen to that.

    What goes to a file that ends in .gz is compressed. A file appears whole or not at all: what stood there stays until
    everything has been written and is on disk. A link stays a link: the file that it leads to is replaced. A device or
    a pipe is written to. Raises `CopydeskError` for a folder that is not there, and `OSError`.
    """
    if output is None:
        terminal = sys.stdout.buffer.isatty() and not styled
        yield cast("BinaryIO", TerminalStream(sys.stdout.buffer)) if terminal else sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if _is_no_file(output):
        with output.open("ab") as stream:  # with "w", a file behind /dev/stdout would lose what stands in it
            yield cast("BinaryIO", TerminalStream(stream)) if stream.isatty() and not styled else stream
        return
    if output.is_symlink():
        output = output.resolve()
    if not output.parent.is_dir():
        raise CopydeskError(f"the folder {output.parent} does not exist; make it, or choose another place with -o")
    try:
        descriptor, temporary = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(output)) from error
    try:
        with os.fdopen(descriptor, "wb") as stream:
            if output.suffix.lower() == ".gz":  # the same bytes for the same content: no name and no time in it
                with gzip.GzipFile("", "wb", 6, stream, mtime=0) as packed:
                    yield cast("BinaryIO", packed)
            else:
                yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(_mode(output))
        Path(temporary).replace(output)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


@contextlib.contextmanager
def opened_folder(output: Path) -> Iterator[Path]:
    """Yield an empty folder that becomes `output` at the end, or goes where anything is raised.

    Raises `CopydeskError` where there is a file or a folder with something in it already, or no folder to put it in.
    """
    if not output.parent.is_dir():
        raise CopydeskError(f"the folder {output.parent} does not exist; make it, or choose another place with -o")
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise CopydeskError(f"{output} is there already; remove it, or choose another folder with -o")
    temporary = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))
    try:
        yield temporary
        temporary.chmod(0o777 & ~_umask())
        temporary.replace(output)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _is_no_file(output: Path) -> bool:
    """Whether something stands there that must not be replaced by a file: /dev/null, /dev/stdout, a named pipe."""
    with contextlib.suppress(OSError):
        mode = output.stat().st_mode
        is_ours = str(output.absolute()).startswith(_OPEN_ALREADY)
        return is_ours or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
    return False


def _mode(output: Path) -> int:
    """Return the permissions that the file has, or that a new one gets."""
    with contextlib.suppress(OSError):
        return output.stat().st_mode & 0o7777
    return 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def screen_width(output: Path | None) -> tuple[int, bool]:
    """Return how many columns a table may have there, and whether colours are seen: not in a file, nor in a pipe."""
    on_screen = output is None and sys.stdout.isatty()
    return (shutil.get_terminal_size().columns if on_screen else _WIDTH), on_screen


def progress(items: Iterable[T], what: str, total: int | None = None) -> Iterator[T]:
    """Yield `items`; when there are more than a few and somebody is looking, say on standard error how far it is.

    `total` is how many there will be, where that is known.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    bars = (BarColumn(),) if total is not None else ()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), *bars, MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = None
        for n, item in enumerate(items, 1):
            if n > FEW and task is None:
                task = bar.add_task(what, total=total, completed=FEW)
            if task is not None:
                bar.advance(task)
            yield item
