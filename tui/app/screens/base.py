"""A screen whose keys are commands of the table, looked up in the keymap and nowhere else."""

import asyncio
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on, work

from tui.app.commands import Place, by_id
from tui.app.keymap import key_name, shown
from tui.app.screens.typing import KeysInOrder, hand_on
from tui.app.widgets.at_once import PaintedAtOnce
from tui.app.widgets.lines import FooterLine, StatusLine
from tui.app.widgets.prompt import Answer, Prompt
from tui.gold import Project
from tui.model import CopydeskError, Layer, Scheme

if TYPE_CHECKING:
    from tui.app.app import Desk
    from tui.app.screens.chooser import Item


_NOTHING_SAID = "This label set says nothing."


class CommandScreen(PaintedAtOnce[None], inherit_bindings=False):
    """Turns keys to commands. A command `x` is the method `do_x` of the screen, or what `find` returns for it."""

    AUTO_FOCUS = ""
    CSS_PATH = Path(__file__).parents[1] / "screens.tcss"
    PLACE: ClassVar[Place]
    _pressed: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.answers: dict[str, tuple[Callable[[str], object], str | None]] = {}
        self._footer_of: tuple[object, list[str]] | None = None
        self._footer: list[tuple[str, str, str]] = []

    @property
    def place(self) -> Place:
        """Whose keys work now."""
        return self.PLACE

    @property
    def desk(self) -> "Desk":
        """The app."""
        return cast("Desk", self.app)

    def on_key(self, event: events.Key) -> None:
        """Take a key: for what is being typed, or as a command."""
        event.stop()
        event.prevent_default()
        above = self.app.screen
        if above is not self:  # typed before the screen above came: no command of this one, but a key of that one
            if isinstance(above, KeysInOrder):
                hand_on(event, above)
            return
        name = key_name(event.key, event.character)
        prompt = self.prompt
        if prompt is not None and self.desk.keymap.resolve(self.place, (name,)) != "quit":
            if answer := prompt.take(event.key, event.character):
                self.answered(answer)
            return
        self.desk.news = ""
        self.press(name)
        if not self.desk.has_more_keys:
            self.paint()

    def on_paste(self, event: events.Paste) -> None:
        """Take what was pasted for what is being typed; anywhere else it would be commands by chance."""
        event.stop()
        if prompt := self.prompt:
            prompt.paste(event.text)

    @cached_property
    def status(self) -> StatusLine:
        """The line of facts. Like the next two it is looked for once: the look takes as long as what a key does."""
        return self.query_one(StatusLine)

    @cached_property
    def footer(self) -> FooterLine:
        """The line of keys."""
        return self.query_one(FooterLine)

    @cached_property
    def _prompts(self) -> list[Prompt]:
        return list(self.query(Prompt))

    @property
    def prompt(self) -> Prompt | None:
        """The line that is being typed in, or None."""
        return next((prompt for prompt in self._prompts if prompt.is_open), None)

    def press(self, name: str) -> None:
        """Take a key by the name that the keymap uses; wait for the next where it begins a sequence."""
        keymap = self.desk.keymap
        pressed = (*self._pressed, name)
        self._pressed = ()
        command = keymap.resolve(self.place, pressed)
        if command is not None:
            self.run_command(command)
        elif keymap.is_start(self.place, pressed):
            self._pressed = pressed
            self.show_continuations(
                shown(" ".join(pressed)),
                [
                    (rest, by_id()[command_id].title, command_id)
                    for rest, command_id in keymap.continuations(self.place, pressed)
                ],
            )
        elif name != "escape":
            self.refuse(f"{shown(' '.join(pressed))} does nothing here; {keymap.first('help')} lists the keys")
        else:
            self.refresh_lines_below()

    def show_continuations(self, pressed: str, keys: list[tuple[str, str, str]]) -> None:  # noqa: ARG002
        """Show which keys can follow those that were pressed."""
        self.show_footer(keys)

    def find(self, command_id: str) -> Callable[[], object]:
        """Return what runs a command. Raises `AttributeError` where the table and the screen disagree."""
        return cast("Callable[[], object]", getattr(self, f"do_{command_id}"))

    def run_command(self, command_id: str) -> None:
        """Run a command; what it refuses is said on the status line."""
        self.attempt(self.find(command_id))

    def refuse(self, sentence: str) -> None:
        """Say why a key did nothing; `{undo}` in the sentence stands for the key of that command."""
        self.status.say(self.facts(), self.desk.keymap.told(sentence), problem=True)
        self.show_footer(self.footer_keys())

    def facts(self) -> list[str]:
        """Return what stands on the status line beside a sentence."""
        return []

    def refresh_lines_below(self) -> None:
        """Bring the status line and the footer up to date."""
        self.show_footer(self.footer_keys())

    def footer_commands(self) -> list[str]:
        """Return the ids of the commands that are most use now."""
        return []

    def footer_keys(self) -> list[tuple[str, str, str]]:
        """Return what the footer shows: only commands that have a key."""
        wanted = self.desk.keymap, self.footer_commands()
        if wanted != self._footer_of:
            commands = by_id()
            keys = ((self.desk.keymap.first(x), commands[x].title, x) for x in wanted[1])
            self._footer_of, self._footer = wanted, [row for row in keys if row[0]]
        return self._footer

    def show_footer(self, keys: list[tuple[str, str, str]]) -> None:
        """Show keys on the footer."""
        self.footer.show(keys)

    @on(FooterLine.Chosen)
    def _clicked(self, message: FooterLine.Chosen) -> None:
        self.clicked_command(message.command_id)

    def clicked_command(self, command_id: str) -> None:
        """Run a command that was clicked on the footer."""
        self._pressed = ()
        self.desk.recorder.press(f"command:{command_id}")
        self.run_command(command_id)

    # Questions

    def ask(
        self, purpose: str, question: str, text: str, then: Callable[[str], object], given_up: str | None = None
    ) -> None:
        """Ask for a line of text; what it is answered with goes to `then`, and at Esc `given_up` where that is set."""
        self.answers[purpose] = then, given_up
        self.footer.display = False
        self.query_one(Prompt).ask(purpose, question, text)

    def answered(self, answer: Answer) -> None:
        """Go on with what was typed."""
        then, given_up = self.answers.pop(answer.purpose, (None, None))
        self.footer.display = True
        text = given_up if answer.text is None else answer.text
        if then is not None and text is not None:
            self.attempt(lambda: then(text))

    def attempt(self, run: Callable[[], object]) -> None:
        """Do something; what it refuses is said on the status line."""
        try:
            run()
        except CopydeskError as error:
            self.refuse(str(error))
        else:
            self.refresh_lines_below()

    def lines_in_sight(self) -> tuple[int, int] | None:
        """Return the lines of the terminal that no dialog may cover, the second one excluded; None: there are none."""
        return None

    def choose(self, title: str, items: "Sequence[Item]", then: Callable[[str], object], at: str = "") -> None:
        """Let a person choose one of many, beginning at the item with the id `at`."""
        from tui.app.screens.chooser import Chooser  # noqa: PLC0415 - made when it is first asked for

        def chosen(item_id: str | None) -> None:
            if item_id is not None:
                self.attempt(lambda: then(item_id))

        self.app.push_screen(Chooser(title, items, self.lines_in_sight, at), chosen)

    # Commands of every screen

    def do_quit(self) -> None:
        """Leave Copydesk."""
        self.desk.exit(return_code=0)

    def do_suspend(self) -> None:
        """Stop the process until the shell lets it go on."""
        if not self.desk.can_suspend:
            raise CopydeskError("there is no shell to go to from here")
        self.desk.action_suspend_process()

    def do_tour(self) -> None:
        """Take the guided tour."""
        self.desk.start_tour()

    def do_theme(self) -> None:
        """Switch between dark and light."""
        self.desk.switch_theme()

    def do_help(self) -> None:
        """Show the keys."""
        from tui.app.screens.help import HelpScreen  # noqa: PLC0415 - made when it is first asked for

        self.app.push_screen(HelpScreen(self.desk.keymap, self.place))

    def do_palette(self) -> None:
        """Choose a command by name."""
        from tui.app.screens.chooser import Chooser, Item  # noqa: PLC0415 - made when it is first asked for

        keymap = self.desk.keymap
        wanted = [x for x in keymap.commands(self.place) if x.id != "palette"]
        items = [Item(x.id, x.title, keymap.first(x.id), x.help) for x in wanted]

        def run(command_id: str | None) -> None:
            if command_id is not None:
                self.run_command(command_id)

        self.app.push_screen(Chooser("Commands", items, self.lines_in_sight), run)

    def do_search_project(self) -> None:
        """Search every article."""
        self.ask("search_project", "search the project", "", self.search_project)

    def search_project(self, words: str) -> None:
        """Look for words in every article, then let a person choose a hit."""
        if words.strip():
            self.desk.say(f"looking for “{words}” …")
            self._search_project(words)

    @work(exclusive=True, group="search-project")
    async def _search_project(self, words: str) -> None:
        try:
            hits = await asyncio.to_thread(self.desk.search, words)
        except CopydeskError as error:
            self.refuse(str(error))
            return
        if self.app.screen is not self:  # gone elsewhere meanwhile
            return
        if not hits:
            self.refuse(f"“{words}” stands in no article of this project")
            return
        self.desk.say("")
        self.choose(*self.desk.hits_to_choose(words, hits))

    # The guideline, where labels are seen

    def guideline_of(self) -> tuple[Layer | None, str]:
        """Return the layer and the name of the label that the guideline is wanted of, None and "" for all labels."""
        return None, ""

    def guideline_place(self) -> tuple[Project, Scheme]:
        """Return the project whose guideline it is, and the label set in use."""
        assert self.desk.store is not None
        return self.desk.store.project, self.desk.scheme

    def do_guideline(self) -> None:
        """Show the guideline of the label in focus, or of all labels."""
        layer, name = self.guideline_of()
        _, scheme = self.guideline_place()
        kind = scheme.by_name.get((layer, name)) if layer is not None else None
        if kind is None and not name:
            self.desk.show_text(
                f"Label set {scheme.name}", scheme.guideline or _NOTHING_SAID, edit=self._edit_guideline
            )
            return
        about = kind.guideline if kind is not None else ""
        edit = self._edit_guideline if kind is not None else None
        self.desk.show_text(name, about or f"{_NOTHING_SAID[:-1]} of this label.", scheme.guideline, edit)

    def _edit_guideline(self) -> None:
        self.attempt(self.do_edit_guideline)

    def do_edit_guideline(self) -> None:
        """Edit the guideline of the label in focus, and that of all labels."""
        from tui.app.screens.guideline import GuidelineScreen, about  # noqa: PLC0415 - made when it is first asked for

        project, scheme = self.guideline_place()

        def done(changed: Scheme | None) -> None:
            if changed is not None:
                self.desk.take_scheme(project, changed)
            self.refresh_lines_below()

        self.app.push_screen(GuidelineScreen(project, scheme, about(*self.guideline_of()), self.desk.who), done)
