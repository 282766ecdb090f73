"""Writes the events under the columns of ACLED's and UCDP GED's files, for scripts that expect those.

Only what this program knows is filled in; what only their coders decide (conflicts, dyads, interaction codes)
stays empty. Numbers of dead are those the articles state, not those a coder would settle on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import BinaryIO

from geodata.export.about import PROGRAM, About
from geodata.export.columns import Record, Value
from geodata.export.formats import ABOUT_COLUMN, safe_cell
from geodata.gazetteer import open_gazetteer
from geodata.model import Certainty, EventType

Read = Callable[[Record], Value]

_POLITICAL = (EventType.BATTLES, EventType.EXPLOSIONS, EventType.CIVILIANS)
_DISORDER = {
    **dict.fromkeys(_POLITICAL, "Political violence"),
    EventType.PROTESTS: "Demonstrations",
    EventType.RIOTS: "Political violence; Demonstrations",
    EventType.STRATEGIC: "Strategic developments",
}
# UCDP: 1 clear, 2 unclear.
_CLEAR, _UNCLEAR = 1, 2


def _same(name: str) -> Read:
    return lambda record: record[name]


def _nothing(_record: Record) -> Value:
    return None


def _disorder(record: Record) -> Value:
    return _DISORDER[EventType(str(record["event_type"]))] if record["event_type"] else None


@lru_cache(maxsize=512)
def _country_name(code: str) -> str | None:
    place = open_gazetteer().country(code)
    return place.name if place else None


def _country(record: Record) -> Value:
    return _country_name(str(record["country_code"])) if record["country_code"] else None


def _targeting(record: Record) -> Value:
    return "Civilian targeting" if record["civilian_targeting"] else None


def _acled_day(record: Record) -> Value:
    day = record["date_start"] or record["date_end"]
    return f"{day:%d %B %Y}" if isinstance(day, date) else None


def _year(record: Record) -> Value:
    day = record["date_start"] or record["date_end"]
    return day.year if isinstance(day, date) else None


def _clarity(record: Record) -> Value:
    return _CLEAR if record["certainty"] in (Certainty.STATED, Certainty.CONFIRMED) else _UNCLEAR


def _civilians(record: Record) -> Value:
    return record["fatalities"] if record["civilian_targeting"] else None


def _unknown(record: Record) -> Value:
    return None if record["civilian_targeting"] else record["fatalities"]


def _point(record: Record) -> Value:
    if record["latitude"] is None:
        return None
    return f"POINT ({record['longitude']} {record['latitude']})"


ACLED: dict[str, Read] = {
    "event_id_cnty": _same("event_id"),
    "event_date": _acled_day,
    "year": _year,
    "time_precision": _same("time_precision"),
    "disorder_type": _disorder,
    "event_type": _same("event_type"),
    "sub_event_type": _same("sub_event_type"),
    "actor1": _same("actor1"),
    "assoc_actor_1": _nothing,
    "inter1": _nothing,
    "actor2": _same("actor2"),
    "assoc_actor_2": _nothing,
    "inter2": _nothing,
    "interaction": _nothing,
    "civilian_targeting": _targeting,
    "iso": _nothing,
    "region": _nothing,
    "country": _country,
    "admin1": _same("admin1"),
    "admin2": _same("admin2"),
    "admin3": _nothing,
    "location": _same("location"),
    "latitude": _same("latitude"),
    "longitude": _same("longitude"),
    "geo_precision": _same("geo_precision"),
    "source": _same("source"),
    "source_scale": _nothing,
    "notes": _same("notes"),
    "fatalities": _same("fatalities"),
    "tags": _same("doubts"),
    "timestamp": _nothing,
}

UCDP: dict[str, Read] = {
    "id": _same("event_id"),
    "year": _year,
    "type_of_violence": _nothing,
    "conflict_name": _nothing,
    "dyad_name": _nothing,
    "side_a": _same("actor1"),
    "side_b": _same("actor2"),
    "number_of_sources": _same("n_reports"),
    "source_office": _same("source"),
    "source_article": _same("source_url"),
    "source_headline": _same("source_headline"),
    "where_prec": _same("where_prec"),
    "where_coordinates": _same("location"),
    "adm_1": _same("admin1"),
    "adm_2": _same("admin2"),
    "latitude": _same("latitude"),
    "longitude": _same("longitude"),
    "geom_wkt": _point,
    "country": _country,
    "event_clarity": _clarity,
    "date_prec": _same("date_prec"),
    "date_start": _same("date_start"),
    "date_end": _same("date_end"),
    "deaths_a": _nothing,
    "deaths_b": _nothing,
    "deaths_civilians": _civilians,
    "deaths_unknown": _unknown,
    "best": _same("fatalities"),
    "high": _same("fatalities_high"),
    "low": _same("fatalities_low"),
}


def writer_for(scheme: dict[str, Read]) -> Callable[[BinaryIO, Iterator[list[Record]], About], None]:
    """Return a writer of CSV with these columns; the last column of the first row says what the file is."""

    def write(stream: BinaryIO, batches: Iterator[list[Record]], about: About) -> None:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
        writer = csv.writer(text)
        writer.writerow((*scheme, ABOUT_COLUMN))
        statement = f"{PROGRAM} " + " ".join(about.lines())
        for batch in batches:
            for record in batch:
                cells = [safe_cell(read(record)) for read in scheme.values()]
                writer.writerow([*cells, safe_cell(statement)])
                statement = ""
        if statement:
            writer.writerow([*("" for _ in scheme), safe_cell(statement)])
        text.flush()
        text.detach()

    return write
