"""Where the hurt are cared for is no place of what hurt them, and they are its injured all the same."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from articles.reading.counted import is_taken_to_care
from articles.reading.spoken import is_of_care
from geodata.model import Article, Span

PUBLISHED = date(2023, 3, 15)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two were flown to the hospital in Malin.", True),
        ("Two were taken to a military hospital in Malin.", True),
        ("A clerk was treated at a clinic in Malin.", True),
        ("A clerk died at the central hospital of Malin.", True),
        ("Two were taken to hospitals in Rovna and Malin.", True),
        ("Two were taken to Malin with wounds.", True),
        ("Two were taken to Malin for treatment.", True),
        ("Two were taken to Malin for treatment of the water.", False),
        ("Two were taken to Malin with their cattle.", False),
        ("Shells hit the hospital in Malin.", False),
        ("Two were taken from the hospital in Malin.", False),
        ("Two were wounded in Malin.", False),
    ],
)
def test_the_town_of_a_hospital(text: str, expected: bool) -> None:
    start = text.index("Malin")
    assert is_of_care(text, 0, Span(start=start, end=start + len("Malin"))) is expected


def happened(text: str) -> dict[str, int | None]:
    reports = read_article(Article.create(text, published=PUBLISHED)).reports
    return {r.place.name: r.toll.injured for r in reports if r.place is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A missile hit a bakery in Izium on Monday. Four people were taken to a hospital in Kharkiv.",
            {"Izium": 4},
        ),
        (
            "Shelling hit Nikopol on Monday night. Two clerks were wounded and taken to hospital in Dnipro.",
            {"Nikopol": 2},
        ),
        ("Four people were taken to hospital in Odesa after a missile strike on Monday.", {"Odesa": 4}),
        (
            "Two died in hospital in Lviv on Monday after a missile hit their home in Izium on Sunday, "
            "wounding three.",
            {"Izium": 3},
        ),
        (
            "Gunmen burst into a school in Odesa on Monday and killed eight pupils. Twelve others were "
            "injured and taken to hospitals in Odesa and Izmail.",
            {"Odesa": 12},
        ),
    ],
)
def test_who_is_taken_to_another_town_was_hurt_where_it_happened(
    text: str, expected: dict[str, int | None]
) -> None:
    assert happened(text) == expected


@pytest.mark.parametrize(
    ("told", "behind", "expected"),
    [
        ("were taken", " to Malin with wounds.", True),
        ("taken", " to the hospital in Malin.", True),
        ("taken", " to Malin for questioning.", False),
        ("were taken", " to Malin with their cattle.", False),
        ("were abducted", " on the way to a hospital.", False),
    ],
)
def test_who_is_taken_to_care_is_no_captive(told: str, behind: str, expected: bool) -> None:
    assert is_taken_to_care(told, behind) is expected
