"""Says which rows of event tables a filter lets through, as far as a table can tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.globe import KM_PER_DEGREE, distances_km
from geodata.listed import ListedEvent
from geodata.model import PlacePrecision
from geodata.query.belonging import TOLERANCE_KM
from geodata.query.filter import Clock, EventFilter
from geodata.query.spatial import union_of

# Rows known no closer than this lie only possibly where their point does.
_WIDE = frozenset({PlacePrecision.REGION, PlacePrecision.AREA, PlacePrecision.COUNTRY})


def rows_within(rows: Sequence[ListedEvent], wanted: EventFilter) -> list[ListedEvent]:
    """Return the rows that a filter's period, place, types and deaths let through.

    What tables do not tell (outlets, who says so, how sure) is not asked of them. A row known only to a
    region or a country counts where its point lies, unless the filter leaves out what only possibly fits.
    """
    found = [row for row in rows if _fits(row, wanted)]
    if not wanted.include_possible and _asks_for_place(wanted):
        found = [row for row in found if row.place_precision not in _WIDE]
    if not found or not _asks_for_place(wanted):
        return found
    latitude = np.array([row.latitude for row in found])
    longitude = np.array([row.longitude for row in found])
    inside = _inside(latitude, longitude, wanted)
    return [row for row, fits in zip(found, inside.tolist(), strict=True) if fits]


def _asks_for_place(wanted: EventFilter) -> bool:
    return bool(wanted.regions) or wanted.area is not None or wanted.near is not None


def _fits(row: ListedEvent, wanted: EventFilter) -> bool:
    # Tables say when things happened; a filter by another clock asks for something they do not have.
    by_day = wanted.clock is Clock.OCCURRED
    if by_day and wanted.date_from is not None and row.date_end < wanted.date_from:
        return False
    if by_day and wanted.date_to is not None and row.date_start > wanted.date_to:
        return False
    least = wanted.fatalities_at_least
    if least is not None and (row.fatalities is None or row.fatalities < least):
        return False
    types = wanted.event_types
    return not types or not row.event_types or bool(set(types) & set(row.event_types))


def _inside(
    latitude: npt.NDArray[np.float64], longitude: npt.NDArray[np.float64], wanted: EventFilter
) -> npt.NDArray[np.bool_]:
    inside = np.ones(len(latitude), dtype=np.bool_)
    if wanted.regions:
        # Outlines are read only when a filter names a region; most do not.
        from geodata.regions import asked_outline

        shapes = [shape for region in wanted.regions if (shape := asked_outline(region)) is not None]
        # Outlines are drawn more coarsely than tables place events: a point on the line lies within.
        region = union_of(shapes).buffer(TOLERANCE_KM / KM_PER_DEGREE) if shapes else shapely.Point()
        inside &= _intersects(region, latitude, longitude)
    if wanted.area is not None:
        inside &= _intersects(wanted.area.geometry(), latitude, longitude)
    if wanted.near is not None:
        near = wanted.near
        inside &= distances_km(latitude, longitude, near.latitude, near.longitude) <= near.km
    return inside


def _intersects(
    shape: BaseGeometry, latitude: npt.NDArray[np.float64], longitude: npt.NDArray[np.float64]
) -> npt.NDArray[np.bool_]:
    shapely.prepare(shape)
    return np.asarray(shapely.intersects_xy(shape, longitude, latitude), dtype=np.bool_)
