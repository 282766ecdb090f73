"""Records to table rows and back; no database is touched here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, Protocol

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
from geodata.store.pages import address_of

Row = dict[str, Any]


class Columns(Protocol):
    """A row that was read: values by column name."""

    def __getitem__(self, key: str, /) -> Any: ...


Places = Mapping[str, Place]

# Separates several values in one text column (actors, outlets, attributions); no text contains it.
SEPARATOR = "\x1f"

_PLACE_FIELDS = (
    "id name kind latitude longitude country_code admin1 admin1_name admin2 admin2_name population "
    "radius_km source"
).split()
_REPORT_PLAIN = (
    "id article_id own_name latitude longitude radius_km place_confidence date_start date_end published "
    "actor1 actor2 civilian_targeting attribution confidence"
).split()
_of_place, _of_report = attrgetter(*_PLACE_FIELDS), attrgetter(*_REPORT_PLAIN)
_TOLL = ("fatalities_low", "fatalities", "fatalities_high", "injured")


# Made once: a hundred lists are written for every article.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def to_text(strings: Iterable[str]) -> str:
    """Return a list of strings as JSON text, "[]" for none."""
    listed = list(strings)
    return _encode(listed) if listed else "[]"


def from_text(text: str) -> tuple[str, ...]:
    """Return the strings of a JSON list."""
    return () if text == "[]" else tuple(json.loads(text))


def spans_to_text(spans: Iterable[Span]) -> str:
    """Return spans as "3:8 12:20", empty for none."""
    return " ".join([f"{s.start}:{s.end}" for s in spans])


def spans_from_text(text: str) -> tuple[Span, ...]:
    """Return the spans of "3:8 12:20"."""
    pairs = (part.split(":") for part in text.split())
    return tuple(Span(start=int(start), end=int(end)) for start, end in pairs)


def join_values(values: Iterable[str | None]) -> str:
    """Return the distinct values that are not empty, in order, in one text."""
    cleaned = (v.replace(SEPARATOR, " ") for v in values if v)
    return SEPARATOR.join(dict.fromkeys(cleaned))


def article_row(article: Article, reading_digest: str) -> Row:
    """Return the row of ``articles``."""
    names = ("id", "title", "text", "published", "outlet", "url", "file_name", "language")
    return {name: getattr(article, name) for name in names} | {
        "reading_digest": reading_digest,
        "address": address_of(article.url),
    }


def to_article(row: Columns) -> Article:
    """Return the article of a row of ``articles``."""
    names = ("id", "title", "text", "published", "outlet", "url", "file_name", "language")
    return Article(**{name: row[name] for name in names})


def place_row(place: Place) -> Row:
    """Return the row of ``places``."""
    row = dict(zip(_PLACE_FIELDS, _of_place(place), strict=True))
    row["kind"] = place.kind.value
    return row


def to_place(row: Columns) -> Place:
    """Return the place of a row of ``places``."""
    values = {name: row[name] for name in _PLACE_FIELDS}
    return Place(**(values | {"kind": PlaceKind(row["kind"])}))


def _label(precision: PlacePrecision | None) -> str | None:
    return None if precision is None else precision.label


def _precision(label: str | None) -> PlacePrecision | None:
    return None if label is None else PlacePrecision.from_label(label)


def _toll_row(toll: Toll) -> Row:
    return {
        "fatalities_low": toll.fatalities_low,
        "fatalities": toll.fatalities,
        "fatalities_high": toll.fatalities_high,
        "injured": toll.injured,
        "toll_spans": spans_to_text(toll.spans),
    }


def _to_toll(row: Columns) -> Toll:
    return Toll(**{name: row[name] for name in _TOLL}, spans=spans_from_text(row["toll_spans"]))


def _place_id(place: Place | None) -> str | None:
    return None if place is None else place.id


def sentence_row(sentence: Sentence) -> Row:
    """Return the row of ``sentences`` without its key."""
    return {
        "start": sentence.start,
        "end": sentence.end,
        "paragraph": sentence.paragraph,
        "repeats": sentence.repeats,
        "kind": str(sentence.kind),
    }


def to_sentence(row: Columns) -> Sentence:
    """Return the sentence of a row of ``sentences``."""
    names = ("start", "end", "paragraph", "repeats")
    return Sentence(**{name: row[name] for name in names}, kind=SentenceKind(row["kind"]))


def mention_row(mention: PlaceMention) -> Row:
    """Return the row of ``place_mentions`` without its key."""
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "latitude": mention.latitude,
        "longitude": mention.longitude,
        "radius_km": mention.radius_km,
        "confidence": mention.confidence,
        "decided_by": mention.decided_by,
        "use": str(mention.use),
        "role": str(mention.role),
        "place_id": _place_id(mention.place),
        "precision": _label(mention.precision),
        "reasons": to_text(mention.reasons),
    }


def candidate_rows(mention: PlaceMention) -> list[Row]:
    """Return the rows of ``candidates``, best first, without the mention's key."""
    return [
        {"rank": rank, "place_id": c.place.id, "score": c.score, "parts": json.dumps(list(c.parts))}
        for rank, c in enumerate(mention.candidates)
    ]


def to_mention(row: Columns, candidates: Iterable[Columns], places: Places) -> PlaceMention:
    """Return the mention of a row of ``place_mentions`` with its candidates in rank order."""
    names = ("start", "end", "text", "latitude", "longitude", "radius_km", "confidence", "decided_by")
    return PlaceMention(
        **{name: row[name] for name in names},
        use=PlaceUse(row["use"]),
        role=PlaceRole(row["role"]),
        candidates=tuple(
            Candidate(
                place=places[c["place_id"]],
                score=c["score"],
                parts=tuple((name, value) for name, value in json.loads(c["parts"])),
            )
            for c in candidates
        ),
        place=places[row["place_id"]] if row["place_id"] else None,
        precision=_precision(row["precision"]),
        reasons=from_text(row["reasons"]),
    )


def time_row(mention: TimeMention) -> Row:
    """Return the row of ``time_mentions`` without its key."""
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "value": mention.value,
        "kind": mention.kind,
        "date_start": mention.date_start,
        "date_end": mention.date_end,
        "precision": mention.precision.label,
        "reasons": to_text(mention.reasons),
    }


def to_time(row: Columns) -> TimeMention:
    """Return the mention of a row of ``time_mentions``."""
    names = ("start", "end", "text", "value", "kind", "date_start", "date_end")
    return TimeMention(
        **{name: row[name] for name in names},
        precision=DatePrecision.from_label(row["precision"]),
        reasons=from_text(row["reasons"]),
    )


def event_mention_row(mention: EventMention) -> Row:
    """Return the row of ``event_mentions`` without its key."""
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "sentence": mention.sentence,
        "confidence": mention.confidence,
        "sub_event_type": mention.sub_event_type.value,
        "modality": str(mention.modality),
        "certainty": mention.certainty.value,
        "reasons": to_text(mention.reasons),
        **_toll_row(mention.toll),
    }


def to_event_mention(row: Columns) -> EventMention:
    """Return the mention of a row of ``event_mentions``."""
    names = ("start", "end", "text", "sentence", "confidence")
    return EventMention(
        **{name: row[name] for name in names},
        modality=Modality(row["modality"]),
        sub_event_type=SubEventType(row["sub_event_type"]),
        certainty=Certainty(row["certainty"]),
        toll=_to_toll(row),
        reasons=from_text(row["reasons"]),
    )


def report_row(report: Report, position: int, text: str) -> Row:
    """Return the row of ``reports``; ``text`` is the article's, for the excerpt in words."""
    row = dict(zip(_REPORT_PLAIN, _of_report(report), strict=True))
    row.update(_toll_row(report.toll))
    row.update(
        position=position,
        excerpt=spans_to_text((report.excerpt,)),
        trigger_span=spans_to_text((report.trigger_span,)),
        # The sign of a new page is no text, and not every file format takes it.
        excerpt_text=report.excerpt.of(text).replace("\f", " "),
        sub_event_type=report.sub_event_type.value,
        place_id=_place_id(report.place),
        place_precision=_label(report.place_precision),
        place_spans=spans_to_text(report.place_spans),
        date_precision=report.date_precision.label,
        time_spans=spans_to_text(report.time_spans),
        attribution_kind=report.attribution_kind.value,
        attribution_spans=spans_to_text(report.attribution_spans),
        certainty=report.certainty.value,
        also_at=spans_to_text(report.also_at),
        reasons=to_text(report.reasons),
    )
    return row


def to_report(row: Columns, places: Places) -> Report:
    """Return the report of a row of ``reports``."""
    return Report(
        **{name: row[name] for name in _REPORT_PLAIN},
        excerpt=spans_from_text(row["excerpt"])[0],
        trigger_span=spans_from_text(row["trigger_span"])[0],
        sub_event_type=SubEventType(row["sub_event_type"]),
        place=places[row["place_id"]] if row["place_id"] else None,
        place_precision=_precision(row["place_precision"]),
        place_spans=spans_from_text(row["place_spans"]),
        date_precision=DatePrecision.from_label(row["date_precision"]),
        time_spans=spans_from_text(row["time_spans"]),
        toll=_to_toll(row),
        attribution_kind=Attribution(row["attribution_kind"]),
        attribution_spans=spans_from_text(row["attribution_spans"]),
        certainty=Certainty(row["certainty"]),
        also_at=spans_from_text(row["also_at"]),
        reasons=from_text(row["reasons"]),
    )


def event_row(event: Event, number: int, outlets: Iterable[str]) -> Row:
    """Return the row of ``events``: the lead's values and everything else that a filter asks about."""
    lead = event.lead
    dates = [r.published for r in event.reports if r.published]
    return {
        "number": number,
        "id": event.id,
        "lead_report_id": lead.id,
        "sub_event_type": lead.sub_event_type.value,
        "date_start": lead.date_start,
        "date_end": lead.date_end,
        "date_precision": lead.date_precision.label,
        "reported_first": min(dates, default=None),
        "reported_last": max(dates, default=None),
        "place_id": _place_id(lead.place),
        "own_name": lead.own_name,
        "latitude": lead.latitude,
        "longitude": lead.longitude,
        "radius_km": lead.radius_km,
        "place_precision": _label(lead.place_precision),
        "place_confidence": lead.place_confidence,
        "actors": join_values(a for r in event.reports for a in (r.actor1, r.actor2)),
        "civilian_targeting": any(r.civilian_targeting for r in event.reports),
        "fatalities_low": event.fatalities_low,
        "fatalities": event.fatalities,
        "fatalities_high": event.fatalities_high,
        "injured": lead.toll.injured,
        "attributions": join_values(r.attribution_kind.value for r in event.reports),
        "outlets": join_values(outlets),
        "certainty": lead.certainty.value,
        "confidence": lead.confidence,
        "n_reports": len(event.reports),
        "disagreements": to_text(event.disagreements),
        "reasons": to_text(event.reasons),
    }


def to_event(row: Columns, reports: tuple[Report, ...]) -> Event:
    """Return the event of a row of ``events`` with its reports in their order."""
    lead = next((r for r in reports if r.id == row["lead_report_id"]), reports[0])
    return Event(
        id=row["id"],
        reports=reports,
        lead=lead,
        fatalities_low=row["fatalities_low"],
        fatalities=row["fatalities"],
        fatalities_high=row["fatalities_high"],
        disagreements=from_text(row["disagreements"]),
        reasons=from_text(row["reasons"]),
    )


def places_of(reading: Reading) -> dict[str, Place]:
    """Return every place a reading names, by id."""
    found: dict[str, Place] = {}
    for mention in reading.places:
        for candidate in mention.candidates:
            found[candidate.place.id] = candidate.place
        if mention.place is not None:
            found[mention.place.id] = mention.place
    for report in reading.reports:
        if report.place is not None:
            found[report.place.id] = report.place
    return found
