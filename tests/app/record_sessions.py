"""Records the sessions in `tests/sessions` by typing into the real app: `python -m tests.app.record_sessions`.

Needed anew when a key of these sessions changes its meaning. The suggestions come from the real models, so the
recordings hold what the desk would show; replaying them needs no model.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot

from tests.app.newsroom import article, fake_analyser, screen, settled
from tui.annotation.replay import session_lines
from tui.app.app import Desk
from tui.cleaning import read
from tui.extraction.client import AnalyserProcess, ArticleAnalyser
from tui.gold import Project, Store
from tui.model import Article

SESSIONS = Path(__file__).parents[1] / "sessions"
SAMPLES = Path(__file__).parents[2] / "sample_articles"

Step = str | Callable[[Desk], Sequence[str]]


def to(surface: str, nth: int = 0) -> Callable[[Desk], Sequence[str]]:
    """The letters that a jump lays over a word."""

    def letters(app: Desk) -> Sequence[str]:
        text = screen(app).editor.text
        offset = -1
        for _ in range(nth + 1):
            offset = text.index(surface, offset + 1)
        mode = screen(app).mode
        assert mode is not None
        return tuple(mode.over[offset])

    return letters


@asynccontextmanager
async def sitting(
    store: Store, article_id: str, analyser: ArticleAnalyser, size: tuple[int, int]
) -> AsyncIterator[tuple[Desk, Pilot[None]]]:
    app = Desk(store.project, analyser=analyser, who="kim", open_ids=[article_id])
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield app, pilot


async def typed(app: Desk, pilot: Pilot[None], steps: Sequence[Step]) -> None:
    for step in steps:
        await pilot.press(*([step] if isinstance(step, str) else step(app)))
        await pilot.pause()
    await settled(pilot)


async def record(
    name: str, what: Article, sittings: Sequence[tuple[tuple[int, int], Sequence[Step]]], *, fake: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Project.create(Path(folder) / "project"))
        store.add(what, "kim")
        for size, steps in sittings:
            if fake:
                async with sitting(store, what.id, fake_analyser(), size) as (app, pilot):
                    await typed(app, pilot, steps)
                continue
            async with AnalyserProcess() as analyser, sitting(store, what.id, analyser, size) as (app, pilot):
                await typed(app, pilot, steps)
        with (SESSIONS / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as out:
            stored = store.load(what.id)
            out.writelines(session_lines(stored.article, stored.events))
            print(name, stored.state.n, "events")


FERRY: Sequence[Step] = (
    "3", "asterisk", "enter",  # Vesterby is a GPE, everywhere
    "a", "space", "a", "a",
    "f", to("Kyst Post"), "2",  # a name that was missed
    "f", to("Reyes", 1), "1", "e", "1",
    "slash", *"not over", "enter", "escape", "s", to("“It is not over"), "r", "1",
    "t", to("said", 2), "l", "h",
    "semicolon", *"who is he?", "enter",
    "u", "U", "g", "q", "exclamation_mark",
)  # fmt: skip
FERRY_AGAIN: Sequence[Step] = (
    "u", "u", "U", "}", "}", "v", "w", "w", "escape", "G", "w", "q", "Q", "escape", "c", "comma", "2", "w",
    "colon", *"flag", "enter", "A", "enter",
)  # fmt: skip
WARNING: Sequence[Step] = (
    "a", "a", "x", "a", "l", "h", "tab", "0", *"prod", "enter", "tab", "tab", "A", "c", "2", "c", "C", "1",
    "full_stop",
    "g", "g", "}", "z", "B", "u", "K", *"pull", "enter", "tab", "r", "2", "D", "u", "o", "i",
    "g", "e", "g", "e", "enter",
)  # fmt: skip
INTERVIEW: Sequence[Step] = (
    "tab", "a", "a", "3", "tab", "tab", "r", "R", "escape", "s", "a", "x", "u", "Z", "Z", "pagedown", "w",
    "v", "e", "e", "1", "e", "n", "tab", "x", "shift+tab", "x", "comma", "3",
    "u", "U", "semicolon", *"ask", "enter", "g", "b", "enter",
)  # fmt: skip


def sample(stem: str) -> Article:
    return next(iter(read(sorted(SAMPLES.glob(f"{stem}.*")))))


async def main() -> None:
    await record("ferry-two-sittings", article(), (((120, 40), FERRY), ((80, 24), FERRY_AGAIN)), fake=True)
    await record("profit-warning", sample("chipmaker-profit-warning"), (((120, 40), WARNING),), fake=False)
    await record("interview", sample("interpreter-interview"), (((100, 30), INTERVIEW),), fake=False)


if __name__ == "__main__":
    asyncio.run(main())
