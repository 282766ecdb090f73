"""What stands around a name decides what it is: ships, halves of names, units, bearings, unnamed towns."""

from __future__ import annotations

import pytest

from articles.resolve import resolve
from articles.resolve.doubt import without_doubtful
from articles.sentences import split_sentences
from articles.toponyms import find_places
from articles.toponyms.directions import whole_name
from articles.toponyms.meaning import is_befallen
from articles.toponyms.spans import SpanCandidate
from articles.toponyms.tokens import tokenise
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import PlaceKind, PlaceMention, PlacePrecision, PlaceRole


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def read(text: str, gazetteer: Gazetteer) -> dict[str, PlaceMention]:
    """Return the mentions of a text by their words, as the pipeline places them."""
    found = resolve(text, find_places(text, split_sentences(text), gazetteer), gazetteer)
    return {m.text: m for m in without_doubtful(text, found)}


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Al-Shabaab fighters overran two Somali towns on Tuesday.", "SO"),
        ("Several remote Malian villages were burned down last week.", "ML"),
        ("Gunmen raided a Nigerian village on Sunday, killing nine people.", "NG"),
    ],
)
def test_a_peoples_name_says_where_unnamed_towns_lie(text: str, country: str, gazetteer: Gazetteer) -> None:
    placed = [m for m in read(text, gazetteer).values() if m.literal and m.place]
    assert [m.place and m.place.id for m in placed] == [f"country:{country}"]


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen raided the Nigerian village of Kuriga on Sunday.",
        "Nigerian soldiers raided a village on Sunday.",
        "Two Nigerian communities near Maiduguri were burned.",
        "A Nigerian from the village said so.",
    ],
)
def test_a_peoples_name_locates_nothing_beside_a_named_place(text: str, gazetteer: Gazetteer) -> None:
    mention = next(m for name, m in read(text, gazetteer).items() if name == "Nigerian")
    assert not mention.literal


@pytest.mark.parametrize(
    ("text", "ship"),
    [
        ("The frigate Hessen left the port of Souda on Monday.", "Hessen"),
        ("The destroyer USS Mason came under fire in the Red Sea.", "Mason"),
        ("A missile hit the tanker Genoa near Hodeidah.", "Genoa"),
    ],
)
def test_a_ship_is_no_place(text: str, ship: str, gazetteer: Gazetteer) -> None:
    assert not any(m.literal for name, m in read(text, gazetteer).items() if ship in name)


def test_a_town_hit_beside_a_ship_stays_a_place(gazetteer: Gazetteer) -> None:
    found = read("The ship sank off Genoa, and a ferry left Naples.", gazetteer)
    assert found["Genoa"].literal
    assert found["Naples"].literal


@pytest.mark.parametrize(
    ("text", "half", "whole"),
    [
        ("Fighting spread in North and South Kivu on Monday.", "North", "North Kivu"),
        ("Rebels attacked villages in South, West and North Darfur.", "West", "West Darfur"),
        ("Clashes were reported in East and West Gojjam.", "East", "East Gojjam"),
    ],
)
def test_half_a_name_borrows_the_rest(text: str, half: str, whole: str, gazetteer: Gazetteer) -> None:
    mention = read(text, gazetteer)[half]
    assert text[mention.start : mention.end] == half
    assert any(whole in c.place.label for c in mention.candidates), mention.reasons


def test_a_direction_alone_is_no_name(gazetteer: Gazetteer) -> None:
    found = read("Troops came from the north and South Sudan closed its border.", gazetteer)
    assert "north" not in found
    assert whole_name("North", "Kivu") == "North"


def test_a_town_is_meant_before_the_district_named_after_it(gazetteer: Gazetteer) -> None:
    town = read("Gunmen shot a teacher in Kantchari on Sunday.", gazetteer)["Kantchari"]
    assert town.place is not None
    assert town.place.kind is PlaceKind.SETTLEMENT
    unit = read("Gunmen shot a teacher in Masisi territory, in eastern Congo.", gazetteer)
    mention = next(m for name, m in unit.items() if name.startswith("Masisi"))
    assert mention.precision is PlacePrecision.DISTRICT


def test_whoever_clashes_in_a_city_does_not_make_it_a_province(gazetteer: Gazetteer) -> None:
    found = read("Fans of Ismaily and of Port Said clashed in Cairo on Friday.", gazetteer)
    place = found["Cairo"].place
    assert place is not None
    assert place.kind is PlaceKind.SETTLEMENT


def test_a_namesake_a_continent_away_is_not_north_of_a_town(gazetteer: Gazetteer) -> None:
    found = read("Fighters attacked the village of Kama, north of Khartoum.", gazetteer)
    assert found["Kama"].place is None
    assert found["Khartoum"].place is not None


def test_an_unlisted_village_of_a_district_is_drawn_there_and_not_at_a_namesake(gazetteer: Gazetteer) -> None:
    text = "A shell hit a home in Novooleksandrivka (Pokrovsk district, Donetsk region) on Monday."
    mention = read(text, gazetteer)["Novooleksandrivka"]
    assert mention.place is not None, mention.reasons
    assert mention.place.admin1_name == "Donetsk Oblast"
    assert mention.confidence <= 0.6


def test_a_town_and_its_state_are_no_list(gazetteer: Gazetteer) -> None:
    text = "A bus was attacked in Dargaz, Kaduna state, on Monday."
    mention = read(text, gazetteer)["Dargaz"]
    assert mention.place is None or mention.place.country_code == "NG"


@pytest.mark.parametrize(
    ("text", "unit", "code"),
    [
        ("Cholera was reported in Akobo County, Jonglei.", "Akobo County", "SS"),
        ("Displaced families reached Tawila locality in North Darfur.", "Tawila locality", "SD"),
        ("Clashes were reported in Central Gondar Zone, in Amhara.", "Central Gondar Zone", "ET"),
        ("Militiamen attacked Faradje territory in Haut-Uele.", "Faradje territory", "CD"),
    ],
)
def test_units_are_read_with_their_word(text: str, unit: str, code: str, gazetteer: Gazetteer) -> None:
    mention = read(text, gazetteer)[unit]
    assert mention.place is not None, mention.reasons
    assert mention.place.kind is PlaceKind.ADMIN2
    assert mention.place.country_code == code


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Huliaipole was hit by four guided bombs.", "Huliaipole"),
        ("Shelling went on.\n- Huliaipole has been heavily shelled since Monday.", "Huliaipole"),
        ("Mocímboa da Praia was attacked on Sunday.", "Mocímboa da Praia"),
        ("Marhanets came under artillery fire overnight.", "Marhanets"),
        ("Insurgents came again. Huliaipole was attacked on Sunday.", "Huliaipole"),
    ],
)
def test_a_town_to_which_force_is_done_is_a_place(text: str, town: str, gazetteer: Gazetteer) -> None:
    found = [m for m in read(text, gazetteer).values() if m.literal and m.place]
    assert [(m.text, m.role) for m in found] == [(town, PlaceRole.EVENT)]


@pytest.mark.parametrize("text", ["Huliaipole was hit hard by them.", "Huliaipole had hit on it."])
def test_force_is_told_of_the_name_before_it(text: str) -> None:
    tokens = tokenise(text)
    span = SpanCandidate(0, 1, (0, 1), None)
    assert is_befallen(tokens, span) is ("was" in text)


def test_a_person_who_was_attacked_is_no_town() -> None:
    assert not is_befallen(tokenise("Lincoln was attacked on Sunday."), SpanCandidate(0, 1, (0, 1), None))


def test_a_town_that_opens_an_item_of_a_list_is_no_dateline(gazetteer: Gazetteer) -> None:
    found = read("Overnight:\n• Kramatorsk – a missile hit a plant.\n• Kherson – six wounded.", gazetteer)
    assert PlaceRole.DATELINE not in {found[name].role for name in ("Kramatorsk", "Kherson")}


def test_what_lies_nowhere_near_makes_no_province_of_a_city(gazetteer: Gazetteer) -> None:
    cairo = read("A prisoner died in Tora prison in Cairo.", gazetteer)["Cairo"]
    assert cairo.place is not None
    assert cairo.place.kind is PlaceKind.SETTLEMENT


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Nurses held a rally in front of the National Gate (Manila City - Tondo).", "Manila City"),
        (
            "Clerks staged a protest in front of the Embassy of France (Nairobi City - Westlands).",
            "Nairobi City",
        ),
    ],
)
def test_a_town_before_a_part_of_it_is_a_place(text: str, town: str, gazetteer: Gazetteer) -> None:
    assert read(text, gazetteer)[town].literal
