"""The gazetteer: names in any spelling, candidates in a sensible order, nothing that misleads."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.gazetteer import Gazetteer, NameKind, normalise_name, open_gazetteer
from geodata.globe import points_km
from geodata.model import PlaceKind


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("name", "normalised"),
    [
        ("Khar'kov", "kharkov"),
        ("Khar’kov", "kharkov"),
        ("São Paulo", "sao paulo"),
        ("Rostov-on-Don", "rostov on don"),
        ("U.S.", "us"),
        ("St. Louis", "saint louis"),
        ("Sault Ste. Marie", "sault sainte marie"),
        ("Main St", "main st"),
        ("Łódź", "lodz"),
        ("  New   YORK ", "new york"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("", ""),
    ],
)
def test_one_spelling_for_all(name: str, normalised: str) -> None:
    assert normalise_name(name) == normalised


@given(st.text(max_size=40))
def test_normalising_never_fails_and_leaves_no_stray_spaces(name: str) -> None:
    normalised = normalise_name(name)
    assert normalised == " ".join(normalised.split())
    assert normalise_name(unicodedata.normalize("NFD", name)) == normalised


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Kharkiv", "Kharkiv, Kharkiv Oblast, UA"),
        ("Kharkov", "Kharkiv, Kharkiv Oblast, UA"),
        ("Odessa", "Odesa, Odesa Oblast, UA"),
        ("Moscow", "Moscow, Moscow City, RU"),
        ("Ky.", "Kentucky, US"),
        ("N.C.", "North Carolina, US"),
        ("B.C.", "British Columbia, CA"),
        ("U.S.", "United States, US"),
        ("UK", "United Kingdom, GB"),
        ("DR Congo", "Democratic Republic of the Congo, CD"),
        ("Burma", "Myanmar, MM"),
        ("Donbas", "Donbas, UA"),
        ("Kharkiv region", "Kharkiv Oblast, UA"),
        ("Idlib province", "Idlib, SY"),
        ("Rakhine State", "Rakhine State, MM"),
        ("Zaporizhzhia nuclear power plant", "Zaporizhzhia Nuclear Power Plant, Zaporizhzhia Oblast, UA"),
        ("Heathrow", "Heathrow Airport, England, GB"),
        ("Hodeidah", "Hodeidah, Al Hudaydah, YE"),
    ],
)
def test_the_most_prominent_candidate(gazetteer: Gazetteer, name: str, label: str) -> None:
    assert gazetteer.candidates(name)[0].label == label


@pytest.mark.parametrize(
    ("name", "units"),
    [
        ("Georgia", {"GE", "US.GA"}),
        ("Long Beach", {"US.CA", "US.NY"}),
        ("Bangor", {"US.ME", "GB.WLS"}),
        ("Paris", {"FR.11", "US.TX"}),
        ("Zaliznychne", {"UA.07", "UA.17", "UA.18", "UA.23", "UA.26"}),
        ("Congo", {"CD", "CG"}),
        ("Berlin", {"DE.16"}),
    ],
)
def test_namesakes_are_all_candidates(gazetteer: Gazetteer, name: str, units: set[str]) -> None:
    assert units <= {place.admin1 or place.country_code for place in gazetteer.candidates(name)}


def test_the_village_of_the_acceptance_article_can_be_told_from_its_namesakes(gazetteer: Gazetteer) -> None:
    there = [p for p in gazetteer.candidates("Zaliznychne") if p.admin1 == "UA.07"]
    assert [p.admin2_name for p in there] == ["Chuhuiv Raion"]
    assert points_km(there[0].latitude, there[0].longitude, 49.727, 36.866) < 1


@pytest.mark.parametrize("word", ["European", "Boris", "Nadezhdin", "Qwertyville", "", "🙂", "(", "Ми"])
def test_no_place_has_such_a_name(gazetteer: Gazetteer, word: str) -> None:
    strong = [p for p, kind in gazetteer.matches(word) if kind <= NameKind.HISTORIC and p.population > 5000]
    assert strong == []


def test_an_airport_code_is_marked_as_one(gazetteer: Gazetteer) -> None:
    assert {kind for place, kind in gazetteer.matches("HRK") if place.name == "Kharkiv"} == {NameKind.CODE}


@pytest.mark.parametrize("word", ["Canadian", "Spanish", "German", "Ukrainian", "Kazakh", "Texan"])
def test_a_peoples_name_is_no_towns(gazetteer: Gazetteer, word: str) -> None:
    assert all(kind >= NameKind.CODE or place.is_area for place, kind in gazetteer.matches(word))


def test_kinds_rows_and_candidates_agree(gazetteer: Gazetteer) -> None:
    rows, kinds = gazetteer.rows("Springfield"), gazetteer.name_kinds("Springfield")
    assert len(rows) == len(kinds) == len(gazetteer.candidates("Springfield")) > 10
    assert gazetteer.place_at(int(rows[0])) == gazetteer.candidates("Springfield")[0]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("New York was hit", 2),
        ("St. Louis voted", 2),
        ("Sault Ste. Marie and", 3),
        ("Zaporizhzhia nuclear power plant staff", 4),
        ("qwerty", 0),
    ],
)
def test_longest_match(gazetteer: Gazetteer, text: str, count: int) -> None:
    assert gazetteer.longest_match(text.split()) == count


@pytest.mark.parametrize(
    ("word", "place_id"),
    [
        ("Ukrainians", "country:UA"),
        ("Texan", "ne:US.TX"),
        ("Swiss", "country:CH"),
        ("Chechen", "ne:RU.12"),
        ("European", "region:europe"),
        ("Catalans", "ne:ES.56"),
    ],
)
def test_demonyms(gazetteer: Gazetteer, word: str, place_id: str) -> None:
    place = gazetteer.demonym(word)
    assert place is not None
    assert place.id == place_id


def test_no_demonym(gazetteer: Gazetteer) -> None:
    assert gazetteer.demonym("policeman") is None


def test_an_unknown_id_is_an_error(gazetteer: Gazetteer) -> None:
    with pytest.raises(KeyError, match="gn:0"):
        gazetteer.place("gn:0")


def test_near_gives_places_nearest_first_with_true_distances(gazetteer: Gazetteer) -> None:
    found = gazetteer.near(49.98, 36.25, 30, frozenset({PlaceKind.SETTLEMENT}))
    distances = [km for _, km in found]
    assert distances == sorted(distances)
    assert found[0][0].name == "Kharkiv"
    for place, km in found:
        assert km == pytest.approx(points_km(49.98, 36.25, place.latitude, place.longitude), abs=0.01)
        assert km <= 30


def test_search_puts_well_known_places_first(gazetteer: Gazetteer) -> None:
    assert gazetteer.search("khark", 3)[0].country_code == "UA"
    assert "San Francisco, California, US" in [p.label for p in gazetteer.search("san f", 5)]
    assert gazetteer.search("   ") == []


def test_every_country_has_a_point_and_a_name(gazetteer: Gazetteer) -> None:
    ukraine = gazetteer.country("UA")
    america = gazetteer.country("US")
    assert ukraine is not None
    assert america is not None
    assert (ukraine.name, america.latitude, america.longitude) == ("Ukraine", 39.76, -98.5)
    assert gazetteer.country("ZZ") is None
    assert gazetteer.admin1("ZZ.1") is None


def test_what_tells_namesakes_apart_is_no_name(gazetteer: Gazetteer) -> None:
    assert all(p.is_area for p in gazetteer.candidates("Mexico")[:1])
    assert [p.name for p in gazetteer.candidates("Mexico") if "Triangle" in p.name] == []
    assert any(p.name.startswith("Golden Triangle") for p in gazetteer.candidates("Golden Triangle"))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Sloviansk", "Sloviansk, Donetsk Oblast, UA"),
        ("Slavyansk", "Sloviansk, Donetsk Oblast, UA"),
        ("Izyum", "Izium, Kharkiv Oblast, UA"),
        ("Fallujah", "Fallujah, Anbar, IQ"),
        ("Yala", "Yala, TH"),
        ("Rostov", "Rostov-on-Don, Rostov Oblast, RU"),
    ],
)
def test_names_as_the_news_writes_them(gazetteer: Gazetteer, name: str, label: str) -> None:
    assert gazetteer.candidates(name)[0].label == label


def test_a_far_fetched_other_name_does_not_lead(gazetteer: Gazetteer) -> None:
    assert gazetteer.candidates("Victoria")[0].country_code == "AU"
    assert gazetteer.candidates("Cologne")[0].country_code == "DE"
