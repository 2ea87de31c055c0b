"""Fuzzing that is guided by which code the bytes reach, with atheris: `python -m tests.fuzz.guided TARGET`.

    pip install atheris                                   # has wheels for Linux
    python -m tests.fuzz.guided                           # lists the targets
    python -m tests.fuzz.guided gold -max_total_time=600  # ten minutes; the options are libFuzzer's
    python -m tests.fuzz.guided all -max_total_time=60    # each target for a minute

Bytes that are neither read nor refused in a sentence are written to `crash-...`, and the status is not 0; give that
file as an argument to see it again. `-seed=1 -runs=2000` does the same each time.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

TOO_LONG = ["-timeout=20", "-rss_limit_mb=3000", "-max_len=20000"]


def main(arguments: list[str]) -> int:
    """Fuzz one target, or each in a process of its own."""
    import atheris

    with atheris.instrument_imports(include=["tui"]):
        from tests.fuzz.targets import TARGETS, seed

    if not arguments or arguments[0] not in (*TARGETS, "all"):
        print("the targets: all,", ", ".join(TARGETS))
        return 2
    name, *options = arguments
    if name == "all":
        command = [sys.executable, "-m", "tests.fuzz.guided"]
        return max(subprocess.run([*command, one, *options], check=False).returncode for one in TARGETS)
    corpus = Path(tempfile.mkdtemp(prefix=f"copydesk-fuzz-{name}-"))
    (corpus / "seed").write_bytes(seed(name))
    atheris.Setup([sys.argv[0], *TOO_LONG, *options, str(corpus)], TARGETS[name])
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
