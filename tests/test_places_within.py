"""A name that no table holds is drawn by the town, or as the unit, that its address tells."""

from __future__ import annotations

from datetime import date

import pytest
from reading_samples import places_told

from articles.pipeline import read_article
from articles.resolve.within import units_told
from articles.toponyms.listed import stands_in_address
from articles.toponyms.spans import Facts
from articles.toponyms.tokens import tokenise
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import Article, PlacePrecision


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
        ("Gunmen killed two in Zzamwe, Patikul, Sulu, on Monday.", "Zzamwe", "Patikul"),
        ("Gunmen killed two in Barangay Zzamwe, Patikul, Sulu on Monday.", "Barangay Zzamwe", "Patikul"),
        ("Guards fell at a roadblock in Zzamwe, Bamako, on Monday.", "Zzamwe", "Bamako"),
        ("Gunmen killed two in Sitio Zzam, Barangay Zzilo, Patikul on Monday.", "Sitio Zzam", "Patikul"),
    ],
)  # fmt: skip
def test_a_name_is_drawn_by_the_town_that_its_address_tells(
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


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed two in Zzamwe, Bamako said on Monday.",
        "Gunmen killed two in Zzamwe, Bunia, Goma and Beni.",
        "Gunmen killed two in Zzamwe, Bunia or Goma.",
        "Troops left Zzamwe, Bamako, on Monday.",
    ],
)
def test_a_list_or_a_speaker_behind_a_name_is_no_address(text: str, gazetteer: Gazetteer) -> None:
    assert all(m.place is None for m in places_told(text, gazetteer) if m.text == "Zzamwe")


def test_a_name_and_its_town_are_one_event() -> None:
    text = "A guard was shot by men at a roadblock in Zzamwe, Bamako, on Monday and died later."
    reports = read_article(Article.create(text, published=date(2024, 2, 9))).reports
    assert [r.place.name for r in reports if r.place is not None] == ["Bamako"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Men killed two in Zzamwe village under Raozan upazila of Chattogram.", "Raojān"),
        (
            "A shell fell in Zzamwe, under Zzilo union of Bandarban's Naikhongchhari upazila.",
            "Naikhongchhari",
        ),
        ("Nine people died in Zzamwe under Israel's siege.", None),
        ("Nine people died in Zzamwe under French fire.", None),
        ("Nine people died in Zzamwe under Assad.", None),
    ],
)
def test_what_is_told_to_be_under_a_unit_lies_in_it(
    text: str, place: str | None, gazetteer: Gazetteer
) -> None:
    found = next(m for m in places_told(text, gazetteer) if m.text == "Zzamwe")
    assert (found.place and found.place.name) == place


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
