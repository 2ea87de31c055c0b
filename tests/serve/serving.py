"""A real `copydesk serve` in a process of its own, and what a client needs to talk to it."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.app.newsroom import article
from tests.waiting import until
from tui.gold import Project, Store

READY = 30.0


@dataclass
class Served:
    """A running server: the address that it printed for each person, and its process."""

    process: subprocess.Popen[str]
    addresses: dict[str, str]
    log: Path
    root: Path

    @property
    def url(self) -> str:
        return next(iter(self.addresses.values()))

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return urlsplit(self.url).path.strip("/")

    def said(self) -> str:
        return self.log.read_text()

    def desks(self) -> list[int]:
        """The processes of desks that this server has started and that have not ended."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children if not _is_dead(int(pid))]


def _is_dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def newsroom(root: Path) -> Project:
    """A project with one article; its model is one that is not there, so that no desk takes seconds to load one."""
    project = Project.create(root)
    (root / "copydesk.toml").write_text('model = "no_such_model"\n', encoding="utf-8")
    Store(project).add(article(), "kim")
    return Project.open(root)


def _ignore_hangup() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


@contextlib.contextmanager
def serving(
    folder: Path, *arguments: str, who: tuple[str, ...] = ("kim",), nohup: bool = False, **environment: str
) -> Iterator[Served]:
    """Run `copydesk serve` on a project in `folder` until the block is left."""
    root = folder / "room"
    if not root.exists():
        newsroom(root)
    log = folder / "serve.log"
    people = [argument for name in who for argument in ("--who", name)]
    command = [sys.executable, "-m", "tui", "serve", "--project", str(root), "--port", "0", *people, *arguments]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, text=True, env={**os.environ, **environment},
            start_new_session=True, preexec_fn=_ignore_hangup if nohup else None,
        )  # fmt: skip
    try:
        until(lambda: process.poll() is not None or log.read_text().count(" is at ") == len(who), READY)
        said = [line for line in log.read_text().splitlines() if " is at " in line]
        assert said, log.read_text()
        addresses = {line.split(" of ")[1].split(" is at ")[0]: line.rpartition(" ")[2] for line in said}
        yield Served(process, addresses, log, root)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
