"""A distance and a direction told in a bracket or behind a comma find the right namesake, or draw it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reading_samples import places_told

from articles.resolve.beside import lies_elsewhere
from articles.resolve.relative import Beside, read_beside, read_offset
from articles.toponyms.listed import is_measured
from articles.toponyms.tokens import tokenise
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.globe import points_km
from geodata.model import Place, PlaceKind, PlacePrecision, PlaceRole


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("gap", "km", "bearing", "bracketed"),
    [
        (" (23km south-west of ", 23.0, 225.0, True),
        (" (non-government-controlled, 20km south-west of ", 20.0, 225.0, True),
        (" village (about 30 kilometres due east of ", 30.0, 90.0, True),
        (" disengagement area (12 km SE of the city of ", 12.0, 135.0, True),
        (", non-government-controlled, 23km north-east of ", 23.0, 45.0, False),
        (" village, ten miles south of ", 16.09344, 180.0, False),
        (" (12 km from ", 12.0, None, True),
    ],
)
def test_brackets_say_how_far_and_in_what_direction_a_place_lies(
    gap: str, km: float, bearing: float | None, bracketed: bool
) -> None:
    told = read_beside(gap)
    assert told is not None
    assert (told.distance_km, told.bearing, told.bracketed) == (pytest.approx(km), bearing, bracketed)


@pytest.mark.parametrize("gap", [" (", " (where a man fled from ", " (aged 20, from ", " and shelled "])
def test_other_brackets_say_nothing_of_distance(gap: str) -> None:
    assert read_beside(gap) is None


def test_the_letters_of_a_direction_are_read() -> None:
    text = "A post stood 15 km NW of "
    offset = read_offset(text + "Izium", len(text))
    assert offset is not None
    assert (offset.distance_km, offset.bearing) == (15.0, 315.0)


def spot(latitude: float, longitude: float) -> Place:
    return Place(
        id=f"x:{latitude},{longitude}",
        name="X",
        kind=PlaceKind.SETTLEMENT,
        latitude=latitude,
        longitude=longitude,
        country_code="UA",
        source="test",
    )


def test_a_bracket_is_exact_and_running_text_is_not() -> None:
    town, measured, told = spot(48.0, 37.8), Beside(20.0, True, 225.0, True), Beside(20.0, True, 225.0)
    at_spot, beside, opposite = spot(47.87, 37.6), spot(48.0, 37.6), spot(48.3, 38.3)
    assert not lies_elsewhere(measured, at_spot, town, known=False)
    assert lies_elsewhere(measured, beside, town, known=False)
    assert not lies_elsewhere(measured, beside, town, known=True)
    assert not lies_elsewhere(told, beside, town, known=False)
    assert lies_elsewhere(told, opposite, town, known=True)


@pytest.mark.parametrize(
    ("text", "name", "latitude", "longitude"),
    [
        ("A mine hurt two in Vodiane (government-controlled, 94km south of Donetsk).", "Vodiane", 47.3, 37.7),
        ("A mine killed a man in Vodiane (15km north-west of Donetsk).", "Vodiane", 48.1, 37.65),
        ("Guns fired at Mykolaivka (40km south of Donetsk) at dawn.", "Mykolaivka", 47.65, 37.7),
        ("Guns fired at Zelenopillia, 60 km south-west of Luhansk, at dawn.", "Zelenopillia", 48.2, 38.7),
    ],
)  # fmt: skip
def test_the_namesake_at_the_told_spot_is_meant(
    text: str, name: str, latitude: float, longitude: float, gazetteer: Gazetteer
) -> None:
    found = next(m for m in places_told(text, gazetteer) if m.text == name)
    assert found.latitude is not None
    assert found.longitude is not None
    assert points_km(found.latitude, found.longitude, latitude, longitude) < 20


@pytest.mark.parametrize(
    "text",
    [
        "Rebels shelled Stepne (government-controlled, 30km south-west of Donetsk) on 4 May.",
        "Rebels shelled Stepne village, 30km south-west of Donetsk, on 4 May.",
    ],
)
def test_a_village_known_only_elsewhere_is_drawn_at_the_told_spot(text: str, gazetteer: Gazetteer) -> None:
    found = next(m for m in places_told(text, gazetteer) if m.text == "Stepne")
    assert found.place is not None
    assert (found.place.name, found.precision) == ("Donetsk", PlacePrecision.NEAR)
    assert found.latitude == pytest.approx(47.83, abs=0.02)


def test_the_town_that_only_measures_is_no_place_of_the_event(gazetteer: Gazetteer) -> None:
    text = "In Vodiane (government-controlled, 94km south of Donetsk), a man was hurt by shrapnel."
    town = next(m for m in places_told(text, gazetteer) if m.text == "Donetsk")
    assert (town.role, town.precision) == (PlaceRole.CONTAINER, PlacePrecision.SETTLEMENT)


def test_a_place_that_lies_about_there_keeps_its_own_point(gazetteer: Gazetteer) -> None:
    text = "A shell hit a house in Staromykhailivka (20km north-west of Donetsk)."
    found = next(m for m in places_told(text, gazetteer) if m.text == "Staromykhailivka")
    assert found.precision is PlacePrecision.SETTLEMENT


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("Volya (government-controlled, 20km south of Donetsk)", True),
        ("Volya (12 km from Donetsk)", True),
        ("Volya (aged 20, from Donetsk)", False),
        ("Volya (20, a miner of Donetsk)", False),
        ("Volya, 20km south of Donetsk", False),
    ],
)
def test_a_bracket_that_measures_shows_a_place(text: str, measured: bool) -> None:
    assert is_measured(tokenise(text), 1) is measured


def lake(radius_km: float) -> Place:
    return replace(spot(0.0, 33.0), id="x:lake", kind=PlaceKind.WATER, country_code=None, radius_km=radius_km)


def test_who_is_near_a_shore_is_as_far_from_the_middle_as_the_lake_reaches() -> None:
    near, shore = Beside(None, False), spot(0.0, 31.2)
    assert not lies_elsewhere(near, shore, lake(80.0), known=False)
    assert lies_elsewhere(near, shore, lake(20.0), known=False)
    assert lies_elsewhere(near, spot(0.0, 25.0), lake(80.0), known=False)
    assert not lies_elsewhere(Beside(40.0, True, 180.0), shore, lake(80.0), known=False)


@pytest.mark.parametrize(
    ("text", "name", "near"),
    [
        ("Men shot a trader dead in Kisumu, near Lake Victoria, on Monday.", "Kisumu", (-0.1, 34.75)),
        ("Police shot a marcher dead in Juliaca, close to Lake Titicaca.", "Juliaca", (-15.5, -70.1)),
        ("Drones struck Odesa, near the Black Sea, on Monday.", "Odesa", (46.5, 30.7)),
    ],
)
def test_a_town_near_a_shore_stays_where_it_is(
    text: str, name: str, near: tuple[float, float], gazetteer: Gazetteer
) -> None:
    found = next(m for m in places_told(text, gazetteer) if m.text == name)
    assert found.latitude is not None
    assert found.longitude is not None
    assert points_km(found.latitude, found.longitude, *near) < 20


def test_a_namesake_far_from_the_shore_told_is_not_meant(gazetteer: Gazetteer) -> None:
    found = places_told("Raiders killed four in Troyes, near Lake Victoria, on Monday.", gazetteer)
    assert found[0].place is None
