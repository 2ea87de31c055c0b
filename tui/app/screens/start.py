"""What is shown where there is no project yet."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.app.commands import Place
from tui.app.screens.base import CommandScreen
from tui.app.widgets.lines import FooterLine, StatusLine
from tui.model import screen_safe


class StartScreen(CommandScreen):
    """Says what Copydesk is and offers the sample articles."""

    PLACE: ClassVar[Place] = Place.START

    def compose(self) -> ComposeResult:
        """Make the page."""
        folder = screen_safe(str(self.desk.new_project))
        with Vertical(id="welcome"):
            yield Static(
                Content.assemble(
                    ("Copydesk", "bold $accent"), "\n\n",
                    "Read a news article, correct its names and quotations with the keyboard,\n",
                    "and keep the result as gold labels.\n\n",
                    ("There is no project here yet.\n\n", "$muted"),
                    ("Enter", "bold $accent"), f"   make one of the sample articles in {folder}\n",
                    ("t", "bold $accent"), "       take the guided tour: two minutes\n",
                    ("q", "bold $accent"), "       leave; `copydesk open FILE...` starts with articles of your own",
                )
            )  # fmt: skip
        yield StatusLine()
        yield FooterLine()

    def on_mount(self) -> None:
        """Show the keys."""
        self.refresh_lines_below()

    def footer_commands(self) -> list[str]:
        """Return the commands there are."""
        return ["samples", "tour", "theme", "help", "quit_library"]

    def do_samples(self) -> None:
        """Make a project of the samples."""
        self.desk.start_with_samples()

    def do_quit_library(self) -> None:
        """Leave Copydesk."""
        self.do_quit()
