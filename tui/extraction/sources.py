"""Entities from anywhere, and what is made of them in every case: clusters, and offsets into the whole text."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from tui.extraction.clusters import cluster
from tui.extraction.whole import in_whole
from tui.model import Article, Entity, Layer, Predictions, Provenance


@runtime_checkable
class EntitySource(Protocol):
    """Another extractor of entities, in the place of ours."""

    @property
    def by(self) -> Mapping[Layer, Provenance]:
        """Who it is."""

    def find(self, text: str) -> list[Entity]:
        """Return the entities in `text`, in its order."""


def entities_alone(article: Article, source: EntitySource) -> Predictions:
    """Return what `source` finds in the kept text, clustered, with offsets into the whole text."""
    entities, clusters = cluster(article.kept.text, source.find(article.kept.text))
    made = Predictions(article.text_sha256, source.by, tuple(entities), clusters=tuple(clusters))
    return in_whole(made, article.kept)
