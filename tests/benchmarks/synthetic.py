"""Makes synthetic articles, readings and events of any number and writes them through the real store.

Events lie at 20,000 made-up settlements in Ukraine's bounding box, about one in ten in an area (an admin1
unit), one in fifty at a country, one in thirty without a place or date; two and a half years, six types.
The same seed gives the same events.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

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

_SETTLEMENTS = 20_000
_REPORTS_PER_ARTICLE = 20
_FIRST_DAY = date(2022, 2, 24)
_DAYS = 900
_OUTLETS = ("Dispatch", "Wire", "Courier", "Observer", "Tribune", "Gazette", "Herald", "Monitor")
_ACTORS = ("Military Forces of Russia", "Military Forces of Ukraine", "Civilians", "Unidentified", None, None)
_WORDS = ("shelling", "missile", "village", "bridge", "power plant", "bodies", "patrol", "market", "school")
_AREAS = ("ne:UA.07", "ne:UA.05", "ne:UA.08")


def make_places(random_: random.Random) -> list[Place]:
    """Return made-up settlements."""
    return [
        Place(
            id=f"made:{n}",
            name=f"Village {n}",
            kind=PlaceKind.SETTLEMENT,
            latitude=round(random_.uniform(44.5, 52.2), 4),
            longitude=round(random_.uniform(22.5, 40.0), 4),
            country_code="UA",
        )
        for n in range(_SETTLEMENTS)
    ]


def _area(n: int) -> Place:
    return Place(
        id=_AREAS[n % len(_AREAS)],
        name=f"Region {n % len(_AREAS)}",
        kind=PlaceKind.ADMIN1,
        latitude=49.5,
        longitude=36.3,
        radius_km=120.0,
    )


_COUNTRY = Place(id="country:UA", name="Ukraine", kind=PlaceKind.COUNTRY, latitude=49.0, longitude=32.0)


def _place(random_: random.Random, places: list[Place]) -> tuple[Place | None, PlacePrecision | None]:
    dice = random_.random()
    if dice < 0.03:
        return None, None
    if dice < 0.05:
        return _COUNTRY, PlacePrecision.COUNTRY
    if dice < 0.15:
        return _area(random_.randrange(9)), PlacePrecision.REGION
    # Few towns draw most events, as in the news.
    return places[int(len(places) * random_.random() ** 3)], PlacePrecision.SETTLEMENT


def _report(article: Article, n: int, position: int, random_: random.Random, places: list[Place]) -> Report:
    place, precision = _place(random_, places)
    start = position * 60
    day = _FIRST_DAY + timedelta(days=random_.randrange(_DAYS))
    length = 0 if random_.random() < 0.85 else random_.randrange(1, 40)
    dated = random_.random() > 0.03
    date_start, date_end = (day, day + timedelta(days=length)) if dated else (None, None)
    return Report(
        id=f"r{n}",
        article_id=article.id,
        excerpt=Span(start=start, end=start + 59),
        trigger_span=Span(start=start, end=start + 8),
        sub_event_type=_SUB_TYPES[int(len(_SUB_TYPES) * random_.random() ** 2)],
        place=place,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        place_precision=precision,
        place_confidence=round(random_.random(), 3),
        date_start=date_start,
        date_end=date_end,
        date_precision=DatePrecision.of_interval(date_start, date_end),
        published=article.published,
        actor1=random_.choice(_ACTORS),
        actor2=random_.choice(_ACTORS),
        toll=Toll(fatalities=random_.randrange(20)) if random_.random() < 0.4 else Toll(),
        attribution_kind=random_.choice(_ATTRIBUTIONS),
        certainty=random_.choice(_CERTAINTIES),
    )


_SUB_TYPES, _ATTRIBUTIONS, _CERTAINTIES = list(SubEventType), list(Attribution), list(Certainty)


def make_articles(events: int, seed: int = 7) -> Iterator[tuple[Article, Reading]]:
    """Yield articles of up to 20 reports each, ``events`` reports altogether."""
    random_ = random.Random(seed)
    places = make_places(random_)
    for first in range(0, events, _REPORTS_PER_ARTICLE):
        numbers = range(first, min(first + _REPORTS_PER_ARTICLE, events))
        lines = [f"{random_.choice(_WORDS)} and {random_.choice(_WORDS)} near {n}".ljust(59) for n in numbers]
        article = Article.create(
            "\n".join(lines),
            title=f"Article {first}",
            published=_FIRST_DAY + timedelta(days=random_.randrange(_DAYS)),
            outlet=random_.choice(_OUTLETS),
        )
        reports = tuple(_report(article, n, i, random_, places) for i, n in enumerate(numbers))
        yield article, Reading(article_id=article.id, reports=reports)


def fill(store: Store, events: int, seed: int = 7) -> None:
    """Write ``events`` synthetic events, one report each, with their articles into a store."""
    batch: list[tuple[Article, Reading]] = []
    for pair in make_articles(events, seed):
        batch.append(pair)
        if len(batch) == 1_000:
            _save(store, batch)
            batch = []
    _save(store, batch)


def _save(store: Store, batch: list[tuple[Article, Reading]]) -> None:
    store.save_readings(batch)
    reports = (report for _, reading in batch for report in reading.reports)
    store.save_events(
        Event(
            id=f"e{report.id[1:]}",
            reports=(report,),
            lead=report,
            fatalities_low=report.toll.fatalities,
            fatalities=report.toll.fatalities,
            fatalities_high=report.toll.fatalities,
        )
        for report in reports
    )
