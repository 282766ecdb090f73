"""The outline of each symbol on the unit circle: one table for the map, the cards and the legend."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from dashboard.messages import Look
from dashboard.palette import EVENT_STYLES
from geodata.model import EventType

Corners = tuple[float, ...]
"""x, y, x, y, … with y pointing down as on a screen; no corners at all mean a circle."""


def _ring(count: int, turn_degrees: float, inner: float | None = None) -> Corners:
    """Return a regular polygon, or a star when every other corner is pulled in to ``inner``."""
    corners: list[float] = []
    steps = count if inner is None else count * 2
    for step in range(steps):
        angle = math.radians(turn_degrees) + step * math.tau / steps
        radius = inner if inner is not None and step % 2 else 1.0
        corners += [round(radius * math.cos(angle), 3), round(radius * math.sin(angle), 3)]
    return tuple(corners)


def _turned(corners: Corners, degrees: float) -> Corners:
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    pairs = zip(corners[::2], corners[1::2], strict=True)
    return tuple(round(n, 3) for x, y in pairs for n in (x * cosine - y * sine, x * sine + y * cosine))


_ARM = 0.36
_PLUS: Corners = (
    *(-_ARM, -1, _ARM, -1, _ARM, -_ARM, 1, -_ARM, 1, _ARM, _ARM, _ARM),
    *(_ARM, 1, -_ARM, 1, -_ARM, _ARM, -1, _ARM, -1, -_ARM, -_ARM, -_ARM),
)

OUTLINES: dict[str, Corners] = {
    "circle": (),
    "square": (-0.84, -0.84, 0.84, -0.84, 0.84, 0.84, -0.84, 0.84),
    "diamond": _ring(4, -90),
    "triangle": _ring(3, -90),
    "triangle_down": _ring(3, 90),
    "pentagon": _ring(5, -90),
    "hexagon": _ring(6, 0),
    "star": _ring(5, -90, inner=0.48),
    "burst": _ring(8, -90, inner=0.58),
    "plus": _PLUS,
    "cross": _turned(_PLUS, 45),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """How an event type looks on screen: its name, its colour (#rrggbb) per theme and its outline."""

    name: str
    light: str
    dark: str
    corners: Corners

    @property
    def css(self) -> str:
        """The colour as a style sheet takes it: the browser chooses by the page's theme."""
        return f"light-dark({self.light}, {self.dark})"


def look_of(style: Symbol) -> Look:
    """Return how an event type looks, as the scripts are told."""
    return {"name": style.name, "color": style.css, "corners": list(style.corners)}


@lru_cache(maxsize=1)
def type_symbols() -> tuple[Symbol, ...]:
    """Return the symbol of every event type, in the order of ``EventType``."""
    return tuple(
        Symbol(name=kind.value, light=style.color, dark=style.color, corners=OUTLINES[style.shape])
        for kind, style in ((kind, EVENT_STYLES[kind]) for kind in EventType)
    )
