"""Great-circle distances on the mean sphere, in kilometres, between points in decimal degrees."""

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
