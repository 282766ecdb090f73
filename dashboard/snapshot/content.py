"""What a snapshot is drawn from: everything looked up beforehand, so that drawing asks nobody."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from shapely.geometry.base import BaseGeometry

from geodata.export.about import About, about
from geodata.export.columns import Record
from geodata.export.policy import ReleasePolicy
from geodata.export.records import records_of, released_about
from geodata.export.released import released_selection
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.gazetteer.towns import ranking_population
from geodata.model import EventType, Place, PlaceKind
from geodata.query import EventFilter, EventIndex, MapCells, Near, Selection, Timeline
from geodata.query.cells import Bounds
from geodata.query.clauses import Names
from geodata.query.spatial import circle
from geodata.regions import drawn_outline, geometry_of, region_names

# More places than this are gathered into cells on one sheet of paper.
MAX_MARKS = 450
MOST_RECORDS = 20_000
"""Events up to which a snapshot carries what is known of each; beyond, a digest of their ids alone."""

# Web-map zoom of a sheet whose map is about 560 points wide.
_WORLD_PT = 256.0
_LEAST_TOWN = 3_000
_FAR_BIGGER = 8
_SUBURB_DEGREES = 0.14
# From so many events on, the outermost share at each side may be left out where they stretch the map so much.
_STRAYS_FROM = 20
_STRAY_SHARE = 0.025
_STRAY_STRETCH = 1.8
_LEAST_SPAN_DEGREES = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotContent:
    """Everything a snapshot shows. ``area_shapes`` and ``place_names`` are by place id.

    ``dates`` are the first and last day on which an event began. ``filter_shapes`` are the regions, the
    drawn area or the circle that the filter names. ``bounds`` (south, west, north, east) is what the map
    shows, ``asked_bounds`` what it was asked to show, None for all of it. ``ids_digest`` stands for the exact
    set of events, ``records`` say what is known of each (None: more than ``MOST_RECORDS``).
    """

    about: About
    wanted: EventFilter
    cells: MapCells
    timeline: Timeline
    types: Mapping[EventType, int]
    possibly: int
    dates: tuple[date, date] | None
    bounds: Bounds
    ids_digest: str
    place_names: Mapping[str, str] = field(default_factory=dict)
    area_shapes: Mapping[str, BaseGeometry] = field(default_factory=dict)
    filter_shapes: tuple[BaseGeometry, ...] = ()
    towns: tuple[tuple[str, float, float, int], ...] = ()
    countries: tuple[tuple[str, float, float], ...] = ()
    records: tuple[Record, ...] | None = None
    asked_bounds: Bounds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Released:
    """What a snapshot may show: the selection to draw and count, its statement, the records, the filter."""

    selection: Selection
    about: About
    wanted: EventFilter
    records: tuple[Record, ...] | None
    names: dict[str, str] | None = None


def _release(
    index: EventIndex, selection: Selection, names: Names, policy: ReleasePolicy | None
) -> _Released:
    statement = about(selection, names, policy)
    if policy is None:
        records = None
        if len(selection) <= MOST_RECORDS:
            records = tuple(r for batch in records_of(index.store, selection) for r in batch)
        return _Released(selection=selection, about=statement, wanted=selection.filter, records=records)
    every = [record for batch in records_of(index.store, selection) for record in batch]
    released = tuple(r for record in every if (r := policy.release(record)) is not None)
    told, _ = policy.tellable(selection.filter)
    return _Released(
        selection=released_selection(released, selection.filter, selection),
        about=released_about(statement, every, policy),
        wanted=told,
        records=released,
        names={str(r["location_id"]): str(r["location"]) for r in released if r["location"]},
    )


def collect(
    index: EventIndex,
    selection: Selection,
    *,
    names: Names = str,
    bounds: Bounds | None = None,
    policy: ReleasePolicy | None = None,
) -> SnapshotContent:
    """Look up everything that a snapshot of a selection shows; ``bounds`` None: what holds the events.

    Under a ``policy`` nothing but what it releases is drawn, counted, named or carried. ValueError for a
    policy that masks the type of events.
    """
    released = _release(index, selection, names, policy)
    selection = released.selection
    everything = selection.cells(None, 5, MAX_MARKS)
    shapes = {
        area.place_id: shape
        for area in everything.areas
        if area.place_id and (shape := drawn_outline(area.place_id)) is not None
    }
    asked = _filter_shapes(released.wanted)
    shown = bounds or _bounds(everything, shapes, asked)
    # The sheet's form may show more than was asked for; what it leaves out is counted when it is drawn.
    cells = selection.cells(_widened(shown, 1.0), _zoom_of(shown), MAX_MARKS)
    gazetteer = open_gazetteer()
    return SnapshotContent(
        about=released.about,
        wanted=released.wanted,
        cells=cells,
        timeline=selection.timeline(selection.filter.date_from, selection.filter.date_to),
        types=selection.shown_types(),
        dates=selection.date_range(),
        possibly=int(selection.possibly().sum()),
        bounds=shown,
        ids_digest=selection.digest(),
        place_names=_place_names(index, cells) if released.names is None else released.names,
        area_shapes=shapes,
        filter_shapes=asked,
        towns=_towns(gazetteer, shown),
        countries=_countries(gazetteer, shown),
        records=released.records,
        asked_bounds=bounds,
    )


def _place_names(index: EventIndex, cells: MapCells) -> dict[str, str]:
    ids = {cell.place_id for cell in cells.cells} | {a.place_id for a in (*cells.areas, *cells.tray)}
    return {key: place.name for key, place in index.store.places(key for key in ids if key).items()}


def _filter_shapes(wanted: EventFilter) -> tuple[BaseGeometry, ...]:
    shapes = [shape for region in wanted.regions if (shape := geometry_of(region)) is not None]
    if wanted.area is not None:
        shapes.append(wanted.area.geometry())
    if wanted.near is not None:
        shapes.append(_circle(wanted.near))
    return tuple(shapes)


def _circle(near: Near) -> BaseGeometry:
    return circle(near.latitude, near.longitude, near.km)


def _bounds(cells: MapCells, shapes: Mapping[str, BaseGeometry], asked: tuple[BaseGeometry, ...]) -> Bounds:
    """Return what holds the events on the map; without any, what the filter names; else the world."""
    boxes = [cell.bounds for cell in cells.cells]
    for area in cells.areas:
        shape = shapes.get(area.place_id or "")
        point = (area.latitude, area.longitude)
        boxes.append(_box(shape) if shape is not None else (*point, *point))
    drawn = [(cell.latitude, cell.longitude, cell.count) for cell in cells.cells]
    most = _without_strays([*drawn, *((a.latitude, a.longitude, a.count) for a in cells.areas)])
    if most is not None:
        boxes = [box for box in boxes if _meet(box, most)] or [most]
    boxes = boxes or [_box(shape) for shape in asked]
    boxes = boxes or [_box(s) for t in cells.tray if t.place_id and (s := geometry_of(t.place_id))]
    if not boxes:
        return (-60.0, -180.0, 80.0, 180.0)
    south, west, north, east = zip(*boxes, strict=True)
    return (min(south), min(west), max(north), max(east))


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


def _box(shape: BaseGeometry) -> Bounds:
    west, south, east, north = shape.bounds
    return (south, west, north, east)


def _zoom_of(bounds: Bounds) -> int:
    """Return the web map's zoom at which the bounds fill a sheet."""
    degrees = max(bounds[3] - bounds[1], (bounds[2] - bounds[0]) * 1.6, 0.5)
    return max(0, min(14, round(math.log2(360 / degrees * 560 / _WORLD_PT))))


def _towns(
    gazetteer: Gazetteer, bounds: Bounds, limit: int = 120
) -> tuple[tuple[str, float, float, int], ...]:
    """Return (name, latitude, longitude, population) of the biggest settlements in view."""
    south, west, north, east = _widened(bounds)
    lat, lon = gazetteer.latitude, gazetteer.longitude
    inside = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    rows = np.flatnonzero(inside & (gazetteer.population >= _LEAST_TOWN))
    rows = rows[np.argsort(-ranking_population(gazetteer, rows), kind="stable")][: limit * 3]
    places = [gazetteer.place_at(int(row)) for row in rows]
    towns: list[Place] = []
    for place in places:
        if place.kind is PlaceKind.SETTLEMENT and not _is_suburb(place, towns):
            towns.append(place)
    return tuple((p.name, p.latitude, p.longitude, p.population) for p in towns[:limit])


def _is_suburb(place: Place, bigger: list[Place]) -> bool:
    """Whether a settlement stands so close to a far bigger one that its name would only be in the way."""
    return any(
        town.population >= _FAR_BIGGER * place.population
        and abs(town.latitude - place.latitude) < _SUBURB_DEGREES
        and abs(town.longitude - place.longitude) < 1.5 * _SUBURB_DEGREES
        for town in bigger
    )


def _countries(gazetteer: Gazetteer, bounds: Bounds) -> tuple[tuple[str, float, float], ...]:
    south, west, north, east = _widened(bounds)
    # The wider the map, the fewer countries can be named on it.
    least = min((bounds[3] - bounds[1]) ** 2 * 1_000, 40_000_000)
    found = []
    for code in sorted(
        {place_id.partition(":")[2] for _, place_id in region_names() if _is_country(place_id)}
    ):
        place = gazetteer.country(code)
        if (
            place
            and place.population >= least
            and south <= place.latitude <= north
            and west <= place.longitude <= east
        ):
            found.append((place.population, place.name, place.latitude, place.longitude))
    return tuple((name, lat, lon) for _, name, lat, lon in sorted(found, reverse=True))


def _is_country(place_id: str) -> bool:
    return place_id.startswith("country:")


def _widened(bounds: Bounds, share: float = 0.3) -> Bounds:
    south, west, north, east = bounds
    more = max(north - south, east - west, 1.0) * share
    return (south - more, west - more, north + more, east + more)
