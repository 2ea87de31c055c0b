"""Where the texts come from that stand-off gold was made for."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from tui.cleaning import read
from tui.gold.project import Project
from tui.gold.store import Store
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
        return cls((store.load(article_id).article for article_id in store.ids()), str(store.project.root))

    def find(self, article_id: str, sha256: str) -> Article:
        """Return the article with the text of that hash.

        Raises `CopydeskError` where there is none, and says whether one has the id but another text.
        """
        if found := self._by_hash.get(sha256):
            return found
        if other := self._by_id.get(article_id):
            raise CopydeskError(
                f"the text of {article_id!r} in {self._where} is not the one that was annotated (its SHA-256 is "
                f"{other.text_sha256[:12]}..., that of the annotated one {sha256[:12]}...); get the original text"
            )
        raise CopydeskError(f"{self._where} has no text for {article_id!r} (SHA-256 {sha256[:12]}...); put it there")

    def named(self, article_id: str) -> Article:
        """Return the article of that id. Raises `CopydeskError` where there is none."""
        if (found := self._by_id.get(article_id)) is None:
            raise CopydeskError(f"{self._where} has no article {article_id!r}; say where the texts are (--texts PATH)")
        return found

    def __iter__(self) -> Iterator[Article]:
        """Yield the articles, a text that is there twice once."""
        return iter(self._by_hash.values())
