"""Draws panels with logarithmic axes as one SVG: lines with marks, guides of slope 1, a legend, light and dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

_WIDTH, _HEIGHT = 1000, 452
_LEFT, _RIGHT, _TOP, _BOTTOM, _GAP = 78, 34, 104, 62, 46
_CORNER = 10

# Colours that colour-blind people can distinguish (Okabe and Ito's, lighter on dark paper); the marks differ, too.
_STYLE = """
  text { font-family: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: #24292f; }
  .title { font-size: 17px; font-weight: 600; }
  .subtitle, .legend { font-size: 13px; }
  .axis { font-size: 13px; }
  .tick { font-size: 11.5px; fill: #57606a; }
  .paper { fill: #ffffff; stroke: #d0d7de; }
  .grid { stroke: #eaeef2; stroke-width: 1; }
  .frame { fill: none; stroke: #8c959f; stroke-width: 1; }
  .guide { stroke: #afb8c1; stroke-width: 1; stroke-dasharray: 4 4; }
  .line { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
  .line0 { stroke: #009e73; } .mark0 { fill: #009e73; stroke: #ffffff; }
  .line1 { stroke: #0072b2; } .mark1 { fill: #0072b2; stroke: #ffffff; }
  .line2 { stroke: #d55e00; stroke-width: 5.5; stroke-opacity: 0.45; } .mark2 { fill: #ffffff; stroke: #d55e00; }
  .mark0, .mark1 { stroke-width: 1; } .mark2 { stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .tick { fill: #9da7b3; }
    .paper { fill: #0d1117; stroke: #30363d; }
    .grid { stroke: #1c222a; }
    .frame { stroke: #6e7681; }
    .guide { stroke: #484f58; }
    .line0 { stroke: #2fc598; } .mark0 { fill: #2fc598; stroke: #0d1117; }
    .line1 { stroke: #58a6ff; } .mark1 { fill: #58a6ff; stroke: #0d1117; }
    .line2 { stroke: #f0883e; } .mark2 { fill: #0d1117; stroke: #f0883e; }
  }
"""


class Panel(NamedTuple):
    """The title of the x axis, how its counts are written, and the (count, seconds) of each line by name."""

    axis: str
    written: Callable[[int], str]
    lines: dict[str, list[tuple[int, float]]]


class _Axes(NamedTuple):
    """A panel's position in pixels, and the powers of ten at its edges."""

    left: float
    top: float
    width: float
    height: float
    x: tuple[int, int]
    y: tuple[int, int]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The pixels of a point given by the logarithms of count and seconds."""
        right = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return self.left + right * self.width, self.top + (1 - up) * self.height


def draw(title: str, subtitle: str, panels: list[Panel]) -> str:
    """The whole drawing. All panels have lines of the same names, and the same y axis."""
    seconds = [y for panel in panels for line in panel.lines.values() for _, y in line]
    height = (floor(log10(min(seconds))), ceil(log10(max(seconds))))
    width = (_WIDTH - _LEFT - _RIGHT - _GAP * (len(panels) - 1)) / len(panels)
    parts = [*_head(title, subtitle), *_legend(list(panels[0].lines))]
    for number, panel in enumerate(panels):
        left = _LEFT + number * (width + _GAP)
        across = _decades([x for line in panel.lines.values() for x, _ in line])
        axes = _Axes(left, _TOP, width, _HEIGHT - _TOP - _BOTTOM, across, height)
        parts += _panel(panel, axes, number)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _decades(counts: list[int]) -> tuple[int, int]:
    """The powers of ten around the counts."""
    low, high = floor(log10(min(counts))), ceil(log10(max(counts)))
    return low, max(high, low + 1)


def _head(title: str, subtitle: str) -> Iterator[str]:
    label = escape(f"{title}. {subtitle}", quote=True)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">'
    yield f"<style>{_STYLE}</style>"
    size = f'width="{_WIDTH - 1}" height="{_HEIGHT - 1}"'
    yield f'<rect class="paper" x="0.5" y="0.5" {size} rx="{_CORNER}"/>'
    yield f'<text class="title" x="{_LEFT}" y="34">{escape(title)}</text>'
    yield f'<text class="subtitle" x="{_LEFT}" y="55">{escape(subtitle)}</text>'


def _legend(names: list[str]) -> Iterator[str]:
    left, y = float(_LEFT), 80
    for number, name in enumerate(names):
        yield f'<path class="line line{number}" d="M{left:.1f} {y - 4}h30"/>{_mark(number, left + 15, y - 4)}'
        yield f'<text class="legend" x="{left + 38:.1f}" y="{y}">{escape(name)}</text>'
        left += 64 + 6.2 * len(name)
    yield f'<path class="guide" d="M{left:.1f} {y - 4}h30"/>'
    yield f'<text class="legend" x="{left + 38:.1f}" y="{y}">slope 1: ten times as much in ten times the time</text>'


def _panel(panel: Panel, axes: _Axes, number: int) -> Iterator[str]:
    yield from _grid(panel, axes, with_seconds=number == 0)
    clip = f"panel{number}"
    box = f'x="{axes.left:.1f}" y="{axes.top}" width="{axes.width:.1f}" height="{axes.height}"'
    yield f'<clipPath id="{clip}"><rect {box}/></clipPath>'
    yield f'<g clip-path="url(#{clip})">{"".join(_guides(axes))}</g>'
    yield f'<rect class="frame" {box}/>'
    order = sorted(range(len(panel.lines)), reverse=True)  # the first on top: lines may overlap
    lines = list(panel.lines.values())
    for index in order:
        points = [axes.at(log10(x), log10(y)) for x, y in lines[index]]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        yield f'<path class="line line{index}" d="M{path}"/>'
    for index in order:
        yield "".join(_mark(index, *axes.at(log10(x), log10(y))) for x, y in lines[index])


def _grid(panel: Panel, axes: _Axes, with_seconds: bool) -> Iterator[str]:
    """Lines at the powers of ten with their numbers, and the titles of the axes."""
    bottom = axes.top + axes.height
    for power in range(axes.x[0], axes.x[1] + 1):
        x, _ = axes.at(power, axes.y[0])
        yield f'<path class="grid" d="M{x:.1f} {axes.top}V{bottom}"/>'
        yield _text("tick", x, bottom + 18, panel.written(10**power))
    for power in range(axes.y[0], axes.y[1] + 1):
        _, y = axes.at(axes.x[0], power)
        yield f'<path class="grid" d="M{axes.left:.1f} {y:.1f}h{axes.width:.1f}"/>'
        if with_seconds:
            yield _text("tick", axes.left - 8, y + 4, written_seconds(power), "end")
    yield _text("axis", axes.left + axes.width / 2, bottom + 42, panel.axis)
    if with_seconds:
        position = f'text-anchor="middle" transform="translate(20 {axes.top + axes.height / 2}) rotate(-90)"'
        yield f'<text class="axis" {position}>processor time</text>'


def _guides(axes: _Axes) -> Iterator[str]:
    """Lines of slope 1, a power of ten apart."""
    (left, right), (low, high) = axes.x, axes.y
    for power in range(low - (right - left), high + 1):
        x1, y1 = axes.at(left, power)
        x2, y2 = axes.at(right, power + right - left)
        yield f'<path class="guide" d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"/>'


def _mark(number: int, x: float, y: float) -> str:
    """A triangle, a circle or a ring."""
    if number == 0:
        return f'<path class="mark0" d="M{x:.1f} {y - 5:.1f}l5 8.6h-10z"/>'
    return f'<circle class="mark{number}" cx="{x:.1f}" cy="{y:.1f}" r="{4 if number == 1 else 5.5}"/>'


def _text(kind: str, x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def written_seconds(power: int) -> str:
    """A power of ten of seconds, e.g. ``10 ms``."""
    for base, unit in ((0, "s"), (-3, "ms"), (-6, "µs")):
        if power >= base:
            return f"{10 ** (power - base)} {unit}"
    return f"{10 ** (power + 9)} ns"


def written_count(count: int) -> str:
    return f"{count:,}"


def written_size(count: int) -> str:
    """A number of characters, in KB or MB."""
    for size, unit in ((1_000_000, "MB"), (1_000, "KB")):
        if count >= size:
            return f"{count // size} {unit}"
    return f"{count} B"
