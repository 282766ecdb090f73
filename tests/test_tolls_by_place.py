"""Tolls that a sentence tells by place, breaks down or sums up, and the one person that it tells of."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from articles.tolls import find_tolls
from geodata.model import Article

PUBLISHED = date(2023, 3, 15)  # a Wednesday

KILLED = [
    ("The blast killed at least 41 people, dozens of children among them, a doctor said.", [41]),
    ("Three people, two reporters and a local guide, were killed on Monday.", [3]),
    ("Three soldiers, two policemen and a civilian were killed on Monday.", [3, 2, 1]),
    ("The death toll has risen to 33 after rescuers found two more bodies.", [33]),
    ("A missile struck a hotel, killing a British safety envoy and wounding two guests.", [1]),
    ("The blast hit a field, killing a ten-year-old boy and leaving 12 people hurt.", [1]),
    ("At least 110 people, all of them over 60, were killed.", [110]),
    ("Shells killed eight people in Izium and four in Lyman on Sunday.", [8, 4]),
    ("Gunmen killed 23 villagers in Bokkos and seven in neighbouring Mangu.", [23, 7]),
    ("Shells killed three residents on 7 August: two in Izium and one in Lyman.", [2, 1]),
    ("Six people were killed - three in Gao, two in Kidal and one in Menaka - on Monday.", [3, 2, 1]),
    ("Three were killed by shells on Izium and five others, including two children, in Lyman.", [3, 5]),
    ("The bomb killed an officer and three conscripts.", [1, 3]),
    ("Two armed men on a motorbike shot and killed a taxi driver.", [1]),
    ("Gunmen shot dead a 60-year-old former village administrator at his house.", [1]),
    ("A mob killed a suspected cattle thief.", [1]),
    ("Rebels shot and killed the village administrator at his home.", [1]),
    ("Gunmen killed a 4th Division member.", [1]),
    ("Unknown men fired at a merchant. He was later killed.", [1]),
    ("A captain of battalion 101 was killed.", [1]),
    ("Israel killed the commander of the force.", [1]),
    ("Drones killed the families of fighters.", []),
    ("Parliament killed the bill.", []),
    ("The drought killed a cow.", []),
    ("He was buried the same day.", []),
    ("A bomb killed a paramilitary scoutsman and hurt three others.", [1]),
    ("A missile hit a block, killing a mother and her three children and wounding 14 people.", [1, 3]),
    ("Fourteen people, ten of them gunmen and four villagers, died on Friday.", [14]),
    (
        "Nine people, six of them alleged members of the Northern River Front of Melka and three porters, "
        "died on Friday.",
        [9],
    ),
    (
        "Six soldiers died in a clash near Hakurk, and six more the following day in fighting in Metina.",
        [6, 6],
    ),
    ("A crowd beat and burned to death Elvis Dlamini on Wednesday night.", [1]),
    ("Fighting killed 300 in 2014 and 200 in 2015.", [300]),
    ("At least 11 people in Gao and three in Kidal were killed on Monday.", [11, 3]),
    ("Four people in Gao, two in Kidal and a guard in Menaka died.", [4, 2, 1]),
    ("Three guests at a hotel and their driver were killed.", [3, 1]),
    ("Seven people, four in Gao and three in Kidal, were killed.", [4, 3]),
    ("Nine people, two in Gao, were killed.", [9]),
    ("Nine people, including two in Gao, were killed.", [9]),
    ("Two clerks in Gao and one in Kidal said three men were killed.", [3]),
    ("Two clerks in Gao and three in Kidal were arrested after a man was killed.", [1]),
]


@pytest.mark.parametrize(("text", "killed"), KILLED)
def test_the_dead_of_a_sentence(text: str, killed: list[int]) -> None:
    assert [m.killed for m in find_tolls(text) if m.killed is not None] == killed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Russian shells killed eight people in Izium and four in Lyman on Monday.",
            {"Izium": 8, "Lyman": 4},
        ),
        (
            "Gunmen killed 23 villagers in Bokkos and seven in neighbouring Mangu on Monday, police said.",
            {"Bokkos": 23, "Mangu": 7},
        ),
        (
            "Shelling killed three people in Donetsk region on Monday: two in Kostiantynivka and one in "
            "Druzhkivka.",
            {"Kostiantynivka": 2, "Druzhkivka": 1},
        ),
        (
            "At least 17 people in Izium and two in Lyman were killed by Russian shells on Monday.",
            {"Izium": 17, "Lyman": 2},
        ),
        (
            "Russian shells killed eight people in Izium and four in Lyman on Monday, taking the month's "
            "death toll to 30.",
            {"Izium": 8, "Lyman": 4},
        ),
    ],
)
def test_each_place_has_its_own_dead(text: str, expected: dict[str, int]) -> None:
    reports = read_article(Article.create(text, published=PUBLISHED)).reports
    assert {r.place.name: r.toll.fatalities for r in reports if r.place is not None} == expected
