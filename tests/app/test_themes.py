"""Colours can be read and told apart: in every theme, with few colours, and with colour-vision deficiencies."""

from itertools import combinations
from math import dist
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from tests.app.desk import DeskApp, document, highlight
from tests.app.newsroom import desk
from tui.app.themes import (
    HUES,
    READABLE,
    THEMES,
    Depth,
    Ink,
    Palette,
    contrast,
    palette,
    readable,
    sixteen_colours,
    themes,
)
from tui.app.view_model import Focus, HighlightLayer, HighlightState, ViewModel

ALL_THEMES = {theme.name: theme for theme in (*BUILTIN_THEMES.values(), *THEMES)}

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009):
# severity 1.0, on linear RGB.
VISION = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def of_theme(theme: Theme) -> Palette:
    return palette(*(Color.parse(str(value)) for value in (theme.background, theme.foreground, theme.accent)))


def seen(colour: Color, vision: str) -> tuple[float, float, float]:
    """The colour as CIE L*a*b* (D65), as somebody with this vision sees it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (x / 255 for x in colour.rgb)]
    red, green, blue = (
        min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear, strict=True)))) for row in VISION[vision]
    )
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color(255, 0, 0), Color(255, 255, 255)) == pytest.approx(3.998, abs=0.001)
    assert contrast(Color.parse("#777777"), Color(255, 255, 255)) == pytest.approx(4.478, abs=0.001)


def test_readable_text_keeps_its_colour_where_it_can() -> None:
    assert readable(Color(0, 0, 0), Color(255, 255, 255)) == Color(0, 0, 0)
    grey = readable(Color(200, 200, 200), Color(255, 255, 255))
    assert READABLE <= contrast(grey, Color(255, 255, 255)) < 8


@pytest.mark.parametrize("name", sorted(ALL_THEMES))
async def test_every_highlight_is_readable_in_every_theme(name: str) -> None:
    app = DeskApp(document("Text"), theme=name)
    async with app.run_test(size=(40, 5)):
        inks = app.article.article_styles.palette.inks()
        assert {ink: round(value.contrast, 2) for ink, value in inks.items() if value.contrast < READABLE} == {}


@pytest.mark.parametrize("name", sorted(ALL_THEMES))
async def test_letters_of_suggestions_are_readable_on_everything_they_stand_on(name: str) -> None:
    app = DeskApp(document("Text"), theme=name)
    async with app.run_test(size=(40, 5)):
        colours = app.article.article_styles.palette
        grounds = (colours.text, colours.quote, colours.quote_settled, colours.quote_linked)
        worst = min(contrast(letter, ink.background) for letter in colours.letters.values() for ink in grounds)
        assert worst >= READABLE


def of_256(colour: Color) -> Color:
    """A colour as a terminal with 256 of them shows it."""
    return Color(*RichColor.from_rgb(*colour.rgb).downgrade(ColorSystem.EIGHT_BIT).get_truecolor())


@pytest.mark.parametrize("theme", themes(Depth.EIGHT_BIT), ids=lambda theme: theme.name)
def test_surfaces_are_grey_where_there_are_256_colours(theme: Theme) -> None:
    for ground in (theme.background, theme.surface, theme.panel):
        red, green, blue = of_256(Color.parse(str(ground))).rgb
        assert red == green == blue, ground


@pytest.mark.parametrize("theme", themes(Depth.EIGHT_BIT), ids=lambda theme: theme.name)
def test_256_colours_keep_the_text_readable(theme: Theme) -> None:
    shown = of_256
    inks = of_theme(theme).inks().items()
    shades = {name: Ink(shown(ink.text), shown(ink.background)).contrast for name, ink in inks}
    assert {name: round(value, 2) for name, value in shades.items() if value < READABLE} == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_greys_of_no_color_keep_the_text_readable(theme: Theme) -> None:
    inks = of_theme(theme).inks().items()
    shades = {name: Ink(ink.text.monochrome, ink.background.monochrome).contrast for name, ink in inks}
    assert {name: round(value, 2) for name, value in shades.items() if value < READABLE} == {}


# How terminals show the colours that the sixteen-colour palette uses.
NUMBERS = (0, 1, 4, 5, 7, 9, 10, 11, 14, 15)
SETTINGS = {
    "vga": "#000000 #aa0000 #0000aa #aa00aa #aaaaaa #ff5555 #55ff55 #ffff55 #55ffff #ffffff",
    "xterm": "#000000 #cd0000 #0000ee #cd00cd #e5e5e5 #ff0000 #00ff00 #ffff00 #00ffff #ffffff",
    "windows": "#0c0c0c #c50f1f #0037da #881798 #cccccc #e74856 #16c60c #f9f1a5 #61d6d6 #f2f2f2",
}


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("dark", [True, False])
def test_sixteen_colours_are_readable_however_the_terminal_shows_them(setting: str, dark: bool) -> None:
    def shown(colour: Color) -> Color:
        number = RichColor.from_rgb(*colour.rgb).downgrade(ColorSystem.STANDARD).number
        assert number is not None
        return Color.parse(SETTINGS[setting].split()[NUMBERS.index(number)])

    for name, ink in sixteen_colours(dark=dark).inks().items():
        assert contrast(shown(ink.text), shown(ink.background)) >= READABLE, name
    theme = themes(Depth.SIXTEEN)[not dark]
    on_background = (
        theme.foreground,
        theme.accent,
        theme.success,
        theme.warning,
        theme.error,
        theme.variables["muted"],
    )
    pairs = [(text, theme.background) for text in on_background]
    pairs += [(theme.variables[f"{name}-text"], theme.variables[name]) for name in ("row", "problem")]
    for text, ground in pairs:
        assert contrast(shown(Color.parse(str(text))), shown(Color.parse(str(ground)))) >= READABLE, (text, ground)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_that_stands_back_is_readable_wherever_it_stands(theme: Theme) -> None:
    muted = Color.parse(theme.variables["muted"])
    for ground in (theme.background, theme.surface, theme.panel):
        assert contrast(muted, Color.parse(str(ground))) >= READABLE


@pytest.mark.parametrize("colours", ["truecolor", ""])
@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
async def test_a_letter_inside_what_has_the_focus_can_be_read(
    theme: str, colours: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLORTERM", colours)
    view = document("Then “It opens for Ada in May” was said.")
    highlights = [
        highlight(view, "“It opens for Ada in May”", HighlightLayer.QUOTE, "D", id="q"),
        highlight(view, "Ada"),
    ]
    app = DeskApp(ViewModel(view.text, view.rows, highlights), theme)
    async with app.run_test(size=(60, 5)) as pilot:
        app.article.lay_over(focus=Focus(view.text.index("“"), view.text.index("”") + 1, "q"))
        await pilot.pause()
        styles = [x.style for x in app.article.render_line(1) if x.text in ("P", "\u1d3e")]
        assert len(styles) == 1
        assert styles[0] is not None
        text, ground = (Color.from_rich_color(x) for x in (styles[0].color, styles[0].bgcolor))
        assert contrast(text, ground) >= READABLE


async def test_the_desk_takes_the_terminals_own_colours_where_it_has_sixteen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLORTERM", "")
    async with desk(tmp_path) as (app, pilot):
        for name in ("copydesk-dark", "copydesk-light"):
            app.theme = name
            await pilot.press("0")
            await pilot.pause()
            shown = [segment for strip in app.screen._compositor.render_strips() for segment in strip]
            inks = {x.text: x.style for x in shown if x.text.strip() and x.style is not None and x.style.color}
            for text, style in inks.items():
                pair = (Color.from_rich_color(x) for x in (style.color, style.bgcolor))
                assert contrast(*pair) >= READABLE, text
            await pilot.press("escape")


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_hues_are_told_apart_with_every_vision(theme: Theme, vision: str) -> None:
    colours = of_theme(theme)
    # CIE76 distances; 2.3 is just noticeable side by side. Grey is left out: it means that there is no colour.
    for group, apart in ((colours.tags, 28), (colours.settled, 15), (colours.pending, 8)):
        for one, other in combinations([name for name in HUES if name != "grey"], 2):
            distance = dist(seen(group[one].background, vision), seen(group[other].background, vision))
            assert distance >= apart, (one, other)


async def attributes(app: DeskApp) -> list[tuple[str, bool, bool, bool, bool]]:
    """Text, bold, italic, underline and reverse of each segment of the first line of text."""
    async with app.run_test(size=(60, 5)):
        return [
            (segment.text, bool(style.bold), bool(style.italic), bool(style.underline), bool(style.reverse))
            for segment in app.article.render_line(1)
            if segment.text.strip() and (style := segment.style) is not None
        ]


def quoted_app() -> DeskApp:
    view = document("Ms Brook said: “It opens in May.” Aldo agreed.")
    quote, cue, speaker = HighlightLayer.QUOTE, HighlightLayer.CUE, HighlightLayer.SPEAKER
    accepted = HighlightState.ACCEPTED
    highlights = [
        highlight(view, "“It opens in May.”", quote, "D", id="q"), highlight(view, "said", cue, id="q"),
        highlight(view, "Brook", speaker, id="q"), highlight(view, "Aldo", state=accepted), highlight(view, "Brook"),
    ]  # fmt: skip
    return DeskApp(ViewModel(view.text, view.rows, highlights))


async def test_without_colour_attributes_and_letters_carry_every_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    found = {text.strip(): marks for text, *marks in await attributes(quoted_app())}
    assert found["Brook"] == [True, False, True, False]
    assert found["said"] == [False, True, True, False]
    assert found["“It opens in May.”"] == [False, True, False, False]
    assert found["Aldo"] == [True, False, False, False]
    solid, hollow = [marks for text, *marks in await attributes(quoted_app()) if text == "ᴾ"][::-1]
    assert solid[3]
    assert not hollow[3]


async def test_sixteen_colours_show_suggestions_in_bold_and_labels_in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM")
    app = quoted_app()
    found = {text.strip(): marks for text, *marks in await attributes(app)}
    assert found["Brook"][0]
    assert app.article.article_styles.palette == sixteen_colours(dark=True)
    assert "P" in found  # a console's font has no raised letters


async def test_a_change_of_theme_repaints_every_highlight() -> None:
    view = document("Ada Brook spoke.")
    app = DeskApp(ViewModel(view.text, view.rows, [highlight(view, "Ada Brook")]))
    async with app.run_test(size=(60, 5)) as pilot:
        dark = app.article.render_line(1)
        app.theme = "copydesk-light"
        await pilot.pause()
        light = app.article.render_line(1)
        assert light.text == dark.text
        assert light != dark
