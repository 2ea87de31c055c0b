"""A document on the screen: one scrolling widget that draws just the lines that are seen.

It shows a `ViewModel` and knows nothing else. A move of the cursor redraws the lines it leaves and enters, a changed
highlight the lines it touches; nothing costs more in a long article than in a short one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from textual.cache import LRUCache
from textual.color import Color
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from tui.app.layout.highlight_index import HighlightIndex
from tui.app.layout.overlays import changed_stretches
from tui.app.layout.places import Places
from tui.app.layout.widths import CellMap
from tui.app.layout.wrap import Line, LineKind, WrapIndex, Wrapper
from tui.app.themes import Depth, Palette, palette, sixteen_colours
from tui.app.view_model import Focus, Highlight, Overlay, Row, ViewModel
from tui.app.widgets.article_styles import ArticleStyles
from tui.app.widgets.line_painter import Column, LinePainter, shapes
from tui.app.widgets.own_lines import OwnLines
from tui.app.widgets.steady_scrollbar import SteadyScrollBar
from tui.model.text import screen_safe

if TYPE_CHECKING:
    from tui.app.layout.motion import Motion

COMFORTABLE = 78
"""Cells of the newspaper column; between 60 and 90 characters a line are read with ease."""
_CONTEXT = 2  # lines kept in sight above and below what is scrolled to
_NOTHING = Overlay()
_BLANK = -1  # the blank line among the painted ones, which are known by their first offset


class _Frame(NamedTuple):
    """What holds for every line of one picture: its width, its first line, the cursor's, and what is overlaid."""

    width: int
    top: int
    cursor_y: int
    overlaid: list[tuple[int, int]]


class DocumentView(OwnLines, ScrollView, can_focus=True, inherit_bindings=False):
    """A newspaper column with highlights, a cursor, a selection, and one focused span.

    All offsets are into the text of the `ViewModel`. What lies over the document (`lay_over`, `show_jump_labels`) is
    set by whoever owns the view.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    DocumentView {
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-color: $panel;
    }
    """

    def __init__(self, view: ViewModel | None = None, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 (the name all widgets use)
        super().__init__(id=id, classes=classes)
        self._view = ViewModel("", ())
        self._text = ""
        self._overlay = _NOTHING
        self._highlights = HighlightIndex()
        self._wrapper = Wrapper("")
        self._index = WrapIndex.empty()
        self._strips: LRUCache[int, Strip] = LRUCache(2048)
        self._styles: ArticleStyles | None = None
        self._painter: LinePainter | None = None
        self._motion: Motion | None = None
        self._anchor: tuple[int, int, int] | None = None
        self._frame: _Frame | None = None
        self._room_in: tuple[Size, Size] | None = None
        if view is not None:
            self.show(view)

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scroll bar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = bar = SteadyScrollBar()
            bar.display = False
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

    # What is shown

    @property
    def view(self) -> ViewModel:
        """What is shown: with the rows that `update_rows` gave last; its highlights are those of the last `show`."""
        return self._view

    @property
    def motion(self) -> "Motion":
        """Words, sentences and paragraphs of the rows that are not folded."""
        if self._motion is None:
            from tui.app.layout.motion import Motion  # noqa: PLC0415 - a text that is only looked at needs none

            shown = [(row.start, row.end) for row in self._view.rows if not row.folded]
            self._motion = Motion(self._text, shown)
        return self._motion

    def show(self, view: ViewModel) -> None:
        """Show a document. Where the text is the one shown before, the place and the overlay stay."""
        if view.text != self._view.text or not self._view.rows:
            self._text = screen_safe(view.text, keep_newlines=True)
            self._wrapper = Wrapper(self._text)
            self._overlay = _NOTHING
            self._anchor = None
            if self.is_attached:
                self.scroll_to(y=0, animate=False, force=True)
        self._highlights = HighlightIndex(view.highlights)
        self._show_rows(view)

    def update_rows(self, rows: Sequence[Row]) -> None:
        """Show the same text and highlights in other rows: a block folded, opened, kept or dropped."""
        self._show_rows(ViewModel(self._view.text, rows, self._view.highlights))

    def update_highlights(self, changed: Iterable[Highlight], removed: Iterable[str] = ()) -> None:
        """Replace every highlight that shares an id with one of `changed`; drop those whose id is in `removed`."""
        stretches = list(self._highlights.update(changed, removed))
        for start, end in stretches:
            self._forget_strips(start, end)
        self._redraw(stretches)

    def _show_rows(self, view: ViewModel) -> None:
        self._view = view
        self._motion = None
        self._painter = None
        self._lay_out()

    # What lies over the document

    @property
    def overlay(self) -> Overlay:
        """The cursor, the selection, the focus and the jump labels."""
        return self._overlay

    def lay_over(
        self,
        cursor: int | None = None,
        focus: Focus | None = None,
        selection: tuple[int, int] | None = None,
    ) -> None:
        """Set cursor, focus and selection at once: each line that looks different is drawn once.

        The cursor is on the character at that offset; a folded row's label stands for all of the row. What else
        belongs to the highlight that the focus names is shown as linked to it. None hides each of them.
        """
        self._put(replace(self._overlay, cursor=cursor, focus=focus, selection=selection))

    def select(self, start: int, end: int) -> None:
        """Select `start:end`, and leave the rest of the overlay as it is."""
        self._put(replace(self._overlay, selection=(start, end)))

    def show_jump_labels(self, labels: Mapping[int, str]) -> None:
        """Lay one or two letters over the text at each offset, and mute all else; with none, take them away."""
        self._overlay = replace(self._overlay, jump_labels=dict(labels))
        self.refresh()

    def _put(self, overlay: Overlay) -> None:
        """Change the overlay and redraw the lines that look different with it."""
        old, self._overlay = self._overlay, overlay
        if old == overlay:
            return
        stretches = changed_stretches(old, overlay)
        if old.focus != overlay.focus:
            for focus in (old.focus, overlay.focus):
                stretches += [(x.start, x.end) for x in self._highlights.of(focus.id)] if focus else []
        self._redraw(stretches)

    # Places

    def scroll_to_offset(self, offset: int, *, ahead: bool = False) -> None:
        """Scroll as little as brings the line of `offset` into sight, with a few lines around it.

        With `ahead` as far as shows two thirds of a screen of what comes next, so that the text then stands still.
        """
        y = self._index.y_of(offset)
        top, height = self.scroll_offset.y, self._room().height
        context = min(_CONTEXT, max(0, (height - 1) // 2))
        if top <= y - context and y + context < top + height:
            return
        up = y - context < top
        at = (2 * height // 3 if up else height // 3) if ahead else (context if up else height - 1 - context)
        self.scroll_to(y=max(0, y - at), animate=False, force=True)

    def lines_of(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the lines of the terminal that `start:end` takes, the second one excluded; None where none is seen."""
        inside = self.content_region
        first = self._index.y_of(start) - self.scroll_offset.y + inside.y
        last = self._index.y_of(max(start, end - 1)) - self.scroll_offset.y + inside.y
        shown = max(first, inside.y), min(last + 1, inside.bottom)
        return shown if shown[0] < shown[1] else None

    def visible_offsets(self) -> tuple[int, int]:
        """Return the offsets of the first character on the screen and after the last one (equal where none is)."""
        top = self.scroll_offset.y
        return self._places.between(top, top + self.size.height)

    def offset_below(self, offset: int, lines: int, cell: int | None = None) -> tuple[int, int]:
        """Return the offset `lines` lines of text below `offset` (above: negative), and the cell of its line aimed at.

        `cell` is the cell that an earlier move aimed at, so that a short line on the way does not bend the path.
        """
        return self._places.below(offset, lines, cell)

    def offset_at(self, x: int, y: int) -> int | None:
        """Return the offset of the cluster at column `x`, line `y` of this view, or None where no text stands."""
        line = self.line_at(y)
        return self._places.at(x - self._text_left(line), line)

    def nearest_offset(self, x: int, y: int) -> int:
        """Return the offset at `x`, `y`, or the one nearest to it on its line."""
        line = self.line_at(min(max(0, y), self.size.height - 1))
        if line is None:
            return self._view.rows[-1].end if self._view.rows else 0
        return self._places.nearest(x - self._text_left(line), line)

    def line_at(self, y: int) -> Line | None:
        """Return what stands in line `y` of this view, or None below the document."""
        return self._places.line(y + self.scroll_offset.y)

    @property
    def _places(self) -> Places:
        return Places(self._index, self._cell_map)

    def _text_left(self, line: Line | None) -> int:
        return self._painter.text_left(line) if self._painter is not None and line is not None else 0

    def _is_plain(self, line: Line) -> bool:
        row = self._view.rows[line.row]
        return self._wrapper.is_plain(row.start, row.end)

    def _cell_map(self, line: Line) -> CellMap:
        assert self._painter is not None
        return self._painter.cell_map(line, plain=self._is_plain(line))

    # Layout

    def _lay_out(self) -> None:
        """Wrap everything anew for the width there is; the first line on the screen stays in its place."""
        total = self._room().width
        if total <= 0:
            return
        place = self._place()
        column = Column.centred(total, COMFORTABLE)
        self._index = self._wrapper.wrap(shapes(self._view.rows), column.width)
        if self._painter is None:
            self._painter = LinePainter(self._text, self._view.rows, self._highlights, self.article_styles)
        self._painter.column = column
        self._strips.clear()
        self.virtual_size = Size(total, self._index.height + 1)
        if place is not None:
            offset, delta = place
            y = max(0, self._index.y_of(offset) + delta)
            self.scroll_to(y=y, animate=False, force=True)
            self._anchor = (offset, delta, self.scroll_offset.y)
        self.refresh()

    def _place(self) -> tuple[int, int] | None:
        """Return the first offset on the screen, and how many lines above its line the screen begins.

        The same offset as at the last wrap, unless something was scrolled since: so that a window made narrow and wide
        again shows what it showed before.
        """
        y = self.scroll_offset.y
        if self._anchor is not None and self._anchor[2] == y:
            return self._anchor[:2]
        if y <= 0 or not self._index.height:
            return None
        line = self._index.line(y)
        if line.kind is LineKind.BLANK:
            line = self._index.line(y + 1)
        return line.start, y - self._index.y_of(line.start)

    def on_resize(self) -> None:
        """Wrap to the new width; the first line on the screen stays in its place."""
        painter = self._painter
        if painter is None or painter.column.total != self._room().width:
            self._lay_out()

    # Painting

    def _room(self) -> Size:
        """Return how many cells there are for text; asked for several times at each key, found out once for a size."""
        outer = self.outer_size
        if self._room_in is None or self._room_in[0] != outer:
            self._room_in = outer, self.scrollable_content_region.size
        return self._room_in[1]

    @property
    def article_styles(self) -> ArticleStyles:
        """The styles of highlights in the theme of the app."""
        if self._styles is None:
            depth = Depth.of(self.app.console.color_system, no_color=self.app.no_color)
            self._styles = ArticleStyles(self._palette(depth), depth)
        return self._styles

    def _palette(self, depth: Depth) -> Palette:
        theme = self.app.current_theme
        if depth is Depth.SIXTEEN:
            return sixteen_colours(dark=theme.dark)
        _, _, background, foreground = self.colors
        if theme.ansi:  # the terminal's own colours, which are not known
            background, foreground = (Color(0, 0, 0), Color(255, 255, 255))[:: 1 if theme.dark else -1]
        accent = Color(*Color.parse(self.app.theme_variables["accent"]).rgb)
        return palette(background, foreground, accent)

    def notify_style_update(self) -> None:
        """Forget every style: the theme may have changed."""
        super().notify_style_update()
        self._room_in = None
        self._styles = None
        self._strips.clear()
        if self._painter is not None:
            self._painter.styles = self.article_styles

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the lines of the view that are in `crop`; what holds for all of them is found out once.

        A change of size is painted before the widget is told of it: that must not be a frame without text.
        """
        self.on_resize()
        self._frame = self._look()
        try:
            return super().render_lines(crop)
        finally:
            self._frame = None

    def render_line(self, y: int) -> Strip:
        """Return line `y` of what is on the screen."""
        frame = self._frame or self._look()
        painter = self._painter
        if painter is None or painter.column.total != frame.width:
            return Strip.blank(frame.width, self.article_styles.blank)
        y += frame.top
        line = self._index.line(y) if y < self._index.height else None
        if line is None or line.kind is LineKind.BLANK:
            if (blank := self._strips.get(_BLANK)) is None:
                blank = self._strips[_BLANK] = Strip.blank(frame.width, self.article_styles.blank)
            return blank
        has_cursor = y == frame.cursor_y
        if line.kind is LineKind.LABEL:
            return painter.paint(line, self._overlay, plain=True, has_cursor=has_cursor)
        if has_cursor or any(start < line.end and end > line.start for start, end in frame.overlaid):
            return painter.paint(line, self._overlay, plain=self._is_plain(line), has_cursor=has_cursor)
        strip = self._strips.get(line.start)
        if strip is None:
            strip = painter.paint(line, _NOTHING, plain=self._is_plain(line), has_cursor=False)
            self._strips[line.start] = strip
        return strip

    def _look(self) -> _Frame:
        cursor = self._overlay.cursor
        cursor_y = -1 if cursor is None else self._index.y_of(cursor)
        return _Frame(self._room().width, self.scroll_offset.y, cursor_y, self._overlaid())

    def _overlaid(self) -> list[tuple[int, int]]:
        """Return the stretches of text that anything but the cursor lies over."""
        overlay = self._overlay
        if overlay.jump_labels:
            return [(0, len(self._text))]
        stretches = [overlay.selection] if overlay.selection else []
        if overlay.focus is not None:
            stretches.append((overlay.focus.start, overlay.focus.end))
            stretches += [(h.start, h.end) for h in self._highlights.of(overlay.focus.id)]
        return stretches

    def _forget_strips(self, start: int, end: int) -> None:
        for y in range(self._index.y_of(max(0, start - 1)), self._index.y_of(end) + 1):
            line = self._index.line(y)
            if line.kind is LineKind.TEXT:
                self._strips.discard(line.start)

    def _redraw(self, stretches: Sequence[tuple[int, int]]) -> None:
        """Redraw the lines on the screen that show a character of these stretches, or one beside them."""
        if not stretches:
            return
        top, (width, height) = self.scroll_offset.y, self._room()
        lines: set[int] = set()
        for start, end in stretches:
            first, last = self._index.y_of(max(0, start - 1)), self._index.y_of(end + 1)
            lines.update(range(max(first, top), min(last, top + height - 1) + 1))
        if lines:
            self.refresh(*(Region(0, y - top, width, 1) for y in sorted(lines)))
