"""What stands around the article's text: the panel beside it, the heading above, the status line and footer below."""

from typing import Any

from textual.content import Content

from tui.app.facts import article_facts
from tui.app.screens.article_mouse import ArticleMouse
from tui.app.widgets.article_view import ArticleView
from tui.app.widgets.legend import LegendKeys
from tui.app.widgets.side_panel import SidePanel, article_rows, label_heading, label_rows, selection_rows
from tui.app.widgets.steady import Steady
from tui.model import Layer, screen_safe
from tui.model.scheme import Scheme


class ArticleLines(ArticleMouse):
    """Shows in words what the article screen shows in its text."""

    view: ArticleView
    scheme: Scheme
    blind: bool

    def __init__(self) -> None:
        super().__init__()
        self.panel = SidePanel()
        self.masthead = Steady(id="masthead")
        self._keyed: tuple[tuple[Any, Scheme], dict[Layer, LegendKeys]] | None = None
        """The labels that keys give, and the keymap and the label set that they were taken from."""
        self._titled: tuple[Any, ...] | None = None
        """What the heading was made of."""

    @property
    def stands(self) -> bool:
        """Whether there is something to draw on; `ArticleScreen` knows."""
        raise NotImplementedError

    def show_saved(self) -> None:
        """Say on the status line that what is shown is on the disk."""
        if self.stands and self.mode is None:
            self.status.say(self.facts(), self.desk.news or self.trouble)
            self.show_footer(self.footer_keys())  # other keys, where a save that had failed has come through

    def show_panel(self) -> None:
        """Show what has the focus, or what a mode offers."""
        panel = self.panel
        compact = self.has_class("-narrow")
        if self.mode is not None and self.mode.lines:
            panel.show_choices(self.mode.prompt, self.mode.lines, compact=compact)
            return
        label = self.editor.focused
        state = self.editor.state
        if self.comparison is not None and self.comparison.is_about(self.editor.focus):
            heading = Content.styled(self.comparison.heading(), "bold")
            panel.show(heading, self.comparison.rows(compact=compact), compact=compact)
        elif label is not None:
            panel.show(label_heading(label, self.scheme), label_rows(label, state), compact=compact)
        elif self.editor.selection is not None:
            selected = selection_rows(*self.editor.selection, state)
            panel.show(Content.styled("Selection", "bold"), selected, compact=compact)
        else:
            panel.show(
                Content.styled("Article", "bold"), article_rows(state, self.editor.order.hidden), compact=compact
            )
        on_quote = label is not None and label.layer is Layer.QUOTES and self.editor.selection is None
        legends = self._legends()
        shown = legends[Layer.QUOTES if on_quote else Layer.ENTITIES]
        panel.show_legend(shown, self.view.article_styles, room=max(map(len, legends.values())))

    def _legends(self) -> dict[Layer, LegendKeys]:
        """Return `(key, label)` of the labels that a key gives now, made anew where keys or label set are others."""
        made_of = self.desk.keymap, self.scheme
        if self._keyed is None or any(a is not b for a, b in zip(self._keyed[0], made_of, strict=True)):
            first = self.desk.keymap.first
            self._keyed = (
                made_of,
                {
                    layer: tuple((first(f"label_{x.key}"), x) for x in self.scheme.labels(layer) if x.key.isdigit())
                    for layer in (Layer.ENTITIES, Layer.QUOTES)
                },
            )
        return self._keyed[1]

    def refresh_lines_below(self) -> None:
        """Bring the heading, the status line and the footer up to date."""
        if not self.stands:
            return
        self._show_title()
        self.status.say(self.facts(), self.desk.news or self.trouble)
        self.show_footer(self.footer_keys())

    def _show_title(self) -> None:
        """Show the title, between the flag and the place in the queue."""
        state = self.editor.state
        width = self.masthead.content_size.width or self.app.size.width - 4  # before the first layout it has none
        made_of = state.blocks, state.flagged, self.position, width
        if self._titled is not None and all(a is b or a == b for a, b in zip(self._titled, made_of, strict=True)):
            return
        self._titled = made_of
        title = screen_safe(state.current_article().title or state.article.id)
        flag = Content.styled("flagged  ", "bold $error") if state.flagged else Content("")
        position = Content.styled(f"   {self.position}" if self.position else "", "$muted")
        room = max(1, width - flag.cell_length - position.cell_length)
        shortened = Content.styled(title, "bold").truncate(room, ellipsis=True)
        self.masthead.update(Content.assemble(flag, shortened, position))

    def facts(self) -> list[str]:
        """Return what is the case with the article."""
        facts = article_facts(self.session, self.editor.pending(), failed=self.editor.failed is not None)
        if self.comparison is not None:
            facts.insert(0, f"{len(self.comparison.open)} open, {self.comparison.settled} settled")
        if self.editor.hits:
            facts.insert(0, self.editor.hit_at_hand)
        if self.blind:
            facts.insert(1, "blind: no suggestions")
        if self.analysing:
            facts.insert(0, "suggestions are coming")
        return facts

    def footer_keys(self) -> list[tuple[str, str, str]]:
        """Return what the footer shows; while a mode is on nothing but the way out is a command."""
        keymap = self.desk.keymap
        return super().footer_keys() if self.mode is None else [(keymap.first("leave") or "Esc", "leave", "leave")]

    def footer_commands(self) -> list[str]:
        """Return the commands of most use for what has the focus."""
        editor = self.editor
        if editor.failed is not None:
            return ["save", "write_out", "leave"]
        if self.comparison is not None:
            some = ["next_difference", "previous_difference", "difference_filter", "undo", "compare", "leave", "help"]
            return ["take_first", "take_second", *some] if self.comparison.at is not None else some
        if editor.selection is not None:
            return ["label_list", "direct", "end_right", "end_left", "expand", "shrink", "leave", "help"]
        label = editor.focused
        if label is None:
            return ["next", "jump", "next_candidate", "blocks", "approve", "quoted", "undo", "palette", "help"]
        if label.layer is Layer.QUOTES:
            return ["accept", "reject", "speaker", "cue", "next", "end_right", "note", "approve", "help"]
        return ["accept", "reject", "label_list", "propagate", "next", "end_right", "link", "approve", "help"]
