"""Makes the pictures in docs/screenshots: the real desk, with the real extractors, on the sample articles.

    COLORTERM=truecolor python docs/make_screenshots.py [NAME...]

Each scene types its keys into the app and writes what the screen then shows as SVG.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("COLORTERM", "truecolor")
os.environ.setdefault("TERM", "xterm-256color")

from textual.pilot import Pilot

from tui.app.app import Desk
from tui.cleaning import read
from tui.extraction.client import AnalyserProcess
from tui.gold import Project, Store, Texts, default_scheme, import_gold

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "sample_articles"

DARK, LIGHT = "copydesk-dark", "copydesk-light"


@dataclass(frozen=True)
class Scene:
    """One picture: an article (or the library), the keys typed, the size in cells and the theme.

    With `gold`, the project has the samples' gold labels, so that there is something to score.
    """

    name: str
    keys: Sequence[str]
    article: str | None = "coalition-talks-collapse"
    size: tuple[int, int] = (120, 36)
    theme: str = DARK
    gold: bool = False


QUOTE = ("a", "a", "a", "a", "slash", *"I came here", "enter", "escape")
"""Four verdicts, then a split quote in focus."""

SCENES = (
    Scene("article-dark", QUOTE),
    Scene("article-light", QUOTE, theme=LIGHT),
    Scene("article-small", QUOTE, size=(80, 24)),
    Scene("article-large", QUOTE, size=(200, 60), theme=LIGHT),
    Scene("speaker", (*QUOTE, "r")),
    Scene("jump", ("g", "g", "escape", "f")),
    Scene("labels", ("0",)),
    Scene("help", ("question_mark",)),
    Scene("compare", ("a", "a", "a", "x", "d", "enter")),
    Scene("blocks", ("g", "g", "b", "g", "g", "v", "}")),
    Scene("library", (), article=None, gold=True),
    Scene("library-light", (), article=None, theme=LIGHT, size=(80, 24)),
    Scene("evaluation-dark", ("g", "s"), article=None, size=(120, 40), gold=True),
    Scene("evaluation-light", ("g", "s"), article=None, size=(120, 40), theme=LIGHT, gold=True),
    Scene("confusion", ("g", "s", *["tab"] * 5), article=None, gold=True),
    Scene("tour", ("t",), article=None, size=(100, 30)),
    Scene("spans", ("g", "s", "l", "l", "enter", *["j"] * 4), article=None, gold=True),
)


async def settled(pilot: Pilot[None]) -> None:
    """Wait until every message is handled and no worker runs."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def take(scene: Scene, store: Store, analyser: AnalyserProcess) -> None:
    """Play one scene and write its picture."""
    app = Desk(store.project, analyser=analyser, who="kim", open_ids=[scene.article] if scene.article else [])
    async with app.run_test(size=scene.size) as pilot:
        app.theme = scene.theme
        app.queue = [article.id for article in store.overview()]
        await settled(pilot)
        for key in scene.keys:
            await pilot.press(key)
            await (settled(pilot) if scene.gold else pilot.pause())
        await settled(pilot)
        (HERE / "screenshots" / f"{scene.name}.svg").write_text(app.export_screenshot(title="Copydesk"))
    print(scene.name)


async def main(names: Sequence[str]) -> None:
    """Take the pictures that are named, or all, each on a project of its own."""
    (HERE / "screenshots").mkdir(exist_ok=True)
    articles = list(read(sorted(path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".html"))))
    async with AnalyserProcess() as analyser:
        for scene in SCENES:
            if names and scene.name not in names:
                continue
            with tempfile.TemporaryDirectory() as folder:
                store = Store(Project.create(Path(folder) / "newsroom"))
                for article in articles:
                    store.add(article, "kim")
                if scene.gold:
                    import_gold(store, SAMPLES / "gold.jsonl", "kim", default_scheme(), texts=Texts.of_store(store))
                await take(scene, store, analyser)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
