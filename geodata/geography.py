"""Says how far apart places are and whether one lies within another, as far as codes and distances tell."""

from __future__ import annotations

from geodata.globe import points_km
from geodata.model import Place, PlaceKind

# A region's radius is half its extent, so its corners lie a little farther out.
CORNER = 1.25


def distance_km(first: Place, second: Place) -> float:
    """Return the great-circle distance between two places' points, in kilometres."""
    return points_km(first.latitude, first.longitude, second.latitude, second.longitude)


def contains(outer: Place, inner: Place) -> bool:
    """Whether ``inner`` lies in the area ``outer``; False for two points and for a place and itself."""
    if outer.id == inner.id or not outer.is_area or outer.kind is inner.kind:
        return False
    if outer.kind is PlaceKind.COUNTRY:
        return outer.country_code is not None and outer.country_code == inner.country_code
    if outer.kind is PlaceKind.ADMIN1:
        if inner.kind in (PlaceKind.COUNTRY, PlaceKind.CONTINENT, PlaceKind.REGION):
            return False
        return outer.admin1 is not None and outer.admin1 == inner.admin1
    if outer.kind is PlaceKind.ADMIN2:
        return not inner.is_area and outer.admin2 is not None and outer.admin2 == inner.admin2
    if inner.kind in (PlaceKind.COUNTRY, PlaceKind.CONTINENT):
        return False
    return distance_km(outer, inner) <= outer.radius_km * CORNER
