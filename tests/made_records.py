"""Articles, readings and events made by hand for the tests of the store, the filters and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from copied_stores import copied_store

from geodata.model import (
    Article,
    Attribution,
    Candidate,
    Certainty,
    DatePrecision,
    Event,
    EventMention,
    Modality,
    Place,
    PlaceKind,
    PlaceMention,
    PlacePrecision,
    PlaceRole,
    PlaceUse,
    Reading,
    Report,
    Sentence,
    SentenceKind,
    Span,
    SubEventType,
    TimeMention,
    Toll,
)
from geodata.store import Store

KHARKIV_OBLAST = Place(
    id="ne:UA.07", name="Kharkiv Oblast", kind=PlaceKind.ADMIN1, latitude=49.6, longitude=36.5,
    country_code="UA", admin1="UA.07", admin1_name="Kharkiv Oblast", radius_km=120.0,
)  # fmt: skip
UKRAINE = Place(
    id="country:UA", name="Ukraine", kind=PlaceKind.COUNTRY, latitude=49.0, longitude=32.0,
    country_code="UA", radius_km=500.0,
)  # fmt: skip
UDY = Place(
    id="town:udy", name="Udy", kind=PlaceKind.SETTLEMENT, latitude=50.391, longitude=36.056,
    country_code="UA", admin1="UA.07", admin1_name="Kharkiv Oblast",
)  # fmt: skip
IZIUM = Place(
    id="gn:707753", name="Izium", kind=PlaceKind.SETTLEMENT, latitude=49.209, longitude=37.257,
    country_code="UA", admin1="UA.07", admin1_name="Kharkiv Oblast",
)  # fmt: skip
KHERSON = Place(
    id="gn:706448", name="Kherson", kind=PlaceKind.SETTLEMENT, latitude=46.636, longitude=32.617,
    country_code="UA", admin1="UA.08", admin1_name="Kherson Oblast",
)  # fmt: skip

SENTENCES = (
    "Four bodies with signs of torture were found in Udy on Sunday.",
    "Shelling hit the power plant in Izium overnight.",
    "Troops retook more than 20 settlements in Kharkiv region.",
    "A peaceful protest was held in Kherson.",
    "Fighting went on in Ukraine.",
    "Somewhere a mine went off.",
)
TEXT = " ".join(SENTENCES)
PRECISION = {
    PlaceKind.SETTLEMENT: PlacePrecision.SETTLEMENT,
    PlaceKind.ADMIN1: PlacePrecision.REGION,
    PlaceKind.COUNTRY: PlacePrecision.COUNTRY,
}


def make_article(
    outlet: str = "Dispatch", published: date | None = date(2022, 9, 13), text: str = TEXT
) -> Article:
    """Return an article of the six sentences."""
    return Article.create(
        text, title="Two towns retaken", published=published, outlet=outlet, url=f"https://{outlet}.example/1"
    )


def sentence_span(number: int) -> Span:
    """Return where a sentence stands."""
    start = TEXT.index(SENTENCES[number])
    return Span(start=start, end=start + len(SENTENCES[number]))


def make_report(
    article: Article,
    number: int,
    sub_type: SubEventType,
    place: Place | None,
    days: tuple[date | None, date | None],
    *,
    fatalities: int | None = None,
    attribution: Attribution = Attribution.REPORTER,
    certainty: Certainty = Certainty.STATED,
) -> Report:
    """Return a report resting on one sentence, whose first word is the trigger."""
    excerpt = sentence_span(number)
    name = place.name.split()[0] if place else ""
    found = TEXT.find(name, excerpt.start, excerpt.end) if name else -1
    return Report(
        id=f"{article.id}-{number}",
        article_id=article.id,
        excerpt=excerpt,
        trigger_span=Span(start=excerpt.start, end=excerpt.start + 4),
        sub_event_type=sub_type,
        place=place,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
        radius_km=0.0 if place is None or place.kind is PlaceKind.SETTLEMENT else place.radius_km,
        place_precision=PRECISION[place.kind] if place else None,
        place_confidence=0.8 if place else 0.0,
        place_spans=(Span(start=found, end=found + len(name)),) if found >= 0 else (),
        date_start=days[0],
        date_end=days[1],
        date_precision=DatePrecision.of_interval(*days),
        published=article.published,
        actor1="Military Forces of Russia" if number < 2 else None,
        actor2="Civilians" if number == 0 else None,
        toll=Toll(fatalities_low=fatalities, fatalities=fatalities, fatalities_high=fatalities),
        attribution="prosecutors" if attribution is Attribution.AUTHORITIES else None,
        attribution_kind=attribution,
        certainty=certainty,
        reasons=("made for a test",),
    )


def make_reports(article: Article) -> tuple[Report, ...]:
    """Return six reports: two points, an area, a third point, a country, no place and no date."""
    day = date(2022, 9, 11)
    shelled = (date(2022, 9, 12), date(2022, 9, 13))
    return (
        make_report(
            article,
            0,
            SubEventType.ATTACK,
            UDY,
            (day, day),
            fatalities=4,
            attribution=Attribution.AUTHORITIES,
        ),
        make_report(article, 1, SubEventType.SHELLING, IZIUM, shelled, certainty=Certainty.CLAIMED),
        make_report(article, 2, SubEventType.GOVERNMENT_REGAINS, KHARKIV_OBLAST, (shelled[0], shelled[0])),
        make_report(article, 3, SubEventType.PEACEFUL_PROTEST, KHERSON, (date(2022, 3, 5), date(2022, 3, 5))),
        make_report(article, 4, SubEventType.ARMED_CLASH, UKRAINE, (None, day)),
        make_report(article, 5, SubEventType.REMOTE_EXPLOSIVE, None, (None, None), fatalities=0),
    )


def make_reading(article: Article, reports: Sequence[Report] | None = None) -> Reading:
    """Return a reading with a mention of every kind."""
    first = sentence_span(0)
    udy = TEXT.index("Udy")
    other = replace(UDY, id="gn:1", name="Udy", latitude=58.0, longitude=13.0)
    return Reading(
        article_id=article.id,
        sentences=(Sentence(start=first.start, end=first.end, paragraph=0, kind=SentenceKind.BODY),),
        places=(
            PlaceMention(
                start=udy, end=udy + 3, text="Udy", use=PlaceUse.LITERAL, role=PlaceRole.EVENT,
                candidates=(
                    Candidate(place=UDY, score=0.9, parts=(("containment", 0.5), ("population", 0.4))),
                    Candidate(place=other, score=0.1),
                ),
                place=UDY, latitude=UDY.latitude, longitude=UDY.longitude,
                precision=PlacePrecision.SETTLEMENT, confidence=0.8, reasons=("in Kharkiv region",),
            ),
        ),
        times=(
            TimeMention(
                start=udy + 7, end=udy + 13, text="Sunday", value="2022-09-11", kind="DATE",
                date_start=date(2022, 9, 11), date_end=date(2022, 9, 11), precision=DatePrecision.DAY,
            ),
        ),
        events=(
            EventMention(
                start=0, end=4, text="Four", sentence=0, sub_event_type=SubEventType.ATTACK,
                modality=Modality.HAPPENED, certainty=Certainty.STATED,
                toll=Toll(fatalities=4, spans=(Span(start=0, end=4),)), confidence=0.75,
            ),
        ),
        reports=tuple(make_reports(article) if reports is None else reports),
    )  # fmt: skip


def make_event(*reports: Report) -> Event:
    """Return an event led by the first report."""
    figures = [r.toll.fatalities for r in reports if r.toll.fatalities is not None]
    return Event(
        id="event-" + reports[0].id,
        reports=reports,
        lead=reports[0],
        fatalities_low=min(figures, default=None),
        fatalities=figures[0] if figures else None,
        fatalities_high=max(figures, default=None),
        reasons=("made for a test",),
    )


def filled_store(folder: Path) -> Store:
    """Return a store with two articles, twelve reports and eleven events: one rests on both articles."""
    return copied_store(folder / "events.db", _fill)


def _fill(store: Store) -> None:
    one, two = make_article("Dispatch"), make_article("Courier", date(2022, 9, 14))
    for article in (one, two):
        store.save_reading(article, make_reading(article))
    first, second = make_reports(one), make_reports(two)
    store.save_events([make_event(first[0], second[0]), *(make_event(r) for r in (*first[1:], *second[1:]))])
