"""The entry points the scorers call: each takes plain values and returns plain values."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geodata.model import PlaceMention, Report


def tag(text: str, document_date: str | None) -> list[dict[str, Any]]:
    """Return the temporal expressions of ``text`` as TIMEX3 rows: start, end, value and type.

    ``document_date`` is "YYYY-MM-DD", the day of publication, or None where it is unknown.
    """
    from articles.times import find_times

    published = date.fromisoformat(document_date) if document_date else None
    return [
        {"start": m.start, "end": m.end, "value": m.value, "type": m.kind}
        for m in find_times(text, published)
    ]


def code(text: str) -> dict[str, Any]:
    """Return a snippet's main event: ``sub_event_type`` (None when it reports none) and ``fatalities``."""
    from articles.coding import code_snippet

    sub_event_type, toll = code_snippet(text)
    return {
        "sub_event_type": sub_event_type.value if sub_event_type else None,
        "fatalities": toll.fatalities,
    }


def analyse(text: str, title: str | None, published: str | None) -> dict[str, Any]:
    """Return the places and the placed events of an article.

    ``published`` is "YYYY-MM-DD" or None. A place that is not meant as one, or not resolved, has no
    coordinates. Events without a place cannot be mapped and are left out.
    """
    from articles.pipeline import read_article
    from geodata.model import Article

    day = date.fromisoformat(published) if published else None
    reading = read_article(Article.create(text, title=title or "", published=day))
    return {
        "places": [place_row(m) for m in reading.places],
        "events": [event_row(r) for r in reading.reports if r.latitude is not None],
    }


def place_row(mention: PlaceMention) -> dict[str, Any]:
    """Return where the place named lies, as the scorers take it; "50 km west of Baghdad" names Baghdad."""
    place = mention.place if mention.literal else None
    return {
        "start": mention.start,
        "end": mention.end,
        "lat": place.latitude if place else None,
        "lon": place.longitude if place else None,
        "literal": mention.literal,
    }


def event_row(report: Report) -> dict[str, Any]:
    """Return a report as the scorers take it."""
    return {
        "start": report.excerpt.start,
        "end": report.excerpt.end,
        "date_start": report.date_start.isoformat() if report.date_start else None,
        "date_end": report.date_end.isoformat() if report.date_end else None,
        "lat": report.latitude,
        "lon": report.longitude,
        "geo_precision": report.place_precision.label if report.place_precision else None,
        "event_type": report.event_type.value,
        "sub_event_type": report.sub_event_type.value,
        "fatalities": report.toll.fatalities,
        "confidence": report.confidence,
    }


def events(text: str, published: str | None) -> list[dict[str, Any]]:
    """Return the events of a text as ``conflictmap extract --format json`` prints them, unplaced ones too."""
    from articles.pipeline import read_article
    from articles.reading_json import to_plain
    from geodata.model import Article

    day = date.fromisoformat(published) if published else None
    article = Article.create(text, published=day)
    found: list[dict[str, Any]] = to_plain(article, read_article(article))["events"]
    return found


def link(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans where the action of the verb at ``start:end`` took place, [] for nowhere."""
    from articles.pipeline import find_all
    from articles.reading.found import gather
    from articles.reading.link import places_of
    from geodata.gazetteer import open_gazetteer
    from geodata.model import Article, Span

    article = Article.create(text)
    found = gather(article, *find_all(article, open_gazetteer()))
    return [(s.start, s.end) for s in places_of(found, Span(start=start, end=end))]


def parse(text: str, published: str | None, source: str | None = None) -> list[dict[str, Any]]:
    """Return the place names of ``text``: start, end, name, lat, lon (degrees or None) and literal.

    The coordinates are those of the place named, also where the text puts the event beside it.
    """
    from articles.resolve import resolve as resolve_places
    from articles.resolve.doubt import without_doubtful
    from articles.resolve.within import is_drawn_as_another
    from articles.toponyms import find_places
    from geodata.gazetteer import open_gazetteer

    gazetteer = open_gazetteer()
    mentions = find_places(text, (), gazetteer)
    day = date.fromisoformat(published) if published else None
    resolved = resolve_places(text, mentions, gazetteer, day, outlet=source or "")
    return [
        {
            "start": m.start,
            "end": m.end,
            "name": m.text,
            "lat": m.place.latitude if m.place and not is_drawn_as_another(m) else None,
            "lon": m.place.longitude if m.place and not is_drawn_as_another(m) else None,
            "literal": m.literal,
        }
        for m in without_doubtful(text, resolved)
    ]


def resolve(
    text: str, spans: list[list[int]], published: str | None, source: str | None = None
) -> list[tuple[float, float] | None]:
    """Return (lat, lon) in degrees, or None, for each of the given spans of place names."""
    from articles.resolve.given import resolve_spans
    from geodata.gazetteer import open_gazetteer

    day = date.fromisoformat(published) if published else None
    return resolve_spans(text, spans, open_gazetteer(), day, outlet=source or "")
