"""One line of the article as a strip of styled cells: margin, gutter, text under its highlights, margin.

Nothing is ever inserted into the text, so that adding or removing a label moves no word: the letter beside a span and
the brackets around the focus take blank cells that are there anyway, before or behind the span.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from tui.app.layout.highlight_index import HighlightIndex
from tui.app.layout.runs import sweep
from tui.app.layout.widths import CellMap
from tui.app.layout.wrap import Line, LineKind, Shape
from tui.app.view_model import Focus, Highlight, HighlightLayer, HighlightState, Overlay, Row, RowStyle
from tui.app.widgets.article_styles import ArticleStyles, Cover, Look, Sign
from tui.model.text import screen_safe

GUTTER = 5
"""Cells kept free at the left of the text: two for a mark, the sign of what is pending, and one for a letter."""
RIGHT_MARGIN = 2
"""Cells kept free at its right, for blanks that hang over the edge and a letter behind the last word."""
_TAGGED = (HighlightLayer.ENTITY, HighlightLayer.QUOTE)
_LEFT, _RIGHT = -1, -2  # the cells just outside the text, among the offsets of `_Line.replaced`


@dataclass(frozen=True, slots=True)
class Column:
    """Where the text stands: `left` cells of margin, then at most `width` cells, in a view of `total` cells."""

    left: int
    width: int
    total: int

    @classmethod
    def centred(cls, total: int, comfortable: int) -> "Column":
        """Return a column of `comfortable` cells, or of what there is, in the middle of `total`."""
        width = max(1, min(comfortable, total - GUTTER - RIGHT_MARGIN))
        return cls(max(GUTTER, (total - width) // 2), width, total)


def indent_of(row: Row) -> int:
    """Return how many cells the text of a row stands to the right of the column's edge."""
    return 2 if row.style in (RowStyle.LIST_ITEM, RowStyle.QUOTE) else 0


def shapes(rows: Sequence[Row]) -> list[Shape]:
    """Return what wrapping needs to know: blank lines between paragraphs, none within a list or a group of folds."""
    found = []
    before: Row | None = None
    for row in rows:
        close = before is not None and (
            (row.folded and before.folded) or row.style is before.style is RowStyle.LIST_ITEM
        )
        found.append(Shape(row.start, row.end, bool(row.fold_label), row.folded, 0 if close else 1, indent_of(row)))
        before = row
    return found


@dataclass(slots=True)
class _Line:
    """A line being painted: single cells that show something else than the text (a letter, a bracket)."""

    line: Line
    cells: CellMap
    replaced: dict[int, tuple[str, Style]] = field(default_factory=dict)


def _is_apart(highlight: Highlight, focus: Focus) -> bool:
    """Whether a highlight is what two sides differ in, and only a part of the focus."""
    differs = highlight.layer in (HighlightLayer.DIFFERENCE, HighlightLayer.WITHIN)
    inside = focus.start <= highlight.start and highlight.end <= focus.end
    return differs and inside and highlight.end - highlight.start < focus.end - focus.start


class LinePainter:
    """Paints the lines of one document. `text` is the screen-safe copy."""

    def __init__(self, text: str, rows: Sequence[Row], highlights: HighlightIndex, styles: ArticleStyles) -> None:
        self.rows = rows
        self.styles = styles
        self.column = Column.centred(80, 80)
        self._text = text
        self._highlights = highlights
        self._cell_maps: LRUCache[tuple[int, int], CellMap] = LRUCache(512)

    def cell_map(self, line: Line, *, plain: bool) -> CellMap:
        """Return which cell each cluster of a text line takes, counted from the first cell of its text."""
        if plain:
            return CellMap.plain(line.start, line.end)
        key = (line.start, line.end)
        cells = self._cell_maps.get(key)
        if cells is None:
            cells = self._cell_maps[key] = CellMap.of(self._text, line.start, line.end)
        return cells

    def text_left(self, line: Line) -> int:
        """Return the cell of the view at which the text of `line` begins."""
        return self.column.left + indent_of(self.rows[line.row])

    def paint(self, line: Line, overlay: Overlay, *, plain: bool, has_cursor: bool) -> Strip:
        """Return the strip of `line`. `overlay` is empty for lines that may be cached."""
        if line.kind is LineKind.BLANK:
            return Strip([Segment(" " * self.column.total, self.styles.blank)], self.column.total)
        if line.kind is LineKind.LABEL:
            return self._paint_label(line, overlay, has_cursor)
        return self._paint_text(_Line(line, self.cell_map(line, plain=plain)), overlay, has_cursor)

    def _paint_label(self, line: Line, overlay: Overlay, has_cursor: bool) -> Strip:
        row = self.rows[line.row]
        sign = "\u25b8" if row.folded else "\u25be"
        label = screen_safe(f"{sign} {row.fold_label}")
        width = self.column.width
        if cell_len(label) > width:
            label = set_cell_size(label, width - 1) + "\u2026"
        style = self.styles.label
        focus = overlay.focus
        if row.folded and focus is not None and row.start <= focus.start < row.end:
            style += self.styles.run(row.style, (Sign.FOCUS,))
        if has_cursor:
            style += self.styles.run(row.style, (Sign.CURSOR,))
        segments = [*self._margin(line, "", "", None), Segment(label, style)]
        return self._filled(segments)

    def _paint_text(self, painted: _Line, overlay: Overlay, has_cursor: bool) -> Strip:
        line, row = painted.line, self.rows[painted.line.row]
        highlights = self._highlights.between(line.start, line.end)
        text_end = line.start + len(self._text[line.start : line.end].rstrip(" \n"))
        if overlay.jump_labels:
            self._place_jump_labels(painted, overlay.jump_labels)
            segments = self._segments(painted, [(line.start, line.end, self.styles.muted)])
            return self._filled([*self._margin(line, "", "", None), *segments])
        focused_id = overlay.focus.id if overlay.focus else ""
        covers: list[tuple[int, int, Cover]] = [
            (h.start, min(h.end, text_end), Look.of(h, linked=bool(focused_id) and h.id == focused_id))
            for h in highlights
        ]
        signs = self._overlay_covers(painted, overlay, has_cursor)
        if (focus := overlay.focus) is not None:
            signs += [(h.start, h.end, Sign.APART) for h in highlights if _is_apart(h, focus)]
        covers += signs
        self._place_brackets(painted, overlay)
        self._place_letters(painted, highlights, focused_id, [(start, end) for start, end, _ in signs])
        snapped = [(*painted.cells.snapped(a, b), cover) for a, b, cover in covers if a < line.end and b > line.start]
        runs = [(a, b, self.styles.run(row.style, cover)) for a, b, cover in sweep(line.start, line.end, snapped)]
        pending = any(
            h.layer in _TAGGED and h.state is HighlightState.PENDING and line.start <= h.start for h in highlights
        )
        tag = ""
        if focus is not None and line.start <= focus.start < line.end:
            tag = next((h.tag for h in self._highlights.of(focus.id) if h.start == focus.start and h.tag), "\u203a")
        margin = self._margin(line, tag, "\u00b7" if pending and not tag else "", painted.replaced.get(_LEFT))
        segments = [*margin, *self._segments(painted, runs)]
        if has_cursor and overlay.cursor is not None and overlay.cursor >= line.end:
            segments.append(Segment(" ", self.styles.run(row.style, (Sign.CURSOR,))))
        elif _RIGHT in painted.replaced:
            segments.append(Segment(*painted.replaced[_RIGHT]))
        return self._filled(segments)

    def _overlay_covers(self, painted: _Line, overlay: Overlay, has_cursor: bool) -> list[tuple[int, int, Cover]]:
        covers: list[tuple[int, int, Cover]] = []
        if overlay.focus is not None:
            covers.append((overlay.focus.start, overlay.focus.end, Sign.FOCUS))
        if overlay.selection is not None:
            covers.append((*overlay.selection, Sign.SELECTION))
        if has_cursor and overlay.cursor is not None and overlay.cursor < painted.line.end:
            covers.append((*painted.cells.cluster(overlay.cursor), Sign.CURSOR))
        return covers

    def _slot(self, painted: _Line, start: int, end: int, *, behind: bool) -> int | None:
        """Return the free blank cell before (or behind) a span on this line: an offset, `_LEFT`, `_RIGHT` or None."""
        line = painted.line
        if not behind:
            if start < line.start:
                return None
            offset = start - 1 if start > line.start else _LEFT
        else:
            if end > line.end:
                return None
            offset = end if end < line.end else _RIGHT
        if offset in painted.replaced:
            return None
        blank = offset in (_LEFT, _RIGHT) or (
            self._text[offset] == " " and painted.cells.cluster(offset) == (offset, offset + 1)
        )
        return offset if blank else None

    def _place_brackets(self, painted: _Line, overlay: Overlay) -> None:
        focus = overlay.focus
        if focus is None:
            return
        for bracket, behind in (("[", False), ("]", True)):
            slot = self._slot(painted, focus.start, focus.end, behind=behind)
            if slot is not None:
                painted.replaced[slot] = (bracket, self.styles.accent)

    def _place_letters(
        self, painted: _Line, highlights: Sequence[Highlight], focused_id: str, signs: Sequence[tuple[int, int]]
    ) -> None:
        """Put each label's letter before its span, or behind it where something stands before.

        `signs` are the stretches under the focus, the selection and the cursor.
        """
        line = painted.line
        for highlight in sorted(highlights, key=lambda h: (h.start, -h.end)):
            tag = highlight.tag
            if highlight.layer is HighlightLayer.SPEAKER and focused_id and highlight.id == focused_id:
                tag = "@"
            elif highlight.layer not in _TAGGED or not tag:
                continue
            if highlight.start < line.start:
                continue
            for behind in (False, True):
                slot = self._slot(painted, highlight.start, highlight.end, behind=behind)
                if slot is not None:
                    covered = any(start <= slot < end for start, end in signs)
                    style = self.styles.tag(Look.of(highlight), covered=covered)
                    painted.replaced[slot] = (self.styles.letter(tag), style)
                    break

    def _place_jump_labels(self, painted: _Line, labels: Mapping[int, str]) -> None:
        offsets = sorted(labels)
        line = painted.line
        for offset in offsets[bisect_left(offsets, line.start) : bisect_left(offsets, line.end)]:
            at = offset
            # The second letter looks different, so that two labels side by side are two.
            for letter, style in zip(labels[offset], (self.styles.jump_label, self.styles.accent), strict=False):
                if at >= line.end:
                    painted.replaced[_RIGHT] = (letter, style)
                    break
                start, at = painted.cells.cluster(at)
                painted.replaced[start] = (letter, style)

    def _segments(self, painted: _Line, runs: Sequence[tuple[int, int, Style]]) -> list[Segment]:
        """Return the text of the line in its styles, with the replaced cells in their places."""
        text, cells = self._text, painted.cells
        cuts = sorted(offset for offset in painted.replaced if offset >= 0)
        segments = []
        for start, end, style in runs:
            at = start
            while cuts and cuts[0] < end:
                cut = cuts.pop(0)
                if cut > at:
                    segments.append(Segment(text[at:cut], style))
                first, at = cells.cluster(cut)
                letter, letter_style = painted.replaced[cut]
                width = cells.cell_of(at) - cells.cell_of(first)
                segments.append(Segment(set_cell_size(letter, max(1, width)), style + letter_style))
            if at < end:
                segments.append(Segment(text[at:end].replace("\n", " "), style))
        return segments

    def _margin(self, line: Line, tag: str, sign: str, letter: tuple[str, Style] | None) -> list[Segment]:
        """Return everything left of the text: the margin, the row's mark or the focus' tag, the sign, the letter."""
        styles = self.styles
        row = self.rows[line.row]
        segments = [Segment(" " * (self.column.left - GUTTER), styles.blank)]
        if tag:
            segments.append(Segment(set_cell_size(screen_safe(tag), 3), styles.accent))
        else:
            segments.append(Segment(set_cell_size(screen_safe(row.mark) if line.first else "", 3), styles.muted))
        segments.append(Segment(sign or " ", styles.accent))
        indent = indent_of(row) if line.kind is LineKind.TEXT else 0
        if indent:
            bullet = "\u2022" if row.style is RowStyle.LIST_ITEM and line.first else " "
            if row.style is RowStyle.QUOTE:
                bullet = "\u2502"
            segments.append(Segment(" " + bullet.ljust(indent - 1), styles.muted))
        character, style = letter or (" ", styles.blank)
        segments.append(Segment(character, styles.blank + style))
        return segments

    def _filled(self, segments: list[Segment]) -> Strip:
        """Return a strip of exactly the width of the view."""
        total = self.column.total
        cells = sum(segment.cell_length for segment in segments)
        if cells < total:
            return Strip([*segments, Segment(" " * (total - cells), self.styles.blank)], total)
        return Strip(segments, cells).crop(0, total) if cells > total else Strip(segments, total)
