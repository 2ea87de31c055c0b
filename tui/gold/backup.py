"""A copy of a project in one file, made while people work, and a project made from it again."""

import zipfile
from pathlib import Path, PurePosixPath

from tui.gold.durable import new_file
from tui.gold.errors import StoreError, reading, writing
from tui.gold.project import Project
from tui.gold.repair import check_project

# What is not worth keeping: the cache, the lock, what is being written.
_LEFT_OUT = ("index.json", "store.lock", ".tmp")


def backup(project: Project, target: str | Path) -> int:
    """Write a project into a new ZIP file and return how many articles it has.

    Each article is as it was between two saves: its file is replaced at once, and the part of a trail that the file
    speaks of never changes, so the file is read before the trail and nobody has to wait. Raises `StoreError` where the
    target is there already or the system refuses; a half-made file is removed.
    """
    path = Path(target)
    articles = 0
    if path.exists():
        raise StoreError(f"{path} is there already; give the backup a name of its own")
    with writing(path), new_file(path) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in _files(project.root):
            archive.writestr(file.relative_to(project.root).as_posix(), _read(file))
            articles += file.parent == project.articles and file.suffix == ".json"
    return articles


def restore(archive: str | Path, target: str | Path) -> Project:
    """Make a project out of a backup, in a folder that is empty or not there, check it, and return it.

    Raises `StoreError` for a file that is not a backup, a folder that holds something, or an article that is damaged.
    """
    root = Path(target).absolute()
    if root.exists() and any(root.iterdir()):
        raise StoreError(f"{root} is not empty; restore a backup into a new folder")
    with reading(Path(archive)):
        try:
            with zipfile.ZipFile(archive) as source:
                members = {PurePosixPath(name): source.read(name) for name in source.namelist()}
        except zipfile.BadZipFile as error:
            raise StoreError(f"{archive} is not a backup that Copydesk made ({error})") from error
    for name in members:
        if name.is_absolute() or ".." in name.parts:
            raise StoreError(f"{archive} would write {str(name)!r}, outside the project; it is not a backup")
    with writing(root):
        for name, blob in members.items():
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(blob)
    project = Project.create(root)
    if found := check_project(root):
        raise StoreError(f"the backup was restored to {root}, but not all of it is whole: {found[0]}")
    return project


def _files(root: Path) -> list[Path]:
    """Return the files of a project, articles before their trails."""
    files = [
        path
        for path in root.rglob("*")
        if path.is_file() and not path.is_symlink() and not path.name.endswith(_LEFT_OUT)
    ]
    return sorted(files, key=lambda path: (path.suffix == ".jsonl", path))


def _read(path: Path) -> bytes:
    with reading(path):
        return path.read_bytes()
