"""Distances, bearings and membership between places, in kilometres and degrees."""

from __future__ import annotations

import math

from geodata.geography import distance_km
from geodata.globe import EARTH_RADIUS_KM
from geodata.model import Place, PlaceKind

# Outlines are not consulted here: a point this many radii from an area's centre is not in it.
_REACH = 1.25


def moved(latitude: float, longitude: float, bearing: float, distance: float) -> tuple[float, float]:
    """Return the point ``distance`` km from a point at a bearing in degrees (0 north, 90 east)."""
    angle, turn = distance / EARTH_RADIUS_KM, math.radians(bearing)
    phi, lam = math.radians(latitude), math.radians(longitude)
    phi2 = math.asin(math.sin(phi) * math.cos(angle) + math.cos(phi) * math.sin(angle) * math.cos(turn))
    lam2 = lam + math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(phi), math.cos(angle) - math.sin(phi) * math.sin(phi2)
    )
    return math.degrees(phi2), (math.degrees(lam2) + 540) % 360 - 180


def midpoint(lat1: float, lon1: float, lat2: float, lon2: float) -> tuple[float, float]:
    """Return the point half-way between two points no more than a few hundred kilometres apart."""
    if abs(lon1 - lon2) > 180:
        lon2 += 360 if lon1 > lon2 else -360
    return (lat1 + lat2) / 2, ((lon1 + lon2) / 2 + 540) % 360 - 180


def lies_in(place: Place, area: Place) -> bool | None:
    """Return whether ``place`` lies in ``area``; None when the gazetteer cannot tell.

    Countries and first-level units go by their codes, other areas by the distance from their centre.
    """
    if place.id == area.id:
        return False
    if area.kind is PlaceKind.COUNTRY:
        return None if place.country_code is None else place.country_code == area.country_code
    if area.kind is PlaceKind.ADMIN1 and place.admin1 is not None:
        return place.admin1 == area.admin1 and place.kind is not PlaceKind.COUNTRY
    if place.country_code and area.country_code and place.country_code != area.country_code:
        return False
    if area.kind is PlaceKind.ADMIN2 and place.admin2 and area.admin2 and place.admin1 == area.admin1:
        return place.admin2 == area.admin2
    reach = max(area.radius_km * _REACH, _LEAST_REACH_KM.get(area.kind, 40.0))
    return distance_km(place, area) <= reach


_LEAST_REACH_KM = {PlaceKind.ADMIN2: 60.0, PlaceKind.REGION: 100.0, PlaceKind.CONTINENT: 3000.0}
