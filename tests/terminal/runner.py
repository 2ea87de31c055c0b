"""Runs commands of `copydesk`, each on a pseudo-terminal of its own, and tells what the terminal was sent.

Run as `python -m tests.terminal.runner`: reads a JSON list of [folder, arguments, environment] from standard input and
writes a JSON list of [status, output as latin-1]. The heavy modules are imported once, before the forks.
"""

import contextlib
import json
import os
import pty
import select
import signal
import sys
import time

SECONDS = 60


def run(folder: str, arguments: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run one command and return its status and everything that it wrote on the terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        try:
            os.chdir(folder)
            os.environ.update(environment)
            sys.argv = ["copydesk", *arguments]
            from tui.cli import main

            main(prog_name="copydesk")
        except SystemExit as leaving:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(leaving.code if isinstance(leaving.code, int) else 1)
        except BaseException:  # noqa: BLE001 - the child tells it, whatever it is
            import traceback

            traceback.print_exc()
            os._exit(99)
    seen, deadline = b"", time.monotonic() + SECONDS
    with contextlib.suppress(OSError):
        while time.monotonic() < deadline:
            if select.select([terminal], [], [], 0.5)[0]:
                part = os.read(terminal, 65536)
                if not part:
                    break
                seen += part
            elif b"\x1b[?1049h" in seen:
                os.write(terminal, b"\x11")  # the desk has opened: leave it
            elif b" is at http://" in seen:
                os.kill(pid, signal.SIGTERM)
        else:
            os.kill(pid, signal.SIGKILL)
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), seen.decode("latin-1")


def main() -> None:
    """Do as the module says."""
    import spacy  # noqa: F401 - warm
    import trafilatura  # noqa: F401

    import tui.app.app
    import tui.cli
    import tui.extraction.models
    import tui.gold.check  # noqa: F401

    json.dump([run(*case) for case in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
