"""Whatever keys are pressed: the log folds to what the screen shows, and undoing everything leads back to the start."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from tests.app.newsroom import article, desk, screen, settled
from tui.annotation import State, Status, fold
from tui.annotation.order import LabelOrder
from tui.annotation.replay import digest
from tui.app.app import Desk
from tui.app.commands import COMMANDS, Place
from tui.app.presenting import highlights
from tui.app.screens.article import ArticleScreen
from tui.gold import Project, Store

# What leaves the article, or the desk, would end the sequence.
LEAVING = {"approve", "library", "next_article", "previous_article", "quit", "undo"}
KEYS = [
    tuple(command.keys[0].split())
    for command in COMMANDS
    if Place.ARTICLE in command.places and command.id not in LEAVING
]
SIDES = [("d", "enter"), ("]", "1"), ("]", "2"), ("]", "2"), ("[", "1"), ("=", "enter"), ("'", "p")]
EDITS = [(key,) for key in "aax13lhHLqDI.AuUB"]
EDITS += [
    ("v", "2"),
    ("r", "1"),
    ("e", "n"),
    ("*", "enter"),
    ("!",),
    (";", "x", "enter"),
]
LETTERS = [(key,) for key in "asdfjk0129RnyE"] + [("enter",), ("escape",)]


def essence(state: State) -> dict[str, Any]:
    """Return everything that a person could tell of a state: not the ids, which a new analysis gives anew."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            named = {"cluster": state.clusters[value["cluster"]].name} if value.get("cluster") else {}
            return {key: bare(part) for key, part in value.items() if key != "id"} | named
        return [bare(part) for part in value] if isinstance(value, list) else value

    return {
        "labels": [bare(label.as_json()) for label in state.in_order()],
        "blocks": sorted(str(block.as_json()) for block in state.blocks.values()),
        "layers": dict(state.layers),
        "verdicts": dict(state.verdicts),
        "note": state.note,
        "flagged": state.flagged,
    }


async def press(app: Desk, pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    for key in keys:
        if isinstance(app.screen, ArticleScreen) and not screen(app).focused:
            if key == "enter" and screen(app).mode is None:
                continue
            app.recorder.press(key)
            screen(app).press(key)
            await pilot.pause(0)
        else:
            await pilot.press(key)


KEYS_PRESSED = st.one_of(st.sampled_from(EDITS), st.sampled_from(KEYS + LETTERS), st.sampled_from(SIDES))
NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # it would take minutes


@settings(max_examples=8, derandomize=True, phases=NO_SHRINKING, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.one_of(st.sampled_from(EDITS), st.sampled_from(KEYS + LETTERS), st.sampled_from(SIDES)),
        min_size=20,
        max_size=60,
    )
)
def test_any_keys_leave_a_log_that_folds_to_the_screen(keys: list[tuple[str, ...]]) -> None:
    import asyncio

    asyncio.run(_any_keys(keys))


async def _any_keys(keys: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with desk(Path(folder)) as (app, pilot):
            start = essence(screen(app).editor.state)
            for some in keys:
                await press(app, pilot, some)
            while not isinstance(app.screen, ArticleScreen) or app.screen.focused or app.screen.mode:
                await pilot.press("escape")
            await settled(pilot)
            shown = screen(app)
            events = Store(Project.open(folder)).load("ferry").events
            assert digest(fold(article(), events).state) == digest(shown.editor.state)
            assert [x.id for x in shown.editor.order.labels()] == [
                x.id
                for x in shown.editor.state.in_order()
                if x.status.value != "rejected" and not shown.editor.state.hidden(x)
            ]
            anew, kept = LabelOrder(shown.editor.state), shown.editor.order
            assert (kept.pending, kept.hidden, len(kept)) == (anew.pending, anew.hidden, len(anew))
            assert kept.pending == sum(label.status is Status.PENDING for label in kept.labels())
            wanted = [*highlights(shown.editor.order.labels(), app.scheme), *shown.difference_highlights()]
            expected = {(h.id, h.start, h.end, h.state) for h in wanted}
            drawn = {
                (h.id, h.start, h.end, h.state)
                for h in shown.view._highlights.between(0, len(shown.editor.text))
                if not h.id.startswith("hit:")
            }
            assert drawn == expected
            while shown.session.history.done:
                shown.press("u")
            await settled(pilot)
            assert essence(shown.editor.state) == start
