"""Great circles on the mean sphere: distances, bearings, points between; kilometres and decimal degrees."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pyproj import Geod

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = 111.195
"""Of latitude; of longitude it is so many times ``narrowing``."""
CORNER = 1.25
"""A region's radius is half its extent, so that its corners lie a little farther out."""
_LEAST_NARROWING = 0.01

Numbers = npt.NDArray[np.float64]


@lru_cache(maxsize=1)
def _sphere() -> Geod:
    from pyproj import Geod  # takes a moment to load

    return Geod(a=EARTH_RADIUS_KM * 1_000, b=EARTH_RADIUS_KM * 1_000)


def narrowing(latitude: float) -> float:
    """Return how wide a degree of longitude is, measured in degrees of latitude; near a pole a hundredth."""
    return max(_LEAST_NARROWING, math.cos(math.radians(latitude)))


def narrowings(latitudes: Numbers) -> Numbers:
    """Return ``narrowing`` of each latitude."""
    return np.maximum(_LEAST_NARROWING, np.cos(np.radians(latitudes)))


def points_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the distance between two points."""
    _, _, metres = _sphere().inv(lon1, lat1, lon2, lat2)
    return float(metres) / 1_000


def distances_km(
    latitudes: Numbers, longitudes: Numbers, latitude: float | Numbers, longitude: float | Numbers
) -> Numbers:
    """Return the distances from many points to one or to as many; NaN for points at NaN.

    Written out, as pyproj takes eight times as long over 20,000 points.
    """
    lat, other = np.radians(latitudes), np.radians(latitude)
    half = np.sin((lat - other) / 2) ** 2
    across = np.sin(np.radians(longitudes - longitude) / 2) ** 2
    root = np.sqrt(half + np.cos(lat) * np.cos(other) * across)
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.clip(root, 0, 1)), dtype=np.float64)


def moved(latitude: float, longitude: float, bearing: float, distance: float) -> tuple[float, float]:
    """Return the point ``distance`` km from a point at a bearing in degrees (0 north, 90 east)."""
    east, north, _ = _sphere().fwd(longitude, latitude, bearing, distance * 1_000)
    return float(north), float(east)


def ring(latitude: float, longitude: float, km: float, corners: int) -> tuple[Numbers, Numbers]:
    """Return latitudes and longitudes of so many points ``km`` around a point, from the north clockwise."""
    bearings = np.linspace(0, 360, corners, endpoint=False)
    middle = np.full((3, corners), np.array([[longitude], [latitude], [km * 1_000]]))
    east, north, _ = _sphere().fwd(middle[0], middle[1], bearings, middle[2])
    return np.asarray(north), np.asarray(east)


def midpoint(lat1: float, lon1: float, lat2: float, lon2: float) -> tuple[float, float]:
    """Return the point half-way between two points no more than a few hundred kilometres apart."""
    if abs(lon1 - lon2) > 180:
        lon2 += 360 if lon1 > lon2 else -360
    return (lat1 + lat2) / 2, ((lon1 + lon2) / 2 + 540) % 360 - 180
