"""The outlines of first- and second-level units, and which first-level unit a point lies in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pyarrow.parquet as pq
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.gazetteer.tables import DATA

# Boundaries are drawn to about 2 km, so a coastal town may fall into the sea by this many degrees.
_SNAP_DEGREES = 0.1


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
