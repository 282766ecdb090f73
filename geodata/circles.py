"""Circles around points of the globe, as polygons in decimal degrees."""

from __future__ import annotations

import math

import numpy as np
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from geodata.globe import EARTH_RADIUS_KM

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
    bearings = np.linspace(0, 2 * math.pi, _CORNERS, endpoint=False)
    lats = np.arcsin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * np.cos(bearings))
    turn = np.arctan2(
        np.sin(bearings) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * np.sin(lats)
    )
    corners = np.column_stack([longitude + np.degrees(turn), np.degrees(lats)])
    return Polygon(corners).intersection(box(-180, -90, 180, 90))
