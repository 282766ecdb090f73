"""Builds articles with hand-placed place mentions, so that joining is tested apart from finding places."""

from __future__ import annotations

import re
from datetime import date

from articles.reading import read_events
from articles.resolve import resolve
from articles.resolve.doubt import without_doubtful
from articles.sentences import split_sentences
from articles.times import find_times
from articles.toponyms import find_places
from geodata.gazetteer import Gazetteer
from geodata.model import Article, Place, PlaceKind, PlaceMention, PlaceRole, PlaceUse, Report

PUBLISHED = date(2023, 6, 15)


def place(
    name: str,
    latitude: float,
    longitude: float,
    kind: PlaceKind = PlaceKind.SETTLEMENT,
    country: str = "UA",
    admin1: str | None = None,
    radius_km: float = 0.0,
) -> Place:
    return Place(
        id=f"test:{name}",
        name=name,
        kind=kind,
        latitude=latitude,
        longitude=longitude,
        country_code=country,
        admin1=admin1,
        radius_km=radius_km,
    )


PLACES = {
    p.name: p
    for p in (
        place("Orikhiv", 47.567, 35.785, admin1="UA.26"),
        place("Nikopol", 47.571, 34.396, admin1="UA.04"),
        place("Sumy", 50.92, 34.80, admin1="UA.21"),
        place("Kupiansk", 49.71, 37.61, admin1="UA.07"),
        place("Kharkiv region", 49.6, 36.5, PlaceKind.ADMIN1, admin1="UA.07", radius_km=150),
        place("Sumy region", 51.0, 34.0, PlaceKind.ADMIN1, admin1="UA.21", radius_km=120),
        place("Ukraine", 49.0, 32.0, PlaceKind.COUNTRY, radius_km=600),
        place("Mogadishu", 2.04, 45.34, country="SO"),
        place("Baidoa", 3.11, 43.65, country="SO"),
        place("Nairobi", -1.28, 36.82, country="KE"),
    )
}


def mentions_of(text: str, dateline: str | None = None, metonyms: tuple[str, ...] = ()) -> list[PlaceMention]:
    names = sorted(PLACES, key=len, reverse=True)
    found = []
    for match in re.finditer("|".join(map(re.escape, names)), text):
        name = match.group()
        is_dateline = name == dateline and match.start() < 20
        found.append(
            PlaceMention(
                start=match.start(),
                end=match.end(),
                text=name,
                use=PlaceUse.METONYM if name in metonyms else PlaceUse.LITERAL,
                role=PlaceRole.DATELINE if is_dateline else PlaceRole.EVENT,
                place=PLACES[name],
                confidence=0.9,
            )
        )
    return found


def reports_of(
    text: str,
    published: date | None = PUBLISHED,
    dateline: str | None = None,
    metonyms: tuple[str, ...] = (),
) -> list[Report]:
    article = Article.create(text, published=published)
    sentences = split_sentences(text)
    mentions = mentions_of(text, dateline, metonyms)
    return read_events(article, sentences, mentions, find_times(text, published))[1]


def places_told(text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    """The places that a text names, resolved, without those that it names only perhaps."""
    return without_doubtful(text, resolve(text, find_places(text, (), gazetteer), gazetteer))


def told(reports: list[Report]) -> list[tuple[str, str | None, str | None, int | None]]:
    """Type, place, end date and toll of each report: what a test compares."""
    return [
        (
            r.event_type.value,
            r.place.name if r.place else None,
            r.date_end.isoformat() if r.date_end else None,
            r.toll.fatalities,
        )
        for r in reports
    ]
