"""A store in a project of a test's own."""

from pathlib import Path

import pytest

from tests.gold.desk import new_store
from tui.gold import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return new_store(tmp_path / "p")
