"""An analyser that needs no process of its own."""

from collections.abc import Callable, Mapping
from typing import Self

from tui.extraction.client import OnPart
from tui.model import Article, Layer, Predictions, Provenance


class InProcessAnalyser:
    """An analyser that calls a function in this process."""

    def __init__(self, analyse: Callable[[Article], Predictions], by: Mapping[Layer, Provenance]) -> None:
        self._analyse, self._by = analyse, by

    async def ready(self) -> Mapping[Layer, Provenance]:
        return self._by

    async def analyse(self, article: Article, on_part: OnPart | None = None) -> Predictions:
        """What the function says; there are no parts."""
        return self._analyse(article)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass
