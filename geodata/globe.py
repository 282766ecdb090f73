"""Great circles on the mean sphere: distances, bearings, points between; kilometres and decimal degrees."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = 111.195
"""Of latitude; of longitude it is so many times the cosine of the latitude."""

Numbers = npt.NDArray[np.float64]


def points_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the distance between two points."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def distances_km(
    latitudes: Numbers, longitudes: Numbers, latitude: float | Numbers, longitude: float | Numbers
) -> Numbers:
    """Return the distances from many points to one or to as many; NaN for points at NaN."""
    lat, other = np.radians(latitudes), np.radians(latitude)
    half = np.sin((lat - other) / 2) ** 2
    across = np.sin(np.radians(longitudes - longitude) / 2) ** 2
    root = np.sqrt(half + np.cos(lat) * np.cos(other) * across)
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.clip(root, 0, 1)), dtype=np.float64)


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
