"""Typing a recorded session again, into the real app: the same keys must make the same log.

The log tells everything that is needed: each event has the keys pressed before it, `open` the size of the screen, and
`suggest` what the models said, so that a replay needs no model and waits for nothing but the app.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from textual.pilot import Pilot

from tui.annotation.replay import Recording
from tui.app.app import Desk
from tui.app.extractors import Extractors
from tui.app.screens.article import ArticleScreen
from tui.app.screens.blocks import BlocksScreen
from tui.app.settings import Settings
from tui.app.widgets.lines import StatusLine
from tui.extraction.client import OnPart
from tui.gold import Project, Session, Store
from tui.model import Article, CopydeskError, Event, Layer, Predictions, Provenance

PATIENCE = 20.0
"""Seconds that an event may take to come."""
_LOOKS = 50
"""How often an event without keys is looked for, a hundredth of a second apart and when the desk has nothing to do."""


class TypedAgainError(CopydeskError):
    """The keys of a recording did not make its log."""


class RecordedAnalyser:
    """An analyser that says what the recording says, when the recording says it."""

    def __init__(self) -> None:
        self._asked: asyncio.Future[Predictions] | None = None

    async def ready(self) -> Mapping[Layer, Provenance]:
        """Return nothing: who made the suggestions stands in them."""
        return {}

    async def analyse(self, article: Article, on_part: OnPart | None = None) -> Predictions:  # noqa: ARG002
        """Wait for `answer`."""
        self._asked = asyncio.get_running_loop().create_future()
        return await self._asked

    @property
    def is_asked(self) -> bool:
        """Whether somebody waits for an answer."""
        return self._asked is not None and not self._asked.done()

    def answer(self, predictions: Predictions) -> None:
        """Give the answer."""
        assert self._asked is not None
        self._asked.set_result(predictions)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Sitting:
    """The events of one opening of the article, `open` itself first."""

    events: tuple[Event, ...]

    @property
    def opening(self) -> Event:
        """The event that opened it."""
        return self.events[0]

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines of the screen."""
        width, height = self.opening.args.get("size", (120, 40))
        return width, height


def sittings(events: Sequence[Event]) -> list[Sitting]:
    """Cut a log where the desk opened the article; what came before the first opening is nobody's typing."""
    ends = [*(i for i, event in enumerate(events) if event.do == "open" and "size" in event.args), len(events)]
    return [Sitting(tuple(events[a:b])) for a, b in pairwise(ends)]


def first_difference(recording: Recording, folder: Path, settings: Settings | None = None) -> str | None:
    """Type a recording again, on a new project in `folder`, and return the first thing that differs, None where none.

    `settings` are those of the desk that the keys are tried in. Raises what a project that can't be made raises.
    """
    try:
        typed = asyncio.run(type_again(recording, folder, settings=settings))
    except TypedAgainError as error:
        return str(error)
    return next(iter(differences(recording.events, typed)), None)


async def type_again(recording: Recording, folder: Path, *, settings: Settings | None = None) -> tuple[Event, ...]:
    """Type the keys of a recording into the app, on a new project in `folder`; return the log that this makes.

    Raises `TypedAgainError` at the first event that does not come, or is another.
    """
    project = Project.create(folder)
    article = recording.article
    store, found = Store(project), sittings(recording.events)
    typed = sum(len(sitting.events) for sitting in found)
    # An import, say, or what a script has done: it is there when the desk opens.
    if before := recording.events[: len(recording.events) - typed]:
        store.add_log(article, before)
    else:
        store.add(article, recording.events[0].by)
    for sitting in found:
        await _type(sitting, store, article.id, settings)
    return store.load(article.id).events


async def _type(sitting: Sitting, store: Store, article_id: str, settings: Settings | None) -> None:
    analyser = RecordedAnalyser()
    app = Desk(
        store.project,
        settings=settings,
        analyser=analyser,
        extractors=Extractors(analyser, start=lambda _name: analyser),
        who=sitting.opening.by,
        open_ids=[article_id],
        blind=1.0 if sitting.opening.args.get("blind") else 0.0,
    )

    def done(n: int) -> bool:
        return store.load(article_id).state.n >= n

    async with app.run_test(size=sitting.size) as pilot:
        await _until(lambda: isinstance(app.screen, ArticleScreen), "the article is not opened", pilot)
        for event in sitting.events[1:]:
            await press_all(pilot, event.keys)
            if event.do == "suggest":
                await _until(lambda: analyser.is_asked, f"event {event.n}: nobody asks for suggestions", pilot)
                analyser.answer(Predictions.from_json(event.args["predictions"]))
            elif not event.keys and not await _comes(partial(done, event.n), pilot):
                Session(store, article_id, event.by).do(event.do, **event.args)
                app.hear()
            keys = " ".join(event.keys)
            nothing = f"event {event.n} ({event.do}) does not come" + (f" after the keys {keys}" if keys else "")
            try:
                await _until(partial(done, event.n), nothing, pilot)
            except TypedAgainError as error:
                raise TypedAgainError(f"{error}; the desk says: {_said(app)}") from None
            if found := differences([event], [store.load(article_id).events[event.n - 1]]):
                raise TypedAgainError(found[0])


async def _comes(condition: Callable[[], bool], pilot: Pilot[None]) -> bool:
    """Whether an event without keys comes by those pressed before: a count makes several events.

    Else it is of another session: that of a rule for the whole project, say.
    """
    for _ in range(_LOOKS):
        if condition():
            return True
        await pilot.pause(0.01)
    return False


def _said(app: Desk) -> str:
    """Return what the status line says, which tells why a key did nothing."""
    lines = app.screen.query(StatusLine)
    return str(lines.first().render()) if lines else type(app.screen).__name__


async def _until(condition: Callable[[], bool], otherwise: str, pilot: Pilot[None]) -> None:
    """Wait for a condition. Raises `TypedAgainError` when it takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TypedAgainError(otherwise)
        await pilot.pause(0.01)


async def press_all(pilot: Pilot[None], keys: Sequence[str]) -> None:
    """Press keys; what the mouse did is done by what it meant, which does not depend on the size of the screen."""
    for key in keys:
        what, *numbers = key.split(":") if ":" in key and key != ":" else (key,)
        screen = pilot.app.screen
        if what in _MOUSE and isinstance(screen, ArticleScreen):
            _MOUSE[what](screen, numbers)
            await pilot.pause()
        elif what in _MOUSE_ON_BLOCKS and isinstance(screen, BlocksScreen):
            _MOUSE_ON_BLOCKS[what](screen, numbers)
            await pilot.pause()
        else:
            await pilot.press(key)


_MOUSE: Mapping[str, Any] = {
    "click": lambda screen, at: screen.clicked(int(at[0])),
    "double": lambda screen, at: screen.clicked(int(at[0]), twice=True),
    "drag": lambda screen, at: screen.dragged(int(at[0]), int(at[1])),
    "fold": lambda screen, at: screen.fold_clicked(int(at[0])),
    "command": lambda screen, at: screen.clicked_command(at[0]),
}
_MOUSE_ON_BLOCKS: Mapping[str, Any] = {
    "block": lambda screen, at: screen.row_clicked(int(at[0])),
    "blocks": lambda screen, at: screen.rows_dragged(int(at[0]), int(at[1])),
    "command": lambda screen, at: screen.clicked_command(at[0]),
}


def differences(recorded: Sequence[Event], typed: Sequence[Event]) -> list[str]:
    """Return what two logs differ in, times and the version of Copydesk apart: nothing when the keys made the log."""
    found = []
    for old, new in zip(recorded, typed, strict=False):
        found += [
            f"event {old.n}: {name} is {getattr(new, name)!r}, was {getattr(old, name)!r}"
            for name in ("n", "by", "do", "keys")
            if getattr(old, name) != getattr(new, name)
        ]
        if _comparable(old) != _comparable(new):
            found.append(f"event {old.n} ({old.do}): other arguments")
    if len(recorded) != len(typed):
        found.append(f"{len(typed)} events, were {len(recorded)}")
    return found


def _comparable(event: Event) -> dict[str, Any]:
    return {name: value for name, value in event.args.items() if name != "app"}
