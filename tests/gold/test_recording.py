"""The log of a stored article as a session file."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gold.acts import work
from tests.gold.desk import new_session, new_store
from tui.annotation.replay import replay, session_lines


def test_a_stored_session_is_replayed_from_its_file(tmp_path: Path) -> None:
    store = new_store(tmp_path / "p")
    session = new_session(store)
    session.do("accept", id="e2.1", keys=("a",))
    with (tmp_path / "s.jsonl").open("w", encoding="utf-8") as stream:
        stream.writelines(session_lines(session.article, store.load("bridge").events))
    result = replay(tmp_path / "s.jsonl")
    assert result.same
    assert result.events == 3


@settings(max_examples=20)
@given(data=st.data())
def test_whatever_was_done_replays_the_same(tmp_path_factory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("replay")
    store = new_store(folder / "p")
    session = new_session(store)
    work(session, data)
    with (folder / "s.jsonl").open("w", encoding="utf-8") as stream:
        stream.writelines(session_lines(session.article, store.load("bridge").events))
    assert replay(folder / "s.jsonl").same
