"""Files that anybody may have written: every reader gives an answer or a sentence, never anything else."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.gold.desk import new_session, new_store, span
from tui.annotation.replay import replay, session_lines
from tui.gold import Store, default_scheme, export_gold, import_gold
from tui.gold.check import check_file
from tui.gold.repair import check_project
from tui.gold.rescue import take_in
from tui.gold.rowwords import text_of_file
from tui.gold.scheme import parse_scheme
from tui.model import CopydeskError

SCALARS = st.none() | st.booleans() | st.integers(-3, 10**20) | st.floats(allow_nan=False) | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value within a JSON value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in parts for place in places(part, (*path, key)))]


@st.composite
def spoilt(draw: st.DrawFn, value: Any) -> Any:
    """The value with one to three of its parts replaced, removed or taken from elsewhere in it."""
    value = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(places(value)[1:] or [("x",)]))
        at = value
        for key in way:
            at = at[key]
        if not isinstance(at, dict | list) or (isinstance(at, dict) and last not in at):
            continue
        if draw(st.booleans()):
            at[last] = draw(VALUES)
        else:
            del at[last]
    return value


def refusal(read: Callable[[], object]) -> str | None:
    """Return the sentence with which a reader refuses, or None where it reads."""
    try:
        read()
    except CopydeskError as error:
        return str(error)
    return None


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = new_store(tmp_path_factory.mktemp("hostile") / "p")
    session = new_session(made)
    derry, late = span("Derry"), span("It is late")
    session.do("relabel", id="e2.1", label="PERSON")
    session.do("reject", id="e2.2")
    session.do("add_entity", id="e5.1", start=derry.start, end=derry.end, label="GPE", cluster="c2.1")
    session.do("set_content", id="q2.1", content=[[late.start, late.end]])
    session.do("set_layer", layer="entities", state="complete")
    return made


def text_of(store: Store, name: str) -> str:
    return (store.project.articles / f"{name}.json").read_text(encoding="utf-8")


@settings(max_examples=100)
@given(data=st.data())
def test_a_store_file_with_anything_in_it_is_read_or_refused(store: Store, data: st.DataObject) -> None:
    path = store.project.articles / "spoilt.json"
    good = json.loads(text_of(store, "bridge").replace('"id":"bridge"', '"id":"spoilt"'))
    path.write_text(json.dumps(data.draw(spoilt(good))), encoding="utf-8")
    assert "spoilt" in (refusal(lambda: store.load("spoilt")) or "spoilt")
    assert {row.id for row in store.overview()} == {"bridge", "spoilt"}
    check_project(store.project.root, repair=True)
    assert store.load("bridge").state.n == 7
    for file in store.project.articles.glob("spoilt*"):
        file.unlink()


@settings(max_examples=100)
@given(at=st.floats(0, 1), flip=st.integers(1, 255), cut=st.booleans())
def test_a_store_file_with_a_byte_flipped_or_cut_is_read_or_refused(
    store: Store, at: float, flip: int, cut: bool
) -> None:
    path = store.project.articles / "spoilt.json"
    blob = bytearray(text_of(store, "bridge").replace('"id":"bridge"', '"id":"spoilt"').encode())
    place = int(at * (len(blob) - 1))
    blob[place] ^= flip
    path.write_bytes(blob[:place] if cut else blob)
    assert "spoilt" in (refusal(lambda: store.load("spoilt")) or "spoilt")
    check_project(store.project.root, repair=True)
    for file in store.project.articles.glob("spoilt*"):
        file.unlink()


@pytest.fixture(scope="module")
def gold(store: Store, tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    rows = []
    for standoff in (False, True):
        path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
        with path.open("wb") as stream:
            export_gold(store, stream, default_scheme(), ids=["bridge"], standoff=standoff)
        rows.append(json.loads(path.read_bytes()))
    return rows[0], rows[1]


@settings(max_examples=100)
@given(data=st.data(), standoff=st.booleans())
def test_a_gold_file_with_anything_in_it_is_right_or_refused(
    gold: tuple[Any, Any], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, standoff: bool
) -> None:
    path = tmp_path_factory.mktemp("import") / "gold.jsonl"
    path.write_text(json.dumps(data.draw(spoilt(gold[standoff]))), encoding="utf-8")
    findings = list(check_file(path))
    there = new_store(path.parent / "p")
    if refusal(lambda: import_gold(there, path, "eve", default_scheme())):
        assert there.ids() == []
    else:
        assert findings == []
        assert there.load(there.ids()[0]).state.n == 2


@settings(max_examples=200)
@given(data=st.data(), kind=st.sampled_from(["gold", "stand-off", "project"]))
def test_any_file_is_lines_for_git_or_refused(
    store: Store, gold: tuple[Any, Any], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, kind: str
) -> None:
    path = tmp_path_factory.mktemp("lines") / "gold.jsonl"
    good = {"gold": gold[0], "stand-off": gold[1]}.get(kind) or json.loads(text_of(store, "bridge"))
    path.write_text(json.dumps(data.draw(spoilt(good)), separators=(",", ":")), encoding="utf-8")
    assert str(path) in (refusal(lambda: text_of_file(path)) or str(path))


@settings(max_examples=100)
@given(data=st.data())
def test_a_recording_with_anything_in_it_is_replayed_or_refused(
    store: Store, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("replay") / "s.jsonl"
    stored = store.load("bridge")
    rows = [json.loads(line) for line in session_lines(stored.article, stored.events)]
    path.write_text("\n".join(json.dumps(row) for row in data.draw(spoilt(rows))), encoding="utf-8")
    assert str(path) in (refusal(lambda: replay(path)) or str(path))
    there = new_store(path.parent / "p")
    if refusal(lambda: take_in(there, path)):
        assert there.ids() == []
    else:
        assert there.load("bridge").state.n == stored.state.n


@settings(max_examples=100)
@given(data=st.data())
def test_a_scheme_with_anything_in_it_is_taken_or_refused(data: st.DataObject) -> None:
    entities = [{"name": "A", "key": "1", "colour": "blue", "tag": "A"}, {"name": "B", "colour": "red", "tag": "B"}]
    quotes = [{"name": "direct", "colour": "red", "tag": "D"}]
    rows: Any = {"name": "x", "version": "1", "guideline": "g", "entities": entities, "quotes": quotes}
    source = as_toml(data.draw(spoilt(rows)))
    assert (refusal(lambda: parse_scheme(source, "x.toml")) or "x.toml").startswith("x.toml")


def as_toml(rows: Any) -> str:
    """Return a JSON value as TOML, with inline tables; what TOML can't hold is left out."""

    def inline(value: Any) -> str:
        if isinstance(value, dict):
            return "{" + ", ".join(f"{json.dumps(key)} = {inline(part)}" for key, part in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(inline, value)) + "]"
        return '""' if value is None else json.dumps(value)

    return (
        "\n".join(f"{json.dumps(key)} = {inline(part)}" for key, part in rows.items()) if isinstance(rows, dict) else ""
    )
