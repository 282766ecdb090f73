"""What is told apart keeps its own place and dead: invented news, read from text to reports."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from articles.reading.another import tells_another
from geodata.model import Article, Report

PUBLISHED = date(2022, 6, 10)  # a Friday


def read(text: str) -> list[Report]:
    return list(read_article(Article.create(text, published=PUBLISHED)).reports)


def names(reports: list[Report]) -> list[str]:
    return [r.place.name if r.place else "" for r in reports]


@pytest.mark.parametrize(
    ("sentence", "another"),
    [
        ("In a separate incident, four men were shot.", True),
        ("Separately, nine farmers were killed.", True),
        ("Elsewhere in Sumy region, shells hit a farm.", True),
        ("In another development, the hostages were freed.", True),
        ("A similar blast killed nine last week.", True),
        ("Meanwhile, elsewhere, rebels took a post.", True),
        ("The attack in a separate building killed two.", False),
        ("A similar number of people fled.", False),
        ("In a separate statement, the army denied it.", False),
        ("Another blast wounded four minutes later.", False),
    ],
)
def test_a_sentence_that_turns_to_another_happening(sentence: str, another: bool) -> None:
    assert tells_another(sentence) is another


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ("Separately, nine farmers were killed by bandits.", [("Gao", None), ("Gao", 9)]),
        ("Elsewhere, nine farmers were killed.", [("Gao", None), ("", 9)]),
        ("In a separate incident, bandits killed nine farmers near Mopti.", [("Gao", None), ("Mopti", 9)]),
        ("Nine farmers were killed.", [("Gao", 9)]),
        ("The group has killed 40 people.", [("Gao", None)]),
        ("The insurgency has claimed 2,000 lives.", [("Gao", None)]),
        ("The attack has killed nine farmers.", [("Gao", 9)]),
        ("The group has killed nine farmers near Mopti.", [("Gao", None), ("Mopti", 9)]),
    ],
)
def test_what_is_told_apart_is_not_joined(second: str, told: list[tuple[str, int | None]]) -> None:
    reports = read("Gunmen attacked a village near Gao on Monday. " + second)
    assert [(name, r.toll.fatalities) for name, r in zip(names(reports), reports, strict=True)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Protesters blocked a road in Cusco on Monday after police had killed a student in Puno.",
            [("Cusco", None), ("Puno", 1)],
        ),
        (
            "Rebels have captured the village of Robotyne and are now shelling Orikhiv, the army said.",
            [("Robotyne", None), ("Orikhiv", None)],
        ),
        ("Three people died in Bama on Monday after gunmen attacked a bus.", [("Bama", 3)]),
    ],
)
def test_each_clause_has_its_own_place_and_dead(text: str, told: list[tuple[str, int | None]]) -> None:
    reports = read(text)
    assert [(name, r.toll.fatalities) for name, r in zip(names(reports), reports, strict=True)] == told


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Crowds angered by the death of a policeman threw stones in Gao on Monday.", None),
        ("Hundreds marched in Gao on Monday to protest against the killing of two students.", None),
        ("Two people were killed in Gao on Monday when crowds threw stones at the police.", 2),
        ("Police fired on protesters killing two people in Gao on Monday.", 2),
        ("On 3 March two people were killed when police fired at demonstrators in Gao.", 2),
        ("At the protest two people were shot dead by police in Gao on Monday.", 2),
    ],
)
def test_what_a_crowd_is_angry_about_is_not_its_toll(text: str, dead: int | None) -> None:
    assert {r.toll.fatalities for r in read(text)} == {dead}


def test_a_small_town_by_a_city_is_an_address() -> None:
    text = (
        "On 2 May a mine set off at Vavunathivu, Batticaloa, killed one policeman and injured three others."
    )
    [report] = read(text)
    assert (report.toll.fatalities, report.toll.injured) == (1, 3)
    assert names(read("Shells hit houses in Chuhuiv, Kharkiv and Lyman on Monday."))[1] == "Kharkiv"


def test_what_goes_on_since_does_not_date_how_it_began() -> None:
    [report] = read("The market of Gao was still burning yesterday after a mob set fire to it on Wednesday.")
    assert report.date_start == date(2022, 6, 8)
