"""What a map shows of a selection in the current view: points, cells of many points, areas and the tray.

The number of things sent to a browser does not grow with the number of events: beyond ``max_cells`` places
in view, points are gathered into square cells of the web map's grid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.model import EventType, PlacePrecision
from geodata.query.clauses import code_of
from geodata.query.columns import Columns

# Side of a cell in pixels of the web map; doubled until the cells in view are few enough.
CELL_PX = 32
TILE_PX = 256
_MERCATOR_LIMIT = 85.05

Counts = dict[EventType, int]
Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Events drawn at one spot: a single place (``places`` 1) or several that stand close together.

    ``key`` is what ``Selection.in_cell`` takes. ``latitude`` and ``longitude`` are the place's own or the
    mean of the events'. ``radius_km`` is the uncertainty of a single place. ``bounds`` (south, west,
    north, east) holds all the places, for zooming in. ``place_id`` is None for several places.
    ``by_day`` are those of ``types`` that are dated only "by" a day. Of the ``count`` events ``unsure``
    have a place that is not sure and ``maybe`` may as well lie outside the period asked for.
    """

    key: str
    latitude: float
    longitude: float
    count: int
    types: Counts
    by_day: Counts
    places: int
    bounds: Bounds
    radius_km: float = 0.0
    precision: PlacePrecision | None = None
    place_id: str | None = None
    unsure: int = 0
    maybe: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCell:
    """Events known to lie somewhere in an area (a district, region or country); see ``Cell``."""

    key: str
    place_id: str | None
    latitude: float
    longitude: float
    radius_km: float
    precision: PlacePrecision
    count: int
    types: Counts
    by_day: Counts
    unsure: int = 0
    maybe: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The selected events per location, each as in ``Cell``.

    ``types`` and ``by_day`` are arrays of locations by event types.
    """

    types: npt.NDArray[np.int32]
    by_day: npt.NDArray[np.int32]
    unsure: npt.NDArray[np.int32]
    maybe: npt.NDArray[np.int32]

    def without(self, locations: npt.NDArray[np.bool_]) -> Located:
        """Return the same with no events at these locations."""
        kept = ~locations
        both = (self.types * kept[:, None], self.by_day * kept[:, None])
        return Located(types=both[0], by_day=both[1], unsure=self.unsure * kept, maybe=self.maybe * kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCells:
    """Everything a map of one view shows; counts of events.

    ``cells`` and ``areas`` lie in the view, ``tray`` (places known to the country only) has no position.
    ``out_of_view`` and ``without_place`` say what is not drawn. ``areas`` are sorted by count; those beyond
    the limit are counted in ``areas_left_out``.
    """

    cells: tuple[Cell, ...]
    areas: tuple[AreaCell, ...]
    tray: tuple[AreaCell, ...]
    out_of_view: int
    without_place: int
    areas_left_out: int
    gathered: bool

    @property
    def total(self) -> int:
        """All events of the selection, drawn or not."""
        drawn = sum(cell.count for cell in self.cells)
        drawn += sum(area.count for area in (*self.areas, *self.tray))
        return drawn + self.out_of_view + self.without_place + self.areas_left_out


def cells_of(
    located: Located,
    columns: Columns,
    bounds: Bounds | None,
    zoom: int,
    max_cells: int,
    max_areas: int = 300,
) -> MapCells:
    """Return what a view shows of the ``located`` events; see ``MapCells``."""
    totals = located.types.sum(axis=1)
    places = columns.locations
    present, placed = totals > 0, ~np.isnan(places.latitude)
    country = columns.location_precision == code_of(PlacePrecision.COUNTRY)
    seen = _in_view(columns, bounds)
    points = np.flatnonzero(_is_point(located, columns) & seen)
    # An area reaches into a view that its middle lies out of; all are kept, the map clips them.
    areas = _areas(located, columns, np.flatnonzero(present & places.is_area & ~country & placed))
    tray = _areas(located, columns, np.flatnonzero(present & country & placed))
    gathered = len(points) > max_cells
    cells = (
        _gather(located, columns, points, zoom, max_cells) if gathered else _single(located, columns, points)
    )
    return MapCells(
        cells=cells,
        areas=areas[:max_areas],
        tray=tray,
        out_of_view=int(totals[present & placed & ~places.is_area & ~seen].sum()),
        without_place=int(totals[~placed].sum()),
        areas_left_out=sum(area.count for area in areas[max_areas:]),
        gathered=gathered,
    )


def _is_point(located: Located, columns: Columns) -> npt.NDArray[np.bool_]:
    """Return which locations have events that are drawn as a point."""
    places = columns.locations
    present = located.types.any(axis=1)
    return np.asarray(present & ~np.isnan(places.latitude) & ~places.is_area, dtype=np.bool_)


def count_points(located: Located, columns: Columns) -> int:
    """Return how many points a map of everything has; ``cells_of`` gathers them beyond its limit."""
    return int(np.count_nonzero(_is_point(located, columns)))


def _in_view(columns: Columns, bounds: Bounds | None) -> npt.NDArray[np.bool_]:
    places = columns.locations
    if bounds is None:
        return np.ones(len(places), dtype=np.bool_)
    south, west, north, east = bounds
    seen = (places.latitude >= south) & (places.latitude <= north)
    if east - west >= 360:
        return np.asarray(seen, dtype=np.bool_)
    # Leaflet counts longitudes on beyond 180 when the map is dragged round the world.
    turned = (places.longitude - west) % 360
    return np.asarray(seen & (turned <= east - west), dtype=np.bool_)


def _types(counts: npt.NDArray[np.integer[Any]]) -> Counts:
    return {kind: int(n) for kind, n in zip(EventType, counts.tolist(), strict=True) if n}


def _precision(code: int) -> PlacePrecision | None:
    members = list(PlacePrecision)
    return members[code] if code < len(members) else None


def _single(located: Located, columns: Columns, points: npt.NDArray[np.int64]) -> tuple[Cell, ...]:
    """Return a cell per place; locations that differ in precision alone are one."""
    places = columns.locations
    spots: dict[tuple[float, float, float], list[int]] = {}
    for index in points.tolist():
        latitude, longitude = float(places.latitude[index]), float(places.longitude[index])
        spots.setdefault((latitude, longitude, float(places.radius_km[index])), []).append(index)
    cells = []
    with_by = np.asarray(located.by_day.sum(axis=1) > 0)
    for (latitude, longitude, radius_km), members in spots.items():
        # Most spots are one location, and summing up one row takes longer than all else here.
        rows: int | list[int] = members[0] if len(members) == 1 else members
        counts = _sum(located.types, rows)
        cells.append(
            Cell(
                key=f"place-{members[0]}",
                latitude=latitude,
                longitude=longitude,
                count=int(counts.sum()),
                types=_types(counts),
                by_day=_types(_sum(located.by_day, rows)) if any(with_by[m] for m in members) else {},
                places=1,
                bounds=(latitude, longitude, latitude, longitude),
                radius_km=radius_km,
                precision=_precision(int(columns.location_precision[members[0]])),
                place_id=places.place_ids[members[0]],
                unsure=int(_sum(located.unsure, rows)),
                maybe=int(_sum(located.maybe, rows)),
            )
        )
    return tuple(cells)


def _sum(counts: npt.NDArray[np.int32], rows: int | list[int]) -> Any:
    """Return the counts of one location, or those of several added up."""
    return counts[rows] if isinstance(rows, int) else counts[rows].sum(axis=0)


def _areas(located: Located, columns: Columns, chosen: npt.NDArray[np.int64]) -> tuple[AreaCell, ...]:
    places = columns.locations
    found = [
        AreaCell(
            key=f"place-{index}",
            place_id=places.place_ids[index],
            latitude=float(places.latitude[index]),
            longitude=float(places.longitude[index]),
            radius_km=float(places.radius_km[index]),
            precision=_precision(int(columns.location_precision[index])) or PlacePrecision.AREA,
            count=int(located.types[index].sum()),
            types=_types(located.types[index]),
            by_day=_types(located.by_day[index]),
            unsure=int(located.unsure[index]),
            maybe=int(located.maybe[index]),
        )
        for index in chosen.tolist()
    ]
    return tuple(sorted(found, key=lambda area: (-area.count, area.key)))


def _grid(columns: Columns, size_px: float, zoom: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return column and row of every location on the web map's grid (-1 where there is no place)."""
    world = TILE_PX * 2.0**zoom / size_px
    places = columns.locations
    latitude = np.radians(np.clip(places.latitude, -_MERCATOR_LIMIT, _MERCATOR_LIMIT))
    x = (places.longitude + 180) / 360 * world
    y = (1 - np.arcsinh(np.tan(latitude)) / np.pi) / 2 * world
    cell = [np.where(np.isnan(v), -1, np.floor(np.nan_to_num(v))).astype(np.int64) for v in (x, y)]
    return cell[0], cell[1]


def _gather(
    located: Located,
    columns: Columns,
    points: npt.NDArray[np.int64],
    zoom: int,
    max_cells: int,
) -> tuple[Cell, ...]:
    size = CELL_PX
    while True:
        x, y = _grid(columns, size, zoom)
        keys = x[points] * (1 << 31) + y[points]
        distinct, group = np.unique(keys, return_inverse=True)
        if len(distinct) <= max_cells:
            break
        size *= 2
    return _cells_of_groups(located, columns, points, group, (zoom, size), distinct)


def _cells_of_groups(
    located: Located,
    columns: Columns,
    points: npt.NDArray[np.int64],
    group: npt.NDArray[np.intp],
    grid: tuple[int, int],
    distinct: npt.NDArray[np.int64],
) -> tuple[Cell, ...]:
    places, n = columns.locations, len(distinct)
    latitude, longitude = places.latitude[points], places.longitude[points]
    weight = located.types[points].sum(axis=1)
    types, by_day = (
        np.stack([np.bincount(group, column, minlength=n) for column in kept[points].T], axis=1)
        for kept in (located.types, located.by_day)
    )
    unsure, maybe = (
        np.bincount(group, kept[points], minlength=n) for kept in (located.unsure, located.maybe)
    )
    totals = types.sum(axis=1)
    members = np.bincount(group, minlength=n)
    mean = [np.bincount(group, weight * v, minlength=n) / totals for v in (latitude, longitude)]
    low = [np.full(n, np.inf), np.full(n, np.inf)]
    high = [np.full(n, -np.inf), np.full(n, -np.inf)]
    for axis, values in enumerate((latitude, longitude)):
        np.minimum.at(low[axis], group, values)
        np.maximum.at(high[axis], group, values)
    zoom, size = grid
    return tuple(
        Cell(
            key=f"cell-{zoom}-{size}-{int(distinct[i]) >> 31}-{int(distinct[i]) & 0x7FFFFFFF}",
            latitude=float(mean[0][i]),
            longitude=float(mean[1][i]),
            count=int(totals[i]),
            types=_types(types[i]),
            by_day=_types(by_day[i]),
            places=int(members[i]),
            bounds=(float(low[0][i]), float(low[1][i]), float(high[0][i]), float(high[1][i])),
            unsure=int(unsure[i]),
            maybe=int(maybe[i]),
        )
        for i in range(n)
    )


def rows_in_cell(key: str, columns: Columns) -> npt.NDArray[np.bool_]:
    """Return, per location, whether it belongs to a cell's key; ValueError for a text that is no key."""
    places = columns.locations
    if single := re.fullmatch(r"place-(\d{1,9})", key):
        index = int(single[1])
        if index >= len(places):
            return np.zeros(len(places), dtype=np.bool_)
        found = np.arange(len(places)) == index
        if not places.is_area[index]:
            found = places.latitude == places.latitude[index]
            found &= places.longitude == places.longitude[index]
            found &= (places.radius_km == places.radius_km[index]) & ~places.is_area
        return np.asarray(found, dtype=np.bool_)
    if gathered := re.fullmatch(r"cell-(\d{1,2})-(\d{1,6})-(\d{1,10})-(\d{1,10})", key):
        zoom, size, wanted_x, wanted_y = map(int, gathered.groups())
        x, y = _grid(columns, size, zoom)
        return np.asarray((x == wanted_x) & (y == wanted_y) & ~places.is_area, dtype=np.bool_)
    raise ValueError(f"{key!r} is no key of a place or cell")
