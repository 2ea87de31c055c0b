"""What is remembered of a file between saves says the same as the file would, read anew."""

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tui.gold.keyed import with_rows
from tui.gold.remembered import Remembered
from tui.gold.storage import AtomicJSONStorage, schema_version

KEYS = st.sampled_from(["e1", "e2", "e10", "q1", "q2"])
ROWS = st.dictionaries(KEYS, st.none() | st.integers(0, 3), max_size=4)


def row(key: str, value: int | None) -> dict[str, Any] | None:
    return None if value is None else {"id": key, "value": value}


@given(st.lists(ROWS, max_size=8))
def test_a_file_saved_step_by_step_is_the_file_saved_at_once(steps: list[dict[str, int | None]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        remembered, path = Remembered(), Path(folder, "a.json")
        meta = {"1": {"schema": schema_version()}}
        AtomicJSONStorage(path, remembered).write({"meta": meta, "labels": {}})
        expected: dict[str, dict[str, Any]] = {}
        numbers: dict[str, int] = {}
        for step in steps:
            storage = AtomicJSONStorage(path, remembered)
            tables = storage.read()
            assert tables is not None
            before = json.dumps(tables)
            labels = with_rows(tables["labels"], "id", {key: row(key, value) for key, value in step.items()})
            assert json.dumps(tables) == before
            storage.write({**tables, "labels": labels})
            for key, value in step.items():
                made = row(key, value)
                if made is None:
                    expected.pop(key, None)
                else:
                    expected[key] = made
            there = AtomicJSONStorage(path).read()
            assert there is not None
            assert {document["id"]: document for document in there["labels"].values()} == expected
            assert all(numbers.get(document["id"], int(n)) == int(n) for n, document in there["labels"].items())
            numbers = {document["id"]: int(n) for n, document in there["labels"].items()}
            assert list(numbers.values()) == sorted(numbers.values())
            fresh = Path(folder, "fresh.json")
            AtomicJSONStorage(fresh).write(there)
            assert fresh.read_bytes() == path.read_bytes()
