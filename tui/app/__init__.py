"""The desk: the Textual application. The only place that imports Textual."""

import gc
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.app.pace import set_pictures_a_second

if TYPE_CHECKING:
    from tui.extraction.cache import PredictionCache
    from tui.extraction.client import AnalyserProcess
    from tui.gold import Project
    from tui.gold.others import Other

set_pictures_a_second()  # before Textual is imported


def run(
    project: "Project | str | Path",
    *,
    open_ids: Sequence[str] | None = None,
    who: str | None = None,
    model: str | None = None,
    blind: float = 0.0,
    compare: "Other | None" = None,
    tour: bool | None = None,
) -> int:
    """Open the desk on a project (or on the folder of one) and return the exit status.

    `open_ids` are opened one after the other, in place of the library; `who` is the name in the log; `model` a spaCy
    pipeline; `blind` the share of articles shown without suggestions; `compare` whom every article is compared with
    (`tui.gold.others.Other.at` finds a project or a gold file); `tour` whether the guided tour comes first
    (None: the first time). Raises `CopydeskError` for a project, a keymap or a label scheme that can't be used.
    """
    gc.disable()  # what is loaded now is no garbage; on again with the first screen (`tui.app.opening`)
    try:
        from tui.app import first_run  # noqa: PLC0415
        from tui.app.app import Desk  # noqa: PLC0415 - Textual takes a fifth of a second
        from tui.gold.project import Project  # noqa: PLC0415 - brings the configuration

        opened = project if isinstance(project, Project) else Project.open(project)
        tour = first_run.is_first() if tour is None else tour
        desk = Desk(
            opened, analyser=partial(_analyser, model or opened.config.get("model")), who=who, open_ids=open_ids or (),
            blind=blind, compare=compare, tour=tour, cache=_predictions, taste=first_run.configuration_folder(),
        )  # fmt: skip
        desk.run()
    finally:
        gc.enable()
    return desk.return_code or 0


def load_first_text() -> None:
    """Load what the first text needs; `run` does, where nobody has."""
    gc.disable()  # as there
    from tui.app.app import Desk  # noqa: F401, PLC0415 - see `run`
    from tui.app.screens.first_look import FirstLook  # noqa: F401, PLC0415 - the same


def _analyser(model: str | None) -> "AnalyserProcess":
    from tui.extraction.client import AnalyserProcess  # noqa: PLC0415 - is loaded after the first text

    return AnalyserProcess(model)


def _predictions() -> "PredictionCache":
    from tui.extraction.cache import PredictionCache  # noqa: PLC0415 - is loaded after the first text

    return PredictionCache.of_user()


def offer_samples(
    samples: Path,
    new_project: Path,
    *,
    who: str | None = None,
    model: str | None = None,
    blind: float = 0.0,
    tour: bool | None = None,
) -> int:
    """Show the start screen, which makes a project of the articles in `samples` in the folder `new_project`.

    `blind` is the share of articles shown without suggestions; `tour` says whether the guided tour comes first
    (None: the first time). Returns the exit status.
    """
    from tui.app import first_run  # noqa: PLC0415
    from tui.app.app import Desk  # noqa: PLC0415 - Textual takes a third of a second

    tour = first_run.is_first() if tour is None else tour
    desk = Desk(
        None, analyser=partial(_analyser, model), who=who, samples=samples, new_project=new_project,
        blind=blind, tour=tour, taste=first_run.configuration_folder(),
    )  # fmt: skip
    desk.run()
    return desk.return_code or 0
