"""The outlines of first- and second-level units, and which first-level unit a point lies in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.gazetteer.tables import DATA

# Boundaries are drawn to about 2 km, so a coastal town may fall into the sea by this many degrees.
_SNAP_DEGREES = 0.1
# An island that the outlines leave out belongs to a unit of its country no further than this.
_ISLAND_DEGREES = 1.0


@dataclass(frozen=True, slots=True)
class Outlines:
    """First-level units by GeoNames code, with a tree over their polygons in the order of ``codes``."""

    by_code: dict[str, BaseGeometry]
    codes: tuple[str, ...]
    tree: shapely.STRtree


@lru_cache(maxsize=1)
def admin1_outlines() -> Outlines:
    """Return the outlines of the first-level units."""
    by_code = _read("admin1.parquet", "code")
    return Outlines(by_code, tuple(by_code), shapely.STRtree(list(by_code.values())))


@lru_cache(maxsize=1)
def admin2_outlines() -> dict[str, BaseGeometry]:
    """Return the outlines of the second-level units by place id."""
    return _read("units.parquet", "id")


def _read(file_name: str, key: str) -> dict[str, BaseGeometry]:
    table = pq.read_table(DATA / file_name, columns=[key, "geometry"])
    shapes = shapely.from_wkb(table["geometry"].to_numpy())
    return dict(zip(table[key].to_pylist(), shapes, strict=True))


def admin1_code_at(latitude: float, longitude: float) -> str | None:
    """Return the GeoNames code ("UA.07") of the first-level unit a point lies in; None far from land."""
    outlines = admin1_outlines()
    point = shapely.Point(longitude, latitude)
    hits = outlines.tree.query(point, predicate="intersects")
    if len(hits) == 0:
        hits = outlines.tree.query_nearest(point, max_distance=_SNAP_DEGREES, all_matches=False)
    return outlines.codes[int(hits[0])] if len(hits) else None


def units_across(shapes: Sequence[BaseGeometry]) -> list[list[str]]:
    """Return the codes of the first-level units that each shape (x = longitude) meets."""
    outlines = admin1_outlines()
    found: list[list[str]] = [[] for _ in shapes]
    if len(found):
        owners, units = outlines.tree.query(list(shapes), predicate="intersects")
        for owner, unit in zip(owners.tolist(), units.tolist(), strict=True):
            found[owner].append(outlines.codes[unit])
    return found


def units_at(
    latitudes: npt.NDArray[np.float64], longitudes: npt.NDArray[np.float64], countries: Sequence[str]
) -> list[tuple[str, bool] | None]:
    """Return the first-level unit of each place and whether it surely lies there; None far from land.

    Where the country is known (else ""), one of its units that holds the place or is nearest; as sure counts
    what lies within the tolerance of the outlines, an island further out belongs to the nearest unit only
    perhaps.
    """
    outlines = admin1_outlines()
    points = shapely.points(longitudes, latitudes)
    found: list[tuple[str, bool] | None] = [None] * len(points)
    for at, unit in outlines.tree.query(points, predicate="intersects").T.tolist():
        if countries[at] in ("", outlines.codes[unit][:2]):
            found[at] = (outlines.codes[unit], True)
    for country in dict.fromkeys(countries):
        rest = [at for at, its in enumerate(countries) if its == country and found[at] is None]
        for at, answer in zip(rest, _nearest_units(points[rest], country), strict=True):
            found[at] = answer
    return found


def _nearest_units(points: npt.NDArray[np.object_], country: str) -> list[tuple[str, bool] | None]:
    """Return the nearest unit of a country ("": of any), else of any that holds the point, else None."""
    outlines = admin1_outlines()
    own = [code for code in outlines.codes if code[:2] == country]
    nearest = _nearest(points, own, _ISLAND_DEGREES) if own else {}
    for at, (code, _) in _nearest(points, outlines.codes, _SNAP_DEGREES).items():
        nearest.setdefault(at, (code, math.inf if country else 0.0))
    return [
        (nearest[at][0], nearest[at][1] <= _SNAP_DEGREES) if at in nearest else None
        for at in range(len(points))
    ]


def _nearest(
    points: npt.NDArray[np.object_], codes: Sequence[str], within: float
) -> dict[int, tuple[str, float]]:
    """Return the code of the nearest unit and how many degrees away it is, by number of the point."""
    tree = shapely.STRtree([admin1_outlines().by_code[code] for code in codes])
    (rows, units), away = tree.query_nearest(
        points, max_distance=within, return_distance=True, all_matches=False
    )
    found = zip(rows.tolist(), units.tolist(), away.tolist(), strict=True)
    return {row: (codes[unit], distance) for row, unit, distance in found}


def districts_at(
    latitudes: npt.NDArray[np.float64], longitudes: npt.NDArray[np.float64], unit: str
) -> list[str | None]:
    """Return the id of the drawn district of a first-level unit in which each of its places lies.

    A place outside all outlines, on a coast say, lies in the nearest; None far from all.
    """
    shapes = {key: shape for key, shape in admin2_outlines().items() if key.startswith(f"ne:{unit}:")}
    if not shapes or not len(latitudes):
        return [None] * len(latitudes)
    points = shapely.points(longitudes, latitudes)
    away = np.array([shapely.distance(shape, points) for shape in shapes.values()])
    nearest, ids = away.argmin(axis=0), list(shapes)
    return [ids[row] if away[row, at] <= _SNAP_DEGREES else None for at, row in enumerate(nearest.tolist())]
