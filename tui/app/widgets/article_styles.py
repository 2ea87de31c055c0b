"""How everything that covers a run of text becomes one style.

The rules, from the bottom up: the row (headline, aside), quotations tint the background, cues are italic and speakers
underlined, entities take the background, then search hits and differences, the focus, the selection, the cursor. No
sign is made by colour alone: entities and quotations also have a letter beside them (`ArticleStyles.tag`).
"""

from dataclasses import dataclass
from enum import Enum, auto

from rich.style import Style

from tui.app.themes import Depth, Ink, Palette
from tui.app.view_model import Highlight, HighlightLayer, HighlightState, RowStyle
from tui.model.text import screen_safe

# Small capitals above the line, so that a letter beside a word isn't read as part of it. Unicode has no Q.
_RAISED = str.maketrans(
    "ABDEGHIJKLMNOPRTUVWCFSXYZ",
    "\u1d2c\u1d2e\u1d30\u1d31\u1d33\u1d34\u1d35\u1d36\u1d37\u1d38\u1d39\u1d3a\u1d3c\u1d3e\u1d3f\u1d40\u1d41\u2c7d\u1d42"
    "\u1d9c\u1da0\u02e2\u02e3\u02b8\u1dbb",
)


class Sign(Enum):
    """What lies over the highlights."""

    FOCUS = auto()
    SELECTION = auto()
    CURSOR = auto()
    APART = auto()
    """What of the focus only one of two sides has."""


@dataclass(frozen=True, slots=True)
class Look:
    """What of a highlight decides its style. `linked`: it belongs to what has the focus."""

    layer: HighlightLayer
    colour: str
    settled: bool
    linked: bool = False

    @classmethod
    def of(cls, highlight: Highlight, *, linked: bool = False) -> "Look":
        """Return the look of `highlight`."""
        return cls(highlight.layer, highlight.colour, highlight.state is not HighlightState.PENDING, linked)


Cover = Look | Sign


class ArticleStyles:
    """Styles for one palette, each worked out once; `depth` says where attributes must do what colours can't."""

    def __init__(self, palette: Palette, depth: Depth = Depth.ALL) -> None:
        self.palette = palette
        self._colourless = colourless = depth is Depth.NONE
        self._tints = depth in (Depth.ALL, Depth.EIGHT_BIT)
        self._sixteen = depth is Depth.SIXTEEN
        self._runs: dict[tuple[RowStyle, tuple[Cover, ...]], Style] = {}
        self.blank = _style(palette.text)
        self.muted = _style(palette.muted)
        self.label = _style(palette.muted, italic=True)
        self.accent = _style(palette.accent, bold=True)
        self.jump_label = _style(palette.cursor, bold=True) + Style(reverse=colourless)

    def run(self, row: RowStyle, covers: tuple[Cover, ...]) -> Style:
        """Return the style of text in a row of this kind under `covers`, bottom first."""
        key = (row, covers)
        style = self._runs.get(key)
        if style is None:
            style = self._row(row)
            for cover in covers:
                style += self._cover(cover)
            self._runs[key] = style
        return style

    def letter(self, tag: str) -> str:
        """Return the one character that stands for `tag` beside a span.

        Terminals with sixteen colours are mostly consoles, whose fonts have no raised letters; they get plain ones.
        """
        letter = screen_safe(tag[0])
        return letter if self._sixteen else letter.translate(_RAISED)

    def tag(self, look: Look, *, covered: bool = False) -> Style:
        """Return the style of the letter beside a highlight: hollow while it is a suggestion, solid when settled.

        Where the focus or the selection has `covered` its place, a colour of its own could not be read there.
        """
        if self._colourless:
            return Style(bold=look.settled, reverse=look.settled)
        palette = self.palette
        if look.settled:
            return _style(palette.tags.get(look.colour, palette.tags["grey"]), bold=True)
        if covered:
            return Style(reverse=self._sixteen or None)  # a plain letter in the text's colour would be part of a word
        return Style(color=palette.letters.get(look.colour, palette.letters["grey"]).rich_color)

    def _row(self, row: RowStyle) -> Style:
        match row:
            case RowStyle.TITLE:
                return self.blank + Style(bold=True)
            case RowStyle.SUBHEADING:
                return self.accent
            case RowStyle.SUBTITLE:
                return self.muted + Style(italic=True)
            case RowStyle.ASIDE:
                return self.muted
            case _:
                return self.blank

    def _cover(self, cover: Cover) -> Style:
        if isinstance(cover, Sign):
            return self._sign(cover)
        palette = self.palette
        linked = Style(color=palette.accent.text.rich_color, bold=True) if cover.linked else Style()
        match cover.layer:
            case HighlightLayer.ENTITY:
                style = self._entity(cover)
            case HighlightLayer.QUOTE:
                style = self._quote(cover)
            case HighlightLayer.CUE:
                style = linked + Style(italic=True, underline=True if self._colourless else None)
            case HighlightLayer.SPEAKER:
                style = linked + Style(underline=True)
            case HighlightLayer.SEARCH:
                style = _style(palette.search) + Style(reverse=self._colourless)
            case HighlightLayer.WITHIN:
                style = Style(underline2=True)
            case HighlightLayer.DIFFERENCE:
                style = _style(palette.difference) + Style(underline2=True)
        return style

    def _entity(self, look: Look) -> Style:
        inks = self.palette.settled if look.settled else self.palette.pending
        ink = _style(inks.get(look.colour, inks["grey"]))
        return ink if self._tints and not look.linked else ink + Style(bold=True)

    def _quote(self, look: Look) -> Style:
        palette = self.palette
        if look.linked:
            return _style(palette.quote_linked, bold=None if self._tints else True, italic=self._colourless or None)
        return _style(palette.quote_settled if look.settled else palette.quote, italic=self._colourless or None)

    def _sign(self, sign: Sign) -> Style:
        palette = self.palette
        match sign:
            case Sign.FOCUS:
                return Style(reverse=True) if self._colourless else _style(palette.focus, bold=True)
            case Sign.SELECTION:
                return Style(reverse=True) if self._colourless else _style(palette.selection)
            case Sign.CURSOR:
                if self._colourless:
                    return Style(reverse=True, bold=True, underline=True)
                return _style(palette.cursor, bold=True)
            case Sign.APART:
                plain = Style(reverse=False) if self._colourless else Style()
                return _style(palette.difference, bold=True) + Style(underline2=True) + plain


def _style(ink: Ink, *, bold: bool | None = None, italic: bool | None = None) -> Style:
    return Style(color=ink.text.rich_color, bgcolor=ink.background.rich_color, bold=bold, italic=italic)
