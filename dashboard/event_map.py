"""Turns selected events into a folium map and its changing layer; knows nothing of Streamlit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import folium
import numpy as np
import numpy.typing as npt
import shapely
from folium.template import Template
from shapely.geometry.base import BaseGeometry

from dashboard.safe_text import plain, script_json
from dashboard.symbols import Symbol

MAP_PX = (820, 520)
"""Width and height in pixels the first view is reckoned for; the browser corrects it when it differs."""

MAX_ZOOM = 18
OUTLINE_BUDGET = 9_000
"""Corners of areas sent per update (about 150 kB); areas beyond it are named in the tray instead."""

SHADE_BUDGET = 14_000
"""The same where units are shaded and few marks are sent."""

# Parts of its own size to which an outline is exact: a screen cannot tell apart a three-hundredth, nor a
# hundredth where there are many areas, each of them small.
FINE, COARSE, MANY_AREAS = 300, 90, 40

FAR_OFF = 0.02
"""Share of the events at either end that the first view may leave out."""

MUCH_SMALLER = 0.35
LEAST_SPOTS = 12

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
    """Events known only to lie somewhere in a place; ``geometry`` None puts them into the tray."""

    place_id: str
    name: str
    counts: Counts
    by_day: Counts = field(default_factory=dict)
    geometry: BaseGeometry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A feature a user laid over the map: its name, a colour and a geometry in WGS 84."""

    name: str
    color: str
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class MapUpdate:
    """All that changes on the map between two filters.

    ``fit`` is the box of everything and a token; the view jumps only when the token changes, then to
    ``first`` (where nearly all of it is) when that is given. ``spots`` counts the events that have a spot,
    in view or not, so that the map can say how many lie outside. ``regions`` are the names and outlines of
    those that the filter asks for.
    ``shaded``: the areas are first-level units, coloured by their number of events.
    ``extent`` is the box and zoom for which cells were counted, None when every event is a mark.
    ``follow`` asks the map to report every move.
    """

    styles: Sequence[Symbol]
    marks: Sequence[Mark] = ()
    areas: Sequence[AreaMark] = ()
    shaded: bool = False
    country_rows: Sequence[AreaMark] = ()
    selected: tuple[str, float, float] | None = None
    drawn_corners: Sequence[tuple[float, float]] = ()
    drawn_circle: tuple[float, float, float] | None = None
    fit: tuple[Box, str] | None = None
    first: Box | None = None
    spots: int = 0
    extent: tuple[Box, float] | None = None
    overlays: Sequence[Overlay] = ()
    regions: Sequence[tuple[str, BaseGeometry]] = ()
    online_tiles: bool = False
    summary: str = ""
    follow: bool = False

    def rows(self) -> list[Any]:
        """Return the update as nested lists, in the order ``map_bridge.js`` reads them."""
        areas, unfit = _area_rows(self.areas, SHADE_BUDGET if self.shaded else OUTLINE_BUDGET)
        tray = [_tray_row(row) for row in (*self.country_rows, *unfit)]
        drawn: list[Any] | None = list(self.drawn_circle) if self.drawn_circle else None
        if self.drawn_corners:
            drawn = [[list(corner) for corner in self.drawn_corners]]
        return [
            "shades" if self.shaded else "cells" if self.extent else "marks",
            [[s.name, s.light, s.dark, list(s.corners)] for s in self.styles],
            [_mark_row(mark) for mark in self.marks],
            areas,
            tray,
            list(self.selected) if self.selected else None,
            drawn,
            [*self.fit[0], self.fit[1]] if self.fit else None,
            [*self.extent[0], self.extent[1]] if self.extent else None,
            [row for overlay in self.overlays for row in _overlay_rows(overlay)],
            plain(self.summary, 400),
            int(self.online_tiles),
            list(self.first) if self.first else None,
            self.spots,
            [
                [plain(name, 60), [_rings(part) for part in _polygons(_simple(shape, FINE))]]
                for name, shape in self.regions
            ],
            int(self.follow),
        ]


def _pairs(counts: Counts) -> list[int]:
    return [number for kind, count in counts.items() if count for number in (kind, count)]


def _mark_row(mark: Mark) -> list[Any]:
    row: list[Any] = [round(mark.latitude, 5), round(mark.longitude, 5), _pairs(mark.counts), mark.key]
    row += [plain(mark.label, 60), int(mark.unsure), round(mark.radius_km, 1)]
    cell = None if mark.cell is None else [round(n, 5) for n in mark.cell]
    return [*row, cell, _pairs(mark.by_day)]


def _tray_row(row: AreaMark) -> list[Any]:
    return [row.place_id, plain(row.name, 40), _pairs(row.counts), _pairs(row.by_day)]


def _area_rows(areas: Sequence[AreaMark], budget: int) -> tuple[list[list[Any]], list[AreaMark]]:
    """Return the outlines that fit the budget, busiest areas first, and the areas that did not."""
    rows: list[list[Any]] = []
    unfit: list[AreaMark] = []
    corners = 0
    for area in sorted(areas, key=lambda a: -sum(a.counts.values())):
        if area.geometry is None or area.geometry.is_empty:
            unfit.append(area)
            continue
        outline = _simple(area.geometry, FINE if len(areas) <= MANY_AREAS else COARSE)
        corners += shapely.get_num_coordinates(outline)
        if corners > budget:
            unfit.append(area)
            continue
        inside = outline.representative_point()
        polygons = [_rings(part) for part in _polygons(outline)]
        spot = [round(inside.y, 4), round(inside.x, 4)]
        rows.append(
            [area.place_id, plain(area.name, 40), _pairs(area.counts), polygons, *spot, _pairs(area.by_day)]
        )
    return rows, unfit


def _simple(geometry: BaseGeometry, parts: int) -> BaseGeometry:
    """Coarsen an outline to so small a part of its size."""
    west, south, east, north = geometry.bounds
    return geometry.simplify(max(east - west, north - south) / parts, preserve_topology=True)


def _polygons(geometry: BaseGeometry) -> list[Any]:
    parts = [geometry] if geometry.geom_type == "Polygon" else list(getattr(geometry, "geoms", []))
    return [part for part in parts if part.geom_type == "Polygon"]


def _rings(polygon: Any) -> list[list[list[float]]]:
    return [_line(ring.coords) for ring in (polygon.exterior, *polygon.interiors)]


def _line(coordinates: Any, decimals: int = 3) -> list[list[float]]:
    return [[round(point[1], decimals), round(point[0], decimals)] for point in coordinates]


def _overlay_rows(overlay: Overlay) -> list[list[Any]]:
    kinds: dict[str, list[Any]] = {"point": [], "line": [], "area": []}
    parts = [overlay.geometry, *getattr(overlay.geometry, "geoms", [])]
    for part in parts:
        if part.geom_type == "Point" and not part.is_empty:
            kinds["point"].append([round(part.y, 5), round(part.x, 5)])
        elif part.geom_type == "LineString":
            kinds["line"].append(_line(part.coords, 4))
        elif part.geom_type == "Polygon":
            kinds["area"].append([_line(ring.coords, 4) for ring in (part.exterior, *part.interiors)])
    name = plain(overlay.name, 80)
    return [[name, overlay.color, kind, found] for kind, found in kinds.items() if found]


class MapSetUp(folium.MacroElement):
    """Hands the new map to the map's own scripts: basemap, panes, tools."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "conflictmap.setUp({{ this._parent.get_name() }}, {{ this.small }});"
        "{% endmacro %}"
    )

    def __init__(self, *, small: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "MapSetUp"
        self.small = "true" if small else "false"


class EventLayer(folium.MacroElement):
    """The part of the map that changes: one call with all marks, areas and the selection."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "conflictmap.show({{ this.rows }}).addTo({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, update: MapUpdate) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "EventLayer"
        self.rows = script_json(update.rows())


def to_map(
    scripts: list[tuple[str, str]], styles: list[tuple[str, str]], *, small: bool = False
) -> folium.Map:
    """Return the map without events; it is the same for every filter, so the browser keeps it.

    A ``small`` map has no tools and leaves the page's address alone.
    """
    made = folium.Map(
        location=[30.0, 20.0], zoom_start=3, tiles=None, min_zoom=2, max_zoom=MAX_ZOOM, zoom_snap=0.5,
        world_copy_jump=True, attribution_control=False,
    )  # fmt: skip
    made.default_js = scripts
    made.default_css = styles
    made.add_child(MapSetUp(small=small))
    return made


def to_feature_group(update: MapUpdate) -> folium.FeatureGroup:
    """Return the changing layer in the form that streamlit-folium swaps without rebuilding the map."""
    group = folium.FeatureGroup(name="events", control=False)
    group.add_child(EventLayer(update))
    return group


def zoom_for(box: Box, size_px: tuple[int, int] = MAP_PX) -> int:
    """Return the largest zoom at which the box fits a map of this size in pixels (256 px tiles)."""
    south, west, north, east = box

    def mercator(latitude: float) -> float:
        clipped = max(-85.0, min(85.0, latitude))
        return math.log(math.tan(math.pi / 4 + math.radians(clipped) / 2)) / math.tau

    wide = max((east - west) / 360, 1e-6)
    high = max(mercator(north) - mercator(south), 1e-6)
    fits = min(size_px[0] / (256 * wide), size_px[1] / (256 * high))
    return max(2, min(10, math.floor(math.log2(fits))))


def core_of(spots: Sequence[tuple[float, float, int]]) -> Box | None:
    """Return the box of nearly all events when a few far off would make everything else tiny, else None.

    ``spots`` are latitude, longitude and the number of events there.
    """
    if len(spots) < LEAST_SPOTS:
        return None
    latitude, longitude, weight = (np.array(column, dtype=float) for column in zip(*spots, strict=True))
    south, north = _middle(latitude, weight)
    west, east = _middle(longitude, weight)
    whole = np.ptp(latitude) * np.ptp(longitude)
    return (south, west, north, east) if (north - south) * (east - west) < whole * MUCH_SMALLER else None


def _middle(values: npt.NDArray[np.float64], weight: npt.NDArray[np.float64]) -> tuple[float, float]:
    order = np.argsort(values)
    reached = np.cumsum(weight[order]) / weight.sum()
    low = int(np.searchsorted(reached, FAR_OFF, side="right"))
    high = min(int(np.searchsorted(reached, 1 - FAR_OFF)), len(values) - 1)
    return float(values[order[low]]), float(values[order[high]])


def pad(box: Box, share: float) -> Box:
    """Return the box grown by a share of its size on every side, within the world."""
    south, west, north, east = box
    high, wide = (north - south) * share, (east - west) * share
    return (
        max(-90.0, south - high),
        max(-180.0, west - wide),
        min(90.0, north + high),
        min(180.0, east + wide),
    )
