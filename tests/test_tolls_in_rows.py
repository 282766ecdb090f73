"""Tolls of tables, of lists of dated lines, and what is told in one breath: invented news."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from articles.reading.shares import is_of_other_row
from articles.tolls import find_tolls
from geodata.model import Article, Span

PUBLISHED = date(2023, 3, 17)

TABLE = """Date | State | Town | Incident | Killed | Injured | Abducted
12/03/2023 | Plateau | Mangu | Gunmen attacked homes at night | 13 | - | -
13/03/2023 | Zamfara | Dansadau | Bandits kidnapped farmers | - | 2 | 8
14/03/2023 | Borno | Bama | Troops repelled an attack | 1,100 | 0 | -"""


def cells(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(text[m.start : m.end], m.killed, m.injured) for m in find_tolls(text)]


def test_the_head_of_a_column_says_what_its_numbers_count() -> None:
    assert cells(TABLE) == [
        ("13", 13, None),
        ("2", None, 2),
        ("1,100", 1100, None),
        ("0", None, 0),
    ]
    assert cells(TABLE.replace("1,100", "4+").replace(" | ", "\t"))[-2:] == [("4+", 4, None), ("0", None, 0)]


def test_bars_around_the_lines_and_a_rule_below_the_heads_change_nothing() -> None:
    text = "| Town | Incident | Deaths |\n|---|---|---|\n| Gao | Shelling | 3 |\n\nFive people died later."
    assert cells(text) == [("3", 3, None), ("Five people died", 5, None)]


@pytest.mark.parametrize(
    "text",
    [
        "Town | Incident | Killed by\nGao | Shelling | 3",
        "Town | Incident | Houses burned\nGao | Fire | 14",
        "Town | Incident | Killed\nGao | Shelling | none\nKidal | Shelling | 3 cows",
        "Town | Incident | Killed\n\nIn Gao the market opened at 3",
    ],
)
def test_other_columns_are_no_tolls(text: str) -> None:
    assert cells(text) == []


def test_each_row_has_its_own_toll() -> None:
    reports = read_article(Article.create(TABLE, published=PUBLISHED)).reports
    told = {r.place.name: (r.toll.fatalities, r.toll.injured) for r in reports if r.place is not None}
    assert told["Mangu"] == (13, None)
    assert told["Dansadau"] == (None, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 March - Izium: shelling.\n13 March - Lyman: 3 killed.", True),
        ("March 12: Izium shelled.\n2023-03-13: Lyman, 3 killed.", True),
        ("12 March - Izium: shelling. Later 3 killed.", False),
        ("Shelling of Izium on 12 March.\nOfficials say 3 killed.", False),
        ("12 March - Izium: shelling.\nOfficials say 3 killed.", False),
    ],
)
def test_a_dated_line_is_a_row(text: str, expected: bool) -> None:
    at = text.lower().index("shell")
    toll = next(m for m in find_tolls(text) if m.killed == 3)
    assert is_of_other_row(text, Span(start=at, end=at + 5), toll) is expected


def test_injured_told_in_one_breath_with_the_dead_are_of_the_same_happening() -> None:
    text = (
        "Bandits stormed Danmusa in Katsina State on Sunday. "
        "A police spokesman said five persons lost their lives while three others sustained gunshot injuries."
    )
    (report,) = read_article(Article.create(text, published=PUBLISHED)).reports
    assert (report.toll.fatalities, report.toll.injured) == (5, 3)


def test_residents_of_a_town_died_there() -> None:
    text = "Shells killed two residents of Izium and one in Lyman on Monday."
    reports = read_article(Article.create(text, published=PUBLISHED)).reports
    assert {r.place.name: r.toll.fatalities for r in reports if r.place} == {"Izium": 2, "Lyman": 1}
