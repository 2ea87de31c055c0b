"""The desk on a project, with a fake analyser, for a real terminal: `python -m tests.app.real_desk DIR`.

Writes its process id to DIR.pid, and ends with the status that the desk returns.
"""

import os
import sys
from pathlib import Path

from tests.app.newsroom import article, fake_analyser, project
from tui.app.app import Desk
from tui.gold import Project


def main(root: Path) -> int:
    made = Project.open(root) if root.exists() else project(root, (article("ferry"), article("second")))
    root.with_suffix(".pid").write_text(str(os.getpid()))
    app = Desk(made, analyser=fake_analyser(), who="kim", open_ids=("ferry", "second"))
    app.run()
    return app.return_code or 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
