"""Digests and leads that tell of many places at once: each place keeps its own event, date and toll."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from articles.tolls import find_tolls
from geodata.model import Article, Report
from geodata.model import SubEventType as Sub

PUBLISHED = date(2022, 10, 11)  # a Tuesday


def read(text: str) -> list[Report]:
    return list(read_article(Article.create(text, published=PUBLISHED)).reports)


def names(reports: list[Report]) -> list[str]:
    return [r.place.name if r.place else "" for r in reports]


def tolls(reports: list[Report]) -> dict[str, int | None]:
    return {r.place.name: r.toll.fatalities for r in reports if r.place}


@pytest.mark.parametrize(
    "text",
    [
        "Six people were killed by shelling in Nikopol on Monday and three in Kupiansk.",
        "Shells struck Nikopol and Kupiansk on Monday, killing six people and three people respectively.",
        "Nine people died in shelling on Monday, six of them in Nikopol and three in Kupiansk.",
    ],
)
def test_counts_told_place_by_place_are_each_places_own(text: str) -> None:
    assert tolls(read(text)) == {"Nikopol": 6, "Kupiansk": 3}


def test_cities_named_after_their_kind_are_a_list() -> None:
    reports = read(
        "The barrage on Monday hit central Kyiv, the western city of Lviv and the grid in Ternopil."
    )
    assert names(reports) == ["Kyiv", "Lviv", "Ternopil"]


def test_a_small_namesake_far_from_everything_is_no_place_of_an_event() -> None:
    reports = read(
        "Rebels stormed the town of Goma on Monday. In the village of Elan, near the lake, they killed two "
        "farmers. Soldiers retook Bukavu. The army of Congo said it would return to Kinshasa."
    )
    assert all(r.place is None or r.place.country_code == "CD" for r in reports)


def test_part_of_a_longer_name_is_no_place() -> None:
    reports = read("Gunmen in Haiti kidnapped 17 people in Croix-des-Bouquets on Monday.")
    assert all(r.place is None or r.place.country_code == "HT" for r in reports)


def test_one_more_strike_hours_later_is_another_event() -> None:
    reports = read(
        "Two bombs struck a shop in Kharkiv on Saturday, killing 16 people. "
        "A few hours later a second missile hit a post office in the city, wounding 25."
    )
    assert [(r.place.name, r.toll.fatalities) for r in reports if r.place] == [
        ("Kharkiv", 16),
        ("Kharkiv", None),
    ]


def test_what_goes_on_daily_is_no_single_strike() -> None:
    reports = read(
        "Kharkiv has been bombed almost daily since June. On Thursday missiles hit a printing house there, "
        "killing seven workers."
    )
    assert date(2022, 10, 6) in {r.date_start for r in reports}


def test_a_date_before_when_dates_the_clause_it_opens() -> None:
    [report] = read(
        "It was his first visit to the country since 24 September, when gunmen killed 14 people in Mogadishu."
    )
    assert (report.date_start, report.date_end) == (date(2022, 9, 24), date(2022, 9, 24))


def test_a_year_that_describes_something_dates_nothing() -> None:
    [report] = read("Rebels took most of Daraa, the cradle of the 2011 uprising in Syria.")
    assert report.date_start is None


def test_a_toll_that_rose_today_dates_no_attack() -> None:
    reports = read(
        "The death toll from a truck bombing in Baghdad rose to at least 165 on Monday, police said."
    )
    assert [r.date_start for r in reports] == [None]


def test_people_shot_at_protests_are_shot_by_those_who_broke_them_up() -> None:
    reports = read(
        "Police opened fire on demonstrators in Nairobi on Monday. "
        "At least five people were shot dead and 31 wounded, a rights group said."
    )
    assert [(r.sub_event_type, r.toll.fatalities) for r in reports] == [(Sub.EXCESSIVE_FORCE, 5)]


def test_a_speakers_home_is_not_where_it_was() -> None:
    reports = read(
        "In Kupiansk the fighting has not stopped. "
        "A shell killed a nurse there on Sunday, said Maksym Bondar, an official from Izium."
    )
    assert set(names(reports)) == {"Kupiansk"}


def test_syrian_rebels_are_not_the_army_of_syria() -> None:
    [report] = read("Syrian rebels overran an army base near Idlib on Monday, as Turkey moved its tanks.")
    assert report.sub_event_type is Sub.NON_STATE_OVERTAKES


def test_a_digest_of_other_news_tells_no_conflict() -> None:
    reports = read(
        "The striker scored in the first half of the league match, and fans cheered the goals. "
        "Shares fell and investors sold stocks. The budget hit companies. "
        "A film about the war, in which rebels fight a siege with drones, opens in London. "
        "Patients were infected with measles. A driver in a crash was arrested in Leeds on Monday."
    )
    assert names(reports) == []


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Two Indians and a Pakistani died when a drone hit a depot.", 3),
        ("Two Indians, three Filipinos and a Pakistani were killed.", 6),
    ],
)
def test_peoples_no_class_lists_are_counted_with_the_others(text: str, dead: int) -> None:
    assert sum(m.killed or 0 for m in find_tolls(text)) == dead
