"""The columns of an export, named as ACLED and UCDP GED name them where they have one, and their values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from geodata.query import EventFilter, Relation, doubts_of, is_surely_in_period
from geodata.store import EventCard

Value = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """An event in a filter's answer; ``relation`` is how its place lies to what the filter names, if any."""

    card: EventCard
    wanted: EventFilter
    relation: Relation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what it holds, its type in typed formats and how it is read off a selected event."""

    name: str
    kind: type
    meaning: str
    value: Callable[[Selected], Value]


def _joined(values: Iterable[str | None]) -> str | None:
    return "; ".join(dict.fromkeys(value for value in values if value)) or None


def _lead(name: str) -> Callable[[EventCard], Value]:
    return lambda card: getattr(card.event.lead, name)


def _place(name: str) -> Callable[[EventCard], Value]:
    return lambda card: getattr(card.event.lead.place, name, None)


def _code(field: str, scheme: str) -> Callable[[EventCard], Value]:
    return lambda card: getattr(getattr(card.event.lead, field), scheme, None)


def _year(card: EventCard) -> int | None:
    day: date | None = card.event.lead.date_start
    return day.year if day else None


DATE_KNOWN = {
    (True, True): "first and last day",
    (False, True): "last day only",
    (True, False): "first day only",
    (False, False): "no date",
}
"""What is known of a date, by whether its first and its last possible day are."""

UNDATED = DATE_KNOWN[False, False]


def _date_known(card: EventCard) -> str:
    lead = card.event.lead
    return DATE_KNOWN[lead.date_start is not None, lead.date_end is not None]


def _in_period(selected: Selected) -> str | None:
    wanted, event = selected.wanted, selected.card.event
    if wanted.date_from is None and wanted.date_to is None:
        return None
    sure = is_surely_in_period(wanted, event.lead.date_start, event.lead.date_end, event.reported_first)
    return "certainly" if sure else "possibly"


def _in_region(selected: Selected) -> str | None:
    if selected.relation is None:
        return None
    return "certainly" if selected.relation is Relation.INSIDE else "possibly"


def _doubts(selected: Selected) -> str | None:
    return _joined(doubts_of(selected.card.event, selected.wanted, selected.relation))


def _attributed(card: EventCard) -> str | None:
    return _joined(r.attribution for r in card.event.reports)


def _is_area(card: EventCard) -> bool | None:
    precision = card.event.lead.place_precision
    return None if precision is None else precision.is_area


def _column(name: str, kind: type, meaning: str, value: Callable[[EventCard], Value]) -> Column:
    return Column(name=name, kind=kind, meaning=meaning, value=lambda selected: value(selected.card))


COLUMNS: tuple[Column, ...] = (
    _column("event_id", str, "id of the event", lambda c: c.event.id),
    _column("event_date", date, "first day (ACLED); empty: not known, see date_known", _lead("date_start")),
    _column("year", int, "year of event_date (ACLED)", _year),
    _column("date_start", date, "first day it may have happened, inclusive (UCDP)", _lead("date_start")),
    _column("date_end", date, "last day it may have happened, inclusive (UCDP)", _lead("date_end")),
    _column("date_known", str, f"which of the two is known: {', '.join(DATE_KNOWN.values())}", _date_known),
    Column(
        name="in_period",
        kind=str,
        meaning="certainly or possibly in the period asked for; empty: none was",
        value=_in_period,
    ),
    Column(
        name="in_region",
        kind=str,
        meaning="certainly or possibly in the region, area or circle asked for; empty: none was",
        value=_in_region,
    ),
    _column("time_precision", int, "1 day, 2 week, 3 longer (ACLED)", _code("date_precision", "acled")),
    _column("date_prec", int, "1 day to 5 longer or unknown (UCDP)", _code("date_precision", "ucdp")),
    _column("reported_first", date, "first publication date", lambda c: c.event.reported_first),
    _column("event_type", str, "ACLED event type", lambda c: c.event.lead.event_type.value),
    _column("sub_event_type", str, "ACLED sub-event type", lambda c: c.event.lead.sub_event_type.value),
    _column("actor1", str, "first actor", _lead("actor1")),
    _column("actor2", str, "second actor", _lead("actor2")),
    _column("civilian_targeting", bool, "civilians were the target (ACLED)", _lead("civilian_targeting")),
    _column("fatalities", int, "best figure; empty: not stated", lambda c: c.event.fatalities),
    _column("fatalities_low", int, "lowest figure of all reports", lambda c: c.event.fatalities_low),
    _column("fatalities_high", int, "highest figure of all reports", lambda c: c.event.fatalities_high),
    _column("injured", int, "injured, by the leading report", lambda c: c.event.lead.toll.injured),
    _column("country_code", str, "ISO 3166-1 alpha-2 country", _place("country_code")),
    _column("admin1", str, "first-level unit", _place("admin1_name")),
    _column("admin2", str, "second-level unit", _place("admin2_name")),
    _column("location", str, "name of the place or area", _place("name")),
    _column("location_id", str, "gazetteer id of the place or area", _place("id")),
    _column(
        "location_told",
        str,
        "its name in the text where no table of places holds it",
        lambda c: c.event.lead.own_name or None,
    ),
    _column("location_is_area", bool, "the point only stands for an area", _is_area),
    _column("latitude", float, "degrees, WGS 84; of an area: a representative point", _lead("latitude")),
    _column("longitude", float, "degrees, WGS 84; of an area: a representative point", _lead("longitude")),
    _column("radius_km", float, "uncertainty around the point in km", _lead("radius_km")),
    _column("geo_precision", int, "1 exact, 2 near, 3 region (ACLED)", _code("place_precision", "acled")),
    _column("where_prec", int, "1 exact to 7 (UCDP)", _code("place_precision", "ucdp")),
    _column("place_confidence", float, "chance that the place is right, 0 to 1", _lead("place_confidence")),
    _column("certainty", str, "how the text puts it", lambda c: c.event.lead.certainty.value),
    Column(name="doubts", kind=str, meaning="all that is not sure, as the screen says it", value=_doubts),
    _column(
        "attribution_kind",
        str,
        "kinds of source named",
        lambda c: _joined(r.attribution_kind.value for r in c.event.reports),
    ),
    _column("attribution", str, "who says so", _attributed),
    _column("source", str, "outlets (ACLED)", lambda c: _joined(s.outlet for s in c.sources)),
    _column("source_headline", str, "article titles (UCDP)", lambda c: _joined(s.title for s in c.sources)),
    _column("source_url", str, "links of the articles", lambda c: _joined(s.url for s in c.sources)),
    _column("n_reports", int, "number of reports", lambda c: len(c.event.reports)),
    _column("notes", str, "the sentences (ACLED)", lambda c: _joined(s.excerpt for s in c.sources)),
    _column("disagreements", str, "where reports differ", lambda c: _joined(c.event.disagreements)),
)
NAMES = tuple(column.name for column in COLUMNS)

Record = dict[str, Value]


def record_of(selected: Selected) -> Record:
    """Return one row of a filter's answer, by column name, in the order of ``COLUMNS``."""
    return {column.name: column.value(selected) for column in COLUMNS}


def place_of(record: Record) -> str | None:
    """Return what a row calls its place: "Udy", "Demosi (Borno)" where no table holds it; None: not told."""
    told, known = record["location_told"], record["location"]
    if told and known:
        return f"{told} ({known})"
    return str(told or known) if told or known else None
