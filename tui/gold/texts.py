"""Where the texts come from that stand-off gold was made for."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

from tui.cleaning import read
from tui.cleaning.ids import is_legal
from tui.gold.errors import NoSuchArticleError
from tui.gold.project import Project
from tui.gold.store import Store, Stored
from tui.model import Article, CopydeskError


class Texts:
    """Articles to be found by the hash of their text: of a project, or of a folder or files that can be read."""

    def __init__(self, articles: Iterable[Article], where: str) -> None:
        self._where = where
        self._by_hash: dict[str, Article] = {}
        self._by_id: dict[str, Article] = {}
        for article in articles:
            self._by_hash.setdefault(article.text_sha256, article)
            self._by_id.setdefault(article.id, article)

    @classmethod
    def at(cls, path: str | Path) -> "Texts":
        """Return the texts in a project's folder, in a folder of articles, or in one file. Raises `CopydeskError`."""
        folder = Path(path)
        if folder.is_dir() and (project := Project.find(folder)) and project.root == folder.absolute():
            return cls.of_store(Store(project))
        return cls(read([folder]), str(path))

    @classmethod
    def of_store(cls, store: Store) -> "Texts":
        """Return the texts of a project. Raises what `Store.load` raises."""
        return StoreTexts(store)

    def find(self, article_id: str, sha256: str) -> Article:
        """Return the article with the text of that hash.

        Raises `CopydeskError` where there is none, and says whether one has the id but another text.
        """
        if (found := self._with_hash(sha256)) is not None:
            return found
        if (other := self._with_id(article_id)) is not None:
            raise CopydeskError(
                f"the text of {article_id!r} in {self._where} is not the one that was annotated (its SHA-256 is "
                f"{other.text_sha256[:12]}..., that of the annotated one {sha256[:12]}...); get the original text"
            )
        raise CopydeskError(f"{self._where} has no text for {article_id!r} (SHA-256 {sha256[:12]}...); put it there")

    def named(self, article_id: str) -> Article:
        """Return the article of that id. Raises `CopydeskError` where there is none."""
        if (found := self._with_id(article_id)) is None:
            raise CopydeskError(f"{self._where} has no article {article_id!r}; say where the texts are (--texts PATH)")
        return found

    def _with_hash(self, sha256: str) -> Article | None:
        return self._by_hash.get(sha256)

    def _with_id(self, article_id: str) -> Article | None:
        return self._by_id.get(article_id)

    def __iter__(self) -> Iterator[Article]:
        """Yield the articles, a text that is there twice once."""
        return iter(self._by_hash.values())


class StoreTexts(Texts):
    """The articles of a project. All are read once for the hashes of their texts; then each when it is asked for."""

    def __init__(self, store: Store) -> None:
        super().__init__((), str(store.project.root))
        self.store = store

    @cached_property
    def ids(self) -> dict[str, str]:
        """The id of an article by the hash of its text. Raises what `Store.load` raises."""
        found: dict[str, str] = {}
        for article_id in self.store.ids():
            found.setdefault(self.store.load(article_id).article.text_sha256, article_id)
        return found

    def stored(self, sha256: str) -> Stored | None:
        """Return the article with the text of that hash, its labels too, None where there is none."""
        article_id = self.ids.get(sha256)
        return self.store.load(article_id) if article_id is not None else None

    def _with_hash(self, sha256: str) -> Article | None:
        stored = self.stored(sha256)
        return stored.article if stored is not None else None

    def _with_id(self, article_id: str) -> Article | None:
        if not is_legal(article_id):
            return None
        try:
            return self.store.load(article_id).article
        except NoSuchArticleError:
            return None

    def __iter__(self) -> Iterator[Article]:
        """Yield the articles, a text that is there twice once."""
        return (self.store.load(article_id).article for article_id in self.ids.values())
