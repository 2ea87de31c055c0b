"""A project: a folder with the articles that people annotate and nothing that can't be looked at with an editor.

copydesk.toml           configuration; may be empty or absent
articles/<id>.json      one article with its labels and its log; a TinyDB file
articles/<id>.trail.jsonl   the older part of a long log
store.lock              held for a moment while a session saves
index.json              a cache of the list of articles; may be deleted
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

from tui.cleaning.ids import is_legal
from tui.gold.configuration import read_configuration
from tui.gold.durable import sync_folder
from tui.gold.errors import LockedError, NotSavedError, StoreError, cause, writing

if TYPE_CHECKING:
    from filelock import FileLock

CONFIG = "copydesk.toml"
LOCK_SECONDS = 5.0

_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "fuse.sshfs", "fuse.rclone", "davfs"}
)

_IGNORED = "index.json\nindex.json.*\nstore.lock\n*.tmp\n"
_NEW_CONFIG = "# Copydesk project. Everything has a default; docs/configuration.md lists what can be set here.\n"

NEW = "copydesk-project"
"""The folder that becomes a project where nobody named one."""


@dataclass(frozen=True)
class Project:
    """An open project folder. `config` is what `copydesk.toml` says."""

    root: Path
    config: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Return the project in the folder `path`.

        Raises `StoreError` where there is none or its `copydesk.toml` is wrong.
        """
        root = Path(path).absolute()
        if not _is_project(root):
            raise StoreError(f"there is no Copydesk project in {root}; `copydesk open FILE...` there makes one")
        return cls(root, read_configuration(root / CONFIG))

    @classmethod
    def create(cls, path: str | Path) -> Self:
        """Return the project in the folder `path`, made where it is not there. Raises `StoreError`."""
        root = Path(path).absolute()
        if not _is_project(root):
            with writing(root):
                (root / "articles").mkdir(parents=True, exist_ok=True)
                _write_if_absent(root / ".gitignore", _IGNORED)
                _write_if_absent(root / CONFIG, _NEW_CONFIG)
                sync_folder(root)
                sync_folder(root.parent)
        return cls.open(root)

    @classmethod
    @contextmanager
    def made(cls, path: str | Path) -> Iterator[Self]:
        """Hold the project in the folder `path`, made where it is not there, while articles are put into it.

        One that was made for nothing, because what was to be put into it raised an error, is taken away again. Raises
        `StoreError`.
        """
        root = Path(path).absolute()
        is_new, had_folder = not _is_project(root), root.is_dir()
        project = cls.create(root)
        try:
            yield project
        except BaseException:
            if is_new:
                project._unmake(had_folder=had_folder)
            raise

    def _unmake(self, *, had_folder: bool) -> None:
        """Remove what `create` made, unless an article is there."""
        with suppress(OSError):
            self.articles.rmdir()
            for name, made in ((".gitignore", _IGNORED), (CONFIG, _NEW_CONFIG), ("store.lock", "")):
                path = self.root / name
                if path.is_file() and path.read_text(encoding="utf-8") == made:
                    path.unlink()
            if not had_folder:
                self.root.rmdir()

    @classmethod
    def find(cls, folder: str | Path) -> Self | None:
        """Return the project in `folder`, in its `copydesk-project`, or in the nearest folder above it, or None.

        Raises `StoreError`.
        """
        start = Path(folder).absolute()
        return next((cls.open(path) for path in (start, start / NEW, *start.parents) if _is_project(path)), None)

    @property
    def articles(self) -> Path:
        """The folder of the articles' files."""
        return self.root / "articles"

    def make_room(self) -> None:
        """Make the folder of the articles where it is missing, as git leaves an empty one out. Raises `StoreError`."""
        if not self.articles.is_dir():
            with writing(self.articles):
                self.articles.mkdir()
                sync_folder(self.root)

    @property
    def index(self) -> Path:
        """The cached list of articles."""
        return self.root / "index.json"

    def article_path(self, article_id: str) -> Path:
        """Return the file of an article. Raises `StoreError` where the id could not be a file name."""
        return self.articles / f"{checked_id(article_id)}.json"

    def trail_path(self, article_id: str) -> Path:
        """Return the file that takes an article's older events."""
        return self.articles / f"{checked_id(article_id)}.trail.jsonl"

    def lock(self, seconds: float = LOCK_SECONDS) -> "ProjectLock":
        """Return the project's lock, to be held around every change (`with project.lock():`)."""
        return ProjectLock(self.root / "store.lock", seconds)

    @property
    def writable(self) -> bool:
        """Whether the system lets this process write into the project."""
        return os.access(self.articles if self.articles.is_dir() else self.root, os.W_OK)

    def clear_cut_short(self) -> tuple[str, ...]:
        """Remove what saves that were cut short left behind, and return the names of the files they were to replace.

        A killed process leaves at most the temporary file of its last save, whose act nobody was told was saved.
        Nothing is done where the project can't be written, or somebody is saving at this moment.
        """
        left = sorted(self.articles.glob("*.json.tmp"))
        if not left or not self.writable:
            return ()
        try:
            with self.lock(seconds=0):
                for path in left:
                    path.unlink(missing_ok=True)
        except (StoreError, OSError):
            return ()
        return tuple(path.name.removesuffix(".tmp") for path in left)

    def warnings(self) -> tuple[str, ...]:
        """Return what a person should know before they annotate here: read-only, or on a network file system."""
        found = []
        if not self.writable:
            found.append(f"{self.root} is read-only: you can read, but nothing that you do can be saved")
        if (kind := file_system(self.root)) in _NETWORK:
            found.append(
                f"{self.root} is on a network file system ({kind}), where locks and renames may fail: work on a local "
                f"copy, or let only one person at a time open it"
            )
        return tuple(found)


class ProjectLock:
    """One writer at a time, between processes and between threads. The file stays; only its lock is taken."""

    def __init__(self, path: Path, seconds: float) -> None:
        self._path, self._seconds = path, seconds

    @cached_property
    def _lock(self) -> "FileLock":
        from filelock import FileLock  # noqa: PLC0415 - takes a twentieth of a second, and reading needs no lock

        # Unlinking the file would split those who wait for it; 2 ms, because the default of 50 is longer than a save.
        return FileLock(self._path, timeout=self._seconds, poll_interval=0.002)

    def __enter__(self) -> Self:
        from filelock import Timeout  # noqa: PLC0415 - see above

        try:
            self._lock.acquire()
        except Timeout as error:
            raise LockedError(
                f"another Copydesk has held {self._path} for {self._seconds:g} seconds; wait until it has saved, or "
                f"end it if it hangs"
            ) from error
        except (OSError, NotImplementedError) as error:
            why = cause(error) if isinstance(error, OSError) else "its file system has no locks"
            raise NotSavedError(f"could not lock {self._path}: {why}") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def checked_id(article_id: str) -> str:
    """Return the id. Raises `StoreError` where it can't be a file name on every system."""
    if not is_legal(article_id):
        raise StoreError(
            f"{article_id[:120]!r} can't be the id of an article: use up to 100 letters a-z, digits, '.', '_' and '-', "
            f"starting with a letter or digit"
        )
    return article_id


def file_system(path: Path) -> str | None:
    """Return the type of the file system that holds `path`, or None where the system does not tell (Linux does)."""
    try:
        lines = Path("/proc/self/mountinfo").read_text().splitlines()
    except OSError:
        return None
    best, kind = "", None
    target = str(path.resolve())
    for line in lines:
        left, _, right = line.partition(" - ")
        mount = left.split()[4].replace("\\040", " ")
        inside = target == mount or target.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, right.split()[0]
    return kind


def _is_project(root: Path) -> bool:
    if (root / CONFIG).is_file():
        return True
    # Without its configuration a project is known by its articles.
    for path in sorted((root / "articles").glob("*.json")):
        try:
            with path.open("rb") as file:
                return file.read(16).startswith(b'{\n"meta":{')
        except OSError:
            return False
    return False


def _write_if_absent(path: Path, text: str) -> None:
    if not path.exists():
        path.write_text(text, encoding="utf-8")
