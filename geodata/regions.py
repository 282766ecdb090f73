"""Outlines of countries, first- and second-level units and named regions; which unit a point lies in.

Geometries are shapely polygons in degrees, WGS 84, x = longitude and y = latitude, simplified to about
2 km (first level and countries) or 4 km (second level).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.gazetteer.regions_table import read_regions
from geodata.gazetteer.tables import DATA
from geodata.model import Place, PlaceKind

AREA_KINDS = (PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.REGION, PlaceKind.CONTINENT, PlaceKind.ADMIN2)
# Boundaries are drawn to about 2 km, so a coastal town may fall into the sea by this many degrees.
_SNAP_DEGREES = 0.1


@dataclass(frozen=True, slots=True)
class _Outlines:
    """First-level units by GeoNames code, with a tree over their polygons."""

    by_code: dict[str, BaseGeometry]
    codes: tuple[str, ...]
    tree: shapely.STRtree


@lru_cache(maxsize=1)
def _admin1() -> _Outlines:
    frame = gpd.read_parquet(DATA / "admin1.parquet", columns=["code", "geometry"])
    codes = tuple(frame["code"])
    return _Outlines(
        dict(zip(codes, frame.geometry, strict=True)), codes, shapely.STRtree(frame.geometry.to_numpy())
    )


@lru_cache(maxsize=1)
def _admin2() -> dict[str, BaseGeometry]:
    frame = gpd.read_parquet(DATA / "units.parquet", columns=["id", "geometry"])
    return dict(zip(frame["id"], frame.geometry, strict=True))


@lru_cache(maxsize=1024)
def geometry_of(place_id: str) -> BaseGeometry | None:
    """Return the outline of a country, admin1 unit, drawn admin2 unit or named region; None for others."""
    source, _, key = place_id.partition(":")
    if source == "country":
        return _country(key)
    if source == "region":
        return _region(place_id)
    if source == "ne":
        return _admin1().by_code.get(key, _admin2().get(place_id))
    return None


def _country(code: str) -> BaseGeometry | None:
    units = [shape for unit, shape in _admin1().by_code.items() if unit[:2] == code]
    return shapely.union_all(units) if units else None


def _region(place_id: str) -> BaseGeometry | None:
    region = next((region for region in read_regions() if region.id == place_id), None)
    if region is None:
        return None
    if region.outline:
        return Polygon([(longitude, latitude) for latitude, longitude in region.outline])
    by_code = _admin1().by_code
    parts = [shape for code, shape in by_code.items() if code in region.units or code[:2] in region.units]
    return shapely.union_all(parts)


def admin1_code_at(latitude: float, longitude: float) -> str | None:
    """Return the GeoNames code ("UA.07") of the first-level unit a point lies in; None far from land."""
    outlines = _admin1()
    point = shapely.Point(longitude, latitude)
    hits = outlines.tree.query(point, predicate="intersects")
    if len(hits):
        return outlines.codes[hits[0]]
    nearest = outlines.tree.query_nearest(point, max_distance=_SNAP_DEGREES, all_matches=False)
    return outlines.codes[nearest[0]] if len(nearest) else None


def admin1_at(latitude: float, longitude: float, gazetteer: Gazetteer | None = None) -> Place | None:
    """Return the first-level unit a point lies in, None far from land."""
    code = admin1_code_at(latitude, longitude)
    return (gazetteer or open_gazetteer()).admin1(code) if code else None


def find_region(name: str, gazetteer: Gazetteer | None = None) -> Place | None:
    """Return the most prominent area with that name that has an outline, or None.

    Countries, first-level units, named regions and second-level units are looked at in that order.
    """
    found = [p for p in (gazetteer or open_gazetteer()).candidates(name) if p.kind in AREA_KINDS]
    found.sort(key=lambda place: AREA_KINDS.index(place.kind))
    return next((place for place in found if geometry_of(place.id) is not None), None)


@lru_cache(maxsize=1)
def region_names() -> tuple[tuple[str, str], ...]:
    """Return (label, place id) of every country, first-level unit and named region, by label."""
    gazetteer = open_gazetteer()
    names = [(region.name, region.id) for region in read_regions()]
    countries = {code[:2] for code in _admin1().codes}
    for place_id in [f"country:{c}" for c in countries] + [f"ne:{c}" for c in _admin1().codes]:
        if gazetteer.has_place(place_id):
            place = gazetteer.place(place_id)
            names.append((place.label, place_id))
    return tuple(sorted(names))
