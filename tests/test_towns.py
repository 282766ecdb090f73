"""Towns are told from their sections, whatever population those are filed with."""

from __future__ import annotations

import numpy as np
import pytest

from geodata.gazetteer import open_gazetteer
from geodata.gazetteer.towns import SECTION_SHARE, ranking_population


@pytest.mark.parametrize(
    ("section", "town"),
    [("gn:13580034", "gn:701822"), ("gn:6722148", "gn:706483")],
    ids=["the right bank of Mariupol", "Saltivka in Kharkiv"],
)
def test_a_town_ranks_before_its_section(section: str, town: str) -> None:
    gazetteer = open_gazetteer()
    if not gazetteer.has_place(section):
        pytest.skip("this release of GeoNames does not list the section")
    rows = np.array([gazetteer.row_of(section), gazetteer.row_of(town)])
    ranks = ranking_population(gazetteer, rows)
    assert ranks[0] == SECTION_SHARE * gazetteer.population[rows[0]]
    assert ranks[1] == gazetteer.population[rows[1]] > ranks[0]


@pytest.mark.parametrize(
    ("district", "town"),
    [("Rutchenkivskyi", "Donetsk"), ("Vilkhivskyi", "Luhansk"), ("Avtozavodskyi", "Kremenchuk")],
)
def test_a_citys_district_ranks_after_the_city_wherever_it_lies(district: str, town: str) -> None:
    gazetteer = open_gazetteer()
    rows = np.array([gazetteer.row_of(gazetteer.candidates(name)[0].id) for name in (district, town)])
    people = gazetteer.population[rows]
    assert ranking_population(gazetteer, rows).tolist() == [SECTION_SHARE * people[0], people[1]]


def test_neighbouring_towns_keep_their_ranks() -> None:
    gazetteer = open_gazetteer()
    names = (
        "Khmelnytskyi Kamianets-Podilskyi Kramatorsk Sloviansk Irpin Bucha Makiyivka Donetsk Douma Damascus"
        " Ramallah Jerusalem Kharkiv"
    )
    places = [gazetteer.candidates(name)[0] for name in names.split()]
    rows = np.array([gazetteer.row_of(place.id) for place in places])
    assert ranking_population(gazetteer, rows).tolist() == [place.population for place in places]
