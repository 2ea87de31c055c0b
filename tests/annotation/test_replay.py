"""A recorded session folds to the labels it was recorded with, and says where it does not."""

import json
from pathlib import Path

import pytest

from tests.annotation.test_reducer import ARTICLE, Log, span
from tui.annotation.replay import EVERY, digest, replay, session_lines
from tui.model import CopydeskError


def recorded(path: Path) -> Log:
    """A session of 61 events in a file."""
    log = Log()
    for i in range(58):
        where = span("tired" if i % 2 else "Monday")
        log.do("add_entity", id=f"e{i + 3}.1", start=where.start, end=where.end, label="DATE")
    log.do("undo")
    path.write_text("".join(session_lines(ARTICLE, log.events)), encoding="utf-8")
    return log


def edited(path: Path, n: int, **args: object) -> None:
    """Change the arguments of event `n` in the file."""
    lines = path.read_text().splitlines()
    for i, line in enumerate(lines):
        row = json.loads(line)
        if row.get("n") == n:
            row["args"].update(args)
            lines[i] = json.dumps(row)
    path.write_text("\n".join(lines))


def test_a_recording_comes_out_the_same_and_needs_no_model(tmp_path: Path) -> None:
    log = recorded(tmp_path / "s.jsonl")
    result = replay(tmp_path / "s.jsonl")
    assert result.same
    assert (result.events, result.labels) == (61, len(log.history.state.labels))
    assert str(result) == "a: 61 events, 61 labels, the same as recorded"


@pytest.mark.parametrize(("n", "first", "last"), [(10, 1, 25), (30, 26, 50), (60, 51, 61)])
def test_a_change_is_located_between_two_checkpoints(tmp_path: Path, n: int, first: int, last: int) -> None:
    path = tmp_path / "s.jsonl"
    recorded(path)
    edited(path, n, label="TIME")
    result = replay(path)
    if n == 60:  # undone by event 61, so nothing is left of it
        assert result.same
        return
    assert (result.same, result.differs_at, result.differs_by) == (False, first, last)
    assert f"differ after event {last}; they were the same after event {first - 1}" in result.reason
    assert last % EVERY == 0


def test_an_event_that_does_not_fit_is_named(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    recorded(path)
    edited(path, 33, end=5000)
    result = replay(path)
    assert (result.differs_at, result.differs_by, result.events) == (33, 33, 32)
    assert result.reason.startswith("event 33 (add_entity) does not fit: the span")


def test_a_recording_without_its_end_is_not_called_the_same(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    recorded(path)
    path.write_text("\n".join(path.read_text().splitlines()[:-1]))
    assert "ends without saying how event 61 came out" in replay(path).reason
    path.write_text(path.read_text().splitlines()[0])
    assert not replay(path).same


def test_an_event_that_is_missing_is_a_gap(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    recorded(path)
    path.write_text("".join(line for line in path.read_text().splitlines(True) if '"n":7,' not in line))
    assert "event 8 follows event 6" in replay(path).reason


@pytest.mark.parametrize(
    ("blob", "message"),
    [
        (b"", "is empty"),
        (b"{}\n", "line 1: not a line of a recorded session"),
        (b"\xff", "can't be read"),
        (b"[" * 100_000, "line 1"),
        (b'{"article":{"id":"a","text":"x","blocks":[],"text_sha256":"0"}}', "not the one its SHA-256"),
    ],
)
def test_what_is_not_a_recording_is_refused_in_a_sentence(tmp_path: Path, blob: bytes, message: str) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(blob)
    with pytest.raises(CopydeskError, match=message):
        replay(path)


def test_equal_digests_mean_equal_states() -> None:
    one, other = Log(), Log()
    assert digest(one.history.state) == digest(other.history.state)
    one.do("accept", id="e2.1")
    assert digest(one.history.state) != digest(other.history.state)
    one.do("undo")
    assert digest(one.history.state) == digest(other.history.state)
