"""Every test that docs/reliability.md names is there."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DOCUMENT = (TESTS.parent / "docs" / "reliability.md").read_text()
NAMED = re.findall(r"`((?:tests/)?(?:\w+/)*(?:test_\w+\.py|\.\.\.))?(?:::)?(test_\w+)?`", DOCUMENT)


def named() -> list[tuple[str, str]]:
    """Every file and test that the document names; `...` stands for the file named before."""
    found, before = [], ""
    for file, test in NAMED:
        if file or test:
            before = before if file in ("", "...") else file
            found.append((before, test))
    return found


@pytest.mark.parametrize(("file", "test"), named())
def test_a_test_that_is_named_is_there(file: str, test: str) -> None:
    files = [path for path in TESTS.rglob("test_*.py") if path.as_posix().endswith("/" + file.removeprefix("tests/"))]
    assert len(files) == 1, file
    assert not test or re.search(rf"^(async )?def {test}\(", files[0].read_text(), re.MULTILINE), (file, test)


def test_the_document_names_its_tests() -> None:
    assert len(named()) > 30
    assert len({test for _, test in named()}) > 25
