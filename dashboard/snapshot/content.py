"""What a snapshot is drawn from: everything looked up beforehand, so that drawing asks nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dashboard.snapshot.extent import extent_of, holds, widened, zoom_of
from geodata.circles import circle
from geodata.export.about import About, about
from geodata.export.columns import Record
from geodata.export.policy import ReleasePolicy
from geodata.export.records import records_of, released_about
from geodata.export.released import released_selection
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.gazetteer.towns import ranking_population
from geodata.globe import KM_PER_DEGREE, narrowing
from geodata.model import EventType, Place, PlaceKind
from geodata.query import Counting, Doubt, EventFilter, EventIndex, MapCells, Near, Selection, Timeline
from geodata.query.cells import Bounds, Cell
from geodata.query.clauses import Names
from geodata.regions import asked_outline, drawn_area, geometry_of, is_rough, region_names

# More places than this are gathered into cells on one sheet of paper.
MAX_MARKS = 450
FEW_MARKS = 24
"""The same on a picture as small as a column of text: more symbols would push each other far aside."""

MOST_RECORDS = 20_000
"""Events up to which a snapshot carries what is known of each; beyond, a digest of their ids alone."""

LEAST_RING = 0.009
"""The share of the map's width that a ring's radius has at least: a symbol covers a smaller one."""

_LEAST_TOWN = 3_000
_SHEET_BEYOND = 1.0
"""How far a sheet of another form than the part asked for may show more, in spans of that part."""

_FAR_BIGGER = 8
_SUBURB_DEGREES = 0.14


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A layer of the reader's own that lies over the map: its title, a colour (#rrggbb), its geometries."""

    title: str
    color: str
    shapes: tuple[BaseGeometry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotContent:
    """Everything a snapshot shows. ``area_shapes`` are by the key of an area, ``place_names`` by place
    id.

    ``count`` is what the events shown count for by ``wanted``, ``doubted`` what of that is not sure, in
    words; ``dates`` are the first and last day on which an event began. ``filter_shapes`` are the regions,
    the drawn area or the circle that the filter names, ``rough_shapes`` the circles that stand for districts
    whose border is not known. ``bounds`` (south, west, north, east) is what the map
    shows, ``asked_bounds`` what it was asked to show, None for all of it. ``ids_digest`` stands for the exact
    set of events, ``records`` say what is known of each (None: more than ``MOST_RECORDS``).
    """

    about: About
    wanted: EventFilter
    cells: MapCells
    timeline: Timeline
    types: Mapping[EventType, int]
    count: int
    doubted: tuple[tuple[str, int], ...]
    dates: tuple[date, date] | None
    bounds: Bounds
    ids_digest: str
    place_names: Mapping[str, str] = field(default_factory=dict)
    area_shapes: Mapping[str, BaseGeometry] = field(default_factory=dict)
    filter_shapes: tuple[BaseGeometry, ...] = ()
    rough_shapes: tuple[BaseGeometry, ...] = ()
    towns: tuple[tuple[str, float, float, int], ...] = ()
    countries: tuple[tuple[str, float, float, bool], ...] = ()
    records: tuple[Record, ...] | None = None
    asked_bounds: Bounds | None = None
    layers: tuple[Layer, ...] = ()

    def said(self, number: int) -> str:
        """Return "1 event", "212 reports": a number with what numbers count here."""
        return self.wanted.counting.said(number)

    def weight_of(self, record: Record) -> int:
        """Return what one of the records counts for."""
        return int(str(record["n_reports"] or 1)) if self.wanted.counting is Counting.REPORTS else 1


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
    layers: tuple[Layer, ...] = (),
    max_marks: int = MAX_MARKS,
) -> SnapshotContent:
    """Look up everything that a snapshot of a selection shows; ``bounds`` None: what holds the events.

    More places than ``max_marks`` are gathered into cells.

    Under a ``policy`` nothing but what it releases is drawn, counted, named or carried, on no finer a part of
    the map. ValueError for a policy that masks the type of events.
    """
    released = _release(index, selection, names, policy)
    selection = released.selection
    if bounds is not None and policy is not None:
        bounds = policy.tellable_bounds(bounds)
    everything = selection.cells(None, 5, MAX_MARKS)
    shapes = {
        area.key: shape
        for area in everything.areas
        if (shape := drawn_area(area.place_id, area.latitude, area.longitude, area.radius_km)) is not None
    }
    asked, rough = _filter_shapes(released.wanted), _outlines(released.wanted, rough=True)
    shown = bounds or extent_of(everything, shapes, (*asked, *rough))
    # The sheet's form may show more than was asked for; what it leaves out is counted when it is drawn.
    sheet = widened(shown, _SHEET_BEYOND)
    cells = selection.cells(sheet, zoom_of(shown), max_marks)
    gazetteer = open_gazetteer()
    return SnapshotContent(
        about=released.about,
        wanted=released.wanted,
        cells=cells,
        timeline=selection.timeline(selection.filter.date_from, selection.filter.date_to),
        types=selection.shown_types(),
        dates=selection.date_range(),
        count=selection.count,
        doubted=_doubted(selection),
        bounds=shown,
        ids_digest=selection.digest(),
        place_names=_place_names(index, cells) if released.names is None else released.names,
        area_shapes=shapes,
        filter_shapes=asked,
        rough_shapes=rough,
        towns=_towns(gazetteer, shown, sheet),
        countries=_countries(gazetteer, shown, _countries_of(index, cells, released.records)),
        records=released.records,
        asked_bounds=bounds,
        layers=layers,
    )


def _doubted(selection: Selection) -> tuple[tuple[str, int], ...]:
    """Return what is not sure about the selected events, with how many they count for."""
    return (
        (Doubt.NO_PLACE.value, selection.without_place),
        (Doubt.UNDATED.value, selection.undated),
        (Doubt.BY_DAY.value, selection.by_day),
        (Doubt.SINCE_DAY.value, selection.since_day),
        (Doubt.POSSIBLY_IN_PERIOD.value, selection.possibly_in_period),
        (Doubt.POSSIBLY_IN_REGION.value, selection.counted(selection.possibly())),
    )


def _place_names(index: EventIndex, cells: MapCells) -> dict[str, str]:
    return {key: place.name for key, place in index.store.places(_ids_in(cells)).items()}


def _ids_in(cells: MapCells) -> list[str]:
    """Return the ids of the places on a map, each once."""
    ids = {cell.place_id for cell in cells.cells} | {a.place_id for a in (*cells.areas, *cells.tray)}
    return sorted(key for key in ids if key)


def is_ringed(cell: Cell, bounds: Bounds) -> bool:
    """Whether the circle that a place lies in is wide enough on the map to be seen around its symbol."""
    south, west, north, east = bounds
    across = max((east - west) * narrowing((south + north) / 2), north - south) * KM_PER_DEGREE
    return cell.places == 1 and cell.radius_km >= LEAST_RING * across


def _filter_shapes(wanted: EventFilter) -> tuple[BaseGeometry, ...]:
    shapes = list(_outlines(wanted, rough=False))
    if wanted.area is not None:
        shapes.append(wanted.area.geometry())
    if wanted.near is not None:
        shapes.append(_circle(wanted.near))
    return tuple(shapes)


def _outlines(wanted: EventFilter, *, rough: bool) -> tuple[BaseGeometry, ...]:
    """Return the outlines of the regions asked for, or the ``rough`` circles of those that have none."""
    chosen = [region for region in wanted.regions if is_rough(region) is rough]
    return tuple(shape for region in chosen if (shape := asked_outline(region)) is not None)


def _circle(near: Near) -> BaseGeometry:
    return circle(near.latitude, near.longitude, near.km)


Town = tuple[str, float, float, int]
"""A settlement's name, latitude, longitude and population."""


def _towns(gazetteer: Gazetteer, shown: Bounds, sheet: Bounds) -> tuple[Town, ...]:
    """Return the biggest settlements in the part asked for, then those that the sheet may show beside it."""
    inner, outer = _biggest_towns(gazetteer, widened(shown)), _biggest_towns(gazetteer, sheet)
    return tuple(dict.fromkeys((*inner, *outer)))


def _biggest_towns(gazetteer: Gazetteer, view: Bounds, limit: int = 120) -> tuple[Town, ...]:
    south, west, north, east = view
    lat, lon = gazetteer.latitude, gazetteer.longitude
    inside = (lat >= south) & (lat <= north) & ((lon - west) % 360 <= east - west)
    rows = np.flatnonzero(inside & (gazetteer.population >= _LEAST_TOWN))
    # Sections rank ten times lower; so many have fewer people than the last of the towns even so.
    rows = rows[np.argsort(-gazetteer.population[rows], kind="stable")][: limit * 12]
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


def _countries(
    gazetteer: Gazetteer, bounds: Bounds, holding: frozenset[str]
) -> tuple[tuple[str, float, float, bool], ...]:
    """Return (name, latitude, longitude, holds events): those with events first, then as many as fit."""
    # The wider the map, the fewer countries can be named on it.
    span = max(bounds[3] - bounds[1], bounds[2] - bounds[0])
    least = min(span**2 * 1_000, 40_000_000)
    view = widened(bounds, _SHEET_BEYOND)
    codes = {place_id.partition(":")[2] for _, place_id in region_names() if _is_country(place_id)}
    found = []
    for code in sorted(codes):
        place = gazetteer.country(code)
        if place is None or (code not in holding and place.population < least):
            continue
        middle: tuple[float, float] | None = (place.latitude, place.longitude)
        if not holds(view, place.latitude, place.longitude):
            middle = _middle_in(code, bounds) if code in holding else None
        if middle is not None:
            found.append((code not in holding, -place.population, place.name, middle))
    return tuple((name, *middle, not other) for other, _, name, middle in sorted(found))


def _middle_in(code: str, bounds: Bounds) -> tuple[float, float] | None:
    """Return a point of a country within bounds, as (latitude, longitude), None where none is."""
    outline = geometry_of(f"country:{code}")
    # A single place has no extent of its own.
    south, west, north, east = widened(bounds, 0.05)
    seen = None if outline is None else shapely.clip_by_rect(outline, west, south, east, north)
    if seen is None or seen.is_empty:
        return None
    point = seen.representative_point()
    return (point.y, point.x)


def _is_country(place_id: str) -> bool:
    return place_id.startswith("country:")


def _countries_of(index: EventIndex, cells: MapCells, records: Sequence[Record] | None) -> frozenset[str]:
    """Return the codes of the countries that hold events on the map."""
    if records is not None:
        return frozenset(str(r["country_code"]) for r in records if r["country_code"])
    places = index.store.places(_ids_in(cells)).values()
    return frozenset(place.country_code for place in places if place.country_code)
