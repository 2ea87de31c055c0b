"""Key to painted bytes of the desk, in a real pseudo-terminal, beside SLATE on the same texts.

    python -m benchmarks.latency [--words 600 5000 20000 100000] [--keys 60] [--starts 5] [--realtime] [--json FILE]

For each length a text with 5 spans per 100 words is made, always the same one, and put into a project whose suggestions
are those spans; the desk is then started on it as `copydesk` starts it, without a model. Every start finds the bytecode
of what it imports, as after an installation: the first start of each program makes it, and is not counted.

A time is from the write of a key's bytes to the last byte of the burst of output that answers it; a burst ends with
40 ms of silence. An edit is answered by two pictures: the edit, marked as being saved, and, when it is on the disk, a
status line that says so. Both are timed, the first one up to the mark with which synchronised output ends a picture.
The first text is the median of several starts, in turns with starts of the empty app and of `copydesk open FILE`, which
cleans and saves the text before it shows it. What any Textual app takes on
this machine is the first row: one with a word in it to be there, and one that changes a line at each key.

SLATE comes from the `bench` extra (`pip install copydesk[bench]`); without it, or with `--no-slate`, its rows are left
out. It saves only when told to, and labels with two keys. `--realtime` asks for round-robin scheduling, which keeps
other work on the machine out of the figures.
"""

import argparse
import contextlib
import json
import os
import shlex
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.latency_terminal import SIZE, Burst, Terminal, terminal
from benchmarks.latency_text import READY, Sample, make_project

PARAGRAPHS_DOWN = 100  # where the keys are pressed in a long text
SAVED = {"accept": "accept, saved", "undo": "undo, saved"}
"""Of an edit, the time until the screen calls it saved. SLATE saves when it is told to: it has no such row."""
_SILENT = 15  # keys without an answer, one after the other, at which the end of the text is reached
FOR_KEYS = b"to review"  # the text comes first; these words of the status line say that the rest is there, too
DESK = """
import sys
from tui import app

app.run(sys.argv[1], who="benchmark", open_ids=["text"], blind=1.0, tour=False)
"""
EMPTY_APP = f"""
from textual.app import App
from textual.widgets import Static

class Empty(App):
    count = 0

    def compose(self):
        yield Static("{READY}", id="line")

    def on_key(self):
        self.count += 1
        self.query_one("#line").update(f"{{self.count:>70}}", layout=False)

Empty().run()
"""
PAINTED = READY[1:].encode()  # the cursor may stand on the first letter, in a style of its own


@dataclass
class Timings:
    """What was measured of one program on one text."""

    program: str
    words: int
    first_paint_s: float = 0.0
    times_empty: float | None = None
    open_file_s: float | None = None
    open_file_times_empty: float | None = None
    megabytes: float = 0.0
    keys: dict[str, dict[str, float]] = field(default_factory=dict)
    resize_ms: float | None = None
    open_ms: float | None = None

    def time_keys(self, running: Terminal, name: str, keys: bytes, times: int) -> None:
        """Press `keys` several times, until nothing answers them any more, and keep the percentiles.

        A step inside a long label that has the focus changes nothing on the screen, and is not counted.
        """
        bursts: list[Burst | None] = []
        while len(bursts) < times and (len(bursts) < _SILENT or any(bursts[-_SILENT:])):
            bursts.append(running.press(keys))
        answers = [burst for burst in bursts if burst]
        if not answers:
            return
        parts = {name: [burst.whole for burst in answers]}
        if name in SAVED:
            parts = {name: [burst.painted for burst in answers], SAVED[name]: parts[name]}
        for part, spent in parts.items():
            self.keys[part] = {
                "p50": round(statistics.median(spent), 1),
                "p99": round(sorted(spent)[round(0.99 * (len(spent) - 1))], 1),
                "bytes": round(statistics.mean(burst.size for burst in answers)),
                "n": len(spent),
            }


def time_desk(words: int, keys: int, starts: int) -> Timings:
    """Time the desk."""
    found = Timings("copydesk", words)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        root = Path(folder, "project")
        make_project(Sample.of(words), root)
        argv = [sys.executable, "-c", DESK, str(root)]
        file = Path(folder, "article.txt")
        file.write_text(Sample.of(words).text)
        empty, first, added = time_starts(starts, [sys.executable, "-c", EMPTY_APP], argv, opening(file))
        found.first_paint_s, found.times_empty = round(first, 3), round(first / empty, 2)
        found.open_file_s, found.open_file_times_empty = round(added, 3), round(added / empty, 2)
        running = stack.enter_context(terminal(argv))
        running.until(FOR_KEYS)
        running.burst(quiet=0.5, limit=1)
        running.press(b"}" * (PARAGRAPHS_DOWN if words > 5_000 else 2))
        for name, key, times in (("word", b"w", keys), ("paragraph", b"}", keys), ("suggestion", b"\t", keys),
                                 ("accept", b"a", keys // 2), ("undo", b"u", keys // 2)):  # fmt: skip
            found.time_keys(running, name, key, times)
        sizes = []
        for columns in (100, 140, 90, 120, 110, 130):
            running.resize(columns, SIZE[1])
            if burst := running.burst(quiet=0.4, limit=10):
                sizes.append(burst.whole)
        found.resize_ms = round(statistics.median(sizes), 1)
        running.press(b"-")
        running.burst(quiet=0.4, limit=1)
        if opened := running.press(b"\r"):
            found.open_ms = round(opened.whole, 1)
        found.megabytes = round(running.megabytes(), 1)
    return found


def opening(file: Path) -> list[str]:
    """Return `copydesk open FILE` in a new project each time it is run."""
    command = [sys.executable, "-m", "tui", "open", str(file), "--who", "benchmark", "--project"]
    words = " ".join(map(shlex.quote, command))
    return ["sh", "-c", f'COPYDESK_TOUR=never exec {words} "$(mktemp -d -p {shlex.quote(str(file.parent))})"']


def time_slate(words: int, keys: int, command: str) -> Timings:
    """Time SLATE on the same text and spans."""
    found = Timings("slate", words)
    sample = Sample.of(words)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "text").write_text(sample.text + "\n")
        Path(folder, "text.annotations").write_text(sample.slate_annotations())
        with terminal([command, "-o", "text"], folder) as running:
            found.first_paint_s = round(running.until(PAINTED), 3)
            running.burst(quiet=0.5, limit=1)
            running.press(b"o" * (PARAGRAPHS_DOWN if words > 5_000 else 2))
            running.burst(quiet=1.0, limit=2)
            for name, key, times in (("word", b";", keys), ("paragraph", b"o", keys), ("accept", b" a", keys // 2)):
                found.time_keys(running, name, key, times)
            found.keys.pop(SAVED["accept"], None)
            found.megabytes = round(running.megabytes(), 1)
    return found


def time_starts(starts: int, *programs: Sequence[str]) -> list[float]:
    """Return seconds until each program has painted its first word; the median of several starts, in turns.

    In turns, because a machine is not as fast in every minute: what is to be compared is measured side by side.
    """
    spent: list[list[float]] = [[] for _ in programs]
    for _ in range(starts + 1):
        for argv, times in zip(programs, spent, strict=True):
            with terminal(argv) as running:
                times.append(running.until(PAINTED))
    return [statistics.median(times[1:]) for times in spent]


def time_empty(keys: int, starts: int) -> Timings:
    """Time a Textual app with one line."""
    found = Timings("a Textual app with one line", 0)
    argv = [sys.executable, "-c", EMPTY_APP]
    found.first_paint_s = round(time_starts(starts, argv)[0], 3)
    with terminal(argv) as running:
        running.until(PAINTED)
        running.burst(quiet=0.5, limit=1)
        found.time_keys(running, "word", b"w", keys)
        found.megabytes = round(running.megabytes(), 1)
    return found


def table(results: Sequence[Timings]) -> str:
    """Return the results as a Markdown table; each key's cell is p50 / p99 in milliseconds."""
    names = ("word", "paragraph", "suggestion", "accept", SAVED["accept"], "undo", SAVED["undo"])
    columns = ("program", "words", "first paint, s", "times empty", "`open FILE`, times empty", *names, "resize, ms",
               "open, ms", "MB")  # fmt: skip
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    for found in results:
        cells = [f"{found.keys[n]['p50']:.1f} / {found.keys[n]['p99']:.1f}" if n in found.keys else "" for n in names]
        resize, opened = ("" if ms is None else f"{ms:.0f}" for ms in (found.resize_ms, found.open_ms))
        about = f"| {found.program} | {f'{found.words:,}' if found.words else ''} | {found.first_paint_s:.2f} "
        times = f"{found.times_empty:.2f}" if found.times_empty else ""
        added = f"{found.open_file_times_empty:.2f}" if found.open_file_times_empty else ""
        lines.append(
            f"{about}| {times} | {added} | {' | '.join(cells)} | {resize} | {opened} | {found.megabytes:.0f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Read the arguments, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--words", type=int, nargs="+", default=[600, 5_000, 20_000, 100_000])
    parser.add_argument("--keys", type=int, default=60)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--slate", default=shutil.which("slate", path=f"{Path(sys.executable).parent}:{os.defpath}"))
    parser.add_argument("--no-slate", action="store_true")
    parser.add_argument("--realtime", action="store_true")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if arguments.realtime:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    results = [time_empty(arguments.keys, arguments.starts)]
    for words in arguments.words:
        results.append(time_desk(words, arguments.keys, arguments.starts))
        if arguments.slate and not arguments.no_slate:
            results.append(time_slate(words, arguments.keys, arguments.slate))
    print(table(results))
    if arguments.json:
        report: dict[str, Any] = {"results": [vars(found) for found in results]}
        arguments.json.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
