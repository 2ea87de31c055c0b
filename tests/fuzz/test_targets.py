"""Every target of the fuzzer reads its seed, and reads or refuses what is made of it, here without a guide."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, seed
from tests.fuzz.test_bombs import PARTS, mutated
from tui.gold.formats import formats

HOSTILE = [
    b"", b"\x00", b"\xff\xfe\x00\xd8", b"[" * 50_000, b'{"a":' * 50_000, b"9" * 5000, b"-1e999", b"NaN", b'"\\ud800"',
    b"x" * 1_000_000, "a\u0301".encode() * 50_000, "\u202e\x1b[2J".encode() * 100, b"PK\x03\x04" + b"\x00" * 60,
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>', b"a = [" * 50_000, b"a." * 50_000 + b"b = 1",
    b"a = " + b"[" * 50_000, b"a = " + b"9" * 5000, b"a = {" + b'"b" . ' * 50_000 + b"c = 1}",
]  # fmt: skip


def test_every_format_that_is_imported_has_a_target() -> None:
    assert {f"import-{form.name}" for form in formats()} <= TARGETS.keys()


@pytest.mark.parametrize("name", TARGETS)
def test_the_seed_is_read_and_what_is_hostile_is_read_or_refused(name: str) -> None:
    for blob in (seed(name), *HOSTILE):
        TARGETS[name](blob)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_is_made_of_the_seed_is_read_or_refused(name: str, data: st.DataObject) -> None:
    TARGETS[name](data.draw(mutated(seed(name)) | st.lists(PARTS, max_size=8).map(b"".join)))


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed")
@pytest.mark.parametrize("name", ["gold", "scheme", "import-brat"])
def test_a_short_guided_run_finds_nothing(name: str, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.fuzz.guided",
        name,
        "-seed=1",
        "-runs=1000",
        f"-artifact_prefix={tmp_path}/",
    ]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
