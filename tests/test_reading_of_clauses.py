"""Two happenings in one sentence keep each its own place, day and dead: invented news."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from articles.reading.clauses import Clauses, tolls_of_clause
from articles.reading.found import gather
from articles.reading.where import Asked
from articles.sentences import split_sentences
from articles.times import find_times
from geodata.model import Article, Span

LEAST = 0.5
PUBLISHED = date(2023, 3, 17)  # a Friday
Told = tuple[str, int, int | None, int | None]


def told(text: str) -> set[Told]:
    """Place, first day, dead and injured of each report."""
    reports = read_article(Article.create(text, published=PUBLISHED)).reports
    return {
        (
            r.own_name or r.place.name,
            r.date_start.day if r.date_start else 0,
            r.toll.fatalities,
            r.toll.injured,
        )
        for r in reports
        if r.place is not None
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Rockets killed three people in Izium on Tuesday, and on Wednesday drones wounded five in Lyman.",
            {("Izium", 14, 3, None), ("Lyman", 15, None, 5)},
        ),
        (
            "On 12 March troops retook Robotyne, and on 14 March they shelled Tokmak.",
            {("Robotyne", 12, None, None), ("Tokmak", 14, None, None)},
        ),
        (
            "Shells killed two people in Izium on Tuesday and a post in Lyman came under fire on Wednesday.",
            {("Izium", 14, 2, None), ("Lyman", 15, None, None)},
        ),
        (
            "Jets killed nine people in Homs on Monday, while a car bomb in Hama wounded two the next day.",
            {("Homs", 13, 9, None), ("Hama", 14, None, 2)},
        ),
        (
            "Rebels killed nine farmers at Beni on 3 March and, two days later, shot dead four at Butembo.",
            {("Beni", 3, 9, None), ("Butembo", 5, 4, None)},
        ),
        (
            "A bomb went off in Esmeraldas on Tuesday, causing only damage, and gunmen killed two officers "
            "in their car in Guayaquil.",
            {("Esmeraldas", 14, None, None), ("Guayaquil", 14, 2, None)},
        ),
        (
            "Shells hit Izium on Monday, and killed two people in the centre.",
            {("Izium", 13, 2, None)},
        ),
        (
            "A strike on Deir al-Balah killed nine people on Tuesday, and four others died when a second "
            "strike hit a tent in Khan Younis.",
            {("Deir al-Balah", 14, 9, None), ("Khan Yunis", 14, 4, None)},
        ),
        (
            "Gunmen killed four traders in Maiduguri on Tuesday. A similar attack a day earlier had killed "
            "nine people in Bama.",
            {("Maiduguri", 14, 4, None), ("Bama", 13, 9, None)},
        ),
        (
            "Two guards were killed when a bomb went off in Gao on Thursday, a day after a mine wounded 40 "
            "people in Kidal.",
            {("Gao", 16, 2, None), ("Kidal", 15, None, 40)},
        ),
    ],
)
def test_each_clause_has_its_own(text: str, expected: set[Told]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Shells hit Izium, Lyman, and Kupiansk on Tuesday.", {"Izium", "Lyman", "Kupiansk"}),
        ("Gunmen attacked Gao on Tuesday, and killed three soldiers.", {"Gao"}),
        ("On Tuesday rebels attacked Gao, and they killed three soldiers there on the same day.", {"Gao"}),
    ],
)
def test_what_is_one_happening_stays_one(text: str, places: set[str]) -> None:
    assert {place for place, *_ in told(text)} == places


def test_what_a_day_before_took_is_not_added_to_the_newer_day() -> None:
    text = (
        "Shells hit Izium on Wednesday, killing two people and wounding 48. "
        "Five people had died and 146 were hurt in a similar salvo the day before."
    )
    assert ("Izium", 15, 2, 48) in told(text)
    assert not any(killed == 7 or (day == 15 and killed == 5) for _, day, killed, _ in told(text))


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("Two soldiers were wounded, the ministry in Bamako said.", {("Gao", 13, None, 2)}),
        (
            "Two soldiers were wounded in Bamako on Tuesday.",
            {("Gao", 13, None, None), ("Bamako", 14, None, 2)},
        ),
    ],
)
def test_the_seat_of_who_says_it_takes_no_toll(second: str, expected: set[Told]) -> None:
    assert told(f"Gunmen fired at a patrol near Gao on Monday. {second}") == expected


def test_what_a_toll_has_risen_to_is_the_happening_s() -> None:
    text = (
        "A missile hit a depot in Izium on Tuesday. Two people were killed.\n\n"
        "The toll of the strike in Izium has risen to four."
    )
    assert {(place, killed) for place, _, killed, _ in told(text)} == {("Izium", 4)}
    year = (
        "Gunmen killed four people in Bama on Tuesday. "
        "The number of people killed in Borno this year rose to 300."
    )
    assert told(year) == {("Bama", 14, 4, None)}


@pytest.mark.parametrize(
    ("behind", "likely", "expected"),
    [
        (" Three officers were injured.", 0.2, True),
        (" Three officers were injured.", 0.05, False),
        (" On Tuesday three officers were injured.", 0.2, False),
        (" He was brief. Three officers were injured.", 0.2, False),
        ("\n\nThree officers were injured.", 0.2, False),
        (" Nobody was injured.", 0.2, False),
    ],
)
def test_what_nothing_else_is_likely_to_have_told_befell_those_told_before(
    behind: str, likely: float, expected: bool
) -> None:
    text = "Youths threw stones at the police." + behind
    times = find_times(text, PUBLISHED)
    found = gather(Article.create(text, published=PUBLISHED), split_sentences(text), [], times)
    asked = [Asked(Span(start=7, end=12), 0, 0.9)]
    rows = [[(toll, likely) for toll in found.tolls.items]]
    clauses = Clauses.of(found, asked)
    [row] = tolls_of_clause(found, clauses, asked, rows, LEAST, lambda toll: bool(toll.injured))
    assert [p >= LEAST for _, p in row] == [expected]
