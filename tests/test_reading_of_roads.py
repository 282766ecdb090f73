"""The ends of a road are not where it was blocked where another place is told; alone they are."""

from __future__ import annotations

import pytest
from reading_samples import places_told

from articles.reading.roads import without_road_ends
from articles.resolve.relative import is_on_road_between, is_road_end
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.globe import points_km
from geodata.model import PlacePrecision


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("text", "name", "ends"),
    [
        ("on the Kabul - Ghazni highway", "Kabul", True),
        ("on the Kabul - Ghazni highway", "Ghazni", True),
        ("on the Kabul - Maidan Shahr - Ghazni ring road", "Kabul", True),
        ("on the Kabul to Ghazni road", "Ghazni", True),
        ("on the Kabul-Ghazni highway", "Ghazni", True),
        ("on the Ghazni highway", "Ghazni", False),
        ("in Kabul and on a highway", "Kabul", False),
        ("from Kabul to Ghazni by road", "Kabul", False),
        ("Kabul - a city with one road", "Kabul", False),
    ],
)
def test_names_that_are_joined_before_a_road_are_its_ends(text: str, name: str, ends: bool) -> None:
    start = text.index(name)
    assert is_road_end(text, start, start + len(name)) is ends


def test_two_names_are_of_one_road() -> None:
    text = "the Kabul - Ghazni highway"
    assert is_on_road_between(text, 9, 12, 18)
    assert not is_on_road_between("Kabul, Ghazni highway", 5, 7, 13)


def test_a_road_alone_is_drawn_between_its_ends(gazetteer: Gazetteer) -> None:
    one, two = places_told("Gunmen stopped a bus on the Kabul - Ghazni highway.", gazetteer)
    assert one.precision is two.precision is PlacePrecision.NEAR
    assert (one.latitude, one.longitude) == (two.latitude, two.longitude)
    assert one.place is not None
    assert one.latitude is not None
    assert one.longitude is not None
    middle = points_km(one.latitude, one.longitude, one.place.latitude, one.place.longitude)
    assert middle == pytest.approx(one.radius_km, rel=0.1)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("In Maidan Shahr, drivers blocked the Kabul - Ghazni highway.", {"Maidan Shahr"}),
        ("Drivers blocked the Kabul - Ghazni highway near Saydabad.", {"Saydabad"}),
        ("Drivers blocked the Kabul - Ghazni highway.", {"Kabul", "Ghazni"}),
        ("Drivers from Herat blocked the Kabul - Ghazni highway.", {"Kabul", "Ghazni", "Herat"}),
        ("In Afghanistan, drivers blocked the Kabul - Ghazni highway.", {"Kabul", "Ghazni", "Afghanistan"}),
    ],
)
def test_the_ends_of_a_road_give_way_to_a_place_told_with_in(
    text: str, kept: set[str], gazetteer: Gazetteer
) -> None:
    mentions = places_told(text, gazetteer)
    left = without_road_ends(text, [(m, 0.5) for m in mentions], mentions)
    assert {m.text for m, p in left if p > 0} == kept
