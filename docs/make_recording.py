"""Makes docs/demo.cast: the real desk in a pseudo-terminal, typed at by a script, as an asciinema recording (format 2).

    python docs/make_recording.py
    uvx --with setuptools termtosvg render docs/demo.cast docs/demo.svg -t window_frame  # for the README

The format: https://docs.asciinema.org/manual/asciicast/v2/. `asciinema play docs/demo.cast` shows it. The time in which
the models load is left out.
"""

import codecs
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "sample_articles" / "coalition-talks-collapse.txt"
COLUMNS, LINES = 100, 30

# What is typed, and for how many seconds it is looked at.
STEPS = (
    ("", 2.0),
    *((key, 0.7) for key in "aaaaaa"),
    ("2", 1.2),  # a party, not a place
    ("*", 1.6),  # the same wherever else it stands
    ("\r", 1.6),
    ("/", 0.4), ("I came here\r", 1.4), ("\x1b", 0.4),
    ("r", 2.2), ("4", 1.6),  # who says it, by number
    ("u", 1.2),
    ("f", 2.0), ("\x1b", 0.6),
    ("}", 0.5), ("}", 0.5), ("}", 0.5),
    ("z", 1.4), ("z", 0.8),
    ("?", 2.0), ("\x1b", 0.8),
    ("-", 2.5),
)  # fmt: skip


def shown(fd: int, seconds: float, until: str = "") -> str:
    """Return what the desk writes in the next `seconds`, or until it writes `until`."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    end, text = time.monotonic() + seconds, ""
    while (left := end - time.monotonic()) > 0 and not (until and until in text):
        if select.select([fd], [], [], min(left, 0.05))[0]:
            text += decoder.decode(os.read(fd, 65536))
    return text


def main() -> None:
    """Run the desk, type, and write the recording."""
    with tempfile.TemporaryDirectory() as folder:
        pid, fd = pty.fork()
        if pid == 0:
            os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COPYDESK_TOUR": "never"}
            command = [
                sys.executable,
                "-m",
                "tui",
                "open",
                str(SAMPLE),
                "--project",
                f"{folder}/newsroom",
                "--who",
                "kim",
            ]
            os.execv(sys.executable, command)  # noqa: S606
        fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        output = shown(fd, 90, until="DAT")  # the first suggestion has the focus
        output += shown(fd, 1)
        rows = [json.dumps({"version": 2, "width": COLUMNS, "height": LINES, "title": "Copydesk"})]
        at = 0.0
        rows.append(json.dumps([at, "o", output]))
        for keys, pause in STEPS:
            os.write(fd, keys.encode())
            drawn = shown(fd, pause)
            at += 0.05
            rows.append(json.dumps([round(at, 2), "o", drawn]))
            at += pause
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)
    (HERE / "demo.cast").write_text("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
