"""Turns a reading into plain data that can be written as JSON: places, times and events with offsets."""

from __future__ import annotations

from datetime import date
from typing import Any

from geodata.model import Article, PlaceMention, PlaceRole, Reading, Report, Span, TimeMention


def to_plain(article: Article, reading: Reading) -> dict[str, Any]:
    """Return what was found in an article; offsets are half-open code points into ``text``.

    ``None`` means "not stated"; dates are ISO 8601; coordinates are decimal degrees, WGS 84.
    """
    return {
        "article": {
            "id": article.id,
            "title": article.title,
            "published": _iso(article.published),
            "outlet": article.outlet,
            "url": article.url,
            "file_name": article.file_name,
            "characters": len(article.text),
        },
        "places": [
            _place(mention, role) for mention, role in zip(reading.places, reading.roles(), strict=True)
        ],
        "times": [_time(mention) for mention in reading.times],
        "events": [_event(report, article) for report in reading.reports],
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _place(mention: PlaceMention, role: PlaceRole) -> dict[str, object]:
    place = mention.place
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "use": mention.use.value,
        "role": role.value,
        "literal": mention.literal,
        "place_id": place.id if place else None,
        "name": place.label if place else None,
        "kind": place.kind.value if place else None,
        "latitude": mention.latitude,
        "longitude": mention.longitude,
        "radius_km": mention.radius_km,
        "precision": mention.precision.label if mention.precision else None,
        "confidence": round(mention.confidence, 3),
        "candidates": len(mention.candidates),
        "reasons": list(mention.reasons),
    }


def _time(mention: TimeMention) -> dict[str, object]:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": mention.kind,
        "value": mention.value,
        "date_start": _iso(mention.date_start),
        "date_end": _iso(mention.date_end),
    }


def _event(report: Report, article: Article) -> dict[str, object]:
    text = article.text
    return {
        "start": report.excerpt.start,
        "end": report.excerpt.end,
        "excerpt": report.excerpt.of(text),
        "page": article.page_of(report.excerpt.start),
        "trigger": _span(report.trigger_span, text),
        "event_type": report.event_type.value,
        "sub_event_type": report.sub_event_type.value,
        "place": report.place.label if report.place else None,
        "own_name": report.own_name or None,
        "latitude": report.latitude,
        "longitude": report.longitude,
        "radius_km": report.radius_km,
        "place_precision": report.place_precision.label if report.place_precision else None,
        "place_confidence": round(report.place_confidence, 3),
        "date_start": _iso(report.date_start),
        "date_end": _iso(report.date_end),
        "date_precision": report.date_precision.label,
        "actor1": report.actor1,
        "actor2": report.actor2,
        "civilian_targeting": report.civilian_targeting,
        "fatalities_low": report.toll.fatalities_low,
        "fatalities": report.toll.fatalities,
        "fatalities_high": report.toll.fatalities_high,
        "injured": report.toll.injured,
        "attribution": report.attribution,
        "attribution_kind": report.attribution_kind.value,
        "certainty": report.certainty.value,
        "confidence": round(report.confidence, 3),
        "reasons": list(report.reasons),
    }


def _span(span: Span, text: str) -> dict[str, object]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}
