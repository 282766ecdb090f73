"""What a sentence tells beside its main event keeps its own day, place and dead: invented news."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from geodata.model import Article, Report
from geodata.model import SubEventType as Sub

PUBLISHED = date(2023, 3, 15)  # a Wednesday


def read(text: str) -> list[Report]:
    return list(read_article(Article.create(text, published=PUBLISHED)).reports)


def test_a_weekday_before_the_attack_tells_its_day_even_in_a_promise() -> None:
    (report,) = read("Gunmen killed four soldiers in Gao. Allies vowed to answer Saturday's attack on Gao.")
    assert report.date_start == report.date_end == date(2023, 3, 11)


def test_a_base_somebody_aimed_at_is_no_base_set_up() -> None:
    reports = read("The group had aimed at an air base near Haifa, its leader said in a speech.")
    assert Sub.HEADQUARTERS not in {r.sub_event_type for r in reports}


def test_people_arrested_at_a_protest_make_it_one_met_by_police() -> None:
    (report,) = read(
        "Hundreds protested in front of the ministry in Amman on Monday; two students were arrested."
    )
    assert report.sub_event_type is Sub.PROTEST_INTERVENTION
    assert "reports protest with intervention" in report.reasons[0]


@pytest.mark.parametrize("end", ["was dispersed by riot police", "ended when police fired tear gas"])
def test_a_protest_driven_apart_was_met_by_police(end: str) -> None:
    kinds = {r.sub_event_type for r in read(f"A protest over prices in Amman on Monday {end}.")}
    assert Sub.PEACEFUL_PROTEST not in kinds


def test_the_dead_of_years_are_not_those_of_the_protest_told_before() -> None:
    reports = read(
        "Hundreds protested in Yangon on Monday.\n\n"
        "Since the February 2021 coup, more than 3,100 civilians have been killed by the security forces."
    )
    assert Sub.EXCESSIVE_FORCE not in {r.sub_event_type for r in reports}


def test_captives_set_free_are_no_land_retaken_and_nobody_abducted() -> None:
    reports = read("Troops killed seven bandits in a gun battle near Birnin Gwari and freed 13 captives.")
    assert {r.sub_event_type for r in reports} == {Sub.ARMED_CLASH}
    assert reports[0].toll.fatalities == 7


def test_whom_gunmen_mowed_down_are_dead() -> None:
    (report,) = read("Gunmen burst into a mosque in Herat on Monday and mowed down five worshippers.")
    assert report.toll.fatalities == 5
