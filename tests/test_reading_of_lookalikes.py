"""What only sounds like news of violence, and sums of what is told besides: invented news."""

from __future__ import annotations

from datetime import date

import pytest

from articles.pipeline import read_article
from geodata.model import Article, EventType, Report

PUBLISHED = date(2023, 3, 15)  # a Wednesday
FORCE = (EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS)


def read(text: str) -> list[Report]:
    return list(read_article(Article.create(text, published=PUBLISHED)).reports)


@pytest.mark.parametrize(
    "text",
    [
        "Church bells rang across Beirut on Monday as Lebanon marked two years since the explosion at the "
        "port.",
        "Hail bombarded Izmail on Monday, and 12,000 homes were left without power.",
        "Gunmen stormed the railway station in Jammu on Monday and took six people hostage, all as part of a "
        "mock drill.",
        "Their striker's late shot destroyed the visitors in Baghdad on Monday after a goal was ruled out.",
        "The commander threatened on Monday to hit Haifa with hundreds of missiles.",
        "Five people were killed near Nakuru on Monday when a lorry ploughed into a market.",
        "Two people died in Homs on Monday when a gas cylinder exploded in a kitchen.",
    ],
)
def test_what_only_sounds_like_violence_is_none(text: str) -> None:
    assert [r for r in read(text) if r.sub_event_type.event_type in FORCE] == []


@pytest.mark.parametrize(
    "text",
    [
        "Captain Sani laid a wreath in Ouagadougou on Monday for the soldiers who fell last year.",
        "Candles were lit in Mekelle on Monday on the anniversary of the truce.",
    ],
)
def test_a_memorial_is_no_protest(text: str) -> None:
    assert [r for r in read(text) if r.sub_event_type.event_type is EventType.PROTESTS] == []


@pytest.mark.parametrize(
    "text",
    [
        "On the anniversary of the invasion, missiles killed three people in Kharkiv on Monday.",
        "Rebels attacked troops during an exercise near Gao on Monday, killing two.",
        "Hundreds marched in Amman on Monday on the anniversary of the uprising.",
        "Families gathered in Sarajevo on Monday to commemorate the siege and demanded justice.",
        "Gunmen opened fire at fans after a match in Baghdad on Monday, killing the goalkeeper.",
        "A gas cylinder packed with explosives blew up at a market in Homs on Monday in an attack.",
    ],
)
def test_what_happened_beside_them_is_read(text: str) -> None:
    assert len(read(text)) >= 1


def test_a_sum_is_no_happening_beside_its_parts() -> None:
    reports = read(
        "Security forces killed eight militants in Khyber Pakhtunkhwa on Monday. Six died in a raid in Tank "
        "district. Two were killed in an exchange of fire in Kulachi."
    )
    assert sorted(r.toll.fatalities or 0 for r in reports) == [2, 6]


def test_what_is_no_sum_stays() -> None:
    reports = read(
        "Shelling killed nine people in Kharkiv Oblast on Monday. Two of them died in Izium, one in Chuhuiv."
    )
    assert 9 in {r.toll.fatalities for r in reports}
