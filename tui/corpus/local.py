"""The engine of this machine: processes, each with its own extractors, that are given one partition after the other.

A process that dies (the system may kill it for its memory) is replaced, and its partition is tried again. What ends its
process each time is set aside, so that one article can't stop a corpus.
"""

import contextlib
import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from typing import cast

from tui.corpus.plan import Partition
from tui.corpus.run import Engine
from tui.corpus.work import Outcome, Settings, work
from tui.model import CopydeskError

TRIES = 3
"""How often a partition is begun before it is given up."""

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def processes(jobs: int) -> Engine:
    """Return an engine of `jobs` processes; with one, of this process itself."""

    def run(partitions: Sequence[Partition], settings: Settings, folder: str) -> Iterator[Outcome]:
        if jobs <= 1:
            return (work(partition, settings, folder) for partition in partitions)
        return _Pool(min(jobs, len(partitions)), settings, folder).run(partitions)

    return run


@dataclass
class _Worker:
    process: BaseProcess
    pipe: connection.Connection
    partition: Partition | None = None


class _Pool:
    def __init__(self, jobs: int, settings: Settings, folder: str) -> None:
        self._jobs, self._settings, self._folder = jobs, settings, folder
        self._workers: list[_Worker] = []
        self._tries: dict[int, int] = {}

    def run(self, partitions: Sequence[Partition]) -> Iterator[Outcome]:
        waiting = deque(partitions)
        left = len(waiting)
        try:
            while left:
                self._give(waiting)
                for outcome in self._outcomes(waiting):
                    left -= 1
                    yield outcome
        finally:
            self._end()

    def _give(self, waiting: deque[Partition]) -> None:
        idle = sum(worker.partition is None for worker in self._workers)
        for _ in range(min(self._jobs - len(self._workers), len(waiting) - idle)):
            self._workers.append(self._start())
        for worker in self._workers:
            if worker.partition is None and waiting:
                worker.partition = waiting.popleft()
                self._tries[worker.partition.n] = self._tries.get(worker.partition.n, 0) + 1
                with contextlib.suppress(OSError):  # it is dead: its end of the pipe says so in a moment
                    worker.pipe.send(worker.partition)

    def _outcomes(self, waiting: deque[Partition]) -> Iterator[Outcome]:
        busy = {worker.pipe: worker for worker in self._workers if worker.partition}
        for pipe in connection.wait(list(busy)):
            worker = busy[cast("connection.Connection", pipe)]
            assert worker.partition is not None
            partition, worker.partition = worker.partition, None
            died = False
            try:
                said: Outcome | str = worker.pipe.recv()
            except (EOFError, OSError):
                worker.process.join()
                self._workers.remove(worker)
                died, said = True, f"the last time with status {worker.process.exitcode}"
            if isinstance(said, Outcome):
                yield said
            elif self._tries[partition.n] < TRIES:
                waiting.appendleft(partition)
            elif died:
                yield Outcome(partition.n, 0, aside=f"{partition} ended its process {TRIES} times ({said})")
            else:
                raise CopydeskError(f"{partition} failed {TRIES} times: {said}")

    def _start(self) -> _Worker:
        context = get_context("spawn")
        mine, its = context.Pipe()
        process = context.Process(target=_serve, args=(its, self._settings, self._folder), daemon=True)
        with _one_thread_each():
            process.start()
        its.close()
        return _Worker(process, mine)

    def _end(self) -> None:
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()


@contextlib.contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let the processes started here compute in one thread: there are as many of them as the person wants."""
    unset = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(unset, "1"))
    try:
        yield
    finally:
        for name in unset:
            del os.environ[name]


def _serve(pipe: connection.Connection, settings: Settings, folder: str) -> None:
    """Do the partitions that come through `pipe` until it closes, which it also does when the parent is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent decides
    with contextlib.suppress(EOFError, OSError):
        while True:
            partition: Partition = pipe.recv()
            try:
                said: Outcome | str = work(partition, settings, folder)
            except OSError as error:
                said = str(error)
            pipe.send(said)
