"""Two stores' worth of articles and a fix of every kind on them, for the tests of the log of corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from copied_stores import copied_store
from made_records import (
    IZIUM,
    KHARKIV_OBLAST,
    KHERSON,
    TEXT,
    UDY,
    make_article,
    make_reading,
    make_reports,
    sentence_span,
)

from geodata.corrections import (
    ActorsFix,
    AddedEvent,
    CertaintyFix,
    Confirm,
    DateFix,
    ExcerptFix,
    Fix,
    Merge,
    NameFix,
    NotAnEvent,
    PlaceFix,
    PublishedFix,
    ReportKey,
    Scope,
    Split,
    SpotFix,
    TollFix,
    TypeFix,
    Withdraw,
)
from geodata.export import export_bytes
from geodata.model import (
    Article,
    Candidate,
    Certainty,
    Place,
    PlaceMention,
    PlacePrecision,
    PlaceRole,
    PlaceUse,
    Reading,
    Span,
    SubEventType,
)
from geodata.query import EventFilter, EventIndex
from geodata.store import Store

NAMESAKE = replace(UDY, id="gn:1", name="Udy", latitude=58.0, longitude=13.0, country_code="SE")
ARTICLES = tuple(make_article(outlet) for outlet in ("Dispatch", "Courier", "Herald"))


def read(article: Article, *, otherwise: bool = False) -> Reading:
    """Return a reading with a mention for every report's place; ``otherwise`` as a later version reads."""
    reports = make_reports(article)
    if otherwise:
        reports = tuple(replace(r, id=f"{r.id}-v2", sub_event_type=SubEventType.OTHER) for r in reports[:5])
    mentions = [_mention(r.place_spans[0], r.place) for r in reports if r.place_spans and r.place]
    return replace(make_reading(article, reports), places=tuple(mentions))


def _mention(span: Span, place: Place) -> PlaceMention:
    return PlaceMention(
        start=span.start, end=span.end, text=span.of(TEXT), use=PlaceUse.LITERAL, role=PlaceRole.EVENT,
        candidates=(Candidate(place=place, score=0.9), Candidate(place=NAMESAKE, score=0.1)),
        place=place, latitude=place.latitude, longitude=place.longitude, confidence=0.8,
        precision=PlacePrecision.SETTLEMENT,
    )  # fmt: skip


def made_store(path: Path) -> Store:
    """Return a new store with the three articles."""
    return copied_store(path, _fill)


def _fill(store: Store) -> None:
    store.save_readings([(article, read(article)) for article in ARTICLES])


def exported(store: Store) -> bytes:
    """Return everything of a store as an export."""
    index = EventIndex(store)
    return export_bytes(store, index.select(EventFilter()), ".csv") + export_bytes(
        store, index.select(EventFilter()), ".geojson"
    )


def fixes_on(article: Article) -> list[Fix]:
    """Return fixes of every kind about an article's words; several contradict each other."""
    reports = make_reports(article)
    keys = [ReportKey.of(report) for report in reports]
    udy = reports[0].place_spans[0]
    others = [ReportKey.of(make_reports(other)[3]) for other in ARTICLES if other.id != article.id]
    return [
        PlaceFix(article_id=article.id, mention=udy, place=IZIUM),
        PlaceFix(article_id=article.id, mention=udy, place=None),
        PlaceFix(article_id=article.id, mention=udy, place=None, literal=False),
        NameFix(name="Udy", place=NAMESAKE, read_as=UDY.id),
        NameFix(name="Udy", place=KHERSON, scope=Scope.OUTLET, within=article.outlet),
        NameFix(name="Izium", place=KHERSON, scope=Scope.ARTICLE, within=article.id),
        SpotFix(report=keys[1], place=KHARKIV_OBLAST),
        SpotFix(report=keys[1], place=UDY, precision=PlacePrecision.NEAR, radius_km=7.5),
        DateFix(report=keys[0], date_start=date(2022, 9, 1), date_end=date(2022, 9, 3)),
        DateFix(report=keys[0], date_start=None, date_end=None),
        TypeFix(report=keys[1], sub_event_type=SubEventType.AIR_STRIKE),
        ActorsFix(report=keys[2], actor1="Ukraine's army", actor2=None, civilian_targeting=True),
        TollFix(report=keys[1], fatalities_low=2, fatalities=3, fatalities_high=5, injured=9),
        CertaintyFix(report=keys[0], certainty=Certainty.DENIED),
        ExcerptFix(report=keys[3], excerpt=Span(start=sentence_span(2).start, end=sentence_span(3).end)),
        NotAnEvent(report=keys[2]),
        Confirm(report=keys[2]),
        AddedEvent(
            article_id=article.id, trigger=Span(start=sentence_span(4).start, end=sentence_span(4).start + 8),
            excerpt=sentence_span(4), sub_event_type=SubEventType.ARMED_CLASH, place=KHERSON,
            date_start=date(2022, 9, 12), date_end=date(2022, 9, 12),
        ),
        Merge(reports=(keys[1], others[0])),
        Merge(reports=(keys[1], keys[2])),
        Split(report=keys[1]),
        Withdraw(article_id=article.id),
        Split(report=keys[3], copies=(others[0],)),
    ]  # fmt: skip


FIXES: list[Fix] = [fix for article in ARTICLES for fix in fixes_on(article)]
FIXES += [PublishedFix(article_id=a.id, published=day) for a in ARTICLES for day in (date(2022, 9, 2), None)]
