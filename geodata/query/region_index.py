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
from geodata.geography import excludes
from geodata.globe import KM_PER_DEGREE, distances_km
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

SEAT_KM, SEAT_SHARE = 5.0, 0.5
"""The town that a district is named after lies this near its middle, or within this share of its radius."""

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
        self._drawn: dict[str, dict[int, str | None]] = {}

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
            made_of = units_of(region)
            if made_of is not None:
                codes |= made_of
                continue
            part, shape = district(region), self._geometry_of(region)
            if part is not None:
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
        """Return how many events surely lie in each region but those drawn; ``events`` per location."""
        from geodata.regions import district, units_of

        found = {}
        for region in regions:
            made_of = units_of(region)
            part = district(region) if made_of is None else None
            if made_of is not None:
                relation = self._belonging.relation(made_of)
            elif part is not None:
                relation = self._in_district(part, self._geometry_of(region))
            else:
                continue
            found[region] = int(events[relation == 2].sum())
        return found

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
        rows = np.flatnonzero(in_unit)
        away = distances_km(places.latitude[rows], places.longitude[rows], part.latitude, part.longitude)
        found = np.zeros(len(places), dtype=np.uint8)
        open_points = []
        for index, km in zip(rows.tolist(), away.tolist(), strict=True):
            told = self._told_of(index, part, km, drawn=shape is not None)
            if told is None:
                open_points.append(index)
            else:
                found[index] = told
        chosen = np.array(open_points, dtype=np.int64)
        found[chosen] = self._by_outline(chosen, part, shape)
        return found

    def _told_of(self, index: int, part: Place, km: float, *, drawn: bool) -> int | None:
        """Return how a location lies to a district of its unit as far as its record tells, else None.

        ``km`` is how far it is from the district's middle, ``drawn`` whether its outline is known.
        """
        places = self._locations
        record = self._records.get(places.place_ids[index] or "")
        if places.place_ids[index] == part.id:
            return 2
        if places.is_area[index]:
            is_other = record is not None and record.kind is PlaceKind.ADMIN2
            is_twin = is_other and _is_called(record, part.name) and km <= 2 * part.radius_km
            return 2 if is_twin else int(not is_other)
        if record is None or places.is_near[index]:
            return None
        if record.district and normalise_name(record.district) == normalise_name(part.name):
            return 2
        if record.district and not drawn and excludes(record.district, part):
            return 0
        is_close = not drawn and km <= max(SEAT_KM, SEAT_SHARE * part.radius_km)
        return 2 if is_close and _is_called(record, bare_unit_name(part.name)) else None

    def _by_outline(
        self, chosen: npt.NDArray[np.int64], part: Place, shape: BaseGeometry | None
    ) -> npt.NDArray[np.uint8]:
        places = self._locations
        latitude, longitude = places.latitude[chosen], places.longitude[chosen]
        if shape is None:
            away = distances_km(latitude, longitude, part.latitude, part.longitude)
            return (away <= part.radius_km + places.radius_km[chosen]).astype(np.uint8)
        own = [self._drawn_district(at, part.admin1 or "") == part.id for at in chosen.tolist()]
        found = 2 * np.array(own, dtype=np.uint8)
        for at in np.flatnonzero(places.is_near[chosen]).tolist():
            reach = circle(latitude[at], longitude[at], float(places.radius_km[chosen[at]]))
            if shape.covers(reach):
                found[at] = 2
            else:
                found[at] = shape.intersects(reach)
        return found

    def _drawn_district(self, index: int, unit: str) -> str | None:
        """Return the id of the drawn district of a unit in which a location lies."""
        from geodata.regions import districts_at

        if unit not in self._drawn:
            rows = np.flatnonzero(self._belonging.relation(frozenset({unit})))
            found = districts_at(self._locations.latitude[rows], self._locations.longitude[rows], unit)
            self._drawn[unit] = dict(zip(rows.tolist(), found, strict=True))
        return self._drawn[unit].get(index)


def _is_called(record: PlaceRecord | None, name: str) -> bool:
    return record is not None and normalise_name(record.name) == normalise_name(name)
