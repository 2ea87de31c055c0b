"""What the terminal can do: letters, colours, size, and how wide it draws what news is full of."""

import contextlib
import locale
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping

from rich.cells import cell_len

from tui.doctor.finding import Finding, Health

SMALLEST = (80, 24)
_AREA = "terminal"
_ANSWER = re.compile(rb"\x1b\[(\d+);(\d+)R")
_ANSWER_SECONDS = 0.5
_SLOW_ESCAPE = 100

SAMPLES = {
    "accents in two characters": "e\u0301",
    "Chinese, Japanese, Korean": "東京",
    "emoji": "👍",
    "dashes": "–—…“”",
}


def terminal_findings(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what the terminal can do. Asks it how wide it draws some letters where it is one."""
    yield _letters()
    yield from _colours(environment)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield Finding(
            _AREA,
            Health.NOTE,
            "standard input or output is no terminal, so none was tried",
            "run `copydesk doctor` by itself in the terminal that you annotate in",
        )
        return
    yield _size()
    yield from _multiplexer(environment)
    yield from _widths(measured_widths())


def _letters() -> Finding:
    encoding = locale.getpreferredencoding(False)
    if encoding.lower().replace("-", "") == "utf8":
        return Finding(_AREA, Health.WELL, "letters: UTF-8")
    return Finding(
        _AREA,
        Health.PROBLEM,
        f"letters: the locale's encoding is {encoding}, so quotation marks are lost",
        "set it to UTF-8, for example: export LC_ALL=C.UTF-8",
    )


def _colours(environment: Mapping[str, str]) -> Iterator[Finding]:
    term = environment.get("TERM", "")
    if term in ("", "dumb", "unknown"):
        yield Finding(
            _AREA,
            Health.PROBLEM,
            f"TERM is {term!r}: a terminal that can't move its cursor",
            "open the desk in a terminal program, or set TERM, for example: export TERM=xterm-256color",
        )
    elif environment.get("NO_COLOR"):
        yield Finding(
            _AREA,
            Health.NOTE,
            "NO_COLOR is set: labels are told apart by letters and underlines",
            "unset NO_COLOR to have colours",
        )
    elif environment.get("COLORTERM") in ("truecolor", "24bit"):
        yield Finding(_AREA, Health.WELL, f"colours: all ({term})")
    elif "256color" in term:
        yield Finding(
            _AREA,
            Health.NOTE,
            f"colours: 256 ({term})",
            "where your terminal has all colours, say so: export COLORTERM=truecolor",
        )
    else:
        yield Finding(
            _AREA,
            Health.NOTE,
            f"colours: 16 ({term})",
            "where your terminal has more, set TERM, for example: export TERM=xterm-256color",
        )


def _size() -> Finding:
    columns, lines = os.get_terminal_size(sys.stdout.fileno())
    said = f"size: {columns} × {lines}"
    if columns < SMALLEST[0] or lines < SMALLEST[1]:
        return Finding(_AREA, Health.NOTE, said, f"the desk is made for {SMALLEST[0]} × {SMALLEST[1]} and more")
    return Finding(_AREA, Health.WELL, said)


def _multiplexer(environment: Mapping[str, str]) -> Iterator[Finding]:
    if environment.get("TMUX"):
        waits = _tmux_escape_time()
        if waits is not None and waits >= _SLOW_ESCAPE:
            yield Finding(
                _AREA,
                Health.NOTE,
                f"tmux holds Esc back for {waits} ms",
                "put `set -s escape-time 10` into ~/.tmux.conf",
            )
        else:
            yield Finding(_AREA, Health.WELL, "in tmux")
    elif environment.get("STY"):
        yield Finding(_AREA, Health.NOTE, "in GNU screen", "for all colours use `truecolor on`, or tmux")


def _tmux_escape_time() -> int | None:
    with contextlib.suppress(OSError, ValueError, subprocess.SubprocessError):
        asked = ["tmux", "show-options", "-sv", "escape-time"]
        return int(subprocess.run(asked, capture_output=True, text=True, timeout=2, check=True).stdout)
    return None


def measured_widths() -> dict[str, int]:
    """Return how many cells the terminal draws each of `SAMPLES` in; nothing where it does not answer.

    Writes each at the start of a line, asks where the cursor is (DSR 6, ECMA-48), and wipes the line.
    """
    try:
        import termios  # noqa: PLC0415 - not on Windows
        import tty  # noqa: PLC0415
    except ImportError:
        return {}
    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)
    found = {}
    sys.stdout.flush()
    try:
        tty.setcbreak(keyboard)
        for name, sample in SAMPLES.items():
            os.write(sys.stdout.fileno(), f"\r{sample}\x1b[6n".encode())
            column = _answer(keyboard)
            if column is None:
                break
            found[name] = column - 1
    finally:
        os.write(sys.stdout.fileno(), b"\r\x1b[K")
        termios.tcsetattr(keyboard, termios.TCSAFLUSH, before)
    return found


def _answer(keyboard: int) -> int | None:
    """Return the column in the terminal's answer."""
    said, deadline = b"", time.monotonic() + _ANSWER_SECONDS
    while (left := deadline - time.monotonic()) > 0:
        if select.select([keyboard], [], [], left)[0]:
            said += os.read(keyboard, 64)
            if answer := _ANSWER.search(said):
                return int(answer[2])
    return None


def _widths(widths: Mapping[str, int]) -> Iterator[Finding]:
    if not widths:
        yield Finding(_AREA, Health.NOTE, "the terminal does not say where its cursor is, so widths were not tried")
        return
    wrong = {name: width for name, width in widths.items() if width != cell_len(SAMPLES[name])}
    for name, width in wrong.items():
        yield Finding(
            _AREA,
            Health.NOTE,
            f"{name}: {SAMPLES[name]} takes {width} cells here, not {cell_len(SAMPLES[name])}",
            "highlights right of them may stand beside their words; try another terminal program",
        )
    if not wrong:
        yield Finding(_AREA, Health.WELL, f"widths: right for {', '.join(widths)}")
