"""The desk's extractors scored against what people have finished in the project, without making a key wait.

Predictions come from the analyser's process, one article after the other, or from what it said before; files are read
and numbers are worked out in a thread.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

from tui.evaluation.behind import Behind, behind
from tui.evaluation.evaluation import Evaluation
from tui.evaluation.groups import groups_table
from tui.evaluation.report import render
from tui.evaluation.tables import Cell, Table, comparison, notes, tables
from tui.extraction import OURS
from tui.extraction.cache import PredictionCache, prediction_key
from tui.extraction.client import ArticleAnalyser
from tui.extraction.registry import code_of, installed_extractors, title_of
from tui.gold import Project
from tui.gold.durable import replace_file
from tui.gold.errors import writing
from tui.gold.evaluation_input import evaluate_gold
from tui.gold.gold_set import GoldSet
from tui.model import CopydeskError, Predictions

NAMED = {"groups": 3, "comparison": 2}
"""How many cells name a row, where it is more than one."""

REPORTS = {".html": "html", ".json": "json", ".csv": "csv", ".md": "markdown"}
"""The formats of a report by the ending of the file."""

OnProgress = Callable[[int, int], None]


class Scoring:
    """The scores of one of the desk's extractors, worked out again whenever it is asked to.

    `get` returns an extractor by its name, or None where there is none. Every extractor that is scored is compared with
    those that were scored before, as they stand in the desk now.
    """

    def __init__(self, project: Project, get: Callable[[str], ArticleAnalyser | None], cache: PredictionCache) -> None:
        self._project, self._get, self._cache = project, get, cache
        self.name = OURS
        self._made: dict[str, tuple[str, dict[str, Predictions]]] = {}
        """What each extractor is called, and what it said last."""
        self._said: dict[str, Predictions] = {}
        self.evaluation: Evaluation | None = None
        self.evaluations: tuple[Evaluation, ...] = ()
        """The one that is shown last, after those that it is compared with."""
        self.tables: tuple[Table, ...] = ()
        self.notes: tuple[str, ...] = ()

    async def run(self, on_progress: OnProgress) -> None:
        """Score; `on_progress` gets how many articles of how many are done.

        Raises `CopydeskError` where there is no analyser, it fails, or nobody has finished anything.
        """
        name = self.name
        analyser = self._get(name)
        if analyser is None:
            raise CopydeskError("there are no extractors in this desk, so there is nothing to score")
        golds = (await asyncio.to_thread(GoldSet.of_project, self._project)).scored
        by = await analyser.ready()
        # Any other name is our rules on that pipeline.
        code = await asyncio.to_thread(code_of, name if name in installed_extractors() else OURS)
        predictions: dict[str, Predictions] = {}
        for number, gold in enumerate(golds.articles):
            on_progress(number, len(golds.articles))
            key = prediction_key(gold.article, by, code)
            found = self._said.get(key) or await asyncio.to_thread(self._cache.get, key)
            if found is None:
                found = await analyser.analyse(gold.article)
                await asyncio.to_thread(self._cache.put, key, found)
            self._said[key] = predictions[gold.article.id] = found
        on_progress(len(golds.articles), len(golds.articles))
        title = title_of(by) if by else "nobody"
        await asyncio.to_thread(self._work_out, name, golds, predictions, title)

    def _work_out(self, name: str, golds: GoldSet, predictions: dict[str, Predictions], title: str) -> None:
        evaluation = evaluate_gold(golds.articles, predictions, title, blocks=dict(golds.cleaned()))
        first, *more = tables(evaluation)
        # Scored again, because gold may have been corrected since.
        others = [
            evaluate_gold(golds.articles, made, who) for other, (who, made) in self._made.items() if other != name
        ]
        found = tuple(t for t in (first, comparison([*others, evaluation]), *more, groups_table(evaluation)) if t.rows)
        self._made[name] = (title, predictions)
        told = (*golds.unreadable, *notes(evaluation))
        self.evaluation, self.tables, self.notes = evaluation, found, told
        self.evaluations = (*others, evaluation)

    def write_report(self, path: Path) -> None:
        """Write what is scored to a new file, in the format that its ending names.

        Raises `CopydeskError` for another ending, a file that is there already, or where it can't be written.
        """
        form = REPORTS.get(path.suffix.lower())
        if form is None:
            raise CopydeskError(f"a report ends in {', '.join(REPORTS)}; write report.html for a page with every error")
        if path.exists():
            raise CopydeskError(f"{path} is there already; give another name")
        text = render(self.evaluations, form)
        with writing(path):
            replace_file(path, text.encode())

    def table(self, table_id: str) -> Table | None:
        """Return a table by its id, None where there is nothing in it now."""
        return next((table for table in self.tables if table.id == table_id), None)

    def behind(self, table_id: str, row: tuple[Cell, ...], column: str) -> list[Behind]:
        """Return the spans behind a number, as they are now; `row` is known by its name."""
        table = self.table(table_id)
        if table is None or self.evaluation is None:
            return []
        names = row[: NAMED.get(table_id, 1)]
        same = next((one for one in table.rows if one[: len(names)] == names), None)
        return behind(self.evaluation, table, same, column) if same is not None else []
