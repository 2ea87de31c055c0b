"""A very long day at the desk: many actions over many articles in one process; memory and latency must stay flat.

    python -m benchmarks.long_use [--actions 100000] [--articles 1000]

A person opens an article, does 20 things (labels, notes, flags, undoing), goes to another, and comes back to each
again and again. For each tenth of the actions it prints the median and the 99th percentile of a save in milliseconds,
its median of processor time (which other work on the machine disturbs less), what one append of 300 bytes with fsync
costs at that time, and the memory of the process; then the ratio of the last tenth to the first. Files grow with their
logs, so the last tenth saves more bytes than the first: whether the process itself has become slower is told by doing
the same in turns with a new process on the same project. Last, the saves to an article whose log has 10,000 events.
"""

import argparse
import contextlib
import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.store import session
from tui.gold import Project, Session, Store
from tui.model import CopydeskError

A_SITTING = 20
LONG_LOG = 10_000


def megabytes() -> float:
    """Return the resident memory of this process."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def acts(at: Session, rng: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what a person does in one sitting."""
    labels = list(at.state.labels)
    for i in range(A_SITTING):
        label = rng.choice(labels)
        choices: list[tuple[str, dict[str, Any]]] = [
            ("accept", {"id": label}),
            ("reject", {"id": label}),
            ("relabel", {"id": label, "label": rng.choice(["ORG", "GPE", "PERSON"])}),
            ("note", {"id": None, "text": f"note {i}"}),
            ("flag", {"on": not at.state.flagged}),
            ("undo", {}),
        ]
        yield rng.choice(choices)


def percentiles(took: list[float]) -> tuple[float, float]:
    """Return the median and the 99th percentile."""
    return statistics.median(took), statistics.quantiles(took, n=100)[98]


def probe(folder: Path, times: int = 60) -> float:
    """Return the median of an append with fsync on this disk, in milliseconds."""
    took = []
    fd = os.open(folder / "probe", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for _ in range(times):
        start = time.perf_counter()
        os.write(fd, b"x" * 300)
        os.fsync(fd)
        took.append((time.perf_counter() - start) * 1000)
    os.close(fd)
    return statistics.median(took)


def day(folder: Path, actions: int, articles: int) -> None:
    """Do the actions, and print a row for each tenth of them."""
    store = Store(Project.create(folder / "day"))
    for i in range(articles):
        session(store, f"a{i}", 100)
    rng = random.Random(8)
    print(f"{actions:,} actions over {articles:,} articles in one process (ms)")
    print(f"{'actions':>10} {'save p50':>9} {'p99':>8} {'cpu p50':>8} {'fsync p50':>10} {'MB':>7}")
    took: list[float] = []
    cpu: list[float] = []
    rows: list[tuple[float, float, float]] = []
    done = 0
    while done < actions:
        at = Session(store, f"a{rng.randrange(articles)}", "ann")
        for do, args in acts(at, rng):
            start, worked = time.perf_counter(), time.process_time()
            try:
                at.do(do, **args)
            except CopydeskError:  # nothing to undo, or it is so already
                continue
            took.append((time.perf_counter() - start) * 1000)
            cpu.append((time.process_time() - worked) * 1000)
            done += 1
            if done % (actions // 10) == 0:
                gc.collect()
                p50, p99 = percentiles(took)
                worked = statistics.median(cpu)
                rows.append((p50, worked, megabytes()))
                numbers = f"{p50:>9.2f} {p99:>8.2f} {worked:>8.2f} {probe(folder):>10.2f} {megabytes():>7.1f}"
                print(f"{done:>10,} {numbers}", flush=True)
                took, cpu = [], []
    ratios = [last / first for first, last in zip(rows[0], rows[-1], strict=True)]
    print("last tenth to first: saves {:.2f}, processor {:.2f}, memory {:.2f}".format(*ratios))


def saves(root: Path, times: int, seed: int) -> list[float]:
    """Do so many actions on articles of a project, and return the processor time of each in milliseconds."""
    store, rng, took = Store(Project.open(root)), random.Random(seed), list[float]()
    ids = store.ids()
    while len(took) < times:
        at = Session(store, rng.choice(ids), "ann")
        for do, args in acts(at, rng):
            worked = time.process_time()
            with contextlib.suppress(CopydeskError):
                at.do(do, **args)
                took.append((time.process_time() - worked) * 1000)
    return took


def against_a_new_process(root: Path, rounds: int = 8, times: int = 250) -> None:
    """Print the ratio of a save's processor time in this process to that in a new one, done in turns."""
    old, new = list[float](), list[float]()
    for seed in range(rounds):
        command = [sys.executable, "-m", "benchmarks.long_use", "--saves", str(root), str(times), str(seed)]
        new += map(float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
        old += saves(root, times, seed)
    one, other = statistics.median(old), statistics.median(new)
    print(f"processor p50 now {one:.2f}, in a new process on the same project {other:.2f}: {one / other:.2f}")


def long_log(folder: Path) -> None:
    """Print what a save costs where the log has 10,000 events."""
    store = Store(Project.create(folder / "long"))
    at = session(store, "a", 500)
    for i in range(LONG_LOG):
        at.do("flag", on=not i % 2)
    took = []
    for i in range(300):
        start = time.perf_counter()
        at.do("note", id=None, text=f"note {i}")
        took.append((time.perf_counter() - start) * 1000)
    p50, p99 = percentiles(took)
    print(f"a log of {LONG_LOG:,} events: save p50 {p50:.2f}, p99 {p99:.2f} ms; fsync p50 {probe(folder):.2f} ms")


def main() -> None:
    """Do as the module says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=100_000)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--saves", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.saves:
        root, times, seed = asked.saves
        print(*saves(Path(root), int(times), int(seed)))
        return
    with tempfile.TemporaryDirectory() as folder:
        day(Path(folder), asked.actions, asked.articles)
        against_a_new_process(Path(folder) / "day")
        long_log(Path(folder))


if __name__ == "__main__":
    main()
