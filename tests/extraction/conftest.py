"""One spaCy pipeline for all tests of the extractors: loading it takes longer than any of them."""

import pytest

from tui.extraction.models import LoadedModel, load
from tui.extraction.pipeline import Analyser


@pytest.fixture(scope="session")
def model() -> LoadedModel:
    return load()


@pytest.fixture(scope="session")
def analyser(model: LoadedModel) -> Analyser:
    return Analyser(model)
