"""One quick extractor for the tests of this folder."""

import pytest

from tests.corpus.newspapers import install_extractor


@pytest.fixture
def towns(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> str:
    folder = tmp_path_factory.mktemp("installed")
    install_extractor(folder)
    monkeypatch.syspath_prepend(folder)
    return "towns"
