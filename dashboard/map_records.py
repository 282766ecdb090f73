"""What a map is to show: marks, areas, layers of the user's own, where to look; knows no folium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shapely.geometry.base import BaseGeometry

from dashboard.symbols import Symbol
from geodata.query import Counting

Box = tuple[float, float, float, float]
"""South, west, north, east in degrees, inclusive."""

Counts = Mapping[int, int]
"""Events per type, by the type's position in the palette."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One spot on the map: a single event, all events at one coordinate, or a counted cell.

    ``by_day`` are those of ``counts`` that are dated only "by" a day: they are drawn half filled.
    ``key`` is what ``Selection.in_cell`` takes. ``radius_km`` above 0 draws a ring of uncertainty.
    ``cell`` is the box a cell stands for, None for an exact spot.
    """

    latitude: float
    longitude: float
    counts: Counts
    by_day: Counts = field(default_factory=dict)
    key: str = ""
    label: str = ""
    unsure: bool = False
    radius_km: float = 0.0
    cell: Box | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMark:
    """Events known only to lie somewhere in a place; ``geometry`` None puts them into the tray.

    ``change`` is how many more or fewer events there are than in another selection, None where none is
    compared.
    """

    place_id: str
    name: str
    counts: Counts
    by_day: Counts = field(default_factory=dict)
    geometry: BaseGeometry | None
    change: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A feature a user laid over the map: its name, a colour and a geometry in WGS 84."""

    name: str
    color: str
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlined:
    """A region that a filter asks for; ``rough`` where a circle stands for an outline that is not known."""

    name: str
    shape: BaseGeometry
    rough: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MapUpdate:
    """All that changes on the map between two filters.

    ``fit`` is the box of everything and a token; the view jumps only when the token changes, then to
    ``first`` (where nearly all of it is) when that is given. ``spots`` counts the events that have a spot,
    in view or not, so that the map can say how many lie outside.
    ``shaded``: the areas are first-level units, coloured by their number of events; ``compared``: by how
    many more or fewer there are. ``scale`` are the fewest and most events that shades run between, None for
    those of this map alone.
    ``extent`` is the box and zoom for which cells were counted, None when every event is a mark.
    ``follow`` asks the map to report every move. ``counting`` says what all counts count.
    """

    styles: Sequence[Symbol]
    marks: Sequence[Mark] = ()
    areas: Sequence[AreaMark] = ()
    shaded: bool = False
    compared: bool = False
    scale: tuple[int, int] | None = None
    country_rows: Sequence[AreaMark] = ()
    selected: tuple[str, float, float] | None = None
    drawn_corners: Sequence[tuple[float, float]] = ()
    drawn_circle: tuple[float, float, float] | None = None
    fit: tuple[Box, str] | None = None
    first: Box | None = None
    spots: int = 0
    extent: tuple[Box, float] | None = None
    overlays: Sequence[Overlay] = ()
    regions: Sequence[Outlined] = ()
    online_tiles: bool = False
    summary: str = ""
    counting: Counting = Counting.EVENTS
    follow: bool = False

    @property
    def mode(self) -> str:
        """How events are drawn."""
        if self.compared:
            return "change"
        return "shades" if self.shaded else "cells" if self.extent else "marks"
