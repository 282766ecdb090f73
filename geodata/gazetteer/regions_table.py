"""Reads the named regions: areas made of countries, first-level units, or a documented outline."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shapely.geometry import Polygon

from geodata.gazetteer.entries import boundary_rows
from geodata.gazetteer.names import NameKind
from geodata.gazetteer.tables import REGION_COLUMNS, Entry, Row, raise_faults, read_table
from geodata.globe import KM_PER_DEGREE, narrowing
from geodata.model import PlaceKind, check_coordinates

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A named region: its units ("UA.05" or "UA") or its outline as (latitude, longitude) corners.

    ``point`` is where it is shown when that is not its middle (GeoNames' point of a continent), else None.
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
    """Yield the named regions, each at the middle of its area with the radius of a circle as large."""
    by_unit = {str(r["code"]): _disc(r) for r in boundary_rows("admin1.parquet")}
    for region in read_regions():
        latitude, longitude, radius_km = _middle(region, by_unit)
        if region.point:
            latitude, longitude = region.point
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


def _disc(row: dict[str, object]) -> tuple[float, float, float]:
    return float(str(row["latitude"])), float(str(row["longitude"])), float(str(row["radius_km"]))


def _middle(region: Region, by_unit: dict[str, tuple[float, float, float]]) -> tuple[float, float, float]:
    """Return latitude, longitude and radius (km) of a region, weighting its units by area."""
    if region.outline:
        return _middle_of_outline(region.outline)
    discs = [disc for code, disc in by_unit.items() if code in region.units or code[:2] in region.units]
    area = sum(radius**2 for _, _, radius in discs)
    x = y = z = 0.0
    for latitude, longitude, radius in discs:
        phi, lam = math.radians(latitude), math.radians(longitude)
        weight = radius**2 / area
        x += weight * math.cos(phi) * math.cos(lam)
        y += weight * math.cos(phi) * math.sin(lam)
        z += weight * math.sin(phi)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)), math.sqrt(area)


def _middle_of_outline(outline: tuple[Point, ...]) -> tuple[float, float, float]:
    latitude = sum(p[0] for p in outline) / len(outline)
    longitude = sum(p[1] for p in outline) / len(outline)
    height = (max(p[0] for p in outline) - min(p[0] for p in outline)) * KM_PER_DEGREE
    width = (max(p[1] for p in outline) - min(p[1] for p in outline)) * KM_PER_DEGREE * narrowing(latitude)
    return latitude, longitude, math.sqrt(height * width / math.pi)
