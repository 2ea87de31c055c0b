"""The desk's extractors scored against what people have finished in the project, without making a key wait.

Predictions come from the analyser's process, one article after the other, or from what it said before; files are read
and numbers are worked out in a thread.
"""

import asyncio
from collections.abc import Callable

from tui.evaluation.behind import Behind, behind
from tui.evaluation.evaluation import Evaluation
from tui.evaluation.groups import groups_table
from tui.evaluation.tables import Cell, Table, notes, tables
from tui.extraction.cache import PredictionCache, prediction_key
from tui.extraction.client import ArticleAnalyser
from tui.extraction.registry import code_of, title_of
from tui.gold import Project
from tui.gold.evaluation_input import evaluate_gold
from tui.gold.gold_set import GoldSet
from tui.model import CopydeskError, Predictions

OnProgress = Callable[[int, int], None]


class Scoring:
    """The scores of the desk's extractors, worked out again whenever it is asked to."""

    def __init__(self, project: Project, analyser: ArticleAnalyser | None, cache: PredictionCache) -> None:
        self._project, self._analyser, self._cache = project, analyser, cache
        self._said: dict[str, Predictions] = {}
        self.evaluation: Evaluation | None = None
        self.tables: tuple[Table, ...] = ()
        self.notes: tuple[str, ...] = ()

    async def run(self, on_progress: OnProgress) -> None:
        """Score; `on_progress` gets how many articles of how many are done.

        Raises `CopydeskError` where there is no analyser, it fails, or nobody has finished anything.
        """
        if self._analyser is None:
            raise CopydeskError("there are no extractors in this desk, so there is nothing to score")
        golds = (await asyncio.to_thread(GoldSet.of_project, self._project)).scored
        by = await self._analyser.ready()
        code = await asyncio.to_thread(code_of, "copydesk")
        predictions: dict[str, Predictions] = {}
        for number, gold in enumerate(golds.articles):
            on_progress(number, len(golds.articles))
            key = prediction_key(gold.article, by, code)
            found = self._said.get(key) or await asyncio.to_thread(self._cache.get, key)
            if found is None:
                found = await self._analyser.analyse(gold.article)
                await asyncio.to_thread(self._cache.put, key, found)
            self._said[key] = predictions[gold.article.id] = found
        on_progress(len(golds.articles), len(golds.articles))
        title = title_of(by) if by else "nobody"
        await asyncio.to_thread(self._work_out, golds, predictions, title)

    def _work_out(self, golds: GoldSet, predictions: dict[str, Predictions], title: str) -> None:
        evaluation = evaluate_gold(golds.articles, predictions, title, blocks=dict(golds.cleaned()))
        found = tuple(table for table in (*tables(evaluation), groups_table(evaluation)) if table.rows)
        told = (*golds.unreadable, *notes(evaluation))
        self.evaluation, self.tables, self.notes = evaluation, found, told

    def table(self, table_id: str) -> Table | None:
        """Return a table by its id, None where there is nothing in it now."""
        return next((table for table in self.tables if table.id == table_id), None)

    def behind(self, table_id: str, row: tuple[Cell, ...], column: str) -> list[Behind]:
        """Return the spans behind a number, as they are now; `row` is known by its name."""
        table = self.table(table_id)
        if table is None or self.evaluation is None:
            return []
        names = row[:3] if table_id == "groups" else row[:1]
        same = next((one for one in table.rows if one[: len(names)] == names), None)
        return behind(self.evaluation, table, same, column) if same is not None else []
