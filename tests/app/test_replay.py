"""Recorded sessions come out the same: the log when it is folded, and the keys when they are typed again."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.newsroom import desk
from tests.command_line import run
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


async def press(root: Path, *keys: str) -> None:
    async with desk(root) as (_, pilot):
        for key in keys:
            await pilot.press(key)


def test_what_an_import_brought_is_there_when_the_keys_are_typed(tmp_path: Path) -> None:
    asyncio.run(press(tmp_path / "first", "a", "a", "enter"))
    gold, session, second = tmp_path / "gold.jsonl", tmp_path / "session.jsonl", tmp_path / "second"
    assert run("export", "--project", tmp_path / "first", "-o", gold).exit_code == 0
    assert run("import", gold, "--project", second, "--who", "ann").exit_code == 0
    for keys, sat in (((), 0), (("g", "g", "tab", "3", "x"), 1)):
        if keys:
            asyncio.run(press(second, *keys))
        assert run("record", "ferry", "--project", second, "-o", session).exit_code == 0
        assert len(sittings(read_session(session).events)) == sat
        result = run("replay", "--ui", session)
        assert (result.exit_code, result.stdout) == (0, "ferry: the keys make the recorded log\n")
        session.unlink()


def test_an_article_that_was_opened_twice_is_typed_in_two_sittings() -> None:
    events = read_session(next(path for path in SESSIONS if path.stem == "ferry-two-sittings")).events
    assert [sitting.size for sitting in sittings(events)] == [(120, 40), (80, 24)]
