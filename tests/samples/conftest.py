"""One spaCy pipeline for the tests on the samples and the seeds."""

import pytest

from tui.extraction.pipeline import Analyser


@pytest.fixture(scope="package")
def analyser() -> Analyser:
    return Analyser()
