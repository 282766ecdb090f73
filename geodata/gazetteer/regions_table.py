"""Reads the named regions: areas made of countries, first-level units, or a documented outline."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shapely.geometry import Polygon

from geodata.gazetteer.entries import boundary_rows
from geodata.gazetteer.names import NameKind
from geodata.gazetteer.tables import REGION_COLUMNS, Entry, Row, raise_faults, read_table
from geodata.globe import CORNER, KM_PER_DEGREE, narrowing, points_km
from geodata.model import PlaceKind, check_coordinates

Point = tuple[float, float]
Disc = tuple[float, float, float]
"""Latitude and longitude of a middle, and a radius in kilometres."""

REACHED_SHARE = 0.9
"""Share of a region's area whose units' middles its circle reaches: Mauritius does not widen Africa."""
_ROUNDING_KM2 = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A named region: its units ("UA.05" or "UA") or its outline as (latitude, longitude) corners.

    ``point`` is where it is shown when that is not its middle (GeoNames' point of what is wider), else None.
    """

    id: str
    name: str
    other_names: tuple[str, ...]
    kind: PlaceKind
    units: tuple[str, ...]
    outline: tuple[Point, ...]
    point: Point | None
    source: str


@lru_cache(maxsize=1)
def read_regions() -> tuple[Region, ...]:
    """Return every named region; raises TableError that lists every row that cannot be used."""
    codes = {str(row["code"]) for row in boundary_rows("admin1.parquet")}
    codes |= {code[:2] for code in codes}
    regions, faults = [], []
    for row in read_table("regions.tsv", REGION_COLUMNS):
        try:
            regions.append(_region(row, codes))
        except ValueError as error:
            faults.append(f"{row.file_name}:{row.line}: {error}")
    raise_faults(faults)
    return tuple(regions)


def _region(row: Row, codes: set[str]) -> Region:
    units = tuple(row["units"].split())
    outline = tuple(_corner(corner) for corner in row["outline"].split(",") if corner.strip())
    unknown = [unit for unit in units if unit not in codes]
    if unknown:
        raise ValueError(f"no boundary for {', '.join(unknown)}")
    if bool(units) == bool(outline):
        raise ValueError("a region needs either units or an outline")
    if outline and len(outline) < 3:
        raise ValueError("an outline needs at least three corners")
    if outline and not Polygon([(longitude, latitude) for latitude, longitude in outline]).is_valid:
        raise ValueError("the outline crosses itself")
    return Region(
        id=f"region:{row['id']}",
        name=row["name"],
        other_names=tuple(row.list("other_names")),
        kind=PlaceKind(row["kind"]),
        units=units,
        outline=outline,
        point=_corner(row["point"]) if row["point"] else None,
        source=row["source"],
    )


def _corner(text: str) -> Point:
    latitude, longitude = (float(part) for part in text.split())
    check_coordinates(latitude, longitude)
    return latitude, longitude


def region_entries() -> Iterator[Entry]:
    """Yield the named regions, each at its middle with a radius that reaches what it is made of."""
    by_unit = {str(r["code"]): _disc(r) for r in boundary_rows("admin1.parquet")}
    for region in read_regions():
        latitude, longitude, radius_km = _middle(region, by_unit)
        countries = {unit[:2] for unit in region.units}
        yield Entry(
            id=region.id,
            name=region.name,
            kind=region.kind,
            latitude=latitude,
            longitude=longitude,
            country=countries.pop() if len(countries) == 1 else "",
            radius_km=radius_km,
            source=region.source,
            names=[(name, NameKind.ALTERNATE) for name in region.other_names],
        )


def _disc(row: dict[str, object]) -> Disc:
    return float(str(row["latitude"])), float(str(row["longitude"])), float(str(row["radius_km"]))


def _middle(region: Region, by_unit: dict[str, Disc]) -> Disc:
    """Return latitude, longitude and radius (km) of a region, weighting its units by area.

    A circle as large as the region, or larger where its parts lie in a line or far apart.
    """
    if region.outline:
        latitude, longitude, radius_km = _middle_of_outline(region.outline)
        parts = [(*corner, 1.0) for corner in region.outline]
        share = 1.0
    else:
        parts = [disc for code, disc in by_unit.items() if code in region.units or code[:2] in region.units]
        latitude, longitude, radius_km = _middle_of_units(parts)
        share = REACHED_SHARE
    if region.point:
        latitude, longitude = region.point
    return latitude, longitude, max(radius_km, _reach_km(latitude, longitude, parts, share) / CORNER)


def _reach_km(latitude: float, longitude: float, parts: Sequence[Disc], share: float) -> float:
    """Return how far the nearest parts reach that make up this share of the area."""
    discs = sorted((points_km(latitude, longitude, la, lo), size**2) for la, lo, size in parts)
    left = share * sum(area for _, area in discs)
    for away, area in discs:
        left -= area
        if left <= _ROUNDING_KM2:
            return away
    return 0.0


def _middle_of_units(discs: Sequence[Disc]) -> Disc:
    area = sum(radius**2 for _, _, radius in discs)
    x = y = z = 0.0
    for latitude, longitude, radius in discs:
        phi, lam = math.radians(latitude), math.radians(longitude)
        weight = radius**2 / area
        x += weight * math.cos(phi) * math.cos(lam)
        y += weight * math.cos(phi) * math.sin(lam)
        z += weight * math.sin(phi)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)), math.sqrt(area)


def _middle_of_outline(outline: Sequence[Point]) -> Disc:
    shape = Polygon([(longitude, latitude) for latitude, longitude in outline])
    middle = shape.centroid
    square_km = shape.area * KM_PER_DEGREE**2 * narrowing(middle.y)
    return middle.y, middle.x, math.sqrt(square_km / math.pi)
