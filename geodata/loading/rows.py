"""Turns a row of an export of events back into an event, with its sentences as an article of its own."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from geodata.gazetteer import Gazetteer
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

REQUIRED = ("event_id", "sub_event_type", "date_start", "date_end", "latitude", "longitude")
"""The columns without which a table holds no events."""

Row = Mapping[str, Any]
# What a place of each precision is, where no table of places knows it.
_KINDS = {
    PlacePrecision.DISTRICT: PlaceKind.ADMIN2,
    PlacePrecision.REGION: PlaceKind.ADMIN1,
    PlacePrecision.AREA: PlaceKind.REGION,
    PlacePrecision.COUNTRY: PlaceKind.COUNTRY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """An event that was loaded, with the article it stands in."""

    article: Article
    reading: Reading
    event: Event


def loaded_of(row: Row, file: str, gazetteer: Gazetteer | None = None) -> Loaded:
    """Return the event of a row; ValueError, TypeError or KeyError where it holds none.

    ``gazetteer`` gives places that it knows by their id whole; else a place is as the row tells it.
    """
    event_id = _text(row, "event_id")
    if not event_id:
        raise ValueError("it has no event_id")
    article = _article(row, event_id, file)
    start = len(article.text) - len(_sentences(row, article.title))
    excerpt = Span(start=start, end=len(article.text))
    report = _report(row, article, excerpt, _place(row, gazetteer))
    low, best, high = _deaths(row)
    differing = _text(row, "disagreements")
    event = Event(
        id=event_id, reports=(report,), lead=report, fatalities_low=low, fatalities=best,
        fatalities_high=high, disagreements=(differing,) if differing else (),
        reasons=(f"loaded from {file}",),
    )  # fmt: skip
    return Loaded(article=article, reading=Reading(article_id=article.id, reports=(report,)), event=event)


def _article(row: Row, event_id: str, file: str) -> Article:
    """Return the sentences of an event under its sources' headlines; its id follows from the event's."""
    title = _text(row, "source_headline") or f"Event {event_id}"
    return Article(
        id=hashlib.sha256(f"loaded\x1f{event_id}".encode("utf-8", "surrogatepass")).hexdigest()[:16],
        title=title,
        text=f"{title}\n\n{_sentences(row, title)}",
        published=_day(row, "reported_first"),
        outlet=_text(row, "source"),
        url=_text(row, "source_url"),
        file_name=file,
    )


def _sentences(row: Row, title: str) -> str:
    return _text(row, "notes") or title


def _report(row: Row, article: Article, excerpt: Span, place: Place | None) -> Report:
    latitude, longitude = _number(row, "latitude"), _number(row, "longitude")
    start, end = _day(row, "date_start"), _day(row, "date_end")
    low, best, high = _deaths(row)
    kinds = _text(row, "attribution_kind").split("; ")
    return Report(
        id=f"{article.id}-0", article_id=article.id, excerpt=excerpt, trigger_span=excerpt,
        sub_event_type=SubEventType(_text(row, "sub_event_type")), place=place,
        own_name=_text(row, "location_told"),
        latitude=None if place is None else latitude, longitude=None if place is None else longitude,
        radius_km=_number(row, "radius_km") or 0.0, place_precision=_place_precision(row, place),
        place_confidence=min(1.0, max(0.0, _number(row, "place_confidence") or 0.0)),
        date_start=start, date_end=end, date_precision=_date_precision(row, start, end),
        published=article.published, actor1=_text(row, "actor1") or None,
        actor2=_text(row, "actor2") or None, civilian_targeting=bool(row.get("civilian_targeting")),
        toll=Toll(fatalities_low=low, fatalities=best, fatalities_high=high, injured=_whole(row, "injured")),
        attribution=_text(row, "attribution") or None,
        attribution_kind=next((a for a in Attribution if a.value in kinds), Attribution.REPORTER),
        certainty=Certainty(_text(row, "certainty") or Certainty.STATED.value),
        reasons=("loaded, not read here",),
    )  # fmt: skip


def _place(row: Row, gazetteer: Gazetteer | None) -> Place | None:
    """Return the place of a row, None where it has none."""
    latitude, longitude = _number(row, "latitude"), _number(row, "longitude")
    key, name = _text(row, "location_id"), _text(row, "location")
    if latitude is None or longitude is None:
        if gazetteer is None or not key or not gazetteer.has_place(key):
            return None
        return gazetteer.place(key)
    if gazetteer is not None and key and gazetteer.has_place(key):
        return gazetteer.place(key)
    precision = _place_precision(row, None)
    return Place(
        id=key or f"loaded:{name}:{latitude:.4f}:{longitude:.4f}", name=name or "a place without a name",
        kind=_KINDS.get(precision, PlaceKind.SETTLEMENT) if precision else PlaceKind.SETTLEMENT,
        latitude=latitude, longitude=longitude, country_code=_text(row, "country_code") or None,
        admin1_name=_text(row, "admin1") or None, admin2_name=_text(row, "admin2") or None,
        radius_km=(_number(row, "radius_km") or 0.0) if precision and precision.is_area else 0.0,
        source="loaded",
    )  # fmt: skip


def _place_precision(row: Row, place: Place | None) -> PlacePrecision | None:
    """Return the precision with the row's codes; a site only where the place is one."""
    codes = (_whole(row, "geo_precision"), _whole(row, "where_prec"))
    found = [known for known in PlacePrecision if (known.acled, known.ucdp) == codes]
    if PlacePrecision.SITE in found and (place is None or place.kind is not PlaceKind.FACILITY):
        found.remove(PlacePrecision.SITE)
    return found[0] if found else None


def _date_precision(row: Row, start: date | None, end: date | None) -> DatePrecision:
    codes = (_whole(row, "time_precision"), _whole(row, "date_prec"))
    found = [known for known in DatePrecision if (known.acled, known.ucdp) == codes]
    by_days = DatePrecision.of_interval(start, end)
    return by_days if by_days in found or not found else found[0]


def _deaths(row: Row) -> tuple[int | None, int | None, int | None]:
    low, best, high = (_whole(row, f"fatalities{part}") for part in ("_low", "", "_high"))
    return low, best, high


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).replace("\x00", " ").strip()


def _number(row: Row, name: str) -> float | None:
    value = row.get(name)
    found = None if value is None else float(value)
    return None if found is None or math.isnan(found) else found


def _whole(row: Row, name: str) -> int | None:
    value = _number(row, name)
    return None if value is None else int(value)


def _day(row: Row, name: str) -> date | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
