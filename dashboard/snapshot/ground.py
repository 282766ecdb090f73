"""Draws the Natural Earth basemap under a snapshot: land, first-level units, borders, disputed lines."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path as FilePath

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.collections import PathCollection
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

import geodata.data
from dashboard.palette import MapColors
from dashboard.snapshot.frame import Frame
from dashboard.snapshot.page import LineStyle, Page
from geodata.regions import geometry_of

_DATA = FilePath(geodata.data.__file__).parent
# First-level units are drawn up to this width of the view in degrees, then borders alone.
_ADMIN1_UP_TO_DEGREES = 60.0
# On a map of the world a point is about half a degree.
_COARSE_DEGREES = 0.12
_SPECK_DEGREES2 = 0.02


@lru_cache(maxsize=1)
def _units() -> tuple[gpd.GeoDataFrame, shapely.STRtree]:
    frame = gpd.read_parquet(_DATA / "admin1.parquet", columns=["country", "geometry"])
    return frame, shapely.STRtree(frame.geometry.to_numpy())


@lru_cache(maxsize=1)
def _disputed() -> BaseGeometry:
    return shapely.union_all(gpd.read_parquet(_DATA / "disputed.parquet").geometry.to_numpy())


@lru_cache(maxsize=1)
def coarse_countries() -> tuple[BaseGeometry, ...]:
    """Return every country coarsely, for maps of the world: its largest part and what is no speck."""
    units, _ = _units()
    shapes = shapely.coverage_simplify(units.geometry.to_numpy(), _COARSE_DEGREES)
    codes = units["country"].to_numpy()
    return tuple(_without_specks(shapely.union_all(shapes[codes == code])) for code in np.unique(codes))


def _without_specks(shape: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(shape)
    areas = shapely.area(parts)
    return shapely.multipolygons(parts[(areas > _SPECK_DEGREES2) | (areas == areas.max())])


# The dashes of a border that is not known, longer than those of a ring around a place.
_ROUGH: LineStyle = (0, (5, 3.5))

Shapes = tuple[BaseGeometry, ...]


def ground_shapes(frame: Frame) -> tuple[Shapes, Shapes, Shapes]:
    """Return land, first-level units (none on a wide map) and countries in view, x = longitude."""
    if frame.is_world:
        return coarse_countries(), (), coarse_countries()
    units, tree = _units()
    found: npt.NDArray[np.int64] = np.concatenate(
        [tree.query(asked, predicate="intersects") for asked in frame.asked()]
    )
    chosen = np.unique(found)
    land = tuple(units.geometry.to_numpy()[chosen])
    west, _, east, _ = frame.seen().bounds
    codes = sorted(set(units["country"].to_numpy()[chosen]))
    countries = tuple(c for code in codes if (c := geometry_of(f"country:{code}")) is not None)
    return land, land if east - west <= _ADMIN1_UP_TO_DEGREES else (), countries


def draw_ground(page: Page, frame: Frame, colors: MapColors) -> None:
    """Draw sea, land and lines in the frame's place on the page."""
    if frame.is_world:
        _draw_world(page, frame, colors)
        return
    page.bar(frame.place, colors.sea, layer=0)
    seen = frame.seen()
    land, units, countries = ground_shapes(frame)
    shapes = [frame.shape_to_page(shape, seen) for shape in land]
    _fill(page, frame, shapes, colors.land)
    if units:
        _outline(page, frame, shapes, colors.admin1, 0.4, layer=2)
    borders = [frame.shape_to_page(country, seen) for country in countries]
    _outline(page, frame, borders, colors.border, 0.7, layer=3)
    _draw_disputed(page, frame, seen, colors)


def _draw_world(page: Page, frame: Frame, colors: MapColors) -> None:
    """Draw the globe's outline as the sea, so that what lies beyond it is paper."""
    page.bar(frame.place, colors.paper, layer=0)
    globe = frame.shape_to_page(box(frame.middle - 180, -90, frame.middle + 180, 90))
    _fill(page, frame, [globe], colors.sea, layer=0.5)
    shapes = [frame.shape_to_page(country) for country in coarse_countries()]
    _fill(page, frame, shapes, colors.land)
    _outline(page, frame, shapes, colors.border, 0.3, layer=3)
    _draw_disputed(page, frame, frame.seen(), colors)


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


def path_of(geometry: BaseGeometry) -> Path | None:
    """Return polygons (with holes) or lines as one path, None for an empty geometry."""
    rings = []
    for part in shapely.get_parts(shapely.get_parts(geometry)):
        if part.geom_type == "Polygon":
            rings += [np.asarray(ring.coords)[:, :2] for ring in (part.exterior, *part.interiors)]
        elif part.geom_type in ("LineString", "LinearRing"):
            rings.append(np.asarray(part.coords)[:, :2])
    paths = [Path(ring) for ring in rings if len(ring) > 1]
    return Path.make_compound_path(*paths) if paths else None


def _fill(page: Page, frame: Frame, shapes: list[BaseGeometry], color: str, layer: float = 1) -> None:
    _add(page, frame, shapes, color, color, 0.3, layer)


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
    style: LineStyle = "-",
) -> None:
    paths = [path for shape in shapes if (path := path_of(shape)) is not None]
    collection = PathCollection(
        paths, facecolors=face, edgecolors=edge, linewidths=width, linestyles=[style], zorder=layer
    )
    page.axes.add_collection(collection, autolim=False)
    clip_to(page, frame, collection)


def _draw_disputed(page: Page, frame: Frame, seen: BaseGeometry, colors: MapColors) -> None:
    lines = frame.shape_to_page(_disputed(), seen)
    _add(page, frame, [lines], "none", colors.disputed, 0.4 if frame.is_world else 0.8, 3.5, (0, (4, 3)))


def draw_region(
    page: Page, frame: Frame, shape: BaseGeometry, color: str, *, hatch: str, layer: float
) -> None:
    """Draw an area that events lie anywhere in: hatched, with a dashed edge."""
    path = path_of(frame.shape_to_page(shape, frame.seen()))
    if path is None:
        return
    patch = PathPatch(
        path, facecolor="none", edgecolor=color, linewidth=0.9, linestyle="--", zorder=layer, hatch=hatch
    )
    patch.set_alpha(0.55)
    page.axes.add_patch(patch)
    clip_to(page, frame, patch)


def draw_ring(page: Page, frame: Frame, shape: BaseGeometry, color: str, layer: float) -> None:
    """Draw a dashed line around an area, such as the circle that a place lies in."""
    _add(page, frame, [frame.shape_to_page(shape)], "none", color, 0.8, layer, (0, (3, 2)))


def draw_asked(
    page: Page, frame: Frame, shape: BaseGeometry, color: str, layer: float, *, rough: bool = False
) -> None:
    """Draw a line around what the filter asks for, dashed where its border is not known."""
    style = _ROUGH if rough else "-"
    _add(page, frame, [frame.shape_to_page(shape, frame.seen())], "none", color, 1.5, layer, style)


def draw_layer(page: Page, frame: Frame, shapes: tuple[BaseGeometry, ...], color: str) -> None:
    """Draw a layer of the reader's own: lines, outlines of areas, points as small discs."""
    seen = frame.seen()
    drawn = [frame.shape_to_page(shape, seen) for shape in shapes]
    _add(page, frame, drawn, "none", color, 1.4, 4.2)
    for shape in shapes:
        for part in shapely.get_parts(shape):
            if part.geom_type == "Point":
                x, y = frame.to_page(part.y, part.x)
                if frame.place.left <= x <= frame.place.right and frame.place.bottom <= y <= frame.place.top:
                    page.axes.plot([x], [y], marker="o", markersize=3, color=color, zorder=4.3)


def draw_locator(page: Page, world: Frame, part: BaseGeometry, colors: MapColors) -> None:
    """Draw a small map of the world with the part that the snapshot shows marked."""
    page.pill(world.place, colors.paper, colors.border, layer=10)
    globe = world.shape_to_page(box(world.middle - 180, -89, world.middle + 180, 89))
    _fill(page, world, [globe], colors.sea, layer=10.1)
    _fill(
        page, world, [world.shape_to_page(shape) for shape in coarse_countries()], colors.admin1, layer=10.2
    )
    marked = world.shape_to_page(part)
    _add(page, world, [marked], "none", colors.disputed, 1.3, 10.3)
