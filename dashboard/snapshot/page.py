"""A sheet of paper measured in points: text that is measured before it is set, symbols and rectangles.

The origin is the lower left corner, one unit is one typographic point. Nothing here parses what it is
given: no dollar sign, no mark-up and no control character of an article reaches the renderer as such.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import matplotlib.patheffects as effects
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle, Wedge
from matplotlib.path import Path
from matplotlib.textpath import TextToPath

from dashboard.symbols import OUTLINES
from geodata.looks import FAINT

FONT = "DejaVu Sans"
LineStyle = str | tuple[float, tuple[float, ...]]
"""A name of matplotlib's, or where dashes begin and how long they and the gaps are, in line widths."""

ELLIPSIS = "…"
_MEASURE = TextToPath()
# How far each shape reaches for all of them to look equally heavy.
_REACH = {"cross": 1.12, "burst": 1.3, "diamond": 1.2, "circle": 0.95, "triangle": 1.2, "square": 1.05}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page in points."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height

    def overlaps(self, other: Box, gap: float = 1.0) -> bool:
        """Whether two boxes come closer than ``gap``."""
        apart_x = self.left >= other.right + gap or other.left >= self.right + gap
        apart_y = self.bottom >= other.top + gap or other.bottom >= self.top + gap
        return not (apart_x or apart_y)

    def holds(self, other: Box) -> bool:
        """Whether the other box lies inside this one."""
        inside_x = self.left <= other.left and other.right <= self.right
        return inside_x and self.bottom <= other.bottom and other.top <= self.top


def printable(text: str) -> str:
    """Return text without control, format and unassigned characters, on one line."""
    kept = (c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", text))
    return " ".join("".join(kept).split())


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return how wide a line of text is, in points."""
    width, _, _ = _MEASURE.get_text_width_height_descent(
        text, FontProperties(family=FONT, size=size, weight=weight), ismath=False
    )
    return float(width)


def cut(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Return the text, or as much of it as fits a width, with an ellipsis."""
    if text_width(text, size, weight) <= width:
        return text
    low, high = 0, min(len(text), int(width))
    while low < high:
        middle = (low + high + 1) // 2
        fits = text_width(text[:middle].rstrip() + ELLIPSIS, size, weight) <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + ELLIPSIS


def wrap(text: str, width: float, size: float, lines: int, weight: str = "normal") -> list[str]:
    """Return the text in at most so many lines of a width; what does not fit ends in an ellipsis."""
    words, wrapped = text[:4_000].split(" "), list[str]()
    while words and len(wrapped) < lines - 1:
        count = 1
        while count < len(words) and text_width(" ".join(words[: count + 1]), size, weight) <= width:
            count += 1
        wrapped.append(cut(" ".join(words[:count]), width, size, weight))
        words = words[count:]
    if words:
        wrapped.append(cut(" ".join(words), width, size, weight))
    return wrapped


@lru_cache(maxsize=32)
def symbol(shape: str) -> Path:
    """Return an outline of the unit circle as a path, y pointing up."""
    corners = OUTLINES[shape]
    if not corners:
        return Path.unit_circle()
    points = np.array(corners, dtype=float).reshape(-1, 2) * (1, -1)
    return Path(np.vstack([points, points[:1]]), closed=True)


class Page:
    """A figure of ``width`` by ``height`` points, drawn on from back to front by ``layer``."""

    def __init__(self, width: float, height: float, color: str) -> None:
        self.box = Box(0, 0, width, height)
        self.figure = Figure(figsize=(width / 72, height / 72), facecolor=color)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(0, height)
        self.axes.set_axis_off()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        color: str,
        weight: str = "normal",
        align: str = "left",
        anchor: str = "baseline",
        halo: str | None = None,
        layer: float = 10,
    ) -> None:
        """Set one line of text."""
        drawn = self.axes.text(
            x, y, text, size=size, color=color, weight=weight, ha=align, va=anchor,
            family=FONT, parse_math=False, zorder=layer,
        )  # fmt: skip
        if halo is not None:
            drawn.set_path_effects([effects.withStroke(linewidth=size * 0.3, foreground=halo)])

    def mark(
        self, x: float, y: float, shape: str, radius: float, color: str, halo: str, layer: float = 8
    ) -> None:
        """Draw a symbol that reaches ``radius`` points from its middle."""
        self.marks([x], [y], shape, [radius], color, halo, layer)

    def marks(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        shape: str,
        radii: Sequence[float],
        color: str,
        halo: str,
        layer: float = 8,
        *,
        hollow: bool = False,
        faint: bool = False,
    ) -> None:
        """Draw many symbols of one shape and colour; ``hollow`` ones are filled with the halo's."""
        outline = symbol(shape)
        # A scatter marker is drawn with its largest coordinate at half the square root of its size.
        reach = float(np.abs(outline.vertices).max()) * _REACH.get(shape, 1.0)
        sizes = [(2 * radius * reach) ** 2 for radius in radii]
        # A hollow symbol is drawn a little smaller, as its edge lies half outside.
        shrunk = [size * 0.72 for size in sizes] if hollow else sizes
        drawn = self.axes.scatter(
            xs, ys, s=shrunk, marker=outline, c=halo if hollow else color,
            edgecolors=color if hollow else halo, linewidths=1.15 if hollow else 0.6, zorder=layer,
        )  # fmt: skip
        if faint:
            drawn.set_alpha(FAINT)

    def ring(
        self,
        x: float,
        y: float,
        radius: float,
        shares: Sequence[tuple[str, float]],
        color: str,
        layer: float = 8,
    ) -> None:
        """Draw a ring of sectors, shares of a whole clockwise from the top, on a disc of ``color``."""
        self.axes.add_patch(Circle((x, y), radius + 0.7, facecolor=color, edgecolor="none", zorder=layer))
        start, whole = 90.0, sum(share for _, share in shares)
        for sector, share in shares:
            end = start - 360 * share / whole
            wedge = Wedge(
                (x, y), radius, end, start, width=radius * 0.42, facecolor=sector, zorder=layer + 0.1
            )
            wedge.set_edgecolor(color)
            wedge.set_linewidth(0.4 if share < whole else 0)
            self.axes.add_patch(wedge)
            start = end

    def bar(
        self,
        box: Box,
        color: str,
        *,
        edge: str = "none",
        layer: float = 5,
        hatch: str = "",
        style: LineStyle = "-",
    ) -> None:
        """Fill a rectangle."""
        self.axes.add_patch(
            Rectangle(
                (box.left, box.bottom),
                box.width,
                box.height,
                facecolor=color,
                edgecolor=edge,
                linewidth=0.5,
                linestyle=style,
                zorder=layer,
                hatch=hatch or None,
            )
        )

    def pill(
        self,
        box: Box,
        color: str,
        edge: str,
        layer: float = 7,
        style: LineStyle = "-",
        width: float = 0.6,
    ) -> None:
        """Draw a rectangle with round corners."""
        round_ = min(box.height / 2, 4)
        self.axes.add_patch(
            FancyBboxPatch(
                (box.left, box.bottom),
                box.width,
                box.height,
                boxstyle=f"round,pad=0,rounding_size={round_}",
                facecolor=color,
                edgecolor=edge,
                linewidth=width,
                linestyle=style,
                zorder=layer,
            )
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, color: str, width: float = 0.6, layer: float = 9
    ) -> None:
        """Draw a straight line."""
        self.axes.plot([x1, x2], [y1, y2], color=color, linewidth=width, solid_capstyle="butt", zorder=layer)
