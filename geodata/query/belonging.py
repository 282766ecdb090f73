"""Which countries and first-level units each location belongs to: what its record says, else its outline.

A unit is written as GeoNames does ("UA.07"), a country as "UA". What a location belongs to is a set of such
codes. A set wholly within what a region is made of lies inside it, one that shares some lies possibly inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import numpy.typing as npt
from shapely.geometry.base import BaseGeometry

from geodata.circles import circle
from geodata.globe import KM_PER_DEGREE, distances_km
from geodata.model import PlaceKind
from geodata.query.spatial import (
    GeometryOf,
    Locations,
    PlaceRecord,
    Relations,
)

UnitsOf = Callable[[str], frozenset[str] | None]
UnitsAcross = Callable[[list[BaseGeometry]], list[list[str]]]
Numbers = npt.NDArray[np.float64]
UnitsAt = Callable[[Numbers, Numbers, Sequence[str]], list[tuple[str, bool] | None]]

TOLERANCE_KM = 2.0
"""How exactly the outlines of first-level units are drawn; a circle reaches into another unit beyond it."""

LARGEST_SITE_KM = 15.0
"""Radius up to which a site is where its record says; a larger one (a reserve, a range) may reach over."""

_PARTS = (PlaceKind.ADMIN2, PlaceKind.SETTLEMENT)
"""Kinds of places that are part of one unit as a whole: districts, and the quarters of towns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """What is known of units: those an area is made of (None: drawn or unknown), those a shape meets.

    ``units_at`` takes latitudes, longitudes and countries ("" unknown); it gives the unit of each point and
    whether that is sure.
    """

    units_of: UnitsOf
    units_across: UnitsAcross
    units_at: UnitsAt


class Belonging:
    """The codes of every location, in one array: those of location i lie where ``owners`` is i."""

    def __init__(
        self, locations: Locations, records: Mapping[str, PlaceRecord], known: Map, geometry_of: GeometryOf
    ) -> None:
        codes: dict[str, int] = {}
        owners: list[int] = []
        members: list[int] = []
        for index, belongs in enumerate(_Sets(locations, records, known, geometry_of).all()):
            owners += repeat(index, len(belongs))
            members += [codes.setdefault(code, len(codes)) for code in belongs]
        self.count = len(locations)
        self.codes = tuple(codes)
        self.owners = np.array(owners, dtype=np.int64)
        self.members = np.array(members, dtype=np.int64)
        self._sizes = np.bincount(self.owners, minlength=self.count)

    def relation(self, region: frozenset[str]) -> Relations:
        """Return how each location lies to a region made of these units and countries."""
        taken = np.array([code in region or code[:2] in region for code in self.codes], dtype=np.float64)
        weights = taken[self.members] if len(self.members) else np.zeros(0)
        within = np.bincount(self.owners, weights=weights, minlength=self.count)
        found = (within > 0).astype(np.uint8) + ((within > 0) & (within == self._sizes)).astype(np.uint8)
        return np.asarray(found, dtype=np.uint8)


class _Sets:
    """Works out the codes of each location; what needs outlines is looked up together, which is fastest."""

    def __init__(
        self, locations: Locations, records: Mapping[str, PlaceRecord], known: Map, geometry_of: GeometryOf
    ) -> None:
        self.locations = locations
        self.records = [records.get(place_id or "") for place_id in locations.place_ids]
        self.known = known
        self.geometry_of = geometry_of
        self.sets: list[frozenset[str]] = [frozenset()] * len(locations)
        self.shapes: dict[int, BaseGeometry] = {}
        self.units: dict[str, frozenset[str]] = {}

    def all(self) -> list[frozenset[str]]:
        """Return the codes of every location, in their order."""
        moved = self._moved()
        placed = ~np.isnan(self.locations.latitude)
        for index in np.flatnonzero(placed & (self.locations.is_area | moved | self._is_wide())).tolist():
            self._take_area(index)
        across = dict(zip(self.shapes, self.known.units_across(list(self.shapes.values())), strict=True))
        own = [i for i in np.flatnonzero(placed).tolist() if not (moved[i] and across.get(i))]
        self._take_own([index for index in own if not self.sets[index]])
        for index, codes in across.items():
            self.sets[index] |= frozenset(codes)
        return self.sets

    def _is_wide(self) -> npt.NDArray[np.bool_]:
        wide = self.locations.is_near | (self.locations.radius_km > LARGEST_SITE_KM)
        return np.asarray(wide & ~self._is_known_roughly(), dtype=np.bool_)

    def _is_known_roughly(self) -> npt.NDArray[np.bool_]:
        """Whether a location is a village of a known unit and a rough point: it reaches into no other."""
        known = [
            record.radius_km
            if record is not None and record.kind is PlaceKind.SETTLEMENT and record.admin1
            else 0.0
            for record in self.records
        ]
        radii = np.array(known, dtype=np.float32)
        return np.asarray((radii > 0) & (self.locations.radius_km <= radii), dtype=np.bool_)

    def _take_area(self, index: int) -> None:
        """Take what an area is made of, or remember its shape or circle."""
        place_id, record = self.locations.place_ids[index], self.records[index]
        if self.locations.is_area[index] and place_id:
            made_of = self.known.units_of(place_id)
            if made_of is not None:
                self.sets[index] = made_of
                return
            if record is not None and record.kind in _PARTS and record.admin1:
                return
            shape = self.geometry_of(place_id)
            if shape is not None:
                self.shapes[index] = _shrunk(shape)
                return
        radius = max(float(self.locations.radius_km[index]) - TOLERANCE_KM, 0.05)
        self.shapes[index] = circle(self.locations.latitude[index], self.locations.longitude[index], radius)

    def _take_own(self, indices: list[int]) -> None:
        """Take what the records say; of a place without a unit, the unit it lies in or the nearest."""
        unknown = []
        for index in indices:
            record = self.records[index]
            unit = self._unit(record.admin1) if record else None
            if unit:
                self.sets[index] = unit
            elif not (self.locations.is_area[index] and index in self.shapes):
                unknown.append(index)
        rows = np.array(unknown, dtype=np.int64)
        countries = [record.country if (record := self.records[index]) else "" for index in unknown]
        found = self.known.units_at(self.locations.latitude[rows], self.locations.longitude[rows], countries)
        for index, country, answer in zip(unknown, countries, found, strict=True):
            self.sets[index] = _by_outline(country, answer)

    def _unit(self, code: str) -> frozenset[str] | None:
        """Return the set of one unit, None where no such unit is known."""
        if code not in self.units:
            self.units[code] = (self.known.units_of(f"ne:{code}") if code else None) or frozenset()
        return self.units[code] or None

    def _moved(self) -> npt.NDArray[np.bool_]:
        """Return which locations are drawn elsewhere than at their place's own point ("10 km north of")."""
        latitude, longitude = self.locations.latitude.copy(), self.locations.longitude.copy()
        for index, record in enumerate(self.records):
            if record is not None:
                latitude[index], longitude[index] = record.latitude, record.longitude
        away = distances_km(self.locations.latitude, self.locations.longitude, latitude, longitude)
        return np.asarray(away > TOLERANCE_KM, dtype=np.bool_)


def _by_outline(country: str, found: tuple[str, bool] | None) -> frozenset[str]:
    """Return the codes of a place whose country ("" unknown) is stated and whose unit the outlines tell."""
    if found is None:
        return frozenset({country} if country else ())
    unit, sure = found
    if sure and unit[:2] == (country or unit[:2]):
        return frozenset({unit})
    return frozenset({unit, country} if country else {unit})


def _shrunk(shape: BaseGeometry) -> BaseGeometry:
    inner = shape.buffer(-TOLERANCE_KM / KM_PER_DEGREE)
    return shape if inner.is_empty else inner


def whole_countries(codes: Iterable[str], units_of: UnitsOf) -> frozenset[str]:
    """Return the codes and, where they hold every unit of a country, the country's own."""
    found = frozenset(codes)
    return found | frozenset(_complete(found, units_of))


def _complete(codes: frozenset[str], units_of: UnitsOf) -> Iterator[str]:
    for country in {code[:2] for code in codes} - codes:
        made_of = units_of(f"country:{country}")
        if made_of is not None and made_of - {country} <= codes:
            yield country
