"""Draws the Natural Earth basemap under a snapshot: land, first-level units, borders, disputed lines."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path as FilePath

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.collections import PathCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

import geodata.data
from dashboard.palette import MapColors
from dashboard.snapshot.frame import Frame
from dashboard.snapshot.page import Page
from geodata.regions import geometry_of

_DATA = FilePath(geodata.data.__file__).parent
# First-level units are drawn up to this width of the view in degrees, then borders alone.
_ADMIN1_UP_TO_DEGREES = 60.0


@lru_cache(maxsize=1)
def _units() -> tuple[gpd.GeoDataFrame, shapely.STRtree]:
    frame = gpd.read_parquet(_DATA / "admin1.parquet", columns=["country", "geometry"])
    return frame, shapely.STRtree(frame.geometry.to_numpy())


@lru_cache(maxsize=1)
def _disputed() -> BaseGeometry:
    return shapely.union_all(gpd.read_parquet(_DATA / "disputed.parquet").geometry.to_numpy())


def draw_ground(page: Page, frame: Frame, colors: MapColors) -> None:
    """Draw sea, land and lines in the frame's place on the page."""
    place, seen = frame.place, frame.seen()
    page.bar(place, colors.sea, layer=0)
    units, tree = _units()
    chosen = np.sort(tree.query(seen, predicate="intersects"))
    shapes = [frame.shape_to_page(_clipped(shape, seen)) for shape in units.geometry.to_numpy()[chosen]]
    _fill(page, frame, shapes, colors.land)
    west, _, east, _ = seen.bounds
    if east - west <= _ADMIN1_UP_TO_DEGREES:
        _outline(page, frame, shapes, colors.admin1, 0.4, layer=2)
    countries = [geometry_of(f"country:{code}") for code in sorted(set(units["country"].to_numpy()[chosen]))]
    borders = [frame.shape_to_page(_clipped(c, seen)) for c in countries if c is not None]
    _outline(page, frame, borders, colors.border, 0.3 if frame.is_world else 0.7, layer=3)
    _draw_disputed(page, frame, seen, colors)


def draw_edge(page: Page, frame: Frame, colors: MapColors) -> None:
    """Draw the line around the map."""
    place = frame.place
    page.axes.add_patch(
        Rectangle(
            (place.left, place.bottom),
            place.width,
            place.height,
            facecolor="none",
            edgecolor=colors.border,
            linewidth=0.7,
            zorder=12,
        )
    )


def clip_to(page: Page, frame: Frame, artist: PathCollection | PathPatch) -> None:
    """Cut a drawing off at the map's edge."""
    place = frame.place
    edge = Rectangle((place.left, place.bottom), place.width, place.height, transform=page.axes.transData)
    artist.set_clip_path(edge)


def _clipped(shape: BaseGeometry, seen: BaseGeometry) -> BaseGeometry:
    if shapely.within(shape, seen):
        return shape
    return shapely.clip_by_rect(shape, *seen.bounds)


def path_of(geometry: BaseGeometry) -> Path | None:
    """Return polygons (with holes) or lines as one path, None for an empty geometry."""
    rings = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            rings += [np.asarray(ring.coords)[:, :2] for ring in (part.exterior, *part.interiors)]
        elif part.geom_type in ("LineString", "LinearRing"):
            rings.append(np.asarray(part.coords)[:, :2])
    paths = [Path(ring) for ring in rings if len(ring) > 1]
    return Path.make_compound_path(*paths) if paths else None


def _fill(page: Page, frame: Frame, shapes: list[BaseGeometry], color: str) -> None:
    _add(page, frame, shapes, color, color, 0.3, 1)


def _outline(
    page: Page, frame: Frame, shapes: list[BaseGeometry], color: str, width: float, layer: float
) -> None:
    _add(page, frame, shapes, "none", color, width, layer)


def _add(
    page: Page,
    frame: Frame,
    shapes: list[BaseGeometry],
    face: str,
    edge: str,
    width: float,
    layer: float,
    style: str | tuple[float, tuple[float, ...]] = "-",
) -> None:
    paths = [path for shape in shapes if (path := path_of(shape)) is not None]
    collection = PathCollection(
        paths, facecolors=face, edgecolors=edge, linewidths=width, linestyles=[style], zorder=layer
    )
    page.axes.add_collection(collection, autolim=False)
    clip_to(page, frame, collection)


def _draw_disputed(page: Page, frame: Frame, seen: BaseGeometry, colors: MapColors) -> None:
    lines = frame.shape_to_page(_clipped(_disputed(), seen))
    _add(page, frame, [lines], "none", colors.disputed, 0.8, 3.5, (0, (4, 3)))


def draw_region(
    page: Page, frame: Frame, shape: BaseGeometry, color: str, *, hatch: str, layer: float
) -> None:
    """Draw an area with a hatched inside and a firm edge."""
    path = path_of(frame.shape_to_page(_clipped(shape, frame.seen())))
    if path is None:
        return
    patch = PathPatch(path, facecolor="none", edgecolor=color, linewidth=0.9, zorder=layer, hatch=hatch)
    patch.set_alpha(0.55)
    page.axes.add_patch(patch)
    clip_to(page, frame, patch)


def draw_ring(page: Page, frame: Frame, shape: BaseGeometry, color: str, layer: float) -> None:
    """Draw a dashed line around an area, such as the circle that a place lies in."""
    _add(page, frame, [frame.shape_to_page(shape)], "none", color, 0.8, layer, (0, (3, 2)))


def draw_asked(page: Page, frame: Frame, shape: BaseGeometry, color: str, layer: float) -> None:
    """Draw a firm line around what the filter asks for."""
    _outline(page, frame, [frame.shape_to_page(shape)], color, 1.5, layer)
