"""A radar chart as inline SVG: pure, the same text for the same numbers.

A chart is `{"title", "series": [title, …], "axes": [{"title", "text", "shares": [thousandths, …]}, …]}`: a share per
series, from 0 to 1000. Geometry is the only place where the platform uses floats; nothing is decided by it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

WIDTH, HEIGHT = 300, 262
_CENTRE: Final = (150.0, 122.0)
_RADIUS: Final = 80.0
_RINGS: Final = 4
_LEGEND: Final = 254
_WHOLE: Final = 1000
_FONT: Final = "Noto Sans CJK SC, Source Han Sans SC, WenQuanYi Micro Hei, WenQuanYi Zen Hei, sans-serif"
_LOOKS: Final = (
    'fill="#1f4e79" fill-opacity="0.22" stroke="#1f4e79" stroke-width="1.6"',
    'fill="none" stroke="#b45f06" stroke-width="1.4" stroke-dasharray="4 3"',
)
"""The series of the report itself, and the one that it is compared with; told apart in black and white, too."""

Chart = Mapping[str, Any]
Point = tuple[float, float]


def radar(chart: Chart) -> str:
    """The SVG element."""
    axes = chart["axes"]
    parts = [*_grid(axes), *_series(chart), *_labels(axes), *_legend(chart["series"])]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'font-family="{_FONT}" role="img" aria-label="{escape(chart["title"])}">{"".join(parts)}</svg>'
    )


def _grid(axes: Sequence[Chart]) -> Iterator[str]:
    for ring in range(1, _RINGS + 1):
        points = _path(_point(index, len(axes), ring / _RINGS) for index in range(len(axes)))
        yield f'<polygon points="{points}" fill="none" stroke="#bbb" stroke-width="0.6"/>'
    for index in range(len(axes)):
        x, y = _point(index, len(axes), 1.0)
        yield (
            f'<line x1="{_CENTRE[0]:.1f}" y1="{_CENTRE[1]:.1f}" x2="{x:.1f}" y2="{y:.1f}" '
            'stroke="#bbb" stroke-width="0.6"/>'
        )


def _series(chart: Chart) -> Iterator[str]:
    axes = chart["axes"]
    for number in reversed(range(len(chart["series"]))):
        shares = (axis["shares"][number] / _WHOLE for axis in axes)
        points = _path(_point(index, len(axes), share) for index, share in enumerate(shares))
        yield f'<polygon points="{points}" {_LOOKS[number % len(_LOOKS)]}/>'


def _labels(axes: Sequence[Chart]) -> Iterator[str]:
    """Each axis with its title and its text outside the last ring."""
    for index, axis in enumerate(axes):
        x, y = _point(index, len(axes), 1.14)
        side = x - _CENTRE[0]
        anchor = "middle" if abs(side) < 1 else ("start" if side > 0 else "end")
        top = y - 8 if y < _CENTRE[1] - 1 else y + (10 if y > _CENTRE[1] + 1 else 0)
        yield f'<text x="{x:.1f}" y="{top:.1f}" font-size="10.5" text-anchor="{anchor}">{escape(axis["title"])}</text>'
        yield (
            f'<text x="{x:.1f}" y="{top + 12:.1f}" font-size="9" fill="#444" text-anchor="{anchor}">'
            f"{escape(axis['text'])}</text>"
        )


def _legend(series: Sequence[str]) -> Iterator[str]:
    """Only where there is more than one."""
    if len(series) < 2:
        return
    width = WIDTH / len(series)
    for number, title in enumerate(series):
        x = width * number + width / 2 - 30
        yield f'<line x1="{x:.1f}" y1="{_LEGEND}" x2="{x + 22:.1f}" y2="{_LEGEND}" {_LOOKS[number % len(_LOOKS)]}/>'
        yield f'<text x="{x + 27:.1f}" y="{_LEGEND + 3.5}" font-size="9.5">{escape(title)}</text>'


def _point(index: int, count: int, share: float) -> Point:
    """On the axis of that index, the first one upright, clockwise."""
    angle = 2 * math.pi * index / count - math.pi / 2
    return _CENTRE[0] + _RADIUS * share * math.cos(angle), _CENTRE[1] + _RADIUS * share * math.sin(angle)


def _path(points: Iterator[Point]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
