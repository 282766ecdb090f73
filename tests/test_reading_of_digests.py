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


def test_a_small_namesake_far_from_everything_is_no_place_of_an_event() -> None:
    reports = read(
        "Rebels stormed the town of Goma on Monday. In the village of Elan, near the lake, they killed two "
        "farmers. Soldiers retook Bukavu. The army of Congo said it would return to Kinshasa."
    )
    assert all(r.place is None or r.place.country_code == "CD" for r in reports)


def test_part_of_a_longer_name_is_no_place() -> None:
    reports = read("Gunmen in Haiti kidnapped 17 people in Croix-des-Bouquets on Monday.")
    assert all(r.place is None or r.place.country_code == "HT" for r in reports)


def test_what_goes_on_daily_is_no_single_strike() -> None:
    reports = read(
        "Kharkiv has been bombed almost daily since June. On Thursday missiles hit a printing house there, "
        "killing seven workers."
    )
    assert date(2022, 10, 6) in {r.date_start for r in reports}


def test_people_shot_at_protests_are_shot_by_those_who_broke_them_up() -> None:
    reports = read(
        "Police opened fire on demonstrators in Nairobi on Monday. "
        "At least five people were shot dead and 31 wounded, a rights group said."
    )
    assert [(r.sub_event_type, r.toll.fatalities) for r in reports] == [(Sub.EXCESSIVE_FORCE, 5)]


def test_syrian_rebels_are_not_the_army_of_syria() -> None:
    [report] = read("Syrian rebels overran an army base near Idlib on Monday, as Turkey moved its tanks.")
    assert report.sub_event_type is Sub.NON_STATE_OVERTAKES


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("Two Indians and a Pakistani died when a drone hit a depot.", 3),
        ("Two Indians, three Filipinos and a Pakistani were killed.", 6),
    ],
)
def test_peoples_no_class_lists_are_counted_with_the_others(text: str, dead: int) -> None:
    assert sum(m.killed or 0 for m in find_tolls(text)) == dead
