"""Gold JSONL: one article a line, the same bytes for the same gold, whoever writes it and in whatever order."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from tui.gold.check import checked_records
from tui.gold.errors import DamagedError, TooNewError
from tui.gold.jsonl import line_of
from tui.gold.record import GoldArticle, Hidden, gold_of, is_untouched
from tui.gold.report import Loss, Report, summed
from tui.gold.standoff import to_standoff
from tui.gold.store import Store
from tui.model import Scheme


def write_gold(articles: Iterable[GoldArticle], stream: BinaryIO) -> None:
    """Write articles as gold JSONL, by id."""
    stream.writelines(line_of(gold.as_json()) for gold in sorted(articles, key=lambda gold: gold.article.id))


def read_gold(path: str | Path) -> list[GoldArticle]:
    """Return the articles of a gold JSONL file. Raises `CopydeskError` naming the first thing wrong with it."""
    return [GoldArticle.from_json(data) for data in checked_records(path, standoff=False)]


def export_gold(
    store: Store,
    stream: BinaryIO,
    scheme: Scheme,
    *,
    ids: Iterable[str] | None = None,
    hidden: Hidden = Hidden.KEEP,
    standoff: bool = False,
) -> Report:
    """Write the gold of a project (of the articles `ids`, or of all) and return what was written and what was not.

    With `standoff`, no text of the articles is written. Articles that nobody has touched are left out and counted, and
    so is a file that is damaged. Raises `NoSuchArticleError` for an id that is not there.
    """
    articles = labels = 0
    losses: list[Loss] = []
    for gold in golds_of(store, scheme, losses, ids=ids, hidden=hidden):
        data = gold.as_json()
        if standoff:
            data, left_out = to_standoff(gold)
            losses += left_out
        stream.write(line_of(data))
        articles += 1
        labels += len(gold.labels)
    return Report(articles, labels, summed(losses))


def golds_of(
    store: Store,
    scheme: Scheme,
    losses: list[Loss],
    *,
    ids: Iterable[str] | None = None,
    hidden: Hidden = Hidden.KEEP,
) -> Iterator[GoldArticle]:
    """Yield the gold of a project (of the articles `ids`, or of all) by id; what is left out is put into `losses`.

    Articles that nobody has touched, and files that are damaged, are left out. Raises `NoSuchArticleError` for an id
    that is not there.
    """
    wanted = store.ids() if ids is None else sorted(set(ids))
    for article_id in wanted:
        try:
            stored = store.load(article_id)
        except (DamagedError, TooNewError) as error:
            losses.append(Loss(f"articles that can't be read ({error})", 1, (article_id,)))
            continue
        if is_untouched(stored):
            losses.append(Loss("articles that nobody has annotated, left out", 1, (article_id,)))
            continue
        gold, left_out = gold_of(stored, scheme, hidden)
        losses += left_out
        yield gold
