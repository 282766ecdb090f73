"""Districts, counties and villages: their tables, their words, and names spelt as they sound."""

from __future__ import annotations

from datetime import date

import pytest
from reading_samples import places_told

from articles.pipeline import read_article
from articles.resolve.unlisted import describe_unlisted, unlisted_by_country
from articles.toponyms.units import UnitSort, split_unit, tail_length
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.gazetteer.second_level import bare_unit_name, second_level_entries
from geodata.gazetteer.sounds import sound_of
from geodata.gazetteer.villages import village_entries
from geodata.globe import points_km
from geodata.model import Article, PlaceKind, PlaceMention, PlacePrecision


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def named(text: str, name: str, gazetteer: Gazetteer) -> PlaceMention:
    return next(m for m in places_told(text, gazetteer) if name in m.text)


@pytest.mark.parametrize(
    ("surface", "bare", "sort"),
    [
        ("Tsafe Local Government Area", "Tsafe", UnitSort.SECOND),
        ("Bukkuyum LGA", "Bukkuyum", UnitSort.SECOND),
        ("Pulwama district", "Pulwama", UnitSort.SECOND),
        ("Soum province", "Soum", UnitSort.FIRST),
        ("Goma City", "Goma", UnitSort.CITY),
        ("Salt Lake City", "Salt Lake", UnitSort.CITY),
        ("District", "District", None),
        ("Kupiansk", "Kupiansk", None),
    ],
)
def test_a_units_word_is_taken_off(surface: str, bare: str, sort: UnitSort | None) -> None:
    assert split_unit(surface) == (bare, sort)


@pytest.mark.parametrize(
    ("words", "length"),
    [("local government area of", 3), ("local government council", 3), ("council area", 2), ("council", 0)],
)
def test_only_some_words_make_a_unit_of_any_name(words: str, length: int) -> None:
    assert tail_length(words.split()) == length


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Mopti Cercle", "Mopti"),
        ("Département du Mungo", "Mungo"),
        ("Caza de Baalbek", "Baalbek"),
        ("Markaz Rashīd", "Rashīd"),
        ("Al-Tall District", "Al-Tall"),
        ("Kunduz", "Kunduz"),
    ],
)
def test_a_listed_unit_is_found_without_its_word(name: str, bare: str) -> None:
    assert bare_unit_name(name) == bare


@pytest.mark.slow
def test_what_the_tables_hold() -> None:
    units, villages = list(second_level_entries()), list(village_entries())
    assert len(units) >= 16_000
    assert len(villages) >= 110_000
    assert {entry.kind for entry in units} == {PlaceKind.ADMIN2}
    assert all(0 < entry.radius_km <= 150 for entry in units)
    assert len({entry.id for entry in [*units, *villages]}) == len(units) + len(villages)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Baqouba", "Ba'qubah"),
        ("Deir el-Zour", "Deir ez-Zor"),
        ("Yevpatoriia", "Yevpatoria"),
        ("Qouchan", "Qūchān"),
        ("Turmus Aya", "Turmus‘ayyā"),
    ],
)
def test_spellings_that_sound_alike(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Kherson", "Kharkiv"), ("Mosul", "Mopti"), ("Bari", "Bori")])
def test_other_names_and_short_ones_do_not(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other) or sound_of(one) == ""


@pytest.mark.parametrize(
    ("text", "name", "where", "precision"),
    [
        (
            "Two militants were killed in Pulwama district on Sunday, police in Indian Kashmir said.",
            "Pulwama",
            (33.9, 74.95),
            PlacePrecision.DISTRICT,
        ),
        (
            "Militants attacked Djibo town, Soum province, in the Sahel region of Burkina Faso on Saturday.",
            "Djibo",
            (14.1, -1.63),
            PlacePrecision.SETTLEMENT,
        ),
        (
            "Militants attacked Djibo town, Soum province, in the Sahel region of Burkina Faso on Saturday.",
            "Soum",
            (14.2, -1.3),
            PlacePrecision.DISTRICT,
        ),
        (
            "A tribal leader was shot dead on Sunday in Goma City, in eastern Congo.",
            "Goma",
            (-1.67, 29.23),
            PlacePrecision.SETTLEMENT,
        ),
        (
            "Gunmen killed nine farmers in Tsafe Local Government Area of Zamfara State, Nigeria.",
            "Tsafe",
            (11.9, 6.9),
            PlacePrecision.DISTRICT,
        ),
        (
            "Russian forces shelled villages in the Chernihiv, Sumy and Kharkiv regions of Ukraine.",
            "Chernihiv",
            (51.34, 32.06),
            PlacePrecision.REGION,
        ),
        (
            "Russian forces shelled villages in the Chernihiv, Sumy and Kharkiv regions of Ukraine.",
            "Kharkiv",
            (49.62, 36.52),
            PlacePrecision.REGION,
        ),
    ],
)
def test_a_unit_beside_a_name_is_read(
    text: str, name: str, where: tuple[float, float], precision: PlacePrecision, gazetteer: Gazetteer
) -> None:
    mention = named(text, name, gazetteer)
    assert mention.place is not None, mention.reasons
    assert mention.precision is precision
    assert points_km(mention.place.latitude, mention.place.longitude, *where) < 45


def test_an_unlisted_part_of_a_town_is_drawn_at_it(gazetteer: Gazetteer) -> None:
    text = (
        "Jets bombed the Suz-e-Kandahari area of Kunduz city in Afghanistan on Friday, killing 11 civilians."
    )
    mention = named(text, "Suz", gazetteer)
    assert mention.place is not None, mention.reasons
    assert mention.place.name == "Kunduz"
    assert mention.radius_km >= 10
    assert any("which the text says it lies in" in reason for reason in mention.reasons)


def test_a_village_is_meant_only_where_its_country_is_spoken_of(gazetteer: Gazetteer) -> None:
    at_home = named("Boko Haram burned the village of Kumshe in Borno State, Nigeria.", "Kumshe", gazetteer)
    assert at_home.place is not None, at_home.reasons
    assert at_home.place.id.startswith("village:")
    abroad = named(
        "Serbian troops entered the village of Kumshe near Belgrade in Serbia.", "Kumshe", gazetteer
    )
    assert abroad.place is not None
    assert abroad.place.name == "Belgrade"
    assert abroad.precision is PlacePrecision.NEAR


def test_a_quarter_is_not_sought_in_another_province(gazetteer: Gazetteer) -> None:
    text = "Two people were killed in Culiacán. A woman was shot dead in Colonia Miguel Hidalgo, police said."
    mention = named(text, "Hidalgo", gazetteer)
    assert mention.place is None or mention.place.name == "Culiacán"


def test_unlisted_names_are_counted_by_country() -> None:
    text = (
        "Fighters attacked the village of Tinzarqozwen near Gao in Mali on Monday. "
        "On Tuesday they burned the village of Abakadubbu, also near Gao in Mali."
    )
    reading = read_article(Article.create(text, title="", published=date(2024, 5, 7)))
    counts = unlisted_by_country([reading, reading])
    assert counts == {"ML": 2}
    assert "ML 2" in describe_unlisted(counts)
    assert "gazetteer install ML" in describe_unlisted(counts)
    assert describe_unlisted(unlisted_by_country([])) == ""


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (
            "In south-western Burkina Faso, gunmen attacked a post in Comoé province on 9 February.",
            "Comoé",
            "BF",
        ),
        (
            "Settlers blocked a road near the village of Taybeh, north-east of Ramallah, on Sunday.",
            "Taybeh",
            "PS",
        ),
        ("Rebels shelled Tripoli, 30 km north-east of Zgharta, in Lebanon.", "Tripoli", "LB"),
        ("Gunmen attacked Paris, near Nairobi in Kenya, and Nairobi.", "Nairobi", "KE"),
    ],
)
def test_what_the_sentence_says_outweighs_fame(
    text: str, name: str, country: str, gazetteer: Gazetteer
) -> None:
    mention = named(text, name, gazetteer)
    assert mention.place is not None, mention.reasons
    assert mention.place.country_code == country


def test_a_people_is_no_unit_of_a_neighbour(gazetteer: Gazetteer) -> None:
    mention = named(
        "Gunmen attacked two Somali villages on Sunday, killing nine people.", "Somali", gazetteer
    )
    assert mention.place is not None
    assert mention.place.id == "country:SO"
    region = named("Gunmen attacked two villages in the Somali Region of Ethiopia.", "Somali", gazetteer)
    assert region.place is not None
    assert region.place.country_code == "ET"


def test_a_paper_that_is_spoken_to_is_no_place(gazetteer: Gazetteer) -> None:
    text = '"The village is burning", a resident told The Irrawaddy. Jets bombed Katha in Myanmar on Sunday.'
    assert not named(text, "Irrawaddy", gazetteer).literal
    assert named("A boat sank on the Irrawaddy in Myanmar on Sunday.", "Irrawaddy", gazetteer).literal


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        (
            "Rockets hit a petrol station in Sisaket province, Thailand, on Monday.",
            "Sisaket province",
            "TH.30",
        ),
    ],
)
def test_a_province_is_known_by_any_spelling_of_its_town(
    text: str, name: str, unit: str, gazetteer: Gazetteer
) -> None:
    found = named(text, name, gazetteer)
    assert found.place is not None
    assert found.place.kind is PlaceKind.ADMIN1
    assert found.place.admin1 == unit


def test_a_name_that_is_called_a_village_is_a_place(gazetteer: Gazetteer) -> None:
    text = (
        "Gunmen opened fire on a car in Lubrachane, a village in the Klimovo district of Russia, on Monday."
    )
    assert named(text, "Lubrachane", gazetteer).literal
