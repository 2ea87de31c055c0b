"""Colours: a dark and a light theme of our own, and the colours of highlights in any theme.

Highlight colours are worked out from the background of the theme in use, so that every theme, also one of Textual's,
gets readable ones: text on each is at least 4.5:1 (WCAG 2.2, success criterion 1.4.3). The hues began as the palette of
Okabe and Ito, "Color Universal Design" (2008), and were moved until the backgrounds made from them are also apart for
people with protanopia, deuteranopia and tritanopia (`tests/app/test_themes.py` holds the distances).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from textual.color import Color
from textual.theme import Theme

# Beside Textual's own names: `muted` is for text that stands back, `row` for the row of a list that the cursor is on
# and for a question, `selected` for rows that are selected, `problem` for what went wrong. None has an alpha: a style
# of `Content` would lose it.
DARK = Theme(
    name="copydesk-dark",
    primary="#7aa2c8",
    secondary="#a58bc4",
    accent="#f2b134",
    foreground="#dcdad4",
    background="#16181c",
    surface="#1d2025",
    panel="#272b31",
    success="#5fb58a",
    warning="#e0a33a",
    error="#e07a5f",
    dark=True,
    variables={
        "muted": "#979694", "row": "#534426", "row-text": "#dcdad4", "selected": "#322c1f",
        "problem": "#4e3633", "problem-text": "#dcdad4",
    },
)  # fmt: skip
LIGHT = Theme(
    name="copydesk-light",
    primary="#2f5f8f",
    secondary="#6b4c8f",
    accent="#945000",
    foreground="#23211e",
    background="#faf7f1",
    surface="#f1ede4",
    panel="#e6e0d4",
    success="#1a6e47",
    warning="#865700",
    error="#b03a20",
    dark=False,
    variables={
        "muted": "#64615d", "row": "#e6d0b5", "row-text": "#23211e", "selected": "#f0e6d9",
        "problem": "#e1c0b3", "problem-text": "#23211e",
    },
)  # fmt: skip
THEMES = (DARK, LIGHT)

# Of the 256 colours none is a warm white: the nearest is a yellow.
_LIGHT_OF_256 = replace(LIGHT, background="#ffffff", surface="#eeeeee", panel="#e4e4e4")

# The same two for terminals with sixteen colours, in those colours: tints would go to the nearest of them, which for
# text that stands back on white is white.
_DARK_OF_SIXTEEN = Theme(
    name=DARK.name,
    primary="#55ffff",
    secondary="#ff55ff",
    accent="#ffff55",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#000000",
    success="#55ff55",
    warning="#ffff55",
    error="#ff5555",
    dark=True,
    variables={
        "muted": "#aaaaaa", "row": "#0000aa", "row-text": "#ffffff", "selected": "#0000aa",
        "problem": "#aa0000", "problem-text": "#ffffff",
    },
)  # fmt: skip
_LIGHT_OF_SIXTEEN = Theme(
    name=LIGHT.name,
    primary="#0000aa",
    secondary="#aa00aa",
    accent="#aa0000",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#ffffff",
    success="#0000aa",
    warning="#aa00aa",
    error="#aa0000",
    dark=False,
    variables={
        "muted": "#000000", "row": "#ffff55", "row-text": "#000000", "selected": "#ffff55",
        "problem": "#aa0000", "problem-text": "#ffffff",
    },
)  # fmt: skip

CELL_STYLES = ("muted", "success", "warning", "error")
"""Colours of the theme that cells of tables name, alone or after "bold": Rich draws them, and knows no `$muted`."""

READABLE = 4.5
"""The least contrast between text and what it stands on."""

HUES: Mapping[str, Color] = {
    "blue": Color.parse("#373be4"),
    "orange": Color.parse("#d08a0c"),
    "green": Color.parse("#219795"),
    "purple": Color.parse("#9751bf"),
    "sky": Color.parse("#48ebff"),
    "red": Color.parse("#9e270e"),
    "yellow": Color.parse("#f4ff79"),
    "olive": Color.parse("#95a570"),
    "grey": Color.parse("#8a8a8a"),
}
"""The names a label scheme may use. Grey is for whatever has no colour of its own."""


def luminance(colour: Color) -> float:
    """Return the relative luminance of a colour, from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (colour.r / 255, colour.g / 255, colour.b / 255)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of two colours, from 1 (the same) to 21 (black and white), as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(text: Color, *grounds: Color, least: float = READABLE) -> Color:
    """Return `text`, moved towards black or white as far as it takes to reach `least` on all of `grounds`.

    Black or white itself where that can't be reached.
    """
    white, black = Color(255, 255, 255), Color(0, 0, 0)

    def worst(shade: Color) -> float:
        return min(contrast(shade, ground) for ground in grounds)

    goal = max((white, black), key=worst)
    return next((shade for step in range(10) if worst(shade := text.blend(goal, step / 10)) >= least), goal)


@dataclass(frozen=True, slots=True)
class Ink:
    """Text of one colour on a background of another."""

    text: Color
    background: Color

    @property
    def contrast(self) -> float:
        """The contrast ratio of the two."""
        return contrast(self.text, self.background)


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of the article view in one theme. `pending`, `settled` and `tags` are by the names of `HUES`."""

    text: Ink
    muted: Ink
    accent: Ink
    quote: Ink
    quote_settled: Ink
    quote_linked: Ink
    pending: Mapping[str, Ink]
    settled: Mapping[str, Ink]
    tags: Mapping[str, Ink]
    letters: Mapping[str, Color]
    search: Ink
    difference: Ink
    selection: Ink
    focus: Ink
    cursor: Ink

    def inks(self) -> dict[str, Ink]:
        """Return every ink by a readable name."""
        named = {name: getattr(self, name) for name in self.__slots__}
        flat = {name: ink for name, ink in named.items() if isinstance(ink, Ink)}
        for group in ("pending", "settled", "tags"):
            flat |= {f"{group} {name}": ink for name, ink in named[group].items()}
        return flat


@lru_cache(maxsize=32)
def palette(background: Color, foreground: Color, accent: Color) -> Palette:
    """Return the colours of highlights for a theme with these three colours."""
    dark = luminance(background) < 0.18
    edge = Color(255, 255, 255) if dark else Color(0, 0, 0)

    def ink(tint: Color, amount: float, text: Color | None = None, least: float = 7.0) -> Ink:
        ground = background.blend(tint, amount)
        return Ink(readable(text or foreground, ground, least=least), ground)

    def hue_ink(hue: Color, amount: float) -> Ink:
        return ink(hue, amount, foreground.blend(edge, 0.5))

    front = foreground.blend(edge, 0.4)
    quote = ink(foreground, 0.07 if dark else 0.06)
    quote_settled = ink(foreground, 0.13 if dark else 0.11)
    quote_linked = ink(accent, 0.20, foreground.blend(edge, 0.5))
    grounds = (background, quote.background, quote_settled.background, quote_linked.background)
    return Palette(
        text=ink(background, 0),
        muted=ink(background, 0, foreground.blend(background, 0.40), READABLE),
        accent=ink(background, 0, accent, READABLE),
        quote=quote,
        quote_settled=quote_settled,
        quote_linked=quote_linked,
        pending={name: hue_ink(hue, 0.32 if dark else 0.30) for name, hue in HUES.items()},
        settled={name: hue_ink(hue, 0.55) for name, hue in HUES.items()},
        tags={name: _solid(hue) for name, hue in HUES.items()},
        letters={name: readable(hue, *grounds) for name, hue in HUES.items()},
        search=_solid(Color.parse("#ffd24a")),
        difference=_solid(Color.parse("#ff9e80")),
        selection=ink(accent, 0.38),
        focus=Ink(readable(background, front, least=7.0), front),
        cursor=_solid(accent),
    )


def _solid(ground: Color) -> Ink:
    """Return black or white, whichever reads better, on a full colour."""
    return Ink(max((Color(0, 0, 0), Color(255, 255, 255)), key=lambda text: contrast(text, ground)), ground)


class Depth(Enum):
    """How many colours the terminal has: all, 256, sixteen, or none to rely on."""

    ALL = auto()
    EIGHT_BIT = auto()
    SIXTEEN = auto()
    NONE = auto()

    @classmethod
    def of(cls, colour_system: str | None, *, no_color: bool) -> "Depth":
        """Return the depth for a colour system as Rich names it, and the wish of the variable NO_COLOR."""
        if no_color or colour_system is None:
            return cls.NONE
        return {"256": cls.EIGHT_BIT, "standard": cls.SIXTEEN, "windows": cls.SIXTEEN}.get(colour_system, cls.ALL)


def themes(depth: Depth) -> tuple[Theme, Theme]:
    """Return the dark and the light theme for a terminal with so many colours."""
    if depth is Depth.SIXTEEN:
        return _DARK_OF_SIXTEEN, _LIGHT_OF_SIXTEEN
    return (DARK, _LIGHT_OF_256) if depth is Depth.EIGHT_BIT else THEMES


# The sixteen as Rich maps to them. Terminals show them differently, so only pairs that are readable with each of the
# usual settings are used (VGA, xterm, Windows).
_BLACK, _WHITE = Color(0, 0, 0), Color(255, 255, 255)
_GROUNDS: Mapping[str, Ink] = {
    "blue": Ink(_WHITE, Color(0, 0, 170)),
    "orange": Ink(_BLACK, Color(255, 85, 85)),
    "green": Ink(_BLACK, Color(85, 255, 85)),
    "purple": Ink(_WHITE, Color(170, 0, 170)),
    "sky": Ink(_BLACK, Color(85, 255, 255)),
    "red": Ink(_WHITE, Color(170, 0, 0)),
    "yellow": Ink(_BLACK, Color(255, 255, 85)),
    "olive": Ink(_BLACK, Color(170, 170, 170)),
    "grey": Ink(_BLACK, Color(170, 170, 170)),
}


def sixteen_colours(*, dark: bool) -> Palette:
    """Return the colours for terminals that have no more than sixteen: there, suggestions have no background."""
    text = Ink(_WHITE, _BLACK) if dark else Ink(_BLACK, _WHITE)
    said = Ink(Color(85, 255, 255), _BLACK) if dark else Ink(Color(0, 0, 170), _WHITE)
    strong = _GROUNDS["yellow"] if dark else _GROUNDS["blue"]
    sign = Ink(Color(255, 255, 85), _BLACK) if dark else Ink(Color(170, 0, 0), _WHITE)
    return Palette(
        text=text,
        muted=Ink(Color(170, 170, 170), _BLACK) if dark else text,
        accent=sign,
        quote=said,
        quote_settled=said,
        quote_linked=said,
        pending=dict.fromkeys(HUES, text),
        settled=_GROUNDS,
        tags={name: Ink(ink.background, ink.text) for name, ink in _GROUNDS.items()},  # on the same they'd be one word
        letters=dict.fromkeys(HUES, sign.text),  # plain letters: in the text's colour they would read as part of a word
        search=_GROUNDS["green"],
        difference=_GROUNDS["orange"],
        selection=_GROUNDS["grey"],
        focus=Ink(text.background, text.text),
        cursor=strong,
    )
