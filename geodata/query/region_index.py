"""How the locations of an index lie to the regions a filter names: by their records, else by outlines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.circles import circle
from geodata.gazetteer.names import normalise_name
from geodata.gazetteer.second_level import bare_unit_name
from geodata.globe import KM_PER_DEGREE, distances_km, points_km
from geodata.model import Place, PlaceKind
from geodata.query.belonging import TOLERANCE_KM, Belonging, Map, whole_countries
from geodata.query.shades import Units
from geodata.query.spatial import (
    GeometryOf,
    Locations,
    PlaceRecord,
    Relations,
    relation_of,
    union_of,
)

SEAT_KM = 5.0
"""So far from the middle of a district may the town lie that it is named after."""

ReadRecords = Callable[[], Mapping[str, PlaceRecord]]
"""Gives what the store says of the places of events, by place id."""


class UnknownRegionError(LookupError):
    """A filter names a region that is neither made of units nor has an outline."""


class RegionIndex:
    """Answers for the locations of one index; what each belongs to is worked out once, when first asked."""

    def __init__(self, locations: Locations, read_records: ReadRecords, geometry_of: GeometryOf) -> None:
        self._locations = locations
        self._read_records = read_records
        self._geometry_of = geometry_of

    @cached_property
    def _records(self) -> Mapping[str, PlaceRecord]:
        return self._read_records()

    @cached_property
    def _belonging(self) -> Belonging:
        # Outlines are read only when a filter names a region; most do not.
        from geodata.regions import units_across, units_at, units_of

        known = Map(units_of=units_of, units_across=units_across, units_at=units_at)
        return Belonging(self._locations, self._records, known, self._geometry_of)

    @cached_property
    def units(self) -> Units:
        """The one first-level unit of each location; those of no unit, or of several, have none."""
        known = self._belonging
        single = np.bincount(known.owners, minlength=known.count) == 1
        is_unit = np.array(["." in code for code in known.codes], dtype=np.bool_)
        found = np.full(known.count, -1, dtype=np.int64)
        chosen = single[known.owners] & is_unit[known.members] if len(known.members) else slice(0)
        found[known.owners[chosen]] = known.members[chosen]
        return Units(of=found, codes=known.codes)

    def relation(self, regions: Sequence[str]) -> Relations:
        """Return how each location lies to the regions together (0 outside, 1 possibly, 2 inside).

        Raises UnknownRegionError for an id that stands for no region.
        """
        from geodata.regions import district, units_of

        codes: set[str] = set()
        shapes: list[BaseGeometry] = []
        found = np.zeros(len(self._locations), dtype=np.uint8)
        for region in regions:
            made_of, part = units_of(region), district(region)
            shape = None if made_of is not None else self._geometry_of(region)
            if made_of is not None:
                codes |= made_of
            elif part is not None:
                found = np.maximum(found, self._in_district(part, shape))
            elif shape is not None:
                shapes.append(shape)
            else:
                raise UnknownRegionError(f"there is no region {region}; choose one from the list")
        if codes:
            found = np.maximum(found, self._belonging.relation(whole_countries(codes, units_of)))
        if shapes:
            found = np.maximum(found, self._in_outline(union_of(shapes), frozenset(regions)))
        return found

    def counts(self, regions: Sequence[str], events: npt.NDArray[np.int64]) -> dict[str, int]:
        """Return how many events surely lie in each region that is made of units; ``events`` per location."""
        from geodata.regions import units_of

        made_of = {region: units_of(region) for region in regions}
        return {
            region: int(events[self._belonging.relation(codes) == 2].sum())
            for region, codes in made_of.items()
            if codes is not None
        }

    def unit_codes(self) -> frozenset[str]:
        """Return the codes of the units that locations belong to."""
        return frozenset(self._belonging.codes)

    def _in_outline(self, region: BaseGeometry, ids: frozenset[str]) -> Relations:
        """Return the relation to a drawn region; a point just outside the line may lie inside."""
        places = self._locations
        found = relation_of(places, region, self._geometry_of, ids)
        points = np.flatnonzero((found == 0) & ~places.is_area & ~np.isnan(places.latitude))
        wider = region.buffer(TOLERANCE_KM / KM_PER_DEGREE)
        shapely.prepare(wider)
        close = shapely.intersects_xy(wider, places.longitude[points], places.latitude[points])
        found[points[close]] = 1
        return found

    def _in_district(self, part: Place, shape: BaseGeometry | None) -> Relations:
        """Return the relation to a second-level unit: by places' records or its outline."""
        places = self._locations
        unit = part.admin1 or ""
        in_unit = self._belonging.relation(frozenset({unit})) if unit else np.full(len(places), 1, np.uint8)
        found = np.zeros(len(places), dtype=np.uint8)
        open_points = []
        for index in np.flatnonzero(in_unit).tolist():
            place_id = places.place_ids[index]
            record = self._records.get(place_id or "")
            if place_id == part.id:
                found[index] = 2
            elif places.is_area[index]:
                found[index] = record is None or record.kind is not PlaceKind.ADMIN2
            elif record is not None and record.district and not places.is_near[index]:
                found[index] = 2 * (normalise_name(record.district) == normalise_name(part.name))
            elif shape is None and not places.is_near[index] and self._is_seat(index, part):
                found[index] = 2
            else:
                open_points.append(index)
        chosen = np.array(open_points, dtype=np.int64)
        found[chosen] = self._by_outline(chosen, part, shape)
        return found

    def _is_seat(self, index: int, part: Place) -> bool:
        """Whether a location is the town that a district without an outline is named after, in its middle."""
        from geodata.gazetteer import open_gazetteer

        places, table = self._locations, open_gazetteer()
        place_id = places.place_ids[index]
        if not place_id or not table.has_place(place_id):
            return False
        away = points_km(places.latitude[index], places.longitude[index], part.latitude, part.longitude)
        bare = normalise_name(bare_unit_name(part.name))
        return away <= SEAT_KM and normalise_name(table.place(place_id).name) == bare

    def _by_outline(
        self, chosen: npt.NDArray[np.int64], part: Place, shape: BaseGeometry | None
    ) -> npt.NDArray[np.uint8]:
        from geodata.regions import districts_at

        places = self._locations
        latitude, longitude = places.latitude[chosen], places.longitude[chosen]
        if shape is None:
            away = distances_km(latitude, longitude, part.latitude, part.longitude)
            return (away <= part.radius_km + places.radius_km[chosen]).astype(np.uint8)
        own = np.array([name == part.id for name in districts_at(latitude, longitude, part.admin1 or "")])
        found = 2 * own.astype(np.uint8) if len(chosen) else np.zeros(0, dtype=np.uint8)
        for at in np.flatnonzero(places.is_near[chosen]).tolist():
            reach = circle(latitude[at], longitude[at], float(places.radius_km[chosen[at]]))
            if shape.covers(reach):
                found[at] = 2
            else:
                found[at] = shape.intersects(reach)
        return found
