"""What a summary tells of a stretch of front lies by the town that it is called after."""

from __future__ import annotations

import pytest
from reading_samples import places_told

from articles.resolve.evidence import read_evidence
from articles.resolve.fronts import FRONT_KM, fronts_of
from articles.toponyms import find_places
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.geography import distance_km
from geodata.model import PlacePrecision


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In the Lyman direction, troops fought at Terny; guns fired on Zarichne.", {"Terny", "Zarichne"}),
        ("On the Lyman axis, troops fought at Terny. Drones flew over Zarichne.", {"Terny"}),
        ("Lyman direction: troops fought at Terny.", {"Terny"}),
        ("In the Lyman sector, troops fought at Terny; in Sumy region, drones hit Bilopillia.", {"Terny"}),
        ("In the Lyman direction, all was calm, in the Toretsk direction guns hit Nelipivka.", {"Nelipivka"}),
        ("Troops moved off in the direction of Lyman and shelled Terny.", set()),
        ("The enemy retreated from the Lyman direction and shelled Terny.", set()),
    ],
)
def test_a_stretch_of_front_holds_to_the_end_of_its_sentence(
    text: str, told: set[str], gazetteer: Gazetteer
) -> None:
    mentions = find_places(text, (), gazetteer)
    fronts = fronts_of(text, mentions, read_evidence(text, mentions))
    assert {mentions[index].text for index in fronts} == told


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("In the Lyman direction, guns fired four times towards Terny.", "Terny", "Lyman"),
        ("On the Orikhiv axis, troops were pushed back near Kamianske.", "Kamianske", "Orikhiv"),
    ],
)
def test_of_namesakes_the_one_on_the_front_is_meant(
    text: str, name: str, town: str, gazetteer: Gazetteer
) -> None:
    places = {m.text: m.place for m in places_told(text, gazetteer)}
    one, other = places[name], places[town]
    assert one is not None
    assert other is not None
    assert distance_km(one, other) <= FRONT_KM


def test_a_village_known_only_far_from_the_front_is_drawn_by_its_town(gazetteer: Gazetteer) -> None:
    text = "In the Lyman direction, the enemy attacked once towards Mykilske."
    found = next(m for m in places_told(text, gazetteer) if m.text == "Mykilske")
    assert found.place is not None
    assert (found.place.name, found.precision) == ("Lyman", PlacePrecision.NEAR)


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("In the Lyman direction, guns fired, and drones hit Terny in Sumy region.", "Terny", "UA.21"),
        ("In the Lyman direction, guns fired; in Sumy region, drones hit Terny.", "Terny", "UA.21"),
        ("In the Kharkiv direction, guns fired, while envoys met in Kyiv.", "Kyiv", "UA.12"),
        ("Guns fired at Terny in Sumy region, Lyman, Toretsk and Bakhmut.", "Terny", "UA.21"),
    ],
)
def test_what_the_text_puts_elsewhere_stays_there(
    text: str, name: str, unit: str, gazetteer: Gazetteer
) -> None:
    found = next(m for m in places_told(text, gazetteer) if m.text == name)
    assert found.place is not None
    assert found.place.admin1 == unit


def test_a_stretch_is_called_after_the_larger_town(gazetteer: Gazetteer) -> None:
    text = (
        "In the Kupiansk direction, troops fought near Petropavlivka and Vovchansk. "
        "In the Lyman direction, the enemy attacked towards Terny. Guns hit Bohodukhiv in Kharkiv region."
    )
    units = {m.text: m.place.admin1 for m in places_told(text, gazetteer) if m.place}
    assert (units["Lyman"], units["Terny"]) == ("UA.05", "UA.05")


def test_a_front_is_a_stretch_too(gazetteer: Gazetteer) -> None:
    text = "On the Lyman front, the enemy attacked near the village of Dibrova."
    units = {m.text: m.place.admin1 for m in places_told(text, gazetteer) if m.place}
    assert units.get("Dibrova", "UA.05") == "UA.05"
