"""Writes what differs between two versions as a file: CSV, Excel or GeoJSON, one row per change."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from openpyxl import Workbook

from geodata.changes import Change, Difference, EventState, Kind
from geodata.export.columns import Value
from geodata.export.formats import ABOUT_COLUMN, safe_cell
from geodata.export.spreadsheet import head_cell, text_cell
from geodata.globe import distances_km
from geodata.query import EventFilter, doubts_of

Side = Callable[[EventState], Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeColumn:
    """One column: what it holds and how it is read off a change of a difference."""

    name: str
    meaning: str
    value: Callable[[Change, Difference], Value]


def _both(name: str, meaning: str, value: Side) -> tuple[ChangeColumn, ChangeColumn]:
    """Return the column of the state before and that of the state after."""
    return (
        ChangeColumn(
            name=f"{name}_before", meaning=f"{meaning}, before; empty: not stated, or the event was added",
            value=lambda change, _: None if change.before is None else value(change.before),
        ),
        ChangeColumn(
            name=f"{name}_after", meaning=f"{meaning}, after; empty: not stated, or the event was withdrawn",
            value=lambda change, _: None if change.after is None else value(change.after),
        ),
    )  # fmt: skip


def doubts_in(state: EventState, wanted: EventFilter | None = None) -> str:
    """Return all that is not sure about a state, in the words of the screen."""
    return "; ".join(doubts_of(state.as_event(), wanted or EventFilter()))


def km_between(change: Change) -> float | None:
    """Return how far an event moved in km, None where one of its two places is not known or it stayed."""
    old, new = change.before, change.after
    if old is None or new is None or Kind.MOVED not in change.kinds:
        return None
    if old.latitude is None or old.longitude is None or new.latitude is None or new.longitude is None:
        return None
    here = (np.array([old.latitude]), np.array([old.longitude]))
    return round(float(distances_km(*here, new.latitude, new.longitude)[0]), 1)


def causes_in_words(change: Change, difference: Difference) -> str:
    """Return what made a change, oldest first: what, by whom, why and on which day (UTC)."""
    return "; ".join(f"{v.describe()} ({v.made_at:%Y-%m-%d %H:%M})" for v in difference.causes_of(change))


CHANGE_COLUMNS: tuple[ChangeColumn, ...] = (
    ChangeColumn(
        name="what", meaning=f"what became of the event: {', '.join(Kind)}",
        value=lambda change, _: "; ".join(change.kinds),
    ),
    *_both("event_id", "id of the event", lambda s: s.id),
    *_both("date_start", "first day it may have happened, inclusive", lambda s: s.date_start),
    *_both("date_end", "last day it may have happened, inclusive", lambda s: s.date_end),
    *_both("event_type", "ACLED event type", lambda s: s.sub_event_type.event_type.value),
    *_both("sub_event_type", "ACLED sub-event type", lambda s: s.sub_event_type.value),
    *_both("location", "name of the place or area", lambda s: s.as_event().lead.where),
    *_both("latitude", "degrees, WGS 84", lambda s: s.latitude),
    *_both("longitude", "degrees, WGS 84", lambda s: s.longitude),
    ChangeColumn(
        name="moved_km", meaning="how far it moved in km; empty: it did not, or from or to an unknown place",
        value=lambda change, _: km_between(change),
    ),
    *_both("fatalities_low", "lowest figure of all reports", lambda s: s.fatalities_low),
    *_both("fatalities", "best figure", lambda s: s.fatalities),
    *_both("fatalities_high", "highest figure of all reports", lambda s: s.fatalities_high),
    *_both("injured", "injured, by the leading report", lambda s: s.injured),
    *_both("certainty", "how the text puts it", lambda s: s.certainty.value),
    *_both("actors", "who is named", lambda s: "; ".join(s.actors) or None),
    *_both("n_reports", "number of reports", lambda s: s.n_reports),
    *_both("source", "outlets", lambda s: "; ".join(s.outlets) or None),
    *_both("doubts", "all that is not sure, as the screen says it", doubts_in),
    ChangeColumn(
        name="other_event", meaning="the event that it was joined to or taken out of",
        value=lambda change, _: change.other,
    ),
    ChangeColumn(name="causes", meaning="what did it, by whom, why and when (UTC)", value=causes_in_words),
    ChangeColumn(name="notes", meaning="the sentence", value=lambda change, _: change.shown.excerpt or None),
)  # fmt: skip
CHANGE_NAMES = tuple(column.name for column in CHANGE_COLUMNS)


def change_records(difference: Difference) -> list[dict[str, Value]]:
    """Return a row for each change, by column name."""
    return [
        {column.name: column.value(change, difference) for column in CHANGE_COLUMNS}
        for change in difference.changes
    ]


def to_csv(difference: Difference, statement: str) -> bytes:
    """Return UTF-8 CSV with a byte order mark; the last column of the first row says what the file is."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow((*CHANGE_NAMES, ABOUT_COLUMN))
    for record in change_records(difference) or [dict.fromkeys(CHANGE_NAMES)]:
        writer.writerow([*map(safe_cell, record.values()), safe_cell(statement)])
        statement = ""
    return text.getvalue().encode("utf-8-sig", "replace")


def to_xlsx(difference: Difference, statement: str) -> bytes:
    """Return a workbook of three sheets: the changes, what each column means, what the file is."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("changes")
    sheet.freeze_panes = "B2"
    sheet.append([head_cell(sheet, name) for name in CHANGE_NAMES])
    for record in change_records(difference):
        sheet.append([text_cell(sheet, value) for value in record.values()])
    meanings = book.create_sheet("columns")
    meanings.append([head_cell(meanings, name) for name in ("column", "meaning")])
    for column in CHANGE_COLUMNS:
        meanings.append([column.name, column.meaning])
    book.create_sheet("about").append([text_cell(book["about"], statement)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def to_geojson(difference: Difference, statement: str) -> bytes:
    """Return a FeatureCollection: of what moved a line from the old place to the new, else a point."""
    rows = zip(difference.changes, change_records(difference), strict=True)
    found = {
        "type": "FeatureCollection",
        "about": {"program": "Conflict Map", "statement": statement},
        "features": [
            {"type": "Feature", "geometry": geometry_of(change), "properties": _plain(record)}
            for change, record in rows
        ],
    }
    return json.dumps(found, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def geometry_of(change: Change) -> dict[str, object] | None:
    """Return the GeoJSON geometry of a change (x = longitude), None where no place is known."""
    sides = [state for state in (change.before, change.after) if state is not None]
    spots = [(s.longitude, s.latitude) for s in sides if s.latitude is not None]
    spots = list(dict.fromkeys(spots))
    if len(spots) == 2:
        return {"type": "LineString", "coordinates": [list(spot) for spot in spots]}
    return {"type": "Point", "coordinates": list(spots[0])} if spots else None


def _plain(record: dict[str, Value]) -> dict[str, object]:
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in record.items()}


CHANGE_FORMATS: dict[str, Callable[[Difference, str], bytes]] = {
    ".csv": to_csv,
    ".xlsx": to_xlsx,
    ".geojson": to_geojson,
}
"""How a difference is written, by the ending of the file."""


def changes_bytes(difference: Difference, suffix: str, statement: str) -> bytes:
    """Return a difference as a file's bytes; ValueError lists the endings there are."""
    writer = CHANGE_FORMATS.get(suffix.lower())
    if writer is None:
        raise ValueError(
            f"{suffix or 'no suffix'!r} is no format for changes; use {', '.join(CHANGE_FORMATS)}"
        )
    return writer(difference, statement)
