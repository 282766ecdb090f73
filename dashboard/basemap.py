"""Writes the offline basemap once as script files: land, borders, disputed lines, units and names."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

import geodata.data
from geodata.gazetteer import Gazetteer, cache_folder
from geodata.gazetteer.towns import ranking_population
from geodata.globe import KM_PER_DEGREE, narrowings
from geodata.model import Place, PlaceKind

FORMAT = 11  # raise it when the file's layout changes
STEP_DEGREES = 0.01
"""Coordinates are whole multiples of this, about a kilometre: a pixel at zoom 7."""

TOLERANCE_DEGREES = 0.03
LEAST_POPULATION = 15_000

# From which zoom on a town of so many inhabitants is named; chosen so that names do not crowd the screen.
TOWN_ZOOMS: tuple[tuple[int, float], ...] = (
    *((4_000_000, 4), (1_000_000, 5), (300_000, 6)),
    *((100_000, 7), (40_000, 8), (LEAST_POPULATION, 8.5)),
    # Below it rank only sections of towns, which are named where streets could be.
    (0, 11),
)
CITY_ZOOM = 6
"""Towns that are named from this zoom on or before go before provinces: Donetsk before Donetsk Oblast."""

NAMED_LATER = 8
"""Towns that are named from this zoom on are in a file of their own, asked for after the first drawing."""

# The same for countries by inhabitants, and for first-level units by their size in square kilometres: what
# is large on the screen is named and drawn first, on every continent.
COUNTRY_ZOOMS: tuple[tuple[int, float], ...] = (
    *((140_000_000, 1), (80_000_000, 2), (25_000_000, 2.5)),
    *((5_000_000, 3), (0, 4.5)),
)
UNIT_ZOOMS: tuple[tuple[int, float], ...] = ((150_000, 5), (40_000, 6), (8_000, 6.5), (2_000, 7.5), (0, 8.5))
SMALL_UNITS_KM2 = 6_000
"""Countries whose units are smaller than this, taken in the middle, show their lines only close up."""


def basemap_folder() -> Path:
    """Return the folder the basemap is written to once and served from; it is created when absent."""
    folder = cache_folder() / "basemap"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


class Name(NamedTuple):
    """A name on the map, the zoom it appears at, and its kind: town, country or admin1."""

    latitude: float
    longitude: float
    name: str
    zoom: float
    kind: str


def basemap_file(folder: Path, gazetteer: Gazetteer) -> Path:
    """Return the basemap's script in this folder, writing it first when it is absent (a few seconds).

    The names of small towns are in a second script beside it, see ``small_towns_file``.
    """
    tables = Path(geodata.data.__file__).parent
    digest = hashlib.sha256(f"{FORMAT}{TOWN_ZOOMS}{COUNTRY_ZOOMS}{UNIT_ZOOMS}".encode())
    for name in ("admin1.parquet", "disputed.parquet"):
        digest.update((tables / name).read_bytes())
    file = folder / f"basemap-{digest.hexdigest()[:12]}.js"
    if not file.exists():
        units = gpd.read_parquet(tables / "admin1.parquet")
        disputed = _lines(gpd.read_parquet(tables / "disputed.parquet").geometry)
        towns = town_names(gazetteer)
        areas = area_names(gazetteer, dict(zip(units["code"], unit_sizes_km2(units), strict=True)))
        early = [town for town in towns if town.zoom < NAMED_LATER]
        small = [town for town in towns if town.zoom >= NAMED_LATER]
        save_script(small_towns_file(file), f"conflictmap.nameMore({_parsed(small)});")
        world = basemap_layers(units) | {"disputed": disputed, "places": in_order([*areas, *early])}
        save_script(file, f"window.conflictmapBasemap={_parsed(world)};")
    return file


def small_towns_file(basemap: Path) -> Path:
    """Return the script with the names of small towns that belongs to a basemap."""
    return basemap.with_name(basemap.name.replace("basemap-", "towns-"))


def _parsed(value: object) -> str:
    """Return an expression for a value: browsers parse JSON in a text twice as fast as the same as code."""
    return f"JSON.parse({json.dumps(json.dumps(value, ensure_ascii=True, separators=(',', ':')))})"


def save_script(file: Path, content: str) -> None:
    """Write a script whole or not at all, so that no browser is ever served half of one."""
    partial = file.with_suffix(f".{os.getpid()}.partial")
    partial.write_text(content, encoding="utf-8")
    partial.replace(file)


def basemap_layers(units: gpd.GeoDataFrame) -> dict[str, list[list[int]]]:
    """Return land and borders by country and the lines between first-level units, as whole steps.

    Rings and lines are x, y, dx, dy, … in ``STEP_DEGREES``. ``small_admin1`` are the lines between units
    that are so small that they would be a web from afar.
    """
    outlines = shapely.coverage_simplify(units.geometry.to_numpy(), TOLERANCE_DEGREES)
    land: list[list[int]] = []
    inner: dict[bool, list[list[int]]] = {False: [], True: []}
    sizes = unit_sizes_km2(units)
    codes = units["country"].to_numpy()
    for code in np.unique(codes):
        parts = outlines[codes == code]
        whole = shapely.union_all(parts)
        land += _rings(whole)
        small = bool(np.median(sizes[codes == code]) < SMALL_UNITS_KM2)
        inner[small] += _lines([shapely.union_all(shapely.boundary(parts)).difference(whole.boundary)])
    return {"land": land, "admin1": inner[False], "small_admin1": inner[True]}


def unit_sizes_km2(units: gpd.GeoDataFrame) -> npt.NDArray[np.float64]:
    """Return the size of each outline in square kilometres, close enough to sort units by."""
    shapes = units.geometry.to_numpy()
    latitudes = shapely.get_y(shapely.centroid(shapes))
    return np.asarray(shapely.area(shapes) * KM_PER_DEGREE**2 * narrowings(latitudes))


def _rings(geometry: BaseGeometry) -> list[list[int]]:
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    # One direction for all rings, so that a country inside another one is not taken for a hole.
    rings = [_steps(shapely.get_coordinates(orient(part).exterior)) for part in parts]
    return [ring for ring in rings if len(ring) > 6]


def _lines(geometries: Iterable[BaseGeometry]) -> list[list[int]]:
    merged = [shapely.line_merge(geometry) for geometry in geometries]
    parts = [part for geometry in merged for part in shapely.get_parts(geometry)]
    lines = [_steps(shapely.get_coordinates(part)) for part in parts if part.geom_type == "LineString"]
    return [line for line in lines if len(line) > 2]


def _steps(coordinates: npt.NDArray[np.float64]) -> list[int]:
    whole = np.rint(coordinates / STEP_DEGREES).astype(np.int64)
    moved = np.ones(len(whole), dtype=bool)
    moved[1:] = (whole[1:] != whole[:-1]).any(axis=1)
    whole = whole[moved]
    whole[1:] -= whole[:-1].copy()
    return [int(n) for n in whole.ravel()]


def in_order(names: Sequence[Name]) -> list[Name]:
    """Return names as they find their room, first come first served: countries, cities, provinces, towns."""

    def rank(name: Name) -> int:
        if name.kind == "town":
            return 1 if name.zoom <= CITY_ZOOM else 3
        return 0 if name.kind == "country" else 2

    return sorted(names, key=rank)


def town_names(gazetteer: Gazetteer) -> list[Name]:
    """Return the names of towns, biggest first."""
    rows = np.flatnonzero(gazetteer.population >= LEAST_POPULATION)
    ranks = ranking_population(gazetteer, rows)
    order = np.argsort(-ranks, kind="stable")
    places = [(gazetteer.place_at(int(rows[i])), ranks[i]) for i in order]
    return [
        _name(p, _first(TOWN_ZOOMS, rank), "town") for p, rank in places if p.kind is PlaceKind.SETTLEMENT
    ]


def area_names(gazetteer: Gazetteer, sizes_km2: Mapping[str, float]) -> list[Name]:
    """Return the names of first-level units ("UA.07", with their sizes) and their countries, as towns are.

    Countries come first, then the largest units.
    """
    ordered = sorted(sizes_km2.items(), key=lambda item: (-item[1], item[0]))
    units = [(place, size) for code, size in ordered if (place := gazetteer.admin1(code)) is not None]
    codes = sorted({place.country_code for place, _ in units if place.country_code})
    countries = [place for code in codes if (place := gazetteer.country(code)) is not None]
    countries.sort(key=lambda place: -place.population)
    names = [_name(place, _first(COUNTRY_ZOOMS, place.population), "country") for place in countries]
    return names + [_name(place, _first(UNIT_ZOOMS, size), "admin1") for place, size in units]


def _first(zooms: Sequence[tuple[int, float]], value: float) -> float:
    return next((zoom for least, zoom in zooms if value >= least), zooms[-1][1])


def _name(place: Place, zoom: float, kind: str) -> Name:
    return Name(round(place.latitude, 2), round(place.longitude, 2), place.name, zoom, kind)
