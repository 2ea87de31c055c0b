"""The desk: the Textual app around a project, its screens and its analyser."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.style import Style
from rich.theme import Theme as RichTheme
from textual import work
from textual.binding import BindingType
from textual.color import Color

from tui.app.opening import Opening
from tui.app.pace import let_the_writer_write
from tui.app.pasting import guard_pastes
from tui.app.signals import is_job, leave_on_signals
from tui.app.taste import choose_theme, chosen_theme
from tui.app.themes import CELL_STYLES, DARK, THEMES, Depth, themes
from tui.gold.project import Project
from tui.model.errors import CopydeskError

if TYPE_CHECKING:
    from tui.app.extractors import Extractors
    from tui.app.keymap import Keymap
    from tui.app.passes import Passes
    from tui.app.scoring import Scoring
    from tui.app.screens.chooser import Item
    from tui.app.settings import Settings
    from tui.evaluation.context import ErrorInContext
    from tui.extraction.cache import PredictionCache
    from tui.extraction.client import ArticleAnalyser
    from tui.gold import Store
    from tui.gold.others import Other
    from tui.gold.rules import Decided
    from tui.gold.search import Hit
    from tui.model.scheme import Scheme


class Desk(Opening, inherit_bindings=False):
    """Library, article, start screen. `analyser` may be None: then nobody makes suggestions."""

    CSS_PATH = "app.tcss"
    TITLE = "Copydesk"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    _has_cell_styles = False

    def __init__(
        self,
        project: Project | None,
        *,
        settings: "Settings | None" = None,
        analyser: "ArticleAnalyser | Callable[[], ArticleAnalyser] | None" = None,
        who: str | None = None,
        open_ids: Sequence[str] = (),
        blind: float = 0.0,
        samples: Path | None = None,
        new_project: Path | None = None,
        compare: "Other | None" = None,
        tour: bool = False,
        extractors: "Extractors | None" = None,
        cache: "PredictionCache | Callable[[], PredictionCache] | None" = None,
        taste: Path | None = None,
    ) -> None:
        guard_pastes()
        super().__init__(
            project, settings=settings, analyser=analyser, who=who, open_ids=open_ids, blind=blind, compare=compare
        )
        for theme in themes(Depth.of(self.console.color_system, no_color=self.no_color)):
            self.register_theme(theme)
        self._taste = taste
        asked_for = self._theme_asked_for
        chosen = chosen_theme(taste, self.who, asked_for) if taste is not None else asked_for
        self.theme = chosen if chosen in self.available_themes else asked_for
        self.samples = samples
        self.new_project = new_project
        self._given_extractors = extractors
        self._others: dict[str, Other] = {}
        self._tour_first = tour
        self.cache = cache
        """Predictions that were made before, or what returns them; None keeps nothing."""
        self._scoring: Scoring | None = None
        self._errors: tuple[list[ErrorInContext], int] = ([], 0)
        """The list of spans that was opened in the evaluation, and which of them is in focus."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own colours for themes that don't have them."""
        return THEMES[not self.current_theme.dark].variables

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours of the theme, which cells of tables name, too (see `Rows`)."""
        variables = super().get_css_variables()
        styles: dict[str, str | Style] = {}
        for name in CELL_STYLES:
            colour = Color.parse(variables[name]).rich_color
            styles |= {name: Style(color=colour), f"bold {name}": Style(color=colour, bold=True)}
        if self._has_cell_styles:
            self.console.pop_theme()
        self.console.push_theme(RichTheme(styles))
        self._has_cell_styles = True
        return variables

    @property
    def keymap(self) -> "Keymap":
        """The keys of every command."""
        return self.settings.keymap

    @cached_property
    def extractors(self) -> "Extractors":
        """The extractors that an open article can be given to."""
        from tui.app.extractors import Extractors  # noqa: PLC0415 - is loaded after the first text

        return self._given_extractors or Extractors(self.analyser, self.settings.extractors)

    @cached_property
    def passes(self) -> "Passes":
        """Verdicts on their way through the project's articles."""
        from tui.app.passes import Passes  # noqa: PLC0415 - is loaded after the first text

        return Passes(self.say)

    # Life

    async def on_mount(self) -> None:
        """Offer the samples where there is no project; what `Opening` does here, Textual calls, too."""
        leave_on_signals(self)
        let_the_writer_write()
        if self.has_project:
            return
        from tui.app.screens.start import StartScreen  # noqa: PLC0415 - seldom needed

        await self.push_screen(StartScreen())
        if self._tour_first:
            self.start_tour()

    def first_is_shown(self) -> None:
        """Show the tour where it was asked for; then load what makes suggestions."""
        if self._tour_first:
            self.start_tour()
        self.call_after_refresh(self.warm_up)

    @work(group="warm-up")
    async def warm_up(self) -> None:
        """Start the analyser, so that the models are loaded when the first article needs them, if any does."""
        if self.analyser is not None:
            try:
                self.extractors.know_own((await self.analyser.ready()).values())
            except CopydeskError as error:
                self.say(f"no suggestions: {error}")

    def exit(self, *args: Any, **options: Any) -> None:
        """Leave, with everything on the disk that was shown."""
        if "tui.app.screens.article" in sys.modules:
            from tui.app.screens.article import ArticleScreen  # noqa: PLC0415 - is loaded after the first text

            for screen in self.screen_stack:
                if isinstance(screen, ArticleScreen):
                    screen.leave_saved()
        super().exit(*args, **options)

    # The project

    def start_with_samples(self) -> None:
        """Make a project of the sample articles and show it. Raises `CopydeskError`."""
        from tui.cleaning import read  # noqa: PLC0415 - the cleaner's model takes a third of a second
        from tui.gold.store import Store  # noqa: PLC0415 - is loaded after the first text

        assert self.samples is not None
        assert self.new_project is not None
        articles = list(read(sorted(path for path in self.samples.iterdir() if path.suffix in (".txt", ".html"))))
        self.store = store = Store(Project.create(self.new_project))
        for article in articles:
            store.add(article, self.who)
        self.switch_screen(self._library())
        self.call_after_refresh(self.warm_up)

    # The tour

    def start_tour(self) -> None:
        """Show the guided tour over the screen that is open; its article is kept in a folder that goes with it."""
        from tui.app.screens.tour import TourScreen  # noqa: PLC0415 - seldom needed
        from tui.app.tour.lesson import article, predictions  # noqa: PLC0415
        from tui.gold import Session, Store  # noqa: PLC0415 - is loaded after the first text

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
        """Return where words stand in the project, `MOST` hits and one more. Takes a while; touches no screen."""
        from tui.gold.search import MOST, search  # noqa: PLC0415 - seldom needed

        assert self.store is not None
        return list(search(self.store, words, most=MOST + 1))

    def hits_to_choose(self, words: str, hits: "list[Hit]") -> "tuple[str, list[Item], Callable[[str], None]]":
        """Return a title, the hits as things to choose, and what goes to the one that was chosen."""
        from tui.app.screens.chooser import Item  # noqa: PLC0415 - made when it is first asked for
        from tui.gold.search import MOST  # noqa: PLC0415 - seldom needed

        count = f"the first {MOST}" if len(hits) > MOST else str(len(hits))
        hits = hits[:MOST]
        articles = list(dict.fromkeys(hit.article_id for hit in hits))
        title = f"“{words}”: {count}, in {len(articles)} article{'' if len(articles) == 1 else 's'}"
        items = [Item(str(i), f"{x.before}[{x.found}]{x.after}", about=x.title) for i, x in enumerate(hits)]

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

    def decide_lines(
        self, make: "Callable[[Store], Iterator[Decided]]", already: int | None = None, more: str = ""
    ) -> None:
        """Decide lines in the project's articles, as `make` does, while the desk can be used (see `Passes.run`)."""
        self._pass(make, already, more)

    def take_back_lines(self) -> None:
        """Take back what the last pass has decided, where nothing was done since. Raises `CopydeskError`."""
        from tui.gold.rules import take_back  # noqa: PLC0415 - seldom needed

        if (last := self.passes.last) is None:
            raise CopydeskError("nothing was decided in the project's articles since the desk was opened")
        self._pass(lambda store: take_back(store, last.steps, self.who), back=True)

    def _pass(
        self,
        make: "Callable[[Store], Iterator[Decided]]",
        already: int | None = None,
        more: str = "",
        *,
        back: bool = False,
    ) -> None:
        from tui.gold.store import Store  # noqa: PLC0415 - is loaded after the first text

        assert self.store is not None
        steps = make(Store(self.store.project))  # of its own: it is used in a thread

        async def run() -> None:
            await self.passes.run(steps, already, more, back=back)
            self.hear()

        self.run_worker(run(), group="passes")

    def hear(self) -> None:
        """Show the open article as another session has left it."""
        from tui.app.screens.unsaved import UnsavedScreen  # noqa: PLC0415 - is loaded after the first text

        screens = [screen for screen in self.screen_stack if isinstance(screen, UnsavedScreen)]
        if screens and screens[0].hear():
            for screen in screens:
                screen.show_all()

    def show_rules(self) -> None:
        """Show the project's own rules over the screen that is open."""
        from tui.app.screens.rules import RulesScreen  # noqa: PLC0415 - made when it is first asked for

        assert self.store is not None
        self.push_screen(RulesScreen(self.store))

    # The evaluation

    def show_evaluation(self) -> None:
        """Show the scores, over the library; an open article is left."""
        from tui.app.scoring import Scoring  # noqa: PLC0415 - numpy and the plots take a tenth of a second
        from tui.app.screens.evaluation import EvaluationScreen  # noqa: PLC0415 - the same
        from tui.extraction.cache import PredictionCache  # noqa: PLC0415 - the same

        assert self.store is not None
        self.need_saved()
        if self._scoring is None:
            cache = self.cache() if callable(self.cache) else self.cache
            self._scoring = Scoring(self.store.project, self._extractor, cache or PredictionCache(None))
        if self.article_screen is None:
            self.push_screen(EvaluationScreen(self._scoring))
        elif any(isinstance(screen, EvaluationScreen) for screen in self.screen_stack):
            self.pop_screen()  # the article was opened from there
        else:
            self.show_library()
            self.push_screen(EvaluationScreen(self._scoring))

    def _extractor(self, name: str) -> "ArticleAnalyser | None":
        from tui.extraction import OURS  # noqa: PLC0415 - the evaluation is seldom needed first

        return self.analyser if name == OURS else self.extractors.get(name)

    def open_error(self, errors: "list[ErrorInContext]", at: int) -> None:
        """Open the article of one of these spans with the span in focus. Raises `CopydeskError`."""
        error = errors[at]
        queue = list(dict.fromkeys(one.document for one in errors))
        if not (self.article_screen is not None and self.current_id == error.document):
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
        if self.article_screen is not None:
            self.article_screen.show_stretch(start, end)

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
        """Say something on the status line of the screen that is open; `{undo}` stands for the key of that command."""
        from tui.app.screens.base import CommandScreen  # noqa: PLC0415 - base knows the desk, too

        self.news = self.keymap.told(sentence)
        if isinstance(self.screen, CommandScreen):
            self.screen.refresh_lines_below()

    def show_text(self, title: str, text: str, more: str = "", edit: Callable[[], object] | None = None) -> None:
        """Show a text until a key is pressed; `e` runs `edit`."""
        from tui.app.screens.base import CommandScreen  # noqa: PLC0415 - base knows the desk, too
        from tui.app.screens.beside import nothing_kept  # noqa: PLC0415 - made when it is first asked for
        from tui.app.screens.reading import TextScreen  # noqa: PLC0415 - the same

        keep = self.screen.lines_in_sight if isinstance(self.screen, CommandScreen) else nothing_kept
        self.push_screen(TextScreen(title, text, more, edit, keep))

    @property
    def error_at_hand(self) -> "ErrorInContext | None":
        """The span of the evaluation's list that was opened last, where its article is still the open one."""
        errors, at = self._errors
        return errors[at] if errors and errors[at].document == self.current_id else None

    def take_scheme(self, project: Project, scheme: "Scheme") -> None:
        """Go on with the label set of a project whose guideline was changed, in the articles that are open, too."""
        from tui.app.screens.article import ArticleScreen  # noqa: PLC0415 - is loaded after the first text

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
        if self._taste is not None:
            choose_theme(self._taste, self.who, self._theme_asked_for, self.theme)

    @property
    def _theme_asked_for(self) -> str:
        """The theme of the project's configuration, or the default."""
        return self._settings.theme if self._settings else DARK.name
