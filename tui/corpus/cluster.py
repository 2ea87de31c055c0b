"""The engine of many machines: a Dask cluster (the extra `dask`) whose workers share a file system.

Only numbers go through the scheduler: where the articles of a partition stand, and how it went. A worker that dies is
Dask's to replace; the partitions that it had go to others. A partition that ends every worker is set aside.
"""

import logging
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from importlib import import_module
from itertools import count, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tui.corpus.plan import Partition
from tui.corpus.run import Engine
from tui.corpus.work import Outcome, Settings, work
from tui.model import CopydeskError

AT_ONCE = 10_000
"""How many partitions the scheduler knows of at a time, so that a plan of millions does not fill its memory."""

RETRIES = 2
_SCHEMES = {"dask": "tcp", "dask+tls": "tls"}
PATIENCE = 30
"""Seconds that the scheduler and a first worker are waited for."""


def cluster(engine: str) -> Engine:
    """Return the engine named `dask://HOST:PORT` (`dask+tls:` with TLS), or `dask:FILE.json` for a scheduler's file.

    Raises `CopydeskError` for another name, or where Dask is not installed.
    """
    where = _address(engine)
    try:
        _dask()
    except ImportError as error:
        raise CopydeskError(f"{engine} needs `pip install 'copydesk[dask]'`") from error

    def run(partitions: Sequence[Partition], settings: Settings, folder: str) -> Iterator[Outcome]:
        # What it logs about a lost connection are tracebacks; what a person needs to know is in our sentences.
        logger = logging.getLogger("distributed")
        level = logger.level
        logger.setLevel(logging.CRITICAL)
        try:
            yield from _run(where, engine, partitions, settings, folder)
        finally:
            logger.setLevel(level)

    return run


def _address(engine: str) -> dict[str, str]:
    parts = urlsplit(engine)
    if parts.scheme == "dask" and not parts.netloc and parts.path.endswith(".json"):
        return {"scheduler_file": parts.path}
    if parts.scheme not in _SCHEMES or not parts.netloc:
        raise CopydeskError(
            f"there is no engine {engine!r}; give dask://HOST:PORT, dask:SCHEDULER.json, or -j N for processes here"
        )
    return {"address": f"{_SCHEMES[parts.scheme]}://{parts.netloc}"}


def _run(
    where: dict[str, str], name: str, partitions: Sequence[Partition], settings: Settings, folder: str
) -> Iterator[Outcome]:
    if not partitions:
        return
    if "scheduler_file" in where and not Path(where["scheduler_file"]).is_file():  # Dask would wait for it for ever
        raise CopydeskError(f"there is no Dask scheduler at {name} (no such file); start one there")
    dask = _dask()
    try:
        client = dask.Client(**where, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise CopydeskError(f"there is no Dask scheduler at {name} ({_reason(error)}); start one there") from error
    run, number = uuid.uuid4().hex[:8], count()

    def submitted(partition: Partition) -> Any:
        key = f"copydesk-{run}-{next(number)}-{partition.n}"
        return client.submit(work, partition, settings, folder, key=key, pure=False, retries=RETRIES)

    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise CopydeskError(f"the Dask scheduler at {name} has no worker; start some with `dask worker`") from error
        waiting = iter(partitions)
        at_work = {one.n: one for one in islice(waiting, AT_ONCE)}
        futures = dask.as_completed([submitted(one) for one in at_work.values()], loop=client.loop)
        suspects = []
        for future in futures:
            partition = at_work.pop(int(future.key.rpartition("-")[2]))
            outcome = _result(future, partition, name)
            future.release()
            for one in islice(waiting, 1):
                at_work[one.n] = one
                futures.add(submitted(one))
            if outcome.aside is None:
                yield outcome
            else:
                suspects.append(partition)
        # A worker that dies takes with it the good name of all that waited for it there: each is tried again, alone.
        for partition in suspects:
            future = submitted(partition)
            yield _result(future, partition, name)
            future.release()


def _result(future: Any, partition: Partition, name: str) -> Outcome:
    dask = _dask()
    try:
        outcome: Outcome = future.result()
    except dask.KilledWorker as error:
        return Outcome(
            partition.n, 0, aside=f"every worker that began {partition} died, the last at {error.last_worker}"
        )
    except (CancelledError, dask.comm.CommClosedError) as error:
        raise CopydeskError(
            f"the Dask scheduler at {name} is gone ({_reason(error)}); run the command again"
        ) from error
    except Exception as error:
        raise CopydeskError(
            f"{partition} failed on {name} {RETRIES + 1} times ({_reason(error)}); the workers need the same Copydesk "
            "as this machine, and the input and the parts under the same paths"
        ) from error
    return outcome


def _dask() -> Any:
    return import_module("distributed")  # an extra, and slow to import


def _reason(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
