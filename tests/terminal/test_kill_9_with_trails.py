"""The same as `test_kill_9.py`, with desks that move the older events of a log to its trail after every few edits."""

from pathlib import Path

import pytest

from tests.app.tmux import needs_tmux
from tests.terminal.kill_desk import kill
from tests.terminal.test_kill_9 import KILLS, PARTS

pytestmark = needs_tmux


@pytest.mark.parametrize("part", range(PARTS))
def test_kill_9_while_events_move_to_the_trail_loses_nothing_that_was_shown_as_saved(tmp_path: Path, part: int) -> None:
    outcome = kill(KILLS, tmp_path, seed=90 + part, limit=8, kept=3)
    assert outcome.lost == []
    assert outcome.kills == KILLS
    assert outcome.in_trails >= KILLS, "hardly anything was moved"
