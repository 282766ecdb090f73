"""Makes articles of several outlets that tell the same happenings, and stores them from a process of its own.

``python tests/made_news.py STORE SEED FIRST STEP BATCH`` stores every STEP-th article from FIRST on.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from geodata.export import export_bytes
from geodata.model import (
    Article,
    DatePrecision,
    Place,
    PlaceKind,
    PlacePrecision,
    Reading,
    Report,
    Span,
    SubEventType,
    Toll,
)
from geodata.query import EventFilter, EventIndex
from geodata.store import Store

FIRST_DAY = date(2023, 3, 1)
OUTLETS = ("Dispatch", "Courier", "Wire", "Herald", "Monitor", "Gazette")
KINDS = (SubEventType.SHELLING, SubEventType.AIR_STRIKE, SubEventType.ATTACK, SubEventType.ARMED_CLASH)
WORDS = ("market", "school", "bridge", "hospital", "station", "bakery", "warehouse", "church")
TOWNS = [
    Place(
        id=f"gn:{n}", name=name, kind=PlaceKind.SETTLEMENT, latitude=48.0 + n * 0.03, longitude=37.0,
        country_code="UA", admin1="UA.05", admin1_name="Donetsk Oblast",
    )
    for n, name in enumerate(("Alfa", "Bravo", "Chara", "Delta"))
]  # fmt: skip
# They lie in the oblast, and no table holds them.
VILLAGES = ("Echo", "Foxtrot")
OBLAST = Place(
    id="ne:UA.05", name="Donetsk Oblast", kind=PlaceKind.ADMIN1, latitude=48.1, longitude=37.5,
    country_code="UA", admin1="UA.05", admin1_name="Donetsk Oblast", radius_km=110.0,
)  # fmt: skip


def make_news(count: int, seed: int = 1, days: int = 6) -> list[tuple[Article, Reading]]:
    """Return articles of one to three reports each; the same seed gives the same ones."""
    dice = random.Random(seed)
    return [_article(n, dice, days) for n in range(count)]


def _article(number: int, dice: random.Random, days: int) -> tuple[Article, Reading]:
    published = FIRST_DAY + timedelta(days=dice.randrange(days))
    told = [_told(dice, published) for _ in range(dice.randrange(1, 4))]
    text = f"Story {number}. " + " ".join(sentence for sentence, _ in told)
    article = Article.create(text, title=f"Story {number}", published=published, outlet=dice.choice(OUTLETS))
    reports, offset = [], len(f"Story {number}. ")
    for position, (sentence, report) in enumerate(told):
        reports.append(
            replace(
                report,
                id=f"{article.id}-{position}",
                article_id=article.id,
                excerpt=Span(start=offset, end=offset + len(sentence)),
                trigger_span=Span(start=offset, end=offset + 6),
            )
        )
        offset += len(sentence) + 1
    return article, Reading(article_id=article.id, reports=tuple(reports))


def _told(dice: random.Random, published: date) -> tuple[str, Report]:
    place = dice.choice([*TOWNS, *TOWNS, OBLAST])
    own_name = dice.choice(("", *VILLAGES)) if place.is_area else ""
    killed = dice.choice((None, None, 1, 2, 5, 12))
    day = published - timedelta(days=dice.randrange(3))
    until = day + timedelta(days=dice.choice((0, 0, 0, 1, 5, 40)))
    dated = dice.random() < 0.8
    other = dice.choice(TOWNS).name
    where = f"{own_name or place.name} near {other}"
    sentence = f"Shells hit a {dice.choice(WORDS)} and a {dice.choice(WORDS)} in {where}."
    report = Report(
        id="",
        article_id="",
        excerpt=Span(start=0, end=1),
        trigger_span=Span(start=0, end=1),
        sub_event_type=dice.choice(KINDS),
        place=place,
        own_name=own_name,
        latitude=place.latitude,
        longitude=place.longitude,
        place_precision=PlacePrecision.REGION if place.is_area else PlacePrecision.SETTLEMENT,
        place_confidence=dice.choice((0.5, 0.7, 0.9)),
        date_start=day if dated else None,
        date_end=until if dated else None,
        date_precision=DatePrecision.of_interval(day, until) if dated else DatePrecision.UNKNOWN,
        published=published,
        toll=Toll(fatalities=killed),
        reasons=(f"{own_name} is in no table of places that is installed",) if own_name else (),
    )
    return sentence, report


def exported(store: Store) -> bytes:
    """Return every event as a file of the export, the same bytes for the same events."""
    index = EventIndex(store)
    return export_bytes(store, index.select(EventFilter(include_undated=True)), ".geojson")


def save(store: Store, pairs: list[tuple[Article, Reading]], batch: int) -> None:
    """Store articles in batches of a size."""
    for start in range(0, len(pairs), batch):
        store.save_readings(pairs[start : start + batch])


if __name__ == "__main__":
    name, *numbers = sys.argv[1:]
    seed, first, step, batch = map(int, numbers)
    with Store(Path(name)) as opened:
        save(opened, make_news(120, seed)[first::step], batch)
