"""The piece of the Earth that a snapshot shows: its projection, its place on the page and its scale bar.

Longitudes of bounds run on beyond 180 where a map crosses the antimeridian: (-20, 176, -12, 183) is Fiji.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod, Transformer
from shapely.affinity import translate
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from dashboard.snapshot.page import Box
from geodata.query.cells import Bounds

# Wider than this a map is drawn in Equal Earth, otherwise in Lambert's equal-area projection on its middle.
_WORLD_DEGREES = 100.0
_LEAST_DEGREES = 0.6
_MARGIN = 0.07
_GEOD = Geod(ellps="WGS84")
_NICE = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns latitude and longitude into points on the page; ``window`` is in the units of the projection.

    ``middle`` is the longitude in the middle. Everything is projected by its distance east of it, so that
    the cut through the world lies half a world away and never in the picture.
    """

    place: Box
    window: tuple[float, float, float, float]
    transformer: Transformer
    is_world: bool
    middle: float

    def to_page(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Return (x, y) on the page of a point on Earth."""
        east = (longitude - self.middle + 180) % 360 - 180
        x, y = self._to_page(np.array([[east, latitude]]))[0]
        return float(x), float(y)

    def _to_page(self, relative: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        x, y = self.transformer.transform(relative[:, 0], relative[:, 1])
        west, south, east, _north = self.window
        scale = self.place.width / (east - west)
        return np.column_stack(
            [self.place.left + (x - west) * scale, self.place.bottom + (y - south) * scale]
        )

    def shape_to_page(self, geometry: BaseGeometry, seen: BaseGeometry | None = None) -> BaseGeometry:
        """Return a geometry (x = longitude) in points on the page, whole or as far as ``seen`` reaches.

        Parts that the antimeridian cuts apart are joined again.
        """
        whole = self.relative(geometry)
        if seen is not None and not shapely.within(whole, seen):
            whole = shapely.clip_by_rect(whole, *seen.bounds)
        if self.is_world:
            whole = shapely.segmentize(whole, 2.0)
        return shapely.transform(whole, self._to_page)

    def relative(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry with its longitudes counted from the middle of the map, -180 to 180."""
        west, _, east, _ = geometry.bounds if not geometry.is_empty else (0, 0, 0, 0)
        turns = range(
            math.floor((west - self.middle + 180) / 360), math.ceil((east - self.middle - 180) / 360) + 1
        )
        parts = []
        for turn in turns:
            moved = translate(geometry, -self.middle - 360.0 * turn)
            parts.append(moved if len(turns) == 1 else shapely.clip_by_rect(moved, -180, -90, 180, 90))
        parts = [part for part in parts if not part.is_empty]
        return parts[0] if len(parts) == 1 else shapely.union_all(parts)

    def lonlat(self, x: float, y: float) -> tuple[float, float]:
        """Return (longitude, latitude) of a point on the page; the longitude may lie beyond 180."""
        west, south, east, _north = self.window
        scale = (east - west) / self.place.width
        longitude, latitude = self.transformer.transform(
            west + (x - self.place.left) * scale, south + (y - self.place.bottom) * scale, direction="INVERSE"
        )
        return float(longitude) + self.middle, float(latitude)

    def seen(self) -> BaseGeometry:
        """Return a box that holds everything in view, with some room around, in ``relative`` degrees."""
        if self.is_world:
            return box(-180, -90, 180, 90)
        edge = shapely.segmentize(
            box(self.place.left, self.place.bottom, self.place.right, self.place.top).exterior,
            self.place.width / 16,
        )
        points = np.array([self.lonlat(x, y) for x, y in shapely.get_coordinates(edge)])
        points = points[np.isfinite(points).all(axis=1)] - (self.middle, 0.0)
        (west, south), (east, north) = points.min(axis=0) - 1, points.max(axis=0) + 1
        return box(max(west, -180), max(south, -90), min(east, 180), min(north, 90))

    def asked(self) -> tuple[BaseGeometry, ...]:
        """Return the boxes of plain longitudes, -180 to 180, that make up what is in view."""
        west, south, east, north = self.seen().bounds
        boxes = []
        for turn in (-360.0, 0.0, 360.0):
            low, high = max(west + self.middle + turn, -180), min(east + self.middle + turn, 180)
            if low < high:
                boxes.append(box(low, south, high, north))
        return tuple(boxes)

    def scale_bar(self, x: float, y: float, longest: float) -> tuple[int, float]:
        """Return (kilometres, length in points) of a bar that begins at a point on the page.

        The length is a round number of kilometres on the WGS 84 ellipsoid, measured where the bar lies,
        and at most ``longest`` points.
        """
        most = self._km_between(x, x + longest, y)
        power = 10 ** math.floor(math.log10(most))
        km = max(n * power for n in _NICE if n * power <= most)
        if km < 1:
            raise ValueError("a map this close has no scale bar in whole kilometres")
        low, high = 0.0, longest
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if self._km_between(x, x + middle, y) < km else (low, middle)
        return int(km), high

    def _km_between(self, x1: float, x2: float, y: float) -> float:
        (lon1, lat1), (lon2, lat2) = self.lonlat(x1, y), self.lonlat(x2, y)
        return float(_GEOD.inv(lon1, lat1, lon2, lat2)[2]) / 1000


def frame_for(bounds: Bounds, place: Box) -> Frame:
    """Return a frame that shows ``bounds`` (south, west, north, east) with a margin in a box of the page."""
    south, west, north, east = _widened(bounds)
    is_world = east - west > _WORLD_DEGREES or north - south > _WORLD_DEGREES
    middle_lat, middle_lon = (south + north) / 2, (west + east) / 2
    projection = "+proj=eqearth" if is_world else f"+proj=laea +lat_0={middle_lat:.6f}"
    # Equal Earth and longitudes counted from the middle: nothing is ever on the far side of the cut.
    transformer = Transformer.from_crs(
        "+proj=longlat +datum=WGS84 +type=crs",
        f"{projection} +lon_0=0 +datum=WGS84 +units=m +type=crs",
        always_xy=True,
    )
    edge = shapely.segmentize(box(west, south, east, north).exterior, max((east - west) / 32, 0.01))
    lonlat = shapely.get_coordinates(edge)
    x, y = transformer.transform(lonlat[:, 0] - middle_lon, lonlat[:, 1])
    x_low, x_high, y_low, y_high = x.min(), x.max(), y.min(), y.max()
    width, height = (x_high - x_low) * (1 + 2 * _MARGIN), (y_high - y_low) * (1 + 2 * _MARGIN)
    ratio = place.width / place.height
    width, height = max(width, height * ratio), max(height, width / ratio)
    x_mid, y_mid = (x_low + x_high) / 2, (y_low + y_high) / 2
    left, bottom = float(x_mid - width / 2), float(y_mid - height / 2)
    window = (left, bottom, left + float(width), bottom + float(height))
    return Frame(place, window, transformer, is_world, middle_lon)


def _widened(bounds: Bounds) -> Bounds:
    south, west, north, east = bounds
    more_lat = max(0.0, _LEAST_DEGREES - (north - south)) / 2
    more_lon = max(0.0, _LEAST_DEGREES - (east - west)) / 2
    west, east = west - more_lon, east + more_lon
    if east - west > 360:
        west, east = -180.0, 180.0
    return (max(south - more_lat, -89.0), west, min(north + more_lat, 89.0), east)
