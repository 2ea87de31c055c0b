"""Extractors by name: ours, those that installed packages offer, and any spaCy pipeline.

A package offers one as an entry point of the group `copydesk.extractors`. It is either

* a callable from text to spans: `(start, end, label)` triples, mappings with these keys (and `text`, if it likes to be
  checked), spaCy spans, or a `Doc`, whose entities are meant. Entities, unless its attribute `layer` is "quotes"; then
  a label is the kind of a quote, and a mapping may have `content` (several `(start, end)` pieces), `cue` and `speaker`
  (`(start, end)` each);
* or the name or the path of a spaCy pipeline, whose entities are taken as they are.

Without a package, `module:function` names a callable of a module that Python finds, also in the folder one is in.
Its version is that of the package. What it returns is checked here, so that nothing out of range or without a label
gets into a project.
"""

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Protocol

from tui.extraction import ATTITUDES, OURS
from tui.extraction.checked import checked_entities, checked_quotes, taken
from tui.extraction.code_state import code_state
from tui.extraction.sources import EntitySource, entities_alone
from tui.extraction.whole import in_whole
from tui.model import Article, CopydeskError, Entity, Layer, Predictions, Provenance, Quote, Speaker

GROUP = "copydesk.extractors"

_IN_MODULE = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_][\w.]*)")

Finder = Callable[[str], Iterable[Any]]


class Extractor(Protocol):
    """Something that makes one or more layers of predictions."""

    @property
    def by(self) -> Mapping[Layer, Provenance]:
        """Who makes each layer."""

    def analyse(self, article: Article) -> Predictions:
        """Return what it says of the kept blocks of `article`; every span is of the whole text."""


class FunctionExtractor:
    """A callable from text to spans as an extractor of one layer."""

    def __init__(self, find: Finder, name: str, version: str, layer: Layer = Layer.ENTITIES) -> None:
        """Take the callable, the name and version to record, and the layer that it makes."""
        self._find, self._name = find, name
        self.layer = layer
        self.by = {layer: Provenance(name, version)}

    def find(self, text: str) -> list[Entity]:
        """Return the entities that the callable finds in `text`. Raises `CopydeskError` when they are nonsense."""
        return checked_entities(self._call(text), text, self._name)

    def analyse(self, article: Article) -> Predictions:
        """Return what the callable finds in the kept text. Raises `CopydeskError` when it fails or returns nonsense."""
        if self.layer is Layer.ENTITIES:
            return entities_alone(article, self)
        quotes = checked_quotes(self._call(article.kept.text), article.kept.text, self._name)
        return in_whole(Predictions(article.text_sha256, self.by, quotes=tuple(quotes)), article.kept)

    def _call(self, text: str) -> list[Any]:
        try:
            found: Any = self._find(text)
            return taken(found.ents if hasattr(found, "ents") else found, text, self._name)
        except CopydeskError:
            raise
        except Exception as error:
            said = " ".join(str(error).split())[:300]
            raise CopydeskError(f"the extractor {self._name!r} failed ({type(error).__name__}: {said})") from error


class WithQuotesOf:
    """Our entities, with the quotes of another extractor."""

    def __init__(self, ours: Extractor, other: Extractor) -> None:
        """Take both."""
        self._ours, self._other = ours, other
        self.by = {**ours.by, Layer.QUOTES: other.by[Layer.QUOTES]}

    def analyse(self, article: Article) -> Predictions:
        """Return our predictions with the other's quotes; a speaker gets the cluster of the entity that names them."""
        ours = self._ours.analyse(article)
        quotes = tuple(_with_cluster(quote, ours.entities) for quote in self._other.analyse(article).quotes)
        candidates = tuple(candidate for candidate in ours.candidates if candidate.layer is not Layer.QUOTES)
        return replace(ours, by=self.by, quotes=quotes, candidates=candidates)


def _with_cluster(quote: Quote, entities: Sequence[Entity]) -> Quote:
    mention = quote.speaker.mention if quote.speaker else None
    if mention is None:
        return quote
    named = next((e.cluster for e in entities if e.cluster and e.span.overlaps(mention)), None)
    return replace(quote, speaker=Speaker(mention, named))


def installed_extractors() -> dict[str, EntryPoint]:
    """Return the extractors that installed packages offer, by name, without importing any."""
    return {entry.name: entry for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name)}


def installed_pipelines() -> list[str]:
    """Return the names of the spaCy pipelines that are installed as packages, without importing any."""
    return sorted(entry.name for entry in entry_points(group="spacy_models"))


def get_extractor(name: str = OURS, model: str | None = None) -> Extractor:
    """Return the extractor `name`: ours with the spaCy pipeline `model`, an installed one, or a pipeline's entities.

    Raises `CopydeskError` when there is none of that name, or it can't be loaded.
    """
    if name in (OURS, ATTITUDES):
        from tui.extraction.pipeline import Analyser  # noqa: PLC0415 - spaCy takes a second

        return Analyser(model, attitudes=name == ATTITUDES)
    entry = _entry(name)
    return _offered(entry) if entry is not None else _pipeline(name)


def code_of(name: str) -> str:
    """Return digits that change with the code of the extractor `name`, nothing for a pipeline (weights have theirs)."""
    if name in (OURS, ATTITUDES):
        return code_state("tui.extraction")
    entry = _entry(name)
    return code_state(entry.module) if entry is not None else ""


def title_of(by: Mapping[Layer, Provenance]) -> str:
    """Return what to call an extractor in a report: name, version and model of its first layer, without the layer."""
    layer, maker = next(iter(by.items()))
    return replace(maker, extractor=maker.extractor.removesuffix(f"-{layer.value}")).name.replace("@unknown", "")


def _entry(name: str) -> EntryPoint | None:
    """Return what an installed package offers under a name, or the callable that `module:function` names."""
    entry = installed_extractors().get(name)
    if entry is not None or _IN_MODULE.fullmatch(name) is None:
        return entry
    if "" not in sys.path:
        sys.path.insert(0, "")  # as `python -m` does: a module of the folder one is in
    return EntryPoint(name, name, GROUP)


def _offered(entry: EntryPoint) -> Extractor:
    version = entry.dist.version if entry.dist is not None else "unknown"
    try:
        found = entry.load()
    except Exception as error:
        raise CopydeskError(
            f"the extractor {entry.name!r} ({entry.value}) can't be imported ({type(error).__name__}: {error}); "
            "install its package again, or check the name"
        ) from error
    if isinstance(found, str):
        return _pipeline(found, entry.name, version)
    if not callable(found):
        raise CopydeskError(
            f"the extractor {entry.name!r} ({entry.value}) is a {type(found).__name__}; "
            "it has to be a callable from text to spans, or the name or path of a spaCy pipeline"
        )
    layer = getattr(found, "layer", Layer.ENTITIES.value)
    if layer not in (Layer.ENTITIES, Layer.QUOTES):
        raise CopydeskError(f"the extractor {entry.name!r} has the layer {layer!r}; it can be 'entities' or 'quotes'")
    return FunctionExtractor(found, entry.name, version, Layer(layer))


def _pipeline(pipeline: str, name: str = "spacy", version: str | None = None) -> Extractor:
    from spacy.about import __version__ as spacy_version  # noqa: PLC0415 - spaCy takes a second

    from tui.extraction.models import load  # noqa: PLC0415 - the same
    from tui.extraction.pipeline import PipelineExtractor  # noqa: PLC0415 - the same

    try:
        loaded = load(pipeline, needs=["doc.ents"])
    except CopydeskError as error:
        if name != "spacy":
            raise
        known = ", ".join([OURS, ATTITUDES, *installed_extractors()])
        raise CopydeskError(f"there is no extractor {pipeline!r} (there is {known}), and {error}") from error
    return PipelineExtractor(loaded, name, version or spacy_version)


def in_place_of_ours(other: Extractor, model: str | None = None) -> Extractor:
    """Return our extractors with those layers that `other` makes taken from it.

    Where it makes the entities, our quote rules find their speakers among those. Raises `CopydeskError`.
    """
    from tui.extraction.pipeline import Analyser  # noqa: PLC0415 - spaCy takes a second

    if Layer.QUOTES in other.by and Layer.ENTITIES not in other.by:
        return WithQuotesOf(Analyser(model), other)
    return Analyser(model, entities_from=other) if isinstance(other, EntitySource) else other
