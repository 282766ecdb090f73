"""Which part of the world a snapshot shows: what was asked for whole, else what holds the events.

Bounds are (south, west, north, east); where they cross the antimeridian, east is greater than 180.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.query import MapCells
from geodata.query.cells import Bounds
from geodata.regions import geometry_of

# From so many events on, the outermost share at each side may be left out where they stretch the map so much.
_STRAYS_FROM = 20
_STRAY_SHARE = 0.025
_STRAY_STRETCH = 1.8
_LEAST_SPAN_DEGREES = 1.0
# Web-map zoom of a sheet whose map is about 560 points wide.
_WORLD_PT = 256.0
# A map of nearly the whole world is cut where maps of the world are: in the Bering Strait.
_NEARLY_ROUND_DEGREES = 200.0
_USUAL_WORLD = (-169.5, 190.5)
WHOLE_WORLD: Bounds = (-58.0, -169.5, 78.0, 190.5)


def extent_of(cells: MapCells, shapes: Mapping[str, BaseGeometry], asked: Sequence[BaseGeometry]) -> Bounds:
    """Return what was asked for and the events, without a few strays where nothing was; else the world."""
    boxes = [cell.bounds for cell in cells.cells]
    for area in cells.areas:
        shape = shapes.get(area.key)
        if asked or shape is None:
            # Beside what was asked for, an area that only reaches in does not widen the map.
            boxes.append((area.latitude, area.longitude, area.latitude, area.longitude))
        else:
            boxes += boxes_of(shape)
    if asked:
        return around([box for shape in asked for box in boxes_of(shape)])
    drawn = [(cell.latitude, cell.longitude, cell.count) for cell in cells.cells]
    most = _without_strays([*drawn, *((a.latitude, a.longitude, a.count) for a in cells.areas)])
    if most is not None:
        boxes = [box for box in boxes if _meet(box, most)] or [most]
    boxes = boxes or [
        box
        for entry in cells.tray
        if entry.place_id and (shape := geometry_of(entry.place_id)) is not None
        for box in boxes_of(shape)
    ]
    return around(boxes) if boxes else WHOLE_WORLD


def boxes_of(shape: BaseGeometry) -> list[Bounds]:
    """Return the box of each part of a shape."""
    bounds = shapely.bounds(shapely.get_parts(shape))
    return [(south, west, north, east) for west, south, east, north in bounds.tolist()]


def around(boxes: Iterable[Bounds]) -> Bounds:
    """Return the smallest box around boxes; it crosses the antimeridian where that makes it narrower."""
    known = list(boxes)
    south, north = min(box[0] for box in known), max(box[2] for box in known)
    spans = sorted((box[1], box[3]) for box in known)
    west, east, reach = spans[0][0], max(span[1] for span in spans), spans[0][1]
    widest = west + 360 - east
    for low, high in spans[1:]:
        if low - reach > widest:
            widest, west, east = low - reach, low, reach + 360
        reach = max(reach, high)
    if east - west > _NEARLY_ROUND_DEGREES:
        west, east = _USUAL_WORLD
    return (south, west, north, east)


def _without_strays(places: Sequence[tuple[float, float, int]]) -> Bounds | None:
    """Return the box of all but the outermost few in a hundred events, None where that makes no difference.

    One event on another continent would leave all others in a corner; it is counted as not shown.
    """
    if sum(count for *_, count in places) < _STRAYS_FROM:
        return None
    weights = np.array([count for *_, count in places], dtype=float)
    low, high = [], []
    for axis in (0, 1):
        values = np.array([place[axis] for place in places])
        order = np.argsort(values, kind="stable")
        share = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
        inner = values[order][(share >= _STRAY_SHARE) & (share <= 1 - _STRAY_SHARE)]
        if not len(inner) or np.ptp(values) < _STRAY_STRETCH * max(np.ptp(inner), _LEAST_SPAN_DEGREES):
            low.append(values.min())
            high.append(values.max())
        else:
            low.append(inner.min())
            high.append(inner.max())
    return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def zoom_of(bounds: Bounds) -> int:
    """Return the web map's zoom at which the bounds fill a sheet."""
    degrees = max(bounds[3] - bounds[1], (bounds[2] - bounds[0]) * 1.6, 0.5)
    return max(0, min(14, round(math.log2(360 / degrees * 560 / _WORLD_PT))))


def widened(bounds: Bounds, share: float = 0.3) -> Bounds:
    """Return bounds grown on every side by a share of their larger span."""
    south, west, north, east = bounds
    more = max(north - south, east - west, 1.0) * share
    return (south - more, west - more, north + more, east + more)


def holds(bounds: Bounds, latitude: float, longitude: float) -> bool:
    """Whether a point lies in bounds."""
    south, west, north, east = bounds
    return south <= latitude <= north and (longitude - west) % 360 <= east - west
