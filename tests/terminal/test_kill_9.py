"""A desk that is killed with -9 while a person types loses nothing that its screen showed as saved."""

import os
import shutil
from pathlib import Path

import pytest

from tests.terminal.kill_desk import kill

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

KILLS = int(os.environ.get("COPYDESK_KILLS", "200")) // 2
"""For this test and for the one in `test_kill_9_with_trails.py`: apart, so that two processes can run them."""


def test_kill_9_while_a_person_types_loses_nothing_that_the_screen_showed_as_saved(tmp_path: Path) -> None:
    outcome = kill(KILLS, tmp_path)
    assert outcome.lost == []
    assert outcome.kills == KILLS
    assert outcome.edits >= KILLS, "hardly anything was typed"
