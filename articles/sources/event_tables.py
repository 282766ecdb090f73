"""Recognises tables of events by their columns (ACLED, UCDP GED, VIINA) and turns their rows into events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from textwrap import shorten
from typing import Any

from articles.sources.draft import Note, RowError, SourceError, writable
from articles.sources.published import parse_published
from geodata.listed import ListedEvent
from geodata.model import DatePrecision, EventType, PlacePrecision, SubEventType

Cells = Mapping[str, Any]

# Characters that are told of why a row is no event: a cell of it may be a book.
_MOST_TOLD = 160
_DAY8 = re.compile(r"(\d{4})(\d{2})(\d{2})$")
# ACLED's codes 1 to 3 and UCDP's 1 to 7 (codebooks of 2023), by the coarsest thing that each may mean.
_ACLED_PLACE = {1: PlacePrecision.SETTLEMENT, 2: PlacePrecision.DISTRICT, 3: PlacePrecision.REGION}
_ACLED_DATE = {1: DatePrecision.DAY, 2: DatePrecision.WEEK, 3: DatePrecision.MONTH}
_UCDP_PLACE = {
    1: PlacePrecision.SETTLEMENT, 2: PlacePrecision.NEAR, 3: PlacePrecision.DISTRICT,
    4: PlacePrecision.REGION, 5: PlacePrecision.AREA, 6: PlacePrecision.COUNTRY, 7: PlacePrecision.AREA,
}  # fmt: skip
_UCDP_DATE = {
    1: DatePrecision.DAY, 2: DatePrecision.DAYS, 3: DatePrecision.WEEK, 4: DatePrecision.MONTH,
    5: DatePrecision.LONGER,
}  # fmt: skip
# UCDP tells who fights whom, not by which means: each kind may be several of ACLED's types.
_UCDP_KINDS = {
    1: ("State-based conflict", (EventType.BATTLES, EventType.EXPLOSIONS)),
    2: ("Non-state conflict", (EventType.BATTLES, EventType.EXPLOSIONS)),
    3: ("One-sided violence", (EventType.CIVILIANS, EventType.EXPLOSIONS)),
}
_VIINA_PLACE = {
    "STREET": PlacePrecision.SITE, "ADM3": PlacePrecision.SETTLEMENT, "ADM2": PlacePrecision.DISTRICT,
    "ADM1": PlacePrecision.REGION, "ADM0": PlacePrecision.COUNTRY,
}  # fmt: skip
# VIINA's labels of what a report tells, and the types they can stand for; the first that is set counts.
_VIINA_KINDS: tuple[tuple[str, str, tuple[EventType, ...]], ...] = (
    ("t_airstrike", "air strike", (EventType.EXPLOSIONS,)),
    ("t_uav", "unmanned aircraft", (EventType.EXPLOSIONS,)),
    ("t_artillery", "artillery", (EventType.EXPLOSIONS,)),
    ("t_ied", "improvised explosive", (EventType.EXPLOSIONS,)),
    ("t_aad", "air defence", (EventType.STRATEGIC, EventType.EXPLOSIONS)),
    ("t_firefight", "firefight", (EventType.BATTLES,)),
    ("t_armor", "tanks", (EventType.BATTLES,)),
    ("t_raid", "raid", (EventType.BATTLES, EventType.CIVILIANS)),
    ("t_occupy", "occupation", (EventType.BATTLES, EventType.STRATEGIC)),
    ("t_control", "territorial control", (EventType.BATTLES, EventType.STRATEGIC)),
    ("t_retreat", "retreat", (EventType.BATTLES, EventType.STRATEGIC)),
    ("t_civcas", "civilian casualties", (EventType.EXPLOSIONS, EventType.CIVILIANS)),
    ("t_hospital", "attack on a hospital", (EventType.EXPLOSIONS, EventType.CIVILIANS)),
    ("t_milcas", "military casualties", (EventType.EXPLOSIONS, EventType.BATTLES)),
    ("t_property", "destruction of property", (EventType.STRATEGIC, EventType.EXPLOSIONS)),
    ("t_arrest", "arrest", (EventType.STRATEGIC,)),
    ("t_cyber", "cyber attack", (EventType.STRATEGIC,)),
)
_TRUE_FROM = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTable:
    """A known table: its name, the columns that tell it (lower case), and what makes an event of a row."""

    name: str
    columns: frozenset[str]
    to_event: Callable[[Cells], ListedEvent]


def _acled(cells: Cells) -> ListedEvent:
    kind = _text(cells, "sub_event_type")
    try:
        types: tuple[EventType, ...] = (SubEventType(kind).event_type,)
    except ValueError:
        stated = _text(cells, "event_type")
        types = (EventType(stated),) if stated in list(EventType) else ()
    start, end, precision = _around(_day(cells, "event_date"), _ACLED_DATE, _number(cells, "time_precision"))
    return ListedEvent(
        table="ACLED", row=_text(cells, "event_id_cnty"), kind=kind, event_types=types,
        date_start=start, date_end=end, date_precision=precision, place_name=_text(cells, "location"),
        place_precision=_ACLED_PLACE.get(_number(cells, "geo_precision") or 0),
        fatalities=_number(cells, "fatalities"), notes=_text(cells, "notes"), source=_text(cells, "source"),
        **_common(cells),
    )  # fmt: skip


def _ucdp(cells: Cells) -> ListedEvent:
    kind, types = _UCDP_KINDS[_number(cells, "type_of_violence") or 0]
    code = _number(cells, "where_prec") or 0
    return ListedEvent(
        table="UCDP GED", row=_text(cells, "id"), kind=kind, event_types=types,
        date_start=_day(cells, "date_start"), date_end=_day(cells, "date_end"),
        date_precision=_UCDP_DATE.get(_number(cells, "date_prec") or 0, DatePrecision.UNKNOWN),
        place_name=_text(cells, "where_coordinates"), place_precision=_UCDP_PLACE.get(code),
        fatalities_low=_number(cells, "low"), fatalities=_number(cells, "best"),
        fatalities_high=_number(cells, "high"), notes=_text(cells, "where_description"),
        source=_text(cells, "source_article"),
        **_common(cells, admin1="adm_1", actor1="side_a", actor2="side_b"),
    )  # fmt: skip


def _viina(cells: Cells) -> ListedEvent:
    kind, types = "reported event", ()  # type: tuple[str, tuple[EventType, ...]]
    for column, name, possible in _VIINA_KINDS:
        value = cells.get(f"{column}_b", cells.get(f"{column}_pred", cells.get(column)))
        if value not in (None, "") and float(value) >= _TRUE_FROM:
            kind, types = name, possible
            break
    day = _day(cells, "date")
    code = _text(cells, "geo_precision").upper()
    return ListedEvent(
        table="VIINA", row=_text(cells, "event_id"), kind=kind, event_types=types, date_start=day,
        date_end=day, date_precision=DatePrecision.DAY, place_precision=_VIINA_PLACE.get(code),
        place_name=_text(cells, "asciiname") or _text(cells, "address") or _text(cells, "location"),
        notes=_text(cells, "text") or _text(cells, "address"), source=_text(cells, "source"),
        url=_text(cells, "url"), **_common(cells, admin1="adm1_name"),
    )  # fmt: skip


# What tells each table; the columns are few, so that files cut down to what is used are known too.
EVENT_TABLES: tuple[EventTable, ...] = (
    EventTable(
        name="ACLED",
        columns=frozenset("event_id_cnty event_date sub_event_type latitude longitude".split()),
        to_event=_acled,
    ),
    EventTable(
        name="UCDP GED",
        columns=frozenset(
            "id type_of_violence where_prec date_start date_end best latitude longitude".split()
        ),
        to_event=_ucdp,
    ),
    EventTable(
        name="VIINA",
        columns=frozenset("event_id date geo_precision latitude longitude".split()),
        to_event=_viina,
    ),
)


def event_table_of(header: Sequence[object]) -> EventTable | None:
    """Return the known table that a header belongs to, None for any other."""
    names = {_key(cell) for cell in header}
    return next((table for table in EVENT_TABLES if table.columns <= names), None)


def read_events(
    table: EventTable, header: Sequence[object], rows: Iterator[tuple[int, Sequence[object]]], name: str
) -> Iterator[ListedEvent | Note | SourceError]:
    """Yield an event per numbered row, and RowError for rows without a day or coordinates."""
    keys = [_key(cell) for cell in header]
    yield Note(line=f"{name}: a table of {table.name}, taken in as events of its own beside what is read")
    for number, row in rows:
        try:
            yield table.to_event(dict(zip(keys, row, strict=False)))
        except (ValueError, KeyError, TypeError, OverflowError) as error:
            why = shorten(str(error), _MOST_TOLD, placeholder="…")
            problem = f"it is no event of {table.name} ({why})"
            yield RowError(f"{name}, row {number}", problem, "mend the row or leave it out")


def _common(
    cells: Cells, *, admin1: str = "admin1", actor1: str = "actor1", actor2: str = "actor2"
) -> dict[str, Any]:
    """The fields that the tables have alike; UCDP and VIINA call some of them otherwise."""
    return {
        "latitude": float(cells["latitude"]),
        "longitude": float(cells["longitude"]),
        "country": _text(cells, "country"),
        "admin1": _text(cells, admin1),
        "actor1": _text(cells, actor1),
        "actor2": _text(cells, actor2),
    }


def _key(cell: object) -> str:
    return str(cell or "").strip().strip("\ufeff").casefold()


def _text(cells: Cells, column: str) -> str:
    value = cells.get(column)
    return "" if value is None else writable(str(value)).strip()


def _number(cells: Cells, column: str) -> int | None:
    value = _text(cells, column)
    return int(float(value)) if value and value.casefold() not in ("na", "nan", "none") else None


def _day(cells: Cells, column: str) -> date:
    """A cell's day; also "20220913" and "2022-09-13 00:00:00.000", as the tables write it."""
    value = cells.get(column)
    compact = _DAY8.match(str(value).strip().removesuffix(".0"))
    if compact:
        return date(*map(int, compact.groups()))
    day = parse_published(value.replace(" 00:00:00.000", "") if isinstance(value, str) else value)
    if day is None:
        raise ValueError(f"{column} is empty")
    return day


def _around(
    day: date, precisions: Mapping[int, DatePrecision], code: int | None
) -> tuple[date, date, DatePrecision]:
    """The days that an ACLED date stands for: itself, its week (3 days each way), or its month (15)."""
    precision = precisions.get(code or 1, DatePrecision.DAY)
    reach = {DatePrecision.WEEK: 3, DatePrecision.MONTH: 15}.get(precision, 0)
    return day - timedelta(days=reach), day + timedelta(days=reach), precision
