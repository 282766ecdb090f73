"""The basemap names and draws what is large first, on every continent."""

from __future__ import annotations

from collections import Counter

import geopandas as gpd
import pytest
from shapely.geometry import box

from dashboard.basemap import area_names, basemap_layers, in_order, town_names, unit_sizes_km2
from dashboard.leaflet import FRONTEND, MAP_SCRIPTS
from geodata.gazetteer import open_gazetteer


def test_every_script_of_the_map_is_sent() -> None:
    assert set(MAP_SCRIPTS) == {file.name for file in FRONTEND.glob("map_*.js")}


@pytest.fixture(scope="module")
def names() -> list[list[object]]:
    gazetteer = open_gazetteer()
    return [*area_names(gazetteer, {"SD.55": 300_000.0, "AZ.18": 900.0}), *town_names(gazetteer)]


def test_a_large_province_is_named_before_a_small_one(names: list[list[object]]) -> None:
    units = [row for row in names if row[4] == "admin1"]
    assert [row[3] for row in units] == sorted(row[3] for row in units)
    assert units[0][3] < units[-1][3]


def test_a_city_finds_its_room_before_the_province_called_after_it() -> None:
    gazetteer = open_gazetteer()
    names = in_order([*area_names(gazetteer, {"UA.05": 26_000.0}), *town_names(gazetteer)])
    order = [(name.name, name.kind) for name in names]
    wanted = [("Ukraine", "country"), ("Donetsk", "town"), ("Donetsk Oblast", "admin1"), ("Bakhmut", "town")]
    assert sorted(wanted, key=order.index) == wanted


def test_the_world_on_a_phone_has_names() -> None:
    units = dict.fromkeys(("US.CA", "BR.27", "NG.05", "RU.48", "CN.22", "DE.16", "EG.11", "TD.01"), 1e5)
    rows = area_names(open_gazetteer(), units)
    named = {row[2] for row in rows if row[4] == "country" and row[3] <= 1}
    assert named == {"United States", "Brazil", "Nigeria", "Russia", "China"}, "more would not find room"


def test_a_section_of_a_town_is_named_where_streets_could_be() -> None:
    zooms = {name: zoom for *_, name, zoom, kind in town_names(open_gazetteer()) if kind == "town"}
    if "Saltivka" not in zooms:
        pytest.skip("this release of GeoNames does not list the section")
    assert zooms["Saltivka"] > 10
    # Towns beside each other are sections of neither.
    assert max(zooms[name] for name in ("Kharkiv", "Kramatorsk", "Sloviansk", "Irpin", "Bucha")) <= 8.5


def test_every_continent_has_towns_at_each_zoom() -> None:
    gazetteer = open_gazetteer()
    seen: Counter[str] = Counter()
    for latitude, longitude, _, zoom, _ in town_names(gazetteer):
        if zoom <= 6:
            seen[_part_of_the_world(latitude, longitude)] += 1
    assert all(seen[part] >= 30 for part in ("Africa", "Asia", "Europe", "Americas")), seen


def _part_of_the_world(latitude: float, longitude: float) -> str:
    if longitude < -30:
        return "Americas"
    if latitude > 36 and longitude < 40:
        return "Europe"
    return "Africa" if longitude < 45 and latitude < 36 else "Asia"


def test_lines_between_small_units_are_kept_for_a_close_look() -> None:
    large = [box(x, 10, x + 5, 15) for x in (0, 5, 10)]
    small = [box(40 + x / 5, 40, 40 + (x + 1) / 5, 40.2) for x in range(3)]
    units = gpd.GeoDataFrame({"country": ["SD"] * 3 + ["AZ"] * 3}, geometry=large + small, crs=4326)
    layers = basemap_layers(units)
    assert len(layers["admin1"]) == len(layers["small_admin1"]) == 2
    sizes = unit_sizes_km2(units)
    assert 280_000 < sizes[0] < 320_000
    assert sizes[-1] < 500
