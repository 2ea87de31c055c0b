"""Tests beside other people's packages that are slow to install: `pytest -m peers` runs these alone.

They are in the extras `peers` and `gamma`. Packages that are quick to install are in the extra `test`, and need none of
this.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import pytest


def needs(package: str, extra: str = "peers") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Run a test where the package is installed, and say elsewhere which extra has it."""
    skip = pytest.mark.skipif(find_spec(package) is None, reason=f"{package} is not installed (extra: {extra})")
    return lambda test: pytest.mark.peers(skip(test))
