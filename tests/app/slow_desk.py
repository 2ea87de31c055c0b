"""The desk on a project whose disk takes its time: `python -m tests.app.slow_desk DIR`.

While there is a file DIR.slow, no sync of a save comes to an end. Writes its process id to DIR.pid.
"""

import sys
import time
from pathlib import Path

from tests.app.real_desk import main
from tui.gold import durable


def wait_for_the_disk(root: Path) -> None:
    """Make every sync wait for as long as the file is there."""
    sync, slow = durable._sync, root.with_suffix(".slow")

    def slowly(fd: int) -> None:
        while slow.exists():
            time.sleep(0.005)
        sync(fd)

    durable._sync = slowly


if __name__ == "__main__":
    wait_for_the_disk(Path(sys.argv[1]))
    sys.exit(main(Path(sys.argv[1])))
