"""Outlines: countries, units and named regions, and which unit a point lies in."""

from __future__ import annotations

import pytest
import shapely

from geodata.gazetteer import open_gazetteer
from geodata.gazetteer.regions_table import read_regions
from geodata.model import PlaceKind
from geodata.naming import find_regions
from geodata.regions import (
    admin1_at,
    admin1_code_at,
    drawn_area,
    drawn_outline,
    geometry_of,
    is_region,
    region_names,
    units_of,
)


def holds(place_id: str, latitude: float, longitude: float) -> bool:
    shape = geometry_of(place_id)
    assert shape is not None
    return bool(shape.intersects(shapely.Point(longitude, latitude)))


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (49.98, 36.25, "UA.07"),
        (45.0, 34.1, "UA.11"),
        (44.60, 33.53, "UA.20"),
        (50.45, 30.52, "UA.12"),
        (34.05, -118.24, "US.CA"),
        (51.5, -0.12, "GB.ENG"),
        (31.5, 34.46, "PS.GZ"),
        (17.4, 78.5, "IN.40"),
        (-1.29, 36.82, "KE.05"),
        (30.0, -40.0, None),
    ],
)
def test_which_unit_a_point_lies_in(latitude: float, longitude: float, code: str | None) -> None:
    assert admin1_code_at(latitude, longitude) == code


def test_the_unit_as_a_place() -> None:
    unit = admin1_at(49.98, 36.25)
    assert unit is not None
    assert unit.name == "Kharkiv Oblast"
    assert admin1_at(0.0, -30.0) is None


def test_crimea_is_ukrainian() -> None:
    assert holds("country:UA", 44.95, 34.1)
    assert holds("country:UA", 44.60, 33.53)
    assert not holds("country:RU", 44.95, 34.1)


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("Donbas", 48.0, 37.8),
        ("Donbass", 48.57, 39.3),
        ("Crimea", 45.0, 34.1),
        ("Gaza Strip", 31.4, 34.35),
        ("West Bank", 32.0, 35.2),
        ("Sahel", 17.0, 0.0),
        ("Tigray", 13.8, 38.8),
        ("Darfur", 13.0, 24.0),
        ("Kashmir", 34.1, 74.8),
        ("Balkans", 43.9, 18.4),
        ("Nagorno-Karabakh", 39.83, 46.76),
        ("Middle East", 33.3, 44.4),
        ("Horn of Africa", 9.0, 38.7),
        ("New England", 42.36, -71.06),
        ("Sinai", 29.5, 33.8),
        ("Golan Heights", 33.05, 35.8),
        ("Helmand", 31.6, 64.4),
        ("Transnistria", 46.84, 29.63),
        ("Scandinavia", 59.3, 18.07),
        ("Ukraine", 49.0, 32.0),
    ],
)
def test_a_region_is_found_by_name_and_holds_its_middle(name: str, latitude: float, longitude: float) -> None:
    region = find_regions(name)[0]
    assert holds(region.id, latitude, longitude)


@pytest.mark.slow
def test_every_named_region_has_a_valid_outline() -> None:
    regions = read_regions()
    assert len(regions) >= 60
    bad = []
    for region in regions:
        shape = geometry_of(region.id)
        if (
            shape is None
            or shape.is_empty
            or not shape.is_valid
            or shape.geom_type not in ("Polygon", "MultiPolygon")
        ):
            bad.append(region.id)
    assert bad == []


def test_what_has_no_outline() -> None:
    assert geometry_of("gn:706483") is None
    assert geometry_of("region:atlantis") is None
    assert geometry_of("country:ZZ") is None
    assert find_regions("Zaliznychne") == []


def test_what_a_region_is_made_of() -> None:
    assert units_of("ne:UA.07") == {"UA.07"}
    assert units_of("region:donbas") == {"UA.05", "UA.14"}
    assert {"UA", "UA.07", "UA.11", "UA.20"} <= (units_of("country:UA") or set())
    assert {"ML", "NE", "ML.04"} <= (units_of("region:sahel") or set())
    for other in ("region:golan", "gn:706483", "country:ZZ", "ne:XX.99", "ne:IT.15:Messina", "nowhere"):
        assert units_of(other) is None
    assert is_region("ne:IT.15:Messina")
    assert not is_region("gn:706483")


def test_region_names_are_sorted_and_can_be_asked_for() -> None:
    names = region_names()
    assert names == tuple(sorted(names))
    ids = {place_id for _, place_id in names}
    assert {"country:UA", "ne:UA.07", "region:donbas"} <= ids


def the_water(name: str) -> str:
    return next(p.id for p in open_gazetteer().candidates(name) if p.kind is PlaceKind.WATER)


def test_a_sea_is_drawn_up_to_its_coasts() -> None:
    sea = drawn_outline(the_water("Black Sea"))
    assert sea is not None
    assert sea.intersects(shapely.Point(35.0, 43.0))
    assert not sea.intersects(shapely.Point(34.1, 45.0)), "the Crimea is land"
    for azov in (shapely.Point(36.5, 46.0), shapely.Point(36.0, 45.8), shapely.Point(35.6, 45.5)):
        assert not sea.intersects(azov), "the Sea of Azov is another one"
    assert geometry_of(the_water("Black Sea")) is None


def test_inland_waters_are_circles_and_long_rivers_are_not_drawn() -> None:
    lake = drawn_outline(the_water("Lake Chad"))
    assert lake is not None
    assert lake.intersects(shapely.Point(14.4, 13.1))
    assert drawn_outline(the_water("Dnieper")) is None
    assert drawn_outline("water:no-such-water") is None


def test_what_is_no_water_is_drawn_by_its_outline() -> None:
    assert drawn_outline("ne:UA.07") is geometry_of("ne:UA.07")


def test_an_area_without_an_outline_is_its_circle_unless_that_says_less_than_a_name() -> None:
    assert drawn_area("ne:UA.07", 49.6, 36.6, 100.0) is geometry_of("ne:UA.07")
    quarter = drawn_area("gn:1", 50.46, 30.46, 25.0)
    assert quarter is not None
    assert quarter.intersects(shapely.Point(30.46, 50.46 + 0.2))
    assert not quarter.intersects(shapely.Point(30.46, 50.46 + 0.25))
    assert drawn_area(None, 50.46, 30.46, 25.0) is not None
    for place_id, radius_km in (
        ("gn:1", 0.0),
        ("gn:1", 251.0),
        ("country:QQ", 25.0),
        (the_water("Dnieper"), 9),
    ):
        assert drawn_area(place_id, 50.46, 30.46, radius_km) is None


@pytest.mark.parametrize("place_id", ["country:SD", "country:MM", "country:CD", "region:sahel"])
def test_no_crack_is_left_between_the_units_of_an_outline(place_id: str) -> None:
    shape = geometry_of(place_id)
    assert shape is not None
    holes = [shapely.Polygon(hole) for part in shapely.get_parts(shape) for hole in part.interiors]
    assert [hole.bounds for hole in holes if hole.buffer(-0.01).is_empty] == []


@pytest.mark.parametrize(
    ("place_id", "latitude", "longitude"),
    [("country:ZA", -29.5, 28.2), ("country:IT", 43.94, 12.45), ("country:FR", 42.465, 1.98)],
    ids=["Lesotho", "San Marino", "Llivia"],
)
def test_an_enclave_lies_outside_the_country_around_it(
    place_id: str, latitude: float, longitude: float
) -> None:
    assert not holds(place_id, latitude, longitude)


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_inside"),
    [
        *((8.238, -73.356, True), (8.082, -73.222, True), (8.470, -73.337, True), (8.510, -73.447, True)),
        *((8.576, -73.095, True), (8.322, -73.146, True), (8.212, -73.239, True), (8.402, -73.209, True)),
        *((8.083, -72.801, True), (8.438, -73.287, True), (8.640, -72.736, True)),
        *((7.894, -72.508, False), (7.938, -72.605, False), (8.364, -72.408, False), (8.310, -73.610, False)),
    ],
)
def test_catatumbo_is_its_eleven_municipalities(latitude: float, longitude: float, is_inside: bool) -> None:
    """It was a bare quadrangle that held Tibú, El Tarra and Hacarí alone, and a part of Venezuela."""
    outline = geometry_of("region:catatumbo")
    assert outline is not None
    assert outline.contains(shapely.Point(longitude, latitude)) is is_inside
