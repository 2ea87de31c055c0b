"""Another side to compare an article with: somebody's project, a gold file, or the same log as another person left it.

Articles are the same where their texts are: they are found by id, then by the hash of the text.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tui.annotation import fold
from tui.annotation.compare import differences, still_open
from tui.annotation.difference import Side
from tui.gold.check import checked_records, is_standoff
from tui.gold.errors import StoreError
from tui.gold.project import Project
from tui.gold.record import GoldArticle
from tui.gold.standoff import from_standoff
from tui.gold.store import Store, Stored
from tui.model import Article, CopydeskError

_MACHINES = frozenset({"open", "suggest", "import"})


class Other:
    """Where somebody else's labels are."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @staticmethod
    def at(path: str | Path) -> "Other":
        """Return the project or the gold file at `path`. Raises `CopydeskError` where it is neither, or is broken."""
        found = Path(path).expanduser()
        if found.is_dir():
            return _OtherProject(Project.open(found))
        if not found.exists():
            raise CopydeskError(f"{path} is not there; name a project's folder or a gold file (.jsonl)")
        return _OtherGold(found)

    @property
    def name(self) -> str:
        """The name of the folder or file."""
        return self.path.name

    def side(self, article: Article) -> Side:
        """Return what is said there of the article. Raises `CopydeskError` where it has another text or none."""
        raise NotImplementedError

    def _missing(self, article: Article, there: str | None) -> CopydeskError:
        if there is None:
            return CopydeskError(f"{self.name} has no article {article.id!r}")
        return CopydeskError(
            f"{self.name} has another text under {article.id!r} (SHA-256 {there[:12]}..., here "
            f"{article.text_sha256[:12]}...); labels can be compared on one and the same text only"
        )

    def _named(self, people: set[str]) -> str:
        return f"{', '.join(sorted(people))} in {self.name}" if people else self.name


class _OtherProject(Other):
    def __init__(self, project: Project) -> None:
        super().__init__(project.root)
        self._store = Store(project)

    def side(self, article: Article) -> Side:
        stored = self._find(article)
        return Side.of_state(self._named(people(stored)), stored.state)

    def _find(self, article: Article) -> Stored:
        other: str | None = None
        for article_id in self._candidates(article):
            there = self._store.tables(article_id)["article"]["1"]["text_sha256"]
            if there == article.text_sha256:
                return self._store.load(article_id)
            other = there if article_id == article.id else other
        raise self._missing(article, other)

    def _candidates(self, article: Article) -> Iterator[str]:
        """Yield the article's id where the project has it, then all others."""
        ids = [row.id for row in self._store.overview() if row.is_article and row.error is None]
        yield from (name for name in ids if name == article.id)
        yield from (name for name in ids if name != article.id)


class _OtherGold(Other):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        rows = checked_records(path)
        self._by_id: Mapping[str, dict[str, Any]] = {row["id"]: row for row in rows}
        self._by_hash: Mapping[str, dict[str, Any]] = {row["text_sha256"]: row for row in rows}

    def side(self, article: Article) -> Side:
        row = self._by_hash.get(article.text_sha256)
        if row is None:
            same_id = self._by_id.get(article.id)
            raise self._missing(article, same_id["text_sha256"] if same_id else None)
        gold = from_standoff(row, article.text) if is_standoff(row) else GoldArticle.from_json(row)
        return Side.of_labels(self._named(set(gold.review.annotators)), gold.labels, gold.clusters, gold.article.blocks)


def people(stored: Stored) -> set[str]:
    """Return who has done anything to an article, in the project or before an import."""
    found: set[str] = set()
    for event in stored.events:
        if event.do == "import":
            found |= set(event.args["review"]["annotators"])
        elif event.do not in _MACHINES:
            found.add(event.by)
    return found


def as_left_by(stored: Stored, person: str) -> Side:
    """Return what the article said after the last act of `person`. Raises `StoreError` where there is none."""
    last = max((e.n for e in stored.events if e.by == person and e.do not in _MACHINES), default=0)
    if not last:
        raise StoreError(f"{person} has done nothing to {stored.id!r}")
    state = fold(stored.article, stored.events[:last]).state
    return Side.of_state(f"{person}, as left then", state)


def told_differences(store: Store, other: Other, article_id: str) -> str:
    """Return how many differences of an article are open, in a word or two for a table: "3", "agree", "–"."""
    try:
        stored = store.load(article_id)
        theirs = other.side(stored.article)
    except CopydeskError:
        return "–"
    own = Side.of_state("", stored.state)
    found = differences(own, theirs)
    waiting = len(still_open(found, stored.state.verdicts))
    if waiting:
        return str(waiting)
    if found or stored.state.verdicts:
        return "settled"
    return "agree" if own.entities or own.quotes else "–"
