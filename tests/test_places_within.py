"""A name that no table holds is drawn by the town, or as the unit, that its address tells."""

from __future__ import annotations

import pytest
from reading_samples import places_told

from articles.resolve.within import units_told
from articles.toponyms.listed import stands_in_address
from articles.toponyms.spans import Facts
from articles.toponyms.tokens import tokenise
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import PlacePrecision


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("Gunmen killed two in Zzamwe in Malindi (Kilifi county).", "Zzamwe", "Malindi"),
        ("Gunmen killed two in Zzamwe district, Palu city (Central Sulawesi).", "Zzamwe", "Palu"),
        ("Gunmen killed two at the Zzamwe area of Zzilo neighborhood in Kano city.", "Zzamwe", "Kano"),
        ("Troops raided houses at Zzamwe, Maiduguri (Borno state).", "Zzamwe", "Maiduguri"),
        ("Police beat fishers at South Beach in Beira (Sofala province).", "South Beach", "Beira"),
    ],
)  # fmt: skip
def test_a_name_in_a_town_with_an_address_of_its_own_is_drawn_by_the_town(
    text: str, name: str, town: str, gazetteer: Gazetteer
) -> None:
    found = next(m for m in places_told(text, gazetteer) if m.text == name)
    assert found.place is not None
    assert (found.place.name, found.precision) == (town, PlacePrecision.NEAR)


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed four in Zzamwe village in Damboa (Damboa, Borno state).",
        "Gunmen killed four in Zzamwe, Damboa (Borno state).",
    ],
)
def test_a_town_named_like_the_unit_behind_it_stands_for_the_unit(text: str, gazetteer: Gazetteer) -> None:
    mentions = places_told(text, gazetteer)
    start = next(m.start for m in mentions if m.text == "Zzamwe")
    assert units_told(text, mentions)[start].precision is PlacePrecision.DISTRICT


def test_two_towns_of_a_list_hold_nothing(gazetteer: Gazetteer) -> None:
    mentions = places_told("Troops raided houses in Zzamwe, Maiduguri and Zzilo.", gazetteer)
    assert all(m.place is None for m in mentions if m.text.startswith("Zz"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Men burned two huts in Zzamwe village (Mambasa, Ituri) at dawn.", "Mambasa"),
        ("Troops fought bandits in Zzamwe (Kwande, Benue) on Monday.", "Kwande"),
        ("Guards shot at a car in Zzamwe (Sariaya, Quezon, Calabarzon).", "Sariaya"),
    ],
)
def test_every_name_of_an_address_in_a_bracket_is_a_place(text: str, name: str, gazetteer: Gazetteer) -> None:
    mentions = {m.text: m for m in places_told(text, gazetteer)}
    assert mentions[name].place is not None
    assert mentions["Zzamwe"].place == mentions[name].place


@pytest.mark.parametrize(
    ("text", "first", "stands"),
    [
        ("in Zzamwe (Mambasa, Ituri)", 3, True),
        ("in Zzamwe (Mambasa territory, Ituri)", 3, True),
        ("the star (Paris, Hilton)", 3, False),
        ("the winner (Paris)", 3, False),
        ("the winner (Paris said, Ituri)", 3, False),
        ("Mambasa, Ituri", 0, False),
    ],
)
def test_an_address_has_two_names_and_leads_up_to_a_unit(
    text: str, first: int, stands: bool, gazetteer: Gazetteer
) -> None:
    assert stands_in_address(tokenise(text), first, first + 1, Facts(gazetteer)) is stands
