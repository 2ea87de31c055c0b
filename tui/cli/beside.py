"""Work in a process beside this one, while this one loads what it needs next.

The cleaner's libraries and the desk's take equally long to load, and neither needs the other's.
"""

import json
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable

from tui.model import CopydeskError


def beside(work: Callable[[], list[str]], meanwhile: Callable[[], object]) -> list[str]:
    """Return what `work` returns, or raise what it raises, having done `meanwhile` at the same time.

    The work is done in a copy of this process, so that nothing it loads stays here.
    Where there can be no copy it is done here, one after the other: with other threads, of which a copy has none, on
    Windows, and on macOS, whose own libraries don't stand it.
    """
    if not hasattr(os, "fork") or sys.platform == "darwin" or threading.active_count() > 1:
        result = work()
        meanwhile()
        return result
    sys.stdout.flush()
    sys.stderr.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as answer:
            meanwhile()
            said = answer.read()
    except BaseException:
        os.kill(child, signal.SIGTERM)
        raise
    finally:
        _, status = os.waitpid(child, 0)
    if not said:
        raise CopydeskError(f"the work was ended from outside (status {os.waitstatus_to_exitcode(status)})")
    answer = json.loads(said)
    if "sentence" in answer:
        raise CopydeskError(answer["sentence"])
    if "os" in answer:
        raise OSError(*answer["os"])
    return [*answer["result"]]


def _work(work: Callable[[], list[str]], writing: int) -> None:
    """Do the work in the copy, say what came of it, and end there, whatever happens."""
    answer: dict[str, object]
    status = 1
    try:
        try:
            answer = {"result": work()}
        except CopydeskError as error:
            answer = {"sentence": str(error)}
        except OSError as error:
            answer = {"os": [error.errno, error.strerror or str(error), error.filename]}
        with os.fdopen(writing, "wb") as stream:
            stream.write(json.dumps(answer, default=str).encode())
        sys.stdout.flush()
        sys.stderr.flush()
        status = 0
    except KeyboardInterrupt:
        status = 128 + signal.SIGINT
    except BaseException:  # noqa: BLE001 - it must not go on as if it were the process that it is a copy of
        traceback.print_exc()
    finally:
        os._exit(status)
