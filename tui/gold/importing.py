"""Gold from a file into a project, as one event for each article, so that its log still folds to its labels."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tui.annotation import Status
from tui.gold.check import checked_records, is_standoff
from tui.gold.errors import StoreError
from tui.gold.record import GoldArticle, gold_of, import_args
from tui.gold.report import Loss, Report, summed
from tui.gold.standoff import from_standoff, to_standoff
from tui.gold.store import Store, Stored, utc_now
from tui.gold.texts import Texts
from tui.model import CopydeskError, Event, Scheme


def import_gold(store: Store, path: str | Path, by: str, scheme: Scheme, *, texts: Texts | None = None) -> Report:
    """Bring the articles and labels of a gold or stand-off JSONL file into a project.

    Everything is checked before anything is written. Articles whose gold is here already are left as they are. `by` is
    who imports; labels keep the names of those who made them. Stand-off gold needs `texts`.

    Raises `CopydeskError` for a file with findings, a text that is missing or another one, and an article of the
    project that somebody has annotated differently; the project is then unchanged.
    """
    return bring_in(store, [_gold(row, texts, path) for row in checked_records(path)], by, scheme)


def bring_in(store: Store, golds: Sequence[GoldArticle], by: str, scheme: Scheme) -> Report:
    """Bring gold that has been checked into a project. Raises what `import_gold` raises of the project's articles."""
    known = set(store.ids())
    wanted, losses = [], []
    for gold in golds:
        stored = store.load(gold.article.id) if gold.article.id in known else None
        if stored is not None and _is_same(gold, stored, scheme):
            losses.append(Loss("articles that are here already", 1, (gold.article.id,)))
            continue
        if stored is not None:
            _check_free(gold, stored)
        wanted.append(gold)
    for gold in wanted:
        store.add(gold.article, by)
        stored = store.load(gold.article.id)
        event = Event(stored.state.n + 1, utc_now(), by, "import", import_args(gold))
        store.append(stored, [event])
    return Report(len(wanted), sum(len(gold.labels) for gold in wanted), summed(losses))


def _gold(row: Mapping[str, Any], texts: Texts | None, path: str | Path) -> GoldArticle:
    if not is_standoff(row):
        return GoldArticle.from_json(row)
    if texts is None:
        raise CopydeskError(f"{path} is stand-off gold, which has no text; say where the texts are (--texts FOLDER)")
    return from_standoff(row, texts.find(row["id"], row["text_sha256"]).text)


def _is_same(gold: GoldArticle, stored: Stored, scheme: Scheme) -> bool:
    """Return whether the project has this gold, or gold that is the same but for what stand-off can't hold."""
    there, _ = gold_of(stored, scheme)
    return there == gold or to_standoff(there)[0] == to_standoff(gold)[0]


def _check_free(gold: GoldArticle, stored: Stored) -> None:
    name = gold.article.id
    if stored.article.text_sha256 != gold.article.text_sha256:
        raise StoreError(f"the project has another text under the id {name!r}; import into another project")
    if decided := next((x for x in stored.state.in_order() if x.status is not Status.PENDING), None):
        raise StoreError(
            f"{name!r} has labels here that {decided.by} decided on and the file says something else; import into "
            f"another project and compare the two"
        )
