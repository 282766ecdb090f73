"""A place or a day whose clause tells what happened there or then is that of what it tells: invented news."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from articles.reading.leading import is_in_where_clause, is_told_apart, opens_sentence
from articles.reading.spoken import is_told_of_before
from geodata.model import Article, PlaceMention, PlaceRole, PlaceUse, Span

PUBLISHED = date(2024, 2, 9)  # a Friday


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start=start, end=start + len(words))


def place(text: str, name: str) -> PlaceMention:
    start = text.index(name)
    return PlaceMention(
        start=start, end=start + len(name), text=name, use=PlaceUse.LITERAL, role=PlaceRole.EVENT
    )


def told(text: str) -> set[tuple[str, str]]:
    """Place and first day of each report."""
    reports = read_article(Article.create(text, published=PUBLISHED)).reports
    return {(r.place.name, str(r.date_start)) for r in reports if r.place is not None}


@pytest.mark.parametrize(
    ("text", "trigger", "holds"),
    [
        ("Three of them were from Bitola, where crowds smashed windows.", "smashed", True),
        ("They fled to Bitola where a mob later burned the market.", "burned", True),
        ("They met in Bitola, where a plan for the recapture of the hill was drawn up.", "recapture", False),
        ("They met in Bitola. Where the shots came from, nobody knows.", "shots", False),
        ("A mob burned the market in Bitola, where they had met.", "burned", False),
    ],
)
def test_a_where_clause_tells_what_happened_there(text: str, trigger: str, holds: bool) -> None:
    assert is_in_where_clause(text, span(text, trigger), place(text, "Bitola")) is holds


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("In Skopje he said guards would go to Bitola, where crowds burned shops.", True),
        ("Men from Skopje reached Bitola, where crowds burned shops.", True),
        ("Crowds gathered in Skopje and Bitola, where they burned shops.", False),
        ("Crowds gathered in Skopje, Resen and the town of Bitola, where they burned shops.", False),
        ("Crowds burned shops in Bitola, where they had come from Skopje.", False),
    ],
)
def test_what_stands_before_such_a_clause_is_of_something_else(text: str, apart: bool) -> None:
    assert is_told_apart(text, place(text, "Skopje"), place(text, "Bitola")) is apart


def test_riots_are_not_where_the_minister_spoke_of_them() -> None:
    text = "In Ankara, the minister said guards would be rushed to Hakkari, where riots killed 12 on Monday."
    assert told(text) == {("Hakkâri", "2024-02-05")}


@pytest.mark.parametrize(
    ("text", "trigger", "holds"),
    [
        ("In Gao, traders held a sit-in.", "sit-in", True),
        ("Meanwhile in the town of Gao, a bomb went off.", "bomb", True),
        ("Elsewhere, in Gao, a bomb went off.", "bomb", True),
        ("In Gao, the army said it had shelled rebels.", "shelled", False),
        ("In Gao, according to the army, rebels were shelled.", "shelled", False),
        ("From Gao, rebels shelled the road.", "shelled", False),
        ("Traders held a sit-in in Gao.", "sit-in", False),
    ],
)
def test_a_sentence_may_open_with_its_place(text: str, trigger: str, holds: bool) -> None:
    assert opens_sentence(text, 0, span(text, trigger), place(text, "Gao")) is holds


def test_a_place_that_opens_its_sentence_is_meant_before_that_of_the_last() -> None:
    assert told(
        "Armed men fired rockets at a police post in Moreh on Wednesday morning. "
        "In Imphal, women's groups held a sit-in at the bus station later in the day."
    ) == {("Moreh", "2024-02-07"), ("Imphal", "2024-02-07")}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "The town mourns the dead of January 27, when two suicide bombers killed 20 people in Jolo.",
            "2024-01-27",
        ),
        ("It was the worst loss since April 2023, when ten policemen died in a blast in Jolo.", "2023-04-01"),
    ],
)
def test_a_when_clause_dates_what_it_tells(text: str, day: str) -> None:
    assert ("Jolo", day) in told(f"Soldiers clashed with rebels in Patikul on Thursday. {text}")


def test_each_place_of_a_list_has_its_day() -> None:
    assert told("The rebels captured Minbya on February 6 and Mrauk-U, an old capital, on January 24.") == {
        ("Minbya", "2024-02-06"),
        ("Mrauk U", "2024-01-24"),
    }


@pytest.mark.parametrize(
    ("text", "trigger", "holds"),
    [
        ("Shelling of the camp followed on 12 April.", "Shelling", False),
        ("A raid was followed by shots in Gao on 12 April.", "raid", False),
        ("The raid followed a blast in Gao on 12 April.", "raid", True),
    ],
)
def test_what_follows_on_a_day_is_of_that_day(text: str, trigger: str, holds: bool) -> None:
    assert is_told_of_before(text, span(text, trigger), span(text, "12 April")) is holds


def test_the_towns_of_a_list_are_as_likely_as_the_likeliest() -> None:
    found = told("Four members of the guard were killed on Tuesday in Qazvin, Tabriz, Mashhad and Quchan.")
    assert {place for place, _ in found} == {"Qazvin", "Tabriz", "Mashhad", "Qūchān"}
