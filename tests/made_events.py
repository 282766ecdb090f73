"""A small store made by hand for the dashboard's tests: every kind of place and date, known counts."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from geodata.joining import build_event, profile_of
from geodata.model import (
    Article,
    Attribution,
    Certainty,
    DatePrecision,
    Event,
    Place,
    PlaceKind,
    PlacePrecision,
    Reading,
    Report,
    Span,
    SubEventType,
    Toll,
)
from geodata.store import Store


def settlement(key: str, name: str, latitude: float, longitude: float) -> Place:
    return Place(
        id=f"made:{key}", name=name, kind=PlaceKind.SETTLEMENT, latitude=latitude, longitude=longitude,
        country_code="UA", admin1="UA.07", admin1_name="Kharkiv Oblast",
    )  # fmt: skip


IZIUM = settlement("izium", "Izium", 49.2103, 37.2761)
UDY = settlement("udy", "Udy", 50.391, 36.056)
KHARKIV = settlement("kharkiv", "Kharkiv", 49.9808, 36.2527)
KHERSON = settlement("kherson", "Kherson", 46.6354, 32.6169)
OBLAST = Place(
    id="ne:UA.07", name="Kharkiv Oblast", kind=PlaceKind.ADMIN1, latitude=49.6, longitude=36.6, radius_km=120
)
UKRAINE = Place(id="country:UA", name="Ukraine", kind=PlaceKind.COUNTRY, latitude=49.0, longitude=32.0)


@dataclass(frozen=True, kw_only=True)
class Told:
    """One report to be made: sentence, what to mark in it, where and when."""

    sentence: str
    trigger: str
    kind: SubEventType
    place: Place | None = None
    precision: PlacePrecision | None = PlacePrecision.SETTLEMENT
    place_words: str = ""
    time_words: str = ""
    day: date | None = None
    until: date | None = None
    radius_km: float = 0.0
    sure: float = 0.9
    killed: int | None = None
    certainty: Certainty = Certainty.STATED


def span_of(text: str, words: str, offset: int) -> tuple[Span, ...]:
    at = text.find(words) if words else -1
    return () if at < 0 else (Span(start=offset + at, end=offset + at + len(words)),)


def to_article(
    told: list[Told], *, title: str, outlet: str, url: str = "", published: date | None = None
) -> tuple[Article, Reading]:
    """Return an article that says these sentences, one per line, with its reports."""
    text = "\n".join(one.sentence for one in told)
    article = Article.create(text, title=title, published=published, outlet=outlet, url=url)
    reports = []
    offset = 0
    for number, one in enumerate(told):
        place = one.place
        until = one.until or one.day
        reports.append(
            Report(
                id=f"{article.id}-{number}",
                article_id=article.id,
                excerpt=Span(start=offset, end=offset + len(one.sentence)),
                trigger_span=(
                    span_of(one.sentence, one.trigger, offset) or (Span(start=offset, end=offset + 1),)
                )[0],
                sub_event_type=one.kind,
                place=place,
                latitude=place.latitude if place else None,
                longitude=place.longitude if place else None,
                radius_km=one.radius_km or (place.radius_km if place else 0.0),
                place_precision=one.precision if place else None,
                place_confidence=one.sure if place else 0.0,
                place_spans=span_of(one.sentence, one.place_words, offset),
                date_start=one.day,
                date_end=until,
                date_precision=DatePrecision.of_interval(one.day, until),
                time_spans=span_of(one.sentence, one.time_words, offset),
                published=published,
                toll=Toll(fatalities=one.killed),
                attribution="the prosecutor's office",
                attribution_kind=Attribution.AUTHORITIES,
                certainty=one.certainty,
            )
        )
        offset += len(one.sentence) + 1
    return article, Reading(article_id=article.id, reports=tuple(reports))


def save(store: Store, pairs: list[tuple[Article, Reading]]) -> list[Event]:
    """Store articles and make every report its own event."""
    store.save_readings(pairs)
    events = [build_event([profile_of(r)], id=f"ev-{r.id}") for _, reading in pairs for r in reading.reports]
    store.save_events(events)
    return events


SHELLING, ATTACK, CLASH = SubEventType.SHELLING, SubEventType.ATTACK, SubEventType.ARMED_CLASH

PLAIN: list[Told] = [
    Told(sentence="Rockets hit a school in Izium on 3 September.", trigger="hit", kind=SHELLING, place=IZIUM,
         place_words="Izium", time_words="on 3 September", day=date(2022, 9, 3), killed=2),
    Told(sentence="A house in Udy was damaged by a strike.", trigger="damaged by a strike", kind=SHELLING,
         place=UDY, place_words="Udy"),
    Told(sentence="Four bodies were found on September 11.", trigger="bodies were found", kind=ATTACK,
         place=UDY, sure=0.4, time_words="on September 11", day=date(2022, 9, 11), killed=4,
         certainty=Certainty.CLAIMED),
    Told(sentence="Fighting went on near Kherson from 20 to 28 August.", trigger="Fighting", kind=CLASH,
         place=KHERSON, precision=PlacePrecision.NEAR, radius_km=20, place_words="near Kherson",
         time_words="from 20 to 28 August", day=date(2022, 8, 20), until=date(2022, 8, 28)),
    Told(sentence="Troops took twenty settlements in the Kharkiv region.", trigger="took twenty settlements",
         kind=SubEventType.GOVERNMENT_REGAINS, place=OBLAST, precision=PlacePrecision.REGION,
         place_words="the Kharkiv region", day=date(2022, 9, 12)),
    Told(sentence="People marched across Ukraine on 1 October.", trigger="marched",
         kind=SubEventType.PEACEFUL_PROTEST, place=UKRAINE, precision=PlacePrecision.COUNTRY,
         place_words="Ukraine", time_words="on 1 October", day=date(2022, 10, 1)),
    Told(sentence="A convoy was attacked on Monday.", trigger="attacked", kind=ATTACK, place=None,
         time_words="on Monday", day=date(2022, 9, 5)),
]  # fmt: skip

CROWD: list[Told] = [
    Told(sentence=f"Shell number {n} fell on Kharkiv.", trigger="fell", kind=SHELLING, place=KHARKIV,
         place_words="Kharkiv", day=date(2022, 7, 1 + n % 28), killed=n % 3)
    for n in range(40)
]  # fmt: skip


def make_store(store: Store) -> list[Event]:
    """Fill a store with 47 events: 2 undated, 1 without a place, 40 at one spot."""
    pairs = [
        to_article(PLAIN, title="A day in the north", outlet="Morning Wire", url="https://example.org/day",
                   published=date(2022, 9, 13)),
        to_article(CROWD, title="A month of shells", outlet="City Paper", published=date(2022, 8, 1)),
    ]  # fmt: skip
    return save(store, pairs)


def make_random_store(store: Store, number: int, seed: int = 3) -> list[Event]:
    """Fill a store with events of every kind of place, date, type, toll and certainty, drawn at random."""
    dice = random.Random(seed)
    villages = [
        settlement(f"r{n}", f"Village {n}", 45 + dice.random() * 6, 24 + dice.random() * 15)
        for n in range(60)
    ]
    pairs = []
    for first in range(0, number, 10):
        told = [_random_told(dice, villages, n) for n in range(first, min(first + 10, number))]
        published = date(2022, 1, 1) + timedelta(days=dice.randrange(900))
        outlet = dice.choice(("Wire", "Courier", "Monitor"))
        pairs.append(to_article(told, title=f"Article {first}", outlet=outlet, published=published))
    return save(store, pairs)


def _random_told(dice: random.Random, villages: list[Place], number: int) -> Told:
    place, precision = dice.choice(
        [(v, PlacePrecision.SETTLEMENT) for v in villages]
        + [(villages[0], PlacePrecision.NEAR)] * 6
        + [(OBLAST, PlacePrecision.REGION), (UKRAINE, PlacePrecision.COUNTRY), (None, None)] * 6
    )
    day = date(2022, 1, 1) + timedelta(days=dice.randrange(900)) if dice.random() > 0.1 else None
    if day:
        until = day + timedelta(days=dice.choice((0, 0, 0, 4, 30)))
    else:
        until = date(2022, 1, 1) + timedelta(days=dice.randrange(900)) if dice.random() > 0.5 else None
    words = dice.sample(["shelling", "power plant", "bridge", "village", "school", "market"], 3)
    return Told(
        sentence=f"Report {number} of {' and '.join(words)}.", trigger="Report",
        kind=dice.choice(list(SubEventType)), place=place, precision=precision, day=day, until=until,
        radius_km=15 if precision is PlacePrecision.NEAR else 0, sure=round(dice.random(), 2),
        killed=dice.choice((None, 0, 1, 7, 20)), certainty=dice.choice(list(Certainty)),
    )  # fmt: skip
