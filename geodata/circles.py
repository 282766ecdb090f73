"""Circles around points of the globe, as polygons in decimal degrees."""

from __future__ import annotations

import math

import numpy as np
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from geodata.globe import EARTH_RADIUS_KM, ring

_CORNERS = 72


def circle(latitude: float, longitude: float, km: float) -> BaseGeometry:
    """Return a circle of ``km`` around a point as a polygon in degrees, x = longitude.

    Around a pole it widens to a band; it is cut at the antimeridian.
    """
    angle = km / EARTH_RADIUS_KM
    lat = math.radians(latitude)
    if abs(lat) + angle >= math.pi / 2:
        edge = math.degrees(abs(lat) - angle)
        return box(-180, edge, 180, 90) if latitude > 0 else box(-180, -90, 180, -edge)
    north, east = ring(latitude, longitude, km, _CORNERS)
    # Counted on across the antimeridian, where the outline is cut.
    turn = (east - longitude + 540) % 360 - 180
    corners = np.column_stack([longitude + turn, north])
    return Polygon(corners).intersection(box(-180, -90, 180, 90))
