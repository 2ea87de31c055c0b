"""Opening articles: the first one at start, and then one after the other.

What the desk needs besides its text is loaded when the text is on the screen: the modules of the article screen take a
third of the start, and reading and checking a long log takes as long. Keys that are typed meanwhile are kept.
"""

import asyncio
import gc
import sys
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen

from tui import __version__
from tui.app.pace import FULL, Tidying
from tui.app.person import who_am_i
from tui.app.recorder import Recorder
from tui.app.web import own_driver
from tui.gold.errors import StoreError
from tui.gold.project import Project
from tui.model.errors import CopydeskError

if TYPE_CHECKING:
    from tui.app.screens.article import ArticleScreen
    from tui.app.screens.first_look import FirstLook
    from tui.app.screens.library import LibraryScreen
    from tui.app.settings import Settings
    from tui.extraction.client import ArticleAnalyser
    from tui.gold import Session, Store, Summary
    from tui.gold.others import Other
    from tui.model.scheme import Scheme

_ALONE = 2  # screens on the stack where nothing but Textual's own lies below the one that is seen
_MOMENT = 0.5  # seconds
_NO_SETTINGS = frozenset({"model"})  # what a configuration may say that `Settings` does not look at
_LONG = 1 << 20
"""Bytes of an article's file from which on its text is shown before the rest is read: that takes 0.1 s."""


class Opening(App[None], inherit_bindings=False):
    """An app that shows the articles of a project.

    `analyser` is what makes suggestions, or a function that returns it; None: then nobody does.
    """

    def __init__(
        self,
        project: Project | None,
        *,
        settings: "Settings | None",
        analyser: "ArticleAnalyser | Callable[[], ArticleAnalyser] | None",
        who: str | None,
        open_ids: Sequence[str],
        blind: float,
        compare: "Other | None",
    ) -> None:
        super().__init__(driver_class=own_driver())
        self._project = project
        self._store: Store | None = None
        self._settings = settings
        if project is not None and project.config.keys() - _NO_SETTINGS:
            self._settings = self.settings  # what somebody has set may be wrong: that is told before anything is shown
        self._given_analyser = analyser
        self.who = who or who_am_i()
        self.blind = blind or (self._settings.blind if self._settings else 0.0)
        self.other = compare
        """Whom every article that is opened is compared with."""
        self.recorder = Recorder()
        self.queue: list[str] = list(open_ids)
        self.current_id: str | None = None
        self.news = ""
        """What is said on the status line until the next key."""
        self._open_ids = tuple(open_ids)
        self._typed_ahead: list[events.Event] | None = None
        """What was typed while the first text was all there was to see."""
        self._tidying = Tidying()
        self._waits = False

    @property
    def settings(self) -> "Settings":
        """What may be set; where nothing is set, made when it is first needed."""
        if self._settings is None:
            from tui.app.settings import Settings  # noqa: PLC0415 - a text that is only looked at needs none

            self._settings = Settings.of_project(self._project)
        return self._settings

    @settings.setter
    def settings(self, settings: "Settings") -> None:
        self._settings = settings

    @property
    def store(self) -> "Store | None":
        """The articles of the project; None where there is no project yet."""
        if self._store is None and self._project is not None:
            from tui.gold.store import Store  # noqa: PLC0415 - TinyDB is not needed to look at a text

            self._store = Store(self._project)
        return self._store

    @store.setter
    def store(self, store: "Store") -> None:
        self._store, self._project = store, store.project

    @cached_property
    def analyser(self) -> "ArticleAnalyser | None":
        """What makes suggestions; None where nobody does."""
        given = self._given_analyser
        return given() if callable(given) else given

    @property
    def has_project(self) -> bool:
        """Whether there is a project to open articles of."""
        return self._project is not None

    @property
    def project_name(self) -> str:
        """The name of the project's folder."""
        return self._project.root.name if self._project else ""

    @property
    def project_folder(self) -> Path | None:
        """The project's folder, which sentences on the status line leave out."""
        return self._project.root if self._project else None

    @property
    def scheme(self) -> "Scheme":
        """The label set."""
        return self.settings.scheme

    def summaries(self) -> "list[Summary]":
        """Return a row for each article."""
        return list(self.store.overview()) if self.store else []

    @property
    def article_screen(self) -> "ArticleScreen | None":
        """The open article; None where something else is on the screen."""
        from tui.app.screens.article import ArticleScreen  # noqa: PLC0415 - is loaded after the first text

        return self.screen if isinstance(self.screen, ArticleScreen) else None

    # Keys

    async def on_event(self, event: events.Event) -> None:
        """Note each key once: an event comes back here when it has bubbled up, then marked as forwarded."""
        if not event.is_forwarded and isinstance(event, events.InputEvent | events.Paste):
            if self._typed_ahead is not None:
                self._typed_ahead.append(event)
                return
            if isinstance(event, events.Key):
                # What was typed before it is done: each act is logged with its own keys.
                self._waits = True
                await _has_handled(self.screen)
                self._waits = False
                self.recorder.press(event.key)
                self._tidying.after_a_key()
        await super().on_event(event)

    def refresh(self, *, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint what has moved where the layout is asked for: Textual paints all again for a screen that was closed."""
        return super().refresh(repaint=repaint and not layout, layout=layout, recompose=recompose)

    @property
    def has_more_keys(self) -> bool:
        """Whether another key was typed before the last one was done."""
        return self._waits or self.message_queue_size > 0

    # At start

    def get_default_screen(self) -> Screen[Any]:
        """Return what lies below every other screen: the text of the first article, where loading the rest takes long.

        It is the first that is painted, and not seen again.
        """
        return (self._first_look() if self._open_ids else None) or super().get_default_screen()

    def _first_look(self) -> "FirstLook | None":
        from tui.gold.glimpse import glimpse  # noqa: PLC0415 - not every start needs it

        assert self._project is not None
        article_id = self._open_ids[0]
        try:
            path = self._project.article_path(article_id)
            is_quick = "tui.app.screens.article" in sys.modules and path.stat().st_size < _LONG
        except (CopydeskError, OSError):
            return None
        if is_quick or (seen := glimpse(path)) is None:
            return None
        from tui.app.screens.first_look import FirstLook  # noqa: PLC0415 - see above

        self._typed_ahead = []
        return FirstLook(seen, seen.title or article_id, lambda: self.call_next(self._look_is_over))

    async def on_mount(self) -> None:
        """Show the first screen, unless there is something to look at first."""
        if self.has_project and self._typed_ahead is None:
            await self._show_first()

    async def _look_is_over(self) -> None:
        """Show the first screen over the text that was looked at, and give it the keys that were typed meanwhile.

        Where the article can't be opened after all they are dropped, for a moment longer: they were not meant for the
        library, and would take away the sentence that says why.
        """
        await self._show_first()
        if self.current_id is None:
            self.set_timer(_MOMENT, self._take_keys_again)
        else:
            await self._take_keys_again()

    async def _take_keys_again(self) -> None:
        typed, self._typed_ahead = self._typed_ahead or [], None
        for event in typed:
            if self.current_id is not None or (isinstance(event, events.Key) and event.key == "ctrl+q"):
                await self.on_event(event)

    async def _show_first(self) -> None:
        """Show the article that was asked for; the library where there is none, or where it can't be opened.

        A library below the article is made when somebody goes there: it reads every file of the project.
        """
        assert self._project is not None
        self.news = " · ".join((*_found_at_start(self._project), *self._project.warnings()))
        try:
            if self._open_ids:
                self.open_article(self._open_ids[0], list(self._open_ids))
        except CopydeskError as error:
            self.news = str(error)
        if self.current_id is None:
            self.call_after_refresh(_tune_garbage_collection)
            await self.push_screen(self._library())
        self.first_is_shown()

    def first_is_shown(self) -> None:
        """Do what is to be done when the first screen is there; a subclass says what."""

    @staticmethod
    def _library() -> "LibraryScreen":
        from tui.app.screens.library import LibraryScreen  # noqa: PLC0415 - its table takes a while to import

        return LibraryScreen()

    # One after the other

    def open_article(
        self,
        article_id: str,
        queue: list[str] | None = None,
        *,
        search: tuple[str, int] | None = None,
        blocks: bool = False,
    ) -> None:
        """Open an article in place of the one that is open; `queue` is what comes before and after it.

        `search` is what to search for in it, and the offset of the hit to go to. With `blocks` its blocks view is shown
        over it, in place of the one that is open.
        Raises `CopydeskError` where it can't be read.
        """
        from tui.app.blind import is_blind, was_blind  # noqa: PLC0415 - is loaded after the first text
        from tui.app.screens.article import ArticleScreen  # noqa: PLC0415 - the same
        from tui.gold.session import Session  # noqa: PLC0415 - the same

        assert self.store is not None
        self.need_saved()
        session = Session(self.store, article_id, self.who)
        if queue is not None:
            self.queue = queue
        self.recorder.clear()
        blind = is_blind(self.who, article_id, self.blind) or was_blind(self.who, session.stored.events)
        blind = blind and not session.state.proposers
        try:
            session.do("open", **self._opening(session, blind))
        except StoreError as error:
            self.news = f"nothing that you do here can be saved: {error}"
        position = f"{self.queue.index(article_id) + 1} of {len(self.queue)}" if article_id in self.queue else ""
        self.current_id = article_id
        screen = ArticleScreen(session, self, position=position, blind=blind, other=self.other, blocks=blocks)
        if search is not None:
            screen.editor.go(search[1])
            screen.editor.search(search[0])
            screen.sought = True
        self.call_after_refresh(_tune_garbage_collection)
        if blocks and any(isinstance(below, ArticleScreen) for below in self.screen_stack[:-1]):
            self.pop_screen()
        if self.article_screen is not None:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def _opening(self, session: "Session", blind: bool) -> dict[str, Any]:
        """Return what the log keeps of this sitting; a replay needs the size, because letters depend on the screen."""
        size = [self.size.width, self.size.height]
        about = {"sha256": session.article.text_sha256, "length": len(session.article.text)}
        more = {"blind": True} if blind else {}
        return {**about, "app": f"copydesk {__version__}", "scheme": self.scheme.name, "size": size, **more}

    def open_next(self, article_id: str, *, blocks: bool = False) -> None:
        """Open the next article of the queue that is not approved; the library where there is none.

        With `blocks` the next one whose blocks are not approved, and its blocks view.
        """
        from tui.app.library_rows import are_blocks_done, is_done  # noqa: PLC0415 - is loaded after the first text

        enough = are_blocks_done if blocks else is_done
        done = {row.id for row in self.summaries() if enough(row) or row.error is not None}
        at = self.queue.index(article_id) if article_id in self.queue else -1
        around = [*self.queue[at + 1 :], *self.queue[: max(at, 0)]]
        waiting = [other for other in around if other not in done]
        if waiting:
            self.open_article(waiting[0], blocks=blocks)
        elif blocks:
            self.news = "the blocks of every article are approved"
        else:
            self.news = "every article is approved"
            self.show_library()

    def open_beside(self, article_id: str, step: int, *, blocks: bool = False) -> None:
        """Open the article before or after, or its blocks. Raises `CopydeskError` at either end."""
        at = self.queue.index(article_id) + step if article_id in self.queue else -1
        if not 0 <= at < len(self.queue):
            raise CopydeskError("this is the last article" if step > 0 else "this is the first article")
        self.open_article(self.queue[at], blocks=blocks)

    def need_saved(self) -> None:
        """Raise `CopydeskError` where the open article has an edit that could not be saved: to leave would lose it."""
        from tui.app.screens.unsaved import UnsavedScreen  # noqa: PLC0415 - is loaded after the first text

        for screen in self.screen_stack:
            if isinstance(screen, UnsavedScreen) and screen.editor.failed is not None:
                raise CopydeskError("the last edit is not saved: {save} tries again, {write_out} takes it away in a "
                                    "file, {leave} gives it up")  # fmt: skip

    def show_library(self) -> None:
        """Go back to the library. Raises `CopydeskError` where an edit is not saved."""
        if self.article_screen is None:
            return
        self.need_saved()
        if len(self.screen_stack) > _ALONE:
            self.pop_screen()
        else:
            self.switch_screen(self._library())


async def _has_handled(pump: MessagePump) -> None:
    """Wait until there is nothing more for `pump` to handle, or for a moment."""
    until = time.monotonic() + _MOMENT
    while pump.message_queue_size and time.monotonic() < until:
        await asyncio.sleep(0)


def _found_at_start(project: Project) -> list[str]:
    """Return what the last session left when it was ended in the middle of a save."""
    return [
        f"the last save of {name} was cut short: everything that was shown as saved is there"
        for name in project.clear_cut_short()
    ]


def _tune_garbage_collection() -> None:
    """Keep what was loaded out of later collections: walking it is what makes a key lag now and then."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*FULL)
