"""What a record is on a map: a point, or the outline of the area that it is known to lie in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import shapely
from shapely.geometry import MultiPolygon, Point
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

from geodata.circles import circle
from geodata.regions import drawn_outline

# An outline is coarsened to this share of its size: a screen cannot tell it, and files stay small.
_COARSE_SHARE = 1 / 400
_DECIMALS = 4


def geometry_of_record(record: Mapping[str, object]) -> BaseGeometry | None:
    """Return a record's geometry in WGS 84 (x = longitude): a point, an area's polygons, or None.

    An area without a known outline is the circle of its radius; without a radius it stays a point.
    """
    latitude, longitude, radius = record["latitude"], record["longitude"], record["radius_km"]
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    if record["location_is_area"]:
        outline = _outline(str(record["location_id"])) if record["location_id"] else None
        if outline is not None:
            return outline
        if isinstance(radius, int | float) and radius > 0:
            return _rounded(circle(latitude, longitude, float(radius)))
    return Point(longitude, latitude)


@lru_cache(maxsize=512)
def _outline(place_id: str) -> BaseGeometry | None:
    outline = drawn_outline(place_id)
    if outline is None or outline.is_empty:
        return None
    west, south, east, north = outline.bounds
    coarse = outline.simplify(max(east - west, north - south) * _COARSE_SHARE, preserve_topology=True)
    return _rounded(coarse)


def _rounded(shape: BaseGeometry) -> BaseGeometry | None:
    """Return the polygons of a shape, rounded and turned as GeoJSON asks; None when none is left."""
    rounded = shapely.set_precision(shape, 10**-_DECIMALS)
    parts = [orient(part) for part in shapely.get_parts(rounded) if part.geom_type == "Polygon"]
    return MultiPolygon(parts) if parts else None


def is_area(geometry: BaseGeometry | None) -> bool:
    """Whether a geometry is an area and not a point."""
    return geometry is not None and geometry.geom_type != "Point"
