"""Recorded sessions come out the same: the log when it is folded, and the keys when they are typed again."""

from dataclasses import replace
from pathlib import Path

import pytest

from tui.annotation.replay import read_session, replay
from tui.app.replay_ui import differences, sittings, type_again

SESSIONS = sorted((Path(__file__).parents[1] / "sessions").glob("*.jsonl"))


def test_there_are_recorded_sessions() -> None:
    assert len(SESSIONS) >= 3


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_a_recorded_log_folds_to_the_recorded_labels(path: Path) -> None:
    assert replay(path).same


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
async def test_the_recorded_keys_typed_into_the_app_make_the_recorded_log(path: Path, tmp_path: Path) -> None:
    recording = read_session(path)
    assert sum(len(event.keys) for event in recording.events) >= 20
    typed = await type_again(recording, tmp_path / "project")
    assert differences(recording.events, typed) == []


def test_a_log_with_other_keys_or_acts_is_told_apart() -> None:
    events = read_session(SESSIONS[0]).events
    assert differences(events, events) == []
    other = [*events[:-1], replace(events[-1], do="flag", args={"on": True}, keys=("k",))]
    assert len(differences(events, other)) == 3
    assert differences(events, events[:-1]) == [f"{len(events) - 1} events, were {len(events)}"]


def test_an_article_that_was_opened_twice_is_typed_in_two_sittings() -> None:
    events = read_session(next(path for path in SESSIONS if path.stem == "ferry-two-sittings")).events
    assert [sitting.size for sitting in sittings(events)] == [(120, 40), (80, 24)]
