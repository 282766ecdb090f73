"""Keeps the rows of event tables in the store, apart from articles and what was read out of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import RowMapping, delete, func, select

from geodata.listed import ListedEvent
from geodata.model import DatePrecision, EventType, PlacePrecision
from geodata.store import beside
from geodata.store.readings import upsert
from geodata.store.store import Store

_listed = beside.listed_events
_PLAIN = (
    *("row", "kind", "date_start", "date_end", "place_name", "country", "admin1", "latitude", "longitude"),
    *("actor1", "actor2", "fatalities_low", "fatalities", "fatalities_high", "notes", "source", "url"),
)
_BATCH = 1_000


def save_listed(store: Store, events: Iterable[ListedEvent]) -> int:
    """Write rows of event tables and return how many; a row that is there is replaced by its newer one."""
    iterator, total = iter(events), 0
    while batch := list(islice(iterator, _BATCH)):
        # A table may hold a row twice; the later one counts, as a transaction writes each once.
        unique = {event.id: _row(event) for event in batch}
        with store.writing() as connection:
            upsert(connection, _listed, list(unique.values()), "id")
        total += len(unique)
    return total


def load_listed(store: Store, table: str | None = None) -> list[ListedEvent]:
    """Return the rows of one table, or of all, by day; none where no table was taken in."""
    with store.engine.connect() as connection:
        query = select(_listed).order_by(_listed.c.date_start, _listed.c.id)
        if table is not None:
            query = query.where(_listed.c.source_table == table)
        return [_event(row) for row in connection.execute(query).mappings()]


def listed_tables(store: Store) -> dict[str, int]:
    """Return the number of rows by table, in the order of their names."""
    with store.engine.connect() as connection:
        counted = select(_listed.c.source_table, func.count()).group_by(_listed.c.source_table)
        return dict(sorted((name, number) for name, number in connection.execute(counted)))


def remove_listed(store: Store, table: str) -> int:
    """Remove the rows of a table and return how many there were."""
    with store.writing() as connection:
        return connection.execute(delete(_listed).where(_listed.c.source_table == table)).rowcount


def _row(event: ListedEvent) -> dict[str, object]:
    row = {name: getattr(event, name) for name in _PLAIN}
    return row | {
        "id": event.id,
        "source_table": event.table,
        "event_types": "\n".join(event.event_types),
        "date_precision": event.date_precision.label,
        "place_precision": event.place_precision.label if event.place_precision else None,
    }


def _event(row: RowMapping) -> ListedEvent:
    plain: Mapping[str, Any] = {name: row[name] for name in _PLAIN}
    types: Sequence[str] = row["event_types"].split("\n") if row["event_types"] else ()
    precision = row["place_precision"]
    return ListedEvent(
        table=row["source_table"],
        event_types=tuple(EventType(name) for name in types),
        date_precision=DatePrecision.from_label(row["date_precision"]),
        place_precision=PlacePrecision.from_label(precision) if precision else None,
        **plain,
    )
