"""A bracket behind a town, and the region of its sentence, find the namesake that is meant."""

from __future__ import annotations

import pytest
from reading_samples import places_told

from articles.resolve.villages import is_called_village
from articles.resolve.within import units_told
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import PlaceKind, PlaceMention, PlaceUse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def test_a_town_lies_in_the_district_named_like_it(gazetteer: Gazetteer) -> None:
    text = "Traders shut their shops in Rajgarh city (Rajgarh, Madhya Pradesh)."
    found = [m.place for m in places_told(text, gazetteer) if m.text == "Rajgarh"]
    assert [place.admin2_name for place in found if place is not None] == ["Rājgarh", "Rājgarh"]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Mines went off in Kamma town (Kamma township, Magway).", "Kamma", PlaceKind.ADMIN2),
        ("Men hid in Zzamwe (Pakokku township, Pakokku district).", "Pakokku township", PlaceKind.ADMIN2),
        ("Mines went off in Pakokku town (Pakokku township, Magway).", "Pakokku", PlaceKind.SETTLEMENT),
    ],
)
def test_a_town_that_no_table_holds_is_the_unit_behind_it_and_no_village_elsewhere(
    text: str, name: str, kind: PlaceKind, gazetteer: Gazetteer
) -> None:
    found = next(m.place for m in places_told(text, gazetteer) if m.text == name)
    assert found is not None
    assert found.kind is kind


@pytest.mark.parametrize(
    ("text", "name", "known"),
    [
        ("Shops burned in Sasolburg (Gauteng).", "Sasolburg", True),
        ("Shops burned in Parys (Gauteng).", "Parys", False),
        ("Shops burned in Izium (Donetsk region).", "Izium", False),
    ],
)
def test_only_the_one_town_of_that_name_may_lie_over_the_border(
    text: str, name: str, known: bool, gazetteer: Gazetteer
) -> None:
    found = next(m.place for m in places_told(text, gazetteer) if m.text == name)
    assert (found is not None) is known


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("The governor of Kursk oblast said shells had hit Ivanovka, a village on the border.", "RU.41"),
        ("The governor of Kursk oblast said shells had hit the village of Ivanovka.", "RU.41"),
        ("The governors of Kursk oblast and Sumy oblast named Ivanovka, a village.", None),
    ],
)
def test_a_village_known_only_elsewhere_lies_in_the_only_region_of_its_sentence(
    text: str, region: str | None, gazetteer: Gazetteer
) -> None:
    mentions = places_told(text, gazetteer)
    village = next(m for m in mentions if m.text == "Ivanovka")
    unit = units_told(text, mentions).get(village.start)
    assert village.place is None
    assert (unit and unit.place and unit.place.admin1) == region


def test_a_village_lies_in_the_district_of_its_sentence_before_the_region(gazetteer: Gazetteer) -> None:
    text = "In Belgorod region's Valuysky district, shells hit a car near the village of Ivanovka."
    mentions = places_told(text, gazetteer)
    village = next(m for m in mentions if m.text == "Ivanovka")
    unit = units_told(text, mentions)[village.start].place
    assert unit is not None
    assert (unit.kind, unit.admin1) == (PlaceKind.ADMIN2, "RU.09")


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("the village of Zzamwe", True),
        ("Zzamwe, a small village", True),
        ("Zzamwe, a farming community in Benue", True),
        ("Zzamwe, a community of monks", False),
        ("Zzamwe, near a village", False),
        ("villages and Zzamwe", False),
    ],
)
def test_words_beside_a_name_call_it_a_village(text: str, called: bool) -> None:
    start = text.index("Zzamwe")
    mention = PlaceMention(start=start, end=start + 6, text="Zzamwe", use=PlaceUse.LITERAL)
    assert is_called_village(text, mention) is called


@pytest.mark.parametrize(
    ("text", "name", "placed"),
    [
        ("In Cusco, Peru, drivers stopped cars at the Ouaga toll.", "Ouaga", False),
        ("Rebels in Aden and guards in Taizz shot at each other.", "Taizz", True),
    ],
)
def test_a_piece_of_a_far_citys_name_is_not_its_name(
    text: str, name: str, placed: bool, gazetteer: Gazetteer
) -> None:
    found = next((m for m in places_told(text, gazetteer) if m.text == name), None)
    assert (found is not None and found.place is not None) is placed
