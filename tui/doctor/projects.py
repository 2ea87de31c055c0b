"""Whether a project is well: its settings, its files, its lock, and room on its disk."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from tui.app.settings import Settings
from tui.doctor.finding import Finding, Health
from tui.gold import Project
from tui.gold.errors import LockedError, NotSavedError
from tui.gold.repair import check_project
from tui.model import CopydeskError

_AREA = "project"
LITTLE_ROOM = 100 * 1024 * 1024


def project_findings(root: Path | None) -> Iterator[Finding]:
    """Yield how the project in the folder `root` is; changes nothing in it."""
    if root is None:
        yield Finding(
            _AREA, Health.NOTE, "there is none here", "name one with --project, or make one: copydesk open FILE..."
        )
        return
    try:
        project = Project.open(root)
    except CopydeskError as error:
        yield Finding(_AREA, Health.PROBLEM, f"{root} can't be opened", str(error))
        return
    yield _settings(project)
    for warning in project.warnings():
        yield Finding(_AREA, Health.NOTE, warning)
    yield from _room(project)
    yield _lock(project)
    yield from _files(project)


def _settings(project: Project) -> Finding:
    try:
        settings = Settings.of_project(project)
    except CopydeskError as error:
        return Finding(_AREA, Health.PROBLEM, "its settings can't be used", str(error))
    return Finding(_AREA, Health.WELL, f"settings: label set {settings.scheme.name!r}, theme {settings.theme}")


def _room(project: Project) -> Iterator[Finding]:
    free = shutil.disk_usage(project.root).free
    if free < LITTLE_ROOM:
        yield Finding(
            _AREA, Health.PROBLEM, f"only {free // 1024 // 1024} MB are free on its disk", "make room before you go on"
        )


def _lock(project: Project) -> Finding:
    if not project.writable:
        return Finding(
            _AREA, Health.NOTE, "it can be read, but not written", "copy it to a folder of your own to annotate it"
        )
    try:
        with project.lock(seconds=0):
            return Finding(_AREA, Health.WELL, "nobody is saving at this moment")
    except LockedError:
        return Finding(
            _AREA,
            Health.NOTE,
            "somebody is saving at this moment",
            "where this stays so, another Copydesk hangs: end it; the lock goes with its process",
        )
    except NotSavedError as error:
        return Finding(_AREA, Health.PROBLEM, "it can't be locked, so nothing can be saved", str(error))


def _files(project: Project) -> Iterator[Finding]:
    wrong = check_project(project.root)
    for finding in wrong:
        yield Finding(
            _AREA,
            Health.PROBLEM,
            str(finding),
            "copydesk check --repair mends what can be mended, and keeps the old file",
        )
    if not wrong:
        count = len(list(project.articles.glob("*.json")))
        yield Finding(_AREA, Health.WELL, f"all {count} articles are whole, and their labels are what their logs say")
