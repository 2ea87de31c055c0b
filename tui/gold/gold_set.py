"""The gold that extractors are scored against, from a project or a gold file, and what the cleaner says there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tui.annotation import LayerState, fold
from tui.cleaning import clean
from tui.gold.errors import DamagedError, TooNewError
from tui.gold.gold_jsonl import read_gold
from tui.gold.project import Project
from tui.gold.record import GoldArticle, gold_of, is_untouched
from tui.gold.scheme import project_scheme
from tui.gold.store import Store, Stored
from tui.model import Block, CopydeskError, Layer, screen_safe

_PAGE = "text/html"


@dataclass(frozen=True)
class GoldSet:
    """Gold articles by id. `imported_blocks` are those of pages as the cleaner made them, where a project knows.

    `unreadable` says of each file that can't be read why.
    """

    name: str
    articles: tuple[GoldArticle, ...]
    imported_blocks: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()

    @classmethod
    def of_project(cls, project: Project, person: str | None = None) -> Self:
        """Return the gold of a project; with `person`, of the articles they worked on, as they left each.

        Raises `CopydeskError` where a person has done nothing there.
        """
        store, scheme = Store(project), project_scheme(project)
        articles, blocks, unreadable = [], {}, []
        for article_id in store.ids():
            try:
                stored = store.load(article_id)
            except (DamagedError, TooNewError) as error:
                unreadable.append(str(error))
                continue
            if person is not None:
                stored = _left_by(stored, person)
            if is_untouched(stored):
                continue
            articles.append(gold_of(stored, scheme)[0])
            if not any(event.do == "import" for event in stored.events):
                blocks[article_id] = stored.article.blocks
        if person is not None and not articles:
            raise CopydeskError(f"{person} has done nothing in {project.root}; check how the name is written")
        return cls(person or project.root.name, tuple(articles), blocks, tuple(unreadable))

    @classmethod
    def at(cls, path: Path) -> Self:
        """Return the gold of the project or the gold file at `path`. Raises `CopydeskError`."""
        if path.is_dir():
            return cls.of_project(Project.open(path))
        if not path.exists():
            raise CopydeskError(f"there is no gold file and no project at {path}; check the name")
        articles = sorted(read_gold(path), key=lambda gold: gold.article.id)
        return cls(path.name, tuple(articles))

    @property
    def complete(self) -> dict[Layer, int]:
        """How many articles are complete in each layer."""
        return {
            layer: sum(gold.review.layers[layer] is LayerState.COMPLETE for gold in self.articles) for layer in Layer
        }

    @property
    def scored(self) -> "GoldSet":
        """The articles that are complete in some layer. Raises `CopydeskError` where there is none."""
        complete = LayerState.COMPLETE
        found = tuple(gold for gold in self.articles if complete in gold.review.layers.values())
        if not found:
            raise CopydeskError(
                f"no article of {screen_safe(self.name)} is complete in any layer, and only complete layers are gold; "
                "approve some in the desk (Enter)"
            )
        return GoldSet(self.name, found, self.imported_blocks, self.unreadable)

    def cleaned(self) -> Iterator[tuple[str, tuple[Block, ...]]]:
        """Yield id and blocks of each article as the cleaner makes them; articles of which nobody knows are left out.

        Plain text is cleaned again, so that a better cleaner shows. The markup of a page is not kept: there it counts
        what the cleaner said when the page came into the project, and a gold file does not tell that.
        """
        for gold in self.articles:
            article = gold.article
            if article.source.media_type != _PAGE:
                again = clean(article.text, id=article.id)
                if again.text == article.text:
                    yield article.id, again.blocks
            elif article.id in self.imported_blocks:
                yield article.id, self.imported_blocks[article.id]


def _left_by(stored: Stored, person: str) -> Stored:
    """Return an article as it was after the last act of a person; untouched where they did nothing."""
    last = max(
        (event.n for event in stored.events if event.by == person and event.do not in ("open", "suggest")), default=0
    )
    events = stored.events[:last] if last else stored.events[:1]
    return Stored(stored.article, fold(stored.article, events), events)
