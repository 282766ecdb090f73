"""What analysts confirmed or corrected as labelled articles, in the form that the reading is trained on.

Only what somebody looked at is labelled; every other sentence of the article is to be ignored, so that
nothing unseen is taken for "no event". A rejected event's sentence is labelled by having no event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from geodata.corrections import Confirm, LogEntry, Merge, NotAnEvent, Split, Withdraw, articles_of, keys_of
from geodata.model import Article, Place, PlaceMention, Reading, Report, Span
from geodata.store import Store

Example = dict[str, Any]


def labelled_examples(store: Store) -> list[Example]:
    """Return the articles in which something was confirmed or corrected, by id, as labelled examples."""
    by_article: dict[str, list[LogEntry]] = defaultdict(list)
    for entry in store.corrections():
        if entry.in_force and entry.now is not None and not isinstance(entry.now, Withdraw | Merge | Split):
            for article_id in articles_of(entry.now):
                by_article[article_id].append(entry)
    found = []
    for article_id, entries in sorted(by_article.items()):
        article = store.article(article_id)
        if article is not None:
            found.append(_example(article, store.reading(article_id), entries))
    return [example for example in found if example["events"] or example["rejected"]]


def _example(article: Article, reading: Reading, entries: Sequence[LogEntry]) -> Example:
    looked = [r for r in reading.reports if _is_looked_at(r, entries)]
    refused = [key.trigger for e in entries if isinstance(e.now, NotAnEvent) for key in keys_of(e.now)]
    seen = [r.excerpt for r in looked]
    seen += [Span(start=s.start, end=s.end) for s in reading.sentences if _holds(s.start, s.end, refused)]
    return {
        "id": article.id,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "text": article.text,
        "ignore_spans": _gaps(seen, len(article.text)),
        "places": [_place(m) for m in reading.places if _holds_any(seen, m)],
        "events": [_event(article, r, n) for n, r in enumerate(looked)],
        "rejected": [{"start": span.start, "end": span.end} for span in refused],
        "by": sorted({e.analyst for e in entries if e.analyst}),
    }


def _is_looked_at(report: Report, entries: Sequence[LogEntry]) -> bool:
    if report.id.startswith(f"{report.article_id}-added-"):
        return True
    return any(
        isinstance(e.now, Confirm) or not isinstance(e.now, NotAnEvent)
        for e in entries
        if e.now is not None and any(key.matches(report) for key in keys_of(e.now))
    )


def _holds(start: int, end: int, spans: Sequence[Span]) -> bool:
    return any(start <= span.start < end for span in spans)


def _holds_any(seen: Sequence[Span], mention: PlaceMention) -> bool:
    return any(span.start <= mention.start < span.end for span in seen)


def _gaps(seen: Sequence[Span], length: int) -> list[dict[str, int]]:
    """Return what lies between the spans looked at."""
    gaps, at = [], 0
    for span in sorted(seen, key=lambda s: (s.start, s.end)):
        if span.start > at:
            gaps.append({"start": at, "end": span.start})
        at = max(at, span.end)
    return [*gaps, {"start": at, "end": length}] if at < length else gaps


def _place(mention: PlaceMention) -> dict[str, object]:
    place = mention.place
    told: dict[str, object] = {
        "start": mention.start,
        "end": mention.end,
        "surface": mention.text,
        "name": place.name if place else mention.text,
        "lat": place.latitude if place else None,
        "lon": place.longitude if place else None,
        "kind": place.kind.value if place else None,
        "literal": mention.literal,
        "use": mention.use,
        "country": place.country_code if place else None,
    }
    return told | ({"radius_km": place.radius_km} if place and place.radius_km else {})


def _event(article: Article, report: Report, number: int) -> dict[str, object]:
    return {
        "id": f"{article.id}-e{number}",
        "sentence_start": report.excerpt.start,
        "sentence_end": report.excerpt.end,
        "trigger": report.trigger_span.of(article.text),
        "trigger_start": report.trigger_span.start,
        "date_start": report.date_start.isoformat() if report.date_start else None,
        "date_end": report.date_end.isoformat() if report.date_end else None,
        "date_precision": report.date_precision.label,
        "place": _spot(report.place) if report.place else None,
        "geo_precision": report.place_precision.label if report.place_precision else None,
        "event_type": report.event_type.value,
        "sub_event_type": report.sub_event_type.value,
        "fatalities": report.toll.fatalities,
        "injured": report.toll.injured,
        "optional": False,
        "alt_spans": [],
        "type_alt": [],
        "place_alt": [],
        "fatalities_alt": [],
    }


def _spot(place: Place) -> dict[str, object]:
    return {
        "name": place.name,
        "lat": place.latitude,
        "lon": place.longitude,
        "country": place.country_code,
    }
