"""The extractors that an open article can be given to: ours, ours with another pipeline, those of installed packages.

Each runs in a process of its own, which starts when it is first asked and ends with the desk.
"""

from collections.abc import Callable, Iterable, Sequence

from tui.extraction import ATTITUDES, OURS
from tui.extraction.client import AnalyserProcess, ArticleAnalyser
from tui.model import Provenance


def process_of(name: str) -> ArticleAnalyser:
    """Return the extractor that a package offers under `name`; else ours with the spaCy pipeline `name`."""
    from tui.extraction.registry import installed_extractors  # noqa: PLC0415 - looks into every installed package

    if name == ATTITUDES or name in installed_extractors():
        return AnalyserProcess(extractor=name)
    return AnalyserProcess(model=name)


class Extractors:
    """`own` is the one that the desk starts with; `more` are names from the configuration."""

    def __init__(
        self,
        own: ArticleAnalyser | None,
        more: Sequence[str] = (),
        start: Callable[[str], ArticleAnalyser] = process_of,
    ) -> None:
        self._running = {OURS: own} if own is not None else {}
        self._more = tuple(more)
        self._start = start
        self._own: frozenset[tuple[str, str]] = frozenset()

    def names(self) -> list[str]:
        """Return the names that are known: the desk's own, those of the configuration, what is installed."""
        from tui.extraction.registry import installed_extractors, installed_pipelines  # noqa: PLC0415 - see above

        own = [OURS] if OURS in self._running else []
        return list(dict.fromkeys([*own, *self._more, *installed_extractors(), *installed_pipelines(), *self._running]))

    def get(self, name: str) -> ArticleAnalyser:
        """Return the extractor `name`; any other name or path is taken for that of a spaCy pipeline."""
        if name not in self._running:
            self._running[name] = self._start(name)
        return self._running[name]

    def know_own(self, by: Iterable[Provenance]) -> None:
        """Take note of who makes the layers of the desk's own extractor: it has loaded its models."""
        self._own = frozenset((maker.extractor, maker.model or "") for maker in by)

    def are_own(self, by: Iterable[Provenance]) -> bool:
        """Return whether suggestions made `by` these are what the desk's own extractor makes, as far as is known."""
        makers = {(maker.extractor, maker.model or "") for maker in by}
        return bool(makers) and makers <= self._own

    def is_running(self, name: str, extractor: ArticleAnalyser | None) -> bool:
        """Return whether `extractor` is the one called `name`."""
        return extractor is not None and self._running.get(name) is extractor

    @staticmethod
    def about(name: str) -> str:
        """Return what an extractor is, in a few words."""
        if name == OURS:
            return "the one that the desk started with"
        if name == ATTITUDES:
            return "ours, with what is thought, wanted or liked as quotes, too"
        from tui.extraction.registry import installed_extractors  # noqa: PLC0415 - see above

        offered = installed_extractors().get(name)
        if offered is not None and offered.dist is not None:
            return f"of the package {offered.dist.name} {offered.dist.version}"
        return "our rules on this spaCy pipeline"
