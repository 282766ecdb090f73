"""Countries, first- and second-level units and named regions: what they are made of, and their outlines.

What lies in a region that is made of units is told by the codes of places (``units_of``); outlines are for
drawing, for drawn areas and for places without codes.

Geometries are shapely polygons in degrees, WGS 84, x = longitude and y = latitude, simplified to about
2 km (first level and countries) or 4 km (second level).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.circles import circle
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.gazetteer.outlines import (
    admin1_code_at,
    admin1_outlines,
    admin2_outlines,
    districts_at,
    units_across,
    units_at,
)
from geodata.gazetteer.regions_table import read_regions
from geodata.gazetteer.tables import ADMIN1_COLUMNS, COUNTRY_COLUMNS, read_table
from geodata.model import Place, PlaceKind

__all__ = [
    "admin1_at",
    "admin1_code_at",
    "asked_outline",
    "district",
    "districts_at",
    "drawn_area",
    "drawn_outline",
    "geometry_of",
    "is_region",
    "region_names",
    "units_across",
    "units_at",
    "units_of",
]

AREA_KINDS = (PlaceKind.COUNTRY, PlaceKind.CONTINENT, PlaceKind.REGION, PlaceKind.ADMIN1, PlaceKind.ADMIN2)

WIDEST_INLAND_KM, WIDEST_SEA_KM = 250.0, 1_000.0
"""Radii up to which waters are drawn: a circle of 500 km for the Dnieper would cover most of Ukraine and an
ocean half the map, which says less than their name beside it."""

CRACK_DEGREES = 0.01
"""Half the width up to which a hole in a country or region is a crack between its units: that makes 885 of
the 923 holes; Lesotho, San Marino, Llivia and other enclaves are wider."""

HALF_A_STRAIT = 0.12
"""Half the width, in degrees, of what parts two seas: the Strait of Kerch and the Bosphorus are narrower."""


@lru_cache(maxsize=1024)
def geometry_of(place_id: str) -> BaseGeometry | None:
    """Return the outline of a country, admin1 unit, drawn admin2 unit or named region; None for others."""
    source, _, key = place_id.partition(":")
    if source == "country":
        return _country(key)
    if source == "region":
        return _region(place_id)
    if source == "ne":
        return admin1_outlines().by_code.get(key, admin2_outlines().get(place_id))
    return None


@lru_cache(maxsize=256)
def drawn_outline(place_id: str) -> BaseGeometry | None:
    """Return what a map draws of an area: its outline or, of a named water, what is known of it; else None.

    No outlines of waters are shipped (Natural Earth's units are land only). Of a sea or gulf the water within
    its radius is drawn, up to the coasts; of a lake or river the circle it lies in. Filters do not use it:
    whether something "in the Black Sea" lies in a country is left open by its radius.
    """
    if not place_id.startswith("water:"):
        return geometry_of(place_id)
    gazetteer = open_gazetteer()
    return _water(gazetteer.place(place_id)) if gazetteer.has_place(place_id) else None


def drawn_area(
    place_id: str | None, latitude: float, longitude: float, radius_km: float
) -> BaseGeometry | None:
    """Return what a map draws of an area that is known to lie around a point: its outline, else its circle.

    Districts and quarters that no outline is shipped of are the circle of ``radius_km``. None where neither
    is known, and where a circle says less than the name beside the map: of countries, long rivers, and
    anything wider than ``WIDEST_INLAND_KM``.
    """
    outline = drawn_outline(place_id) if place_id else None
    source = (place_id or "").partition(":")[0]
    if outline is not None or source in ("country", "water") or not 0 < radius_km <= WIDEST_INLAND_KM:
        return outline
    return circle(latitude, longitude, radius_km)


def _water(place: Place) -> BaseGeometry | None:
    outlines = admin1_outlines()
    middle = shapely.Point(place.longitude, place.latitude)
    inland = len(outlines.tree.query(middle, predicate="intersects")) > 0
    if not 0 < place.radius_km <= (WIDEST_INLAND_KM if inland else WIDEST_SEA_KM):
        return None
    disc = circle(place.latitude, place.longitude, place.radius_km)
    if inland:
        return disc
    land = [outlines.by_code[outlines.codes[i]] for i in outlines.tree.query(disc, predicate="intersects")]
    return _without_straits(disc.difference(shapely.union_all(land)), middle)


def _without_straits(water: BaseGeometry, middle: shapely.Point) -> BaseGeometry | None:
    """Return the part of a water that holds its middle, without what lies beyond a strait: another sea."""
    part = next((part for part in shapely.get_parts(water) if part.intersects(middle)), None)
    if part is None:
        return None
    wide = shapely.get_parts(part.buffer(-HALF_A_STRAIT))
    core = next((one for one in wide if one.intersects(middle)), None)
    return part if core is None else part.intersection(core.buffer(HALF_A_STRAIT * 1.1))


def _country(code: str) -> BaseGeometry | None:
    units = [shape for unit, shape in admin1_outlines().by_code.items() if unit[:2] == code]
    return _joined(units) if units else None


def _region(place_id: str) -> BaseGeometry | None:
    region = next((region for region in read_regions() if region.id == place_id), None)
    if region is None:
        return None
    if region.outline:
        return Polygon([(longitude, latitude) for latitude, longitude in region.outline])
    by_code = admin1_outlines().by_code
    parts = [shape for code, shape in by_code.items() if code in region.units or code[:2] in region.units]
    return _joined(parts)


def _joined(units: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return units as one area, without the cracks that their simplified outlines leave between them."""
    parts = shapely.get_parts(shapely.union_all(units))
    return MultiPolygon([_without_cracks(part) for part in parts if isinstance(part, Polygon)])


def _without_cracks(part: Polygon) -> Polygon:
    holes = [hole for hole in part.interiors if not Polygon(hole).buffer(-CRACK_DEGREES).is_empty]
    return Polygon(part.exterior, holes)


@lru_cache(maxsize=1024)
def units_of(place_id: str) -> frozenset[str] | None:
    """Return the codes of what a country, first-level unit or named region is made of.

    A country is its own code ("UA") with those of its units ("UA.07"). None for what is drawn (a region with
    an outline of its own, a second-level unit) and for what is no region.
    """
    source, _, key = place_id.partition(":")
    units = _units_by_country()
    if source == "country":
        return frozenset({key, *units[key]}) if key in units else None
    if source == "ne":
        return frozenset({key}) if key in units.get(key[:2], ()) else None
    region = next((r for r in read_regions() if r.id == place_id), None) if source == "region" else None
    if region is None or not region.units:
        return None
    return frozenset(code for unit in region.units for code in (unit, *units.get(unit, ())))


@lru_cache(maxsize=1)
def _units_by_country() -> dict[str, frozenset[str]]:
    """Return the codes of the first-level units of every country, drawn or known by name alone."""
    units: dict[str, set[str]] = {row["code"]: set() for row in read_table("countries.tsv", COUNTRY_COLUMNS)}
    named = (row["code"] for row in read_table("admin1_names.tsv", ADMIN1_COLUMNS))
    for code in (*admin1_outlines().codes, *named):
        units.setdefault(code[:2], set()).add(code)
    return {country: frozenset(codes) for country, codes in units.items()}


def district(place_id: str, gazetteer: Gazetteer | None = None) -> Place | None:
    """Return the second-level unit with this id, None where it is something else or unknown."""
    table = gazetteer or open_gazetteer()
    place = table.place(place_id) if table.has_place(place_id) else None
    return place if place is not None and place.kind is PlaceKind.ADMIN2 else None


def asked_outline(place_id: str) -> BaseGeometry | None:
    """Return what a map draws of a region that a filter asks for, None for what is no region.

    That is its outline, and of a district of which none is shipped the circle that its towns lie in.
    """
    shape = geometry_of(place_id)
    part = district(place_id) if shape is None else None
    return shape if part is None else circle(part.latitude, part.longitude, part.radius_km)


def is_rough(place_id: str) -> bool:
    """Whether a circle stands for a region asked for, since no table has its outline."""
    return geometry_of(place_id) is None and district(place_id) is not None


def admin1_at(latitude: float, longitude: float, gazetteer: Gazetteer | None = None) -> Place | None:
    """Return the first-level unit a point lies in, None far from land."""
    code = admin1_code_at(latitude, longitude)
    return (gazetteer or open_gazetteer()).admin1(code) if code else None


def is_region(place_id: str) -> bool:
    """Whether a filter can ask for this place: it is made of units, is a district or has an outline."""
    if units_of(place_id) is not None or geometry_of(place_id) is not None:
        return True
    return district(place_id) is not None


@lru_cache(maxsize=1)
def region_names() -> tuple[tuple[str, str], ...]:
    """Return (label, place id) of every country, first-level unit and named region, by label.

    No two labels are the same: a country's is its bare name, units of one name in one country are told apart
    by their middle (latitude, longitude).
    """
    gazetteer = open_gazetteer()
    units = _units_by_country()
    codes = [code for of_country in units.values() for code in of_country]
    ids = [f"country:{code}" for code in units] + [f"ne:{code}" for code in codes]
    places = [gazetteer.place(place_id) for place_id in ids if gazetteer.has_place(place_id)]
    labels = Counter(place.label for place in places if place.kind is not PlaceKind.COUNTRY)
    names = [(region.name, region.id) for region in read_regions()]
    for place in places:
        label = place.name if place.kind is PlaceKind.COUNTRY else place.label
        if labels[label] > 1:
            label = f"{label} ({place.latitude:.3f}, {place.longitude:.3f})"
        names.append((label, place.id))
    return tuple(sorted(names))
