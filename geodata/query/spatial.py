"""Where places lie to a region: inside, possibly inside (an area or circle reaching in) or outside."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.circles import circle
from geodata.globe import KM_PER_DEGREE, distances_km, narrowings
from geodata.model import PlaceKind
from geodata.query.filter import Near

Relations = npt.NDArray[np.uint8]
GeometryOf = Callable[[str], BaseGeometry | None]

# Two areas that share a border overlap by slivers; below this share of the place's area it does not count.
SLIVER = 0.01


class Relation(StrEnum):
    """The answer of a region filter for one event."""

    OUTSIDE = "outside"
    POSSIBLY = "possibly"
    INSIDE = "inside"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRecord:
    """What the store says of a place: its kind, name, country, first-level unit ("UA.07") and district.

    Texts are "" where nothing is stated. ``radius_km`` is how far off a settlement's point may be.
    """

    kind: PlaceKind
    latitude: float
    longitude: float
    radius_km: float = 0.0
    name: str = ""
    country: str = ""
    admin1: str = ""
    district: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Locations:
    """The distinct places where events are: parallel arrays, one entry per location.

    A location is an area when ``is_area`` and is a circle of ``radius_km`` around its point otherwise
    (0: a point); ``is_near`` where the text says no more than that it was near the place. ``latitude`` and
    ``longitude`` are NaN where an event has no place.
    """

    latitude: npt.NDArray[np.float64]
    longitude: npt.NDArray[np.float64]
    radius_km: npt.NDArray[np.float32]
    is_area: npt.NDArray[np.bool_]
    is_near: npt.NDArray[np.bool_]
    place_ids: Sequence[str | None]

    def __len__(self) -> int:
        return len(self.latitude)


def relation_of(
    locations: Locations, region: BaseGeometry, geometry_of: GeometryOf, region_ids: frozenset[str]
) -> Relations:
    """Return how each location lies to a drawn region (0 outside, 1 possibly, 2 inside).

    A point is inside when the region covers it. An area or circle is inside when the region covers it
    whole (or it *is* one of ``region_ids``) and possibly inside when the two overlap. Regions that are made
    of units are asked of ``geodata.query.belonging`` instead.
    """
    found = np.zeros(len(locations), dtype=np.uint8)
    points = ~locations.is_area & (locations.radius_km == 0)
    _mark_points(found, locations, region, points)
    circles = ~locations.is_area & (locations.radius_km > 0)
    for index in np.flatnonzero(circles & _near_box(locations, region)):
        shape = circle(
            locations.latitude[index], locations.longitude[index], float(locations.radius_km[index])
        )
        found[index] = _overlap(shape, region)
    _mark_areas(found, locations, region, geometry_of, region_ids)
    return found


def _mark_points(
    found: Relations, locations: Locations, region: BaseGeometry, points: npt.NDArray[np.bool_]
) -> None:
    chosen = np.flatnonzero(points & _near_box(locations, region))
    shapely.prepare(region)
    inside = shapely.intersects_xy(region, locations.longitude[chosen], locations.latitude[chosen])
    found[chosen[inside]] = 2


def _near_box(locations: Locations, region: BaseGeometry) -> npt.NDArray[np.bool_]:
    west, south, east, north = region.bounds
    degrees = locations.radius_km / KM_PER_DEGREE
    across = degrees / narrowings(locations.latitude)
    lat, lon = locations.latitude, locations.longitude
    result = (lat >= south - degrees) & (lat <= north + degrees) & (lon >= west - across)
    return np.asarray(result & (lon <= east + across), dtype=np.bool_)


def _overlap(shape: BaseGeometry, region: BaseGeometry) -> int:
    if not shape.intersects(region):
        return 0
    shared = shape.intersection(region).area / shape.area if shape.area else 1.0
    if shared >= 1 - SLIVER:
        return 2
    return 1 if shared > SLIVER or region.area < shape.area * SLIVER else 0


def _mark_areas(
    found: Relations,
    locations: Locations,
    region: BaseGeometry,
    geometry_of: GeometryOf,
    region_ids: frozenset[str],
) -> None:
    answers: dict[str | None, int] = {}
    for index in np.flatnonzero(locations.is_area).tolist():
        place_id = locations.place_ids[index]
        if place_id is None or place_id not in answers:
            answers[place_id] = _area_relation(locations, index, region, geometry_of, region_ids)
        found[index] = answers[place_id]


def _area_relation(
    locations: Locations,
    index: int,
    region: BaseGeometry,
    geometry_of: GeometryOf,
    region_ids: frozenset[str],
) -> int:
    place_id = locations.place_ids[index]
    if place_id in region_ids:
        return 2
    shape = geometry_of(place_id) if place_id else None
    if shape is None:
        return _outline_less(locations, index, region)
    return _overlap(shape, region)


def _outline_less(locations: Locations, index: int, region: BaseGeometry) -> int:
    """An area without an outline counts as its circle; without a radius its point can only hint."""
    latitude, longitude = locations.latitude[index], locations.longitude[index]
    if math.isnan(latitude):
        return 0
    radius = float(locations.radius_km[index])
    if radius > 0:
        return _overlap(circle(latitude, longitude, radius), region)
    return 1 if shapely.intersects_xy(region, longitude, latitude) else 0


def relation_near(locations: Locations, near: Near, geometry_of: GeometryOf) -> Relations:
    """Return how each location lies to a circle around a point, by great-circle distance."""
    away = distances_km(locations.latitude, locations.longitude, near.latitude, near.longitude)
    radius = locations.radius_km.astype(np.float64)
    with np.errstate(invalid="ignore"):
        found = (away - radius <= near.km).astype(np.uint8) + (away + radius <= near.km).astype(np.uint8)
    region = circle(near.latitude, near.longitude, near.km)
    _mark_areas(found, locations, region, geometry_of, frozenset())
    return found


def union_of(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return one geometry out of several, mended where needed."""
    whole = shapely.union_all([shape if shape.is_valid else shapely.make_valid(shape) for shape in shapes])
    shapely.prepare(whole)
    return whole
