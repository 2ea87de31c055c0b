"""A desk that is killed with -9 while a person types loses nothing that its screen showed as saved."""

import os
from pathlib import Path

import pytest

from tests.app.tmux import needs_tmux
from tests.terminal.kill_desk import kill

pytestmark = needs_tmux

PARTS = 4
KILLS = max(1, int(os.environ.get("COPYDESK_KILLS", "200")) // (2 * PARTS))
"""For each part of this test and of the one in `test_kill_9_with_trails.py`: parts, for processes to share."""


@pytest.mark.parametrize("part", range(PARTS))
def test_kill_9_while_a_person_types_loses_nothing_that_the_screen_showed_as_saved(tmp_path: Path, part: int) -> None:
    outcome = kill(KILLS, tmp_path, seed=80 + part)
    assert outcome.lost == []
    assert outcome.kills == KILLS
    assert outcome.edits >= KILLS, "hardly anything was typed"
