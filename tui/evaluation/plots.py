"""Plots as inline SVG, drawn with the page's own colours so that they follow its light or dark theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_LEFT, _WIDTH, _ROW = 220, 440, 22
_CURVE_HEIGHT, _CURVE_LEFT = 180, 48


@dataclass(frozen=True, slots=True)
class Dot:
    """A value from 0 to 1 with its interval, None where there is none, and what hovering says."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    hover: str = ""


def dots(title: str, rows: Sequence[Dot]) -> str:
    """Return one row for each value: a dot, and a line from the lower to the upper end of its interval."""
    height = _ROW * len(rows) + 30
    parts = [_open(title, _LEFT + _WIDTH + 60, height)]
    for tick in range(0, 11, 2):
        x = _LEFT + _WIDTH * tick / 10
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="4" x2="{x:.1f}" y2="{height - 22}"/>')
        parts.append(f'<text class="tick" x="{x:.1f}" y="{height - 6}" text-anchor="middle">{tick / 10:.1f}</text>')
    for i, row in enumerate(rows):
        y = 4 + _ROW * (i + 0.5)
        parts.append(f'<text x="{_LEFT - 10}" y="{y + 4:.1f}" text-anchor="end">{escape(row.name)}</text>')
        if row.value is None:
            continue
        parts.append(f"<g><title>{escape(row.hover)}</title>")
        if row.low is not None and row.high is not None:
            low, high = (_LEFT + _WIDTH * end for end in (row.low, row.high))
            parts.append(f'<line class="interval" x1="{low:.1f}" y1="{y:.1f}" x2="{high:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<circle class="dot" cx="{_LEFT + _WIDTH * row.value:.1f}" cy="{y:.1f}" r="4"/></g>')
        parts.append(f'<text class="tick" x="{_LEFT + _WIDTH + 12}" y="{y + 4:.1f}">{row.value:.3f}</text>')
    return "".join([*parts, "</svg>"])


def bars(title: str, rows: Sequence[tuple[str, int]]) -> str:
    """Return one bar for each count."""
    most = max((count for _, count in rows), default=1) or 1
    parts = [_open(title, _LEFT + _WIDTH + 60, _ROW * len(rows) + 8)]
    for i, (name, count) in enumerate(rows):
        y, width = 4 + _ROW * i, _WIDTH * count / most
        parts.append(f'<text x="{_LEFT - 10}" y="{y + 15}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<rect class="bar" x="{_LEFT}" y="{y + 3}" width="{max(1, width):.1f}" height="{_ROW - 8}"/>')
        parts.append(f'<text class="tick" x="{_LEFT + width + 8:.1f}" y="{y + 15}">{count}</text>')
    return "".join([*parts, "</svg>"])


def curve(title: str, points: Sequence[tuple[int, float]], have: int) -> str:
    """Return half-widths against numbers of articles, which double from point to point; `have` is marked."""
    most = max(half for _, half in points) or 1.0
    step = _WIDTH / max(1, len(points) - 1)
    places = [
        (_CURVE_LEFT + step * i, 10 + (_CURVE_HEIGHT - 40) * (1 - half / most)) for i, (_, half) in enumerate(points)
    ]
    parts = [_open(title, _CURVE_LEFT + _WIDTH + 60, _CURVE_HEIGHT)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts.append(f'<polyline class="curve" points="{path}"/>')
    for (x, y), (size, half) in zip(places, points, strict=True):
        kind = "dot" if size <= have else "dot later"
        parts.append(f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>')
        parts.append(f'<text class="tick" x="{x + 6:.1f}" y="{y - 6:.1f}">&#177;{half:.3f}</text>')
        parts.append(f'<text class="tick" x="{x:.1f}" y="{_CURVE_HEIGHT - 6}" text-anchor="middle">{size}</text>')
    return "".join([*parts, "</svg>"])


def _open(title: str, width: int, height: int) -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg role="img" aria-label="{escape(title)}" {size}>'
