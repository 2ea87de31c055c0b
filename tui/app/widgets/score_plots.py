"""Two plots of an evaluation: F1 of every label with its interval, and how narrow more articles would make it."""

from collections.abc import Sequence

import numpy as np
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import Label
from textual_plot import HiResMode, PlotWidget
from textual_plot.axis_formatter import NumericAxisFormatter

from tui.evaluation.evaluation import Evaluation
from tui.evaluation.intervals import width_curve
from tui.evaluation.tables import MAIN
from tui.model import screen_safe

_NAMES = 16
_FEW_LINES = 26  # not enough for one plot above the other
_POINTS = 200  # more than a terminal has columns: a line without gaps
_LINES_BESIDE = 6
"""Lines that a plot needs beside those of its data: heading, axis, numbers, the name of the axis."""


class _Names(NumericAxisFormatter):
    """The names of rows in the place of their numbers."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = [screen_safe(name).replace("[", "(") for name in names]

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """Return the names at these rows."""
        return [self._names[round(tick)] if 0 <= round(tick) < len(self._names) else "" for tick in ticks]


class ScorePlots(Container):
    """Both plots, side by side where there is room."""

    DEFAULT_CSS = """
    ScorePlots { layout: horizontal; height: 1fr; padding: 0 2; }
    ScorePlots.-narrow { layout: vertical; }
    ScorePlots.-low #curve { display: none; }
    ScorePlots.-below { margin: 1 0 0 0; }
    ScorePlots Container { height: 1fr; width: 1fr; }
    ScorePlots Label { text-style: bold; height: 1; margin: 0 0 0 1; }
    ScorePlots PlotWidget { height: 1fr; background: $background; }
    ScorePlots PlotWidget > .plot--axis { color: $foreground 40%; }
    ScorePlots PlotWidget > .plot--tick { color: $foreground 80%; }
    ScorePlots PlotWidget > .plot--label { color: $muted; }
    """

    def compose(self) -> ComposeResult:
        """Make both plots."""
        for name, title in (("labels", "F1 of each label, with its 95 % interval"),
                            ("curve", "Half the width of the interval of F1, by articles")):  # fmt: skip
            with Container(id=name):
                yield Label(title)
                plot = PlotWidget(id=f"plot-{name}", allow_pan_and_zoom=False)
                # Before it is on the screen: names are cut by the margin that is there when they are drawn.
                plot.set_reactive(PlotWidget.margin_left, _NAMES if name == "labels" else 8)
                plot.set_reactive(PlotWidget.margin_top, 1)
                plot.set_reactive(PlotWidget.margin_bottom, 2)
                plot.can_focus = False
                yield plot

    def show(self, evaluation: Evaluation, lines: int) -> None:
        """Draw the plots of an evaluation on so many lines of the screen."""
        colours = self.app.theme_variables
        low = self.has_class("-narrow") and lines < _FEW_LINES
        self.set_class(low, "-low")
        self._draw_labels(evaluation, colours, lines)
        self._draw_curve(evaluation, colours)

    def _draw_labels(self, evaluation: Evaluation, colours: dict[str, str], lines: int) -> None:
        plot = self.query_one("#plot-labels", PlotWidget)
        plot.clear()
        scores = evaluation.entities.by_label if evaluation.entities is not None else {}
        most = max(3, lines // (2 if self.has_class("-narrow") and not self.has_class("-low") else 1) - _LINES_BESIDE)
        names = sorted(scores, key=lambda name: -scores[name].gold)[:most][::-1]
        for i, name in enumerate(names):
            found = evaluation.interval(f"entities.{name}")
            if found.value is None:
                continue
            if found.low is not None and found.high is not None:
                line = np.linspace(found.low, found.high, _POINTS)
                plot.scatter(line, np.full(_POINTS, i), marker="\u2500", marker_style=colours["accent"])
            plot.scatter([found.value], [i], marker="\u25cf", marker_style=colours["foreground"])
        plot.set_xlimits(0, 1)
        plot.set_ylimits(-0.5, max(0.5, len(names) - 0.5))
        plot.set_y_formatter(_Names(names))
        plot.set_yticks(list(range(len(names))))

    def _draw_curve(self, evaluation: Evaluation, colours: dict[str, str]) -> None:
        plot = self.query_one("#plot-curve", PlotWidget)
        plot.clear()
        styles = dict(zip(MAIN, (colours["accent"], "", colours["success"], colours["foreground"]), strict=True))
        top = 0.01
        for name in MAIN:
            points = width_curve(evaluation.tally(name)) if name in evaluation.tallies else ()
            if points:
                sizes, halves = [p.documents for p in points], [p.half_width for p in points]
                top = max(top, *halves)
                plot.plot(sizes, halves, line_style=styles[name], hires_mode=HiResMode.BRAILLE, label=name)
                plot.scatter(sizes, halves, marker="\u25cf", marker_style=styles[name])
        plot.set_ylimits(0, top * 1.1)
        plot.show_legend()
