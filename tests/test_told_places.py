"""What a text says outright of where a place lies, against how well known its namesakes are."""

from __future__ import annotations

import pytest
from reading_samples import places_told

from articles.resolve.relative import COUNTRYSIDE_KM, read_beside
from geodata.gazetteer import Gazetteer, open_gazetteer
from geodata.model import PlaceKind, PlacePrecision, PlaceRole


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def units(text: str, gazetteer: Gazetteer, names: str) -> list[str | None]:
    """Return in which first-level unit, by code, each of the names lies."""
    found = {m.text: m.place.admin1 if m.place else None for m in places_told(text, gazetteer)}
    return [found[name] for name in names.split("|")]


ELSEWHERE = (
    "Fighting went on in Bakhmut, Toretsk, Chasiv Yar, Pokrovsk and Lyman last week.\n\n"
    "Shelling of Izmail, Bolhrad and Reni went on as well.\n\n"
)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Shells hit Shyroke, Ozerne and Voznesensk in Mykolaiv Oblast.", "Shyroke|Ozerne"),
        ("Attacks were reported near Shyroke, Ozerne, and Bashtanka (Mykolaiv Oblast).", "Shyroke|Ozerne"),
        ("Troops fought near Ozerne and Shyroke villages, Mykolaiv Oblast.", "Ozerne|Shyroke"),
        ("In Mykolaiv Oblast, gunmen raided Shyroke, Ozerne and Bashtanka.", "Shyroke|Ozerne"),
        ("Mykolaiv Oblast: two hit.\n- Guns fired at Shyroke.\n- Drones flew over Ozerne.", "Shyroke|Ozerne"),
    ],
)  # fmt: skip
def test_every_name_of_a_list_lies_where_the_text_puts_the_list(
    sentence: str, names: str, gazetteer: Gazetteer
) -> None:
    assert set(units(ELSEWHERE + sentence, gazetteer, names)) == {"UA.16"}


def test_an_opening_holds_no_longer_than_its_clause(gazetteer: Gazetteer) -> None:
    text = "In Mykolaiv Oblast, Shyroke was hit; in Odesa Oblast, Ozerne burned. Clashes went on in Zarichne."
    shyroke, ozerne, zarichne = units(text, gazetteer, "Shyroke|Ozerne|Zarichne")
    assert (shyroke, ozerne) == ("UA.16", "UA.17")
    assert zarichne not in ("UA.17", None)


def test_a_city_everyone_knows_stays_in_a_list_with_a_village(gazetteer: Gazetteer) -> None:
    text = "Explosions were heard in Kyiv, Odesa and Mykolaivka in Donetsk Oblast."
    assert units(text, gazetteer, "Kyiv|Odesa|Mykolaivka") == ["UA.12", "UA.17", "UA.05"]


def test_a_village_of_a_list_known_only_elsewhere_is_not_pinned(gazetteer: Gazetteer) -> None:
    text = "Gunmen killed six in Gari, Zuru and Jega districts of Kebbi state."
    assert units(text, gazetteer, "Gari|Jega") == [None, "NG.40"]


def test_a_list_of_units_holds_whatever_lies_in_one_of_them(gazetteer: Gazetteer) -> None:
    text = "Fighters seized Khwaja Ghar and Imam Sahib districts in Takhar and Kunduz provinces."
    assert units(text, gazetteer, "Imam Sahib") == ["AF.24"]


def test_a_namesake_where_the_text_does_not_put_it_is_not_pinned(gazetteer: Gazetteer) -> None:
    text = "Attackers burned houses in Santa Cruz, a small village in northern Nicaragua."
    first = places_told(text, gazetteer)[0]
    assert first.place is None
    assert first.literal


@pytest.mark.parametrize(
    "text",
    [
        "Troops regained Springfield, a hamlet ten kilometres from Bakhmut.",
        "Troops regained Springfield, about 10 km east of Bakhmut.",
    ],
)
def test_a_namesake_far_from_the_town_that_measures_is_drawn_by_it(text: str, gazetteer: Gazetteer) -> None:
    first = places_told(text, gazetteer)[0]
    assert first.place is not None
    assert (first.place.name, first.precision) == ("Bakhmut", PlacePrecision.NEAR)


def test_a_town_of_a_list_is_not_what_the_one_before_it_lies_in(gazetteer: Gazetteer) -> None:
    roles = {
        m.text: m.role for m in places_told("Shells hit Beit Hanoun, Jabalia and Beit Lahia.", gazetteer)
    }
    assert PlaceRole.CONTAINER not in roles.values()


@pytest.mark.parametrize(
    ("gap", "km", "directed"),
    [
        (", near ", None, False),
        (", north-east of the city of ", None, True),
        (", a village about 20 km (12 miles) west of ", 20.0, True),
        (", ten miles from ", 16.09344, False),
    ],
)
def test_words_between_two_names_say_how_near_they_are(gap: str, km: float | None, directed: bool) -> None:
    told = read_beside(gap)
    assert told is not None
    assert told.distance_km == (km if km is None else pytest.approx(km))
    assert told.directed is directed


@pytest.mark.parametrize("gap", [", from ", " and ", ", far from ", " fired at "])
def test_other_words_say_nothing_of_nearness(gap: str) -> None:
    assert read_beside(gap) is None


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("Two farmers were killed in the northern Aleppo countryside.", "Aleppo"),
        ("Two farmers were killed in Homs' eastern countryside.", "Homs"),
        ("Shells fell on orchards in rural Damascus.", "Damascus"),
        ("Mines went off in the countryside around Palmyra.", "Palmyra"),
    ],
)
def test_the_countryside_of_a_town_is_drawn_around_it(text: str, town: str, gazetteer: Gazetteer) -> None:
    found = next(m for m in places_told(text, gazetteer) if m.text == town)
    assert found.precision is PlacePrecision.NEAR
    assert found.radius_km == COUNTRYSIDE_KM


def test_a_town_itself_is_no_countryside(gazetteer: Gazetteer) -> None:
    found = places_told("Two farmers were killed in Homs. They came from the countryside.", gazetteer)[0]
    assert found.precision is PlacePrecision.SETTLEMENT


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Protesters gathered in Merida (Merida).", "VE.14"),
        ("Guards fired at protesters at the palace in Khartoum (Khartoum state).", "SD.29"),
    ],
)
def test_a_town_of_the_unit_named_after_it_is_meant(text: str, unit: str, gazetteer: Gazetteer) -> None:
    first = places_told(text, gazetteer)[0]
    assert first.place is not None
    assert (first.place.kind, first.place.admin1) == (PlaceKind.SETTLEMENT, unit)


def test_a_repeated_name_is_no_town_in_its_own_unit(gazetteer: Gazetteer) -> None:
    text = "Illness spread in Santa Ana, California. The city of Santa Ana, the Santa Ana schools, all met."
    assert {m.place.admin1 for m in places_told(text, gazetteer) if m.text == "Santa Ana" and m.place} == {
        "US.CA"
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Students marched in Villeneuve-sur-Yonne against the war in Ukraine.", "Villeneuve-sur-Yonne"),
        ("Students marched in Ciudad de Mexico against the war in Ukraine.", "Ciudad de Mexico"),
    ],
)
def test_a_long_name_of_one_country_is_meant_however_far_off(
    text: str, name: str, gazetteer: Gazetteer
) -> None:
    assert next(m for m in places_told(text, gazetteer) if m.text == name).place is not None


def test_a_town_beside_and_in_another_is_not_held_by_it(gazetteer: Gazetteer) -> None:
    found = places_told("Teachers marched in Bagnols-sur-Cèze and in Le Puy-en-Velay.", gazetteer)
    assert [m.place.name for m in found if m.place] == ["Bagnols-sur-Cèze", "Le Puy-en-Velay"]


def test_an_unlisted_village_of_the_countryside_is_not_drawn_at_the_town(gazetteer: Gazetteer) -> None:
    found = {m.text: m for m in places_told("Shells fell on Qwertiyeh town in Idlib countryside.", gazetteer)}
    assert "Idlib" in found
    assert "Qwertiyeh" not in found or found["Qwertiyeh"].place is None


def test_a_namesake_far_from_the_town_it_is_said_to_lie_in_is_not_pinned(gazetteer: Gazetteer) -> None:
    found = places_told("On Monday, in Santa Ana (Tucuman), villagers blocked a road.", gazetteer)[0]
    assert found.place is None or found.place.country_code == "AR"


@pytest.mark.parametrize(
    ("sentence", "unit"),
    [
        ("Two men were killed in the village of Qarobaxe (Goma, Nord-Kivu) on Monday.", "Goma"),
        ("Clashes broke out in Qarobaxe (Mirequlle, Goma, Nord-Kivu) on Monday.", "Goma"),
    ],
)
def test_a_town_in_brackets_is_the_unit_of_an_unlisted_village(
    sentence: str, unit: str, gazetteer: Gazetteer
) -> None:
    found = {m.text: m for m in places_told(sentence, gazetteer)}
    village = found["Qarobaxe"]
    assert village.place is not None
    assert village.place.name == unit
    assert village.precision is PlacePrecision.DISTRICT
    assert village.radius_km >= 25


def test_a_village_in_brackets_of_a_province_stays_without_a_place(gazetteer: Gazetteer) -> None:
    text = "Two men were killed in the village of Qarobaxe (Kandahar Province) on Monday."
    assert {m.text: m.place for m in places_told(text, gazetteer)}["Qarobaxe"] is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Three Israelis were shot near Shilo, medics said.", "Shilo"),
        ("The mayor of Tel Aviv said Israelis were shot near Elon and Bethel.", "Elon|Bethel"),
        ("Haitian police found the bodies of four Haitians in Elon.", "Elon"),
        ("Three Israelis were shot near Elon, a US envoy and Washington said.", "Elon"),
    ],
)
def test_a_small_namesake_in_a_country_of_which_nothing_is_named_is_not_pinned(
    text: str, names: str, gazetteer: Gazetteer
) -> None:
    found = {m.text: m.place for m in places_told(text, gazetteer)}
    assert [name for name in names.split("|") if found[name] is not None] == []


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("US forces struck fighters near Jilib.", "Jilib", "SO"),
        ("Russian troops shelled Bohorodychne.", "Bohorodychne", "UA"),
        ("Israeli troops shot a man in Huwara.", "Huwara", "PS"),
        ("Born in Elon, North Carolina, he died beside Syrian rebels near Raqqa.", "Elon", "US"),
        ("A Kenyan runner won in Wolfsburg.", "Wolfsburg", "DE"),
    ],
)
def test_a_small_place_stays_where_its_country_is_named_or_near_or_of_those_told_no_witness(
    text: str, name: str, country: str, gazetteer: Gazetteer
) -> None:
    found = {m.text: m.place for m in places_told(text, gazetteer)}
    place = found[name]
    assert place is not None
    assert place.country_code == country


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("Gangs burned Fon Lasalin, a district of Port-au-Prince.", "Fon Lasalin", "Port-au-Prince"),
        ("Three died in the Bethel neighbourhood of Bangui.", "Bethel", "Bangui"),
        ("Syrian shells hit Damascus's Salem neighbourhood.", "Salem", "Damascus"),
        (
            "Gunmen attacked the Bethel area in the Haitian capital, Port-au-Prince.",
            "Bethel",
            "Port-au-Prince",
        ),
        ("Shots were fired in Miramar in the city of Port-au-Prince.", "Miramar", "Port-au-Prince"),
        ("A bomb hit Springfield, one of the poorest slums of Nairobi.", "Springfield", "Nairobi"),
        ("Men were held in Kfar Sheva, a suburb of Homs.", "Kfar Sheva", "Homs"),
        ("Men fired at a bar in the Los Olivos district of Celaya.", "Los Olivos district", "Celaya"),
    ],
)
def test_a_quarter_is_drawn_at_its_town_and_not_at_a_namesake_far_off(
    text: str, name: str, town: str, gazetteer: Gazetteer
) -> None:
    found = {m.text: m for m in places_told(text, gazetteer)}
    quarter = found[name]
    assert quarter.place is not None
    assert quarter.place.name == town
    assert quarter.precision is PlacePrecision.NEAR
    assert quarter.confidence <= 0.6


def test_a_county_is_no_quarter_of_a_town_named_before_it(gazetteer: Gazetteer) -> None:
    text = "The birds were found in the Rice Lake area of Fulton County, Illinois."
    assert units(text, gazetteer, "Fulton County") == ["US.IL"]


def test_a_listed_suburb_stays_where_it_is(gazetteer: Gazetteer) -> None:
    text = "The attack took place in the Kabul suburb of Paghman."
    found = {m.text: m.place for m in places_told(text, gazetteer)}
    assert found["Paghman"] is not None
    assert found["Paghman"].label == "Paghmān, Kabul, AF"
    found = {
        m.text: m.place for m in places_told("Police shot two in the La Florida area of Cali.", gazetteer)
    }
    assert found["La Florida"] is not None
    assert found["La Florida"].label == "Florida, Valle del Cauca, CO"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("In Xicotlan, Guerrero, gunmen shot at civilians.", "Xicotlan"),
        ("Residents of Avat village in Enbekshikazakh district of Almaty region blocked a road.", "Avat"),
        ("In San Fernando del Valle, a group blocked a road.", "San Fernando del Valle"),
    ],
)
def test_a_namesake_outside_the_unit_or_of_a_part_of_the_name_is_not_pinned(
    text: str, name: str, gazetteer: Gazetteer
) -> None:
    found = {m.text: m.place for m in places_told(text, gazetteer)}
    assert found[name] is None


def test_a_pair_of_large_towns_is_a_list_and_no_address(gazetteer: Gazetteer) -> None:
    text = "Drones hit Kyiv, Odesa. Fighting went on in Mosul, Anbar."
    assert units(text, gazetteer, "Kyiv|Odesa|Mosul|Anbar") == ["UA.12", "UA.17", "IQ.15", "IQ.01"]


def test_a_town_whose_name_no_other_bears_is_meant_in_a_country_not_named(gazetteer: Gazetteer) -> None:
    assert units("In Cetinje people gathered for the Ukrainian people.", gazetteer, "Cetinje") == ["ME.06"]


def test_a_known_town_elsewhere_is_not_meant_in_a_list_that_lies_in_one_unit(gazetteer: Gazetteer) -> None:
    text = "Troops shelled Dobropillya, Pryluky, Zaliznychne and Huliaipole in Zaporizhzhia region."
    assert units(text, gazetteer, "Dobropillya|Pryluky|Zaliznychne|Huliaipole") == [None] + ["UA.26"] * 3


def test_a_town_far_from_the_others_of_its_list_is_trusted_little(gazetteer: Gazetteer) -> None:
    found = {
        m.text: m
        for text in (
            "Attacks went on near Huliaipole, Zaliznychne, Pryluky and Dobropillya.",
            "Attacks went on near Dobropillia.",
        )
        for m in places_told(text, gazetteer)
    }
    assert found["Dobropillya"].confidence <= 0.5 < found["Dobropillia"].confidence
    assert "far from the others of its list" in found["Dobropillya"].reasons[-1]


@pytest.mark.parametrize(
    ("row", "name", "place"),
    [
        ("31 Aug | DR Congo | North Kivu | Rutshuru, Mobenga (village) | Two died.", "Mobenga", "Rutshuru"),
        ("2 Mar | Syria | Aleppo | Azaz, Springfield (village) | Four hurt.", "Springfield", "Azaz"),
        ("12 May | Nigeria | Borno | Gwoza | Bethlehem | Gunmen burned houses.", "Bethlehem", "Gwoza"),
    ],
)  # fmt: skip
def test_an_unlisted_village_of_a_row_is_drawn_within_the_finest_unit_of_its_row(
    row: str, name: str, place: str, gazetteer: Gazetteer
) -> None:
    for written in (row, row.replace(" | ", "\t")):
        found = {m.text: m for m in places_told(written, gazetteer)}
        village = found[name]
        assert village.place is not None
        assert village.place.name == place
        assert village.precision is PlacePrecision.DISTRICT


def test_the_cells_of_a_row_parted_by_tabs_are_names_of_their_own(gazetteer: Gazetteer) -> None:
    row = "2 May | Mali | Mopti | Bandiagara | Gunmen killed four."
    names = [m.text for m in places_told(row, gazetteer)]
    assert names[:3] == ["Mali", "Mopti", "Bandiagara"]
    assert [m.text for m in places_told(row.replace(" | ", "\t"), gazetteer)] == names


def test_bars_in_running_text_make_no_row(gazetteer: Gazetteer) -> None:
    text = "Syria | Shelling in Aleppo went on for days, people in Bethlehem said on Monday | Photo: agency"
    found = {m.text: m for m in places_told(text, gazetteer)}
    assert "row" not in " ".join(found["Bethlehem"].reasons)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Afghan officials said a bomb killed four in Parwan.", "Parwan", PlaceKind.ADMIN1),
        ("Gunmen killed four in Laghman, Afghan officials said.", "Laghman", PlaceKind.ADMIN1),
        ("Mexican police were shot at in Nayarit.", "Nayarit", PlaceKind.ADMIN1),
        ("Protests were held in Chiapas, Mexico.", "Chiapas", PlaceKind.ADMIN1),
        ("A car bomb went off in Nineveh, Iraq.", "Nineveh", PlaceKind.ADMIN1),
        ("Kyrgyz police were shot at in Jalal-Abad.", "Jalal-Abad", PlaceKind.SETTLEMENT),
        ("Shots were fired in Dohuk, Iraq.", "Dohuk", PlaceKind.SETTLEMENT),
        ("Clashes went on in Tombouctou, Mali.", "Tombouctou", PlaceKind.SETTLEMENT),
        ("A convoy was attacked in Kayes, Mali.", "Kayes", PlaceKind.SETTLEMENT),
    ],
)
def test_a_unit_is_meant_before_a_town_that_merely_has_its_name_too(
    text: str, name: str, kind: PlaceKind, gazetteer: Gazetteer
) -> None:
    found = {m.text: m.place for m in places_told(text, gazetteer)}
    place = found[name]
    assert place is not None
    assert place.kind is kind


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Fighters from Chechnya shelled Lyman in the Donetsk region.", "RU"),
        ("Shells fell in the village of Chechnya near Bakhmut in the Donetsk region.", "UA"),
    ],
)
def test_a_province_everyone_knows_is_no_village_of_another_country(
    text: str, country: str, gazetteer: Gazetteer
) -> None:
    found = {m.text: m.place.country_code if m.place else None for m in places_told(text, gazetteer)}
    assert found["Chechnya"] == country
