"""The desk: the Textual app around a project, its screens and its analyser."""

import gc
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import App
from textual.binding import BindingType

from tui import __version__
from tui.app.blind import is_blind, was_blind
from tui.app.extractors import Extractors
from tui.app.library_rows import is_done
from tui.app.pace import let_the_writer_write
from tui.app.passes import Passes
from tui.app.recorder import Recorder
from tui.app.screens.article import ArticleScreen
from tui.app.screens.start import StartScreen
from tui.app.settings import Settings, who_am_i
from tui.app.signals import is_job, leave_on_signals
from tui.app.themes import THEMES, Depth, themes
from tui.app.web import ServedDriver, is_served
from tui.extraction import OURS
from tui.extraction.cache import PredictionCache
from tui.extraction.client import ArticleAnalyser
from tui.gold import Project, Session, Store, StoreError, Summary
from tui.model import CopydeskError
from tui.model.scheme import Scheme

if TYPE_CHECKING:
    from tui.app.scoring import Scoring
    from tui.app.screens.chooser import Item
    from tui.app.screens.library import LibraryScreen
    from tui.evaluation.context import ErrorInContext
    from tui.gold.others import Other
    from tui.gold.rules import Decided
    from tui.gold.search import Hit


_ALONE = 2  # screens on the stack where nothing but Textual's own lies below the one that is seen


class Desk(App[None], inherit_bindings=False):
    """Library, article, start screen. `analyser` may be None: then nobody makes suggestions."""

    CSS_PATH = "app.tcss"
    TITLE = "Copydesk"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        project: Project | None,
        *,
        settings: Settings | None = None,
        analyser: ArticleAnalyser | None = None,
        who: str | None = None,
        open_ids: Sequence[str] = (),
        blind: float = 0.0,
        samples: Path | None = None,
        new_project: Path | None = None,
        compare: "Other | None" = None,
        tour: bool = False,
        extractors: Extractors | None = None,
        cache: PredictionCache | None = None,
    ) -> None:
        super().__init__(driver_class=ServedDriver if is_served() else None)
        for theme in themes(Depth.of(self.console.color_system, no_color=self.no_color)):
            self.register_theme(theme)
        self.settings = settings or Settings.of_project(project)
        self.theme = self.settings.theme
        self.recorder = Recorder()
        self.analyser = analyser
        self.extractors = extractors or Extractors(analyser, self.settings.extractors)
        self.who = who or who_am_i()
        self.blind = blind or self.settings.blind
        self.samples = samples
        self.new_project = new_project
        self.other = compare
        """Whom every article that is opened is compared with."""
        self._others: dict[str, Other] = {}
        self._tour_first = tour
        self.cache = cache or PredictionCache(None)
        self._scoring: Scoring | None = None
        self._errors: tuple[list[ErrorInContext], int] = ([], 0)
        """The list of spans that was opened in the evaluation, and which of them is in focus."""
        self.queue: list[str] = list(open_ids)
        self.current_id: str | None = None
        self._open_ids = tuple(open_ids)
        self.news = ""
        """What is said on the status line until the next key."""
        self.passes = Passes(self.say)
        self.store = Store(project) if project is not None else None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own colours for themes that don't have them."""
        return THEMES[not self.current_theme.dark].variables

    @property
    def keymap(self) -> Any:
        """The keys of every command."""
        return self.settings.keymap

    @property
    def scheme(self) -> Scheme:
        """The label set."""
        return self.settings.scheme

    @property
    def project_name(self) -> str:
        """The name of the project's folder."""
        return self.store.project.root.name if self.store else ""

    # Life

    async def on_mount(self) -> None:
        """Show the first screen; load the models meanwhile."""
        leave_on_signals(self)
        let_the_writer_write()
        if self.store is None:
            await self.push_screen(StartScreen())
            if self._tour_first:
                self.start_tour()
            return
        self.news = " · ".join((*self._found_at_start(self.store.project), *self.store.project.warnings()))
        await self._show_first()
        if self._tour_first:
            self.start_tour()
        self.call_after_refresh(self.warm_up)

    async def _show_first(self) -> None:
        """Show the article that was asked for; the library where there is none, or where it can't be opened.

        A library below the article is made when somebody goes there: it reads every file of the project.
        """
        if self._open_ids:
            try:
                self.open_article(self._open_ids[0], list(self._open_ids))
            except CopydeskError as error:
                self.news = str(error)
            else:
                return
        await self.push_screen(self._library())

    @staticmethod
    def _library() -> "LibraryScreen":
        from tui.app.screens.library import LibraryScreen  # noqa: PLC0415 - its table takes a while to import

        return LibraryScreen()

    @staticmethod
    def _found_at_start(project: Project) -> list[str]:
        """Return what the last session left when it was ended in the middle of a save."""
        return [
            f"the last save of {name} was cut short: everything that was shown as saved is there"
            for name in project.clear_cut_short()
        ]

    @work(group="warm-up")
    async def warm_up(self) -> None:
        """Start the analyser, so that the models are loaded when the first article needs them."""
        if self.analyser is not None:
            try:
                self.extractors.know_own((await self.analyser.ready()).values())
            except CopydeskError as error:
                self.say(f"no suggestions: {error}")

    async def on_event(self, event: events.Event) -> None:
        """Note each key once: an event comes back here when it has bubbled up, then marked as forwarded."""
        if isinstance(event, events.Key) and not event.is_forwarded:
            self.recorder.press(event.key)
        await super().on_event(event)

    def exit(self, *args: Any, **options: Any) -> None:
        """Leave, with everything on the disk that was shown."""
        for screen in self.screen_stack:
            if isinstance(screen, ArticleScreen):
                screen.leave_saved()
        super().exit(*args, **options)

    # The project

    def summaries(self) -> list[Summary]:
        """Return a row for each article."""
        return list(self.store.overview()) if self.store else []

    def start_with_samples(self) -> None:
        """Make a project of the sample articles and show it. Raises `CopydeskError`."""
        from tui.cleaning import read  # noqa: PLC0415 - the cleaner's model takes a third of a second

        assert self.samples is not None
        assert self.new_project is not None
        articles = list(read(sorted(path for path in self.samples.iterdir() if path.suffix in (".txt", ".html"))))
        self.store = Store(Project.create(self.new_project))
        for article in articles:
            self.store.add(article, self.who)
        self.switch_screen(self._library())
        self.call_after_refresh(self.warm_up)

    def open_article(
        self, article_id: str, queue: list[str] | None = None, *, search: tuple[str, int] | None = None
    ) -> None:
        """Open an article in place of the one that is open; `queue` is what comes before and after it.

        `search` is what to search for in it, and the offset of the hit to go to.
        Raises `CopydeskError` where it can't be read.
        """
        assert self.store is not None
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
        screen = ArticleScreen(session, self, position=position, blind=blind, other=self.other)
        if search is not None:
            screen.editor.go(search[1])
            screen.editor.search(search[0])
            screen.sought = True
        self.call_after_refresh(_tune_garbage_collection)
        if isinstance(self.screen, ArticleScreen):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    # The tour

    def start_tour(self) -> None:
        """Show the guided tour over the screen that is open; its article is kept in a folder that goes with it."""
        from tui.app.screens.tour import TourScreen  # noqa: PLC0415 - seldom needed
        from tui.app.tour.lesson import article, predictions  # noqa: PLC0415

        folder = tempfile.TemporaryDirectory(prefix="copydesk-tour-", ignore_cleanup_errors=True)
        store = Store(Project.create(folder.name))
        store.add(article(), self.who)
        session = Session(store, article().id, self.who)
        session.do("suggest", predictions=predictions().as_json())
        self.recorder.clear()
        self.push_screen(TourScreen(session, self, folder))

    def end_tour(self) -> None:
        """End the tour and go on where it was begun."""
        from tui.app.screens.tour import TourScreen  # noqa: PLC0415

        if isinstance(self.screen, TourScreen):
            self.recorder.clear()
            self.pop_screen()

    # Search

    def search(self, words: str) -> "list[Hit]":
        """Return where words stand in the articles of the project. Takes a while; touches nothing of the screen."""
        from tui.gold.search import search  # noqa: PLC0415 - seldom needed

        assert self.store is not None
        return list(search(self.store, words))

    def hits_to_choose(self, words: str, hits: "list[Hit]") -> "tuple[str, list[Item], Callable[[str], None]]":
        """Return a title, the hits as things to choose, and what goes to the one that was chosen."""
        from tui.app.screens.chooser import Item  # noqa: PLC0415 - made when it is first asked for

        articles = list(dict.fromkeys(hit.article_id for hit in hits))
        title = f"“{words}”: {len(hits)} in {len(articles)} article{'' if len(articles) == 1 else 's'}"
        items = [Item(str(i), f"{x.before} [{x.found}] {x.after}", about=x.title) for i, x in enumerate(hits)]

        def go(chosen: str) -> None:
            hit = hits[int(chosen)]
            self.open_article(hit.article_id, articles, search=(words, hit.start))

        return title, items, go

    @property
    def others(self) -> list[str]:
        """Where other people's labels are, as far as is known: from the configuration, and from what was compared."""
        known = [str(path) for path in self.settings.others]
        known += [str(other.path) for other in ([self.other] if self.other else [])]
        return list(dict.fromkeys([*known, *self._others]))

    def other_at(self, path: Path) -> "Other":
        """Return the project or the gold file at `path`, read once. Raises `CopydeskError`."""
        from tui.gold.others import Other  # noqa: PLC0415 - what reads gold files is needed when one is compared with

        found = self._others.get(str(path))
        if found is None:
            found = self._others[str(path)] = Other.at(path)
        return found

    def _opening(self, session: Session, blind: bool) -> dict[str, Any]:
        """Return what the log keeps of this sitting; a replay needs the size, because letters depend on the screen."""
        size = [self.size.width, self.size.height]
        about = {"sha256": session.article.text_sha256, "length": len(session.article.text)}
        more = {"blind": True} if blind else {}
        return {**about, "app": f"copydesk {__version__}", "scheme": self.scheme.name, "size": size, **more}

    def open_next(self, article_id: str) -> None:
        """Open the next article of the queue that is not approved; the library where there is none."""
        done = {row.id for row in self.summaries() if is_done(row) or row.error is not None}
        at = self.queue.index(article_id) if article_id in self.queue else -1
        around = [*self.queue[at + 1 :], *self.queue[: max(at, 0)]]
        waiting = [other for other in around if other not in done]
        if waiting:
            self.open_article(waiting[0])
        else:
            self.news = "every article is approved"
            self.show_library()

    def open_beside(self, article_id: str, step: int) -> None:
        """Open the article before or after. Raises `CopydeskError` at either end."""
        at = self.queue.index(article_id) + step if article_id in self.queue else -1
        if not 0 <= at < len(self.queue):
            raise CopydeskError("this is the last article" if step > 0 else "this is the first article")
        self.open_article(self.queue[at])

    def decide_lines(
        self, make: "Callable[[Store], Iterator[Decided]]", already: int | None = None, more: str = ""
    ) -> None:
        """Decide lines in the project's articles, as `make` does, while the desk can be used (see `Passes.run`)."""
        assert self.store is not None
        steps = make(Store(self.store.project))  # of its own: it is used in a thread
        self.run_worker(self.passes.run(steps, already, more), group="passes")

    def show_rules(self) -> None:
        """Show the project's own rules over the screen that is open."""
        from tui.app.screens.rules import RulesScreen  # noqa: PLC0415 - made when it is first asked for

        assert self.store is not None
        self.push_screen(RulesScreen(self.store))

    def show_library(self) -> None:
        """Go back to the library."""
        if not isinstance(self.screen, ArticleScreen):
            return
        if len(self.screen_stack) > _ALONE:
            self.pop_screen()
        else:
            self.switch_screen(self._library())

    # The evaluation

    def show_evaluation(self) -> None:
        """Show the scores, over the library; an open article is left."""
        from tui.app.scoring import Scoring  # noqa: PLC0415 - numpy and the plots take a tenth of a second
        from tui.app.screens.evaluation import EvaluationScreen  # noqa: PLC0415 - the same

        assert self.store is not None
        if self._scoring is None:
            self._scoring = Scoring(self.store.project, self._extractor, self.cache)
        if not isinstance(self.screen, ArticleScreen):
            self.push_screen(EvaluationScreen(self._scoring))
        elif any(isinstance(screen, EvaluationScreen) for screen in self.screen_stack):
            self.pop_screen()  # the article was opened from there
        else:
            self.show_library()
            self.push_screen(EvaluationScreen(self._scoring))

    def _extractor(self, name: str) -> ArticleAnalyser | None:
        return self.analyser if name == OURS else self.extractors.get(name)

    def open_error(self, errors: "list[ErrorInContext]", at: int) -> None:
        """Open the article of one of these spans with the span in focus. Raises `CopydeskError`."""
        error = errors[at]
        queue = list(dict.fromkeys(one.document for one in errors))
        if not (isinstance(self.screen, ArticleScreen) and self.current_id == error.document):
            self.open_article(error.document, queue)
        self._errors = (errors, at)
        side = error.gold or error.predicted
        assert side is not None
        told = f"{error.kind}: {at + 1} of {len(errors)}"
        if error.kind != "correct" and error.predicted is not None and error.gold is not None:
            told += f", predicted {error.predicted.label} “{error.predicted.inside}”"
        self.news = told
        self.call_after_refresh(self._focus, side.start, side.end)

    def _focus(self, start: int, end: int) -> None:
        if isinstance(self.screen, ArticleScreen):
            self.screen.show_stretch(start, end)

    def step_error(self, by: int) -> None:
        """Go to the next span of the list, or to the one before. Raises `CopydeskError` at either end."""
        errors, at = self._errors
        if not errors:
            raise CopydeskError("no list of spans is open; open one from a number of the evaluation")
        if not 0 <= at + by < len(errors):
            raise CopydeskError("this is the last span of the list" if by > 0 else "this is the first span of the list")
        self.open_error(errors, at + by)

    # Words and looks

    def say(self, sentence: str) -> None:
        """Say something on the status line of the screen that is open."""
        from tui.app.screens.base import CommandScreen  # noqa: PLC0415 - base knows the desk, too

        self.news = sentence
        if isinstance(self.screen, CommandScreen):
            self.screen.refresh_lines_below()

    def show_text(self, title: str, text: str, more: str = "", edit: Callable[[], object] | None = None) -> None:
        """Show a text until a key is pressed; `e` runs `edit`."""
        from tui.app.screens.reading import TextScreen  # noqa: PLC0415 - made when it is first asked for

        self.push_screen(TextScreen(title, text, more, edit))

    @property
    def error_at_hand(self) -> "ErrorInContext | None":
        """The span of the evaluation's list that was opened last, where its article is still the open one."""
        errors, at = self._errors
        return errors[at] if errors and errors[at].document == self.current_id else None

    def take_scheme(self, project: Project, scheme: Scheme) -> None:
        """Go on with the label set of a project whose guideline was changed, in the articles that are open, too."""
        for screen in self.screen_stack:
            if isinstance(screen, ArticleScreen) and screen.session.store.project.root == project.root:
                screen.scheme = screen.editor.scheme = scheme
        if self.store is not None and self.store.project.root == project.root:
            self.settings = replace(self.settings, scheme=scheme)

    @property
    def can_suspend(self) -> bool:
        """Whether the desk was started from a shell that can let it go on."""
        driver = self._driver
        return driver is not None and driver.can_suspend and is_job()

    def switch_theme(self) -> None:
        """Switch between the dark and the light theme."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)] if self.theme in names else names[0]


def _tune_garbage_collection() -> None:
    """Keep what was loaded out of later collections: walking it is what makes a key lag now and then."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
