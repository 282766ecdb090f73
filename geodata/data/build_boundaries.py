"""Reduces Natural Earth's admin-1 units (Debian's qgis-common) to the small GeoParquet files kept here.

Run as ``python -m geodata.data.build_boundaries [world_map.gpkg]``. Each Natural Earth unit takes the
GeoNames admin1 code that most cities500 places inside it carry, so units finer than GeoNames' first level
(French departments, British districts) are merged into it and kept as second-level units, and Crimea and
Sevastopol, which Natural Earth draws as Russian, come out as Ukrainian (UN General Assembly resolution
68/262), because GeoNames files their towns there. Where Natural Earth is older than GeoNames (Kenya's
counties, Telangana), the unit is divided along the places of each new unit and marked ``approximate``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.gazetteer.cities import read_cities

HERE = Path(__file__).parent
NATURAL_EARTH = Path("/usr/share/qgis/resources/data/world_map.gpkg")
ADMIN1_TOLERANCE = 0.02  # degrees, about 2 km: half the error of a 1:10m map drawn at country scale
UNIT_TOLERANCE = 0.04
GRID = 0.001  # coordinates are rounded to about 100 m
DOMINANT = 0.8  # a merged unit keeps the name of a part that covers this much of it
# Land that Natural Earth keeps apart and cities500 has too few places in to vote on.
FIXED_CODES = {"Akrotiri": "CY.05", "Dhekelia": "CY.04"}


def read_places() -> gpd.GeoDataFrame:
    """Return every cities500 place as a point with its GeoNames admin1 code ("UA.07")."""
    rows = [
        (f"{c['countrycode']}.{c['admin1code']}", c["longitude"], c["latitude"], c["population"])
        for c in read_cities()
    ]
    frame = pd.DataFrame(rows, columns=["code", "lon", "lat", "population"])
    return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(frame.lon, frame.lat), crs=4326)


def code_units(units: gpd.GeoDataFrame, places: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the units with the GeoNames code most of their places carry; pieces where codes are newer."""
    inside = places.sjoin(units[["geometry"]], predicate="within").rename(columns={"index_right": "unit"})
    inside = inside[~inside.code.str.endswith((".", ".00"))]
    majority = inside.groupby("unit").code.agg(lambda codes: codes.value_counts().index[0])
    drawn = set(majority)
    pieces = []
    for index, unit in units.iterrows():
        here = inside[inside.unit == index]
        code = FIXED_CODES.get(unit["name"], majority.get(index)) or fallback_code(unit)
        counts = here.code[here.code.str[:2] == code[:2]].value_counts()
        new = [c for c in counts.index if c not in drawn]
        if new:
            pieces += split_unit(unit, here[here.code.isin([*new, code, *counts[counts >= 10].index])])
        else:
            pieces.append({**unit, "code": code, "approximate": False})
    return gpd.GeoDataFrame(pieces, crs=4326)


def fallback_code(unit: pd.Series) -> str:
    """Return a code from Natural Earth's own columns for a unit without a single place."""
    country = unit["iso_a2"] if isinstance(unit["iso_a2"], str) and unit["iso_a2"].isalpha() else "XX"
    fips = unit["fips"] if isinstance(unit["fips"], str) else ""
    return f"{country}.{fips[2:] or 'n' + str(unit.name)}"


def split_unit(unit: pd.Series, here: gpd.GeoDataFrame) -> list[dict[str, object]]:
    """Divide a unit among the codes of its places: every spot goes to the nearest place's code."""
    cells = shapely.voronoi_polygons(
        shapely.MultiPoint(list(here.geometry)), extend_to=unit.geometry, ordered=True
    )
    cells = np.array(cells.geoms)
    return [
        {
            **unit,
            "code": code,
            "name": None,
            "gn_name": None,
            "woe_name": None,
            "approximate": True,
            "geometry": shapely.intersection(shapely.union_all(cells[here.code == code]), unit.geometry),
        }
        for code in sorted(set(here.code))
    ]


def polygons_only(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return the polygonal part of a geometry, rounded to the grid."""
    geometry = shapely.set_precision(shapely.make_valid(geometry), GRID)
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts)


def names_of(group: gpd.GeoDataFrame) -> tuple[str, str]:
    """Return the name and the further names ("a|b") of an admin1 unit; empty when it was merged or split."""
    areas = group.geometry.area
    if group.approximate.any() or areas.max() < DOMINANT * areas.sum():
        return "", ""
    unit = group.loc[areas.idxmax()]
    names = [n for n in (unit["name"], unit["woe_name"], unit["gn_name"]) if isinstance(n, str)]
    return (names[0], "|".join(dict.fromkeys(names[1:]))) if names else ("", "")


def merge_units(coded: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return one row per admin1 code: code, country, name, names, approximate, geometry."""
    rows = []
    for code, group in coded.groupby("code"):
        name, names = names_of(group)
        rows.append(
            {
                "code": code,
                "country": str(code)[:2],
                "name": name,
                "names": names,
                "approximate": bool(group.approximate.any()),
                "geometry": group.union_all(),
            }
        )
    return gpd.GeoDataFrame(rows, crs=4326)


def simplify(frame: gpd.GeoDataFrame, tolerance: float) -> gpd.GeoDataFrame:
    """Return the frame simplified so that neighbours still share their borders."""
    geometry = shapely.coverage_simplify(frame.geometry.to_numpy(), tolerance)
    cleaned = [polygons_only(g) for g in geometry]
    kept = [
        new if not new.is_empty else polygons_only(old)
        for new, old in zip(cleaned, frame.geometry, strict=True)
    ]
    return frame.set_geometry(gpd.GeoSeries(kept, crs=4326))


def main(source: Path) -> None:
    """Write admin1.parquet, units.parquet (second level) and disputed.parquet beside this script."""
    units = gpd.read_file(source, layer="states_provinces")
    units = units[units["adm0_a3"] != "ATA"]
    coded = code_units(units, read_places())
    admin1 = simplify(merge_units(coded), ADMIN1_TOLERANCE)
    write(with_points(admin1), "admin1.parquet")
    finer = coded[
        ~coded.approximate & (coded.groupby("code").code.transform("size") > 1) & coded.name.notna()
    ]
    second = finer[["code", "name", "woe_name", "gn_name", "geometry"]].reset_index(drop=True)
    # A county and its county town can share a name (Cork, Galway): the second is numbered.
    keys = "ne:" + second["code"] + ":" + second["name"]
    number = keys.groupby(keys).cumcount() + 1
    second["id"] = keys.where(number == 1, keys + ":" + number.astype(str))
    write(with_points(simplify(second, UNIT_TOLERANCE)), "units.parquet")
    disputed = gpd.read_file(source, layer="disputed_borders")[["name", "geometry"]]
    disputed["geometry"] = shapely.set_precision(
        disputed.geometry.simplify(ADMIN1_TOLERANCE).to_numpy(), GRID
    )
    write(disputed, "disputed.parquet")


def with_points(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the frame with each area's middle (inside it) and the radius in km of a circle as large."""
    equal_area = frame.geometry.to_crs(6933)
    middle = equal_area.centroid.to_crs(4326)
    point = middle.where(frame.geometry.contains(middle), frame.geometry.representative_point())
    radius_km = np.sqrt(equal_area.area / np.pi) / 1000
    return frame.assign(latitude=point.y.round(4), longitude=point.x.round(4), radius_km=radius_km.round(1))


def write(frame: gpd.GeoDataFrame, file_name: str) -> None:
    """Save a frame as compressed GeoParquet beside this script."""
    frame.to_parquet(HERE / file_name, compression="zstd", compression_level=19, index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else NATURAL_EARTH)
